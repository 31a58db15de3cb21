"""What is different between two editions, or between the last one and today: which rows came,
went or say something else, by whom and when (R74)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter

from django.db.models import Model

from cases.intakes.models import Classification, Door, Intake, Outcome
from cases.people.doubles.models import Double, DoubleState
from cases.people.models import Person, Sex
from cases.stays.models import Stay
from reports.figures.closing.freezing import INTAKE, STAY
from rptc.accounts.models import User
from rptc.words import tanggal

COUNTED_OTHERWISE = "cara menghitung, atau nama klasifikasi"
PAIR = "pasang berkas yang mungkin satu orang"
ADDED, CHANGED, GONE = "Ditambah", "Diubah", "Tidak lagi"
# How the columns are called, in the order in which they are told.
TOLD = {
    "class": "klasifikasi",
    "sex": "jenis kelamin",
    "met_on": "tanggal terjaring",
    "door": "pintu masuk",
    "outcome": "hasil",
    "settled": "klasifikasi ditetapkan",
    "person": "berkas orangnya",
    "began_on": "mulai pembinaan",
    "ended_on": "berakhir",
}
# What stands under the table, and no row alone says.
BELOW = {
    "without_origin": "orang belum diketahui asalnya",
    "doubles": "pasang berkas mungkin satu orang",
}
WHETHER = {True: "ya", False: "belum"}


@dataclass(frozen=True)
class Change:
    """One row; `values` are (what, before, now), both words."""

    kind: str
    text: str
    values: list[tuple[str, str, str]]
    by: User | None = None
    at: datetime | None = None
    is_of_row: bool = True


def changes(edition, now: dict, until=None):
    """Since an edition, until another one or today: those of the terjaring first, then of the
    pembinaan, each by its number, then what stands below the table, with who wrote the origins and
    the pairs that it counts. Where no row differs and a table does, it is counted or called
    otherwise."""
    words = _Words(edition.content, now)
    told = [
        *_of("intakes", INTAKE, Intake, "intake_events", words, edition, now, until),
        *_of("stays", STAY, Stay, "stay_events", words, edition, now, until),
    ]
    if not told and edition.content["tables"] != now["tables"]:
        told.append(Change(CHANGED, COUNTED_OTHERWISE, [], is_of_row=False))
    below = [
        (called, str(edition.content[name]), str(now[name]))
        for name, called in BELOW.items()
        if edition.content[name] != now[name]
    ]
    if below:
        told += [
            *(
                _origins(words, edition, now, until)
                if _differs("without_origin", edition, now)
                else []
            ),
            *(_pairs(edition, now, until) if _differs("doubles", edition, now) else []),
        ]
        is_written = any(change.is_of_row for change in told)
        told.append(Change(CHANGED, "di bawah tabel", below, is_of_row=not is_written))
    return _named(told)


def _differs(name, edition, now):
    return edition.content[name] != now[name]


def _origins(words, edition, now, until):
    """Of whom it was written since where they come from, or that it is not known."""
    met = {row[INTAKE.index("person")]: row for row in now["intakes"]}
    told = []
    for before, after in _written_since(
        Person, "person_events", met, ("origin", "origin_text"), edition, until
    ):
        was, known = any(before.values), any(after.values)
        if was != known:
            values = [("asal", WHETHER[was], WHETHER[known])]
            text = words.text("intakes", INTAKE, met[after.key])
            told.append(Change(CHANGED, text, values, after.by, after.at))
    return told


def _pairs(edition, now, until):
    """Pairs of people of the period that were found, or decided, since."""
    people = {
        row[INTAKE.index("person")] for row in [*edition.content["intakes"], *now["intakes"]]
    }
    pairs = Double.objects.filter(person__in=people, other__in=people)
    keys = set(pairs.values_list("pk", flat=True))
    told = []
    for before, after in _written_since(Double, "double_events", keys, ("state",), edition, until):
        was, is_open = ([DoubleState.OPEN] == event.values for event in (before, after))
        if was != is_open:
            told.append(Change(ADDED if is_open else GONE, PAIR, [], after.by, after.at))
    return told


@dataclass(frozen=True)
class Event:
    """What a row said; nothing before it was written first."""

    key: int
    values: list
    by: int | None = None
    at: datetime | None = None


def _written_since(model: type[Model], mark, keys, columns, edition, until):
    """(as it stood when the edition was closed, as it was written last) of each of these rows
    that was written since; of an edition without that mark, none."""
    since = getattr(edition, mark)
    if since is None:
        return
    events = model.history.rel.related_model.objects.filter(pgh_obj_id__in=list(keys))
    if until:
        events = events.filter(pgh_id__lte=getattr(until, mark))
    later = events.filter(pgh_id__gt=since).values("pgh_obj_id")
    rows = events.filter(pgh_obj_id__in=later).order_by("pgh_obj_id", "pgh_id")
    rows = rows.values_list("pgh_obj_id", "pgh_id", "pgh_context", "pgh_created_at", *columns)
    for key, of_row in groupby(rows, key=itemgetter(0)):
        before = after = Event(key, [])
        for _, number, context, at, *values in of_row:
            after = Event(key, values, (context or {}).get("user"), at)
            before = after if number <= since else before
        yield before, after


def _differing(part, edition, now):
    """{key: (before, now)} of the rows that are no longer the same."""
    then = {row[0]: row for row in edition.content[part]}
    here = {row[0]: row for row in now[part]}
    keys = sorted(pk for pk in then.keys() | here.keys() if then.get(pk) != here.get(pk))
    return {pk: (then.get(pk), here.get(pk)) for pk in keys}


def _told_by_intakes(edition, now):
    """Stays of which only differs what stands on their intake, and is told of that."""
    of_intake = {STAY.index("class"), STAY.index("sex")}
    alike = []
    for pk, (old, new) in _differing("stays", edition, now).items():
        if old and new:
            places = {place for place, (a, b) in enumerate(zip(old, new, strict=True)) if a != b}
            alike += [pk] if places <= of_intake else []
    told = _differing("intakes", edition, now)
    pairs = Stay.objects.filter(pk__in=alike).values_list("pk", "intake")
    return {pk for pk, intake in pairs if intake in told}


def _of(part, columns, model, mark, words, edition, now, until):
    found = _differing(part, edition, now)
    if part == "stays":
        known = _told_by_intakes(edition, now)
        found = {pk: pair for pk, pair in found.items() if pk not in known}
    if not found:
        return []
    between = getattr(edition, mark), until and getattr(until, mark)
    last = _last_written(model, list(found), *between)
    told = []
    for pk, (old, new) in found.items():
        by, at = last.get(pk, (None, None))
        kind = CHANGED if old and new else ADDED if new else GONE
        values = words.values(columns, old, new) if old and new else []
        text = words.text(part, columns, new or old)
        told.append(Change(kind, text, values, by, at))
    return told


def _named(told):
    users = User.objects.in_bulk({change.by for change in told if change.by})
    return [replace(change, by=users.get(change.by)) for change in told]


def _last_written(model: type[Model], keys, since, until):
    """{key: (who, when)} of the last change of each row between these events."""
    events = model.history.rel.related_model.objects.filter(pgh_obj_id__in=keys)
    events = events.filter(pgh_id__gt=since)
    if until:
        events = events.filter(pgh_id__lte=until)
    rows = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return {
        pk: ((context or {}).get("user"), at)
        for pk, context, at in rows.values_list("pgh_obj_id", "pgh_context", "pgh_created_at")
    }


class _Words:
    """Codes as they are called: classes as in the tables, those outside as today."""

    def __init__(self, *contents):
        self.of = {
            "class": {
                code: name
                for content in contents
                for table in content["tables"].values()
                for code, name, *_ in table["rows"]
            },
            "sex": dict(Sex.choices),
            "door": dict(Door.choices),
            "outcome": dict(Outcome.choices),
            "settled": WHETHER,
        }

    def text(self, part, columns, row) -> str:
        said = dict(zip(columns, row, strict=True))
        day = said["met_on"] if part == "intakes" else said["began_on"]
        what = "Terjaring" if part == "intakes" else "Masa pembinaan mulai"
        return f"{what} {tanggal(date.fromisoformat(day))}, {self.value('class', said['class'])}"

    def values(self, columns, old, new):
        pairs = dict(zip(columns, zip(old, new, strict=True), strict=True))
        return [
            (called, self.value(name, pairs[name][0]), self.value(name, pairs[name][1]))
            for name, called in TOLD.items()
            if name in pairs and pairs[name][0] != pairs[name][1]
        ]

    def value(self, name, value) -> str:
        if name == "person":
            # The number of a file leads to one klien, whose class stands beside it.
            return "satu berkas"
        if name.endswith("_on"):
            return tanggal(date.fromisoformat(value)) if value else "belum"
        if name == "class" and value not in self.of[name]:
            self.of[name] |= dict(Classification.objects.values_list("code", "name"))
        return str(self.of[name].get(value, value))
