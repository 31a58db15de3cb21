"""A plan and a referral, each from the one who writes it to the one who ends it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.casework.plans.models import Plan
from partners.referrals.models import Referral
from rptc.accounts.permissions import Role
from tests.browser.conftest import DESK, misfits
from tests.factories import (
    FlagFactory,
    MemberFactory,
    PlanFactory,
    StayFactory,
    UserFactory,
)
from tests.partners.referrals.way import referral_at

pytestmark = pytest.mark.browser


@pytest.fixture
def worker(transactional_db):
    return UserFactory(roles=[Role.SOCIAL_WORKER])


def write(page, number, goal, day):
    row = page.get_by_role("group", name="Kegiatan").nth(number)
    row.get_by_label("Tujuan").fill(goal)
    row.get_by_label("Jenis layanan").select_option(index=1)
    row.get_by_label("Penanggung jawab").select_option(index=1)
    row.get_by_label("Paling lambat").fill(str(day))


def test_a_plan_is_written_and_approved_from_a_phone(browse_as, worker, today, photograph):
    stay = StayFactory(social_worker=worker)
    page = browse_as(worker, reverse("cases:plan_write", args=[stay.pk]), width=DESK)
    rows = page.get_by_role("group", name="Kegiatan")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="Tambah kegiatan").click()
    expect(rows).to_have_count(3)
    assert misfits(page) == []
    page.get_by_label("Keinginan klien").fill("Mau pulang ke Mama.")
    page.get_by_label("Tujuan akhir").fill("Pulang ke keluarga di Tallo.")
    write(page, 0, "Menelusuri keluarga", today)
    write(page, 2, "Mengikuti bimbingan", today)
    photograph(page, "written")
    page.get_by_role("button", name="Simpan draf rencana").click()
    expect(page.get_by_text("Mengikuti bimbingan")).to_be_visible()
    page.get_by_role("button", name="Ajukan rencana").click()
    expect(page.get_by_text("Rencana diajukan kepada Kepala UPT.")).to_be_visible()
    assert misfits(page) == []

    phone = browse_as(Role.HEAD, reverse("reports:approvals"))
    photograph(phone, "approvals")
    assert misfits(phone) == []
    phone.get_by_role("link", name="Putuskan rencana").click()
    photograph(phone, "decision")
    assert misfits(phone) == []
    phone.get_by_role("button", name="Setujui", exact=True).click()
    expect(phone.get_by_text("Tidak ada yang menunggu Anda.")).to_be_visible()
    plan = Plan.objects.get()
    assert plan.state == "approved"
    assert plan.items.count() == 2


def test_a_referral_goes_its_whole_way(browse_as, worker, photograph):
    stay = StayFactory(social_worker=worker)
    member = MemberFactory()
    FlagFactory(person=stay.person, whom="Paman Ra'uf")
    page = browse_as(worker, reverse("partners:referral_propose", args=[stay.pk]))
    page.get_by_label("Mitra tujuan").select_option(label=member.partner.name)
    page.get_by_label("Kebutuhan").fill("Pelatihan menjahit")
    page.get_by_role("button", name="Ajukan rujukan").click()
    # With this partner there is no agreement.
    page.get_by_role("alert").get_by_role("link", name="Alasan tanpa perjanjian").click()
    page.get_by_label("Alasan tanpa perjanjian").fill("Baru pertama kali.")
    assert misfits(page) == []
    page.get_by_role("button", name="Ajukan rujukan").click()
    expect(page.get_by_text("Rujukan diajukan kepada Kepala UPT.")).to_be_visible()
    assert misfits(page) == []

    head = browse_as(Role.HEAD, reverse("reports:approvals"))
    head.get_by_role("link", name="Putuskan rujukan").click()
    assert misfits(head) == []
    head.get_by_role("button", name="Kirim", exact=True).click()
    expect(head.get_by_text(" dikirim.")).to_be_visible()

    partner = browse_as(member.user, reverse("partners:portal"))
    photograph(partner, "waiting")
    assert misfits(partner) == []
    partner.get_by_role("link", name="B.").click()
    expect(partner.get_by_text("Jangan serahkan kepada Paman Ra'uf")).to_be_visible()
    photograph(partner, "packet")
    assert misfits(partner) == []
    partner.get_by_role("button", name="Sudah kami baca").click()
    expect(partner.get_by_text("RPTC melihat bahwa ini sudah dibaca")).to_be_visible()
    partner.get_by_role("button", name="Terima rujukan").click()
    expect(partner.get_by_text("Jawaban terkirim")).to_be_visible()
    referral = partner.url
    partner.get_by_role("link", name="Catat kedatangan").click()
    partner.get_by_label("Diterima oleh").fill("Nur A'isyah")
    partner.get_by_label("Jabatannya").fill("Pengasuh")
    partner.get_by_label("Diantar oleh").fill("Fadli M.")
    partner.get_by_role("button", name="Catat kedatangan").click()
    expect(partner.get_by_text("Sekarang tanda tangani berita acaranya.")).to_be_visible()
    # The one who signs is asleep: the services begin all the same.
    partner.goto(referral)
    for words in ["Layanan dimulai", "Layanan selesai"]:
        partner.get_by_role("link", name=words).click()
        partner.get_by_label("Laporan atau alasan").fill("Berjalan baik.")
        photograph(partner, words.replace(" ", "-"))
        partner.get_by_role("button", name="Kirim jawaban").click()
        expect(partner.get_by_text("Jawaban terkirim")).to_be_visible()
    photograph(partner, "ended")
    assert misfits(partner) == []
    assert Referral.objects.get().state == "finished"


def test_the_remaining_pages_fit_and_are_sound(browse_as, worker):
    plan = PlanFactory(recorded_by=worker)
    referral = referral_at("sent", by=worker)
    head = UserFactory(roles=[Role.HEAD])
    for who, name, args in [
        (worker, "cases:plan_list", []),
        (worker, "cases:plan_edit", [plan.pk]),
        (worker, "partners:referral_list", []),
        (worker, "partners:referral_answer", [referral.pk]),
        (worker, "partners:referral_revoke", [referral.pk]),
        (worker, "partners:referral_safety", [referral.pk]),
        (head, "partners:partner_list", []),
        (head, "partners:partner_detail", [referral.partner_id]),
        (head, "partners:partner_edit", [referral.partner_id]),
        (head, "partners:member_add", [referral.partner_id]),
    ]:
        assert misfits(browse_as(who, reverse(name, args=args))) == []
