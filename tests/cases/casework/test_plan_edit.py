from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.casework.plans.models import Plan
from rptc.accounts.permissions import Role
from tests.cases.casework.plan_forms import plan_data
from tests.factories import PlanFactory, PlanItemFactory


def url(plan):
    return reverse("cases:plan_edit", args=[plan.pk])


def test_what_was_typed_replaces_what_was_stored(client, login):
    user = login(Role.SOCIAL_WORKER)
    plan = PlanFactory()
    kept = PlanItemFactory(plan=plan, goal="Tetap", owner=user)
    PlanItemFactory(plan=plan, goal="Hilang", owner=user)
    client.post(
        url(plan),
        plan_data(("Tetap", user), ("Baru", user), aim="Bekerja sendiri.", shown_version=1),
    )
    plan.refresh_from_db()
    assert (plan.aim, plan.version) == ("Bekerja sendiri.", 2)
    assert {item.goal for item in plan.items.all()} == {"Tetap", "Baru"}
    assert plan.items.filter(pk=kept.pk).exists()


def test_the_second_saver_sees_both_and_keeps_what_they_typed(client, login):
    user = login(Role.SOCIAL_WORKER)
    plan = PlanFactory(aim="Tujuan orang lain.", version=2)
    PlanItemFactory(plan=plan, goal="Kegiatan orang lain", owner=user)
    typed = plan_data(("Kegiatan saya", user), aim="Tujuan saya.", shown_version=1)
    response = client.post(url(plan), typed)
    for text in ["Tujuan orang lain.", "Kegiatan orang lain", "Tujuan saya.", "Kegiatan saya"]:
        assertContains(response, text)
    plan.refresh_from_db()
    assert plan.aim == "Tujuan orang lain."
    client.post(url(plan), typed | {"shown_version": 2})
    assert Plan.objects.get(pk=plan.pk).aim == "Tujuan saya."


def test_a_submitted_plan_is_frozen(client, login):
    user = login(Role.SOCIAL_WORKER)
    plan = PlanFactory(submitted=True)
    typed = plan_data(("Baru", user), aim="Lain.", shown_version=1)
    assertContains(client.post(url(plan), typed), "tidak dapat diubah")
    plan.refresh_from_db()
    assert plan.aim != "Lain."
    assert not plan.items.exists()


def test_a_sealed_file_is_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    plan = PlanFactory(stay__intake__person__is_sealed=True)
    assert client.get(url(plan)).status_code == 404
