"""A homecoming is prepared, goes its way, and is over when somebody says that they have arrived.
Locks: the stay first, then the homecoming, then its piece."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.exits.models import Exit
from cases.papers.homecoming.letters import DIRECT, PROVINCE, RECEIPT, seal_letters
from cases.papers.homecoming.models import GOES_HOME, Homecoming, NearRegion, Step
from cases.stays.locks import lock_stay, lock_with_stay
from rptc import days
from rptc.audit.record import enter, keep, record
from rptc.letters.actions import issue_for
from rptc.letters.ties import tied_letters, tied_to
from rptc.saving import save, sentence_of

IS_OVER = "Pemulangan ini sudah selesai."
HAS_ARRIVED = "Pemulangan ini sudah selesai: klien sudah tiba."
LEFT_OTHERWISE = "Klien ini keluar dengan cara lain, bukan pulang."
EXIT_FIRST = "Klien belum keluar. Catat dahulu terminasinya pada berkas."
WITHDRAW_FIRST = "Minta dahulu kuitansi itu ditarik."
MONEY_FIRST = "Isi dahulu tiket dan uang saku."


def went_home(stay):
    """Did they leave in a way in which one can arrive at home?"""
    done = Exit.objects.filter(stay=stay, state="done")
    return done.filter(kind__code__in=GOES_HOME).exists()


@transaction.atomic
def begin_homecoming(row, *, by):
    """Of who is here, or left for home already, in haste."""
    stay = row.stay = lock_stay(row.stay)
    if Homecoming.objects.filter(stay=stay, ended_at=None).exists():
        raise ValidationError(sentence_of(Homecoming, "stay_has_one_homecoming"))
    if not stay.is_open and not went_home(stay):
        raise ValidationError(LEFT_OTHERWISE)
    _tell_near(row)
    return enter(row, "began", by=by, person=stay.person_id)


def _tell_near(row):
    row.is_near = NearRegion.objects.filter(region=row.region_id, is_active=True).exists()


@transaction.atomic
def change_homecoming(row, *, by):
    """Whither, when, from which budget. `row` is locked by its page, and filled by the form."""
    _refuse_arrived(row)
    _tell_near(row)
    save(row)
    seal_letters(row)
    record(by, "changed", row, person=row.stay.person_id)
    return row


def _refuse_arrived(row):
    """How they went is told once they are there; what was heard of it alone is put right."""
    if row.arrived_at:
        raise ValidationError(HAS_ARRIVED)


def _lock(row, *related):
    row = lock_with_stay(row, "region", *related)
    if row.ended_at:
        raise ValidationError(IS_OVER)
    return row


@transaction.atomic
def write_piece(piece, *, by):
    """One row of the list, until they have arrived or it is closed."""
    homecoming = piece.homecoming = _lock(piece.homecoming)
    _refuse_arrived(homecoming)
    _check_money(homecoming, piece)
    if piece.pk is None:
        piece = enter(piece, "added", by=by, person=homecoming.stay.person_id)
    else:
        keep(piece, "changed", by=by, person=homecoming.stay.person_id)
    seal_letters(homecoming)
    return piece


def _check_money(homecoming, piece):
    if piece.code == Step.MONEY:
        _refuse_receipt(receipts_of(Homecoming.objects.filter(stay=homecoming.stay_id)))


def receipts_of(homecomings):
    """Those in force. One that is of before a correction was paid on all the same."""
    return tied_to(homecomings).filter(kind__code=RECEIPT).valid().order_by("pk")


def _refuse_receipt(receipts):
    """Money is paid once: what was signed for stands until it is withdrawn."""
    if receipt := receipts.first():
        which = f"Kuitansinya sudah dibuat: {receipt.number or 'belum bernomor'}"
        raise ValidationError(f"{which}, {receipt.dated_on:%d/%m/%Y}. {WITHDRAW_FIRST}")


@transaction.atomic
def write_letter(row, sort, *, by):
    """The one that stands, or a new one. Of receipts one is in force in a stay, whichever of its
    homecomings it is of."""
    row = _lock(row)
    if sort == PROVINCE and not row.is_outside:
        raise ValidationError("Surat lewat provinsi hanya untuk tujuan di luar Sulawesi Selatan.")
    if sort == RECEIPT and not row.pieces.filter(code=Step.MONEY).exists():
        raise ValidationError(MONEY_FIRST)
    if sort == RECEIPT and not _is_sent_again(row):
        _refuse_receipt(receipts_of(Homecoming.objects.filter(stay=row.stay_id)))
    if sort == DIRECT and row.is_outside and not row.place:
        raise ValidationError("Tulis dahulu kabupaten atau kota tujuannya.")
    return issue_for(row, sort, by=by)


def _is_sent_again(row):
    receipt = tied_letters(row).get(RECEIPT)
    return receipt is not None and receipt.is_current


@transaction.atomic
def arrive(row, *, by):
    """Sudah tiba: who said so, when, how; once more where it was typed wrong. `row` is locked by
    its page, and filled by the form."""
    if row.ended_at:
        raise ValidationError(IS_OVER)
    if row.stay.is_open:
        raise ValidationError(EXIT_FIRST)
    if not went_home(row.stay):
        raise ValidationError(LEFT_OTHERWISE)
    if row.arrived_at < row.stay.ended_at.replace(second=0, microsecond=0):
        raise ValidationError({"arrived_at": "Waktu ini sebelum berangkat."})
    row.arrived_by = by
    save(row)
    seal_letters(row)
    record(by, "closed", row, person=row.stay.person_id)
    return row


@transaction.atomic
def end_homecoming(row, *, reason, by):
    """They do not go, or not in this way. Its money is not left behind: a receipt that says that
    it was paid is withdrawn first."""
    row = _lock(row)
    _refuse_arrived(row)
    _refuse_receipt(receipts_of(Homecoming.objects.filter(pk=row.pk)))
    row.ended_at, row.end_reason, row.ended_by = days.now(), reason, by
    row.version += 1
    save(row)
    seal_letters(row)
    record(by, "cancelled", row, person=row.stay.person_id)
    return row
