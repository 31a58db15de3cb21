from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import PlanFactory, PlanItemFactory, UserFactory


def url(plan):
    return reverse("cases:plan_detail", args=[plan.pk])


def approved(**more):
    return PlanFactory(
        state="approved",
        submitted_at=days.now(),
        decided_at=days.now(),
        decided_by=UserFactory(),
        **more,
    )


def test_shows_what_the_next_number_changes(client, login):
    user = login(Role.SOCIAL_WORKER)
    first = approved(aim="Pulang ke Tallo.")
    PlanItemFactory(plan=first, goal="Dihapus", owner=user)
    second = PlanFactory(stay=first.stay, number=2, aim="Bekerja di Daya.")
    PlanItemFactory(plan=second, goal="Ditambah", owner=user)
    page = client.get(url(second))
    for text in ["Beda dengan rencana sebelumnya", "Pulang ke Tallo.", "Dihapus", "Ditambah"]:
        assertContains(page, text)
    assertNotContains(client.get(url(first)), "Beda dengan rencana sebelumnya")


def test_results_are_recorded_only_in_the_plan_in_force(client, login):
    login(Role.SOCIAL_WORKER)
    first = approved()
    PlanItemFactory(plan=first)
    assertContains(client.get(url(first)), "Catat hasil")
    approved(stay=first.stay, number=2)
    assertNotContains(client.get(url(first)), "Catat hasil")


def test_the_head_is_led_to_the_decision(client, login):
    login(Role.HEAD)
    plan = PlanItemFactory(plan__submitted=True).plan
    assertContains(client.get(url(plan)), "Putuskan rencana")


def test_queries_do_not_grow_with_the_items(login, count_queries):
    user = login(Role.SOCIAL_WORKER)
    plan = PlanFactory()
    PlanItemFactory(plan=plan, owner=user)
    few = count_queries(url(plan))
    PlanItemFactory.create_batch(8, plan=plan, owner=user)
    assert count_queries(url(plan)) <= few


def test_a_sealed_file_is_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    plan = PlanFactory(stay__intake__person__is_sealed=True)
    assert client.get(url(plan)).status_code == 404
