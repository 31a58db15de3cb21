"""A complaint comes, somebody looks into it, and it is answered or cannot be taken."""

from contextlib import nullcontext

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max

from cases.stays.free_days.models import working_day_after
from cases.voice.complaints.models import (
    Complaint,
    ComplaintState,
    code_of,
    hash_of,
    make_code,
)
from cases.voice.complaints.words import add_words, put_away
from rptc import days
from rptc.audit.record import enter, keep, record
from rptc.policies import whoever_acts
from rptc.saving import locked, save

S = ComplaintState
# Of all advisory locks, those of complaint numbers.
NUMBERS = 1791
IN_HAND = "Pengaduan ini sudah ditangani. Yang menjawab yang masih dapat mengubahnya."
CLOSED = "Pengaduan ini sudah dijawab."
ABOUT_THEM = "Petugas yang diadukan tidak menangani pengaduan ini."


@transaction.atomic
def register_complaint(complaint, *, words, by, name="", phone=""):
    """By the public page nobody is logged in, and `by` is None; what comes there has its code at
    once."""
    complaint.recorded_at = days.now()
    complaint.received_at = complaint.received_at or complaint.recorded_at
    complaint.is_anonymous = not name
    put_away(complaint, words=words, name=name, phone=phone if name else "")
    _set_clock(complaint)
    _take_number(complaint, by)
    if by is None:
        complaint.code_hash = hash_of(code_of(complaint.send_key))
    return enter(complaint, "registered", by=by)


def _set_clock(complaint):
    received_on, channel = days.day_of(complaint.received_at), complaint.channel
    complaint.take_by = working_day_after(received_on, channel.take_days)
    complaint.answer_by = working_day_after(received_on, channel.answer_days)


def _take_number(complaint, by):
    """The next of its year, without a gap. Who writes down one does not read the others: the
    number is looked for past the policies of rows, as the public page does in all it does."""
    complaint.year = days.day_of(complaint.received_at).year
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NUMBERS, complaint.year])
    with whoever_acts() if by else nullcontext():
        last = Complaint.objects.filter(year=complaint.year).aggregate(last=Max("sequence"))
    complaint.sequence = (last["last"] or 0) + 1


@transaction.atomic
def change_complaint(complaint, *, more, by):
    """What was typed wrongly is mended; of the words only more is said. `complaint` was locked by
    the view. Its number stays, also where the year was typed wrongly."""
    if not complaint.is_open:
        raise ValidationError(CLOSED)
    answers = Complaint.objects.to_answer_by(by).filter(pk=complaint.pk).exists()
    if complaint.state != S.RECEIVED and not answers:
        raise ValidationError(IN_HAND)
    if more:
        add_words(complaint, "words", more)
    _set_clock(complaint)
    # About a head it is the Dinas's from now on, and who says so reads it no more.
    with whoever_acts():
        save(complaint)
    record(by, "changed", complaint)
    return complaint


@transaction.atomic
def take_complaint(complaint, *, owner, by):
    """Somebody looks into it; given again, somebody else does."""
    complaint = _open(complaint)
    if owner.pk == complaint.about_user_id:
        raise ValidationError({"owner": ABOUT_THEM})
    if complaint.state == S.RECEIVED:
        complaint.state, complaint.taken_at = S.IN_HAND, days.now()
    complaint.owner = owner
    complaint.version += 1
    return keep(complaint, "took_complaint", by=by)


@transaction.atomic
def write_finding(complaint, *, finding, by):
    """By who looks into it, as often as something is found."""
    complaint = _open(complaint)
    if complaint.owner_id != by.pk:
        raise ValidationError("Pengaduan ini sekarang ditangani petugas lain.")
    put_away(complaint, finding=finding)
    complaint.found_at = days.now()
    complaint.version += 1
    return keep(complaint, "wrote_finding", by=by)


@transaction.atomic
def answer_complaint(complaint, *, answer, told, by):
    """Of one that nobody had in hand, who answers has had it."""
    complaint = _open(complaint)
    if complaint.state == S.RECEIVED:
        complaint.state, complaint.owner, complaint.taken_at = S.IN_HAND, by, days.now()
        save(complaint)
    return _close(complaint, S.ANSWERED, answer, told, "answered", by)


@transaction.atomic
def reject_complaint(complaint, *, answer, told, by):
    """It is not about this house, or is none: with the reason, which is told as well."""
    return _close(_open(complaint), S.REJECTED, answer, told, "rejected", by)


def _close(complaint, state, answer, told, verb, by):
    add_words(complaint, "answer", answer)
    complaint.state, complaint.told = state, told
    complaint.closed_at, complaint.closed_by = days.now(), by
    complaint.version += 1
    return keep(complaint, verb, by=by)


@transaction.atomic
def reopen_complaint(complaint, *, reason, by):
    """It was answered wrongly, or something came to light: what was answered stays to be read, and
    the next answer stands below it. Its clock is the same."""
    complaint = locked(complaint)
    if complaint.is_open:
        raise ValidationError("Pengaduan ini belum dijawab.")
    complaint.state, complaint.reopened_why = S.IN_HAND, reason
    complaint.owner, complaint.taken_at = complaint.owner or by, complaint.taken_at or days.now()
    complaint.closed_at = complaint.closed_by = None
    complaint.told = ""
    complaint.version += 1
    return keep(complaint, "reopened", by=by)


@transaction.atomic
def give_code(complaint, *, by):
    """A code with which the answer is read, returned once; the one before opens nothing more. So
    none but who answers makes it, and who wrote it down until then (`to_give_code_by`)."""
    complaint, code = locked(complaint), make_code()
    complaint.code_hash = hash_of(code)
    keep(complaint, "gave_complaint_code", by=by)
    return code


def _open(complaint):
    complaint = locked(complaint, "channel")
    if not complaint.is_open:
        raise ValidationError(CLOSED)
    return complaint
