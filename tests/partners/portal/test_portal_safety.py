"""What must be known stands above the packet, and is said to be read with one press."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partners.referrals.models import SafetyRead
from tests.factories import FlagFactory, MedicineFactory, MemberFactory
from tests.partners.referrals.way import referral_at


def url(name, *args):
    return reverse(f"partners:{name}", args=args)


@pytest.fixture
def member(login, db):
    member = MemberFactory()
    login(member.user)
    return member


@pytest.fixture
def referral(member):
    referral = referral_at("sent", partner=member.partner)
    FlagFactory(person=referral.person, whom="Paman Ra'uf", reason="Rahasia keluarga")
    return referral


def test_a_ban_is_read_before_the_answer(client, referral):
    assertContains(client.get(url("portal")), "Ada yang wajib dibaca")
    page = client.get(url("portal_referral", referral.pk))
    assertContains(page, "Jangan serahkan kepada Paman Ra&#x27;uf")
    assertNotContains(page, "Rahasia keluarga")
    answer = url("portal_answer", referral.pk)
    assertContains(client.post(answer, {"state": "accepted"}), "Baca dahulu yang wajib diketahui")
    seen = {"seen": page.context["digest"]}
    page = client.post(url("portal_safety", referral.pk), seen, follow=True)
    assertContains(page, "sudah dibaca")
    assertNotContains(page, "Sudah kami baca")
    assertNotContains(client.get(url("portal")), "Ada yang wajib dibaca")
    assert client.post(answer, {"state": "accepted"}).status_code == 302


def test_what_comes_later_is_new_and_what_ended_is_said(client, referral):
    page = client.get(url("portal_referral", referral.pk))
    client.post(url("portal_safety", referral.pk), {"seen": page.context["digest"]})
    MedicineFactory(stay=referral.stay, name="Amoksisilin")
    referral.person.flags.update(ended_at="2026-01-01T00:00Z", end_reason="Sudah.")
    page = client.get(url("portal_referral", referral.pk))
    assertContains(page, "Obat: Amoksisilin")
    assertContains(page, "Baru")
    assertContains(page, "Tidak berlaku lagi")
    assertContains(page, "Sudah kami baca")


def test_words_that_nobody_saw_are_not_read(client, referral):
    page = client.post(url("portal_safety", referral.pk), {"seen": "x"}, follow=True)
    assertContains(page, "baru saja berubah")
    assert not SafetyRead.objects.exists()


def test_of_another_partners_nothing_is_read(client, referral):
    other = referral_at("sent")
    FlagFactory(person=other.person, whom="Milik mitra lain")
    assert client.post(url("portal_safety", other.pk), {"seen": "x"}).status_code == 404
    assert client.post(url("portal_safety", 999_999), {"seen": "x"}).status_code == 404
    assertNotContains(client.get(url("portal_referral", referral.pk)), "Milik mitra lain")


def test_after_the_end_it_is_gone(client, referral):
    client.post(url("portal_answer", referral.pk), {"state": "declined", "reason": "Penuh."})
    assert client.get(url("portal_referral", referral.pk)).status_code == 404
    assert client.post(url("portal_safety", referral.pk), {"seen": "x"}).status_code == 404
