"""The letters of the last fortnight, by the actions that the pages call, each at its moment: one
was withdrawn and written anew, one is asked to be, one waits for its number, one for its scan."""

from datetime import timedelta

from cases.arrivals.receptions.actions import issue_reception_letter
from cases.arrivals.receptions.models import Reception
from cases.exits.actions import write_letter
from cases.exits.letters import HANDOVER, PROMISE, TRAVEL
from cases.exits.models import Exit, ExitState
from cases.house.belongings.actions import issue_end_letter, issue_receipt
from cases.house.belongings.models import Bag, BelongingEnd, EndKind
from cases.stays.extensions.actions import write_extension_letter
from cases.stays.extensions.models import Extension
from rptc import days
from rptc.letters import actions
from rptc.letters.models import Letter, LetterKind, Withdrawal
from rptc.sending import row_key

FORTNIGHT = 14
# More tell nothing new, and each takes its time to print.
RECEIPTS = 5


def add(story):
    """Needs what they are about in the database."""
    # The Dinas numbers what goes to another Dinas.
    LetterKind.objects.filter(code=TRAVEL.kind).update(numbering=LetterKind.Numbering.OUTSIDE)
    since = story.ago(FORTNIGHT, 0)
    handed_over = Exit.objects.filter(state=ExitState.DONE, left_at__gte=since)
    handed_over = handed_over.exclude(kind__approval="emergency").exclude(receiver="")
    handed_over = list(handed_over.select_related("kind", "done_by").order_by("left_at", "pk"))
    acts = [
        *_of_exits(handed_over),
        *_of_extensions(since),
        *_of_bags(since),
        *_of_ends(since),
        *_of_receptions(),
    ]
    # As their numbers run on.
    for at, write, row, *sort, by in sorted(acts, key=lambda act: act[0]):
        with days.told_at(at):
            write(row, *sort, by=by)
    _withdraw(story, handed_over)
    _number(story)


def _of_exits(exits):
    for exit in exits:
        by = exit.done_by
        if exit.kind.to_family:
            yield exit.left_at - timedelta(hours=2), write_letter, exit, PROMISE, by
        if exit.kind.code == "daerah-asal":
            yield exit.left_at - timedelta(hours=1), write_letter, exit, TRAVEL, by
        yield exit.left_at, write_letter, exit, HANDOVER, by


def _of_extensions(since):
    approved = Extension.objects.filter(state="approved", decided_at__gte=since)
    for extension in approved.select_related("decided_by").order_by("decided_at", "pk"):
        yield extension.decided_at, write_extension_letter, extension, extension.decided_by


def _of_bags(since):
    listed = Bag.objects.filter(listed_at__gte=since).select_related("listed_by")
    for bag in listed.order_by("-listed_at", "-pk")[:RECEIPTS]:
        yield bag.listed_at, issue_receipt, bag, bag.listed_by


def _of_ends(since):
    """What was lost still lacks its berita acara: somebody is asked to write it."""
    ends = BelongingEnd.objects.filter(
        at__gte=since, kind__in=[EndKind.RETURNED, EndKind.DESTROYED]
    )
    for end in ends.select_related("recorded_by").order_by("at", "pk"):
        yield end.at, issue_end_letter, end, end.recorded_by


def _of_receptions():
    receptions = Reception.objects.select_related("recorded_by").order_by("recorded_at", "pk")
    for reception in receptions:
        yield reception.recorded_at, issue_reception_letter, reception, reception.recorded_by


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
    """A travel letter is numbered three hours later, and its scan comes on the next morning; the
    newest has no number yet, the one before no scan."""
    office = story.staff["tu"]
    *scanned, unscanned, _ = Letter.objects.filter(kind__code=TRAVEL.kind).order_by(
        "recorded_at", "pk"
    )
    for order, letter in enumerate([*scanned, unscanned]):
        with days.told_at(letter.recorded_at + timedelta(hours=3)):
            number = f"460/{1184 + 9 * order}/Dinsos/{letter.year}"
            actions.number_letter(letter, number=number, source="Buku agenda Dinas", by=office)
    for letter in scanned:
        with days.told_at(letter.recorded_at + days.ONE_DAY):
            actions.add_scan(letter, bytes(letter.files.get().content), by=office)
