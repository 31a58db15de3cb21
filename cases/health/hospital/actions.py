"""Somebody in a hospital: written down, guarded, paid for, heard of, and how it ended."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.exits.models import Exit
from cases.health.findings.actions import write_finding
from cases.health.findings.models import Finding, ToldBy
from cases.health.hospital.models import ENDS_STAY, HospitalStay, Outcome
from cases.health.letters import GUARANTEE
from cases.house.leaves.actions import return_from_leave, start_leave
from cases.house.leaves.models import Leave
from cases.stays.locks import lock_stay, lock_with_stay
from cases.stays.ways_out import WayOut
from rptc import days
from rptc.audit.record import enter, keep
from rptc.letters.actions import issue_for
from rptc.saving import locked, sentence_of
from rptc.words import pukul

LEFT_OTHERWISE = "Klien ini sudah keluar dengan cara lain, bukan ke rumah sakit."
OUT_OTHERWISE = "Klien ini sedang izin keluar untuk keperluan lain. Catat kembalinya dahulu."
CLOSED = "Perawatan ini sudah selesai."
# In the finding, which is read longer than where they were: whose words it was stands in the news.
FROM_HOSPITAL = "kabar dari rumah sakit"
SAME_BILL = "Tagihan yang sama sudah dicatat {}, {:%d/%m/%Y} {}. Bila ini tagihan lain, centang."
EXIT_FIRST = "Masa pembinaannya masih berjalan. Catat dahulu keluarnya pada berkas."

NOT_BACK = (
    "Apakah klien kembali ke RPTC tidak diubah di sini: keberadaannya sudah berjalan dari situ."
    " Catat keberadaannya yang sekarang."
)


@transaction.atomic
def register_hospital(row, *, expected_at=None, escort="", by):
    """Of who is in the house: they go out by a leave, the one that runs or a new one. Of who left
    us for the hospital: by that exit."""
    stay = lock_stay(row.stay)
    row.stay = stay
    if HospitalStay.objects.open().filter(stay=stay).exists():
        raise ValidationError(sentence_of(HospitalStay, "stay_is_in_one_hospital"))
    if row.went_at < stay.began_at.replace(second=0, microsecond=0):
        raise ValidationError({"went_at": "Waktu ini sebelum klien tiba."})
    if stay.is_open:
        row.leave = _leave_of(row, stay, expected_at, escort, by)
    elif not _left_for_hospital(stay):
        raise ValidationError(LEFT_OTHERWISE)
    return enter(row, "registered", by=by, person=stay.person_id)


def _left_for_hospital(stay):
    done = Exit.objects.filter(stay=stay, state="done")
    return done.filter(kind__code=WayOut.HOSPITAL).exists()


def _leave_of(row, stay, expected_at, escort, by):
    leave = Leave.objects.open().filter(stay=stay).first()
    if leave is None:
        if expected_at is None:
            raise ValidationError({"expected_at": "Tulis kapan diperkirakan kembali."})
        if expected_at <= row.went_at:
            raise ValidationError({"expected_at": "Kembali sesudah masuk."})
        leave = Leave(
            stay=stay,
            reason=Leave.Reason.HOSPITAL,
            place=row.hospital.name,
            escort=escort,
            left_at=max(row.went_at, stay.began_at),
            expected_at=expected_at,
        )
        return start_leave(leave, by=by)
    if leave.reason != Leave.Reason.HOSPITAL:
        raise ValidationError(OUT_OTHERWISE)
    # From one hospital to the next they are out by the same leave: it goes along.
    HospitalStay.objects.filter(leave=leave).update(leave=None)
    if leave.place != row.hospital.name:
        leave.place = row.hospital.name
        leave.save()
    return leave


def _lock(row):
    """The row of which something new is written, while its story goes on."""
    row = lock_with_stay(row)
    if not row.is_open:
        raise ValidationError(CLOSED)
    return row


@transaction.atomic
def change_hospital(row, *, by):
    """Who pays, the guarantee, when they may come back. `row` is locked by its page, and filled
    by the form."""
    return keep(row, "changed", by=by, person=row.stay.person_id)


@transaction.atomic
def add_guard(guard, *, by):
    guard.hospital_stay = _lock(guard.hospital_stay)
    return enter(guard, "added", by=by, person=guard.hospital_stay.stay.person_id)


@transaction.atomic
def hear_news(news, *, words="", expected_on=None, by):
    """A word from the hospital. What it says of the illness is a finding, in the same save."""
    row = news.hospital_stay = _lock(news.hospital_stay)
    if news.heard_at < row.went_at:
        raise ValidationError({"heard_at": "Waktu ini sebelum masuk rumah sakit."})
    enter(news, "added", by=by, person=row.stay.person_id)
    if expected_on:
        row.expected_on = expected_on
        row.version += 1
        row.save()
    if words:
        finding = Finding(
            stay=row.stay,
            seen_at=news.heard_at,
            told_by=ToldBy.CLINIC,
            told_by_name=FROM_HOSPITAL,
        )
        write_finding(finding, finding=words, complaint="", treatment="", by=by)
    return news


@transaction.atomic
def add_bill(bill, *, is_another=False, by):
    """Also when the story has ended: bills come late. One of the same day, sum and payer is taken
    for the same one, unless somebody says that it `is_another`."""
    row = bill.hospital_stay = lock_with_stay(bill.hospital_stay)
    if bill.on < days.day_of(row.went_at):
        raise ValidationError({"on": "Tanggal ini sebelum masuk rumah sakit."})
    same = row.bills.filter(on=bill.on, amount=bill.amount, payer=bill.payer)
    if not is_another and (first := same.order_by("pk").first()):
        at = first.recorded_at.astimezone(days.WITA)
        told = SAME_BILL.format(first.recorded_by, at, pukul(at))
        raise ValidationError({"is_another": told})
    return enter(bill, "added", by=by, person=row.stay.person_id)


@transaction.atomic
def pay_bill(bill, *, paid_on, receipt, by):
    """Once, and only with a receipt."""
    lock_with_stay(bill.hospital_stay)
    bill = locked(bill, "hospital_stay__stay")
    if not bill.is_owed:
        raise ValidationError("Tagihan ini sudah lunas.")
    if paid_on < bill.on:
        raise ValidationError({"paid_on": "Lunas sesudah tanggal tagihan."})
    bill.paid_on, bill.receipt, bill.paid_by = paid_on, receipt, by
    bill.version += 1
    return keep(bill, "closed", by=by, person=bill.hospital_stay.stay.person_id)


@transaction.atomic
def write_letter(row, *, by):
    """The recommendation to the hospital; the one that stands, where there is one."""
    row = lock_with_stay(row, "hospital")
    return issue_for(row, GUARANTEE, by=by)


@transaction.atomic
def end_hospital(row, *, outcome, outcome_at, by):
    """What became of them. Who comes back to us comes back from the leave as well."""
    row = _lock(row)
    outcome = Outcome(outcome)
    _check_end(row, outcome, outcome_at)
    leave = row.leave and locked(row.leave)
    if outcome == Outcome.BACK and leave and leave.is_open:
        leave.stay = row.stay
        return_from_leave(leave, returned_at=outcome_at, by=by)
    row.outcome, row.outcome_at, row.outcome_by = outcome, outcome_at, by
    row.version += 1
    return keep(row, "closed", by=by, person=row.stay.person_id)


@transaction.atomic
def correct_end(row, *, outcome, outcome_at, by):
    """What was chosen wrongly is put right. Whether they came back to us stays: where they are has
    gone on from it."""
    row = lock_with_stay(row)
    outcome = Outcome(outcome)
    if row.is_open:
        raise ValidationError("Perawatan ini belum selesai.")
    if (row.outcome == Outcome.BACK) != (outcome == Outcome.BACK):
        raise ValidationError(NOT_BACK)
    _check_end(row, outcome, outcome_at)
    if (row.outcome, row.outcome_at) == (outcome, outcome_at):
        return row
    row.outcome, row.outcome_at = outcome, outcome_at
    row.version += 1
    return keep(row, "corrected", by=by, person=row.stay.person_id)


def _check_end(row, outcome, outcome_at):
    if outcome_at < row.went_at:
        raise ValidationError({"outcome_at": "Waktu ini sebelum masuk rumah sakit."})
    if row.stay.is_open and outcome in ENDS_STAY:
        raise ValidationError(EXIT_FIRST)
