"""How a stay ends (design.md 4, Approval). Locks are taken in one order: person, stay, exit."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.people.flags.actions import check_release
from cases.people.models import Person
from cases.people.relations.actions import suspect_among
from cases.stays.beds.models import BedUse
from cases.stays.belongings.actions import check_belongings
from cases.stays.extensions.actions import cancel_waiting_extension
from cases.stays.leaves.actions import close_leave
from cases.stays.models import Exit, ExitKind, ExitState, Stay
from cases.stays.presence.absences import end_absence_of
from cases.stays.presence.models import Absence
from cases.stays.saving import save
from rptc import days
from rptc.audit.record import record


@transaction.atomic
def end_stay(exit, *, left_at, by):
    """End a stay, or ask the head for it (design.md 4, Approval).

    At once by whoever is on duty: hospital, police, death, ran away. Alone by a social worker:
    another adult; the head is told of both. Before the act, through the head: a child, a
    dependent adult, and every handover to a partner. Raises ValidationError in words.
    """
    stay = _lock_stay(exit.stay)
    if not stay.is_open:
        raise ValidationError("Masa pembinaan ini sudah berakhir.")
    if exit.kind.is_emergency:
        cancel_open_exits(stay, by)
    elif not by.has_perm("cases.end_stay"):
        raise ValidationError("Cara keluar ini dicatat oleh pekerja sosial.")
    check_release(stay.person, exit.receiver, by=by)
    exit.recorded_by = by
    if needs_head(stay, exit.kind):
        exit.state = ExitState.PROPOSED
        save(exit)
        record(by, "proposed", exit, person=stay.person_id)
        return exit
    _check_leaving(stay, left_at)
    if not exit.kind.is_emergency:
        check_belongings(stay)
    if suspect := suspect_among(stay.person, exit.receiver):
        raise ValidationError(
            f"{suspect} diduga mengeksploitasi anak. Penyerahan kepadanya hanya dengan keputusan"
            " tertulis Kepala UPT."
        )
    return finish(exit, stay, left_at=left_at, by=by)


def needs_head(stay, kind):
    if kind.is_emergency:
        return False
    return kind.approval == ExitKind.Approval.HEAD or stay.needs_head


def _lock_stay(stay):
    Person.objects.select_for_update(of=("self",)).get(pk=stay.person_id)
    stays = Stay.objects.select_for_update(of=("self",))
    return stays.select_related("person", "intake__classification").get(pk=stay.pk)


def _check_leaving(stay, left_at):
    if left_at is None:
        raise ValidationError("Isi kapan klien keluar.")
    if left_at > days.now():
        raise ValidationError("Waktu keluar belum terjadi.")
    if left_at <= stay.began_at:
        raise ValidationError("Saat keluar harus sesudah saat tiba.")


def cancel_open_exits(stay, by):
    """What was asked of the head falls away when somebody left otherwise."""
    for waiting in stay.exits.filter(state__in=[ExitState.PROPOSED, ExitState.APPROVED]):
        waiting.state = ExitState.CANCELLED
        waiting.save()
        record(by, "cancelled", waiting, person=stay.person_id)


def finish(exit, stay, *, left_at, by):
    exit.state, exit.left_at, exit.done_by = ExitState.DONE, left_at, by
    exit.must_be_known = exit.decided_by_id is None
    save(exit)
    stay.ended_at = left_at
    save(stay)
    for use in BedUse.objects.open().filter(stay=stay):
        use.ended_at = max(left_at, use.began_at)
        use.save()
    cancel_waiting_extension(stay, by=by)
    close_leave(stay, at=left_at, by=by)
    end_absence_of(stay, Absence.End.WITH_STAY, at=left_at, by=by)
    record(by, "ended", stay, kind=str(exit.kind))
    return exit


@transaction.atomic
def decide_exit(exit, *, approve, note, by):
    """The head (or who stands in) approves or refuses. Never who asked.

    A child goes to an adult with suspected exploitation only by a decision that says why; to
    whom a warning names, not at all while the warning is in force.
    """
    exit = _lock_exit(exit)
    state = ExitState.APPROVED if approve else ExitState.REFUSED
    if exit.recorded_by_id == by.pk:
        raise ValidationError("Yang mengajukan tidak dapat memutuskan.")
    _must_become(exit, state)
    if approve:
        check_release(exit.stay.person, exit.receiver, by=by)
    if approve and not note and (suspect := suspect_among(exit.stay.person, exit.receiver)):
        raise ValidationError(
            f"{suspect} diduga mengeksploitasi anak. Tulis dalam catatan mengapa tetap disetujui."
        )
    exit.state, exit.decision_note = state, note
    exit.decided_by, exit.decided_at = by, days.now()
    exit.save()
    record(by, "approved" if approve else "refused", exit, person=exit.stay.person_id)
    return exit


@transaction.atomic
def hand_over(exit, *, left_at, receiver, by):
    """The approved handover takes place: the stay ends at that hour."""
    exit = _lock_exit(exit)
    _must_become(exit, ExitState.DONE)
    check_release(exit.stay.person, receiver, by=by)
    _check_decided_for(exit, receiver)
    _check_leaving(exit.stay, left_at)
    if left_at < exit.decided_at.replace(second=0, microsecond=0):
        raise ValidationError("Serah terima dilakukan sesudah disetujui.")
    check_belongings(exit.stay)
    exit.receiver = receiver
    return finish(exit, exit.stay, left_at=left_at, by=by)


def _check_decided_for(exit, receiver):
    """Whoever is suspected of exploitation must be the one for whom the decision says why."""
    child = exit.stay.person
    suspect = suspect_among(child, receiver)
    decided = exit.decision_note and suspect == suspect_among(child, exit.receiver)
    if suspect and not decided:
        raise ValidationError(
            f"{suspect} diduga mengeksploitasi anak, dan Kepala UPT belum memutuskan penyerahan"
            " kepadanya secara tertulis. Batalkan terminasi ini dan ajukan lagi."
        )


@transaction.atomic
def cancel_exit(exit, *, reason, by):
    exit = _lock_exit(exit)
    _must_become(exit, ExitState.CANCELLED)
    exit.state, exit.decision_note = ExitState.CANCELLED, reason
    exit.save()
    record(by, "cancelled", exit, person=exit.stay.person_id)
    return exit


@transaction.atomic
def acknowledge_exit(exit, *, by):
    """ "Diketahui": the head has been told of an exit without approval before the act."""
    exit = _lock_exit(exit)
    if exit.recorded_by_id == by.pk:
        raise ValidationError("Yang mencatat tidak dapat mengetahui sendiri.")
    if exit.is_known:
        raise ValidationError("Terminasi ini sudah diketahui.")
    exit.known_by, exit.known_at = by, days.now()
    exit.save()
    record(by, "acknowledged", exit, person=exit.stay.person_id)
    return exit


def _lock_exit(exit):
    stay = _lock_stay(exit.stay)
    exit = Exit.objects.select_for_update(of=("self",)).select_related("kind").get(pk=exit.pk)
    exit.stay = stay
    return exit


def _must_become(exit, state):
    if not exit.can_become(state):
        raise ValidationError(f"Terminasi ini sudah {exit.get_state_display().lower()}.")
