"""A partner signs the berita acara of an arrival for itself, and for nobody else."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partners.referrals.arriving.actions import take_back_arrival
from partners.referrals.arriving.shown import signing_of
from partners.referrals.models import Referral
from rptc import days
from rptc.letters.signatures.models import Signature
from tests.factories import MemberFactory, UserFactory
from tests.letters.signatures.signing import photo, signed
from tests.partners.referrals.arrived import arrived


@pytest.fixture
def arrival(login, db):
    member = MemberFactory()
    login(member.user)
    return arrived(partner=member.partner)


def page_of(arrival, name="portal_arrival_sign"):
    return reverse(f"partners:{name}", args=[arrival.referral_id])


def test_their_signature_stands_in_both_files(client, arrival):
    letter = signing_of(arrival).letter
    page = client.get(page_of(arrival))
    assertContains(page, "Nur Azizah")
    for kept in (arrival.referral.person.name, arrival.referral.person.file_number):
        assertNotContains(page, kept)
    data = signed(letter, "receives")
    for _ in range(2):
        assertRedirects(client.post(page_of(arrival), data), page_of(arrival, "portal_referral"))
    row = Signature.objects.get()
    assert (row.side, row.name, row.letter) == ("receives", "Nur Azizah", letter)
    assert str(signing_of(arrival).signed) == "1 dari 2"
    referral = client.get(page_of(arrival, "portal_referral"))
    assertContains(referral, "Sudah tanda tangan")
    assertContains(referral, "Belum tanda tangan")
    assertContains(client.get(page_of(arrival)), "Sudah ditandatangani.")
    assert client.get(page_of(arrival, "portal_arrival_sheet")).status_code == 404


def test_by_a_picture_as_well(client, arrival):
    data = signed(signing_of(arrival).letter, "receives", thumb=photo())
    client.post(page_of(arrival), data)
    assert Signature.objects.get().way == "thumb"


def test_nobody_signs_for_ours_nor_for_a_letter_that_was_not_shown(client, arrival):
    letter = signing_of(arrival).letter
    assertContains(client.post(page_of(arrival), signed(letter, "gives")), "Muat ulang")
    wrong = signed(letter, "receives") | {"signed_sha256": "0" * 64}
    assertContains(client.post(page_of(arrival), wrong), "berganti sejak halaman dibuka")
    assert not Signature.objects.exists()


def test_two_telephones_at_once_sign_once(client, arrival):
    letter = signing_of(arrival).letter
    client.post(page_of(arrival), signed(letter, "receives"))
    assertContains(
        client.post(page_of(arrival), signed(letter, "receives")), "Sudah ditandatangani"
    )
    assert Signature.objects.count() == 1


def test_of_another_partner_of_an_ended_one_and_of_one_taken_back_there_is_none(
    client, login, arrival
):
    pages = [page_of(arrival, name) for name in ("portal_arrival_sign", "portal_arrival_sheet")]
    data = signed(signing_of(arrival).letter, "receives")

    def answers():
        return {client.get(page).status_code for page in pages} | {
            client.post(pages[0], data).status_code
        }

    member = arrival.referral.partner.members.get()
    login(MemberFactory().user)
    assert answers() == {404}
    login(member.user)
    take_back_arrival(arrival, reason="Bukan dia.", by=UserFactory())
    assert answers() == {404}
    running = Referral.objects.filter(pk=arrival.referral_id)
    running.update(state="revoked", ended_at=days.now())
    assert answers() == {404}
    assert not Signature.objects.exists()
