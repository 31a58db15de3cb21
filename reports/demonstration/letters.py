"""What became of the letters of the fortnight: one was withdrawn and written anew, one is asked to
be, one waits for its number, one for its scan, one was written by hand and stands between two
numbers; two handovers are signed, one certificate lies at the Dinas for three days."""

import hashlib
import uuid
from datetime import timedelta

from cases.exits.actions import write_letter
from cases.exits.letters import CARED_FOR, HANDOVER, PROMISE, TRAVEL
from cases.exits.models import Exit
from cases.stays.extensions.letters import EXTENSION
from cases.stays.ways_out import WayOut
from reports.demonstration import pictures
from rptc import days
from rptc.letters import actions
from rptc.letters.agency.actions import carry_letter, initial_letter
from rptc.letters.agency.models import LetterStep, Signer, Step
from rptc.letters.files import frozen_file
from rptc.letters.models import Letter, LetterKind, Withdrawal
from rptc.letters.signatures.actions import sign_letter
from rptc.letters.signatures.models import Signature
from rptc.letters.signatures.sides import Side
from rptc.letters.signatures.state import asked_of
from rptc.letters.texts.actions import decide_text, propose_text
from rptc.letters.texts.models import LetterText, TextProposal
from rptc.letters.texts.sorts import way_of
from rptc.sending import row_key

NUMBERED_LATER = PROMISE.kind


def prepare():
    """The Dinas numbers what a family signs; what somebody carries away has its number at once."""
    LetterKind.objects.filter(code=NUMBERED_LATER).update(numbering=LetterKind.Numbering.OUTSIDE)
    LetterKind.objects.filter(code=CARED_FOR.kind).update(signed_by=Signer.AGENCY)


def add(story):
    """Needs the letters of the living house."""
    handed_over = Exit.objects.exclude(handover_letter=None)
    _withdraw(story, list(handed_over.select_related("done_by").order_by("left_at", "pk")))
    _number(story)
    _insert(story)
    _rewrite(story)
    _sign(story)
    _send_to_agency(story)


def _sign(story):
    """Of one handover the receiver wrote on the screen; of another they put their thumb on paper,
    after it was read to them."""
    signed = Exit.objects.filter(kind__code=WayOut.FAMILY, left_at__gte=story.lives_from)
    signed = signed.filter(handover_letter__withdrawn_at=None, done_by__isnull=False)
    of_letters = signed.exclude(handover_letter=None).select_related("handover_letter")
    for order, exit in enumerate(of_letters.order_by("left_at", "pk")[:2]):
        letter = exit.handover_letter
        hands = way_of(exit, HANDOVER.kind).signing.hands(exit, letter)
        for number, hand in enumerate(hand for hand in hands if hand.is_asked):
            with days.told_at(letter.recorded_at + timedelta(minutes=4 + 3 * number)):
                is_thumb = order == 1 and hand.side == Side.RECEIVES
                _write(letter, hand, asked_of(hands), is_thumb, exit.done_by)


def _write(letter, hand, asked, is_thumb, by):
    row = Signature(
        letter=letter,
        side=hand.side,
        name=hand.name,
        as_whom=hand.as_whom,
        signed_sha256=frozen_file(letter).sha256,
        signed_at=days.now(),
        asked=asked,
        send_key=row_key(letter.send_key, hand.side),
    )
    if not hand.is_staff:
        row.identity_seen = row.read_to_them = True
        row.language = Signature.Language.MAKASSAR
    if is_thumb:
        row.way, row.content = Signature.Way.THUMB, pictures.thumb_print().content
    else:
        row.way, row.strokes = Signature.Way.SCREEN, _scribble(hand.name)
    row.sha256 = hashlib.sha256(row.kept).hexdigest()
    sign_letter(row, by=by)


def _scribble(name):
    """A line that goes up and down as the letters of a name do."""
    heights = [ord(letter) * 7 % 90 for letter in name if letter.isalpha()][:22]
    points = [(30 + 11 * step, 40 + height) for step, height in enumerate(heights)]
    first, *rest = points
    return f"M{first[0]} {first[1]}" + "".join(f"L{x} {y}" for x, y in rest)


def _send_to_agency(story):
    """Who was cared for until the end has it on paper, signed by the Dinas: it lies there."""
    exits = Exit.objects.filter(kind__code=WayOut.FAMILY, state="done")
    exit = exits.filter(left_at__lt=story.ago(5, 8)).latest("left_at", "pk")
    office, head = story.staff["tu"], story.staff["kepala"]
    with days.told_at(story.ago(5, 9, 10)):
        letter = write_letter(exit, CARED_FOR, by=exit.stay.social_worker)
    with days.told_at(story.ago(5, 11, 25)):
        initial_letter(letter, Step.OFFICE, by=office)
    with days.told_at(story.ago(4, 8, 40)):
        initial_letter(letter, Step.HEAD, by=head)
    with days.told_at(story.ago(3, 9, 0)):
        carried = LetterStep(
            letter=letter,
            done_on=days.today(),
            carried_by="Pengantar surat RPTC",
            send_key=row_key(letter.send_key, Step.CARRIED),
        )
        carry_letter(carried, by=office)


def _insert(story):
    """One evening the power was out; what was written by hand is told in the morning after."""
    told_at = story.ago(1, 7, 50)
    numbered = Letter.objects.filter(kind__code=EXTENSION, sequence__isnull=False)
    before = numbered.filter(dated_on__lt=days.day_of(told_at)).order_by("-sequence")[1]
    with days.told_at(told_at):
        letter = Letter(
            kind=before.kind,
            dated_on=before.dated_on,
            about="Berkas perpanjangan yang ditulis tangan",
            inserted_because="Ditulis tangan ketika listrik padam.",
            send_key=row_key(before.send_key, "inserted"),
        )
        actions.insert_letter(letter, by=story.staff["tu"])


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
