"""What waits of assessments (due.py): the first one, the full one, the last one; and who is not
safe by what they answered (red.py)."""

from django.db.models import F

from cases.casework.assessments import due
from cases.casework.assessments.red import red_of, red_of_nobodys
from cases.people.flags.models import Flag
from cases.stays.models import Stay
from cases.stays.waiting import IN_HOUSE
from rptc.waiting import Act, Part, Urgency, Waits, register

WRITE = "cases.write_assessment"
FORBID = f"cases:flag_raise?kind={Flag.Kind.DO_NOT_RELEASE}"


def of_own(user, owes):
    """Of one's own cases, and of those that nobody has."""
    return owes(Stay.objects.visible_to(user).of_worker_or_nobody(user))


def _kinds(stage, label, act, owes, order):
    """In time, and late."""

    def owed(user):
        return of_own(user, owes)

    page = f"cases:assessment_{stage}"
    told = Act(Part.ASSESSMENTS, act, page, due=F("assessment_due_at"), matter=IN_HOUSE)
    of_both = {"permission": WRITE, "verb": "Isi asesmen", "act": told}
    in_time = Waits(
        key=f"assessments-{stage}-due",
        label=label,
        urgency=Urgency.DUE,
        order=order + 100,
        rows=lambda user: due.in_time(owed(user)),
        page=f"cases:assessment_list?show={stage}-due",
        **of_both,
    )
    late = Waits(
        key=f"assessments-{stage}-late",
        label=f"{label} terlambat",
        urgency=Urgency.LATE,
        order=order,
        rows=lambda user: due.late(owed(user)),
        page=f"cases:assessment_list?show={stage}-late",
        in_time=in_time,
        owed=owed,
        **of_both,
    )
    return late, in_time


register(
    # Before whatever else is asked for their sake: a call to the family may reach who harms them.
    Waits(
        key="assessments-red",
        label="Jawaban merah, siapa yang dilarang menjemput belum ditulis",
        urgency=Urgency.LATE,
        order=55,
        permission=WRITE,
        rows=red_of,
        page="cases:assessment_list?show=red",
        leads=True,
        verb="Pasang larangan",
        act=Act(
            Part.SUMMARY,
            "Jawaban merah: jangan hubungi keluarga dulu, tulis siapa yang dilarang menjemput",
            FORBID,
            args=("person",),
            due=F("red_at"),
            matter=IN_HOUSE,
        ),
    ),
    # Nobody has the case: the head gives it to somebody, or forbids it.
    Waits(
        key="assessments-red-nobodys",
        label="Jawaban merah, belum ada pekerja sosial",
        urgency=Urgency.LATE,
        order=56,
        permission="cases.view_caseload",
        rows=red_of_nobodys,
        page="cases:assessment_list?show=red-nobodys",
        leads=True,
        verb="Tetapkan",
        act=Act(
            Part.SUMMARY,
            "Jawaban merah: tetapkan pekerja sosial, jangan hubungi keluarga dulu",
            "cases:stay_assign",
            due=F("red_at"),
            matter=IN_HOUSE,
        ),
    ),
    *_kinds("initial", "Asesmen awal", "Isi asesmen awal", due.owes_initial, 1000),
    *_kinds(
        "comprehensive",
        "Asesmen komprehensif",
        "Lengkapi asesmen komprehensif",
        due.owes_comprehensive,
        1010,
    ),
    Waits(
        key="assessments-final",
        label="Asesmen akhir sebelum keluar",
        urgency=Urgency.DUE,
        order=1120,
        permission=WRITE,
        rows=lambda user: of_own(user, due.owes_final),
        page="cases:assessment_list?show=final",
        verb="Isi asesmen akhir",
        act=Act(Part.ASSESSMENTS, "Isi asesmen akhir", "cases:assessment_final", matter=IN_HOUSE),
    ),
)
