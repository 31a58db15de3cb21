from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from rptc import days
from rptc.accounts.models import User
from rptc.audit.record import enter
from rptc.letters.agency.models import BEFORE, LetterStep, Signer, Step
from rptc.letters.models import Letter
from rptc.saving import locked, sentence_of
from rptc.sending import row_key

VERBS = {Step.OFFICE: "initialed", Step.HEAD: "initialed", Step.CARRIED: "carried"}


@transaction.atomic
def initial_letter(letter: Letter, step: Step, *, by: User) -> LetterStep:
    """The office, then the head, put their initials below what the Dinas is to sign."""
    key = row_key(letter.send_key, step)
    row = LetterStep(letter=letter, step=step, done_on=days.today(), send_key=key)
    return _take(row, by)


@transaction.atomic
def carry_letter(row: LetterStep, *, by: User) -> LetterStep:
    """It is laid before the Dinas, on paper or in Srikandi: who signs there may read it from now
    on, until it is back."""
    row.step = Step.CARRIED
    return _take(row, by)


def _take(row, by):
    letter = locked(row.letter)
    if letter.signed_by != Signer.AGENCY or letter.withdrawn_at or not letter.waits_for_scan:
        raise ValidationError("Surat ini tidak sedang menunggu tanda tangan Kepala Dinas.")
    done = {step.step: step.done_on for step in letter.steps.all()}
    if row.step in done:
        raise ValidationError(sentence_of(LetterStep, "letter_step_is_done_once"))
    before = BEFORE[row.step]
    if before and before not in done:
        raise ValidationError(f"Belum ada {before.label.replace('Paraf', 'paraf')}.")
    _check_day(row.done_on, done.get(before) or days.day_of(letter.recorded_at))
    row.letter = letter
    return enter(row, VERBS[row.step], by=by, person=letter.person_id)


def _check_day(on: date, first: date):
    if on < first:
        raise ValidationError({"done_on": f"Tidak mungkin sebelum {first:%d/%m/%Y}."})
