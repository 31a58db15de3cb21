"""Exits that wait for somebody: for a decision, for the handover, or to be known."""

from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import ExitFactory, LeftFactory, PersonFactory, StayFactory, UserFactory

LIST = reverse("cases:exit_list")
DECIDED = {"decided_at": days.now(), "decision_note": "Rumah tidak layak."}


def test_shows_what_waits_and_not_what_is_done(client, login):
    login(Role.HEAD)
    waits = ExitFactory()
    unknown = LeftFactory(must_be_known=True)
    done = LeftFactory(must_be_known=True, known_at=days.now(), known_by=waits.recorded_by)
    page = client.get(LIST)
    assert {exit.pk for exit in page.context["page_obj"]} == {waits.pk, unknown.pk}
    assertContains(page, reverse("cases:exit_detail", args=[waits.pk]))
    assertNotContains(page, reverse("cases:exit_detail", args=[done.pk]))


def test_a_sealed_file_is_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = StayFactory(intake__person=PersonFactory(is_sealed=True, name="KENARI"))
    ExitFactory(stay=sealed)
    assertNotContains(client.get(LIST), "KENARI")


def test_query_count_does_not_grow(login, count_queries):
    login(Role.HEAD)
    ExitFactory()
    few = count_queries(LIST)
    ExitFactory.create_batch(4)
    assert count_queries(LIST) == few


def test_an_approval_that_was_lost_is_told_to_the_head_until_it_is_asked_for_anew(client, login):
    login(Role.HEAD)
    stay = StayFactory(days_ago=2)
    lost = ExitFactory(stay=stay, state="cancelled", decided_by=UserFactory(), **DECIDED)
    given_up = ExitFactory(state="cancelled", decision_note="Ia tidak mau pulang.")
    assertContains(client.get("/"), "Persetujuan terminasi gugur")
    page = client.get(LIST, {"show": "lost"})
    assert [exit.pk for exit in page.context["page_obj"]] == [lost.pk]
    assertContains(page, DECIDED["decision_note"])
    assertNotContains(page, reverse("cases:exit_detail", args=[given_up.pk]))
    ExitFactory(stay=stay)
    assert not client.get(LIST, {"show": "lost"}).context["page_obj"].object_list
