"""Two files beside each other, and the rows that would move (docs/rules.md, Identity)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from cases.people.doubles.moving import rows_of
from cases.people.models import Person, Statement
from rptc import days, words

# So many rows of a table are listed; all of them are counted.
LISTED = 30
# The day that people know a row by.
DAYS = (
    "met_on",
    "began_at",
    "stated_on",
    "starts_on",
    "since",
    "handed_at",
    "agreed_at",
    "recorded_at",
)


@dataclass(frozen=True)
class Side:
    """One of the two files."""

    person: Person
    name: str
    facts: list[tuple[str, str]]
    intakes: list
    stays: list


@dataclass(frozen=True)
class Moved:
    """The rows of one table: how many, and those that this user may see."""

    name: str
    count: int
    rows: list[str]

    @property
    def unlisted(self):
        return self.count - len(self.rows)


def sides(*people, is_named=True) -> list[Side]:
    met = Person._meta.get_field("intakes").related_model.objects.select_related("hot_spot")
    stays = Person._meta.get_field("stays").related_model.objects
    prefetch_related_objects(
        people,
        Prefetch("intakes", met.order_by("-met_on", "-pk")),
        Prefetch("stays", stays.order_by("-began_at")),
    )
    return [_side(person, is_named) for person in people]


def _side(person, is_named):
    facts = [
        ("Berkas", person.file_number),
        ("Jenis kelamin", person.get_sex_display()),
        ("Umur", person.age_today),
    ]
    if is_named:
        facts += [
            ("Panggilan", person.alias),
            ("Nama ibu", person.mother_name),
            ("Asal", _origin(person)),
            ("NIK", f"{person.nik} ({person.get_nik_status_display()})" if person.nik else ""),
            ("Ciri", person.marks),
        ]
    return Side(
        person=person,
        name=person.shown_name if is_named else words.inisial(person.name or person.alias),
        facts=facts,
        intakes=list(person.intakes.all()),
        stays=list(person.stays.all()),
    )


def _origin(person):
    return ", ".join(filter(None, [person.origin and str(person.origin), person.origin_text]))


def moved_rows(lost, kept, user, is_named=True) -> list[Moved]:
    """What goes with the file, table by table. A row that the user may not open is only counted:
    the destination of a referral, or a warning for the head, is not told by a merge; nor what was
    said of somebody (names, addresses, kin) to who decides by initials."""
    return [_moved(group, user, is_named) for group in rows_of(lost, kept)]


def _moved(group, user, is_named):
    rows = group.model._default_manager.filter(pk__in=group.ids)
    if group.model is Statement and not is_named:
        rows = rows.none()
    if hasattr(rows, "visible_to"):
        rows = rows.visible_to(user)
    return Moved(
        name=str(group.model._meta.verbose_name).capitalize(),
        count=len(group.ids),
        rows=[_row_in_words(row) for row in rows.order_by("pk")[:LISTED]],
    )


def _row_in_words(row):
    if isinstance(row, Person):
        return f"Berkas {row.file_number}, yang digabung sebelumnya"
    day = next(value for name in DAYS if (value := getattr(row, name, None)))
    told = [words.tanggal(days.day_of(day) if isinstance(day, datetime) else day)]
    if isinstance(row, Statement):
        told.append(f"{row.get_kind_display()}: {row}")
    elif where := getattr(row, "where", ""):
        told.append(where)
    return ", ".join(told)
