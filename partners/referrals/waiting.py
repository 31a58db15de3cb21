"""What waits for a partner's answer."""

from partners.referrals.arriving.models import with_missing, without_bast
from partners.referrals.models import Referral, ReferralState
from partners.referrals.safety import unread_by_who_took_over
from rptc.waiting import Act, Matter, Part, Urgency, Waits, register

# A partner is asked for a place for them, or has them.
REFERRED = Matter("referred")
REFERRED.lives_in(Referral.objects.all())


def _whose_destination_is_told(user):
    """To whom the destination is closed, that there is a referral would say as much."""
    return Referral.objects.visible_to(user).filter(state=ReferralState.SENT)


register(
    Waits(
        key="referrals-sent",
        label="Rujukan menunggu jawaban mitra",
        urgency=Urgency.WAIT,
        order=1500,
        permission="partners.view_referral",
        rows=lambda user: Referral.objects.listed_for(user).filter(state=ReferralState.SENT),
        page="partners:referral_list?state=sent",
        act=Act(
            Part.REFERRALS,
            "Rujukan menunggu jawaban mitra",
            "partners:referral_detail",
            rows=_whose_destination_is_told,
            matter=REFERRED,
        ),
    ),
    Waits(
        key="referrals-consent-withdrawn",
        label="Persetujuan ditarik, rujukan masih berjalan",
        urgency=Urgency.LATE,
        order=435,
        permission="partners.view_referral",
        rows=lambda user: Referral.objects.visible_to(user).without_their_consent(),
        page="partners:referral_list?need=consent",
        verb="Putuskan",
        act=Act(
            Part.REFERRALS,
            "Persetujuan ditarik: tarik rujukannya, atau tanyakan lagi",
            "partners:referral_detail",
            matter=REFERRED,
        ),
    ),
    Waits(
        key="referrals-safety-unread",
        label="Mitra belum membaca yang wajib diketahui",
        urgency=Urgency.LATE,
        order=433,
        permission="partners.view_referral",
        rows=lambda user: unread_by_who_took_over(Referral.objects.visible_to(user)),
        page="partners:referral_list?need=safety",
        verb="Sampaikan",
        act=Act(
            Part.REFERRALS,
            "Mitra belum membaca yang wajib diketahui: telepon dan sampaikan",
            "partners:referral_safety",
            matter=REFERRED,
        ),
    ),
    Waits(
        key="referrals-without-bast",
        label="Berita acara kedatangan belum ada",
        urgency=Urgency.DUE,
        order=441,
        permission="partners.record_answer",
        rows=lambda user: without_bast(Referral.objects.visible_to(user)),
        page="partners:referral_list?need=bast",
        verb="Tulis",
        act=Act(
            Part.REFERRALS,
            "Tiba di mitra, berita acaranya belum ada",
            "partners:referral_arrival",
            matter=REFERRED,
        ),
    ),
    Waits(
        key="referrals-still-in-house",
        label="Sudah di mitra, masih tercatat di rumah",
        urgency=Urgency.LATE,
        order=434,
        permission="cases.end_stay",
        rows=lambda user: Referral.objects.visible_to(user).still_in_house(),
        page="partners:referral_list?need=house",
        verb="Akhiri",
        act=Act(
            Part.REFERRALS,
            "Sudah di mitra: akhiri masa pembinaannya",
            "cases:stay_end",
            args=("stay",),
            matter=REFERRED,
        ),
    ),
    Waits(
        key="referrals-missing-things",
        label="Ada yang tidak ikut sampai di mitra",
        urgency=Urgency.DUE,
        order=442,
        permission="partners.propose_referral",
        rows=lambda user: with_missing(Referral.objects.visible_to(user)),
        page="partners:referral_list?need=missing",
        act=Act(
            Part.REFERRALS,
            "Ada yang tidak ikut sampai: susulkan, atau tulis apa jadinya",
            "partners:referral_detail",
            matter=REFERRED,
        ),
    ),
    Waits(
        key="referrals-expired",
        label="Rujukan kedaluwarsa, perlu tujuan lain",
        urgency=Urgency.DUE,
        order=440,
        permission="partners.propose_referral",
        rows=lambda user: Referral.objects.visible_to(user).to_refer_anew(),
        page="partners:referral_list?need=anew",
        act=Act(
            Part.REFERRALS, "Ajukan rujukan lain", "partners:referral_detail", matter=REFERRED
        ),
    ),
)
