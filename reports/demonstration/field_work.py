"""What the road and the door found out: triage, warnings, families, a contest."""

from datetime import timedelta

from cases.intakes.contests.actions import raise_contest
from cases.intakes.contests.models import Contest
from cases.intakes.together.actions import join
from cases.intakes.triage.actions import fill_triage, finish_act, from_answers, not_possible
from cases.intakes.triage.models import Triage, TriageQuestion
from cases.people.flags.actions import raise_flag
from cases.people.flags.models import Flag
from cases.people.models import Source
from cases.people.relations.actions import link_people, mark_exploitation
from cases.people.relations.models import Relation
from reports.demonstration import calls
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


def add(story, patrols):
    calls.add_waiting(story)
    story.tell(
        _flagged(story),
        _linked(story, patrols[1]),
        _taken_along(story, patrols[2]),
        _contested(story),
        _coughs_since(story),
    )


# -- Triage -------------------------------------------------------------------------------------


def asked(story, key, stay, at):
    """Everybody is asked at the door; two acts are due, one could not be asked."""
    by, at = stay.recorded_by, at + timedelta(minutes=16)
    yield at
    if key == IMPOSSIBLE:
        yield story.ago(1, 23, 40)
        triage = not_possible("Tidur, tidak dapat dibangunkan.")
    else:
        yes = YES.get(key, [])
        questions = list(TriageQuestion.objects.order_by("order", "pk"))
        triage = from_answers({q.code: q.code in yes for q in questions}, questions)
    triage.intake, triage.send_key = stay.intake, story.key()
    fill_triage(triage, replaces=None, by=by)
    if triage.act and key not in ACT_DUE:
        yield at + story.minutes(30, 70)
        finish_act(triage, "Sudah diperiksa, keadaan baik.", by=by)


def _coughs_since(story):
    """Asked once more in the morning: the bed that was given at night breaks a rule now."""
    yield story.ago(1, 8, 30)
    intake, questions = story.house["health"].intake, list(TriageQuestion.objects.all())
    before = Triage.objects.get(intake=intake)
    triage = from_answers(before.answers | {"batuk": True}, questions)
    triage.intake, triage.send_key = intake, story.key()
    fill_triage(triage, replaces=before.send_key, by=story.staff["piket"])


# -- People -------------------------------------------------------------------------------------


def _flagged(story):
    yield story.ago(1, 9, 40)
    until = story.today + timedelta(days=30)
    for key, by, facts in [
        (
            "exit of a child",
            "peksos",
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
            "piket",
            {
                "kind": Flag.Kind.HEALTH,
                "what_to_do": "Alergi amoksisilin.",
                "reason": "Disampaikan klien saat triase.",
            },
        ),
        (
            "ran",
            "piket",
            {
                "kind": Flag.Kind.ESCAPE,
                "what_to_do": "Temani bila ke halaman.",
                "reason": "Pernah pergi lewat pagar belakang.",
                "ends_on": story.today + timedelta(days=7),
            },
        ),
        (
            "quiet woman",
            "peksos",
            {
                "kind": Flag.Kind.DANGER,
                "what_to_do": "Jauhkan benda tajam.",
                "reason": "Melukai diri pada kunjungan yang lalu.",
                "audience": Flag.Audience.WORKERS,
            },
        ),
    ]:
        person, on = story.house[key].person, days.today()
        flag = Flag(person=person, starts_on=on, send_key=story.key(), **facts)
        raise_flag(flag, by=story.staff[by])


def _linked(story, patrol):
    """A mother with her three children."""
    yield patrol.ended_at
    met, kind = story.met, Relation.Kind
    children = [met[key] for key in ("elder sister", "brother", "youngest")]
    for child in children:
        _link(story, met["their mother"], child, kind.MOTHER)
        join(met["their mother"], child)
    _link(story, children[0], children[1], kind.SIBLING)
    _link(story, children[1], children[2], kind.SIBLING)


def _taken_along(story, patrol):
    """A child met with a grown-up who took its money."""
    yield patrol.ended_at
    adult, child = story.met["beggar"], story.met["singer"]
    relation = _link(story, adult, child, Relation.Kind.TOGETHER, Source.GUESS)
    join(adult, child)
    note = "Menunggu dari jauh dan mengambil uang anak."
    mark_exploitation(relation, note, by=adult.recorded_by)


def _link(story, intake, other, kind, source=Source.SELF):
    people = {"person": intake.person, "other": other.person}
    relation = Relation(**people, kind=kind, source=source, send_key=story.key())
    return link_people(relation, by=intake.recorded_by)


def _contested(story):
    """ "Itu bukan saya": an earlier catch of somebody met often; none where the story is young."""
    yield story.ago(1, 13, 15)
    for intake in story.seen_before["four times"][:1]:
        reason = "Hari itu saya di rumah nenek di Takalar, bukan di jalan."
        contest = Contest(
            intake=intake, said_by="Klien sendiri", reason=reason, send_key=story.key()
        )
        raise_contest(contest, by=story.staff["peksos"])
