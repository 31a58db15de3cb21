"""A no to a photo outside the house (docs/rules.md, Consent): said before a new one is taken, and
no paper that leaves carries a picture of a klien, whatever was answered."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains

from cases.help.letters import RECEIPT
from cases.papers.homecoming.actions import write_letter
from cases.papers.homecoming.letters import SORTS
from cases.papers.letters import REQUEST
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.actions import issue_for
from tests import factories as f

pytestmark = pytest.mark.django_db
REFUSED = "menolak fotonya dipakai di luar rumah"


def add(person):
    return reverse("cases:photo_add", args=[person.pk])


def answered(stay, *answers):
    """One after the other, an hour apart."""
    for hours, answer in zip(range(len(answers), 0, -1), answers, strict=True):
        at = days.now() - timedelta(hours=hours)
        row = f.ConsentFactory(stay=stay, purpose="photo", answer=answer, asked_at=at)
    return row


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.CARETAKER])
@pytest.mark.parametrize(
    ("answers", "is_told"),
    [((), False), (("no",), True), (("no", "yes"), False), (("yes", "no"), True)],
)
def test_the_newest_answer_is_said_before_a_new_picture(client, login, role, answers, is_told):
    stay = f.StayFactory(days_ago=3)
    if answers:
        answered(stay, *answers)
    login(role)
    (assertContains if is_told else assertNotContains)(client.get(add(stay.person)), REFUSED)


def test_a_yes_that_was_taken_back_and_a_no_of_an_earlier_stay_are_said(client, login):
    login(Role.SOCIAL_WORKER)
    stay = f.StayFactory(days_ago=3)
    f.ConsentWithdrawalFactory(consent=answered(stay, "yes"))
    assertContains(client.get(add(stay.person)), "ditarik")
    left = f.LeftFactory(stay__days_ago=9).stay
    answered(left, "no")
    f.StayFactory(intake__person=left.person)
    assertContains(client.get(add(left.person)), REFUSED)


def test_of_a_child_the_no_of_whoever_answers_is_said_and_a_no_to_something_else_is_not(
    client, login
):
    login(Role.CARETAKER)
    child = f.StayFactory(child=True)
    said = {"given_by": "guardian", "guardian": "Hasnah", "relation": "bibi"}
    f.ConsentFactory(stay=child, purpose="photo", answer="no", child_says="refuses", **said)
    assertContains(client.get(add(child.person)), REFUSED)
    other = f.StayFactory()
    f.ConsentFactory(stay=other, purpose="family", answer="no")
    assertNotContains(client.get(add(other.person)), REFUSED)


def test_who_leads_a_session_reads_whose_face_is_not_in_the_picture(client, login, count_queries):
    url = reverse("cases:session_register")
    login(Role.CARETAKER)
    here = f.StayFactory(intake__person__name="Dg. Ma'ruf", days_ago=2)
    few = count_queries(url)
    assertNotContains(client.get(url), REFUSED)
    answered(here, "no")
    closed = f.StayFactory(intake__person__is_sealed=True, days_ago=2)
    answered(closed, "no")
    shown = client.get(url)
    assertContains(shown, "Dg. Ma&#x27;ruf")
    # House staff know everybody by name who is in the house; a social worker not this one.
    assertContains(shown, str(closed.person))
    assert count_queries(url) <= few + 2
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(url), "luar rumah: Dg. Ma&#x27;ruf. Foto")


def test_who_holds_a_conference_reads_it_before_its_picture(client, login):
    login(Role.SOCIAL_WORKER)
    row = f.ConferenceFactory(held=True)
    url = reverse("cases:conference_photo_add", args=[row.pk])
    assertNotContains(client.get(url), REFUSED)
    answered(row.stay, "no")
    assertContains(client.get(url), REFUSED)


def pictures_in(letter):
    content = bytes(letter.files.get().content)
    return [image for each in PdfReader(io.BytesIO(content)).pages for image in each.images]


def test_no_letter_of_help_papers_or_a_homecoming_carries_the_picture_of_a_klien():
    by = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(days_ago=3)
    f.PhotoFactory(person=stay.person)
    homecoming = f.HomecomingFactory(stay=stay, region=f.region("53"), place="Kupang")
    f.HomecomingPieceFactory(homecoming=homecoming, code="money", who="", ticket=85_000, pocket=0)
    letters = [write_letter(homecoming, sort, by=by) for sort in sorted(SORTS)]
    letters.append(issue_for(f.HelpFactory(stay=stay, paid=True), RECEIPT, by=by))
    together = f.PaperLetterFactory()
    f.PaperRequestFactory(paper__stay=stay, together=together)
    letters.append(issue_for(together, REQUEST, by=by))
    assert [pictures_in(letter) for letter in letters] == [[]] * 5
