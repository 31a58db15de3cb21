"""The days on which the office does not work."""

import datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from cases.stays.free_days.models import FreeDay, is_free
from rptc.accounts.permissions import Role

pytestmark = pytest.mark.django_db

LIST = reverse("cases:free_day_list")


def test_a_day_is_added_and_changed(client, login):
    login(Role.OFFICE)
    assertContains(client.get(LIST), "Hari Kemerdekaan")
    data = {"on": "2027-03-10", "name": "Idulfitri"}
    assertRedirects(client.post(LIST, data), LIST)
    added = FreeDay.objects.get(name="Idulfitri")
    page = reverse("cases:free_day_edit", args=[added.pk])
    assertRedirects(client.post(page, data | {"name": "Hari Raya Idulfitri"}), LIST)
    added.refresh_from_db()
    assert added.name == "Hari Raya Idulfitri"
    assertContains(client.post(LIST, data), "Tanggal ini sudah ada.")


@pytest.mark.parametrize(
    ("day", "free"),
    [
        (datetime.date(2026, 11, 27), False),
        (datetime.date(2026, 11, 28), True),
        (datetime.date(2026, 11, 29), True),
        (datetime.date(2026, 8, 17), True),
        (datetime.date(2031, 12, 25), True),
        (datetime.date(2027, 3, 10), False),
    ],
)
def test_weekends_and_what_the_list_says_are_free(day, free):
    assert is_free(day, FreeDay.objects.all()) == free
