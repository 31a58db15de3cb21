from django.core.exceptions import ValidationError
from django.db import transaction

from cases.people import access
from cases.people.actions import seal_letters_of
from cases.people.locks import lock_person
from cases.people.reach import Level, Reach, Why
from cases.people.sealing.models import OPEN_FOR, EmergencyAccess, Seal, SealReader
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.record import enter, record
from rptc.decisions import decide
from rptc.saving import locked, save


@transaction.atomic
def seal_for(seal, *, named, by):
    """Close a file to all but `named` and the head. Whoever closes it reads it on."""
    person = lock_person(seal.person_id)
    if person.for_named_only:
        raise ValidationError("Berkas ini sudah ditutup.")
    seal.person, seal.was_sealed = person, person.is_sealed
    readers = {user.pk: user for user in named}
    if not by.has_role(Role.HEAD):
        readers[by.pk] = by
    enter(seal, "sealed", by=by, person=person, readers=len(readers))
    for user in readers.values():
        SealReader(seal=seal, person=person, user=user).save()
    seal_letters_of(person)
    return seal


@transaction.atomic
def end_seal(seal, *, reason, by):
    """The head opens the file again, and it is as it was. Letters made meanwhile stay closed."""
    lock_person(seal.person_id)
    seal = locked(seal)
    if seal.ended_at:
        raise ValidationError("Berkas ini sudah dibuka.")
    seal.ended_at, seal.ended_by, seal.end_reason = days.now(), by, reason
    save(seal)
    record(by, "unsealed", seal, person=seal.person_id)
    return seal


@transaction.atomic
def open_in_emergency(emergency, *, by):
    """60 minutes, to read. The head is told by what waits for them; so is whose case it is, or
    who closed the file."""
    person = lock_person(emergency.person_id)
    if access.known(by, person).level >= Level.SECRET:
        raise ValidationError("Berkas ini sudah terbuka bagi Anda.")
    if EmergencyAccess.objects.open_for(by).filter(person=person).exists():
        raise ValidationError("Akses darurat Anda pada berkas ini masih berlaku.")
    now = days.now()
    emergency.person, emergency.since, emergency.until = person, now, now + OPEN_FOR
    emergency.told_to_id = _whose(person)
    if emergency.told_to_id == by.pk:
        emergency.told_to_id = None
    return enter(emergency, "broke_glass", by=by, person=person)


def _whose(person):
    """Who closed the file, else whose case it is or was last."""
    seal = Seal.objects.in_force().filter(person=person).first()
    if seal:
        return seal.recorded_by_id
    cases = Reach.objects.in_force().filter(person=person, why=Why.CASE).order_by("-since", "-pk")
    return cases.values_list("user", flat=True).first()


def judge_emergency(emergency, **decision):
    return decide(emergency, lock=locked, **decision)


@transaction.atomic
def read_emergency(emergency, *, by):
    """Whose case it is has been told."""
    emergency = locked(emergency)
    emergency.told_at = emergency.told_at or days.now()
    emergency.save()
    return emergency
