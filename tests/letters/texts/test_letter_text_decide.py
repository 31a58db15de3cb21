"""The head lets a kind of letter say something else, or not."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from rptc.accounts.permissions import Role
from rptc.letters.texts.models import LetterText
from tests import factories as f

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
