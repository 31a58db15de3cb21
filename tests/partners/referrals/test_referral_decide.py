import datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from rptc.accounts.permissions import Role
from tests.factories import (
    ConsentFactory,
    ConsentWithdrawalFactory,
    DelegationFactory,
    PartnerFactory,
    StayFactory,
    UserFactory,
)
from tests.partners.referrals.way import referral_at


def url(referral):
    return reverse("partners:referral_decide", args=[referral.pk])


@pytest.fixture
def referral(db):
    return referral_at("proposed")


def send(client, referral, seen_steps=1):
    return client.post(url(referral), {"decision": "approve", "seen": seen_steps})


def test_sending_freezes_the_packet(client, login, referral):
    head = login(Role.HEAD)
    assertContains(client.get(url(referral)), "Yang akan dilihat mitra")
    assertRedirects(send(client, referral), reverse("reports:approvals"))
    referral.refresh_from_db()
    assert referral.state == "sent"
    assert referral.packet["need"] == "Pelatihan menjahit"
    assert referral.packet["contact"] == referral.recorded_by.full_name
    assert referral.steps.last().by == head


def test_where_nobody_asked_the_page_says_why_it_may_be_sent(client, login, referral):
    login(Role.HEAD)
    page = client.get(url(referral))
    assertContains(page, "tidak disyaratkan, karena rujukan ini tidak membuka kesehatan")
    assertContains(page, "Klien tidak tercatat ditanya apakah mau dirujuk.")
    assertNotContains(page, "belum ditanyakan")
    referral.consent = ConsentFactory(stay=referral.stay, purpose="referral")
    referral.save()
    assertNotContains(client.get(url(referral)), "tidak tercatat ditanya")


def test_sending_back_needs_a_reason(client, login, referral):
    login(Role.HEAD)
    back = {"decision": "refuse", "seen": 1}
    response = client.post(url(referral), back)
    assert response.context["form"].errors == {"note": ["Tulis alasannya."]}
    client.post(url(referral), back | {"note": "Tambah keterangan."})
    referral.refresh_from_db()
    assert (referral.state, referral.packet) == ("draft", None)


def test_what_moved_since_the_page_was_opened(client, login, referral):
    login(Role.HEAD)
    assertContains(
        send(client, referral, seen_steps=3), "Rujukan ini diubah setelah Anda membukanya."
    )


def test_consent_is_asked_again_at_sending(client, login, today):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    health = PartnerFactory(reveals_health=True)
    stay = StayFactory(social_worker=worker)
    consent = ConsentFactory(stay=stay, purpose="health")
    referral = referral_at("proposed", by=worker, stay=stay, partner=health, consent=consent)
    taken_back = ConsentWithdrawalFactory(consent=consent)
    login(Role.HEAD)
    assertContains(send(client, referral), "sesudahnya. Kembalikan rujukan.")
    assert taken_back.consent == consent
    referral.consent = ConsentFactory(stay=stay, purpose="health")
    referral.save()
    assertRedirects(send(client, referral), reverse("reports:approvals"))


def test_the_delegate_sends_until_the_last_day(client, login, referral, today):
    delegate = UserFactory(roles=[Role.OFFICE])
    row = DelegationFactory(delegate=delegate, approvals=["referral"])
    login(delegate)
    assertContains(client.get(url(referral)), str(referral.person))
    row.starts_on = row.last_on = today - datetime.timedelta(days=1)
    row.save()
    assert send(client, referral).status_code == 403
    row.last_on = today
    row.save()
    assertRedirects(send(client, referral), reverse("reports:approvals"))


def test_the_dinas_reads_initials_where_the_partner_reads_an_alias(client, login):
    head = UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER])
    stay = StayFactory(
        social_worker=head, intake__person__name="", intake__person__alias="Mawar Merah"
    )
    referral = referral_at("proposed", by=head, stay=stay)
    login(Role.AGENCY)
    page = client.get(url(referral))
    assertContains(page, "Yang akan dilihat mitra")
    assertNotContains(page, "Mawar Merah")
    login(Role.HEAD)
    assertContains(client.get(url(referral)), "Mawar Merah")
