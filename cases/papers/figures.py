"""Keluar dengan dokumen yang dulu tidak dimiliki (R40): of whoever left in a year, alive, a paper
that was got in the days of that stay, and that they did not have when it was asked about."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from cases.exits.models import Exit
from cases.papers.models import PaperKind, PaperRequest, PaperState
from cases.people import access
from cases.people.models import Person
from cases.stays.ways_out import WayOut
from rptc import days


@dataclass(frozen=True)
class KindOfYear:
    """How many people; `kind` is None of all kinds together, where each is counted once."""

    kind: PaperKind | None
    people: int


def _year(year):
    first = days.today().replace(year=year, month=1, day=1)
    return days.period(first, first.replace(year=year + 1))


def counted(year):
    """The requests by which somebody counts."""
    since, before = _year(year)
    left = Exit.objects.filter(
        stay__person=OuterRef("paper__person"),
        state="done",
        left_at__gte=since,
        left_at__lt=before,
        left_at__date__gte=OuterRef("got_on"),
        stay__began_at__date__lte=OuterRef("got_on"),
    ).exclude(kind__code=WayOut.DIED)
    rows = PaperRequest.objects.exclude(got_on=None).exclude(paper__state=PaperState.HAS)
    return rows.filter(Exists(left))


def years_of(year) -> list[KindOfYear]:
    """Of each kind, and last of all together. Numbers: of closed files too."""
    rows = counted(year).order_by()
    people = Count("paper__person", distinct=True)
    found = dict(rows.values_list("paper__kind").annotate(people=people))
    kinds = [KindOfYear(kind, found.get(kind.pk, 0)) for kind in PaperKind.objects.all()]
    total = rows.aggregate(people=people)["people"]
    return [*kinds, KindOfYear(None, total)]


def people_of(year, kind, user):
    """Those whom a number counts, as far as this reader may know them."""
    rows = counted(year).filter(paper__person=OuterRef("pk"))
    rows = rows.filter(paper__kind=kind) if kind else rows
    people = Person.objects.filter(access.whole_to(user, "pk"), Exists(rows))
    return people.order_by("name", "pk")


def tell_kinds(people, year):
    """Each of these people gets `took`: which they left with."""
    rows = counted(year).filter(paper__person__in=[person.pk for person in people])
    told = defaultdict(dict)
    for row in rows.select_related("paper__kind").order_by("paper__kind__order", "pk"):
        told[row.paper.person_id][str(row.paper.kind)] = None
    for person in people:
        person.took = ", ".join(told[person.pk])
