"""Who must not be received or told, and whom an inquiry may be about."""

from django.db.models import Q

from cases.gate.visits.models import Inquiry, Unwelcome
from cases.people.flags.models import Flag
from cases.people.flags.whom import resembles
from cases.people.likely import known_of, likely
from cases.people.matching import Known, score
from cases.people.models import Person
from cases.people.relations.actions import suspect_among
from rptc import days

# The page of a stay looks through so many open inquiries: those about the klien first.
LOOKED_THROUGH = 100


def reason_against(person, name, *, by):
    """Why whoever bears this name must not be received for this klien, nor told; empty when
    nothing speaks against it. It holds whoever may see the warning (flags.check_release)."""
    if unwelcome := ban_against(person, name):
        return f"Ada dalam daftar jangan terima: {unwelcome}. {unwelcome.reason}"
    for flag in Flag.objects.filter(person=person).against_release().in_force().order_by("pk"):
        if resembles(flag.whom, name):
            if flag.audience in Flag.audiences_of(by):
                return f"Ada peringatan: jangan serahkan kepada {flag.whom}. {flag.what_to_do}"
            return "Orang ini tidak boleh diterima. Hubungi Kepala UPT."
    if suspect := suspect_among(person, name):
        return f"{suspect} diduga mengeksploitasi anak."
    return ""


def ban_against(person, name):
    """What says at the door that whoever bears this name is not received for this klien."""
    bans = Unwelcome.objects.in_force().against(person).order_by("pk")
    return next((ban for ban in bans if resembles(ban.name, name)), None)


def sought_as_known(inquiry):
    return Known(name=inquiry.sought, sex=inquiry.sought_sex, age=inquiry.sought_age)


def people_like(inquiry, *, user):
    """[(person, reasons)] of those whom this user may see and whom the inquiry may be about."""
    people = Person.objects.visible_to(user)
    on = days.day_of(inquiry.asked_at)
    found = likely(sought_as_known(inquiry), on=on, among=people)
    rows = people.in_bulk([each.person_id for each in found])
    return [(rows[each.person_id], each.match.reasons) for each in found]


def inquiries_about(person, *, user):
    """Open inquiries that are about this klien, and those that may be: who asks may be the
    family that is looked for."""
    inquiries = Inquiry.objects.visible_to(user).open()
    inquiries = inquiries.filter(Q(person=person) | Q(person=None))
    known = known_of(person, on=days.today())
    return [
        each
        for each in inquiries.order_by("person", "-asked_at", "-pk")[:LOOKED_THROUGH]
        if each.person_id or score(sought_as_known(each), known).is_likely
    ]
