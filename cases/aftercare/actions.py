from django.core.exceptions import ValidationError
from django.db import transaction

from cases.aftercare.contacts import contacts_of, planned_by_way
from cases.aftercare.models import Way
from cases.people.locks import lock_person
from cases.stays.models import Stay
from rptc import days
from rptc.audit.record import enter
from rptc.words import kalimat

MONTHS = 12


@transaction.atomic
def record_follow_up(follow_up, *, by):
    """Write down how a contact went, or why it was not made. Nothing else changes by it: whoever
    is on the street again is written down as met by whoever meets them."""
    exit = follow_up.exit
    lock_person(exit.stay.person_id)
    if told := exit.follow_ups.filter(day=follow_up.day).select_related("recorded_by").first():
        raise ValidationError(kalimat(f"Hari ke-{told.day} sudah dicatat {told.recorded_by}"))
    contact = contact_of(exit, follow_up.day)
    if contact is None:
        raise ValidationError("Bimbingan lanjut hari itu tidak diminta lagi: aturannya berubah.")
    if contact.is_over:
        raise ValidationError(f"Hari ke-{contact.day} {contact.why_over}.")
    if not contact.can_be_recorded:
        raise ValidationError(f"Baru dapat dicatat mulai {contact.opens_on:%d/%m/%Y}.")
    if follow_up.done_on < days.day_of(exit.left_at):
        raise ValidationError("Tanggalnya sebelum klien keluar.")
    person, result = exit.stay.person_id, follow_up.result
    return enter(follow_up, "registered", by=by, person=person, result=result)


def contact_of(exit, day):
    """The contact of that day, unless it was recorded or no rule asks for it."""
    contacts = contacts_of(Stay.objects.filter(pk=exit.stay_id))
    return next((contact for contact in contacts if contact.day == day), None)


def forecast(rule):
    """[(way, without it, with it)] contacts a month after the exits of the last twelve months, and
    their sum: under the rules of the day on which this one begins or ends.

    The rule is saved for the count alone, and taken back: what is shown is what will be counted.
    """
    today = days.today()
    year = days.period(days.add_months(today, -MONTHS), today)
    stays = Stay.objects.filter(ended_at__gte=year[0], ended_at__lt=year[1])
    day = max(today, rule.valid_until or rule.valid_from)
    without = planned_by_way(stays, day)
    with transaction.atomic():
        rule.save()
        with_it = planned_by_way(stays, day)
        transaction.set_rollback(True)
    lines = [
        (way.label, without[way], with_it[way]) for way in Way if without[way] or with_it[way]
    ]
    lines.append(("Jumlah", without.total(), with_it.total()))
    return [(label, before / MONTHS, after / MONTHS) for label, before, after in lines]
