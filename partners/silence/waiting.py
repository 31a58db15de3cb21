"""What is to be done where a partner does not answer: call, answer what they ask, send a text; at
last the head decides."""

from partners.referrals.models import Referral
from partners.referrals.waiting import REFERRED
from partners.silence.models import Step
from partners.silence.silent import silent
from rptc.decisions import decides_by_office
from rptc.waiting import Act, Part, Urgency, Waits, register

PAGE = "partners:referral_remind"


def _to_decide(user):
    """Who stands in for the head ends no referral, and is not asked to."""
    rows = silent(user, Step.HEAD)
    return rows if decides_by_office(user, Referral.PERMISSION) else rows.none()


register(
    Waits(
        key="referrals-to-call",
        label="Mitra belum menjawab rujukan: telepon",
        urgency=Urgency.LATE,
        order=431,
        permission="partners.record_answer",
        rows=lambda user: silent(user, Step.CALL),
        page="partners:silent_list?show=call",
        verb="Telepon",
        act=Act(Part.REFERRALS, "Mitra belum menjawab rujukan: telepon", PAGE, matter=REFERRED),
    ),
    Waits(
        key="referrals-to-reply",
        label="Mitra bertanya tentang rujukan",
        urgency=Urgency.DUE,
        order=432,
        permission="partners.record_answer",
        rows=lambda user: silent(user, Step.REPLY),
        page="partners:silent_list?show=reply",
        verb="Jawab",
        act=Act(Part.REFERRALS, "Mitra bertanya: jawab pertanyaannya", PAGE, matter=REFERRED),
    ),
    Waits(
        key="referrals-to-text",
        label="Mitra tetap diam: kirim pesan",
        urgency=Urgency.LATE,
        order=432,
        permission="partners.record_answer",
        rows=lambda user: silent(user, Step.TEXT),
        page="partners:silent_list?show=text",
        verb="Kirim",
        act=Act(Part.REFERRALS, "Mitra tetap diam: kirim pesan", PAGE, matter=REFERRED),
    ),
    Waits(
        key="referrals-to-give-up",
        label="Mitra diam sesudah diingatkan",
        urgency=Urgency.LATE,
        order=432,
        permission="partners.approve_referral",
        rows=_to_decide,
        page="partners:silent_list?show=head",
        verb="Putuskan",
        act=Act(
            Part.REFERRALS, "Mitra diam: tunggu lagi, atau cari tempat lain", PAGE, matter=REFERRED
        ),
    ),
)
