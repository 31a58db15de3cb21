"""What the head's pictures count beyond the recap, the returns and casework: the hour and the
place of being met, how long stays lasted, families that came back, two cuts of returns, and how
soon partners answered. Each rule stands with its count (docs/rules.md, Pictures)."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from cases.people.relations.models import Relation
from cases.places.models import Region
from partners.questions.models import AskedPartner, AskedState, PlaceAnswer
from partners.referrals.models import ReferralState
from reports.figures.partnership import measures
from reports.figures.periods import Period
from reports.figures.recap import figures
from reports.figures.recap.figures import Counting, Measure
from reports.figures.returns.ledger import Cut, exits_behind, exits_of, with_key
from rptc import days

# What nobody wrote down, in an address.
UNKNOWN = "tidak-diketahui"
OUTSIDE = "luar-kota"
WEEK = range(1, 8)
DAY = range(24)


# --- When somebody was met -----------------------------------------------------------------


def with_hour(intakes: QuerySet) -> QuerySet:
    """The weekday is that of the day on which the recap counts the row; the hour, by the clock of
    Makassar, is nothing where only the day is known."""
    return intakes.annotate(
        weekday=ExtractIsoWeekDay("met_on"), hour=ExtractHour("met_at", tzinfo=days.WITA)
    )


def by_hour(period: Period, counting: Counting) -> Counter:
    """{(weekday, hour or None): terjaring}: all rows of the recap, each once."""
    rows = with_hour(figures.rows_behind(period, Measure.INTAKES, counting=counting))
    return _grouped(rows, "weekday", "hour")


def met_at_hour(period: Period, weekday: int | None, hour: int | str | None) -> QuerySet:
    """The rows behind a dot; without a weekday or an hour those of all of them."""
    rows = with_hour(figures.rows_behind(period, Measure.INTAKES))
    if weekday:
        rows = rows.filter(weekday=weekday)
    if hour == UNKNOWN:
        return rows.filter(hour=None)
    return rows if hour is None else rows.filter(hour=hour)


# --- Where ---------------------------------------------------------------------------------


def with_district(intakes: QuerySet) -> QuerySet:
    """The kecamatan of the hot spot, by its code: `OUTSIDE` where it lies outside the city,
    `UNKNOWN` where no hot spot was chosen. What was only typed as a place is not guessed at."""
    code = "hot_spot__village__parent__code"
    return intakes.annotate(
        district=Case(
            When(hot_spot=None, then=Value(UNKNOWN)),
            When(**{f"{code}__startswith": Region.MAKASSAR}, then=F(code)),
            default=Value(OUTSIDE),
            output_field=CharField(),
        )
    )


def by_district(period: Period, counting: Counting) -> Counter:
    """{code, OUTSIDE or UNKNOWN: terjaring}: all rows of the recap, each once."""
    rows = with_district(figures.rows_behind(period, Measure.INTAKES, counting=counting))
    return Counter({key: n for (key,), n in _grouped(rows, "district").items()})


def met_in(period: Period, district: str) -> QuerySet:
    rows = figures.rows_behind(period, Measure.INTAKES)
    return with_district(rows).filter(district=district)


def _grouped(rows, *keys):
    found = rows.order_by().values_list(*keys).annotate(n=Count("pk"))
    return Counter({tuple(key): n for *key, n in found})


# --- How long ------------------------------------------------------------------------------

# Days of a stay, both ends counted: each of the first week, then wider.
BINS = [*((day, day) for day in range(1, 8)), (8, 14), (15, 30), (31, None)]
RUNNING = "di-rptc"


@dataclass(frozen=True)
class Length:
    """A stay of the recap's *pembinaan*: its days, first and last counted, or nothing while it
    goes on; `is_over`: it ended after the last day that the rule of its entry gave it, whatever
    extension there was."""

    stay: int
    days: int | None
    is_over: bool = False

    @property
    def bin(self) -> str:
        if self.days is None:
            return RUNNING
        return next(bin_key(one) for one in BINS if one[1] is None or self.days <= one[1])


def bin_key(one: tuple[int, int | None]) -> str:
    """ "7", "8-14", "31-"."""
    first, last = one
    return str(first) if first == last else f"{first}-{last or ''}"


def lengths(period: Period, counting: Counting | None = None) -> list[Length]:
    """The stays that began in the period, as the recap counts them."""
    stays = figures.rows_behind(period, Measure.STAYS, counting=counting)
    columns = ["pk", "began_at", "ended_at", "rule__max_length", "rule__unit"]
    return [_length(*row) for row in stays.order_by("pk").values_list(*columns)]


def _length(stay, began_at, ended_at, most, unit):
    if ended_at is None:
        return Length(stay, None)
    first, last = days.day_of(began_at), days.day_of(ended_at)
    return Length(stay, days.day_number(first, last), last > days.last_day(first, most, unit))


# --- Who came back -------------------------------------------------------------------------


@dataclass(frozen=True)
class Left:
    """An exit as the ledger judges it: its age today, and after how many days it returned."""

    exit: int
    person: int
    age: int
    after: int | None
    # Of the two cuts that were asked for.
    key: int | None = None
    other: int | None = None

    def is_judged(self, within: int) -> bool:
        return self.age > within

    def is_back(self, within: int) -> bool:
        return self.is_judged(within) and self.after is not None and self.after <= within


@dataclass(frozen=True)
class Household:
    """Those of one family who left in the period, or somebody of whom no family is known. It is
    judged once one of its exits can be, and has returned once one of these has."""

    is_family: bool
    exits: tuple[Left, ...]

    @property
    def people(self) -> set[int]:
        return {one.person for one in self.exits}

    def is_judged(self, within: int) -> bool:
        return any(one.is_judged(within) for one in self.exits)

    def is_back(self, within: int) -> bool:
        return any(one.is_back(within) for one in self.exits)


def exits_left(
    period: Period,
    today: date,
    cuts: tuple[Cut, Cut] | None = None,
    counting: Counting | None = None,
) -> list[Left]:
    """The exits of the ledger, each with its keys of two cuts."""
    exits = exits_of(period, today, counting).order_by("stay__ended_at", "pk")
    columns = ["pk", "stay__person_id", "age", "after"]
    if cuts:
        exits = with_key(with_key(exits, cuts[0]), cuts[1], "other")
        columns += ["key", "other"]
    return [Left(*row) for row in exits.values_list(*columns)]


def households(left: list[Left]) -> list[Household]:
    """Family is whoever a recorded relation binds, also over others; to have been met together
    binds nobody. Every exit of the ledger stands in one household."""
    heads = _heads(
        Relation.objects.exclude(kind=Relation.Kind.TOGETHER).values_list("person_id", "other_id")
    )
    groups = defaultdict(list)
    for one in left:
        groups[heads.get(one.person, one.person)].append(one)
    return [Household(head in heads, tuple(exits)) for head, exits in groups.items()]


def _heads(pairs) -> dict[int, int]:
    """{person: one of their family, the same for all of it}, of those who have one."""
    above = {}

    def head_of(person):
        while above.get(person, person) != person:
            above[person] = above.get(above[person], above[person])
            person = above[person]
        return person

    for person, other in pairs:
        one, two = sorted((head_of(person), head_of(other)))
        above[one] = above[two] = one
    return {person: head_of(person) for person in above}


# Of two cuts at once each exit stands in one cell: services overlap. Not by partner: what is left
# of the lists of open ones would say who went to a closed one (docs/access.md).
CROSSED = [cut for cut in Cut if cut.is_partition and cut != Cut.PARTNER]


def crossed(left: list[Left], within: int) -> dict[tuple, tuple[int, int]]:
    """{(key, other key): (returned, judged)} of the exits that can be judged on so many days."""
    found = defaultdict(lambda: (0, 0))
    for one in left:
        if one.is_judged(within):
            back, judged = found[one.key, one.other]
            found[one.key, one.other] = back + one.is_back(within), judged + 1
    return dict(found)


def exits_crossed(period, today, cut, key, other, beside, within, *, returned=False) -> QuerySet:
    """The exits behind a cell of it."""
    exits = exits_behind(period, today, cut, key, within, returned=returned)
    return with_key(exits, other, "other").filter(other=beside)


# --- How soon partners answered ------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """A partner was asked: by a question for a place, or by a referral. `due` is until when it had
    agreed to answer, where it had."""

    partner: int
    name: str
    is_question: bool
    key: int
    at: datetime
    due: datetime | None
    heard_at: datetime | None

    @property
    def hours(self) -> float | None:
        """Until the first word, by the clock; what was said on the telephone before is 0."""
        if self.heard_at is None:
            return None
        return max(self.heard_at - self.at, timedelta(0)) / days.ONE_HOUR

    def is_judged(self, now: datetime) -> bool:
        """It was answered, or the hour is over."""
        return self.due is not None and (self.heard_at is not None or self.due <= now)

    @property
    def is_kept(self) -> bool:
        return self.heard_at is not None and self.due is not None and self.heard_at <= self.due


@dataclass(frozen=True)
class Answering:
    """How one partner answered: median hours of what it answered, and of what was agreed."""

    asked: tuple[Asked, ...]

    @property
    def name(self) -> str:
        return self.asked[0].name

    @property
    def hours(self) -> float | None:
        return _median(one.hours for one in self.asked)

    @property
    def agreed(self) -> float | None:
        return _median((one.due - one.at) / days.ONE_HOUR for one in self.asked if one.due)

    @property
    def answered(self) -> int:
        return sum(one.heard_at is not None for one in self.asked)

    def kept(self, now: datetime) -> tuple[int, int]:
        """(in time, judged)"""
        judged = [one for one in self.asked if one.is_judged(now)]
        return sum(one.is_kept for one in judged), len(judged)


def _median(hours):
    known = [one for one in hours if one is not None]
    return median(known) if known else None


def answering(year: int, partners: QuerySet) -> dict[int, Answering]:
    """{partner: how it answered what was sent to it in the year}, of these partners alone. What we
    took back before an answer asks nobody any more."""
    found = defaultdict(list)
    for row in asked_of(year, partners):
        found[row.partner].append(row)
    return {partner: Answering(tuple(rows)) for partner, rows in found.items()}


def asked_of(year: int, partners: QuerySet) -> list[Asked]:
    span = measures.Year(year, days.now(), {})
    keys = partners.order_by().values("pk")
    of_partner = ["partner_id", "partner__short_name"]
    columns = ["pk", "sent_at", "answer_due_at", "heard_at"]
    sent = measures.sent_and_heard(span).filter(partner__in=keys)
    sent = sent.exclude(state=ReferralState.REVOKED, heard_at=None)
    answers = PlaceAnswer.objects.standing().filter(asked=OuterRef("pk")).order_by("said_at", "pk")
    asked = AskedPartner.objects.filter(Q(**span.has("sent_at")), partner__in=keys)
    asked = asked.annotate(heard_at=Subquery(answers.values("said_at")[:1]))
    asked = asked.exclude(state=AskedState.WITHDRAWN, heard_at=None)
    return [
        Asked(partner, name, is_question, *row)
        for is_question, rows in ((False, sent), (True, asked))
        for partner, name, *row in rows.order_by("sent_at", "pk").values_list(
            *of_partner, *columns
        )
    ]
