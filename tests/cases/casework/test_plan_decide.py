import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from cases.casework.plans.actions import decide_plan, submit_plan
from cases.casework.plans.models import Plan
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.record import record
from rptc.words import tanggal_pendek
from tests.factories import (
    DelegationFactory,
    PlanFactory,
    PlanItemFactory,
    UserFactory,
)


def url(plan):
    return reverse("cases:plan_decide", args=[plan.pk])


@pytest.fixture
def plan(db):
    return PlanItemFactory(plan__submitted=True).plan


def approve(client, plan, **more):
    return client.post(url(plan), {"decision": "approve", "seen": plan.seen, **more})


def test_the_head_reads_the_plan_and_approves(client, login, plan):
    head = login(Role.HEAD)
    page = client.get(url(plan))
    assertContains(page, plan.aim)
    assertContains(page, "Mengikuti bimbingan.")
    assertRedirects(approve(client, plan), reverse("reports:approvals"))
    plan.refresh_from_db()
    assert (plan.state, plan.decided_by) == ("approved", head)


def test_a_line_after_the_last_day_is_seen_before_deciding(client, login):
    item = PlanItemFactory(plan__stay__days_ago=1)
    item.due_on = item.plan.stay.last_on + days.ONE_DAY
    item.save()
    plan = submit_plan(item.plan, by=item.plan.recorded_by)
    login(Role.HEAD)
    page = client.get(url(plan))
    assertContains(page, "sesudah hari terakhir")
    assertContains(page, tanggal_pendek(plan.stay.last_on))


def test_returning_needs_words(client, login, plan):
    login(Role.HEAD)
    back = {"decision": "refuse", "seen": plan.seen}
    response = client.post(url(plan), back)
    assert response.context["form"].errors == {"note": ["Tulis apa yang perlu diperbaiki."]}
    client.post(url(plan), back | {"note": "Lengkapi jadwal."})
    plan.refresh_from_db()
    assert (plan.state, plan.decision_note) == ("returned", "Lengkapi jadwal.")


def test_who_changed_it_does_not_approve_either(client, login, plan):
    editor = login(UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER]))
    record(editor, "changed", plan)
    assert approve(client, plan).status_code == 404
    with pytest.raises(ValidationError, match="melengkapi tidak dapat memutuskan"):
        decide_plan(plan, approve=True, seen=plan.seen, by=editor)


def test_a_plan_that_changed_since_it_was_read(client, login, plan):
    login(Role.HEAD)
    response = client.post(url(plan), {"decision": "approve", "seen": plan.version - 1})
    assertContains(response, "diubah setelah Anda membukanya")


def test_a_draft_is_nobodys_to_decide(client, login):
    login(Role.HEAD)
    assert client.get(url(PlanFactory())).status_code == 404


def test_the_delegate_decides_until_the_last_day(client, login, plan, today):
    delegate = UserFactory(roles=[Role.OFFICE])
    row = DelegationFactory(delegate=delegate, approvals=["plan"])
    login(delegate)
    assertContains(client.get(url(plan)), str(plan.stay.person))
    row.starts_on = row.last_on = today - datetime.timedelta(days=1)
    row.save()
    assert approve(client, plan).status_code == 403
    row.last_on = today
    row.save()
    assertRedirects(approve(client, plan), reverse("reports:approvals"))


def test_the_agency_decides_what_a_head_changed(client, login, plan):
    record(UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER]), "changed", plan)
    login(Role.AGENCY)
    assertContains(client.get(url(plan)), plan.aim)
    assertRedirects(approve(client, plan), reverse("reports:approvals"))


def test_who_stands_in_reads_no_other_plan(client, plan):
    """A draft, or what the head approved, comes with no delegation."""
    draft, approved = PlanFactory(), PlanItemFactory(plan__submitted=True).plan
    decide_plan(approved, approve=True, by=UserFactory(roles=[Role.HEAD]), seen=approved.seen)
    deputy = DelegationFactory(
        delegate=UserFactory(roles=[Role.OFFICE]), approvals=["plan"]
    ).delegate
    assert set(Plan.objects.visible_to(deputy)) == {plan}
    decide_plan(plan, approve=True, by=deputy, seen=plan.seen)
    assert set(Plan.objects.visible_to(deputy)) == {plan}
    assert draft not in Plan.objects.visible_to(deputy)
