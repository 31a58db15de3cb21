"""Which doors and outcomes count: rules for coming periods only."""

import datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from reports.figures.models import CountingRule
from rptc.accounts.permissions import Role

pytestmark = pytest.mark.django_db

URL = reverse("reports:counting_rule_list")


def data(day, **changes):
    return {
        "valid_from": day.isoformat(),
        "doors": ["patrol", "walk_in"],
        "outcomes": ["brought"],
        "reason": "Keputusan rapat.",
    } | changes


def test_a_rule_begins_on_a_coming_day(client, login, today):
    login(Role.HEAD)
    day = today + datetime.timedelta(days=1)
    assertRedirects(client.post(URL, data(day)), URL)
    assert CountingRule.objects.get(valid_from=day).doors == ["patrol", "walk_in"]
    assertContains(client.get(URL), "Patroli, Datang sendiri")


def test_today_and_the_past_are_refused_in_words(client, login, today):
    login(Role.HEAD)
    for day in (today, datetime.date(2024, 1, 1)):
        response = client.post(URL, data(day))
        assertContains(response, "Aturan hanya untuk masa mendatang")
        assertContains(response, "Keputusan rapat.")
    assert CountingRule.objects.count() == 1


def test_one_rule_a_day_and_none_that_counts_nothing(client, login, today):
    login(Role.HEAD)
    day = today + datetime.timedelta(days=30)
    client.post(URL, data(day))
    assertContains(client.post(URL, data(day)), "Sudah ada aturan mulai tanggal itu.")
    nothing = client.post(URL, data(day + datetime.timedelta(days=1), doors=[]))
    assertContains(nothing, "Pilih paling sedikit satu.")
    assert CountingRule.objects.count() == 2


@pytest.mark.parametrize("role", [Role.OFFICE, Role.SOCIAL_WORKER, Role.AGENCY, Role.ADMIN])
def test_only_the_head(client, login, role):
    login(role)
    assert client.get(URL).status_code == 403
