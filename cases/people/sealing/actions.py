from django.core.exceptions import ValidationError
from django.db import transaction

from cases.people import access
from cases.people.actions import seal_letters_of
from cases.people.locks import lock_person
from cases.people.models import Person
from cases.people.reach import Level, Reach, Why
from cases.people.sealing.models import OPEN_FOR, EmergencyAccess, Seal, SealReader
from rptc import days
from rptc.accounts.models import User
from rptc.accounts.own import CLOSED as OWN_CLOSED
from rptc.accounts.permissions import Role
from rptc.audit.record import enter, keep, record
from rptc.decisions import acknowledge, decide
from rptc.policies import whoever_acts
from rptc.saving import locked, save


@transaction.atomic
def seal_for(seal, *, named, by):
    """Close a file to all but `named`, whose case it is, and the head, who is told. Whoever closes
    it without having the case, or in another's place, does not read it on."""
    person = lock_person(seal.person_id)
    if access.known(by, person).level < Level.FILE:
        raise ValidationError("Hanya yang membaca berkas ini dapat menutupnya.")
    if person.for_named_only:
        raise ValidationError("Berkas ini sudah ditutup.")
    seal.person, seal.was_sealed = person, person.is_sealed
    readers = {user.pk: user for user in [*named, *workers_of(person)]}
    # Whose own file it is reads it as little as before, and is not named either.
    readers = {pk: user for pk, user in readers.items() if person.pk not in user.own_files}
    if by.has_role(Role.HEAD):
        seal.known_by, seal.known_at = by, days.now()
    elif access.holds_themselves(by, person):
        readers[by.pk] = by
    enter(seal, "sealed", by=by, person=person, readers=len(readers))
    for user in readers.values():
        said = {"since": seal.recorded_at, "added_by": by}
        SealReader(seal=seal, person=person, user=user, **said).save()
    seal_letters_of(person)
    return seal


def workers_of(person):
    """Whose case it is now."""
    return User.objects.filter(stays__person=person, stays__ended_at=None, is_active=True)


@transaction.atomic
def acknowledge_seal(seal, *, by):
    seal = locked(seal)
    is_known, person = seal.known_at, seal.person_id
    return acknowledge(seal, "Penutupan ini", is_known=is_known, by=by, person=person)


@transaction.atomic
def add_reader(seal, *, user, by):
    """The head, or who closed the file, names one more. The head is told of it."""
    person = lock_person(seal.person_id)
    seal = locked(seal)
    if seal.ended_at:
        raise ValidationError("Berkas ini sudah dibuka.")
    if seal.readers.filter(user=user, ended_at=None).exists():
        raise ValidationError({"user": f"{user} sudah membaca berkas ini."})
    reader = SealReader(seal=seal, person=person, user=user, added_by=by)
    if by.has_role(Role.HEAD):
        reader.known_by, reader.known_at = by, days.now()
    save(reader)
    record(by, "named_reader", seal, person=person, reader=str(user))
    return reader


def name_worker(person, worker, *, by):
    """Whose case it is now is always named. `by` is a head, who gave the case."""
    seal = Seal.objects.in_force().filter(person=person).first()
    if seal and not seal.readers.filter(user=worker, ended_at=None).exists():
        add_reader(seal, user=worker, by=by)


@transaction.atomic
def acknowledge_reader(reader, *, by):
    reader = locked(reader, "seal")
    if reader.known_at:
        raise ValidationError("Pembaca ini sudah diketahui.")
    reader.known_by, reader.known_at = by, days.now()
    return keep(reader, "acknowledged", by=by, person=reader.person_id)


@transaction.atomic
def end_reader(reader, *, by):
    """The head takes one of those who are named away, but never whose case it is."""
    person = lock_person(reader.person_id)
    reader = locked(reader, "seal", "user")
    if reader.ended_at:
        raise ValidationError(f"{reader.user} sudah tidak membaca berkas ini.")
    if workers_of(person).filter(pk=reader.user_id).exists():
        raise ValidationError(f"{reader.user} pekerja sosialnya: serahkan dahulu kliennya.")
    reader.ended_at, reader.ended_by = days.now(), by
    save(reader)
    record(by, "ended_reader", reader.seal, person=person, reader=str(reader.user))
    return reader


@transaction.atomic
def end_seal(seal, *, reason, by):
    """The head opens the file again, and it is as it was. Letters made meanwhile stay closed."""
    person = lock_person(seal.person_id)
    seal = locked(seal)
    if seal.ended_at:
        raise ValidationError("Berkas ini sudah dibuka.")
    if not seal.was_sealed and _nik_is_anothers(person):
        raise ValidationError(
            "NIK berkas ini sudah dipastikan milik klien lain. Selesaikan dahulu berkas gandanya."
        )
    seal.ended_at, seal.ended_by, seal.end_reason = days.now(), by, reason
    return keep(seal, "unsealed", by=by, person=seal.person_id)


def _nik_is_anothers(person):
    """Of a sealed file the number spoke against nobody."""
    confirmed = Person.NikStatus.CONFIRMED
    if person.nik_status != confirmed:
        return False
    others = Person.objects.filter(
        nik=person.nik, nik_status=confirmed, merged_into=None, is_sealed=False
    )
    return others.exclude(pk=person.pk).exists()


@transaction.atomic
def open_in_emergency(emergency, *, by):
    """60 minutes, to read. The head is told by what waits for them; so is whose case it is, or
    who closed the file."""
    person = lock_person(emergency.person_id)
    # Not why: what stands on the list is said on its page alone.
    if person.pk in by.own_files:
        raise ValidationError(OWN_CLOSED)
    if access.known(by, person).level >= Level.SECRET:
        raise ValidationError("Berkas ini sudah terbuka bagi Anda.")
    if EmergencyAccess.objects.open_for(by).filter(person=person).exists():
        raise ValidationError("Akses darurat Anda pada berkas ini masih berlaku.")
    unfair = EmergencyAccess.objects.filter(recorded_by=by, person=person, state="unfair")
    if unfair.exists():
        raise ValidationError(
            "Akses darurat Anda di sini dinilai tidak wajar. Hubungi Kepala UPT."
        )
    now = days.now()
    emergency.person, emergency.since, emergency.until = person, now, now + OPEN_FOR
    emergency.told_to_id = _whose(person)
    if emergency.told_to_id == by.pk:
        emergency.told_to_id = None
    return enter(emergency, "broke_glass", by=by, person=person)


def _whose(person):
    """Who closed the file, else whose case it is or was last."""
    # Who opens the file is not named, and does not read why it was closed.
    with whoever_acts():
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
