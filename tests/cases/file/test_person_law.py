"""The part Hukum of a file: only where there is something of law, for who may know it."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests import factories as f

pytestmark = pytest.mark.django_db


def test_the_part_hukum_stands_only_where_there_is_something(client, login):
    login(Role.SOCIAL_WORKER)
    person = f.StayFactory().person
    file, part = (reverse(f"cases:person_{name}", args=[person.pk]) for name in ("detail", "law"))
    assertNotContains(client.get(file), part)
    assert client.get(part).status_code == 404
    report = f.ViolenceReportFactory(stay=None, person=person)
    assertContains(client.get(file), part)
    assertContains(client.get(part), reverse("cases:violence_report_detail", args=[report.pk]))


def test_house_staff_have_no_part_hukum_and_can_report(client, login):
    login(Role.CARETAKER)
    person = f.ViolenceReportFactory().person
    page = client.get(reverse("cases:person_detail", args=[person.pk]))
    assertNotContains(page, reverse("cases:person_law", args=[person.pk]))
    assertContains(page, f"?person={person.pk}")
