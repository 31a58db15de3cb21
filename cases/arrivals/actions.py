"""Arrival."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.exits.actions import cancel_open_exits, finish
from cases.exits.models import Exit, ExitKind
from cases.gate.models import Receiver
from cases.house.presence.absences import end_absence_of
from cases.house.presence.models import Absence, Brought
from cases.intakes.locks import lock_intake
from cases.intakes.models import Door, Intake, Outcome
from cases.people.access import holds_themselves
from cases.people.relations.models import Relation
from cases.stays.models import Stay, StayReturn, StayRule
from cases.stays.ways_out import WayOut
from rptc import days, words
from rptc.audit.record import record
from rptc.kept import THIS, kept_first, kept_number
from rptc.saving import save
from rptc.sending import was_sent

# Who brings back whoever comes by this door; any other is another agency.
BROUGHT = {
    Door.PATROL: Brought.FIELD,
    Door.WALK_IN: Brought.ALONE,
    Door.FAMILY: Brought.FAMILY,
    Door.POLICE: Brought.POLICE,
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
    intake = lock_intake(intake, "person", "classification")
    if was_sent(Stay, send_key, by):
        return Stay.objects.get(send_key=send_key, recorded_by=by)
    _check_arrival(intake, at)
    if open_stay := kept_first(_still_open, None, this=intake.person_id):
        raise StillInTheHouse(open_stay)
    return _begin_stay(intake, at, by, social_worker, send_key, send_digest)


def _begin_stay(intake, at, by, social_worker, send_key, send_digest):
    rule = _rule_of(intake, days.day_of(at))
    if rule is None:
        raise ValidationError("Belum ada aturan masa pembinaan untuk hari itu.")
    if social_worker and not _may_be_given(intake.person, social_worker):
        social_worker = None
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
    save(stay)
    if kept_number(_handed, None, this=stay.person_id):
        Receiver.objects.handed().filter(stay__person=stay.person).note_returns()
    record(by, "arrived", stay)
    return stay


def _rule_of(intake, day):
    if day == days.today():
        return kept_first(_rules_of_today, None, this=intake.classification_id)
    return StayRule.objects.for_entry(intake.classification, day)


def _rules_of_today(_):
    return StayRule.objects.that_could_be(THIS, days.today())[:1]


def _may_be_given(person, social_worker):
    """At the door, a file that is sealed, or holds a mark for suspected exploitation, goes only to
    whose it is already, and not to who stands in; to another it is assigned by the head. No file
    goes to whose own or whose family's it is."""
    if person.pk in social_worker.own_files:
        return False
    is_open = not person.is_sealed and not Relation.objects.marks_of(person).exists()
    return is_open or holds_themselves(social_worker, person)


@transaction.atomic
def continue_stay(intake, *, at, not_seen_since, by, send_key, send_digest=""):
    """Caught again while still on the books, and the same stay goes on."""
    intake = lock_intake(intake, "person", "classification")
    if sent := StayReturn.objects.filter(send_key=send_key, recorded_by=by).first():
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
    end_absence_of(
        stay,
        Absence.End.RETURNED,
        at=at,
        by=by,
        brought_by=BROUGHT.get(intake.door, Brought.OTHER),
        found_place=intake.where,
    )
    record(by, "continued", stay)
    return stay


@transaction.atomic
def begin_anew(intake, *, at, not_seen_since, by, send_key, send_digest="", social_worker=None):
    """The earlier stay is closed as ran away when last seen, and a new one begins."""
    intake = lock_intake(intake, "person", "classification")
    if sent := Stay.objects.filter(send_key=send_key, recorded_by=by).first():
        return sent
    _check_arrival(intake, at)
    stay = _open_stay_of(intake.person)
    if not stay.began_at < not_seen_since <= at:
        raise ValidationError("Terakhir terlihat harus sesudah tiba dan sebelum kembali.")
    cancel_open_exits(stay, by)
    left = Exit(
        stay=stay,
        kind=ExitKind.objects.get(code=WayOut.RAN_AWAY),
        reason="Terjaring lagi ketika masih tercatat dalam masa pembinaan.",
        recorded_by=by,
    )
    finish(left, stay, left_at=not_seen_since, by=by)
    # Whose case it was, it stays: another takes it by an assignment.
    social_worker = stay.social_worker or social_worker
    return _begin_stay(intake, at, by, social_worker, send_key, send_digest)


def _open_stay_of(person):
    stay = Stay.objects.select_for_update(of=("self",)).open().filter(person=person).first()
    if stay is None:
        raise ValidationError("Masa pembinaan sebelumnya sudah berakhir. Terima seperti biasa.")
    return stay


def _check_arrival(intake, at):
    if intake.outcome != Outcome.BROUGHT:
        raise ValidationError("Orang ini tidak dibawa ke RPTC.")
    if kept_number(_arrived, None, this=intake.pk):
        raise ValidationError("Kedatangan ini sudah diterima orang lain.")
    if at > days.now():
        raise ValidationError("Waktu tiba belum terjadi.")
    if days.day_of(at) < intake.met_on or (intake.met_at and at < intake.met_at):
        raise ValidationError("Tiba tidak mungkin sebelum terjaring.")


def _still_open(_):
    return Stay.objects.open().filter(person=THIS).order_by("pk")[:1]


def _arrived(_):
    return Intake.objects.that_have_arrived().filter(pk=THIS)


def _handed(_):
    return Receiver.objects.handed().filter(stay__person=THIS)
