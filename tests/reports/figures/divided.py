"""Random catches and stays, and how they are divided when counted by hand: plain Python over what
was drawn, which shares no code with reports/figures/cuts."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pgtrigger

from cases.exits.models import Exit
from cases.intakes.models import Classification, Intake
from cases.people.models import Person
from cases.places.models import Region
from cases.stays.models import Stay, StayRule
from reports.figures.models import CountingRule
from tests import factories as f
from tests.database_roles import as_owner, learn_sizes

NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
DAY, AHEAD = timedelta(days=1), timedelta(hours=8)
# 23.30 WITA of 31 December, and the first minute of the year after.
NEW_YEARS_EVE = datetime(2025, 12, 31, 15, 30, tzinfo=UTC)
EDGES = [NEW_YEARS_EVE, datetime(2025, 12, 31, 16, 0, tzinfo=UTC), NEW_YEARS_EVE - 365 * DAY]
# From that day on these do not count.
NEW_RULE, NOT_DOORS, NOT_OUTCOMES = date(2025, 7, 1), {"police"}, {"refused", "advised"}
OUTCOMES = "brought brought brought advised family police hospital agency referred refused".split()
DOORS = "patrol patrol patrol walk_in family police hospital agency register".split()
HANDED = {"police", "hospital", "agency", "referred", "family"}
COMPANIONS = ["", "Satpol PP 2 orang", "satpol", "Pol PP Rappocini", "Polsek setempat"]
KINDS = ["keluarga", "mandiri", "daerah-asal", "melarikan-diri", "tidak-diketahui", None]
AGES = [
    ("unknown", None, None),
    ("birth", None, date(2008, 2, 29)),
    ("birth", None, date(1965, 12, 31)),
    ("birth", None, date(2025, 12, 31)),
    ("exact", 17, None),
    ("exact", 5, None),
    ("about", 45, None),
    ("about", 59, None),
    ("child", None, None),
    ("adult", None, None),
    ("elder", None, None),
]
STATED = date(2025, 3, 1)
BANDS = [(5, "0-5"), (12, "6-12"), (17, "13-17"), (25, "18-25"), (45, "26-45"), (59, "46-59")]
LENGTHS = [(3, "1-3"), (7, "4-7"), (14, "8-14"), (30, "15-30"), (90, "31-90")]


@dataclass
class Met:
    """A catch, as it was drawn, and the stay that it began."""

    row: Intake
    who: int
    sex: str
    on: date
    at: datetime | None
    door: str
    outcome: str
    team: str = ""
    companions: str = ""
    spot: str = ""
    place: str = ""
    in_years: tuple = ()
    age: tuple = ()
    origin: str = ""
    origin_text: str = ""
    is_sealed: bool = False
    began: datetime | None = None
    ended: datetime | None = None
    stay: Stay | None = None
    kind: str | None = None
    partner: str = ""

    @property
    def order(self):
        """A catch whose hour is unknown is the last of its day."""
        return self.on, self.at or datetime.max.replace(tzinfo=UTC), self.row.pk


@dataclass
class Drawn:
    rows: list[Met]
    partners: list = field(default_factory=list)


def wita(moment):
    return (moment + AHEAD).replace(tzinfo=None).date()


def drawn(number, seed=11):
    """Catches of 2024 to June 2026 of so many people; some of them several times."""
    rng = random.Random(seed)  # noqa: S311
    by = f.UserFactory()
    CountingRule.objects.create(
        valid_from=NEW_RULE,
        doors=[door for door in dict.fromkeys([*DOORS, "uptd_ppa"]) if door not in NOT_DOORS],
        outcomes=[o for o in dict.fromkeys([*OUTCOMES, "unrecorded"]) if o not in NOT_OUTCOMES],
    )
    teams = [f.TeamFactory() for _ in range(2)]
    patrols = [f.PatrolFactory(team=rng.choice(teams), companions=said) for said in COMPANIONS]
    villages = list(Region.objects.filter(level=4, code__startswith="73.71").order_by("code"))
    spots = [f.HotSpotFactory(village=village) for village in (villages[0], villages[-1])]
    outside = Region.objects.exclude(code__startswith="73.71")
    origins = [
        None,
        villages[3],
        villages[3].parent,
        Region.objects.get(code="73.71"),
        outside.filter(level=1).order_by("code").first(),
        outside.filter(level=2).order_by("code").first(),
        outside.filter(level=3).order_by("code").last(),
    ]
    partners = [f.PartnerFactory(), f.PartnerFactory(), f.PartnerFactory(reveals_health=True)]
    classes = list(Classification.objects.order_by("pk"))
    people = []
    for _ in range(number):
        kind, years, born = rng.choice(AGES)
        people.append(
            f.PersonFactory.build(
                recorded_by=by,
                sex=rng.choice("LP"),
                is_sealed=rng.random() < 0.15,
                age_kind=kind,
                age_years=years,
                born_on=born,
                age_stated_on=None if kind in ("unknown", "birth") else STATED,
                origin=rng.choice(origins),
                origin_text=rng.choice(["", "Kampung seberang"]),
            )
        )
    Person.objects.bulk_create(people)
    rows = []
    for who, person in enumerate(people):
        for at in _moments(rng):
            rows.append(_met(rng, who, person, at, by, classes, patrols, spots))
    rng.shuffle(rows)
    Intake.objects.bulk_create([met.row for met in rows])
    _house(rng, rows, by, partners)
    learn_sizes()
    return Drawn(rows, partners)


def _moments(rng):
    times = rng.choice([1, 1, 1, 2, 3])
    span = int((NOW - datetime(2024, 1, 1, tzinfo=UTC)) / timedelta(minutes=1))
    moments = [NOW - timedelta(minutes=rng.randrange(60, span)) for _ in range(times)]
    if rng.random() < 0.3:
        moments[0] = rng.choice(EDGES)
    if times > 1 and rng.random() < 0.4:
        # Twice on one day.
        moments[1] = moments[0] + timedelta(minutes=10)
    return sorted(moments)


def _met(rng, who, person, at, by, classes, patrols, spots):
    kind = rng.choice(classes)
    door, outcome = rng.choice(DOORS), rng.choice(OUTCOMES)
    patrol = rng.choice(patrols) if door == "patrol" else None
    spot = rng.choice([None, *spots])
    if door == "register":
        outcome = rng.choice(["brought", "unrecorded"])
    met = Met(
        f.IntakeFactory.build(
            person=person,
            provisional=kind,
            met_on=wita(at),
            met_at=None if rng.random() < 0.3 else at,
            door=door,
            outcome=outcome,
            patrol=patrol,
            hot_spot=spot,
            place=rng.choice(["", "Jl. Veteran"]),
            recorded_by=by,
        ),
        who,
        person.sex,
        wita(at),
        None,
        door,
        outcome,
    )
    met.at, met.place = met.row.met_at, met.row.place
    met.began = at
    if patrol:
        met.team, met.companions = str(patrol.team_id), patrol.companions
    met.spot = spot.village.code if spot else ""
    if kind.in_table:
        met.in_years = (kind.first_year, kind.last_year or 9999)
    met.age = (person.age_kind, person.age_years, person.born_on)
    met.origin = person.origin.code if person.origin else ""
    met.origin_text, met.is_sealed = person.origin_text, person.is_sealed
    return met


def _house(rng, rows, by, partners):
    """Of who was brought some arrived; one stay is over before the next catch."""
    later = {}
    rules = {
        each: StayRule.objects.for_entry(each, date(2024, 1, 1))
        for each in Classification.objects.all()
    }
    arrived = []
    for met in sorted(rows, key=lambda met: met.began, reverse=True):
        until, later[met.who] = later.get(met.who), met.began
        met_began, met.began = met.began, None
        if met.outcome != "brought" or rng.random() < 0.2:
            continue
        most = (until or NOW) - met_began - timedelta(minutes=2)
        if most < timedelta(minutes=2):
            continue
        met.began = met_began
        if until or rng.random() < 0.8:
            long = timedelta(days=rng.choice([0, 2, 3, 6, 7, 13, 14, 29, 30, 60, 89, 90, 90, 200]))
            met.ended = met.began + min(long + timedelta(minutes=1), most)
        met.stay = f.StayFactory.build(
            intake=met.row,
            began_at=met.began,
            ended_at=met.ended,
            rule=rules[met.row.provisional],
            recorded_by=by,
        )
        arrived.append(met)
    Stay.objects.bulk_create([met.stay for met in arrived])
    exits = []
    for met in arrived:
        met.kind = rng.choice([*KINDS, "mitra", "mitra", "mitra", "mitra"]) if met.ended else None
        if met.kind:
            exits.append(
                f.LeftFactory.build(
                    stay=met.stay,
                    kind=f.exit_kind(met.kind),
                    left_at=met.ended,
                    recorded_by=by,
                    done_by=by,
                )
            )
        if met.kind == "mitra" and rng.random() < 0.8:
            partner = rng.choice([partners[0], partners[0], *partners])
            refer(met.stay, partner)
            met.partner = str(partner.pk)
    with as_owner(), pgtrigger.ignore("cases.Exit:release_is_whole"):
        Exit.objects.bulk_create(exits)


def refer(stay, partner):
    return f.ReferralFactory(
        stay=stay,
        partner=partner,
        state="finished",
        sent_at=NOW,
        ended_at=NOW,
        packet={"name": "B."},
        agreed=partner.reveals_health,
    )


# --- What is counted, and where it stands ---------------------------------------------------


def day_of(met, measure):
    return wita(met.began) if measure == "pembinaan" else met.on


def is_of_class(met, day):
    return bool(met.in_years) and met.in_years[0] <= day.year <= met.in_years[1]


def is_caught(met):
    """Does it count as terjaring, by the rule of its day?"""
    if not is_of_class(met, met.on) or met.outcome == "refused":
        return False
    new = met.on >= NEW_RULE
    return not (new and (met.door in NOT_DOORS or met.outcome in NOT_OUTCOMES))


def counted(rows, measure, first, until):
    if measure == "pembinaan":
        stays = [met for met in rows if met.stay and first <= wita(met.began) < until]
        return [met for met in stays if is_of_class(met, wita(met.began))]
    found = [met for met in rows if is_caught(met) and first <= met.on < until]
    if measure == "orang":
        one = {}
        for met in sorted(found, key=lambda met: met.order):
            one.setdefault(met.who, met)
        found = list(one.values())
    return found


def key_of(met, cut, measure, rows):
    return globals()[f"_by_{cut.replace('-', '_')}"](met, measure, rows)


def _by_tempat(met, measure, rows):
    return met.spot[:8] if met.spot else "ditulis" if met.place else ""


def _by_asal(met, measure, rows):
    if not met.origin:
        return "ditulis" if met.origin_text else ""
    return met.origin[:8] if met.origin.startswith("73.71") else met.origin[:5]


def _years(born, day):
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _by_umur(met, measure, rows):
    kind, years, born = met.age
    day = day_of(met, measure)
    said = {"unknown": "", "child": "anak", "adult": "dewasa", "elder": "60"}
    if kind in said:
        return said[kind]
    age = _years(born, day) if kind == "birth" else years + max(_years(STATED, day), 0)
    if age < 0:
        return ""
    return next((name for most, name in BANDS if age <= most), "60")


def _by_pintu(met, measure, rows):
    return met.door


def _by_penjangkau(met, measure, rows):
    if met.team:
        with_them = any(word in met.companions.lower() for word in ("satpol", "pol pp"))
        return "satpol-pp" if with_them else "trc"
    return "" if met.door == "register" else "bukan-patroli"


def _by_regu(met, measure, rows):
    return met.team or ("" if met.door == "register" else "bukan-patroli")


def _by_hasil(met, measure, rows):
    return met.outcome


def _by_dijangkau(met, measure, rows):
    if met.stay:
        return "diterima"
    if met.outcome in HANDED:
        return "diserahkan"
    ends = {"brought": "di-jalan", "advised": "di-tempat", "refused": "menolak"}
    return ends.get(met.outcome, "")


def _by_berulang(met, measure, rows):
    before = [
        each for each in rows if each.who == met.who and is_caught(each) and each.order < met.order
    ]
    return str(min(len(before), 2))


def _by_lama(met, measure, rows):
    if not met.ended:
        return "di-sini"
    length = (wita(met.ended) - wita(met.began)).days + 1
    return next((name for most, name in LENGTHS if length <= most), "91")


def _by_cara_keluar(met, measure, rows):
    return (met.kind or "tidak-diketahui") if met.ended else "di-sini"


def _by_mitra(met, measure, rows):
    if not met.ended:
        return "di-sini"
    return (met.partner or "tanpa-rujukan") if met.kind == "mitra" else "bukan-mitra"


def divided(rows, cut, measure, first, until, *, closes=False):
    """{key: Counter of sexes}. `closes`: files that are sealed stand in a line of their own."""
    found = {}
    for met in counted(rows, measure, first, until):
        key = key_of(met, cut, measure, rows)
        if closes and met.is_sealed and cut not in ("pintu", "hasil", "dijangkau"):
            key = "tertutup"
        found.setdefault(key, Counter())[met.sex] += 1
    return found
