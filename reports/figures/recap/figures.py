"""Period -> numbers. No rendering: pages, PDF, spreadsheets and commands read the same figures.

Three measures, never mixed (docs/rules.md, Counting):

- terjaring: intakes by the day on which the person was met, as far as the counting rule in force
  on that day counts them;
- orang: different people, each once a period, in the class of their first counted intake of it;
- pembinaan: stays that began in the period, in their intake's class.

Whatever a measure does not count is left out with its reason: counted and left out together are
all rows of the period.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.db import connection, models
from django.db.models import Case, Count, F, Min, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth

from cases.intakes.models import Classification, Door, Intake, Outcome, is_unsettled
from cases.people.models import Sex
from cases.stays.models import Stay
from reports.figures.models import CountingRule
from reports.figures.periods import FIRST_YEAR, Period
from rptc import days
from rptc.kept import kept_counts, kept_number, kept_rows
from rptc.together import read_together

SMALL = 5


class Measure(models.TextChoices):
    INTAKES = "terjaring", "Terjaring"
    PEOPLE = "orang", "Orang"
    STAYS = "pembinaan", "Pembinaan"


class Reason(models.TextChoices):
    """Why a row of the period is not in the table; the first that applies."""

    OUTSIDE = "di-luar-tabel", "Klasifikasi di luar tabel terjaring"
    ABSENT = "belum-ada", "Klasifikasi tidak ada dalam tabel tahun itu"
    DOOR = "pintu", "Pintu masuk yang tidak dihitung"
    OUTCOME = "hasil", "Hasil yang tidak dihitung"
    AGAIN = "berulang", "Terjaring lagi, orangnya sudah dihitung"


# --- What counts on which day --------------------------------------------------------------


@dataclass(frozen=True)
class Segment:
    """Days [first, until) of one year under one counting rule: what they leave out."""

    first: date
    until: date
    outside: tuple[int, ...]
    absent: tuple[int, ...]
    doors: tuple[str, ...]
    outcomes: tuple[str, ...]

    def reason_of_class(self, classification_id: int) -> Reason | None:
        if classification_id in self.outside:
            return Reason.OUTSIDE
        return Reason.ABSENT if classification_id in self.absent else None

    def left_out(self, reason: Reason, prefix: str = "") -> Q:
        """The rows that this reason would leave out, whatever else speaks against them."""
        column, values = {
            Reason.OUTSIDE: ("classification", self.outside),
            Reason.ABSENT: ("classification", self.absent),
            Reason.DOOR: ("door", self.doors),
            Reason.OUTCOME: ("outcome", self.outcomes),
        }[reason]
        return Q(**{f"{prefix}{column}__in": values}) if values else NOTHING


NOTHING = Q(pk__in=[])


class Counting:
    """The classes and counting rules: read once for all recaps of a page."""

    def __init__(self):
        self.classes = kept_rows(_classes, None)
        self.rules = kept_rows(_rules, None)

    def classes_of(self, period: Period) -> list[Classification]:
        """The rows of the table: classes that existed in a year of the period."""
        years = range(period.first.year, period.last.year + 1)
        return [c for c in self.classes if any(exists_in(c, year) for year in years)]

    def segments(self, period: Period) -> list[Segment]:
        """The period, cut at every new year and every new rule."""
        new_years = [date(y, 1, 1) for y in range(period.first.year + 1, period.last.year + 1)]
        new_rules = [rule.valid_from for rule in self.rules]
        cuts = {day for day in new_years + new_rules if period.first < day < period.until}
        edges = [period.first, *sorted(cuts), period.until]
        return [self._segment(*edge) for edge in zip(edges, edges[1:], strict=False)]

    def _segment(self, first: date, until: date) -> Segment:
        in_force = [rule for rule in self.rules if rule.valid_from <= first]
        rule = in_force[-1] if in_force else self.rules[0]
        table = [c for c in self.classes if c.in_table]
        return Segment(
            first,
            until,
            outside=tuple(c.pk for c in self.classes if not c.in_table),
            absent=tuple(c.pk for c in table if not exists_in(c, first.year)),
            doors=tuple(door for door in Door.values if door not in rule.doors),
            outcomes=tuple(each for each in Outcome.values if each not in rule.outcomes),
        )


def _classes(user):
    return Classification.objects.order_by("order", "pk")


def _rules(user):
    return CountingRule.objects.order_by("valid_from")


def exists_in(classification: Classification, year: int) -> bool:
    """Does that year's table have a row for the class? As Classification.objects.in_year()."""
    ended = classification.last_year is not None and classification.last_year < year
    return classification.in_table and classification.first_year <= year and not ended


# --- Rows ----------------------------------------------------------------------------------


def count_where(condition: Q) -> Count:
    """Counts rows by no column of theirs, so that an index alone can answer."""
    return Count(Value(1), filter=condition)


@dataclass(frozen=True)
class Source:
    """The rows of a period, whose class and sex stand on the intake."""

    period: Period
    measure: Measure
    segments: tuple[Segment, ...]

    @property
    def is_asked_often(self) -> bool:
        """Of whole months the SQL is kept (rptc/kept.py); of other days there are too many."""
        return bool(self.period.months)

    @property
    def is_stays(self) -> bool:
        return self.measure == Measure.STAYS

    @property
    def prefix(self) -> str:
        return "intake__" if self.is_stays else ""

    @property
    def reasons(self) -> list[Reason]:
        """Doors and outcomes decide what is terjaring; a stay began whatever the door."""
        by_class = [Reason.OUTSIDE, Reason.ABSENT]
        return by_class if self.is_stays else [*by_class, Reason.DOOR, Reason.OUTCOME]

    def leaves_out_for(self, reason: str) -> bool:
        """Only people are counted once; doors and outcomes say nothing of stays."""
        return reason in self.reasons or (
            reason == Reason.AGAIN and self.measure == Measure.PEOPLE
        )

    def rows(self) -> QuerySet:
        """Every row of the period, counted or not."""
        if self.is_stays:
            return Stay.objects.began_between(self.period.first, self.period.until)
        return Intake.objects.filter(met_on__gte=self.period.first, met_on__lt=self.period.until)

    def within(self, segment: Segment) -> Q:
        """The days of a segment; nothing to say when it is the whole period."""
        if len(self.segments) == 1:
            return Q()
        if self.is_stays:
            since, before = days.period(segment.first, segment.until)
            return Q(began_at__gte=since, began_at__lt=before)
        return Q(met_on__gte=segment.first, met_on__lt=segment.until)

    def left_out(self, reason: Reason) -> Q:
        """Rows left out for this reason and for none before it."""
        before = self.reasons[: self.reasons.index(reason)]
        return self.in_some_segment(
            lambda segment: segment.left_out(reason, self.prefix) & self.free_of(segment, before)
        )

    def counted(self) -> Q:
        return self.in_some_segment(lambda segment: self.free_of(segment, self.reasons))

    def free_of(self, segment: Segment, reasons: list[Reason]) -> Q:
        free = Q()
        for reason in reasons:
            against = segment.left_out(reason, self.prefix)
            free &= Q() if against == NOTHING else ~against
        return free

    def in_some_segment(self, condition) -> Q:
        some = Q()
        for segment in self.segments:
            some |= self.within(segment) & condition(segment)
        return some

    def first_of_each_person(self) -> QuerySet:
        """The intake under which a person counts once."""
        return (
            self.rows()
            .filter(self.counted())
            .order_by("person_id", "met_on", F("met_at").asc(nulls_last=True), "pk")
            .distinct("person_id")
            .values("pk")
        )


def source(period: Period, measure: str, counting: Counting | None = None) -> Source:
    counting = counting or Counting()
    return Source(period, Measure(measure), tuple(counting.segments(period)))


def rows_behind(
    period: Period,
    measure: str,
    classification: Classification | None = None,
    sex: str | None = None,
    reason: str | None = None,
    counting: Counting | None = None,
) -> QuerySet:
    """The intakes (or stays) behind a cell, or behind what was left out: as many as it says."""
    return _rows_behind(source(period, measure, counting), classification, sex, reason)


def _rows_behind(behind: Source, classification=None, sex=None, reason=None) -> QuerySet:
    rows = behind.rows()
    if reason and not behind.leaves_out_for(reason):
        rows = rows.none()
    elif reason == Reason.AGAIN:
        rows = rows.filter(behind.counted()).exclude(pk__in=behind.first_of_each_person())
    elif reason:
        rows = rows.filter(behind.left_out(Reason(reason)))
    elif behind.measure == Measure.PEOPLE:
        rows = rows.filter(pk__in=behind.first_of_each_person())
    else:
        rows = rows.filter(behind.counted())
    if classification:
        rows = rows.filter(**{f"{behind.prefix}classification": classification})
    if sex:
        rows = rows.filter(**{f"{behind.prefix}sex": sex})
    return rows


def unsettled_rows(period: Period, measure: str, counting: Counting | None = None) -> QuerySet:
    """Counted under a provisional class. The old register counts as it was printed then."""
    return _unsettled(None, source(period, measure, counting))


def unsettled_number(period: Period, measure: str, counting: Counting) -> int:
    behind = source(period, measure, counting)
    if behind.is_asked_often:
        return kept_number(_unsettled, None, behind)
    return _unsettled(None, behind).count()


def _unsettled(user, behind: Source):
    return _rows_behind(behind).filter(is_unsettled(behind.prefix))


# --- The table -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A class, or JUMLAH where there is none. A hidden number is None."""

    classification: Classification | None
    male: int | None
    female: int | None
    total: int | None

    @property
    def numbers(self) -> tuple[int | None, int | None, int | None]:
        return self.male, self.female, self.total

    @property
    def name(self) -> str:
        return self.classification.name if self.classification else "JUMLAH"


@dataclass(frozen=True)
class LeftOut:
    """Rows of the period that are not in the table; `values` says which doors or outcomes."""

    reason: Reason
    count: int | None
    values: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return (
            f"{self.reason.label}: {', '.join(self.values)}" if self.values else self.reason.label
        )

    @property
    def query(self) -> str:
        return urlencode({"reason": self.reason.value})


@dataclass(frozen=True)
class Recap:
    """Class x sex of a period. `sums` is the row JUMLAH."""

    period: Period
    measure: Measure
    rows: tuple[Row, ...]
    sums: Row
    left_out: tuple[LeftOut, ...]
    # For readers outside the house (published.py): a finer cut than the year, without small
    # numbers and what is not in the table; and the running period of which it is the ended part.
    is_cut: bool = False
    running: Period | None = None

    divides_by = "Klasifikasi PPKS"

    @property
    def asked(self) -> Period:
        return self.running or self.period

    @property
    def male(self) -> int | None:
        return self.sums.male

    @property
    def female(self) -> int | None:
        return self.sums.female

    @property
    def total(self) -> int | None:
        return self.sums.total

    @cached_property
    def query(self) -> str:
        """The period and measure in an address; each cell's begins with it."""
        return f"{self.asked.query}&{urlencode({'measure': self.measure.value})}"

    @property
    def is_of_total_alone(self) -> bool:
        """No class and no sex may be read: there is no table to be shown."""
        return self.is_cut and not self.rows and self.male is None and self.female is None

    @property
    def readable_from(self) -> date | None:
        """The day after the running period, from which on its classes are read; None of one that
        is over."""
        return self.running.until if self.running else None

    @property
    def hides_something(self) -> bool:
        numbers = [number for row in (*self.rows, self.sums) for number in row.numbers]
        return None in [*numbers, *(left.count for left in self.left_out)]

    def row_of(self, classification: Classification) -> Row | None:
        """None where the class has no row in this period."""
        return next((row for row in self.rows if row.classification == classification), None)


def recap(period: Period, measure: str, counting: Counting | None = None) -> Recap:
    """The table of a period: one grouped query, whatever the number of rows."""
    counting = counting or Counting()
    behind = source(period, measure, counting)
    groups = kept_rows(_groups, None, behind) if behind.is_asked_often else _groups(None, behind)
    return _recap_of(groups, behind, counting)


def recaps(asked: Sequence[tuple[Period, Measure]], counting: Counting) -> list[Recap]:
    """Several tables, in one statement."""
    behind = [source(period, measure, counting) for period, measure in asked]
    groups = read_together([_groups(None, each) for each in behind])
    return [_recap_of(*each, counting) for each in zip(groups, behind, strict=True)]


def _recap_of(groups, behind: Source, counting: Counting) -> Recap:
    segments = behind.segments
    counted, left_out = add_up(groups, segments, behind.measure)
    rows = tuple(
        make_row(c, counted.get((c.pk, Sex.MALE), 0), counted.get((c.pk, Sex.FEMALE), 0))
        for c in counting.classes_of(behind.period)
    )
    sums = make_row(None, sum(row.male for row in rows), sum(row.female for row in rows))
    return Recap(
        behind.period,
        behind.measure,
        rows,
        sums,
        tuple(
            LeftOut(reason, left_out[reason], values_of(reason, segments))
            for reason in Reason
            if reason in left_out
        ),
    )


def values_of(reason: Reason, segments: Sequence[Segment]) -> tuple[str, ...]:
    """The doors or outcomes that some day of the period leaves out, in their own order."""
    if reason == Reason.DOOR:
        return labels(Door, [door for segment in segments for door in segment.doors])
    if reason == Reason.OUTCOME:
        return labels(Outcome, [outcome for segment in segments for outcome in segment.outcomes])
    return ()


def labels(choices: type[models.TextChoices], values: list[str]) -> tuple[str, ...]:
    return tuple(choice.label for choice in choices if choice.value in values)


def make_row(classification: Classification | None, male: int, female: int) -> Row:
    return Row(classification, male, female, male + female)


def recap_query(period: Period, measure: str, counting: Counting | None = None) -> QuerySet:
    """The recap's one query: rows by class and sex, and how many of them doors and outcomes leave
    out. It reads the covering index of the intakes and no other table (orang: the rows as well,
    for the hour of meeting)."""
    return _groups(None, source(period, measure, counting))


def _groups(user, behind: Source) -> QuerySet:
    keys = [f"{behind.prefix}classification_id", f"{behind.prefix}sex"]
    groups = behind.rows()
    if len(behind.segments) > 1:
        groups, keys = groups.annotate(part=which_segment(behind)), ["part", *keys]
    groups = groups.values(*keys)
    figures = {"n": Count("*")}
    for reason in behind.reasons[2:]:
        if any(segment.left_out(reason) != NOTHING for segment in behind.segments):
            figures[f"by_{reason.name.lower()}"] = count_where(by_rule(behind, reason))
    if behind.measure == Measure.PEOPLE:
        firsts = behind.first_of_each_person()
        figures["people"] = count_where(Q(pk__in=firsts))
    return groups.annotate(**figures).order_by()


def by_rule(behind: Source, reason: Reason) -> Q:
    """As Source.left_out(), but blind to the class: the group has one, and it is asked there."""
    before = [Reason.DOOR] if reason == Reason.OUTCOME else []
    return behind.in_some_segment(
        lambda segment: segment.left_out(reason) & behind.free_of(segment, before)
    )


def which_segment(behind: Source) -> Case:
    return Case(
        *(When(behind.within(s), then=Value(i)) for i, s in enumerate(behind.segments)),
        output_field=models.IntegerField(),
    )


def add_up(groups: list[dict], segments: Sequence[Segment], measure: Measure):
    """({(class, sex): counted}, {reason: left out}) of the groups of recap_query()."""
    counted, left_out = {}, {}
    prefix = "intake__" if measure == Measure.STAYS else ""
    for group in groups:
        classification_id = group[f"{prefix}classification_id"]
        reason = segments[group.get("part", 0)].reason_of_class(classification_id)
        if reason:
            left_out[reason] = left_out.get(reason, 0) + group["n"]
            continue
        out = {
            Reason.DOOR: group.get("by_door", 0),
            Reason.OUTCOME: group.get("by_outcome", 0),
        }
        rest = group["n"] - sum(out.values())
        here = group.get("people", rest)
        out[Reason.AGAIN] = rest - here
        for why, n in out.items():
            if n:
                left_out[why] = left_out.get(why, 0) + n
        key = classification_id, group[f"{prefix}sex"]
        counted[key] = counted.get(key, 0) + here
    return counted, left_out


def by_month(
    period: Period, measure: str, counting: Counting | None = None
) -> dict[tuple[int, int], dict[tuple[int, str], int]]:
    """{(year, month): {(class, sex): counted}} of a period, in one grouped query. Not of people,
    who are counted once a period and do not add up over months."""
    behind = source(period, measure, counting)
    keys = [f"{behind.prefix}classification_id", f"{behind.prefix}sex"]
    day = TruncMonth("began_at", tzinfo=days.WITA) if behind.is_stays else TruncMonth("met_on")
    groups = behind.rows().filter(behind.counted()).annotate(of_month=day)
    groups = groups.values("of_month", *keys).annotate(n=Count("*")).order_by()
    found = {}
    for group in groups:
        month = group["of_month"].year, group["of_month"].month
        found.setdefault(month, {})[tuple(group[key] for key in keys)] = group["n"]
    return found


# --- Beside the table ----------------------------------------------------------------------


def total_of(period: Period, measure: str, counting: Counting | None = None) -> int:
    """The sum of a measure alone."""
    behind = source(period, measure, counting)
    if behind.is_asked_often:
        return kept_counts(_sum, None, behind)["n"]
    rows, numbers = _sum(None, behind)
    return rows.aggregate(**numbers)["n"]


def _sum(user, behind: Source):
    is_people = behind.measure == Measure.PEOPLE
    number = Count("person_id", distinct=True) if is_people else Count("*")
    return behind.rows().filter(behind.counted()), {"n": number}


@dataclass(frozen=True)
class Balance:
    """Mutasi klien: opening + in - out = closing."""

    opening: int
    came: int
    left: int
    closing: int
    # False where no stay had been written down by then: four zeros that nobody counted.
    is_recorded: bool = True

    @property
    def is_even(self) -> bool:
        return self.opening + self.came - self.left == self.closing


# Those who are still here and those who left since: an index of its own answers each, and neither
# the table. In one statement, as every recap asks it.
BALANCE = """
    SELECT count(*) FILTER (WHERE began_at < %(since)s),
           count(*) FILTER (WHERE began_at >= %(since)s),
           count(*) FILTER (WHERE ended_at < %(before)s),
           count(*) FILTER (WHERE ended_at >= %(before)s OR ended_at IS NULL)
      FROM (SELECT began_at, ended_at FROM cases_stay
             WHERE began_at < %(before)s AND ended_at IS NULL
             UNION ALL
            SELECT began_at, ended_at FROM cases_stay
             WHERE began_at < %(before)s AND ended_at >= %(since)s) AS stay
"""


def balance(period: Period) -> Balance:
    """Who was in the house at 00.00 of the first day, came, left, and is there at the end.

    Each of the four is counted by itself, so that a difference would show.
    """
    since, before = days.period(period.first, period.until)
    with connection.cursor() as cursor:
        cursor.execute(BALANCE, {"since": since, "before": before})
        counted = cursor.fetchone()
    is_recorded = any(counted) or Stay.objects.filter(began_at__lt=before).exists()
    return Balance(*counted, is_recorded)


def years() -> list[int]:
    """From the first year with an intake to this one."""
    first = kept_counts(_first_met, None)["first"] or days.today()
    return list(range(max(first.year, FIRST_YEAR), days.today().year + 1))


def _first_met(user):
    return Intake.objects.all(), {"first": Min("met_on")}


def is_recorded(recap: Recap) -> bool:
    """Whether anything of its year was written down until its end. Where nothing was, its 0 says
    that nobody counted, not that nobody was met."""
    if recap.total != 0:
        return True
    period = recap.period
    begins = Period.year(period.first.year).first
    rows = Intake.objects.filter(classification__in_table=True)
    if recap.measure == Measure.STAYS:
        since, before = days.period(begins, period.until)
        return rows.filter(stay__began_at__gte=since, stay__began_at__lt=before).exists()
    return rows.filter(met_on__gte=begins, met_on__lt=period.until).exists()


# What other rooms know that makes a recap SEMENTARA.
_points: list[Callable[[Recap], list[str]]] = []


def register_points(points: Callable[[Recap], list[str]]) -> None:
    _points.append(points)


def open_points(recap: Recap, unsettled: int, sheet: Balance | None) -> list[str]:
    """Why a recap is SEMENTARA; empty when it is not. Printing is never blocked.

    `sheet` is None while the balance is not counted yet.
    """
    points = []
    if not recap.period.is_over(days.today()):
        points.append(f"Periode berjalan sampai {recap.period.last:%d/%m/%Y}.")
    if recap.running:
        points.append(
            f"{recap.running.title} masih berjalan: jumlah sampai {recap.period.last:%d/%m/%Y}."
        )
    if unsettled:
        number = "Beberapa" if recap.is_cut else f"{unsettled}"
        points.append(f"{number} baris masih memakai klasifikasi sementara.")
    if sheet and not sheet.is_even:
        points.append("Mutasi klien tidak seimbang.")
    return points + [point for more in _points for point in more(recap)]


@dataclass(frozen=True)
class Compared:
    """A row beside the same row of earlier periods; None where the class did not exist."""

    row: Row
    earlier: tuple[Row | None, ...]

    @property
    def is_new(self) -> bool:
        """The class had no row in the period just before."""
        return bool(self.earlier) and self.earlier[0] is None

    @property
    def difference(self) -> int | None:
        before = self.earlier[0].total if self.earlier and self.earlier[0] else None
        hidden = before is None or self.row.total is None
        return None if hidden else self.row.total - before


def compare(recap: Recap, earlier: list[Recap]) -> list[Compared]:
    """The rows of a recap and JUMLAH, each beside those of the earlier recaps."""
    rows = [
        Compared(row, tuple(other.row_of(row.classification) for other in earlier))
        for row in recap.rows
    ]
    return [*rows, Compared(recap.sums, tuple(other.sums for other in earlier))]
