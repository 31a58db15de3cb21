"""Bulan ini di RPTC: a month of incidents, visits and inquiries, counted from their rows."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from cases.gate.incidents.models import Incident, Severity
from cases.gate.incidents.parts import add_parts
from cases.gate.visits.models import Inquiry, Visit
from rptc import days


@dataclass(frozen=True)
class Line:
    """A kind of incident, how many of each severity, and all of them."""

    name: str
    numbers: list[int]

    @property
    def named(self):
        """Each number with its severity."""
        return list(zip(Severity.labels, self.numbers, strict=True))

    @property
    def total(self):
        return sum(self.numbers)


@dataclass(frozen=True)
class Month:
    first: date
    incidents: list[Incident]
    lines: list[Line]
    mediated: int
    visits: list[tuple[str, int]]
    inquiries: list[tuple[str, int]]

    @property
    def totals(self):
        return [sum(column) for column in zip(*(line.numbers for line in self.lines), strict=True)]

    @property
    def named_totals(self):
        return list(zip(Severity.labels, self.totals, strict=True)) if self.lines else []

    @property
    def total(self):
        return sum(self.totals)

    @property
    def unknown(self):
        """Which of them the head has not been told of yet."""
        return sum(incident.waits_to_be_known for incident in self.incidents)

    @property
    def before(self):
        return days.add_months(self.first, -1)

    @property
    def after(self):
        """The next month; None while it has not begun."""
        after = days.add_months(self.first, 1)
        return after if after <= days.today() else None

    @property
    def is_over(self):
        return days.add_months(self.first, 1) <= days.today()


def month_of(first: date, user) -> Month:
    """In all of it people are told by initials: it is made to be printed."""
    until = days.add_months(first, 1)
    incidents = Incident.objects.visible_to(user).happened_between(first, until)
    visits = Visit.objects.visible_to(user).came_between(first, until)
    inquiries = Inquiry.objects.visible_to(user).asked_between(first, until)
    listed = incidents.select_related("recorded_by", "known_by").order_by("happened_at", "pk")
    return Month(
        first=first,
        incidents=add_parts(listed, user, initials=True),
        lines=_lines(incidents),
        mediated=incidents.filter(mediations__isnull=False).distinct().count(),
        visits=_counted(visits, "outcome", Visit.Outcome.choices),
        inquiries=_counted(
            inquiries, "outcome", [*Inquiry.Outcome.choices, ("", "Belum dijawab")]
        ),
    )


def _lines(incidents):
    rows = incidents.order_by().values_list("kind", "severity").annotate(n=Count("pk"))
    numbers = {(kind, severity): n for kind, severity, n in rows}
    return [
        Line(kind.label, [numbers.get((kind.value, severity.value), 0) for severity in Severity])
        for kind in Incident.Kind
    ]


def _counted(rows, column, choices):
    """[(label, number)] of every choice, in the order of the choices."""
    numbers = dict(rows.order_by().values_list(column).annotate(n=Count("pk")))
    return [(label, numbers.get(value, 0)) for value, label in choices]
