"""On what a referral rests: an agreement in force, or a reason that stands for it (R53)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partners.agreements.models import Agreement
from partners.referrals import actions
from partners.referrals.models import BEFORE_AGREEMENTS, Referral
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.partners.referrals.test_referral_propose import typed, url
from tests.partners.referrals.way import referral_at

pytestmark = pytest.mark.django_db


def propose(client, partner, **more):
    stay = f.StayFactory()
    answer = client.post(url(stay), typed(partner, **({"without_basis": ""} | more)))
    return answer, Referral.objects.filter(stay=stay).first()


def end(row):
    Agreement.objects.filter(pk=row.pk).update(
        ended_on=days.today() - days.ONE_DAY, ended_by=row.recorded_by, end_reason="Mundur."
    )


def test_the_only_one_in_force_is_taken_by_itself(client, login):
    login(Role.SOCIAL_WORKER)
    row = f.AgreementFactory()
    f.AgreementFactory(partner=row.partner, draft=True)
    f.AgreementFactory(partner=row.partner, addendum_to=row)
    assertContains(client.get(url(f.StayFactory())), f"{row.partner}: {row.called}")
    _, referral = propose(client, row.partner)
    assert (referral.basis, referral.without_basis) == (row, "")


def test_of_several_one_is_chosen(client, login):
    login(Role.SOCIAL_WORKER)
    row = f.AgreementFactory()
    other = f.AgreementFactory(partner=row.partner)
    answer, _ = propose(client, row.partner)
    assertContains(answer, "mempunyai 2 perjanjian. Pilih satu.")
    _, referral = propose(client, row.partner, basis=other.pk)
    assert referral.basis == other


def test_without_one_a_reason_is_asked(client, login):
    login(Role.SOCIAL_WORKER)
    over = f.AgreementFactory()
    end(over)
    answer, _ = propose(client, over.partner)
    assertContains(answer, "Tidak ada perjanjian dengan mitra ini yang berlaku.")
    _, referral = propose(client, over.partner, without_basis="Perpanjangan sedang ditulis.")
    assert (referral.basis, referral.without_basis) == (None, "Perpanjangan sedang ditulis.")


def test_a_reason_stands_where_the_one_in_force_does_not_fit(client, login):
    login(Role.SOCIAL_WORKER)
    row = f.AgreementFactory()
    _, referral = propose(client, row.partner, without_basis="PKS hanya untuk anak.")
    assert (referral.basis, referral.without_basis) == (None, "PKS hanya untuk anak.")
    answer, _ = propose(client, row.partner, basis=row.pk, without_basis="Keduanya.")
    assertContains(answer, "Kosongkan bila ada dasarnya.")


def test_that_of_another_partner_is_refused(client, login):
    login(Role.SOCIAL_WORKER)
    row = f.AgreementFactory()
    answer, _ = propose(client, f.PartnerFactory(), basis=row.pk)
    assertContains(answer, "dengan mitra lain")
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        f.ReferralFactory(basis=row)
    constraint = error.value.__cause__.diag.constraint_name
    assert constraint == "referral_rests_on_an_agreement_of_its_partner"


def test_one_of_the_closed_partners_is_named_to_nobody_who_may_not_refer_there(client, login):
    login(Role.SOCIAL_WORKER)
    row = f.AgreementFactory(partner__closes_destination=True)
    assertNotContains(client.get(url(f.StayFactory())), row.called)


def test_no_nik_and_no_childs_name_travels_in_the_reason(client, login):
    login(Role.SOCIAL_WORKER)
    answer, _ = propose(client, f.PartnerFactory(), without_basis="NIK 7371044105860001")
    assertContains(answer, "NIK tidak dikirim kepada mitra.")


def test_it_is_said_in_what_the_partner_reads():
    row = f.AgreementFactory(our_number="460/07", their_number="012/YSY")
    referral = referral_at("sent", partner=row.partner, basis=row)
    told = "PKS nomor 460/07 dan 012/YSY tentang Pengasuhan dan pendidikan anak"
    assert referral.packet["basis"] == told
    referral = referral_at("sent", without_basis="Belum ada PKS.")
    assert referral.packet["basis"] == "Tanpa perjanjian: Belum ada PKS."


def test_a_partner_reads_it_and_answers(client):
    member = f.MemberFactory()
    row = f.AgreementFactory(partner=member.partner)
    referral = referral_at("sent", partner=member.partner, basis=row)
    client.force_login(member.user)
    page = client.get(reverse("partners:portal_referral", args=[referral.pk]))
    assertContains(page, row.our_number)
    answer = reverse("partners:portal_answer", args=[referral.pk])
    assert client.post(answer, {"state": "accepted"}).status_code == 302
    referral.refresh_from_db()
    assert (referral.state, referral.basis) == ("accepted", row)


def test_it_is_asked_again_at_sending():
    row = f.AgreementFactory()
    referral = referral_at("proposed", partner=row.partner, basis=row)
    end(row)
    head = f.UserFactory(roles=[Role.HEAD])
    with pytest.raises(ValidationError, match="tidak berlaku hari ini. Kembalikan rujukan."):
        actions.decide_referral(referral, approve=True, by=head, seen="1")


def test_the_page_says_it_and_leads_to_the_agreement(client, login):
    user = login(Role.SOCIAL_WORKER)
    row = f.AgreementFactory()
    referral = referral_at("sent", partner=row.partner, basis=row, by=user)
    page = client.get(reverse("partners:referral_detail", args=[referral.pk]))
    assertContains(page, reverse("partners:agreement_detail", args=[row.pk]))


def test_the_partners_page_counts_those_without_and_opens_them(client, login):
    login(Role.SOCIAL_WORKER)
    partner = f.PartnerFactory()
    page = reverse("partners:partner_detail", args=[partner.pk])
    f.ReferralFactory(partner=partner, without_basis=BEFORE_AGREEMENTS)
    assertNotContains(client.get(page), "Rujukan tanpa dasar")
    bare = f.ReferralFactory(partner=partner)
    f.ReferralFactory()
    assertContains(client.get(page), "Rujukan tanpa dasar: 1")
    listed = client.get(
        reverse("partners:referral_list"), {"need": "basis", "partner": partner.pk}
    )
    assert list(listed.context["page_obj"]) == [bare]


@pytest.mark.parametrize("basis", [True, False])
def test_a_referral_names_one_of_both_until_it_is_over(basis):
    row = f.AgreementFactory()
    said = {"basis": row, "without_basis": "Ada."} if basis else {"without_basis": ""}
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        f.ReferralFactory(partner=row.partner, **said)
    constraint = error.value.__cause__.diag.constraint_name
    assert constraint == "referral_names_its_basis_or_says_why_not"
