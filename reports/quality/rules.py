"""What looks wrong among the rows, a rule a sentence (R75).

A rule finds rows that its reader may see and may mend, on the page where they are mended. Who is
house staff and a social worker in one reads the hits of a rule as that page shows them. Rules
warn: nothing is refused, and whoever says "memang begitu" is not asked again.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.db.models.functions import Abs, Coalesce, Greatest
from django.db.models.lookups import Exact
from django.urls import reverse

from cases.intakes.models import Door, Intake
from cases.intakes.victims.models import ChildVictim
from cases.people.access import whole_to
from cases.people.doubles.models import Double
from cases.people.models import Person, Statement
from reports.quality.models import FalseAlarm, Hunt
from rptc import days, words
from rptc.admission import asking, opens_as_house
from rptc.kept import Sql, answers, joined, kept_for, sql_of

PROVISIONAL_FOR = timedelta(days=3)
UNASKED_FOR = timedelta(days=7)
ON_THE_WAY_FOR = timedelta(hours=12)
YEARS_APART = 3
# From an old register come thousands: whoever has so many to mend need not know how many more, and
# to count them takes longer than to read the first.
MANY = 1_000


@dataclass(frozen=True)
class Way:
    """The page on which a hit is mended, for who has this right; `args` are columns of the hit."""

    permission: str
    page: str
    verb: str
    args: tuple[str, ...] = ("pk",)
    query: str = ""

    def url(self, row) -> str:
        number = [row.pk if name == "pk" else getattr(row, f"{name}_id") for name in self.args]
        query = self.query.format(row=row)
        return reverse(self.page, args=number) + (f"?{query}" if query else "")

    @cached_property
    def is_of_house(self):
        return opens_as_house(reverse(self.page, args=[0] * len(self.args)))


@dataclass(frozen=True)
class Rule:
    """`rows(user)` are those that this user may see, on the page where they are mended; `finds`
    narrows them to those that are wrong. `column` is that of a false alarm, unless what was said
    of a hit is remembered by another page (`beside`). `tells` says of a row why it was found."""

    key: str
    title: str
    says: str
    ways: tuple[Way, ...]
    rows: Callable[..., QuerySet]
    finds: Callable[[QuerySet], QuerySet]
    tells: Callable[..., str]
    order: tuple[str, ...]
    related: tuple[str, ...] = ("person",)
    column: str = "intake"
    # Mended in its row.
    is_mended_here: bool = False
    # The page that remembers in the place of a false alarm, and what it is called.
    beside: tuple[str, str] | None = None

    def way_of(self, user) -> Way | None:
        """How this user mends it; none where they may not."""
        return next((way for way in self.ways if user.has_perm(way.permission)), None)

    def visible_to(self, user) -> QuerySet:
        """The rows that the rule looks at."""
        way = self.way_of(user)
        if way is None:
            return self.rows(user).none()
        with asking(user, as_house=way.is_of_house):
            return self.rows(user)

    def hits_of(self, user) -> QuerySet:
        """Those of them that are wrong, and of which nobody has said that they are so indeed."""
        hits = self.finds(self.visible_to(user))
        if self.beside:
            return hits
        known = FalseAlarm.objects.standing().filter(rule=self.key)
        return hits.exclude(pk__in=known.values(self.column))


# -- What each looks at ---------------------------------------------------------------------------


def _intakes(user):
    return Intake.objects.visible_to(user)


def _of_whole_files(user):
    """What is mended in the file itself: not what TRC sees for a day of a file closed to them."""
    return Intake.objects.filter(whole_to(user))


def _own_catches(user):
    """Of those that a TRC officer may still mend, the ones that they see."""
    own = Intake.objects.correctable_by(user).values("pk")
    return Intake.objects.visible_to(user).filter(pk__in=own)


def _statements(user):
    return Statement.objects.filter(whole_to(user), person__merged_into=None)


def _doubles(user):
    return Double.objects.visible_to(user)


# -- What each finds ------------------------------------------------------------------------------


class DaysBetween(Func):
    """Days between two days, the later one first."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


class YearsOfAge(Func):
    """Whole years between two days, the later one first, as the calendar has them."""

    # As moments without a zone: of those with one PostgreSQL looks up the zone for each row.
    template = "date_part('year', age(%(expressions)s::timestamp))::integer"
    arg_joiner = "::timestamp, "
    output_field = IntegerField()


def years_between(day, since):
    """The same, faster. A year has 365 or 366 days: where both give the same number, and they
    mostly do, PostgreSQL need not look into the calendar, which it does slowly."""
    lived = DaysBetween(F(day), F(since))
    return Case(
        When(Exact(lived / 365, lived / 366), then=lived / 365),
        default=YearsOfAge(F(day), F(since)),
    )


def years_on(day, person=""):
    """Age.on() for the database; unknown where only a group is known. Only who is of a number of
    years has one, only who is of a birth date has that (AGE_COLUMNS_FIT)."""
    years, stated_on, born_on = (
        f"{person}{column}" for column in ("age_years", "age_stated_on", "born_on")
    )
    return Case(
        When(
            **{f"{years}__isnull": False},
            then=F(years) + Greatest(years_between(day, stated_on), 0),
        ),
        When(**{f"{born_on}__isnull": False}, then=years_between(day, born_on)),
        output_field=IntegerField(),
    )


def _long_provisional(intakes):
    return intakes.unsettled().filter(met_on__lt=days.today() - PROVISIONAL_FOR)


def _without_origin(intakes):
    """The newest meeting of each: one hit a person."""
    long_ago = intakes.model.objects.exclude(door=Door.REGISTER)
    long_ago = long_ago.filter(met_on__lte=days.today() - UNASKED_FOR)
    newer = Q(met_on__gt=OuterRef("met_on")) | Q(met_on=OuterRef("met_on"), pk__gt=OuterRef("pk"))
    later = long_ago.filter(newer, person=OuterRef("person"))
    hits = intakes.exclude(door=Door.REGISTER).filter(person__origin=None)
    return hits.filter(~Exists(later), met_on__lte=days.today() - UNASKED_FOR)


def _with_another_age(statements):
    """What was said last, where the file shows another age for that day."""
    newer = Q(stated_on__gt=OuterRef("stated_on"))
    newer |= Q(stated_on=OuterRef("stated_on"), pk__gt=OuterRef("pk"))
    ages = Statement.objects.filter(kind=Statement.Kind.AGE)
    later = ages.filter(newer, person=OuterRef("person"))
    # Mostly the file shows what was said: then no years need be counted.
    other = statements.filter(kind=Statement.Kind.AGE, person__age_said_otherwise=True)
    said = other.annotate(
        said_years=years_on("stated_on"), shown_years=years_on("stated_on", "person__")
    )
    apart = said.alias(apart=Abs(F("said_years") - F("shown_years")))
    return apart.filter(~Exists(later), apart__gt=YEARS_APART)


def _unusual(intakes):
    """As Classification.unusual() says it. Of a child who may be a victim nobody is asked to look
    at age and class again (Intake.warning)."""
    known = ("age_kind", "age_years", "born_on", "age_stated_on")
    child = Func(
        *(F(f"person__{column}") for column in known),
        F("met_on"),
        function="is_child_on",
        output_field=BooleanField(),
    )
    # By their keys: PostgreSQL reads the few once, not for each intake.
    victim = Q(classification__victim_if_child=True) | Q(
        pk__in=ChildVictim.objects.values("intake")
    )
    rows = intakes.exclude(door=Door.REGISTER).alias(
        years=years_on("met_on", "person__"), is_child=Coalesce(child, False)
    )
    return rows.filter(
        Q(years__lt=F("classification__min_age"))
        | Q(years__gt=F("classification__max_age"))
        | (~Q(classification__usual_sex="") & ~Q(classification__usual_sex=F("sex")))
    ).exclude(victim, is_child=True)


def _not_arrived(intakes):
    return intakes.on_the_way().filter(recorded_at__lt=days.now() - ON_THE_WAY_FOR)


def _without_nik(intakes):
    """Of who is in the house. "Tidak punya" and "dalam pengurusan" are answers."""
    return intakes.filter(
        stay__ended_at=None,
        stay__began_at__lt=days.now() - UNASKED_FOR,
        person__nik="",
        person__nik_status=Person.NikStatus.UNKNOWN,
    )


def _unplaced(intakes):
    return intakes.filter(Q(met_at=None) | Q(hot_spot=None, place=""))


# -- What each tells ------------------------------------------------------------------------------


def _met(intake):
    return f"terjaring {words.tanggal(intake.met_on)}"


def _tell_class(intake):
    return f"{_met(intake)}, {intake.provisional}; rekap menghitungnya di sana"


def _tell_file(intake):
    return f"berkas {intake.person.file_number}, {_met(intake)}"


def _tell_age(statement):
    return (
        f"berkas {statement.person.file_number}: ditampilkan {statement.shown_years} th, disebut"
        f" {statement.said_years} th pada {words.tanggal(statement.stated_on)}"
    )


def _tell_unusual(intake):
    years = intake.person.age.on(intake.met_on)
    return f"{_met(intake)}. {intake.classification.unusual(years, intake.sex)}"


def _tell_arrival(intake):
    return f"{_met(intake)}, dicatat {words.pukul(intake.recorded_at)}, dibawa ke RPTC"


def _tell_nik(intake):
    stay = intake.stay
    return f"berkas {intake.person.file_number}, hari {stay.day()} di rumah"


def _tell_unplaced(intake):
    missing = [] if intake.met_at else ["jam"]
    missing += [] if intake.where else ["tempat"]
    return f"{_met(intake)}, tanpa {' dan '.join(missing)}"


def _tell_double(double):
    numbers = f"{double.person.file_number} dan {double.other.file_number}"
    return f"{numbers}: {', '.join(double.reasons)}"


SETTLE = Way("cases.settle_intake", "cases:intake_settle", "Tetapkan kelas")
IDENTITY = Way("cases.change_person", "cases:person_edit", "Ubah identitas", ("person",))
NEWEST, OLDEST = ("-met_on", "-pk"), ("met_on", "pk")

RULES = (
    Rule(
        key=Hunt.ARRIVAL,
        title=Hunt.ARRIVAL.label,
        says="Yang sudah tiba diterima; yang tidak jadi dibawa diganti hasilnya.",
        ways=(
            Way(
                "cases.confirm_arrival",
                "cases:stay_arrivals",
                "Terima kedatangan",
                (),
                "intake={row.pk}",
            ),
            Way("cases.correct_own_intake", "cases:intake_correct", "Koreksi"),
        ),
        rows=_intakes,
        finds=_not_arrived,
        tells=_tell_arrival,
        order=OLDEST,
    ),
    Rule(
        key=Hunt.ORIGIN,
        title=Hunt.ORIGIN.label,
        says="Diperbaiki di sini, tersimpan di berkas dengan nama Anda.",
        ways=(Way("cases.change_person", "cases:person_edit", "Tempat lain", ("person",)),),
        rows=_of_whole_files,
        finds=_without_origin,
        tells=_tell_file,
        order=NEWEST,
        is_mended_here=True,
    ),
    Rule(
        key=Hunt.CLASS,
        title=Hunt.CLASS.label,
        says="Sebelum ditetapkan, rekap menghitung kelas yang ditulis di jalan.",
        ways=(SETTLE,),
        rows=_of_whole_files,
        finds=_long_provisional,
        tells=_tell_class,
        order=OLDEST,
        related=("person", "provisional"),
    ),
    Rule(
        key=Hunt.UNUSUAL,
        title=Hunt.UNUSUAL.label,
        says="Umur di luar kebiasaan kelas hanya diingatkan, tidak ditolak.",
        ways=(SETTLE,),
        rows=_of_whole_files,
        finds=_unusual,
        tells=_tell_unusual,
        order=NEWEST,
        related=("person", "classification"),
    ),
    Rule(
        key=Hunt.AGE,
        title=Hunt.AGE.label,
        says="Pilih yang benar pada Identitas. Yang lain tetap tersimpan seperti disebut.",
        ways=(Way("cases.change_person", "cases:person_identity", "Pilih umur", ("person",)),),
        rows=_statements,
        finds=_with_another_age,
        tells=_tell_age,
        order=("-stated_on", "-pk"),
        column="statement",
    ),
    Rule(
        key=Hunt.NIK,
        title=Hunt.NIK.label,
        says="Tidak punya, atau dalam pengurusan, adalah jawaban juga.",
        ways=(IDENTITY,),
        rows=_of_whole_files,
        finds=_without_nik,
        tells=_tell_nik,
        order=OLDEST,
        related=("person", "stay"),
    ),
    Rule(
        key=Hunt.UNPLACED,
        title=Hunt.UNPLACED.label,
        says="Dapat diperbaiki sampai 24 jam sesudah serah terima.",
        ways=(Way("cases.correct_own_intake", "cases:intake_correct", "Koreksi"),),
        rows=_own_catches,
        finds=_unplaced,
        tells=_tell_unplaced,
        order=NEWEST,
        related=("person", "hot_spot"),
    ),
    Rule(
        key="doubles",
        title="Dua berkas mungkin satu orang",
        says="Menggabung anak diputuskan Kepala UPT.",
        ways=(
            Way(
                "cases.propose_merge",
                "cases:merge_propose",
                "Bandingkan",
                ("person",),
                "with={row.other_id}",
            ),
        ),
        rows=_doubles,
        finds=lambda doubles: doubles.to_decide(),
        tells=_tell_double,
        order=("-score", "pk"),
        related=("person", "other"),
        beside=("cases:duplicate_list", "Dua orang berbeda"),
    ),
)
BY_KEY = {rule.key: rule for rule in RULES}


def rules_for(user) -> list[Rule]:
    """Those whose hits this user may mend."""
    return [rule for rule in RULES if rule.way_of(user)]


def all_hits_of(user) -> Sql:
    """The hits of all rules, as one statement that tells their keys."""
    found = [sql_of(rule.hits_of(user).values("pk")) for rule in rules_for(user)]
    return joined(" UNION ALL ", found)


def counts_of(user) -> dict[str, int]:
    """{key of a rule: how many}, in one statement; of more than MANY only that there are more."""
    return dict(answers(kept_for(_counts, user)))


def _counts(user) -> Sql:
    parts = []
    for rule in rules_for(user):
        if sql := sql_of(rule.hits_of(user).values("pk")):
            some = f"{sql.text} LIMIT {MANY + 1:d}"
            text = f"SELECT '{rule.key}', count(*) FROM ({some}) AS hits"  # noqa: S608 (our key)
            parts.append(Sql(text, sql.values))
    return joined(" UNION ALL ", parts)


def alarms_for(user) -> QuerySet:
    """What was said to be so indeed, of the rows that this user could mend."""
    of_rows = defaultdict(list)
    for rule in rules_for(user):
        if not rule.beside:
            of_rows[rule.rows, rule.column, rule.way_of(user).is_of_house].append(rule)
    seen = Q(pk__in=[])
    for (_, column, _), rules in of_rows.items():
        rows = rules[0].visible_to(user).values("pk")
        seen |= Q(rule__in=[rule.key for rule in rules], **{f"{column}__in": rows})
    return FalseAlarm.objects.filter(seen)
