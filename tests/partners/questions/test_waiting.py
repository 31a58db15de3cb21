"""What waits on Hari Ini opens the same rows that it counts."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partners.questions import actions
from partners.questions.models import AskedPartner, PlaceAnswer
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import about, count_for
from tests import factories as f
from tests.factories import AskedPartnerFactory, PlaceQuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


@pytest.fixture
def question(worker):
    return PlaceQuestionFactory(stay__social_worker=worker)


def waiting_of(user):
    return {kind: number for kind, number in count_for(user) if kind.key.startswith("places-")}


def test_each_kind_counts_what_its_page_lists(client, worker, question):
    late = {"answer_due_at": days.now() - days.ONE_HOUR}
    AskedPartnerFactory(question=question)
    AskedPartnerFactory(question=question, state="yes")
    AskedPartnerFactory(question=question, state="no")
    AskedPartnerFactory(question=question, state="yes", read_at=days.now(), read_by=worker)
    AskedPartnerFactory.create_batch(2, question=question, state="call_first")
    AskedPartnerFactory(question=question, sent=True, **late)
    AskedPartnerFactory(question=question, sent=True)
    found = waiting_of(worker)
    assert {kind.key: number for kind, number in found.items()} == {
        "places-answered": 2,
        "places-to-call": 2,
        "places-overdue": 1,
        "places-unsent": 1,
    }
    for kind, number in found.items():
        assert client.get(kind.url).context["page_obj"].paginator.count == number
    told = {row.text for row in about([question.stay.person_id], worker)[question.stay.person_id]}
    assert {"Mitra menjawab: ada", "Tanya dulu: telepon mitra"} <= told


def test_nothing_waits_of_a_stay_that_ended_a_closed_question_or_anothers_case(worker, question):
    for stay in (f.StayFactory(), f.StayFactory(social_worker=worker, ended=True, days_ago=4)):
        other = PlaceQuestionFactory(stay=stay)
        AskedPartnerFactory(question=other, state="yes")
    AskedPartnerFactory(question=question, state="yes")
    actions.close_question(question, reason="Dapat", by=worker)
    assert set(waiting_of(worker).values()) == {0}


def test_what_came_by_a_link_waits_until_it_is_read(client, worker, question):
    asked = AskedPartnerFactory(question=question, sent=True)
    answer = PlaceAnswer(
        asked=asked, says="yes", from_on=days.today(), said_by="Ibu", channel="link"
    )
    # As the page does that nobody is logged in to.
    actions.give_answer(answer, by=None)
    assertContains(client.get("/"), "Mitra menjawab: ada")
    read = reverse("partners:asked_read", args=[asked.pk])
    for _ in range(2):
        page = client.post(read, follow=True)
        assertContains(page, "Ditandai sudah dibaca.")
    assertNotContains(client.get("/"), "Mitra menjawab: ada")
    assert AskedPartner.objects.get().read_by == worker


def test_a_question_is_read_by_whoever_stands_in(client, login, question):
    substitute = login(Role.SOCIAL_WORKER)
    AskedPartnerFactory(question=question, state="call_first")
    assert waiting_of(substitute)  # counted, and 0
    f.SubstitutionFactory(worker=question.stay.social_worker, substitute=substitute)
    assert {kind.key: n for kind, n in waiting_of(substitute).items()}["places-to-call"] == 1
