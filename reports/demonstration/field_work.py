"""What the road and the door found out: triage, warnings, families, public reports, a contest."""

from datetime import timedelta

from cases.intakes.contests.models import Contest
from cases.intakes.models import Intake
from cases.intakes.triage.actions import from_answers
from cases.intakes.triage.models import Triage, TriageQuestion
from cases.patrols.models import Patrol
from cases.patrols.public_reports.models import PublicReport
from cases.people.flags.models import Flag
from cases.people.models import Source
from cases.people.relations.models import Relation
from cases.stays.models import Stay
from rptc import days

# key -> questions answered with yes; everybody else answered no.
YES = {
    "health": ["obat"],
    "old woman": ["demam", "obat"],
    "singer": ["mabuk"],
    "quiet woman": ["kekerasan"],
    "nameless": ["melukai"],
    "last of them": ["hamil"],
    "gatherer": ["batuk"],
}
# Whose act nobody has done yet, and who could not be asked.
ACT_DUE = {"last of them", "nameless"}
IMPOSSIBLE = "brother"
CHANNELS = ["telephone", "112", "chat", "hotline", "lapor", "counter"]
CALLS = [
    ("Anak-anak meminta-minta di lampu merah.", 3),
    ("Orang tidur di emperan toko, tampak sakit.", 1),
    ("Manusia silver di perempatan, ada anak kecil.", 2),
    ("Perempuan dengan bayi meminta-minta.", 2),
    ("Orang bicara sendiri dan mengganggu pengendara.", 1),
    ("Anak membersihkan kaca mobil sampai malam.", 4),
]


def add(story, house):
    _add_triage(story, house)
    _add_flags(story, house)
    _add_families(story, house)
    _add_public_reports(story)
    _add_contest(story, house["four times"])


# -- Triage -------------------------------------------------------------------------------------


def _add_triage(story, house):
    """Everybody in the house was asked at the door; two acts are due, one could not be asked."""
    questions = list(TriageQuestion.objects.order_by("order", "pk"))
    keys = {id(stay): key for key, stay in house.items()}
    for stay in story.rows[Stay]:
        if stay.ended_at is not None:
            continue
        key = keys.get(id(stay), "")
        yes = YES.get(key, [])
        triage = from_answers({q.code: q.code in yes for q in questions}, questions)
        at = stay.recorded_at + timedelta(minutes=12)
        if key == IMPOSSIBLE:
            at = story.ago(1, 23, 40)
            triage = Triage(
                impossible_reason="Tidur, tidak dapat dibangunkan.",
                impossible_until=Triage.next_morning(at),
            )
        _write_triage(story, stay, triage, at, is_due=key in ACT_DUE)


def _write_triage(story, stay, triage, at, *, is_due):
    triage.intake, triage.recorded_by, triage.recorded_at = stay.intake, stay.recorded_by, at
    story.add(triage)
    verb = "triaged" if triage.colour else "postponed"
    story.note(stay.recorded_by, verb, triage, at, person=stay.person)
    if triage.act and not is_due:
        triage.act_done_at = at + story.minutes(30, 70)
        triage.act_done_by = stay.recorded_by
        triage.act_result = "Sudah diperiksa, keadaan baik."


# -- People -------------------------------------------------------------------------------------


def _add_flags(story, house):
    worker, piket = story.staff["peksos"], story.staff["piket"]
    until = story.today + timedelta(days=30)
    for key, by, facts in [
        (
            "exit of a child",
            worker,
            {
                "kind": Flag.Kind.DO_NOT_RELEASE,
                "whom": "Baso Dg. Gassing (paman)",
                "what_to_do": "Bila datang, tahan di pintu dan hubungi Kepala UPT.",
                "reason": "Menurut anak, paman ini menyuruhnya mengamen sampai malam.",
                "ends_on": until,
            },
        ),
        (
            "old woman",
            piket,
            {
                "kind": Flag.Kind.HEALTH,
                "what_to_do": "Alergi amoksisilin.",
                "reason": "Disampaikan klien saat triase.",
            },
        ),
        (
            "ran",
            piket,
            {
                "kind": Flag.Kind.ESCAPE,
                "what_to_do": "Temani bila ke halaman.",
                "reason": "Pernah pergi lewat pagar belakang.",
                "ends_on": story.today + timedelta(days=7),
            },
        ),
        (
            "quiet woman",
            worker,
            {
                "kind": Flag.Kind.DANGER,
                "what_to_do": "Jauhkan benda tajam.",
                "reason": "Melukai diri pada kunjungan yang lalu.",
                "audience": Flag.Audience.WORKERS,
            },
        ),
    ]:
        at = story.ago(1, 9, 40)
        flag = story.add(
            Flag(
                person=house[key].person,
                starts_on=days.day_of(at),
                recorded_by=by,
                recorded_at=at,
                **facts,
            )
        )
        story.note(by, "flagged", flag, at, person=flag.person)


def _add_families(story, house):
    """A mother with her three children; a child met with a grown-up who took its money."""
    mother = house["their mother"]
    children = [house[key] for key in ("elder sister", "brother", "youngest")]
    for child in children:
        _link(story, mother, child, Relation.Kind.MOTHER)
    _link(story, children[0], children[1], Relation.Kind.SIBLING)
    _link(story, children[1], children[2], Relation.Kind.SIBLING)
    _link(
        story,
        house["beggar"],
        house["singer"],
        Relation.Kind.TOGETHER,
        source=Source.GUESS,
        suspected_exploitation=True,
        exploitation_note="Menunggu dari jauh dan mengambil uang anak.",
    )


def _link(story, stay, other, kind, source=Source.SELF, **mark):
    by = stay.intake.recorded_by
    at = max(stay.intake.recorded_at, other.intake.recorded_at) + timedelta(minutes=2)
    relation = story.add(
        Relation(
            person=stay.person,
            other=other.person,
            kind=kind,
            source=source,
            recorded_by=by,
            recorded_at=at,
            **mark,
        )
    )
    story.note(by, "linked", relation, at, person=stay.person)


def _add_contest(story, stay):
    """ "Itu bukan saya": an earlier catch of somebody met often; none where the story is young."""
    earlier = [
        row for row in story.rows[Intake] if row.person is stay.person and row is not stay.intake
    ]
    if not earlier:
        return
    by, at = story.staff["peksos"], story.ago(1, 13, 15)
    contest = story.add(
        Contest(
            intake=earlier[0],
            said_by="Klien sendiri",
            reason="Hari itu saya di rumah nenek di Takalar, bukan di jalan.",
            recorded_by=by,
            recorded_at=at,
        )
    )
    story.note(by, "contested", contest, at, person=stay.person)


# -- Public reports -----------------------------------------------------------------------------


def _add_public_reports(story):
    """Calls of the fortnight that a patrol rode for, and two of last night that wait."""
    since = story.ago(13, 0)
    patrols = sorted(
        (patrol for patrol in story.rows[Patrol] if patrol.started_at > since),
        key=lambda patrol: patrol.started_at,
    )
    for number, patrol in enumerate(patrols[::3]):
        received_at = patrol.started_at - story.minutes(12, 95)
        report = _call(story, number, received_at, hot_spot=story.dice.choice(patrol.spots))
        report.patrol, report.given_at = patrol, patrol.started_at
        story.note(patrol.recorded_by, "given", report, patrol.started_at)
        if patrol.ended_at < story.ago(1, 12):
            report.handled_on = days.day_of(patrol.ended_at)
            report.handled_note = "Patroli sudah ke tempat."
    for number, place in enumerate(["Jl. Abdullah Daeng Sirua", "Depan Pasar Terong"]):
        _call(story, number + 3, story.ago(1, 22 + number, 35), place=place)


def _call(story, number, received_at, **where):
    what, how_many = CALLS[number % len(CALLS)]
    channel = CHANNELS[number % len(CHANNELS)]
    by = story.staff["malam" if received_at.astimezone(days.WITA).hour >= 18 else "piket"]
    named = number % 2 == 0
    report = story.add(
        PublicReport(
            received_at=received_at,
            channel=channel,
            ticket=f"#{7_100_000 + number * 137}" if channel == "lapor" else "",
            what=what,
            how_many=how_many,
            reporter=["Ibu Salma", "Pak Anwar", "Warga"][number % 3] if named else "",
            reporter_contact="0800 000 00" if named else "",
            recorded_by=by,
            recorded_at=received_at + timedelta(minutes=1),
            **where,
        )
    )
    story.note(by, "registered", report, report.recorded_at)
    return report
