"""How much an answer weighs: versions that never change."""

import pytest
from django.db import InternalError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from cases.casework.assessments.risks.measuring import measure
from cases.casework.assessments.risks.models import RiskRule
from rptc.accounts.permissions import Role
from tests.cases.casework.assessment_forms import ask
from tests.factories import AnswerFactory

pytestmark = pytest.mark.django_db

RULE = reverse("cases:risk_rule")


def rule_data(client, **more):
    form = client.get(RULE).context["form"]
    data = {field.html_name: field.value() for field in form}
    data = {name: "" if value is None else value for name, value in data.items()}
    return data | {"why": "Pengalaman setahun."} | more


def test_the_rule_of_risk_is_changed_as_a_new_version(client, login):
    login(Role.HEAD)
    old = RiskRule.objects.in_force()
    takut = f"w{ask('takut').pk}-0"
    assertRedirects(client.post(RULE, rule_data(client, high_from=5, **{takut: 5})), RULE)
    new = RiskRule.objects.in_force()
    assert (old.number, new.number, new.high_from) == (1, 2, 5)
    assert new.points.get(question="takut", option="Ya").points == 5
    # Whatever was not touched weighs as before.
    assert new.points.count() == old.points.count()


def test_levels_of_risk_are_in_order(client, login):
    login(Role.HEAD)
    assertContains(client.post(RULE, rule_data(client, high_from=2)), "angka yang lebih besar")
    assertContains(client.post(RULE, rule_data(client, high_hours=90)), "makin pendek waktunya")
    assert client.post(RULE, rule_data(client, why="")).context["form"].errors["why"]
    assert RiskRule.objects.count() == 1


def test_a_rule_never_changes():
    with pytest.raises(InternalError), transaction.atomic():
        RiskRule.objects.update(high_from=9)


@pytest.mark.parametrize(
    ("years", "chosen", "points", "level", "has_red"),
    [
        (30, "Tidak", 0, "low", False),
        (30, "Ya", 3, "medium", True),
        (11, "Tidak", 2, "low", False),
        (11, "Ya", 5, "medium", True),
        (12, "Ya", 3, "medium", True),
        (None, "Ya", 3, "medium", True),
        (None, "Tidak mau menjawab", 1, "low", False),
    ],
)
def test_answers_and_a_young_age_add_up(years, chosen, points, level, has_red):
    answer = AnswerFactory(question=ask("disuruh"), chosen=[chosen])
    measured = measure([answer], RiskRule.objects.in_force(), years)
    assert measured == (points, level, has_red)
