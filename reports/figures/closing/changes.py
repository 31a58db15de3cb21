"""What is different between two editions, or between the last one and today: which rows came,
went or say something else, by whom and when (R74)."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Max, Model

from cases.intakes.models import Classification, Door, Intake, Outcome
from cases.people.models import Sex
from cases.stays.models import Stay
from reports.figures.closing.freezing import INTAKE, STAY
from rptc.accounts.models import User
from rptc.words import tanggal

COUNTED_OTHERWISE = "cara menghitung, atau nama klasifikasi"
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
    pembinaan, each by its number, then what stands below the table. Where no row differs and a
    table does, it is counted or called otherwise."""
    words = _Words(edition.content, now)
    told = _named(
        [
            *_of("intakes", INTAKE, Intake, "intake_events", words, edition, now, until),
            *_of("stays", STAY, Stay, "stay_events", words, edition, now, until),
        ]
    )
    if not told and edition.content["tables"] != now["tables"]:
        told.append(Change(CHANGED, COUNTED_OTHERWISE, [], is_of_row=False))
    below = [
        (called, str(edition.content[name]), str(now[name]))
        for name, called in BELOW.items()
        if edition.content[name] != now[name]
    ]
    return [*told, Change(CHANGED, "di bawah tabel", below, is_of_row=False)] if below else told


def last_event(model) -> int:
    """The number of the last event in the history of a model."""
    events = model.history.rel.related_model.objects
    return events.aggregate(last=Max("pgh_id"))["last"] or 0


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
