"""The words of a complaint, put away under the key and read out again (rptc/keys.py)."""

from django.core.exceptions import ValidationError

from cases.voice.complaints.models import MOST_IN_ALL, SEALED
from rptc import days
from rptc.keys import encrypt, read_words, seal_words
from rptc.words import tanggal

NAMES = [name.removeprefix("sealed_") for name in SEALED]


def put_away(complaint, **words):
    seal_words(complaint, words, words)


def read_out(complaint):
    """What was said, by whom, what was found and what was answered; for who may read the row."""
    read_words(complaint, NAMES)
    return complaint


def add_words(complaint, name, more):
    """What stands there stays, and what is said later stands below it with its day."""
    column = f"sealed_{name}"
    before = getattr(read_out(complaint), name)
    text = f"{before}\n\nDitambahkan {tanggal(days.now())}:\n{more}" if before else more
    if len(text) > MOST_IN_ALL:
        raise ValidationError("Terlalu panjang bersama yang sudah tertulis. Tulis lebih singkat.")
    setattr(complaint, column, encrypt(text))
