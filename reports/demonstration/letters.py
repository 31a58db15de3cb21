"""What became of the letters of the fortnight: one was withdrawn and written anew, one is asked to
be, one waits for its number, one for its scan."""

import uuid
from datetime import timedelta

from cases.exits.actions import write_letter
from cases.exits.letters import HANDOVER, PROMISE, TRAVEL
from cases.exits.models import Exit
from cases.stays.extensions.letters import EXTENSION
from rptc import days
from rptc.letters import actions
from rptc.letters.models import Letter, LetterKind, Withdrawal
from rptc.letters.texts.actions import decide_text, propose_text
from rptc.letters.texts.models import LetterText, TextProposal
from rptc.sending import row_key

NUMBERED_LATER = PROMISE.kind


def prepare():
    """The Dinas numbers what a family signs; what somebody carries away has its number at once."""
    LetterKind.objects.filter(code=NUMBERED_LATER).update(numbering=LetterKind.Numbering.OUTSIDE)


def add(story):
    """Needs the letters of the living house."""
    handed_over = Exit.objects.exclude(handover_letter=None)
    _withdraw(story, list(handed_over.select_related("done_by").order_by("left_at", "pk")))
    _number(story)
    _rewrite(story)


def _rewrite(story):
    """The office wrote two texts anew: one is in force, one waits for the head."""
    office = story.staff["tu"]
    closing = "\n\nPengajuan perpanjangan berikutnya paling lambat sehari sebelum hari itu."
    with days.told_at(story.ago(9, 9, 15)):
        asked = _propose(EXTENSION, closing, "Batas waktu pengajuan ditulis.", office)
    with days.told_at(story.ago(8, 14, 5)):
        decide_text(asked, approve=True, by=story.who_decides(days.today()))
    thanks = "\n\nAtas bantuan Bapak/Ibu kami ucapkan terima kasih."
    with days.told_at(story.ago(1, 11, 40)):
        _propose(TRAVEL.kind, thanks, "Ditutup dengan ucapan terima kasih.", office)


def _propose(code, more, reason, office):
    now = LetterText.objects.of_kind(LetterKind.objects.get(code=code))
    words = {name: text for name, (_, text) in now.written.items()}
    text = LetterText(kind=now.kind, form=now.form, **words | {"body": now.body + more})
    proposal = TextProposal(reason=reason, send_key=uuid.uuid5(uuid.NAMESPACE_OID, f"{code} text"))
    return propose_text(proposal, text=text, by=office)


def _withdraw(story, exits):
    """In the last handover the name was wrong; of the one before the office says the same."""
    office = story.staff["tu"]
    before, last = exits[-2:]
    with days.told_at(story.ago(1, 10, 30)):
        actions.ask_withdrawal(_withdrawal(before), by=office)
    with days.told_at(last.left_at + timedelta(minutes=20)):
        withdrawal = actions.ask_withdrawal(_withdrawal(last), by=office)
    with days.told_at(last.left_at + timedelta(minutes=35)):
        head = story.who_decides(days.today())
        actions.decide_withdrawal(withdrawal, approve=True, by=head)
    with days.told_at(last.left_at + timedelta(minutes=45)):
        write_letter(last, HANDOVER, by=last.done_by)


def _withdrawal(exit):
    exit.refresh_from_db(fields=[HANDOVER.column])
    letter = exit.handover_letter
    return Withdrawal(
        letter=letter,
        reason="Nama penerima salah tulis.",
        send_key=row_key(letter.send_key, "withdrawal"),
    )


def _number(story):
    """A promise is numbered three hours later, and its scan comes on the next morning; the
    newest has no number yet, the one before no scan."""
    office = story.staff["tu"]
    *scanned, unscanned, _ = Letter.objects.filter(kind__code=NUMBERED_LATER).order_by(
        "recorded_at", "pk"
    )
    for order, letter in enumerate([*scanned, unscanned]):
        with days.told_at(letter.recorded_at + timedelta(hours=3)):
            number = f"460/{1184 + 9 * order}/Dinsos/{letter.year}"
            actions.number_letter(letter, number=number, source="Buku agenda Dinas", by=office)
    for letter in scanned:
        with days.told_at(letter.recorded_at + days.ONE_DAY):
            actions.add_scan(letter, bytes(letter.files.get().content), by=office)
