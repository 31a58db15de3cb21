import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partners.directory.models import FreePlaces
from partners.questions import actions
from rptc import days
from tests.factories import AskedPartnerFactory, MemberFactory

pytestmark = pytest.mark.django_db
PORTAL = reverse("partners:portal")


def page_of(asked):
    return reverse("partners:portal_place", args=[asked.pk])


@pytest.fixture
def asked(login):
    member = MemberFactory()
    login(member.user)
    child = {"question__stay__intake__person__name": "Zulkarnain"}
    return AskedPartnerFactory(sent=True, partner=member.partner, **child)


def said(say="yes:", **more):
    say = f"yes:{days.today().isoformat()}" if say == "yes:" else say
    return {"say": say, "send_key": uuid.uuid4()} | more


def test_what_is_asked_stands_first_and_names_nobody(client, asked):
    AskedPartnerFactory(sent=True)
    AskedPartnerFactory(partner=asked.partner)
    page = client.get(PORTAL)
    assertContains(page, "1 pertanyaan")
    assertContains(page, page_of(asked))
    for shown in (page, client.get(page_of(asked))):
        assertContains(shown, asked.question.sentence)
        assertNotContains(shown, "Zulkarnain")


def test_who_is_logged_in_answers_once_and_says_the_places_along(client, asked):
    data = said(male=3, female=2)
    for _ in range(2):
        page = client.post(page_of(asked), data, follow=True)
        assertContains(page, "Jawaban terkirim: Ada.")
    user = asked.partner.members.get().user
    answer = asked.answers.get()
    assert (answer.recorded_by, answer.said_by, answer.channel) == (user, user.full_name, "portal")
    assert FreePlaces.objects.get().recorded_by == user
    assertNotContains(client.get(PORTAL), page_of(asked))
    assert client.get(page_of(asked)).status_code == 404
    late = client.post(page_of(asked), said("no:Penuh"))
    assertContains(late, "Mitra ini sudah menjawab.")


def test_half_of_the_places_is_refused_with_the_field(client, asked):
    page = client.post(page_of(asked), said(male=3))
    assert page.context["form"].errors == {"female": ["Tulis keduanya."]}
    assert not asked.answers.exists()


def test_another_partners_and_a_closed_one_are_out_of_reach(client, asked):
    other = AskedPartnerFactory(sent=True)
    for method in (client.get, client.post):
        assert method(page_of(other), said()).status_code == 404
    by = asked.question.recorded_by
    actions.close_question(asked.question, reason="Dapat", by=by)
    assert client.get(page_of(asked)).status_code == 404
    refused = client.post(page_of(asked), said())
    assertContains(refused, "Pertanyaan ini sudah ditutup.")
    for shown in (refused, client.post(page_of(asked), {})):
        assertNotContains(shown, asked.question.sentence)
