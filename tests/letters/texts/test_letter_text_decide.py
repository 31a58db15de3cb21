"""The head lets a kind of letter say something else, or not."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from cases.stays.extensions.actions import decide_extension
from rptc.accounts.permissions import Role
from rptc.letters.models import Letter
from rptc.letters.texts.looking import Case
from rptc.letters.texts.models import LetterText
from tests import factories as f
from tests.asked import MOST, asked_by

pytestmark = pytest.mark.django_db
APPROVALS = reverse("reports:approvals")


@pytest.fixture
def proposal():
    return f.TextProposalFactory(text=f.LetterTextFactory())


def page(proposal):
    return reverse("letters:letter_text_decide", args=[proposal.pk])


def test_it_waits_among_the_decisions_and_is_drawn_once_approved(client, login, proposal):
    login(Role.HEAD)
    assertContains(client.get(APPROVALS), "Perpanjangan masa pembinaan, versi 2")
    answer = client.get(page(proposal))
    assertContains(answer, "Disingkat.")
    assertContains(answer, "<ins>")
    assertRedirects(client.post(page(proposal), {"decision": "approve"}), APPROVALS)
    assert LetterText.objects.of_kind(proposal.kind) == proposal.text


def test_refused_it_says_why(client, login, proposal):
    login(Role.HEAD)
    assertContains(client.post(page(proposal), {"decision": "refuse"}), "Tulis mengapa ditolak.")
    client.post(page(proposal), {"decision": "refuse", "note": "Dasar hukumnya belum ada."})
    proposal.refresh_from_db()
    assert proposal.state == "refused"
    assert LetterText.objects.of_kind(proposal.kind).version == 1


def test_nobody_approves_their_own(client, login):
    both = login(Role.OFFICE, Role.HEAD)
    own = f.TextProposalFactory(text=f.LetterTextFactory(), recorded_by=both)
    client.post(page(own), {"decision": "approve"})
    own.refresh_from_db()
    assert own.state == "proposed"


def test_it_reads_no_act_of_a_letter_that_was_made(client, login, count_queries, proposal):
    login(Role.HEAD)
    few = count_queries(page(proposal))
    decide_extension(f.ExtensionFactory(), approve=True, by=f.UserFactory(roles=[Role.HEAD]))
    assert Letter.objects.filter(kind=proposal.kind).exclude(text=None).exists()
    # The letter and whose it is, and nothing of what it says.
    assert count_queries(page(proposal)) <= few + 2
    asked, answer = asked_by(client, page(proposal))
    assert (answer.context["look"].case, asked <= MOST) == (Case.SHORTEST, True), asked
