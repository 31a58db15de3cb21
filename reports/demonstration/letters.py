"""What became of the letters of the fortnight: one was withdrawn and written anew, one is asked to
be, one waits for its number, one for its scan."""

from datetime import timedelta

from cases.exits.actions import write_letter
from cases.exits.letters import HANDOVER, PROMISE
from cases.exits.models import Exit
from rptc import days
from rptc.letters import actions
from rptc.letters.models import Letter, LetterKind, Withdrawal
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
