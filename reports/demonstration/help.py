"""Help in every state: some of two years, and what is asked in the living house."""

from datetime import time, timedelta

from cases.help.actions import ask_help, cancel_help, decide_help, pay_help, write_receipt
from cases.help.models import BudgetLine, Help, HelpReason, HelpState
from cases.stays.models import Stay
from reports.demonstration.dice import key_of, own_dice, worker_of
from rptc import days
from rptc.letters.actions import add_scan
from rptc.letters.models import LetterFile

# What was asked of those who left in the years before, in turn; the last ones came to nothing.
EARLIER = [
    ("Ongkos pulang", "", 250_000, "Bus ke Bone.", HelpState.PAID),
    ("Pakaian", "Baju dan sandal", 175_000, "Datang tanpa baju ganti.", HelpState.PAID),
    ("Dokumen", "", 100_000, "Ojek ke Dukcapil dan fotokopi.", HelpState.PAID),
    ("Alat bantu", "Tongkat kaki empat", 350_000, "Jalannya tertatih.", HelpState.PAID),
    ("Modal atau peralatan usaha", "Wajan dan kompor", 600_000, "Mau jual gorengan lagi.",
     HelpState.PAID),
    ("Lain-lain", "", 400_000, "Sewa kamar sebulan.", HelpState.REFUSED),
    ("Ongkos pulang", "", 500_000, "Kapal ke Baubau.", HelpState.CANCELLED),
]  # fmt: skip
# key, days ago, for what, goods, rupiah, why, what becomes of it
ASKED = [
    ("planned", 2, "Pakaian", "Seragam sekolah dan sepatu", 280_000, "Mau masuk sekolah lagi.",
     "signed"),
    ("over by a day", 3, "Ongkos pulang", "", 350_000, "Bus ke Palopo untuk dua orang.", "paid"),
    ("old man", 2, "Alat bantu", "Kacamata baca", 150_000, "Tidak dapat membaca.", "approved"),
    ("gatherer", 2, "Modal atau peralatan usaha", "Ban gerobak", 450_000, "Gerobaknya rusak.",
     "refused"),
    ("singer", 1, "Dokumen", "", 75_000, "Fotokopi akta dan ojek.", "cancelled"),
    ("stranded", 1, "Ongkos pulang", "", 600_000, "Kapal ke Bima.", "waits"),
]  # fmt: skip


def add_years(story):
    """Every fortieth of those who left got something."""
    dice, office = own_dice(story, "Bantuan dahulu"), story.staff["tu"]
    reasons = {row.name: row for row in HelpReason.objects.all()}
    lines = list(BudgetLine.objects.all())
    begins = days.starts_at(story.BEGINS)
    left = [stay for stay in story.rows[Stay] if stay.began_at >= begins and stay.ended_at]
    left = [stay for stay in left if stay.ended_at - stay.began_at > 2 * days.ONE_DAY]
    left = sorted(left, key=lambda stay: stay.began_at)
    step = max(len(left) // 14, 1)
    for order, stay in enumerate(left[::step][:14]):
        reason, what, amount, why, state = EARLIER[order % len(EARLIER)]
        asked_at = days.at(days.day_of(stay.began_at) + days.ONE_DAY, time(10))
        row = Help(
            stay=stay,
            reason=reasons[reason],
            is_goods=bool(what),
            what=what,
            amount=amount,
            why=why,
            state=state,
            recorded_by=worker_of(story, stay),
            recorded_at=asked_at,
            send_key=key_of(dice),
        )
        if state == HelpState.CANCELLED:
            row.cancel_reason = "Dijemput keluarganya."
        else:
            # Whoever pays does not decide, also while they stand in for the head.
            decider = story.who_decides(days.day_of(asked_at))
            row.decided_by = story.staff["kepala"] if decider == office else decider
            row.decided_at = asked_at + timedelta(hours=3)
        if state == HelpState.REFUSED:
            row.decision_note = "Tidak ada anggarannya."
        if state == HelpState.PAID:
            row.paid_on, row.paid_by = days.day_of(asked_at), office
            row.budget_line = dice.choice(lines)
        story.rows[Help].append(row)
        story.note(row.recorded_by, "proposed", row, asked_at, person=stay.person)


def keep_receipts(story):
    """Of what was given in those years: printed, signed on paper, scanned."""
    for row in Help.objects.paid().filter(letter=None).order_by("paid_on", "pk"):
        with days.told_at(row.decided_at + timedelta(hours=1)):
            letter = write_receipt(row, by=row.paid_by)
            printed = letter.files.get(kind=LetterFile.Kind.PRINTED)
            add_scan(letter, bytes(printed.content), by=row.paid_by)


def add(story, patrols):
    dice = own_dice(story, "Bantuan")
    story.tell(*(_asked(story, dice, *asked) for asked in ASKED))


def _asked(story, dice, key, ago, reason, what, amount, why, becomes):
    yield story.ago(ago, 9, 40)
    stay = story.house[key]
    by = worker_of(story, stay)
    row = Help(
        stay=stay,
        reason=HelpReason.objects.get(name=reason),
        is_goods=bool(what),
        what=what,
        amount=amount,
        why=why,
        send_key=key_of(dice),
    )
    row = ask_help(row, by=by)
    if becomes == "waits":
        return
    yield story.ago(ago, 11, 5)
    if becomes == "cancelled":
        cancel_help(row, reason="Dibiayai keluarganya.", by=by)
        return
    note = "Diperbaiki bengkel rumah." if becomes == "refused" else ""
    decider = story.who_decides(story.today - ago * days.ONE_DAY)
    row = decide_help(row, approve=not note, note=note, by=decider)
    if becomes in {"paid", "signed"}:
        yield story.ago(ago, 14, 20)
        line = BudgetLine.objects.order_by("order").first()
        office = story.staff["tu"]
        row = pay_help(row, paid_on=days.today(), budget_line=line, by=office)
        if becomes == "signed":
            yield story.ago(ago, 15, 10)
            printed = row.letter.files.get(kind=LetterFile.Kind.PRINTED)
            add_scan(row.letter, bytes(printed.content), by=office)
