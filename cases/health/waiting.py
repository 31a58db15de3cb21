"""What waits of health: medicine of which nobody wrote whether it was given; who is in a hospital
without a word, a guarantee, or with a bill."""

from django.db.models import F

from cases.health.hospital.models import (
    HospitalBill,
    HospitalStay,
    left_for_hospital,
    taken_to_hospital,
)
from cases.health.medicines.models import Medicine
from cases.stays.waiting import IN_HOUSE
from rptc import days
from rptc.waiting import Act, Matter, Part, Urgency, Waits, register

# What the shelter owes beside guidance: health, law, papers, help. Most have none of it.
CARE = Matter("care")
CARE.lives_in(Medicine.objects.all(), "stay__person")
CARE.lives_in(HospitalStay.objects.all(), "stay__person")


def _missed(user):
    return Medicine.objects.visible_to(user).filter(stay__ended_at=None).missed()


register(
    Waits(
        key="medicine-missed",
        label="Obat belum tercatat",
        urgency=Urgency.LATE,
        order=505,
        permission="cases.give_medicine",
        rows=_missed,
        page="cases:medicine_round?show=missed",
        verb="Catat",
        act=Act(
            Part.HEALTH,
            "Obat belum tercatat: diberi atau tidak",
            "cases:medicine_round",
            args=(),
            person="stay__person",
            due=F("missed_at"),
            matter=CARE,
        ),
    )
)


def _in_hospital(which):
    return lambda user: which(HospitalStay.objects.visible_to(user))


def _told_bills(user):
    """Of those whom this reader finds on their file."""
    bills = HospitalBill.objects.visible_to(user).owed()
    return bills.filter(hospital_stay__in=HospitalStay.objects.visible_to(user))


register(
    Waits(
        key="hospital-left",
        label="Keluar ke rumah sakit, belum dicatat",
        urgency=Urgency.DUE,
        order=530,
        permission="cases.write_health",
        rows=lambda user: left_for_hospital(user, days.now()),
        page="cases:hospital_list?show=left",
        verb="Catat",
        act=Act(
            Part.HEALTH,
            "Catat rumah sakitnya",
            "cases:hospital_register",
            args=("stay",),
            person="stay__person",
            due=F("left_at") + days.ONE_DAY,
        ),
    ),
    Waits(
        key="hospital-taken",
        label="Dibawa ke rumah sakit, rawat inap belum dicatat",
        urgency=Urgency.DUE,
        order=529,
        permission="cases.view_health",
        rows=lambda user: taken_to_hospital(user, days.now()),
        page="cases:hospital_list?show=taken",
        act=Act(
            Part.HEALTH,
            "Catat rawat inap",
            "cases:hospital_register",
            args=("stay",),
            person="stay__person",
            due=F("left_at") + days.ONE_DAY,
            known_to="cases.write_health",
            matter=IN_HOUSE,
        ),
    ),
    Waits(
        key="hospital-without-word",
        label="Di rumah sakit, belum ada kabar",
        urgency=Urgency.DUE,
        order=531,
        permission="cases.write_health",
        rows=_in_hospital(lambda rows: rows.without_word(days.now())),
        page="cases:hospital_list?show=word",
        verb="Tanyakan",
        act=Act(
            Part.HEALTH,
            "Tanyakan kabar ke rumah sakit",
            "cases:hospital_news",
            person="stay__person",
            matter=CARE,
        ),
    ),
    Waits(
        key="hospital-without-letter",
        label="Surat jaminan rumah sakit belum ada",
        urgency=Urgency.DUE,
        order=532,
        permission="cases.write_health",
        rows=_in_hospital(lambda rows: rows.without_letter()),
        page="cases:hospital_list?show=letter",
        verb="Urus",
        act=Act(
            Part.HEALTH,
            "Urus surat jaminan rumah sakit",
            "cases:hospital_edit",
            person="stay__person",
            matter=CARE,
        ),
    ),
    Waits(
        key="hospital-bills-owed",
        label="Tagihan rumah sakit belum lunas",
        urgency=Urgency.WAIT,
        order=1130,
        permission="cases.view_hospital_bills",
        rows=lambda user: HospitalBill.objects.visible_to(user).owed(),
        page="cases:hospital_bills?show=owed",
        act=Act(
            Part.HEALTH,
            "Tagihan rumah sakit belum lunas",
            "cases:hospital_pay",
            person="hospital_stay__stay__person",
            known_to="cases.view_health",
            rows=_told_bills,
            matter=CARE,
        ),
    ),
)
