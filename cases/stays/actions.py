"""Arrival and exit. Locks are taken in one order: person, stay, exit."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.intakes.models import Intake, Outcome
from cases.people.flags.actions import check_release
from cases.people.models import Person
from cases.people.relations.actions import suspect_among
from cases.stays.beds.models import BedUse
from cases.stays.models import Exit, ExitKind, ExitState, Stay, StayReturn, StayRule
from rptc import days, words
from rptc.audit.record import record

RAN_AWAY = "melarikan-diri"
# What the database says when two clerks were quicker than our own look.
REASONS = {
    "person_has_one_open_stay": "Klien ini masih dalam masa pembinaan.",
    "stays_of_a_person_do_not_overlap": "Bertumpuk dengan masa pembinaan lain dari klien ini.",
    "stay_ends_after_it_begins": "Saat keluar harus sesudah saat tiba.",
    "stay_has_one_exit": "Terminasi masa pembinaan ini sudah diajukan.",
}


class StillInTheHouse(ValidationError):
    """The person is still on the books: came back, or ran away and begins anew?"""

    def __init__(self, stay):
        super().__init__(
            f"Masih tercatat dalam masa pembinaan sejak {words.tanggal(stay.began_at)}."
            " Pilih: kembali, atau dahulu melarikan diri."
        )
        self.stay = stay


@transaction.atomic
def confirm_arrival(intake, *, at, by, social_worker=None, send_key, send_digest=""):
    """The house confirms that somebody arrived: the stay begins, under the rule of that day.

    Raises StillInTheHouse when an earlier stay has not ended, ValidationError when the intake
    has arrived already or was never brought.
    """
    intake = _lock_intake(intake)
    sent = Stay.objects.filter(send_key=send_key, recorded_by=by).first()
    if sent:
        return sent
    _check_arrival(intake, at)
    if open_stay := Stay.objects.open().filter(person=intake.person_id).first():
        raise StillInTheHouse(open_stay)
    return _begin_stay(intake, at, by, social_worker, send_key, send_digest)


def _begin_stay(intake, at, by, social_worker, send_key, send_digest):
    rule = StayRule.objects.for_entry(intake.classification, days.day_of(at))
    if rule is None:
        raise ValidationError("Belum ada aturan masa pembinaan untuk hari itu.")
    stay = Stay(
        person=intake.person,
        intake=intake,
        began_at=at,
        rule=rule,
        last_on=rule.last_day(days.day_of(at)),
        social_worker=social_worker,
        recorded_by=by,
        send_key=send_key,
        send_digest=send_digest,
    )
    _save(stay)
    record(by, "arrived", stay)
    return stay


@transaction.atomic
def continue_stay(intake, *, at, not_seen_since, by, send_key, send_digest=""):
    """Caught again while still on the books, and the same stay goes on."""
    intake = _lock_intake(intake)
    sent = StayReturn.objects.filter(send_key=send_key, recorded_by=by).first()
    if sent:
        return sent.stay
    _check_arrival(intake, at)
    stay = _open_stay_of(intake.person)
    if not stay.began_at <= not_seen_since < at:
        raise ValidationError("Terakhir terlihat harus sesudah tiba dan sebelum kembali.")
    StayReturn.objects.create(
        stay=stay,
        intake=intake,
        not_seen_since=not_seen_since,
        returned_at=at,
        recorded_by=by,
        send_key=send_key,
        send_digest=send_digest,
    )
    record(by, "returned", stay)
    return stay


@transaction.atomic
def begin_anew(intake, *, at, not_seen_since, by, send_key, send_digest="", social_worker=None):
    """The earlier stay is closed as ran away when last seen, and a new one begins."""
    intake = _lock_intake(intake)
    sent = Stay.objects.filter(send_key=send_key, recorded_by=by).first()
    if sent:
        return sent
    _check_arrival(intake, at)
    stay = _open_stay_of(intake.person)
    if not stay.began_at < not_seen_since <= at:
        raise ValidationError("Terakhir terlihat harus sesudah tiba dan sebelum kembali.")
    _cancel_open_exits(stay, by)
    left = Exit(
        stay=stay,
        kind=ExitKind.objects.get(code=RAN_AWAY),
        reason="Terjaring lagi ketika masih tercatat dalam masa pembinaan.",
        recorded_by=by,
    )
    _finish(left, stay, left_at=not_seen_since, by=by)
    return _begin_stay(intake, at, by, social_worker, send_key, send_digest)


def _lock_intake(intake):
    Person.objects.select_for_update(of=("self",)).get(pk=intake.person_id)
    return Intake.objects.select_related("person", "classification").get(pk=intake.pk)


def _open_stay_of(person):
    stay = Stay.objects.select_for_update(of=("self",)).open().filter(person=person).first()
    if stay is None:
        raise ValidationError("Masa pembinaan sebelumnya sudah berakhir. Terima seperti biasa.")
    return stay


def _check_arrival(intake, at):
    if intake.outcome != Outcome.BROUGHT:
        raise ValidationError("Orang ini tidak dibawa ke RPTC.")
    if hasattr(intake, "stay") or hasattr(intake, "stay_return"):
        raise ValidationError("Kedatangan ini sudah diterima orang lain.")
    if at > days.now():
        raise ValidationError("Waktu tiba belum terjadi.")
    if intake.met_at and at < intake.met_at:
        raise ValidationError("Tiba tidak mungkin sebelum terjaring.")
    if days.day_of(at) < intake.met_on:
        raise ValidationError("Tiba tidak mungkin sebelum terjaring.")


def _save(row):
    """Save, and say in words what the database refuses."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        constraint = error.__cause__.diag.constraint_name
        if constraint not in REASONS:
            raise
        raise ValidationError(REASONS[constraint]) from error


@transaction.atomic
def assign_social_worker(stay, social_worker, *, by):
    stay = Stay.objects.select_for_update(of=("self",)).get(pk=stay.pk)
    stay.social_worker = social_worker
    stay.save()
    record(by, "assigned", stay, social_worker=str(social_worker))
    return stay


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
        _cancel_open_exits(stay, by)
    elif not by.has_perm("cases.end_stay"):
        raise ValidationError("Cara keluar ini dicatat oleh pekerja sosial.")
    check_release(stay.person, exit.receiver, by=by)
    exit.recorded_by = by
    if needs_head(stay, exit.kind):
        exit.state = ExitState.PROPOSED
        _save(exit)
        record(by, "proposed", exit, person=stay.person_id)
        return exit
    _check_leaving(stay, left_at)
    if suspect := suspect_among(stay.person, exit.receiver):
        raise ValidationError(
            f"{suspect} diduga mengeksploitasi anak. Penyerahan kepadanya hanya dengan keputusan"
            " tertulis Kepala UPT."
        )
    return _finish(exit, stay, left_at=left_at, by=by)


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


def _cancel_open_exits(stay, by):
    """What was asked of the head falls away when somebody left otherwise."""
    for waiting in stay.exits.filter(state__in=[ExitState.PROPOSED, ExitState.APPROVED]):
        waiting.state = ExitState.CANCELLED
        waiting.save()
        record(by, "cancelled", waiting, person=stay.person_id)


def _finish(exit, stay, *, left_at, by):
    exit.state, exit.left_at, exit.done_by = ExitState.DONE, left_at, by
    exit.must_be_known = exit.decided_by_id is None
    _save(exit)
    stay.ended_at = left_at
    _save(stay)
    for use in BedUse.objects.open().filter(stay=stay):
        use.ended_at = max(left_at, use.began_at)
        use.save()
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
    exit.receiver = receiver
    return _finish(exit, exit.stay, left_at=left_at, by=by)


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
