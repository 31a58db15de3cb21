import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.people.actions import seal_file
from cases.people.models import Statement
from rptc.accounts.permissions import Role
from rptc.words import inisial
from tests import factories as f

pytestmark = pytest.mark.django_db


def url(merge):
    return reverse("cases:merge_decide", args=[merge.pk])


def test_the_head_finds_it_among_the_decisions_and_approves(client, login):
    head = login(Role.HEAD)
    merge = f.MergeFactory()
    f.IntakeFactory(person=merge.lost)
    assertContains(client.get(reverse("reports:approvals")), "Penggabungan berkas")
    assertContains(client.get(url(merge)), merge.lost.name)
    client.post(url(merge), {"decision": "approve"})
    merge.refresh_from_db()
    assert (merge.state, merge.decided_by) == ("done", head)
    assert merge.kept.intakes.count() == 1


def test_a_refused_merge_moves_nothing(client, login):
    login(Role.HEAD)
    merge = f.MergeFactory()
    client.post(url(merge), {"decision": "refuse"})
    merge.refresh_from_db()
    assert (merge.state, merge.lost.merged_into) == ("refused", None)


def test_the_dinas_decides_on_what_a_head_proposed_without_a_name(client, login):
    head = f.UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER])
    login(Role.AGENCY)
    merge = f.MergeFactory(recorded_by=head, lost__name="Zulkifli", lost__mother_name="Halimah")
    page = client.get(url(merge))
    assertContains(page, "Z.")
    for secret in ("Zulkifli", "Halimah"):
        assertNotContains(page, secret)
    answer = client.post(url(merge), {"decision": "approve"}, follow=True)
    initials = inisial(merge.kept.name, merge.kept.age_today)
    assertContains(answer, f"Penggabungan berkas {initials} disetujui.")


def test_nor_does_the_dinas_read_what_was_said_of_them(client, login):
    """It is counted among what goes with the file; the head reads it."""
    head = f.UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER])
    merge = f.MergeFactory(recorded_by=head)
    said = {"kind": "name", "text": "Daeng Naba", "source": "self", "recorded_by": head}
    Statement.objects.create(person=merge.lost, **said)
    login(Role.AGENCY)
    page = client.get(url(merge))
    assertContains(page, "Keterangan")
    assertNotContains(page, "Daeng Naba")
    login(Role.HEAD)
    assertContains(client.get(url(merge)), "Daeng Naba")


def test_what_changed_since_the_proposal_can_still_refuse_it(client, login):
    login(Role.HEAD)
    merge = f.MergeFactory()
    for person in (merge.kept, merge.lost):
        f.StayFactory(intake=f.IntakeFactory(person=person))
    answer = client.post(url(merge), {"decision": "approve"})
    assertContains(answer, "Keduanya sedang dalam masa pembinaan")
    merge.refresh_from_db()
    assert merge.state == "proposed"


def test_letters_of_a_file_that_is_merged_into_a_sealed_one_are_sealed(client, login):
    login(Role.HEAD)
    merge = f.MergeFactory(kept__is_sealed=True)
    before = f.PersonFactory(merged_into=f.PersonFactory(merged_into=merge.lost))
    letters = [f.LetterFactory(person_id=person.pk) for person in (merge.lost, before)]
    client.post(url(merge), {"decision": "approve"})
    for letter in letters:
        letter.refresh_from_db()
        assert letter.is_sealed


def test_so_are_those_of_every_merged_file_when_the_kept_one_is_sealed_later():
    kept = f.PersonFactory()
    merged = f.PersonFactory(merged_into=kept)
    before = f.PersonFactory(merged_into=merged)
    letter, other = f.LetterFactory(person_id=before.pk), f.LetterFactory(person_id=kept.pk + 99)
    seal_file(kept, by=f.UserFactory())
    letter.refresh_from_db()
    other.refresh_from_db()
    assert letter.is_sealed
    assert not other.is_sealed
