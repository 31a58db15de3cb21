"""The numbers of letters: no gap and none twice, a kind and a year (docs/rules.md, Letters)."""

from string import ascii_lowercase

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from rptc.letters.models import Letter, LetterCounter

# A queue at the counter moves on, a letter at a time; it is no deadlock, for which the usual limit
# of a wait is meant. Sixteen letters, printed on a busy machine, take far less than this.
QUEUE = "60s"
NOTHING_BEFORE = (
    "Belum ada nomor jenis ini sampai tanggal itu. Nomor sisipan berada sesudah sebuah nomor."
)


@transaction.atomic
def take_number(letter):
    """Give the letter the next number of its kind and year.

    The counter stays locked until the transaction ends: if the letter is not saved after all,
    the number goes back with it. A number that was typed for another letter is in the register
    already, so the counter goes past it: a klien at the door does not wait for it.
    """
    _queue(letter)
    LetterCounter.objects.get_or_create(kind=letter.kind, year=letter.year)
    counter = LetterCounter.objects.select_for_update().get(kind=letter.kind, year=letter.year)
    counter.last += 1
    while _is_used(letter, counter.last):
        counter.last += 1
    counter.save()
    letter.sequence = counter.last
    letter.number = letter.kind.number(counter.last, letter.dated_on)


@transaction.atomic
def insert_number(letter):
    """Nomor sisipan: the last number of its kind up to its day, with the next letter behind it
    ("12.a"), where later days have numbers already; else simply the next number.

    Raises ValidationError where no number stands before it, or all letters are given.
    """
    if not letter.inserted_because:
        raise ValidationError("Tulis mengapa surat ini disisipkan.")
    _queue(letter)
    given = Letter.objects.filter(kind=letter.kind, year=letter.year, sequence__isnull=False)
    if not given.filter(dated_on__gt=letter.dated_on).exists():
        take_number(letter)
        return
    before = given.filter(dated_on__lte=letter.dated_on).order_by("sequence").last()
    if before is None:
        raise ValidationError(NOTHING_BEFORE)
    taken = set(given.filter(sequence=before.sequence).values_list("inserted", flat=True))
    for mark in ascii_lowercase:
        number = f"{before.sequence}.{mark}"
        if mark not in taken and not _is_used(letter, number):
            letter.sequence, letter.inserted = before.sequence, mark
            letter.number = letter.kind.number(number, letter.dated_on)
            return
    raise ValidationError(f"Sesudah nomor {before.sequence} sudah ada 26 nomor sisipan.")


def _queue(letter):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = %s", [QUEUE])
        cursor.execute("SET LOCAL statement_timeout = %s", [QUEUE])
        # In the order in which they came: whoever waits for a row alone may be overtaken for ever.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [letter.kind.pk, letter.year])


def _is_used(letter, sequence):
    number = letter.kind.number(sequence, letter.dated_on)
    return Letter.objects.filter(number=number, year=letter.year).exists()


def type_number(letter, number, source):
    """A number from outside: the agenda book, Srikandi, the Dinas. Gaps are not ours to judge."""
    if not source:
        raise ValidationError("Tulis dari mana nomornya, misalnya buku agenda.")
    letter.number, letter.number_source = number, source
