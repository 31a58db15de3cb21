"""What is done about somebody who was not seen."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.house.presence.models import Absence, AbsenceAct, Brought
from cases.stays.locks import lock_stay
from rptc import days
from rptc.audit.record import enter, keep, record
from rptc.saving import locked, save

ENDED = "Klien ini sudah tidak tercatat tidak hadir."
TOO_EARLY = "Saat absen itu belum ada. Tulis waktu sesudahnya, atau: ternyata tidak keluar."
WHO_RECEIVED = "Tulis kantor polisi mana dan siapa yang menerima."
ONE_MINUTE = timedelta(minutes=1)


def begin_absence(absence, *, by):
    """Missed elsewhere than at a roll call: the stay is locked by the caller."""
    absence.noticed_at = days.now()
    return enter(absence, "missed", by=by, person=absence.stay.person_id)


@transaction.atomic
def act_on_absence(act, *, by):
    """Searched, told the police, told the family: who and when. None of them ends the absence.

    The police were told after the klien was seen last.
    """
    absence = _lock(act.absence)
    if act.kind == AbsenceAct.Kind.POLICE:
        _check_told(act, absence)
    act.absence, act.recorded_by = absence, by
    act.save()
    record(by, "acted_on", absence, person=absence.stay.person_id, act=act.kind)
    return act


def _check_told(act, absence):
    if not (act.received_by and act.told_at):
        raise ValidationError({"received_by": WHO_RECEIVED})
    # What is typed has no seconds.
    if act.told_at <= absence.last_seen_at - ONE_MINUTE:
        raise ValidationError(
            {"told_at": "Saat itu klien masih terlihat. Tulis waktu sesudahnya."}
        )


@transaction.atomic
def take_back_act(act, *, reason, by):
    """Written by mistake: what it was to do is to be done again, and it stays to be read."""
    absence = _lock(act.absence)
    act = locked(act)
    if act.is_taken_back:
        raise ValidationError("Tindakan ini sudah dibatalkan.")
    act.taken_back_at, act.taken_back_by, act.take_back_reason = days.now(), by, reason
    save(act)
    record(by, "cancelled", absence, person=absence.stay.person_id, act=act.kind)
    return act


@transaction.atomic
def end_absence(absence, *, at, by, **brought):
    """Back in the house: when, by whom brought, whence. Never ends the stay.

    Also of somebody whom a roll call has seen again, for whom nobody has written it yet.
    """
    absence = _lock(absence, also_untold=True)
    if absence.is_untold and at > absence.ended_at:
        raise ValidationError({"at": "Sudah terlihat lagi sebelum itu. Tulis waktu yang benar."})
    # What is typed has no seconds. Who never left may have been seen before.
    too_early = at <= absence.noticed_at - ONE_MINUTE
    if too_early and brought["brought_by"] != Brought.NEVER_LEFT:
        raise ValidationError({"at": TOO_EARLY})
    _end(absence, Absence.End.RETURNED, at, by, **brought)
    return absence


def end_absence_of(stay, how, *, at, by, **brought):
    """The open absence of a stay ends, if there is one: the stay is locked by the caller."""
    for absence in Absence.objects.open().filter(stay=stay).select_related("stay"):
        _end(absence, how, at, by, **brought)


def _end(absence, how, at, by, brought_by="", brought_by_name="", found_place=""):
    absence.ended_at, absence.ended_by = max(at, absence.noticed_at), by
    absence.ended_how, absence.brought_by = how, brought_by
    absence.brought_by_name, absence.found_place = brought_by_name, found_place
    keep(absence, "ended", by=by, person=absence.stay.person_id, how=how)


def _lock(absence, also_untold=False):
    lock_stay(absence.stay)
    absence = locked(absence, "stay__person")
    if absence.is_open or (also_untold and absence.is_untold):
        return absence
    raise ValidationError(ENDED)
