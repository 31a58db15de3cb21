"""Money is taken, drawn and given back; a second one counts it; a mistake is set right."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.help.actions import STAY_ENDED, WITHDRAW_FIRST
from cases.help.money.letters import RECEIPT
from cases.help.money.models import (
    OUT,
    MoneyMovement,
    UnclaimedMonth,
    Way,
    balance_for,
    unclaimed_for,
)
from cases.house.belongings.actions import check_receiver, end_belongings, put_back
from cases.house.belongings.models import BelongingEnd, EndKind
from cases.stays.locks import lock_stay, lock_with_stay
from rptc import days
from rptc.audit.record import enter, keep
from rptc.letters.actions import issue_for
from rptc.letters.ties import valid_letters
from rptc.refusals import Refused
from rptc.sending import row_key
from rptc.words import angka

DIFFERS = (
    "Tidak sama dengan yang tercatat. Hitung lagi bersama; bila tetap beda, catat koreksi."
    " Kepala UPT membaca bahwa hitungannya berbeda."
)
COUNT_FIRST = "Hitung dahulu uangnya sebagai orang kedua."
NOT_SO_MUCH = MoneyMovement.refused_by_triggers["money_is_never_below_zero"]


@transaction.atomic
def move_money(row, *, by):
    """In only while the stay runs; out also afterwards, until nothing is left. Whoever may not
    receive the klien does not receive their money; the police take it."""
    stay = row.stay = lock_stay(row.stay)
    row.is_in = row.way not in OUT
    if row.is_in and not stay.is_open:
        raise ValidationError(STAY_ENDED)
    if row.at < stay.began_at.replace(second=0, microsecond=0):
        raise ValidationError({"at": "Waktu ini sebelum klien tiba."})
    if row.to_whom and row.way != Way.SEIZED:
        check_receiver(stay, row.to_whom, by)
    _check_balance(row, by)
    return enter(row, "moved_money", by=by, person=stay.person_id)


def _check_balance(row, by):
    """What is left is said to who does not have to count it."""
    if not row.is_in and row.amount > row.stay.money.balance():
        told = balance_for(by, row.stay)
        left = "" if told is None else f" Sisanya Rp {angka(told)}."
        raise ValidationError({"amount": f"{NOT_SO_MUCH}{left}"})


@transaction.atomic
def take_from_bags(row, *, items, by):
    """What was found when a bag was listed goes into the ledger: the bag has it no more."""
    if not items:
        raise ValidationError("Tidak ada uang di tas. Muat ulang halaman.")
    end = BelongingEnd(
        stay=row.stay,
        kind=EndKind.LEDGER,
        at=days.now(),
        reason="Dicatat sebagai uang titipan.",
        send_key=row_key(row.send_key, "bag"),
    )
    row.from_bag = end_belongings(end, items, by=by)
    row.way, row.at = Way.TAKEN, end.at
    row.amount = sum(item.amount for item in items)
    return move_money(row, by=by)


@transaction.atomic
def count_money(row, *, amount, by):
    """By another than who wrote it, who says how much it is without reading it; once. Another
    sum is written down for the head."""
    row = lock_with_stay(row)
    if row.recorded_by_id == by.pk:
        raise ValidationError("Yang mencatat tidak dapat menghitung sebagai orang kedua.")
    if row.is_counted:
        raise ValidationError("Uang ini sudah dihitung berdua.")
    if amount != row.amount:
        raise Refused({"amount": DIFFERS}, write=lambda: _write_miscount(row, amount, by))
    row.counted_by, row.counted_at = by, days.now()
    return keep(row, "counted_money", by=by, person=row.stay.person_id)


@transaction.atomic
def _write_miscount(row, amount, by):
    row = lock_with_stay(row)
    if row.is_counted:
        return
    row.miscount, row.miscounted_by, row.miscounted_at = amount, by, days.now()
    keep(row, "miscounted_money", by=by, person=row.stay.person_id)


@transaction.atomic
def correct_money(row, *, wrong, by):
    """All of a row is taken back, with why; the right one is written anew. A receipt that says it
    is withdrawn first. What came from a bag lies in the bag again."""
    wrong = lock_with_stay(wrong)
    if wrong.is_correction or MoneyMovement.objects.filter(corrects=wrong).exists():
        raise ValidationError("Baris ini sudah dikoreksi, atau sebuah koreksi.")
    if valid_letters(wrong, "letter").exists():
        raise ValidationError(WITHDRAW_FIRST)
    row.stay, row.corrects, row.way = wrong.stay, wrong, Way.CORRECTED
    row.is_in, row.amount, row.at = not wrong.is_in, wrong.amount, days.now()
    if not row.is_in and row.amount > row.stay.money.balance():
        raise ValidationError(f"{NOT_SO_MUCH} Koreksi dahulu yang sesudahnya.")
    enter(row, "moved_money", by=by, person=row.stay.person_id)
    if wrong.from_bag_id:
        put_back(wrong.from_bag, by=by)
    return row


@transaction.atomic
def write_receipt(row, *, by):
    """For whoever gave or got it; the one that stands, where there is one."""
    row = lock_with_stay(row, "recorded_by", "counted_by", "letter")
    if row.is_correction:
        raise ValidationError("Koreksi tidak ditandatangani.")
    if MoneyMovement.objects.filter(corrects=row).exists():
        raise ValidationError("Baris ini sudah dikoreksi: tanda terimanya tidak dibuat lagi.")
    if MoneyMovement.objects.to_count_by(by).filter(pk=row.pk).exists():
        raise ValidationError(COUNT_FIRST)
    return issue_for(row, RECEIPT, by=by)


@transaction.atomic
def read_unclaimed(*, by):
    """The head has read which money nobody has come for, in this month."""
    month = days.today().replace(day=1)
    stays = list(unclaimed_for(by))
    if UnclaimedMonth.objects.filter(month=month).exists():
        raise ValidationError("Bulan ini sudah dibaca.")
    row = UnclaimedMonth(
        month=month, people=len(stays), rupiah=sum(stay.balance for stay in stays)
    )
    return enter(row, "acknowledged", by=by)
