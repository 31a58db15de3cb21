from django.urls import reverse
from pytest_django.asserts import assertContains

from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.factories import PlanFactory, PlanItemFactory


def submit(client, plan):
    return client.post(reverse("cases:plan_submit", args=[plan.pk]), follow=True)


def test_lays_the_plan_before_the_head(client, login):
    login(Role.SOCIAL_WORKER)
    plan = PlanItemFactory().plan
    assertContains(submit(client, plan), "Menunggu Kepala UPT")
    plan.refresh_from_db()
    assert plan.state == "submitted"
    assert plan.submitted_at
    assert Entry.objects.filter(verb="submitted", object_id=plan.pk).exists()


def test_a_plan_without_items_cannot_be_submitted(client, login):
    login(Role.SOCIAL_WORKER)
    plan = PlanFactory()
    assertContains(submit(client, plan), "Tulis sedikitnya satu kegiatan")
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_twice_is_said(client, login):
    login(Role.SOCIAL_WORKER)
    plan = PlanItemFactory().plan
    submit(client, plan)
    assertContains(submit(client, plan), "sudah diajukan")


def test_a_sealed_file_is_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    plan = PlanItemFactory(plan__stay__intake__person__is_sealed=True).plan
    assert submit(client, plan).status_code == 404
