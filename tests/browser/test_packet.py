"""A packet from its ticks to the berita acara of the arrival: who writes it, who decides, the
partner."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partners.referrals import actions
from partners.referrals.models import Referral, ReferralState
from rptc.accounts.permissions import Role
from tests.browser.conftest import DESK, misfits
from tests.factories import (
    BagFactory,
    BelongingFactory,
    ConsentFactory,
    MemberFactory,
    PaperFactory,
    PhotoFactory,
    PlanFactory,
    StayFactory,
    UserFactory,
)
from tests.partners.referrals.packed import approved

pytestmark = pytest.mark.browser


@pytest.fixture
def worker(transactional_db):
    return UserFactory(roles=[Role.SOCIAL_WORKER])


def klien(worker, partner):
    stay = StayFactory(social_worker=worker)
    PhotoFactory(person=stay.person)
    approved(PlanFactory(stay=stay, wishes="Mau jadi penjahit."))
    PaperFactory(stay=stay, code="akta", state="has")
    BelongingFactory(bag=BagFactory(stay=stay, listed=True), what="Radio")
    for purpose in ("photo", "referral"):
        ConsentFactory(stay=stay, purpose=purpose, recipient=partner.name, recorded_by=worker)
    return stay


def test_a_packet_is_ticked_sent_opened_and_the_arrival_written(browse_as, worker, photograph):
    member = MemberFactory()
    partner = member.partner
    stay = klien(worker, partner)
    page = browse_as(worker, reverse("partners:referral_propose", args=[stay.pk]), width=DESK)
    page.get_by_label("mitra tujuan").select_option(label=str(partner))
    page.get_by_label("Kebutuhan").fill("Pelatihan menjahit")
    page.get_by_label("Alasan tanpa perjanjian").fill("Belum ada perjanjian.")
    expect(page.get_by_label("Keinginannya")).to_be_checked()
    page.get_by_label("Foto").check()
    page.get_by_label("Akta kelahiran").check()
    page.get_by_label("Titipan, Tas").check()
    page.get_by_role("button", name="Lihat dahulu").click()
    expect(page.get_by_text("Mau jadi penjahit.")).to_be_visible()
    expect(page.get_by_role("img", name="Foto klien")).to_be_visible()
    assert misfits(page) == []
    photograph(page, "ticked")
    page.get_by_role("button", name="Ajukan rujukan").click()
    expect(page.get_by_text("Rujukan diajukan kepada Kepala UPT.")).to_be_visible()
    referral = Referral.objects.get()

    head = browse_as(Role.HEAD, reverse("partners:referral_decide", args=[referral.pk]))
    expect(head.get_by_text("Mau jadi penjahit.")).to_be_visible()
    photograph(head, "decision")
    assert misfits(head) == []
    head.get_by_role("button", name="Kirim", exact=True).click()
    expect(head.get_by_text(" dikirim.")).to_be_visible()

    theirs = browse_as(member.user, reverse("partners:portal_referral", args=[referral.pk]))
    expect(theirs.get_by_role("img", name="Foto klien")).to_be_visible()
    photograph(theirs, "packet")
    assert misfits(theirs) == []
    actions.answer_referral(Referral.objects.get(), ReferralState.ACCEPTED, by=member.user)

    ours = browse_as(worker, reverse("partners:referral_detail", args=[referral.pk]))
    expect(ours.get_by_text("1 kali")).to_be_visible()
    photograph(ours, "looks")
    assert misfits(ours) == []

    theirs = browse_as(member.user, reverse("partners:portal_referral", args=[referral.pk]))
    theirs.get_by_role("link", name="Catat kedatangan").click()
    theirs.get_by_label("Diterima oleh").fill("Nur A'isyah")
    theirs.get_by_label("Jabatannya").fill("Pengasuh")
    theirs.get_by_label("Diantar oleh").fill("Fadli M.")
    for text in theirs.get_by_text("Diterima", exact=True).all():
        text.click()
    photograph(theirs, "arrival")
    assert misfits(theirs) == []
    theirs.get_by_role("button", name="Catat kedatangan", exact=True).click()
    expect(theirs.get_by_text("Kedatangan tercatat.")).to_be_visible()
    photograph(theirs, "arrived")
    assert misfits(theirs) == []
    letter = reverse("partners:portal_arrival_letter", args=[referral.pk])
    answer = theirs.request.get(theirs.url.split("/portal")[0] + letter)
    assert answer.headers["content-type"] == "application/pdf"
