"""How casework went with the stays that began in a period: hours until the first assessment, plan
and service, how long they stayed, and what came of the lines of their plans (R33, R76).

The stays are those of the recap's *pembinaan*, in the same classes, so that both add up to one
number. Hours count from the arrival to the first that was done or sent: what was asked again, or
planned anew, moves nothing. The targets are the house's own hours (docs/rules.md, Assessment).
"""

# ruff: noqa: S608  the texts are of this file and of Django; what is typed goes in parameters

from dataclasses import dataclass, field, replace

from django.db import connection
from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Least

from cases.casework.assessments.due import with_hours
from cases.casework.assessments.models import Assessment, Stage
from cases.casework.plans.models import BriefGuidance, Plan, PlanItem
from cases.casework.services.models import Service
from cases.intakes.models import Classification
from cases.stays.free_days.models import DueAfterDay
from cases.stays.models import Stay
from reports.figures.periods import Period
from reports.figures.recap import figures
from reports.figures.recap.figures import SMALL, Counting, LeftOut, Measure, Recap
from rptc import days

PlanEvent = Plan._meta.get_field("history").related_model


class Step(TextChoices):
    """What is to be done first, in this order; the name is that of its columns below."""

    ASSESSED = "asesmen", "Asesmen awal"
    PLANNED = "rencana", "Rencana pertama"
    SERVED = "layanan", "Layanan pertama"

    @property
    def has_target(self) -> bool:
        return self != Step.SERVED


class Which(TextChoices):
    """Which of the stays: the last two of all of them, the others by one step."""

    DONE = "sudah", "Sudah"
    WAITING = "belum", "Belum, masih di RPTC"
    LEFT = "keluar-tanpa", "Keluar tanpa itu"
    BRIEF = "singkat", "Cukup pembinaan singkat"
    IN_TIME = "tepat", "Dalam batas waktu"
    JUDGED = "dinilai", "Batas waktunya sudah lewat, atau sudah dilakukan"
    INSIDE = "di-rptc", "Masih di RPTC"
    ENDED = "keluar", "Sudah keluar"

    @property
    def is_of_step(self) -> bool:
        return self not in (Which.INSIDE, Which.ENDED)


class End(TextChoices):
    """What came of a line of the plan in force. Whoever has left has none that goes on."""

    DONE = "selesai", "Selesai"
    REFUSED = "ditolak", "Ditolak klien"
    IMPOSSIBLE = "tidak-dapat", "Tidak dapat dilakukan"
    HANDED_OVER = "dirujuk", "Dirujuk"
    RUNNING = "berjalan", "Masih berjalan"
    UNSAID = "tanpa-hasil", "Tanpa hasil, klien sudah keluar"


ENDS = {
    End.DONE: Q(result=PlanItem.Result.DONE),
    End.REFUSED: Q(result=PlanItem.Result.REFUSED),
    End.IMPOSSIBLE: Q(result=PlanItem.Result.IMPOSSIBLE),
    End.HANDED_OVER: Q(result=PlanItem.Result.HANDED_OVER),
    End.RUNNING: Q(result=PlanItem.Result.OPEN, plan__stay__ended_at=None),
    End.UNSAID: Q(result=PlanItem.Result.OPEN, plan__stay__ended_at__isnull=False),
}

# --- The rows ------------------------------------------------------------------------------


def stays_of(
    period: Period,
    classification: Classification | None = None,
    counting: Counting | None = None,
):
    return figures.rows_behind(period, Measure.STAYS, classification, counting=counting)


def with_steps(stays):
    """Each stay with the moment of each step and until when it was due, or nothing; and whether
    one line stood for a plan (docs/rules.md, Plan)."""
    own = {"stay": OuterRef("pk")}
    planned = Plan.objects.filter(stay=OuterRef("stay"))
    initial = Assessment.objects.done().filter(stage=Stage.INITIAL, **own)
    initial = initial.order_by("done_at", "pk")
    plans, services = Plan.objects.filter(**own), Service.objects.done().filter(**own)
    brief = BriefGuidance.objects.filter(~Exists(planned), **own)
    return stays.annotate(
        asesmen_at=Subquery(initial.values("done_at")[:1]),
        asesmen_due=DueAfterDay(F("began_at")),
        rencana_at=Least(_first(plans, "stay", "submitted_at"), _first_sent()),
        rencana_due=Subquery(initial.annotate(due=with_hours()).values("due")[:1]),
        layanan_at=_first(services, "stay", "done_at"),
        is_brief=Exists(brief),
    )


def _first(rows, key, column):
    least = rows.order_by().values(key).annotate(least=Min(column))
    return Subquery(least.values("least"), output_field=DateTimeField())


def _first_sent():
    """What was sent back and sent again says in its row when it was sent last."""
    sent = PlanEvent.objects.filter(pgh_obj__stay=OuterRef("pk"))
    return _first(sent, "pgh_obj__stay", "submitted_at")


def _conditions(step: Step) -> dict[Which, str]:
    at, due = f"one.{step}_at", f"one.{step}_due"
    brief = "one.is_brief" if step == Step.PLANNED else "FALSE"
    missing = f"({at} IS NULL AND NOT {brief})"
    until = "COALESCE(one.ended_at, %(now)s)"
    found = {
        Which.DONE: f"{at} IS NOT NULL",
        Which.WAITING: f"{missing} AND one.ended_at IS NULL",
        Which.LEFT: f"{missing} AND one.ended_at IS NOT NULL",
        Which.BRIEF: f"{at} IS NULL AND {brief}",
    }
    if not step.has_target:
        return found
    return found | {
        Which.IN_TIME: f"{at} <= {due}",
        # Whoever left before the hour without it was not late.
        Which.JUDGED: f"({at} IS NOT NULL AND {due} IS NOT NULL)"
        f" OR ({missing} AND {due} <= {until})",
    }


CONDITIONS = {step: _conditions(step) for step in Step}


def stays_behind(stays, step: Step | None = None, which: Which | None = None):
    """The stays behind a number of the table, as many as it says."""
    if which is None:
        return stays
    if not which.is_of_step:
        return stays.filter(ended_at__isnull=which == Which.INSIDE)
    inner, parameters = _inner(stays)
    condition = CONDITIONS[step][which] % {"now": "%s"}
    asked = (*parameters, *[days.now()] * condition.count("%s"))
    # Worked out once, whatever the planner thinks of how many rows there are.
    own = f"WITH one AS MATERIALIZED ({inner}) SELECT one.stay FROM one WHERE {condition}"
    own = RawSQL(own, asked)  # noqa: S611
    return Stay.objects.filter(pk__in=own)


def items_of(stays):
    """The lines of the plan that is in force for each of these stays."""
    return PlanItem.objects.in_force().filter(plan__stay__in=stays.order_by().values("pk"))


def items_behind(stays, end: End | None = None):
    return items_of(stays).filter(ENDS[end] if end else Q())


# --- The table -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Spread:
    """Of how many, and the quarter points: a quarter is at most `low`, half at most `middle`."""

    n: int = 0
    low: float | None = None
    middle: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class StepFigures:
    """How many stays stand where with one step; hours from the arrival, of those that have it; and
    the hours that were given, half of them at most `target`."""

    step: Step
    numbers: dict[Which, int]
    hours: Spread
    target: float | None = None

    @property
    def done(self) -> int:
        return self.numbers[Which.DONE]

    @property
    def left(self) -> int:
        return self.numbers[Which.LEFT]

    @property
    def in_time(self) -> int:
        return self.numbers.get(Which.IN_TIME, 0)

    @property
    def judged(self) -> int:
        return self.numbers.get(Which.JUDGED, 0)


@dataclass(frozen=True)
class Line:
    """A class, or all of them where there is none."""

    classification: Classification | None
    stays: int = 0
    ended: int = 0
    steps: tuple[StepFigures, ...] = ()
    length: Spread = Spread()
    ends: dict[End, int] = field(default_factory=dict)
    is_hidden: bool = False

    @property
    def name(self) -> str:
        return self.classification.name if self.classification else "JUMLAH"

    @property
    def running(self) -> int:
        return self.stays - self.ended

    @property
    def items(self) -> int:
        return sum(self.ends.values())

    @property
    def said_ends(self) -> list[tuple[End, int]]:
        return list(self.ends.items())

    @property
    def done(self) -> int:
        return self.ends[End.DONE]


@dataclass(frozen=True)
class Course:
    period: Period
    lines: tuple[Line, ...]
    sums: Line
    left_out: tuple[LeftOut, ...]

    @property
    def hides_something(self) -> bool:
        return any(line.is_hidden for line in (*self.lines, self.sums))

    def without_small_numbers(self) -> "Course":
        """For paper, which goes from hand to hand: no line of a few, and where it is the only one
        another with it, or the sum gives it away."""
        if 0 < self.sums.stays < SMALL:
            return replace(self, lines=(), sums=replace(self.sums, is_hidden=True))
        few = {line.name for line in self.lines if 0 < line.stays < SMALL}
        others = [line for line in self.lines if line.stays and line.name not in few]
        if len(few) == 1 and others:
            few.add(min(others, key=lambda line: line.stays).name)
        lines = [replace(line, is_hidden=line.name in few) for line in self.lines]
        return replace(self, lines=tuple(lines))


def course(period: Period, counting: Counting | None = None, recap: Recap | None = None) -> Course:
    """The same few queries however many stays. `recap` is that of its stays, where it is there."""
    counting = counting or Counting()
    recap = recap or figures.recap(period, Measure.STAYS, counting)
    stays = stays_of(period, counting=counting)
    groups, ends = _counted(stays), _ends(stays)
    lines = [_line(row.classification, groups, ends) for row in recap.rows]
    return Course(period, tuple(lines), _line(None, groups, ends), recap.left_out)


def _line(classification, groups, ends):
    key = classification.pk if classification else None
    counted = groups.get(key, {})
    steps = [
        StepFigures(
            step,
            {which: counted.get(f"{step}_{which}", 0) for which in CONDITIONS[step]},
            _spread(counted, step, counted.get(f"{step}_{Which.DONE}", 0)),
            counted.get(f"{step}_target"),
        )
        for step in Step
    ]
    ended = counted.get("ended", 0)
    of_ends = {end: ends.get((key, end), 0) for end in End}
    length = _spread(counted, "length", ended)
    return Line(classification, counted.get("stays", 0), ended, tuple(steps), length, of_ends)


def _spread(counted, name, n):
    points = counted.get(f"{name}_points") or [None] * 3
    return Spread(n, *points)


def _inner(stays):
    """Text and parameters of the stays with their steps, as plain columns."""
    columns = [f"{step}_at" for step in Step]
    columns += [f"{step}_due" for step in Step if step.has_target]
    rows = with_steps(stays).order_by()
    key = F("intake__classification_id")
    rows = rows.values("began_at", "ended_at", "is_brief", *columns, stay=F("pk"), key=key)
    return rows.query.sql_with_params()


POINTS = "percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY {})"
MIDDLE = "percentile_cont(0.5) WITHIN GROUP (ORDER BY {})"
HOURS = "extract(epoch FROM {} - began_at)::float / 3600"
LENGTH = """(ended_at AT TIME ZONE 'Asia/Makassar')::date
            - (began_at AT TIME ZONE 'Asia/Makassar')::date + 1"""


def _counted(stays):
    """{class, None for all: {name: number}}."""
    inner, parameters = _inner(stays)
    wanted = {"stays": "count(*)", "ended": "count(ended_at)"}
    wanted["length_points"] = POINTS.format(LENGTH)
    moments = []
    for step in Step:
        for which, condition in CONDITIONS[step].items():
            told = condition % {"now": "%s"}
            wanted[f"{step}_{which}"] = f"count(*) FILTER (WHERE {told})"
            moments += [days.now()] * told.count("%s")
        wanted[f"{step}_points"] = POINTS.format(HOURS.format(f"{step}_at"))
        if step.has_target:
            wanted[f"{step}_target"] = MIDDLE.format(HOURS.format(f"{step}_due"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key, GROUPING(key), {', '.join(wanted.values())} FROM ({inner}) AS one"
            " GROUP BY GROUPING SETS ((key), ())",
            (*moments, *parameters),
        )
        rows = cursor.fetchall()
    return {
        None if is_sum else key: dict(zip(wanted, numbers, strict=True))
        for key, is_sum, *numbers in rows
    }


def _ends(stays):
    """{(class, end): lines}; None for all classes."""
    end = Case(*(When(condition, then=Value(end.value)) for end, condition in ENDS.items()))
    rows = items_of(stays).order_by().annotate(end=end)
    found = {}
    for key, end, number in rows.values_list("plan__stay__intake__classification", "end").annotate(
        Count("pk")
    ):
        for each in (key, None):
            found[each, end] = found.get((each, end), 0) + number
    return found
