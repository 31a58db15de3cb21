from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.casework.plans.actions import write_letter
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Letter
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


def test_what_was_closed_before_is_no_line_that_was_taken_out(client, login):
    user = login(Role.SOCIAL_WORKER)
    first = approved()
    closed = {"result_on": days.today(), "result_by": user}
    PlanItemFactory(plan=first, goal="Mengurus KIA", result="done", **closed)
    PlanItemFactory(plan=first, goal="Menjahit", result="refused", result_reason="Takut", **closed)
    PlanItemFactory(plan=first, goal="Les")
    second = PlanFactory(stay=first.stay, number=2)
    changes = client.get(url(second)).context["changes"]
    assert {change.label: change.new for change in changes} == {
        "Mengurus KIA": "Selesai",
        "Menjahit": "Ditolak klien",
        "Les": "",
    }


def test_one_that_was_replaced_says_so_and_is_not_signed(client, login):
    user = login(Role.SOCIAL_WORKER)
    first = approved(recorded_by=user)
    approved(stay=first.stay, number=2)
    approved(stay=first.stay, number=3)
    page = client.get(url(first))
    # On top, and in the list of all.
    assertContains(page, "Digantikan rencana ke-2", count=2)
    assertContains(page, "Digantikan rencana ke-3", count=1)
    assertNotContains(page, "Siapkan untuk ditandatangani")
    told = client.post(reverse("cases:plan_letter_write", args=[first.pk]), follow=True)
    assertContains(told, "Rencana ini digantikan rencana ke-2.")
    assert not Letter.objects.exists()
    for address in (reverse("cases:plan_list"), reverse("cases:stay_plan", args=[first.stay_id])):
        assertContains(client.get(address), "Digantikan rencana ke-2")


def test_the_paper_of_one_that_was_replaced_is_read_and_not_signed(client, login):
    user = login(Role.SOCIAL_WORKER)
    first = approved(recorded_by=user)
    letter = write_letter(first, by=user)
    sign = reverse("letters:letter_sign", args=[letter.pk])
    assertContains(client.get(url(first)), sign)
    approved(stay=first.stay, number=2)
    page = client.get(url(first))
    assertNotContains(page, sign)
    assertContains(page, reverse("cases:plan_letter", args=[first.pk]))


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
