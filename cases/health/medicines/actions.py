"""A medicine written down, changed, stopped; doses of a round, all in one save."""

from dataclasses import dataclass, field
from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from cases.health.medicines.away import away_of
from cases.health.medicines.models import Dose, Medicine, Outcome, clock
from cases.health.medicines.names import put_away
from cases.health.medicines.planned import why_not_yet
from cases.stays.locks import held, lock_stay, lock_with_stay
from cases.stays.models import Stay
from rptc import days
from rptc.audit.record import enter, keep, record
from rptc.kept import AmongThese, kept_rows
from rptc.sending import row_key

ENDED = "Obat ini sudah dihentikan."
LEFT = "Masa pembinaan ini sudah berakhir: obatnya tidak diberikan di sini lagi."
NOT_YET = "Obat ini baru mulai {}."
OUT_THEN = "{} pada waktu itu. Bila sudah kembali, catat dahulu kembalinya."
MISSED_FIRST = "Catat dahulu obat pukul {} yang belum tercatat. Jamnya hilang bila diubah."


@transaction.atomic
def write_medicine(medicine, *, name, by):
    """Of somebody in the house: who has left gets it elsewhere. Its hours begin now."""
    stay = lock_stay(medicine.stay)
    if not stay.is_open:
        raise ValidationError(LEFT)
    if medicine.last_on and medicine.last_on < days.today():
        raise ValidationError({"last_on": "Hari ini sudah lewat."})
    medicine.hours_since = days.now()
    put_away(medicine, name)
    return enter(medicine, "wrote", by=by, person=stay.person_id)


@transaction.atomic
def change_medicine(medicine, *, by):
    """`medicine` is locked by its page, and filled by the form. Other hours begin now; nothing of
    the old ones may be lost by that."""
    stay = lock_stay(medicine.stay)
    before = Medicine.objects.get(pk=medicine.pk)
    if before.ended_at:
        raise ValidationError(ENDED)
    if not stay.is_open:
        raise ValidationError(LEFT)
    if before.last_on != medicine.last_on and medicine.last_on:
        if medicine.last_on < days.today():
            raise ValidationError({"last_on": "Hari ini sudah lewat."})
    if (before.hours, before.moves_in_fast) != (medicine.hours, medicine.moves_in_fast):
        # Those of this hour too, that do not wait as missed yet.
        open_ = Medicine.objects.filter(pk=medicine.pk).unwritten().first()
        if open_:
            hour = clock(open_.missed_at.astimezone(days.WITA))
            raise ValidationError({"hours": MISSED_FIRST.format(hour)})
        medicine.hours_since = days.now()
    return keep(medicine, "changed", by=by, person=stay.person_id)


@transaction.atomic
def end_medicine(medicine, *, reason, by):
    """From now on it is not due any more. What was missed before stays missed."""
    medicine = lock_with_stay(medicine)
    if medicine.ended_at:
        raise ValidationError(ENDED)
    medicine.ended_at, medicine.ended_by, medicine.end_reason = days.now(), by, reason
    return keep(medicine, "ended", by=by, person=medicine.stay.person_id)


@dataclass(frozen=True)
class Answer:
    """What was said of one dose of the round."""

    medicine_id: int
    stay_id: int
    day: date
    slot: time
    times: int
    amount: str
    outcome: str
    said: str = ""

    @property
    def place(self):
        return self.medicine_id, self.day, self.slot


@dataclass
class Given:
    """What a round made: how many rows, and those that somebody had written before."""

    saved: int = 0
    before: list[Dose] = field(default_factory=list)


@transaction.atomic
def give_doses(answers, *, key, by) -> Given:
    """The answers of a round, a row each: the same few queries for six as for thirty.

    Two who save at once wait for each other at the stays. Who comes second finds what is written,
    changes nothing of it and is told; what only they answered is saved.
    """
    given = Given()
    if not answers:
        raise ValidationError("Belum ada yang diisi.")
    stays = kept_rows(_held, None, these={answer.stay_id for answer in answers})
    there = _written(answers)
    _check_new([answer for answer in answers if answer.place not in there], stays)
    rows = []
    for answer in answers:
        own_key = row_key(key, answer.place)
        dose = there.get(answer.place)
        if dose is None:
            rows.append(_row(answer, own_key, by))
        elif (dose.send_key, dose.recorded_by_id) == (own_key, by.pk):
            given.saved += 1
        else:
            given.before.append(dose)
    Dose.objects.bulk_create(rows)
    given.saved += len(rows)
    if rows:
        asked = {row.medicine_id for row in rows}
        people = {answer.stay_id for answer in answers if answer.medicine_id in asked}
        people = sorted(stay.person_id for stay in stays if stay.pk in people)
        record(by, "gave_doses", page="putaran obat", people=people, doses=len(rows))
    return given


def _held(_):
    return held(Stay.objects.filter(AmongThese(F("pk"))).select_related("person"))


def _check_new(answers, stays):
    """Nothing is written before its hour; and somebody may have been missed, or have gone out,
    since the page was shown."""
    names = {stay.pk: str(stay.person) for stay in stays}
    away = away_of(names)
    now = days.now()
    for answer in answers:
        out = away.get(answer.stay_id)
        at = days.at(answer.day, answer.slot)
        if why := why_not_yet(at, now):
            raise ValidationError(f"{names[answer.stay_id]}: {why}")
        if out and answer.outcome != Outcome.ABSENT and at >= out.hour_since:
            raise ValidationError(f"{names[answer.stay_id]}: {out.why}")


def _written(answers):
    """{place: the dose that is there}."""
    which = Q(medicine__in={answer.medicine_id for answer in answers})
    which &= Q(due_on__in={answer.day for answer in answers})
    doses = Dose.objects.filter(which).select_related("recorded_by", "medicine__stay__person")
    return {(dose.medicine_id, dose.due_on, dose.slot): dose for dose in doses}


def _row(answer, key, by):
    return Dose(
        medicine_id=answer.medicine_id,
        due_on=answer.day,
        slot=answer.slot,
        times=answer.times,
        amount=answer.amount,
        outcome=answer.outcome,
        said=answer.said,
        recorded_by=by,
        recorded_at=days.now(),
        send_key=key,
    )


@transaction.atomic
def give_as_needed(dose, *, given_at, by):
    """One that has no hours, when it was given."""
    medicine = lock_with_stay(dose.medicine)
    if not medicine.as_needed:
        raise ValidationError("Obat ini punya jam. Catat pada daftar obat hari ini.")
    if medicine.ended_at and given_at >= medicine.ended_at:
        raise ValidationError(ENDED)
    stay = medicine.stay
    if stay.ended_at and given_at >= stay.ended_at:
        raise ValidationError(LEFT)
    out = away_of([stay.pk]).get(stay.pk)
    if out and given_at >= out.since:
        raise ValidationError({"given_at": OUT_THEN.format(out.words)})
    dose.due_on = days.day_of(given_at)
    if dose.due_on < max(medicine.first_on, stay.entered_on):
        first = max(medicine.first_on, stay.entered_on)
        raise ValidationError({"given_at": NOT_YET.format(f"{first:%d/%m/%Y}")})
    dose.slot = given_at.astimezone(days.WITA).time().replace(second=0, microsecond=0)
    dose.medicine, dose.amount, dose.outcome = medicine, medicine.dose, Outcome.GIVEN
    return enter(dose, "gave_doses", by=by, person=stay.person_id)


@transaction.atomic
def correct_dose(dose, *, by):
    """What was tapped wrongly is put right; what stood there stays in the history. `dose` is
    locked by its page, and filled by the form."""
    stay = dose.medicine.stay_id
    was = Dose.objects.values_list("outcome", flat=True).get(pk=dose.pk)
    out = away_of([stay]).get(stay)
    if out and dose.outcome not in (was, Outcome.ABSENT) and dose.at >= out.hour_since:
        raise ValidationError({"outcome": out.why})
    return keep(dose, "corrected", by=by, person=dose.medicine.stay.person_id)
