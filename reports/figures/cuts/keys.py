"""By what the counted rows of a recap are divided: which row of the table each of them stands in
(its key), and how the rows are called.

Each row has one key, so the rows of a cut are as many as the recap counts. What is not known has
the key UNKNOWN and a line of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Case, CharField, Count, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Least, Substr, TruncDate

from cases.exits.models import Exit, ExitKind, ExitState
from cases.intakes.models import Door, Intake, Outcome, Whereabouts
from cases.patrols.models import Team
from cases.people.ages import AgeKind
from cases.places.models import Region
from cases.stays.ways_out import WayOut
from partners.directory.models import Partner
from partners.referrals.models import Referral
from reports.figures.cuts import bands
from reports.figures.periods import FIRST_YEAR, Period
from reports.figures.recap.figures import Counting, Measure, Source
from reports.figures.returns.ledger import TAKEN_OVER, DaysBetween, StartOfDay
from rptc import days

UNKNOWN = ""
# Of who is still here, of a place or an origin that is written and not chosen, of another door.
HERE, WRITTEN, NO_PATROL = "di-sini", "ditulis", "bukan-patroli"
# Of a handover to a partner of which no referral says to whom; and of no handover to a partner.
NO_REFERRAL, NO_PARTNER = "tanpa-rujukan", "bukan-mitra"
# The codes of a kabupaten or kota (73.71), and of a kecamatan (73.71.09).
REGENCY, DISTRICT = 5, 8
ON_THE_SPOT, ADMITTED, HANDED_OVER = "di-tempat", "diterima", "diserahkan"
ON_THE_WAY, REFUSED = "di-jalan", "menolak"
TIMES = {"0": "Pertama kali", "1": "Kedua kali", "2": "Ketiga kali atau lebih"}
WITH_POLICE, ALONE = "satpol-pp", "trc"


class Cut(models.TextChoices):
    PLACE = "tempat", "Kecamatan tempat terjaring"
    ORIGIN = "asal", "Asal"
    AGE = "umur", "Kelompok umur"
    DOOR = "pintu", "Pintu masuk"
    REACHED_BY = "penjangkau", "Yang menjangkau"
    TEAM = "regu", "Regu"
    OUTCOME = "hasil", "Hasil di tempat"
    REACHED = "dijangkau", "Dijangkau, diterima, diserahkan"
    TIMES = "berulang", "Ke berapa kali"
    LENGTH = "lama", "Lama pembinaan"
    KIND = "cara-keluar", "Cara keluar"
    PARTNER = "mitra", "Mitra penerima"

    @property
    def is_of_stays(self) -> bool:
        """What only a stay has."""
        return self in (Cut.LENGTH, Cut.KIND, Cut.PARTNER)

    @property
    def tells_no_more(self) -> bool:
        """Does it say of a closed file no more than the list behind the recap does?"""
        return self in (Cut.DOOR, Cut.OUTCOME, Cut.REACHED)

    def divides(self, measure: Measure) -> bool:
        if measure == Measure.STAYS:
            # Whoever began a stay was admitted.
            return self != Cut.REACHED
        return not self.is_of_stays


def cuts_of(measure: Measure) -> list[Cut]:
    return [cut for cut in Cut if cut.divides(measure)]


@dataclass(frozen=True)
class Kept:
    """How a cut is made: the key of each row, and (key, name) of the lines in their order, of the
    keys that were found."""

    key: Callable[[Source, Counting], object]
    names: Callable[[set[str]], list[tuple[str, str]]]


def text(value: str) -> Value:
    return Value(value, CharField())


def of_choices(choices, unknown: str = "") -> Callable:
    """All of them, whether there is a row or not; and the unknown ones where there are some."""

    def names(keys):
        told = [(choice.value, choice.label) for choice in choices]
        return told + ([(UNKNOWN, unknown)] if UNKNOWN in keys and unknown else [])

    return names


def of_rows(rows: dict[str, str], unknown: str = "Tidak diketahui") -> Callable:
    """The same of what is written here."""
    return lambda keys: [*rows.items(), (UNKNOWN, unknown)]


# --- Where, and from where ------------------------------------------------------------------


def of_place(behind: Source, counting: Counting):
    """The kecamatan of the hot spot. A place that is only written says none."""
    spot = f"{behind.prefix}hot_spot"
    return Case(
        When(
            **{f"{spot}__isnull": False},
            then=Substr(f"{spot}__village__code", 1, DISTRICT),
        ),
        When(~Q(**{f"{behind.prefix}place": ""}), then=text(WRITTEN)),
        default=text(UNKNOWN),
        output_field=CharField(),
    )


def of_origin(behind: Source, counting: Counting):
    """Of Makassar the kecamatan, of elsewhere the kabupaten or kota, else the province."""
    code = "person__origin__code"
    return Case(
        When(
            **{f"{code}__startswith": Region.MAKASSAR},
            then=Substr(code, 1, DISTRICT),
        ),
        When(person__origin__isnull=False, then=Substr(code, 1, REGENCY)),
        When(~Q(person__origin_text=""), then=text(WRITTEN)),
        default=text(UNKNOWN),
        output_field=CharField(),
    )


def regions(written: str) -> Callable:
    def names(keys):
        found = Region.objects.filter(code__in=keys).order_by("code")
        told = {row.code: row.name for row in found}
        if Region.MAKASSAR in told:
            told[Region.MAKASSAR] = "Makassar, kecamatan tidak diketahui"
        # Ours first.
        order = sorted(told, key=lambda code: (not code.startswith(Region.MAKASSAR), code))
        rest = [(WRITTEN, written)] if WRITTEN in keys else []
        return [(code, told[code]) for code in order] + rest + [(UNKNOWN, "Tidak diketahui")]

    return names


# --- Age ------------------------------------------------------------------------------------


class YearsBetween(Func):
    """Whole years from a day to a later one. Who is born on 29 February has the birthday on 1
    March (`days.age_on`)."""

    output_field = models.IntegerField()

    def as_sql(self, compiler, connection, **context):
        early, late = self.get_source_expressions()
        early, of_early = compiler.compile(early)
        late, of_late = compiler.compile(late)
        years = f"extract(year FROM {late})::int - extract(year FROM {early})::int"
        birthday = f"(to_char({late}, 'MMDD') < to_char({early}, 'MMDD'))::int"
        return f"({years} - {birthday})", [*of_late, *of_early, *of_late, *of_early]


def of_age(behind: Source, counting: Counting):
    """On the day of the event: when they were met, or when the stay began."""
    day = TruncDate("began_at", tzinfo=days.WITA) if behind.is_stays else F("met_on")
    since = YearsBetween(F("person__age_stated_on"), day)
    numbers = [AgeKind.EXACT, AgeKind.ABOUT]
    years = Case(
        When(person__age_kind=AgeKind.BIRTH, then=YearsBetween(F("person__born_on"), day)),
        When(
            person__age_kind__in=numbers,
            then=F("person__age_years")
            + Case(When(GreaterThanNothing(since), then=since), default=Value(0)),
        ),
        output_field=models.IntegerField(),
    )
    groups = {
        AgeKind.CHILD: bands.CHILD,
        AgeKind.ADULT: bands.ADULT,
        AgeKind.ELDER: bands.ELDERS,
    }
    return Case(
        *(When(person__age_kind=kind, then=text(code)) for kind, code in groups.items()),
        default=in_bands(years, bands.AGES),
        output_field=CharField(),
    )


class GreaterThanNothing(Func):
    template = "(%(expressions)s > 0)"
    output_field = models.BooleanField()


class InBand(Func):
    """A number lies in a band."""

    output_field = models.BooleanField()

    def __init__(self, number, band):
        most = Value(band.most, models.IntegerField())
        super().__init__(number, Value(band.least, models.IntegerField()), most)

    def as_sql(self, compiler, connection, **context):
        number, least, most = map(compiler.compile, self.get_source_expressions())
        sql = f"({number[0]} BETWEEN {least[0]} AND COALESCE({most[0]}, 100000))"
        return sql, [*number[1], *least[1], *most[1]]


def in_bands(number, of: tuple[bands.Band, ...]) -> Case:
    return Case(
        *(When(InBand(number, band), then=text(band.code)) for band in of),
        default=text(UNKNOWN),
        output_field=CharField(),
    )


# --- Who reached them, and what became of it ------------------------------------------------


def of_reached_by(behind: Source, counting: Counting):
    """Satpol PP rides along with TRC where the patrol says so."""
    patrol, door = f"{behind.prefix}patrol", f"{behind.prefix}door"
    says = f"{patrol}__companions__icontains"
    return Case(
        When(Q(**{says: "satpol"}) | Q(**{says: "pol pp"}), then=text(WITH_POLICE)),
        When(**{f"{patrol}__isnull": False}, then=text(ALONE)),
        When(**{door: Door.REGISTER}, then=text(UNKNOWN)),
        default=text(NO_PATROL),
        output_field=CharField(),
    )


def of_team(behind: Source, counting: Counting):
    patrol, door = f"{behind.prefix}patrol", f"{behind.prefix}door"
    return Case(
        When(**{f"{patrol}__isnull": False}, then=Cast(f"{patrol}__team_id", CharField())),
        When(**{door: Door.REGISTER}, then=text(UNKNOWN)),
        default=text(NO_PATROL),
        output_field=CharField(),
    )


def teams(keys):
    found = Team.objects.filter(pk__in=[key for key in keys if key.isdecimal()])
    told = [(str(team.pk), team.name) for team in found.order_by("name", "pk")]
    return [*told, (NO_PATROL, "Bukan patroli"), (UNKNOWN, "Tidak diketahui (register lama)")]


# Of all who were reached: those whom the house admitted, those who were handed to somebody else on
# the spot, and the rest. Each outcome is in one of them.
ENDS = {
    HANDED_OVER: [
        Outcome.FAMILY,
        Outcome.POLICE,
        Outcome.HOSPITAL,
        Outcome.AGENCY,
        Outcome.REFERRED,
    ],
    ON_THE_SPOT: [Outcome.ADVISED],
    REFUSED: [Outcome.REFUSED],
}
END_NAMES = {
    ADMITTED: "Diterima di RPTC",
    HANDED_OVER: "Diserahkan",
    ON_THE_SPOT: "Dibina di tempat",
    REFUSED: "Menolak atau lari",
    ON_THE_WAY: "Dibawa, belum dikonfirmasi tiba",
}


def of_end(behind: Source, counting: Counting):
    outcome, whereabouts = f"{behind.prefix}outcome", f"{behind.prefix}whereabouts"
    arrived = [Whereabouts.IN_HOUSE, Whereabouts.LEFT]
    return Case(
        When(**{f"{whereabouts}__in": arrived}, then=text(ADMITTED)),
        When(**{outcome: Outcome.BROUGHT}, then=text(ON_THE_WAY)),
        *(When(**{f"{outcome}__in": of}, then=text(end)) for end, of in ENDS.items()),
        default=text(UNKNOWN),
        output_field=CharField(),
    )


def of_times(behind: Source, counting: Counting):
    """How often the person was met before, in intakes that count: whenever, by the rule of the day
    on which it was. A catch whose hour is unknown is the last of its day."""
    ever = Period(date(FIRST_YEAR, 1, 1), behind.period.until)
    counted = Source(ever, Measure.INTAKES, alike(counting.segments(ever))).counted()
    row = behind.prefix
    day, pk = OuterRef(f"{row}met_on"), OuterRef(f"{row}id")
    before = Intake.objects.filter(counted, person=OuterRef(f"{row}person_id"))
    before = before.annotate(moment=moment()).filter(
        Q(met_on__lt=day)
        | Q(met_on=day, moment__lt=moment(row, OuterRef))
        | Q(met_on=day, moment=moment(row, OuterRef), pk__lt=pk)
    )
    number = before.order_by().values("person").annotate(n=Count("*")).values("n")
    return Cast(Least(Coalesce(Subquery(number), 0), 2), CharField())


def moment(row: str = "", of: type = F):
    """When it was; the end of its day where nobody knows."""
    return Coalesce(of(f"{row}met_at"), StartOfDay(of(f"{row}met_on")) + days.ONE_DAY)


def alike(segments):
    """Neighbours that leave out the same are one: of all years there are few."""
    joined = []
    for segment in segments:
        last = joined[-1] if joined else None
        if last and _leaves_out(last) == _leaves_out(segment):
            joined[-1] = type(last)(last.first, segment.until, *_leaves_out(last))
        else:
            joined.append(segment)
    return joined


def _leaves_out(segment):
    return segment.outside, segment.absent, segment.doors, segment.outcomes


# --- Of stays -------------------------------------------------------------------------------


def of_length(behind: Source, counting: Counting):
    began, ended = (TruncDate(column, tzinfo=days.WITA) for column in ("began_at", "ended_at"))
    length = DaysBetween(ended, began) + Value(1)
    return Case(
        When(ended_at=None, then=text(HERE)),
        default=in_bands(length, bands.LENGTHS),
        output_field=CharField(),
    )


def _exit(column):
    done = Exit.objects.filter(stay=OuterRef("pk"), state=ExitState.DONE)
    return Subquery(done.order_by("-pk").values(column)[:1])


def of_kind(behind: Source, counting: Counting):
    """How they left. Whoever is gone without an exit, nobody knows how."""
    return Case(
        When(ended_at=None, then=text(HERE)),
        default=Coalesce(_exit("kind__code"), text(WayOut.UNKNOWN.value)),
        output_field=CharField(),
    )


def kinds(keys):
    rows = ExitKind.objects.order_by("order", "pk")
    told = [
        (kind.code, kind.name)
        for kind in rows
        if kind.code != WayOut.UNKNOWN and (kind.is_active or kind.code in keys)
    ]
    return [*told, (HERE, "Masih di RPTC"), (WayOut.UNKNOWN.value, "Tidak diketahui")]


def of_partner(behind: Source, counting: Counting):
    """Which partner took them over when they left: of all. What a reader is told of it, `told.py`
    decides."""
    taken = Referral.objects.filter(stay=OuterRef("pk"), state__in=TAKEN_OVER)
    partner = Subquery(taken.order_by("-pk").values("partner_id")[:1])
    return Case(
        When(ended_at=None, then=text(HERE)),
        When(
            pk__in=Exit.objects.filter(state=ExitState.DONE, kind__code=WayOut.PARTNER).values(
                "stay_id"
            ),
            then=Coalesce(Cast(partner, CharField()), text(NO_REFERRAL)),
        ),
        default=text(NO_PARTNER),
        output_field=CharField(),
    )


def partners(keys):
    found = Partner.objects.filter(pk__in=[key for key in keys if key.isdecimal()])
    told = [(str(partner.pk), partner.name) for partner in found.order_by("name", "pk")]
    return [
        *told,
        (NO_REFERRAL, "Mitra yang tidak tercatat"),
        (NO_PARTNER, "Keluar dengan cara lain"),
        (HERE, "Masih di RPTC"),
    ]


# --- All of them ----------------------------------------------------------------------------


def column(name: str) -> Callable:
    return lambda behind, counting: F(f"{behind.prefix}{name}")


def named(of: tuple[bands.Band, ...]) -> dict[str, str]:
    return {band.code: band.name for band in of}


CUTS = {
    Cut.PLACE: Kept(of_place, regions("Tempat ditulis, di luar titik rawan")),
    Cut.ORIGIN: Kept(of_origin, regions("Alamat ditulis, wilayah belum dipilih")),
    Cut.AGE: Kept(of_age, of_rows(named(bands.AGES) | bands.GROUPS)),
    Cut.DOOR: Kept(column("door"), of_choices(Door)),
    Cut.REACHED_BY: Kept(
        of_reached_by,
        of_rows(
            {
                WITH_POLICE: "TRC bersama Satpol PP",
                ALONE: "TRC tanpa Satpol PP",
                NO_PATROL: "Bukan patroli",
            },
            "Tidak diketahui (register lama)",
        ),
    ),
    Cut.TEAM: Kept(of_team, teams),
    Cut.OUTCOME: Kept(column("outcome"), of_choices(Outcome)),
    Cut.REACHED: Kept(of_end, of_rows(END_NAMES, "Tidak tercatat")),
    Cut.TIMES: Kept(of_times, lambda keys: list(TIMES.items())),
    Cut.LENGTH: Kept(
        of_length, lambda keys: [*named(bands.LENGTHS).items(), (HERE, "Masih di RPTC")]
    ),
    Cut.KIND: Kept(of_kind, kinds),
    Cut.PARTNER: Kept(of_partner, partners),
}
