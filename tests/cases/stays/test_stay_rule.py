"""The rule of the day of entry decides for the whole stay, whatever becomes of the rules."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.stays.models import Stay, StayRule
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import StayFactory, classification

pytestmark = pytest.mark.django_db
RULES = reverse("cases:stay_rule_list")


def deadlines():
    return list(Stay.objects.order_by("pk").values_list("pk", "rule", "last_on"))


def new_rule(**changes):
    return {
        "min_length": 1,
        "max_length": 3,
        "unit": "month",
        "extension_days": 30,
        "valid_from": days.today().isoformat(),
        **changes,
    }


def test_adding_and_ending_a_rule_leaves_every_earlier_stay_as_it_was(client, login):
    for days_ago in (0, 3, 9):
        StayFactory(days_ago=days_ago)
    before = deadlines()
    login(Role.HEAD)
    client.post(RULES, new_rule())
    client.post(RULES, new_rule(classification=classification().pk, max_length=2))
    old = StayRule.objects.get(valid_from=datetime.date(2000, 1, 1))
    tomorrow = days.today() + days.ONE_DAY
    edit = reverse("cases:stay_rule_edit", args=[old.pk])
    client.post(edit, {"legal_basis": "Perwali 1 Tahun 2026", "valid_until": tomorrow.isoformat()})
    old.refresh_from_db()
    assert old.valid_until == tomorrow
    assert deadlines() == before
    assert StayFactory().last_on == days.add_months(days.today(), 2) - days.ONE_DAY


def test_a_rule_does_not_end_before_its_last_entry(client, login):
    stay = StayFactory()
    login(Role.HEAD)
    edit = reverse("cases:stay_rule_edit", args=[stay.rule_id])
    page = client.post(edit, {"legal_basis": "", "valid_until": days.today().isoformat()})
    assertContains(page, "ada yang masuk dengan aturan ini")


@pytest.mark.parametrize(
    "change",
    [
        "max_length = 30",
        "min_length = 2",
        "unit = 'month'",
        "extension_days = 371",
        "valid_from = '2020-01-01'",
        "classification_id = (SELECT min(id) FROM cases_classification)",
        "valid_until = '2026-01-01'",
    ],
)
def test_nor_by_sql(change):
    rule = StayFactory().rule
    with pytest.raises(DatabaseError, match="began under this rule"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE cases_stayrule SET {change} WHERE id = %s", [rule.pk])  # noqa: S608


def test_a_rule_that_nobody_came_under_may_change():
    rule = StayRule.objects.create(
        min_length=1, max_length=3, unit="month", valid_from=days.today()
    )
    StayRule.objects.filter(pk=rule.pk).update(max_length=2)
    StayFactory()
    with pytest.raises(DatabaseError, match="began under this rule"), transaction.atomic():
        StayRule.objects.filter(pk=rule.pk).update(max_length=4)


def test_a_month_of_31_january_ends_with_february(time_machine_at):
    StayRule.objects.create(
        min_length=1, max_length=1, unit="month", valid_from=datetime.date(2027, 1, 1)
    )
    time_machine_at(days.at(datetime.date(2027, 1, 31), datetime.time(23, 30)))
    assert StayFactory().last_on == datetime.date(2027, 2, 27)
