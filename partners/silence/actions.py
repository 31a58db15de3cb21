"""A partner that does not answer: it is called, sent a text, and left to the head."""

from django.core.exceptions import ValidationError
from django.db import transaction

from partners.directory.hours import answers_due
from partners.questions.sentence import check_told
from partners.referrals.actions import end_unanswered
from partners.referrals.locks import lock_referral
from partners.referrals.models import PARTNER_SEES, Referral
from partners.silence.models import (
    SAID_TO_EACH_OTHER,
    WRITTEN_AT,
    Says,
    Step,
    follows,
    with_next_step,
)
from rptc import days
from rptc.audit.record import enter
from rptc.decisions import decides_by_office

ANSWERED = "Rujukan ini tidak lagi menunggu jawaban. Baca lagi halamannya."
ASKED_ANEW = "Mitra baru saja bertanya lagi. Baca lagi."
NOT_NOW = "Langkahnya sudah berubah. Baca lagi halamannya."


def next_step_of(referral):
    """With `next_step` and `next_at`; None where it is answered, or has ended."""
    return with_next_step(Referral.objects.filter(pk=referral.pk)).first()


@transaction.atomic
def write_reminder(reminder, *, seen, by):
    """Write down what a call or a text brought, or that the head waits on. `seen`: the question
    that stood on the page (`seen_of`)."""
    referral = lock_referral(reminder.referral)
    waiting = next_step_of(referral)
    if waiting is None:
        raise ValidationError(ANSWERED)
    if reminder.says == Says.WAITS and not may_give_up(referral, by):
        raise ValidationError("Kepala UPT yang memutuskan untuk menunggu lagi.")
    if reminder.says not in WRITTEN_AT[Step(waiting.next_step)]:
        raise ValidationError(NOT_NOW)
    if reminder.says == Says.REPLIED and seen != seen_of(referral):
        raise ValidationError(ASKED_ANEW)
    if reminder.says == Says.REPLIED and not reminder.words and _asked_here(referral):
        raise ValidationError({"words": "Tulis jawabannya: mitra membacanya di portal."})
    if reminder.says in SAID_TO_EACH_OTHER:
        check_told(reminder.words, referral.person, "words")
    now = days.now()
    reminder.then, runs = follows(reminder.says, waiting.next_step)
    reminder.recorded_at, reminder.due_at = now, now
    if runs:
        reminder.due_at = answers_due([referral.partner], now)[referral.partner_id]
    return enter(reminder, "reminded", by=by, person=referral.person_id)


def last_asked(referral):
    return referral.reminders.filter(says=Says.ASKED).order_by("-pk").first()


def seen_of(referral):
    """What marks the question that is answered: nobody answers one that they have not read."""
    asked = last_asked(referral)
    return str(asked.pk) if asked else ""


def _asked_here(referral):
    """Did the partner ask in its portal, where it waits for the words?"""
    asked = last_asked(referral)
    members = referral.partner.members
    return asked is not None and members.filter(user=asked.recorded_by_id).exists()


@transaction.atomic
def ask_back(reminder, *, by):
    """Tanya dulu, by the partner itself while it has the packet: its clock stops until we have
    answered."""
    referral = lock_referral(reminder.referral)
    if referral.state not in PARTNER_SEES:
        raise ValidationError(ANSWERED)
    reminder.says = Says.ASKED
    reminder.then, _ = follows(Says.ASKED, None)
    reminder.recorded_at = reminder.due_at = days.now()
    return enter(reminder, "asked_back", by=by, person=referral.person_id)


@transaction.atomic
def give_up(referral, *, by):
    """The head waits no longer: the referral ends, and the social worker is asked for another
    place. The partner has the packet no more."""
    if not may_give_up(referral, by):
        raise ValidationError("Kepala UPT yang memutuskan untuk tidak menunggu lagi.")
    waiting = next_step_of(lock_referral(referral))
    if waiting is None:
        raise ValidationError(ANSWERED)
    if waiting.next_step != Step.HEAD or waiting.next_at > days.now():
        raise ValidationError("Mitra ini belum dihubungi sampai akhir. Baca lagi halamannya.")
    return end_unanswered(referral, reason="Tidak menjawab setelah diingatkan.", by=by)


def may_give_up(referral, user):
    own = Referral.objects.revocable_by(user).filter(pk=referral.pk)
    return decides_by_office(user, Referral.PERMISSION) and own.exists()
