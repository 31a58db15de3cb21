import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.stays.models import Stay, StayRule
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Unit
from tests.factories import StayFactory, classification

pytestmark = pytest.mark.django_db
URL = reverse("cases:stay_rule_preview")
LIST = reverse("cases:stay_rule_list")


def posted(**changes):
    return {
        "min_length": 1,
        "max_length": 3,
        "unit": "month",
        "extension_days": 30,
        "valid_from": (days.today() + datetime.timedelta(days=10)).isoformat(),
        **changes,
    }


def effects(page):
    return {row.classification.code: row for row in page.context["classes"]}


def test_the_way_leads_through_the_preview(client, login):
    login(Role.HEAD)
    assertContains(client.get(LIST), f'action="{URL}"')
    assertNotContains(client.get(URL), "Simpan aturan")
    page = client.post(URL, posted())
    assertContains(page, "Bila aturan menjadi 1 sampai 3 bulan")
    assertContains(page, f'formaction="{LIST}"')
    assert not StayRule.objects.filter(unit="month").exists()
    client.post(LIST, posted())
    assert StayRule.objects.filter(unit="month").exists()


def test_mistakes_are_said_and_nothing_is_computed(client, login):
    login(Role.HEAD)
    page = client.post(URL, posted(max_length=0))
    assertContains(page, "Paling lama tidak boleh kurang")
    assert page.context["rule"] is None


def test_each_class_of_the_house_compared(client, login):
    login(Role.HEAD)
    for days_ago in (8, 4, 1):
        StayFactory(days_ago=days_ago)
    StayFactory(days_ago=8, intake__provisional=classification("anjal"))
    StayFactory(days_ago=20, ended=True)
    before = list(Stay.objects.order_by("pk").values_list("last_on", "rule"))
    page = client.post(URL, posted(unit="day", max_length=4))
    gepeng, anjal = effects(page)["gepeng"], effects(page)["anjal"]
    assert (gepeng.in_house, len(gepeng.compared)) == (3, 3)
    assert (gepeng.over, gepeng.would_be_over) == (1, 2)
    assert (gepeng.longer, gepeng.shorter) == (0, 3)
    assert (anjal.over, anjal.would_be_over) == (1, 1)
    assert list(Stay.objects.order_by("pk").values_list("last_on", "rule")) == before
    assertContains(page, "Aturan mereka tidak berubah")


def test_a_month_makes_all_longer(client, login):
    login(Role.HEAD)
    StayFactory(days_ago=8)
    row = effects(client.post(URL, posted()))["gepeng"]
    assert (row.over, row.would_be_over, row.longer) == (1, 0, 1)


def test_a_rule_for_one_class_covers_that_class(client, login):
    login(Role.HEAD)
    StayFactory()
    StayFactory(intake__provisional=classification("anjal"))
    page = client.post(URL, posted(classification=classification("anjal").pk))
    assert [len(effects(page)[code].compared) for code in ("gepeng", "anjal")] == [0, 1]


def test_a_class_with_its_own_rule_is_not_covered_by_the_one_for_all(client, login):
    login(Role.HEAD)
    StayRule.objects.create(
        classification=classification("anjal"),
        min_length=1,
        max_length=10,
        valid_from=datetime.date(2020, 1, 1),
    )
    StayFactory(days_ago=1)
    StayFactory(days_ago=1, intake__provisional=classification("anjal"))
    page = client.post(URL, posted(unit="day", min_length=2, max_length=9))
    assert [len(effects(page)[code].compared) for code in ("gepeng", "anjal")] == [1, 0]
    load = page.context["load"]
    assert (load.arrivals, load.under_it) == (2, 1)
    # 9 + 10 days of two arrivals in 90 days is less than one person at once.
    assert (load.shortest, load.longest) == (1, 1)


def test_the_expected_load_beside_the_capacity(client, login):
    login(Role.HEAD)
    Unit.objects.update(capacity=20)
    for number in range(1, 31):
        StayFactory(days_ago=number, ended=True)
    StayFactory(days_ago=0)
    StayFactory(days_ago=120, ended=True)
    page = client.post(
        URL, posted(min_length=3, max_length=90, unit="day", valid_from=days.today().isoformat())
    )
    load = page.context["load"]
    # Today is not over and is not counted; what came before the 90 days neither.
    assert (load.arrivals, load.shortest, load.longest, load.longest_now) == (30, 1, 30, 3)
    assertContains(page, "rata-rata 0,3 orang sehari")
    assertContains(page, "Daya tampung 20 orang")
    assertContains(page, "Melebihi daya tampung")
    Unit.objects.update(capacity=None)
    assertNotContains(client.post(URL, posted(min_length=3, max_length=90)), "Daya tampung ")


def test_a_day_that_has_passed_is_said(client, login):
    login(Role.HEAD)
    assertContains(client.post(URL, posted(valid_from="2026-01-01")), "Tanggal mulai sudah lewat.")


def test_query_count_does_not_grow(client, login):
    login(Role.HEAD)
    StayFactory(days_ago=1)
    numbers = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.post(URL, posted())
        numbers.append(len(asked))
        StayFactory.create_batch(5, days_ago=1)
    assert numbers[1] <= numbers[0]
