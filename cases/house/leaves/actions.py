"""Out for a while, and back."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.gate.receivers import (
    MAY_ALLOW,
    Act,
    check_comparable,
    forbidden_for_others,
    objection_to,
    said_of_others,
)
from cases.house.leaves.models import Leave
from cases.house.presence.absences import ONE_MINUTE, begin_absence, end_absence_of
from cases.house.presence.models import Absence
from cases.people.flags.whom import Named
from cases.stays.locks import lock_stay
from rptc import days
from rptc.audit.record import keep, record
from rptc.saving import locked, save, sentence_of

LET_OUT_BY = "Minta pekerja sosial atau Kepala UPT mencatat izin ini."


@transaction.atomic
def start_leave(leave, *, by):
    """Somebody goes out, and is expected back. Whoever was missed turns out to be on leave.

    Nobody goes along who must not have this klien: going out is no way round a release.
    """
    stay = lock_stay(leave.stay)
    if not stay.is_open:
        raise ValidationError("Masa pembinaan ini sudah berakhir.")
    if leave.left_at < stay.began_at:
        raise ValidationError({"left_at": "Keluar tidak mungkin sebelum tiba di RPTC."})
    if Leave.objects.open().filter(stay=stay).exists():
        raise ValidationError(sentence_of(Leave, "stay_has_one_open_leave"))
    _check_escort(stay.person, leave.escort, by)
    leave.recorded_by = by
    save(leave)
    end_absence_of(stay, Absence.End.ON_LEAVE, at=days.now(), by=by)
    record(by, "let_out", leave, person=stay.person_id)
    return leave


def _check_escort(person, escort, by):
    asked = Named(escort)
    if escort:
        check_comparable(asked, "escort")
    if objection := objection_to(person, asked, by=by):
        why = f"Tidak boleh mendampingi. {objection.said}"
        raise objection.refused(Act.ESCORT, {"escort": why})
    others = forbidden_for_others(person, asked, by=by)
    if others and not by.has_role(*MAY_ALLOW):
        raise ValidationError({"escort": f"{said_of_others(others)} {LET_OUT_BY}"})


@transaction.atomic
def return_from_leave(leave, *, returned_at, by):
    """Back in the house. Raises ValidationError in words."""
    lock_stay(leave.stay)
    leave = locked(leave)
    if not leave.is_open:
        raise ValidationError("Kembalinya sudah dicatat.")
    if returned_at < leave.left_at:
        raise ValidationError("Kembali tidak mungkin sebelum keluar.")
    leave.returned_at, leave.returned_by = returned_at, by
    return keep(leave, "came_back", by=by, person=leave.stay.person_id)


@transaction.atomic
def miss_on_leave(absence, leave, *, last_seen_at, by):
    """Did not come back, and nobody knows where they are: no leave any more, and searched for."""
    absence.stay = lock_stay(leave.stay)
    leave = locked(leave)
    if not leave.is_open:
        raise ValidationError("Kembalinya sudah dicatat.")
    # What is typed has no seconds.
    if last_seen_at <= leave.left_at - ONE_MINUTE:
        raise ValidationError({"last_seen_at": "Saat keluar ia masih terlihat."})
    absence.last_seen_at = max(last_seen_at, leave.left_at)
    begin_absence(absence, by=by)
    leave.absence, leave.returned_at, leave.returned_by = absence, absence.noticed_at, by
    keep(leave, "ended", by=by, person=leave.stay.person_id)
    return absence


def close_leave(stay, *, at, by):
    """The stay has ended, and its open leave with it. For the action that ends the stay."""
    for leave in Leave.objects.open().filter(stay=stay):
        leave.returned_at, leave.returned_by = max(at, leave.left_at), by
        leave.ended_with_stay = True
        leave.save()
