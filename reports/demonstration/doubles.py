"""People with two files: some still to be decided on, one told apart, one merged, two children
whose merge is before the head."""

from datetime import timedelta

from cases.intakes.models import Outcome
from cases.patrols.models import Patrol
from cases.people.doubles import moving
from cases.people.doubles.finding import compare, facts_of
from cases.people.doubles.models import Double, DoubleState, Merge, MergedRow, MergeState
from cases.people.models import Person
from reports.demonstration.patrols import moment_of
from rptc import days

# key, class, sex, age, and what was said the first and the second time
TWICE = [
    (
        "open 1",
        "gepeng",
        "P",
        37,
        {"name": "Sitti Rahmatia", "mother_name": "Halimah"},
        {"name": "St. Rahmatiah", "mother_name": "Halimah"},
    ),
    (
        "open 2",
        "gepeng",
        "L",
        44,
        {"name": "Muh. Yusuf Dg. Nai", "alias": ""},
        {"name": "Yusup Dg. Nai'", "alias": ""},
    ),
    (
        "open 3",
        "orang-terlantar",
        "L",
        52,
        {"name": "Baharuddin", "alias": "Dg. Tompo"},
        {"name": "Baharuddin Dg. Tompo", "alias": ""},
    ),
    (
        "open 4",
        "tuna-susila",
        "P",
        26,
        {"name": "Fauziah", "alias": "Uci", "mother_name": "Nurjannah"},
        {"name": "Pausiah", "alias": "Uci", "mother_name": ""},
    ),
    (
        "told apart",
        "gepeng",
        "L",
        48,
        {"name": "Syamsuddin", "alias": ""},
        {"name": "Samsuddin", "alias": ""},
    ),
    (
        "merged",
        "orang-terlantar",
        "L",
        39,
        {"name": "Djafar", "mother_name": "Hamsinah"},
        {"name": "Jafar", "mother_name": "Hamsina"},
    ),
    (
        "children",
        "anjal",
        "L",
        13,
        {"name": "Muh. Fauzan", "alias": "Ojan", "mother_name": "Rosmiati"},
        {"name": "Ojan", "alias": "", "mother_name": "Rosmiati"},
    ),
]
FIRST, SECOND = 11, 4


def add(story):
    """The people, each met twice; returns what `decide` needs once they are written."""
    pairs = {}
    for key, code, sex, age, first, second in TWICE:
        pairs[key] = (
            _meet(story, code, sex, age, FIRST, first),
            _meet(story, code, sex, age, SECOND, second),
        )
    worker = story.staff["peksos"]
    for key, state in (("merged", MergeState.DONE), ("children", MergeState.PROPOSED)):
        kept, lost = pairs[key]
        done_at = story.ago(2, 10, 20) if state == MergeState.DONE else None
        merge = story.add(
            Merge(
                kept=kept,
                lost=lost,
                state=state,
                reason="Ibunya sama, dan ia mengenali fotonya sendiri.",
                recorded_by=worker,
                recorded_at=story.ago(2, 10, 20),
                done_at=done_at,
            )
        )
        verb = "merged" if done_at else "proposed"
        story.note(worker, verb, merge, merge.recorded_at, person=kept)
    return pairs


def _meet(story, code, sex, age, ago, said):
    day = story.today - timedelta(days=ago)
    patrol = [p for p in story.rows[Patrol] if days.day_of(p.started_at) == day][-1]
    at = moment_of(story, patrol)
    person = story.people.make(code, sex, day, by=patrol.recorded_by, at=at, age=age, **said)
    story.way.meet(
        person,
        code,
        at,
        outcome=Outcome.ADVISED,
        by=patrol.recorded_by,
        patrol=patrol,
        hot_spot=story.dice.choice(patrol.spots),
    )
    return person


def decide(story, pairs):
    """What was found, and what became of it: needs the numbers of the files."""
    told_apart = {
        "told apart": (DoubleState.NOT_SAME, "Kakak beradik, keduanya datang bersama."),
        "merged": (DoubleState.MERGED, ""),
    }
    for key, (one, other) in pairs.items():
        state, reason = told_apart.get(key, (DoubleState.OPEN, ""))
        is_open = state == DoubleState.OPEN
        match = compare(one, other)
        Double.objects.create(
            person=one,
            other=other,
            score=match.score,
            reasons=list(match.reasons),
            facts=facts_of(one, other),
            state=state,
            reason=reason,
            found_at=story.ago(SECOND - 1, 2, 10),
            decided_by=None if is_open else story.staff["peksos"],
            decided_at=None if is_open else story.ago(2, 10, 20),
        )
    _carry_out(*pairs["merged"])


def _carry_out(kept, lost):
    merge = Merge.objects.get(kept=kept, lost=lost)
    groups = moving.rows_of(lost, kept)
    moving.move(groups, to=kept)
    MergedRow.objects.bulk_create(
        MergedRow(
            merge=merge, table=group.table, field=group.field.name, row=row, from_person=lost
        )
        for group in groups
        for row in group.ids
    )
    Person.objects.filter(pk=lost.pk).update(merged_into=kept)
