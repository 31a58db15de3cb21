"""The state of the house as a picture: a mark a bed, what presses most first."""

from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from cases.house.beds.models import Bed, BedUse
from cases.house.leaves.models import Leave
from cases.house.presence.house import HouseCount, count_house
from cases.stays.models import Stay
from rptc import days
from rptc.kept import Sql, kept_for, sql_of

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

    house: HouseCount
    beds: int
    marks: list[Mark]


def state_of_house(user) -> StateOfHouse | None:
    """Nothing where there is neither a bed nor a klien."""
    house = count_house(Stay.objects.open())
    beds = Bed.objects.usable().order_by().annotate(use=_is_used(), out=_is_used(stay=None))
    beds = beds.aggregate(
        all=Count("pk"), free=Count("pk", filter=Q(use=False)), off=Count("pk", filter=Q(out=True))
    )
    if not (house.everyone or beds["all"]):
        return None
    numbers = Counter(_shape_of(*row) for row in _visible(user))
    numbers["in"] += house.everyone - numbers.total()
    numbers |= {"free": beds["free"], "off": beds["off"]}
    marks = [Mark(shape, numbers[shape], _url(shape)) for shape in WORDS if numbers[shape]]
    return StateOfHouse(house, beds["all"], marks)


def _is_used(**which):
    return Exists(BedUse.objects.open().filter(bed=OuterRef("pk"), **which))


def _visible(user):
    """The last day, since when not seen, and whether out on leave, of those whom they may know."""
    sql = kept_for(_of_house, user)
    with connection.cursor() as cursor:
        cursor.execute(sql.text, sql.values)
        return cursor.fetchall()


def _of_house(user) -> Sql:
    leaves = Leave.objects.out_at(days.now()).filter(stay=OuterRef("pk"))
    stays = Stay.objects.visible_to(user).open().annotate(is_out=Exists(leaves))
    return sql_of(stays.values_list("last_on", "not_seen_since", "is_out"))


def _shape_of(last_on, not_seen_since, is_out):
    today = days.today()
    if not_seen_since and not is_out:
        return "gone"
    if last_on < today:
        return "late"
    if is_out:
        return "leave"
    return "today" if last_on == today else "in"


def _url(shape):
    stays, beds = reverse("cases:stay_list"), reverse("cases:bed_list")
    return {
        "gone": f"{reverse('cases:absence_list')}?show=open",
        "late": f"{stays}?limit=over",
        "leave": reverse("cases:leave_list"),
        "today": f"{stays}?limit=today",
        "in": stays,
        "off": beds,
        "free": f"{beds}#kosong",
    }[shape]
