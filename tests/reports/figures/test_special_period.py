"""Ramadan, Lebaran, school holidays and campaigns: dated rows, and what a comparison says."""

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.health.medicines.models import FastingPeriod
from reports.figures.periods import Period
from reports.figures.seasons.held import seasons, told_beside
from reports.figures.seasons.models import SpecialPeriod
from rptc.accounts.permissions import Role
from tests import factories as f

pytestmark = pytest.mark.django_db

LIST = reverse("reports:special_period_list")
PERIOD = {
    "name": "Libur semester genap",
    "kind": "school",
    "first_on": "2025-06-23",
    "last_on": "2025-07-12",
    "is_active": "on",
}


def beside(period, before=None):
    return told_beside(period, before or period.previous_year, seasons())


def test_a_month_says_when_it_or_the_one_beside_it_held_ramadan():
    assert beside(Period.month(2025, 4)) == [
        "Ramadan 1445 H ada dalam masa pembandingnya (9 hari), tidak dalam masa ini.",
    ]
    assert beside(Period.month(2025, 3)) == [
        "Ramadan: 30 hari dalam masa ini, 20 hari dalam masa pembandingnya.",
        "Lebaran 1446 H ada dalam masa ini (1 hari), tidak dalam masa pembandingnya.",
    ]
    assert beside(Period.month(2025, 8)) == []


def test_two_years_that_both_held_it_say_nothing_of_it():
    assert beside(Period.year(2025)) == []


def test_an_estimate_says_that_it_is_one():
    told = beside(Period.month(2027, 2))
    assert told == ["Ramadan: 21 hari dalam masa ini, 10 hari dalam masa pembandingnya"
                    " (tanggal perkiraan)."]  # fmt: skip


def test_each_campaign_is_another_one():
    for year in (2024, 2025):
        SpecialPeriod.objects.create(
            name=f"Kampanye {year}",
            kind="campaign",
            first_on=date(year, 9, 25),
            last_on=date(year, 9, 30),
        )
    assert beside(Period.month(2025, 9)) == [
        "Kampanye 2025 ada dalam masa ini, tidak dalam masa pembandingnya.",
        "Kampanye 2024 ada dalam masa pembandingnya, tidak dalam masa ini.",
    ]


def test_the_days_of_ramadan_are_those_of_the_medicines_where_they_are_written_down():
    FastingPeriod.objects.create(
        first_on=date(2027, 2, 9), last_on=date(2027, 3, 10), sahur=time(4), buka=time(18)
    )
    FastingPeriod.objects.create(
        first_on=date(2028, 1, 28), last_on=date(2028, 2, 26), sahur=time(4), buka=time(18)
    )
    of_2027, of_2028 = [s for s in seasons() if s.kind == "ramadan" and s.first.year > 2026]
    assert (of_2027.name, of_2027.first, of_2027.is_estimate) == (
        "Ramadan 1448 H", date(2027, 2, 9), False,
    )  # fmt: skip
    assert (of_2028.name, of_2028.last) == ("Ramadan 2028", date(2028, 2, 26))


def test_the_recap_and_its_cuts_say_it(client, login):
    login(Role.HEAD)
    for day in (date(2024, 3, 2), date(2025, 3, 3), date(2025, 3, 4)):
        f.IntakeFactory(met_on=day)
    sentence = "Ramadan: 30 hari dalam masa ini, 20 hari dalam masa pembandingnya."
    assertContains(client.get("/recap/2025/3/"), sentence)
    month = {"from": "2025-03-01", "to": "2025-03-31", "cut": "umur"}
    assertContains(client.get(reverse("reports:recap_cuts"), month), sentence)
    year = client.get("/recap/2025/")
    assertContains(year, "Ramadan 1446 H, 01/03/2025 sampai 30/03/2025")
    assertContains(year, LIST)
    assertNotContains(client.get("/recap/2025/8/"), "Ramadan")


@pytest.mark.parametrize("role", [Role.OFFICE, Role.HEAD])
def test_office_and_head_add_one_and_mend_it(client, login, role):
    login(role)
    assertRedirects(client.post(LIST, PERIOD), LIST)
    row = SpecialPeriod.objects.get(name="Libur semester genap")
    page = reverse("reports:special_period_edit", args=[row.pk])
    assertContains(client.get(LIST), page)
    assertRedirects(client.post(page, PERIOD | {"is_active": "", "last_on": "2025-07-13"}), LIST)
    assertContains(client.get(LIST), "tidak dipakai")
    assert row.name not in [season.name for season in seasons()]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"last_on": "2025-06-22"}, "Hari terakhir sebelum hari pertama."),
        ({"last_on": "2026-06-22"}, "Paling lama 200 hari."),
        ({"first_on": "1999-06-22"}, "Paling awal"),
        ({"name": "Ramadan 1446 H"}, "Sudah ada masa dengan nama ini."),
        ({"name": ""}, "Tulis namanya."),
        ({"kind": "puasa"}, "puasa"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(client, login, wrong, says):
    login(Role.OFFICE)
    assertContains(client.post(LIST, PERIOD | wrong), says)
    assert not SpecialPeriod.objects.filter(first_on="2025-06-23").exists()


def test_the_database_holds_it_too():
    row = SpecialPeriod.objects.get(name="Ramadan 1446 H")
    for wrong in [
        {"name": ""},
        {"last_on": date(2025, 2, 1)},
        {"last_on": date(2026, 2, 1)},
        {"first_on": date(1999, 3, 1)},
        {"kind": "puasa"},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            SpecialPeriod.objects.filter(pk=row.pk).update(**wrong)


def test_a_row_is_never_deleted():
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        SpecialPeriod.objects.filter(name="Ramadan 1446 H").delete()
    assert SpecialPeriod.objects.filter(name="Ramadan 1446 H").exists()


def test_a_social_worker_reads_what_a_comparison_says_and_changes_nothing(client, login):
    login(Role.SOCIAL_WORKER)
    assert client.get(LIST).status_code == 403
