"""Whom an inquiry may be about."""

from django.db.models import Q

from cases.gate.visits.models import Inquiry
from cases.people.likely import hinted, known_of
from cases.people.matching import Known, score
from cases.people.models import Person
from rptc import days

# The page of a stay looks through so many open inquiries: those about the klien first.
LOOKED_THROUGH = 100


def sought_as_known(inquiry):
    return Known(name=inquiry.sought, sex=inquiry.sought_sex, age=inquiry.sought_age)


def people_like(inquiry, *, user):
    """[(person, reasons)] of those whom this user may see and whom the inquiry may be about: who
    asks often knows no more than a name or a nickname."""
    people = Person.objects.visible_to(user)
    on = days.day_of(inquiry.asked_at)
    found = hinted(sought_as_known(inquiry), on=on, among=people)
    rows = people.in_bulk([each.person_id for each in found])
    return [(rows[each.person_id], each.match.reasons) for each in found]


def inquiries_about(person, *, user):
    """Open inquiries that are about this klien, and those that may be: who asks may be the
    family that is looked for."""
    inquiries = Inquiry.objects.told_to(user).with_telling(user).open()
    inquiries = inquiries.filter(Q(person=person) | Q(person=None))
    known = known_of(person, on=days.today())
    return [
        each
        for each in inquiries.order_by("person", "-asked_at", "-pk")[:LOOKED_THROUGH]
        if each.person_id or score(sought_as_known(each), known).is_hint
    ]
