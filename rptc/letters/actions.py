import hashlib
import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q

from rptc import days
from rptc.accounts.models import User
from rptc.audit.record import enter, keep, record
from rptc.decisions import decide
from rptc.letters.agency.models import Signer
from rptc.letters.closing import let_nothing_close
from rptc.letters.models import (
    Emblem,
    Letter,
    LetterFile,
    LetterKind,
    Withdrawal,
    WithdrawalState,
)
from rptc.letters.numbers import insert_number, take_number, type_number
from rptc.letters.printing import print_letter, signs_on
from rptc.letters.prints import NAMES_EACH, kinds_without
from rptc.letters.texts.models import text_in_force
from rptc.letters.texts.sorts import columns_of, way_of
from rptc.letters.ties import letter_of, tie, tied_letters
from rptc.pictures import Picture
from rptc.printing import styles
from rptc.saving import locked
from rptc.sending import row_key


@transaction.atomic
def use_emblem(picture: Picture, *, by: User) -> Emblem:
    """All that is printed from now on bears it. The one that is there already is not added."""
    now = Emblem.current()
    if now and now.sha256 == picture.sha256:
        return now
    emblem = Emblem.objects.create(content=picture.content, sha256=picture.sha256, recorded_by=by)
    record(by, "added", emblem)
    return emblem


@transaction.atomic
def remove_emblem(*, by: User) -> None:
    """From now on the words of the letterhead stand alone."""
    if now := Emblem.current():
        Emblem.objects.create(recorded_by=by)
        record(by, "removed", now)


@transaction.atomic
def issue_letter(
    kind: str,
    *,
    facts: dict,
    about: str,
    by: User,
    send_key: uuid.UUID,
    person_id: int | None = None,
    is_sealed: bool = False,
    on: date | None = None,
    number_later: bool = False,
    people: Sequence[int] = (),
    before: Letter | None = None,
) -> Letter:
    """Number, print and freeze a letter, in the transaction of the act that needs it.

    `kind` is the code of a LetterKind, whose text in force is filled with the `facts`; the letter
    keeps which version it was. `about` says what it is about, without a name. A kind with numbers
    from outside, and `number_later`, print with room for the number; then the signed sheet,
    scanned back, is the frozen one. `people` are those about whom it is, where they are several;
    `before` is the letter whose place it takes, which it names where something was corrected
    since. The same `send_key` again gives the same letter.
    """
    sent = Letter.objects.filter(send_key=send_key, recorded_by=by).first()
    if sent:
        return sent
    kind = LetterKind.objects.get(code=kind)
    on = on or days.today()
    letter = Letter(
        kind=kind,
        dated_on=on,
        year=on.year,
        about=about,
        person_id=person_id,
        is_sealed=is_sealed,
        people=sorted(people),
        signed_by=kind.signed_by,
        # Who signs for the Dinas stands in no list of ours.
        signatory=None if kind.signed_by == Signer.AGENCY else signs_on(on),
        text=text_in_force(kind),
        recorded_by=by,
        send_key=send_key,
    )
    if number_later or not kind.numbers_itself:
        letter.waits_for_scan = True
    else:
        # The first letter of a process reads the fonts: not while others wait for the counter.
        styles(kind.paper)
        take_number(letter)
    letter.save()
    corrects = before if before and before.corrected_at else None
    _freeze(letter, LetterFile.Kind.PRINTED, print_letter(letter, facts, corrects), by)
    record(by, "issued", letter)
    return letter


def issue_for(act: Model, kind: str, *, by: User) -> Letter:
    """The letter of this kind that an act has: the one that stands, or a new one where there is
    none, or it was withdrawn or made before a correction. The caller has locked the act."""
    way = way_of(act, kind)
    before = letter_of(act, way)
    if before and before.is_current:
        return before
    let_nothing_close()
    subject = way.subject(act)
    letter = issue_letter(
        kind,
        facts=way.facts(act),
        about=subject.about,
        person_id=subject.person_id,
        people=subject.people,
        is_sealed=subject.is_sealed,
        before=before,
        by=by,
        send_key=row_key(act.send_key, f"{kind} {before.pk if before else 0}"),
    )
    tie(act, way, letter)
    return letter


@transaction.atomic
def number_letter(
    letter: Letter,
    *,
    number: str = "",
    source: str = "",
    dated_on: date | None = None,
    inserted_because: str = "",
    by: User,
) -> Letter:
    """A letter that was printed without a number gets it: the next of its kind, one between two
    with the reason, or one from outside. What the Dinas signs has the day that stands beside that
    number. Raises ValidationError when it has one, or when another letter has that one."""
    letter = _lock(letter)
    if letter.number:
        raise ValidationError(f"Surat ini sudah bernomor {letter.number}.")
    if letter.numbers_itself and inserted_because:
        letter.inserted_because = inserted_because
        insert_number(letter)
    elif letter.numbers_itself:
        take_number(letter)
    else:
        if letter.signed_by == Signer.AGENCY and dated_on:
            letter.dated_on, letter.year = dated_on, dated_on.year
        type_number(letter, number, source)
    return keep(letter, "numbered", by=by)


@transaction.atomic
def insert_letter(letter: Letter, *, is_sealed: bool = False, by: User) -> Letter:
    """A letter that was written without the application, on paper, on a day before: it gets its
    place and number in the register, with the reason; its signed sheet follows as a scan. Raises
    ValidationError as `insert_number`."""
    letter.year = letter.dated_on.year
    letter.signatory = signs_on(letter.dated_on)
    letter.is_sealed, letter.waits_for_scan = is_sealed, True
    letter.recorded_by = by
    insert_number(letter)
    return keep(letter, "inserted", by=by)


@transaction.atomic
def add_scan(
    letter: Letter,
    file: bytes,
    *,
    is_electronic: bool = False,
    signed_at: datetime | None = None,
    by: User,
) -> LetterFile:
    """The signed sheet comes back as PDF, or what was signed electronically elsewhere: from now on
    it is the frozen one. The number of the Dinas may follow it."""
    letter = _lock(letter)
    if letter.signed_by == Signer.AGENCY:
        if letter.is_on_its_way and letter.next_step:
            raise ValidationError("Catat dahulu kapan surat ini dibawa ke Dinas.")
    elif not letter.number:
        raise ValidationError("Beri nomor dahulu, seperti yang tertulis pada lembarnya.")
    if letter.files.filter(kind=LetterFile.Kind.SCAN).exists():
        raise ValidationError("Pindaian surat ini sudah ada.")
    signed = {"is_electronic": is_electronic, "signed_at": signed_at}
    scan = _freeze(letter, LetterFile.Kind.SCAN, file, by, **signed)
    letter.waits_for_scan = False
    keep(letter, "scanned", by=by)
    return scan


@transaction.atomic
def ask_withdrawal(withdrawal: Withdrawal, *, by: User) -> Withdrawal:
    """A mistake is withdrawn with a reason, never changed and never reused; the head decides."""
    letter = _lock(withdrawal.letter)
    if letter.withdrawal:
        raise ValidationError("Penarikan surat ini sudah diminta.")
    return enter(withdrawal, "proposed", by=by)


def decide_withdrawal(withdrawal: Withdrawal, **decision) -> Withdrawal:
    """The head withdraws the letter, or lets it stand."""
    return decide(withdrawal, lock=_lock_withdrawal, then=_withdraw, **decision)


def _withdraw(withdrawal, by):
    if withdrawal.state == WithdrawalState.APPROVED:
        withdrawal.letter.withdrawn_at = withdrawal.decided_at
        withdrawal.letter.save()


def seal_letters(person_ids: list[int]) -> None:
    """Files were sealed: the letters about them that were written before are out of reach, too;
    those of several, where their kind names each."""
    with_others = Q(people__overlap=person_ids, kind__code__in=NAMES_EACH)
    about = Q(person_id__in=person_ids) | with_others
    Letter.objects.filter(about, is_sealed=False).update(is_sealed=True)


def mark_corrected(person_ids: list[int], facts: set[str], *, since: datetime) -> None:
    """What was written about somebody since then, and says one of these facts (prints.py), was
    written before a correction, and says so at once, wherever it is shown or checked."""
    if not facts:
        return
    about = Q(person_id__in=person_ids) | Q(people__overlap=person_ids)
    letters = Letter.objects.valid().filter(about, corrected_at=None, recorded_at__gte=since)
    # What a letter says, its text knows; those from before there were texts, their kind.
    of_before = Q(text=None) & ~Q(kind__code__in=kinds_without(facts))
    letters = letters.filter(of_before | Q(text__says__overlap=list(facts)))
    letters.update(corrected_at=days.now())


def mark_letters_of(act: Model) -> None:
    """The act was corrected: its letters were written before it, and a new one can be written.
    The caller has locked the act."""
    keys = [letter.pk for letter in tied_letters(act).values()]
    keys += [getattr(act, f"{column}_id") for column in columns_of(act)]
    letters = Letter.objects.valid().filter(pk__in=keys, corrected_at=None)
    letters.update(corrected_at=days.now())


def _lock(letter):
    letter = locked(letter, "kind")
    if letter.withdrawn_at:
        raise ValidationError("Surat ini sudah ditarik.")
    return letter


def _lock_withdrawal(withdrawal):
    """The letter first, as for everything that happens to one."""
    letters = Letter.objects.select_for_update(of=("self",)).select_related("kind")
    letter = letters.get(pk=withdrawal.letter_id)
    withdrawal = locked(withdrawal)
    withdrawal.letter = letter
    return withdrawal


def _freeze(letter, kind, content, by, **more):
    return LetterFile.objects.create(
        **more,
        letter=letter,
        kind=kind,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        recorded_by=by,
    )
