"""A stay may last longer."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.stays.extensions.letters import EXTENSION
from cases.stays.extensions.models import ExtensionState
from cases.stays.locks import lock_stay, lock_with_stay
from rptc import days, words
from rptc.audit.record import keep
from rptc.decisions import decide
from rptc.letters.actions import issue_for

STAY_ENDED = "Masa pembinaan berakhir."


@transaction.atomic
def propose_extension(extension, *, by):
    """Ask the head for another last day. One question at a time for each stay."""
    stay = lock_stay(extension.stay, "intake__classification", "rule")
    if not stay.is_open:
        raise ValidationError("Masa pembinaan ini sudah berakhir.")
    _check_new_day(extension.new_last_on, stay)
    extension.stay, extension.from_last_on, extension.recorded_by = stay, stay.last_on, by
    return keep(extension, "proposed", by=by, person=stay.person_id)


def _check_new_day(day, stay):
    if day <= stay.last_on:
        now = words.tanggal(stay.last_on)
        raise ValidationError({"new_last_on": f"Sekarang sampai {now}. Pilih hari sesudahnya."})
    if day < days.today():
        raise ValidationError({"new_last_on": "Hari itu sudah lewat."})
    if day > stay.longest_extension:
        until = words.tanggal(stay.longest_extension)
        raise ValidationError(
            {
                "new_last_on": f"Satu perpanjangan paling lama {stay.rule.extension_days} hari:"
                f" sampai {until}. Bila belum cukup, ajukan lagi nanti."
            }
        )


def decide_extension(extension, **decision):
    """With the approval the stay's last day moves (the clock, the colour and the board follow at
    once), and the letter gets its number."""
    return decide(extension, lock=_lock_extension, check=check_decision, then=_extend, **decision)


def check_decision(extension, by):
    if extension.state == ExtensionState.APPROVED and extension.new_last_on < days.today():
        raise ValidationError(
            "Hari terakhir yang diminta sudah lewat. Tolak, agar diajukan lagi dengan hari lain."
        )
    if extension.state == ExtensionState.APPROVED and extension.is_too_long:
        raise ValidationError(
            f"Lebih lama daripada satu perpanjangan, {extension.stay.rule.extension_days} hari."
            " Tolak, agar diajukan lagi dengan hari lain."
        )


def _extend(extension, by):
    if extension.state == ExtensionState.APPROVED:
        extension.stay.last_on = extension.new_last_on
        extension.stay.save()
        issue_for(extension, EXTENSION, by=by)


@transaction.atomic
def write_letter_again(extension, *, by):
    """In place of one that was made before a correction, or was withdrawn: the approval stands."""
    extension = _lock_extension(extension)
    if extension.letter is None:
        raise ValidationError("Perpanjangan ini belum disetujui.")
    return issue_for(extension, EXTENSION, by=by)


@transaction.atomic
def cancel_extension(extension, *, reason, by):
    extension = _lock_extension(extension)
    _must_become(extension, ExtensionState.CANCELLED)
    _cancel(extension, reason, by)
    return extension


def cancel_waiting_extension(stay, *, by):
    """What was asked of the head falls away when the stay ends; `stay` is locked."""
    for extension in stay.extensions.waiting():
        _cancel(extension, STAY_ENDED, by)


def _cancel(extension, reason, by):
    extension.state, extension.decision_note = ExtensionState.CANCELLED, reason
    keep(extension, "cancelled", by=by, person=extension.stay.person_id)


def _lock_extension(extension):
    return lock_with_stay(extension, "recorded_by", of_stay=["intake__classification", "rule"])


def _must_become(extension, state):
    if not extension.can_become(state):
        raise ValidationError(f"Perpanjangan ini sudah {extension.get_state_display().lower()}.")
