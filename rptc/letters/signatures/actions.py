import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction

from rptc import days
from rptc.accounts.models import User
from rptc.audit.record import enter, keep
from rptc.letters.files import frozen_file
from rptc.letters.models import Letter
from rptc.letters.signatures.models import Signature, SignatureSheet
from rptc.letters.signatures.sheets import print_sheet
from rptc.letters.signatures.state import sheet_of, signatures_of, signed_of
from rptc.saving import locked, sentence_of

WITHDRAWN = "Surat ini sudah ditarik. Buat surat yang baru, lalu tanda tangani yang baru."
CORRECTED = "Surat ini dibuat sebelum koreksi. Buat surat yang baru, lalu tanda tangani yang baru."
OTHER_FILE = "Berkas surat ini berganti sejak halaman dibuka. Baca lagi, lalu tanda tangani."
TOO_EARLY = "Surat ini belum dicetak pada waktu itu."


@transaction.atomic
def sign_letter(signature: Signature, *, by: User) -> Signature:
    """One person has signed what was frozen: the row keeps the hash of what they read, and the
    letter stays as it is. With the last of those who are asked the sheet beside it is made."""
    letter = _lock(signature.letter)
    file = frozen_file(letter)
    if file.sha256 != signature.signed_sha256:
        raise ValidationError(OTHER_FILE)
    if hashlib.sha256(bytes(file.content)).hexdigest() != file.sha256:
        raise RuntimeError(f"The file of letter {letter.pk} is not what was frozen.")
    # What was typed has no seconds.
    if signature.signed_at < letter.recorded_at.replace(second=0, microsecond=0):
        raise ValidationError({"signed_at": TOO_EARLY})
    same = letter.signatures.valid().filter(side=signature.side, name=signature.name)
    if same.exists():
        raise ValidationError(sentence_of(Signature, "letter_is_signed_once_by_each"))
    signature.letter = letter
    enter(signature, "signed", by=by, person=letter.person_id)
    _renew_sheet(letter, signature.asked, by)
    return signature


@transaction.atomic
def take_back_signature(signature: Signature, reason: str, *, by: User) -> Signature:
    """A mistake stays where it is, with who said so and why; who is asked signs anew."""
    letter = _lock(signature.letter)
    signature = locked(signature)
    if signature.withdrawn_at:
        raise ValidationError("Tanda tangan ini sudah dinyatakan keliru.")
    signature.withdrawn_at, signature.withdrawn_by = days.now(), by
    signature.withdrawn_reason = reason
    keep(signature, "took_back", by=by, person=letter.person_id)
    _renew_sheet(letter, signature.asked, by)
    return signature


def _lock(letter: Letter) -> Letter:
    letter = locked(letter, "kind")
    if letter.withdrawn_at:
        raise ValidationError(WITHDRAWN)
    if letter.corrected_at:
        raise ValidationError(CORRECTED)
    return letter


def _renew_sheet(letter, asked, by):
    rows = list(signatures_of(letter))
    if not signed_of(asked, rows).is_whole or sheet_of(letter):
        return
    content = print_sheet(letter, rows)
    SignatureSheet.objects.create(
        letter=letter,
        signatures=sorted(row.pk for row in rows),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        recorded_by=by,
    )
