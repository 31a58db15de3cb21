"""Exits that wait for somebody: for a decision, for the handover, or to be known."""

from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import ExitFactory, LeftFactory, PersonFactory, StayFactory

LIST = reverse("cases:exit_list")


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
