"""The state of the house as a picture: a mark a bed, what presses most first."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from cases.house.beds.models import Bed, BedUse
from cases.house.board.fullness import Fullness
from cases.house.leaves.models import Leave
from cases.house.presence.house import HouseCount
from cases.stays.models import Stay
from rptc import days
from rptc.kept import Sql, answers, kept_for, sql_of
from rptc.letters.models import Unit

# shape (components/sprite.html) -> how it is called.
WORDS = {
    "gone": "tidak terlihat",
    "late": "lewat batas",
    "leave": "izin keluar",
    "today": "habis hari ini",
    "in": "lainnya",
    "off": "tidak dipakai",
    "free": "kosong",
}


@dataclass(frozen=True)
class Mark:
    """`url`: the list that has exactly these; none where it has more, since each klien is one mark
    here, and may stand in two lists."""

    shape: str
    number: int
    url: str

    @property
    def words(self):
        return WORDS[self.shape]

    @property
    def each(self):
        return range(self.number)


@dataclass(frozen=True)
class StateOfHouse:
    """Each klien of the house is one mark, by what presses most, and so is each bed that nobody
    lies in. Whose file is closed to the reader is one of the others."""

    full: Fullness
    marks: list[Mark]


def state_of_house(user) -> StateOfHouse | None:
    """Nothing where there is neither a bed nor a klien."""
    [(everyone, out, missing, beds, *rest, over, away, today, capacity)] = answers(
        kept_for(_numbers, user)
    )
    if not (everyone or beds):
        return None
    numbers = dict(zip(["free", "off", "gone", "late", "leave", "today"], rest, strict=True))
    numbers["in"] = everyone - sum(numbers[shape] for shape in PRESSING)
    listed = {"late": over, "leave": away, "today": today, "in": everyone}
    urls = {
        shape: url
        for shape, url in _urls().items()
        if listed.get(shape, numbers[shape]) == numbers[shape]
    }
    marks = [Mark(shape, numbers[shape], urls.get(shape, "")) for shape in WORDS if numbers[shape]]
    full = Fullness(HouseCount(everyone, out, missing), beds, capacity)
    return StateOfHouse(full, marks)


PRESSING = ["gone", "late", "leave", "today"]


def shape_of(stay, *, is_out) -> str:
    """Of one of the house, what presses most: as `_numbers` counts them all."""
    if stay.is_not_seen and not is_out:
        return "gone"
    if stay.days_over:
        return "late"
    if is_out:
        return "leave"
    return "today" if stay.is_last_day else "in"


def _numbers(user) -> Sql:
    """All that is counted, in one statement. Of the house everybody, as on the board; what
    presses, of those whom this reader may know."""
    leaves = Leave.objects.out_at(days.now()).filter(stay=OuterRef("pk"))
    house = Stay.objects.open().annotate(is_out=Exists(leaves))
    is_gone = Q(is_out=False, not_seen_since__isnull=False)
    is_late = Q(last_on__lt=days.today())
    mine = house.filter(pk__in=Stay.objects.visible_to(user).values("pk"))
    here = mine.exclude(is_gone)
    in_time = here.exclude(is_late)
    beds = Bed.objects.usable()
    used = BedUse.objects.open().filter(bed=OuterRef("pk"))
    counted = [
        house,
        house.filter(is_out=True),
        house.filter(is_gone),
        beds,
        beds.filter(~Exists(used)),
        beds.filter(Exists(used.filter(stay=None))),
        mine.filter(is_gone),
        here.filter(is_late),
        in_time.filter(is_out=True),
        in_time.filter(is_out=False, last_on=days.today()),
        mine.filter(is_late),
        mine.filter(is_out=True),
        mine.filter(last_on=days.today()),
    ]
    counts = [sql_of(rows.values("pk")) for rows in counted]
    # A reader who may know nobody is asked about nobody.
    texts = [f"(SELECT count(*) FROM ({sql.text}) AS counted)" if sql else "0" for sql in counts]  # noqa: S608
    values = [value for sql in counts if sql for value in sql.values]
    capacity = sql_of(Unit.objects.filter(pk=1).values("capacity"))
    texts.append(f"({capacity.text})")
    values += capacity.values
    return Sql(f"SELECT {', '.join(texts)}", values)


def _urls():
    stays, beds = reverse("cases:stay_list"), reverse("cases:bed_list")
    return {
        "gone": f"{reverse('cases:absence_list')}?show=open",
        "late": f"{stays}?limit=over",
        "leave": reverse("cases:leave_list"),
        "today": f"{stays}?limit=today",
        "in": stays,
        "off": beds,
        "free": f"{beds}#kosong",
    }
