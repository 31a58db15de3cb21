"""The letter of a referral: the packet on paper, with what it rests on (R53)."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partners.directory.actions import change_partner
from partners.referrals.actions import revoke_referral
from rptc.accounts.permissions import Role
from rptc.letters.models import Letter
from tests import factories as f
from tests.partners.referrals.way import referral_at

pytestmark = pytest.mark.django_db


def url(name, referral):
    return reverse(f"partners:referral_{name}", args=[referral.pk])


def on_paper(client, read_pdf, referral):
    client.post(url("letter_write", referral))
    return " ".join(read_pdf(client.get(url("letter", referral))).split())


def test_it_names_the_agreement_and_no_nik_and_no_name(client, login, read_pdf):
    user = login(Role.SOCIAL_WORKER)
    row = f.AgreementFactory(our_number="460/07")
    stay = f.StayFactory(intake__person__name="Baharuddin", intake__person__nik="7371014101740001")
    referral = referral_at("sent", partner=row.partner, basis=row, by=user, stay=stay)
    said = on_paper(client, read_pdf, referral)
    assert "PKS nomor 460/07" in said
    assert "Pelatihan menjahit" in said
    assert "Baharuddin" not in said
    assert "7371014101740001" not in said


def test_without_an_agreement_it_says_why(client, login, read_pdf):
    user = login(Role.SOCIAL_WORKER)
    referral = referral_at("sent", by=user, without_basis="Perpanjangan PKS sedang ditulis.")
    said = on_paper(client, read_pdf, referral)
    assert "Tanpa perjanjian: Perpanjangan PKS sedang ditulis." in said


def test_pressed_twice_it_is_one_letter(client, login):
    referral = referral_at("sent", by=login(Role.SOCIAL_WORKER))
    for _ in range(2):
        client.post(url("letter_write", referral))
    letter = Letter.objects.get()
    page = client.get(url("detail", referral))
    assertContains(page, url("letter", referral) + '"')
    assert client.get(reverse("letters:letter_withdraw", args=[letter.pk])).status_code == 200
    assert client.get(reverse("letters:letter_sign", args=[letter.pk])).status_code == 200


def test_none_before_it_is_sent_and_none_after_its_end(client, login):
    user = login(Role.SOCIAL_WORKER)
    waiting = referral_at("proposed", by=user)
    gone = referral_at("sent", by=user)
    revoke_referral(gone, reason="Pulang.", by=user, seen_steps=2)
    for referral in (waiting, gone):
        assertNotContains(client.get(url("detail", referral)), url("letter_write", referral))
        page = client.post(url("letter_write", referral), follow=True)
        assertContains(page, "belum berakhir")
        assert client.get(url("letter", referral)).status_code == 404


def test_the_office_and_house_staff_find_it_nowhere(client, login):
    referral = referral_at("sent", by=login(Role.SOCIAL_WORKER))
    client.post(url("letter_write", referral))
    letter = Letter.objects.get()
    login(Role.OFFICE)
    assert not Letter.objects.visible_to(f.UserFactory(roles=[Role.OFFICE])).exists()
    assert client.get(reverse("letters:letter_detail", args=[letter.pk])).status_code == 404
    login(Role.CARETAKER)
    for page in ("letter_sign", "letter_withdraw"):
        assert client.get(reverse(f"letters:{page}", args=[letter.pk])).status_code == 404


def test_of_a_closed_partner_it_is_sealed_also_where_it_was_closed_later(client, login):
    user = login(Role.SOCIAL_WORKER)
    referral = referral_at("sent", by=user)
    client.post(url("letter_write", referral))
    assert not Letter.objects.get().is_sealed
    partner = referral.partner
    partner.closes_destination = True
    change_partner(partner, by=f.UserFactory(roles=[Role.HEAD]))
    assert Letter.objects.get().is_sealed
    login(Role.SOCIAL_WORKER)
    assert client.get(url("letter", referral)).status_code == 404
