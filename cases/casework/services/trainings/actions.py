"""A place in a training is taken; it ends; a tool kit is given; what is earned is asked."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.casework.services.trainings.letters import RECEIPT
from cases.casework.services.trainings.models import Training
from cases.stays.locks import lock_stay, lock_with_stay
from rptc import days
from rptc.audit.record import enter, keep
from rptc.letters.actions import issue_for
from rptc.letters.ties import tied_letters


@transaction.atomic
def add_training(training, *, by):
    training.stay = lock_stay(training.stay)
    _check_begin(training)
    return enter(training, "registered", by=by, person=training.stay.person_id)


@transaction.atomic
def change_training(training, *, by):
    """`training` is locked and filled by its form."""
    _check_begin(training)
    return keep(training, "changed", by=by, person=training.stay.person_id)


def _check_begin(training):
    """It begins in its stay; how long it goes on is not asked."""
    stay = training.stay
    if training.began_on < stay.entered_on:
        raise ValidationError({"began_on": "Ini sebelum klien tiba."})
    if stay.ended_at and training.began_on > days.day_of(stay.ended_at):
        raise ValidationError({"began_on": "Ini sesudah klien keluar."})


@transaction.atomic
def end_training(training, *, is_finished, ended_on, certificate="", reason="", by):
    """Finished, with a certificate or without one; or stopped, and why. Once."""
    training = lock_with_stay(training, "kind")
    if not training.is_running:
        raise ValidationError(f"Sudah dicatat: {training.get_state_display().lower()}.")
    if ended_on < training.began_on:
        raise ValidationError({"ended_on": "Ini sebelum pelatihan mulai."})
    training.ended_on = ended_on
    if is_finished:
        training.state, training.certificate = Training.State.FINISHED, certificate
    else:
        training.state, training.stop_reason = Training.State.STOPPED, reason
    return keep(training, "ended", by=by, person=training.stay.person_id)


@transaction.atomic
def give_kit(training, *, by):
    """What was given and when; what stands on a receipt is not changed any more."""
    if has_receipt(training):
        raise ValidationError("Tanda terimanya sudah dibuat. Minta Tata Usaha menariknya dahulu.")
    return keep(training, "changed", by=by, person=training.stay.person_id)


@transaction.atomic
def ask_income(training, *, by):
    """As it was told; whoever was not asked, or does not say, leaves it empty."""
    ended_at = training.stay.ended_at
    if ended_at is None:
        raise ValidationError("Penghasilan ditanyakan sesudah klien keluar.")
    asked = [on for on in (training.income_3_on, training.income_6_on) if on]
    if any(on < days.day_of(ended_at) for on in asked):
        raise ValidationError("Ini sebelum klien keluar.")
    return keep(training, "changed", by=by, person=training.stay.person_id)


@transaction.atomic
def write_receipt(training, *, by):
    """What was given, to be signed by who got it; the one that stands, where there is one."""
    training = lock_with_stay(training, "kind", "recorded_by")
    if not training.kit:
        raise ValidationError("Catat dahulu perlengkapan yang diberikan.")
    return issue_for(training, RECEIPT, by=by)


def has_receipt(training) -> bool:
    letter = tied_letters(training).get(RECEIPT)
    return letter is not None and letter.is_current
