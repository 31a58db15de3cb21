"""Whom to call about somebody who is not seen, or late from leave: numbers that are written down
already."""

import re
from dataclasses import dataclass

from cases.gate.receivers import objection_to
from cases.gate.visits.models import Visit
from cases.house.evening.models import ImportantNumber
from cases.people.flags.whom import telephones
from rptc.letters.models import Unit

# Of the family: those who came last.
FAMILY = 3


@dataclass(frozen=True)
class Call:
    """Somebody to be called; without a number it is said where it is written down."""

    whom: str
    number: str = ""
    missing: str = ""

    @property
    def dialled(self):
        return re.sub(r"[^0-9+]", "", self.number)


def calls_about(stay, user):
    """The police, the post of the house, whose case it is, and family that came."""
    person = stay.person
    yield from _listed(ImportantNumber.objects.of_the_police(), "Polisi")
    yield from _post()
    yield _worker(stay)
    family = list(_family(person, user))
    yield from family or [Call("Keluarga atau wali", missing="belum ada nomor di kunjungan")]


def _listed(numbers, whom):
    numbers = [Call(each.name, each.number) for each in numbers]
    return numbers or [Call(whom, missing="belum ditulis di Nomor penting")]


def _post():
    """The post where somebody is at night too; else the telephone of the unit."""
    posts = list(ImportantNumber.objects.of_the_post())
    unit = Unit.objects.filter(pk=1).exclude(phone="").first()
    if unit and not posts:
        return [Call("RPTC", unit.phone)]
    return _listed(posts, "Pos piket")


def _worker(stay):
    worker = stay.social_worker
    if worker is None:
        return Call("Pekerja sosial", missing="belum ada untuk masa pembinaan ini")
    whom = f"{worker}, pekerja sosialnya"
    return Call(whom, worker.phone, missing="nomornya belum dicatat di akunnya")


def _family(person, user):
    """Who came to see the klien and left a number, but nobody who must not be received: whoever
    is forbidden to fetch a child is not asked where it is."""
    visits = Visit.objects.visible_to(user).received().filter(stay__person=person)
    visits = list(visits.exclude(phone="").order_by("-came_at", "-pk")[: 4 * FAMILY])
    forbidden = {visit for visit in visits if objection_to(person, visit.named, by=user)}
    # Under whatever name a number was left later: they answer it.
    seen = {number for visit in forbidden for number in telephones(visit.phone)}
    found = 0
    for visit in visits:
        numbers = telephones(visit.phone) or {visit.phone}
        if visit in forbidden or numbers & seen or found == FAMILY:
            continue
        seen |= numbers
        found += 1
        yield Call(f"{visit.visitor} ({visit.relation})", visit.phone)
