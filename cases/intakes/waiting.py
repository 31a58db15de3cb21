"""What waits after somebody was met: triage, the class, what was contested."""

from django.db.models import F
from django.db.models.functions import Coalesce

from cases.intakes.contests.models import Contest
from cases.intakes.corrections.models import Correction
from cases.intakes.models import Intake
from cases.intakes.triage import lists as triage
from cases.intakes.victims.models import ChildVictim, week_began
from cases.people.access import reads_as_house
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import Act, Part, Urgency, Waits, register


def _without_answers(user):
    return triage.without_answers(Intake.objects.visible_to(user), days.now())


def _red(user):
    return triage.red_of(Intake.objects.visible_to(user), user)


def _red_to_be_told(user):
    """To who may read of it and not do it."""
    return None if user.has_perm("cases.triage") else _red(user)


def _marked(user):
    if not user.has_role(Role.HEAD):
        return None
    return ChildVictim.objects.visible_to(user).marked(week_began())


def _caught_last_night(user):
    """Not for TRC, who met them; nor for the house, which reads of those who were brought."""
    return None if reads_as_house(user) else _met_last_night(user)


def _brought_last_night(user):
    """Fewer, under words of their own: the same words say the same number to everybody."""
    return _met_last_night(user) if reads_as_house(user) else None


def _met_last_night(user):
    if user.has_perm("cases.register_patrol"):
        return None
    return Intake.objects.visible_to(user).met_in_the_night_to(days.today())


register(
    # Never skipped silently: who has not been asked, and whose act nobody has done.
    Waits(
        key="intakes-without-triage",
        label="Belum triase",
        urgency=Urgency.LATE,
        order=900,
        permission="cases.triage",
        rows=_without_answers,
        page="cases:triage_list?show=waiting",
        verb="Isi triase",
        act=Act(
            Part.HEALTH,
            "Isi triase",
            "cases:triage_fill",
            due=Coalesce("triage__impossible_until", "recorded_at"),
        ),
    ),
    # Somebody may die of it: before whatever else is late, until it is done.
    Waits(
        key="triage-acts-red",
        label="Triase merah, tindakan belum selesai",
        urgency=Urgency.LATE,
        order=50,
        permission="cases.triage",
        rows=_red,
        page="cases:triage_list?show=red",
        named=3,
        rest="Triase merah lainnya",
        leads=True,
        verb="Kerjakan",
        act=Act(
            Part.HEALTH,
            "Triase merah: kerjakan tindakannya",
            "cases:triage_act_done",
            args=("triage",),
            due=F("triage__recorded_at"),
        ),
    ),
    # Told to the head, who does none of them.
    Waits(
        key="triage-acts-red-told",
        label="Triase merah, tindakan belum selesai",
        urgency=Urgency.LATE,
        order=51,
        permission="cases.view_triage",
        rows=_red_to_be_told,
        page="cases:triage_list?show=red",
        named=3,
        rest="Triase merah lainnya",
        leads=True,
        act=Act(
            Part.HEALTH,
            "Triase merah: tindakannya belum selesai",
            "cases:person_health",
            args=("person",),
            due=F("triage__recorded_at"),
        ),
    ),
    Waits(
        key="triage-acts",
        label="Tindakan triase",
        urgency=Urgency.DUE,
        order=910,
        permission="cases.triage",
        rows=lambda user: triage.others_with_act_due(Intake.objects.visible_to(user), user),
        page="cases:triage_list?show=acts",
        verb="Kerjakan",
        act=Act(
            Part.HEALTH, "Kerjakan tindakan triase", "cases:triage_act_done", args=("triage",)
        ),
    ),
    # The duty to tell of a child, with its hour; it stays until somebody has.
    Waits(
        key="child-victims",
        label="Anak mungkin korban: beri tahu UPTD PPA",
        urgency=Urgency.LATE,
        order=220,
        permission="cases.tell_of_child",
        rows=lambda user: ChildVictim.objects.visible_to(user).to_be_told_by(user),
        page="cases:child_victim_list?show=waiting",
        verb="Tindak lanjuti",
        act=Act(
            Part.STAY,
            "Beri tahu UPTD PPA",
            "cases:child_victim_told",
            person="intake__person",
            due=F("due_at"),
        ),
    ),
    # The head is told: a mark that TRC sets at night stops releases.
    Waits(
        key="children-marked",
        label="Diduga dieksploitasi: tanda baru",
        urgency=Urgency.WAIT,
        order=1256,
        permission="cases.tell_of_child",
        rows=_marked,
        page="cases:child_victim_list?show=marked",
    ),
    Waits(
        key="contests-to-correct",
        label="Keberatan dibenarkan, perlu diperbaiki",
        urgency=Urgency.LATE,
        order=1300,
        permission="cases.write_plan",
        rows=lambda user: Contest.objects.visible_to(user).to_be_corrected(),
        page="cases:contest_list?show=upheld",
        act=Act(
            Part.IDENTITY,
            "Perbaiki catatan yang keberatannya dibenarkan",
            "cases:intake_settle",
            args=("intake",),
            person="intake__person",
        ),
    ),
    Waits(
        key="corrections-to-judge",
        label="Jenis kelamin menurut TRC",
        urgency=Urgency.DUE,
        order=1305,
        permission="cases.change_person",
        rows=lambda user: Correction.objects.visible_to(user).to_be_judged(),
        page="cases:correction_list",
        act=Act(
            Part.IDENTITY,
            "Periksa jenis kelamin menurut TRC",
            "cases:correction_judge",
            person="intake__person",
        ),
    ),
    Waits(
        key="intakes-to-settle",
        label="Klasifikasi belum ditetapkan",
        urgency=Urgency.WAIT,
        order=1310,
        permission="cases.write_plan",
        rows=lambda user: Intake.objects.visible_to(user).unsettled(),
        page="cases:intake_list?settled=no",
        # There may be thousands from before.
        named=0,
        verb="Tetapkan",
        act=Act(Part.IDENTITY, "Tetapkan klasifikasi", "cases:intake_settle"),
    ),
    Waits(
        key="caught-last-night",
        label="Terjaring semalam",
        urgency=Urgency.RUN,
        order=1900,
        permission="cases.view_intake",
        rows=_caught_last_night,
        page="cases:intake_list",
        query=lambda: f"night={days.today().isoformat()}",
    ),
    Waits(
        key="brought-last-night",
        label="Dibawa ke sini semalam",
        urgency=Urgency.RUN,
        order=1901,
        permission="cases.view_intake",
        rows=_brought_last_night,
        page="cases:intake_list",
        query=lambda: f"night={days.today().isoformat()}",
    ),
)
