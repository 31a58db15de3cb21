"""What Hari Ini says is to be done now: one person or group a row, with hour, reason and act."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F

from cases.people.models import Person, shown_columns
from cases.people.photos.faces import add_faces
from rptc import days
from rptc.kept import AmongThese, kept_rows
from rptc.waiting import PLACE, Row, Urgency, Waits, count_for, firsts_for
from rptc.words import angka, tenggat

# What a hand can hold.
AT_ONCE = 7


@dataclass(frozen=True)
class Figure:
    """How many there are of a kind, and the address that opens exactly its rows."""

    waits: Waits
    number: int

    @property
    def label(self):
        return self.waits.label

    @property
    def url(self):
        return self.waits.url

    @property
    def shown(self):
        most = self.waits.most
        if most is not None and self.number > most:
            return f"lebih dari {angka(most)}"
        return angka(self.number)


@dataclass(frozen=True)
class Todo:
    """A row: a person, one other thing, or a number of what is alike; `also` is what else waits
    for that person or thing."""

    title: str
    text: str
    url: str
    verb: str
    urgency: Urgency
    due: datetime | None = None
    person: Person | None = None
    number: str = ""
    also: list[str] = field(default_factory=list)
    then: tuple[str, ...] = ()
    apart: str = ""

    @property
    def whom(self):
        """Whom it is about, or what: a complaint that is late and mine waits once."""
        if self.person:
            return self.person.pk
        return "" if self.number else self.url

    def tell_also(self, text):
        if text not in (self.text, *self.also):
            self.also.append(text)

    @property
    def when(self):
        return tenggat(self.due, days.now())

    @property
    def shape(self):
        is_over = self.due is not None and self.due <= days.now()
        return Urgency.LATE if is_over else self.urgency

    @property
    def is_late(self):
        return self.shape == Urgency.LATE


@dataclass(frozen=True)
class Now:
    """At most seven rows, how much more there is on the page of all that waits, and what is told
    however much that is, where it is none of these rows."""

    rows: list[Todo]
    more: int
    told: list[Figure]


def figures_for(user) -> list[Figure]:
    """Everything that may press, whether there is any of it now or not."""
    return [Figure(waits, number) for waits, number in count_for(user)]


def open_ones(figures) -> list[Figure]:
    """Those of which there are any, the most pressing first."""
    return sorted((figure for figure in figures if figure.number), key=_pressing)


def _pressing(figure):
    waits = figure.waits
    return not waits.is_first, not waits.leads, PLACE[waits.urgency], waits.order


def now_for(user, figures) -> Now:
    """Whoever is not seen stands above these, in a panel of their own (`is_first`); what runs by
    itself is not to be done."""
    pressing = [
        figure
        for figure in open_ones(figures)
        if not (figure.waits.is_first or figure.waits.is_decided)
        and figure.waits.urgency != Urgency.RUN
    ]
    named = firsts_for(user, [figure.waits for figure in pressing]) if pressing else {}
    people = _people({row.person for rows in named.values() for row in rows}, user)
    named = {
        key: [row for row in rows if row.title or row.person in people]
        for key, rows in named.items()
    }
    rows, of_one, shown, more = [], {}, set(), 0
    for figure in pressing:
        for todo, number in _todos(figure, named.get(figure.waits.key, []), people, user):
            whom = todo.whom
            if whom in of_one:
                of_one[whom].tell_also(todo.text)
            elif len(rows) < AT_ONCE:
                rows.append(todo)
                shown.add(figure.waits)
                if whom:
                    of_one[whom] = todo
            else:
                more += number
    told = [
        figure
        for figure in figures
        if figure.waits.is_told and figure.number and figure.waits not in shown
    ]
    return Now(rows, more, told)


def _todos(figure, named: list[Row], people, user):
    """[(row, how many it stands for)] of one kind."""
    are_all = figure.number <= len(named)
    if not (are_all or figure.waits.rest):
        return [(_group(figure, named), figure.number)]
    todos = [(_todo(row, people, user), 1) for row in named]
    if are_all:
        return todos
    # Its page lists those that are named here as well: the number is of what opens.
    return [*todos, (_group(figure, [], figure.waits.rest), figure.number - len(named))]


def _todo(row, people, user):
    person = people.get(row.person)
    return Todo(
        title=row.title or person.name_for(user),
        text=row.text,
        url=row.url,
        verb=row.verb or row.waits.verb,
        urgency=row.waits.urgency,
        due=row.due,
        person=person,
        then=row.then,
        apart=row.apart,
    )


def _group(figure, named, title=""):
    waits = figure.waits
    return Todo(
        title=title or waits.label,
        text=named[0].text if named and waits.act and isinstance(waits.act.text, str) else "",
        url=waits.url,
        verb="Buka" if waits.act or waits.rest else waits.verb,
        urgency=waits.urgency,
        due=named[0].due if named else None,
        number=figure.shown,
    )


def _people(keys, user):
    """{key: person} of those whose file is open to the reader, with faces where they may see
    them. Of an incident a reader may know that it waits, and not everybody in it."""
    keys = keys - {None}
    people = kept_rows(_open_to, user, these=keys) if keys else []
    add_faces(people, user)
    return {person.pk: person for person in people}


def _open_to(user):
    people = Person.objects.visible_to(user).filter(AmongThese(F("pk")))
    return people.only(*shown_columns())
