"""The numbers of letters: no gap and none twice, a kind and a year (docs/rules.md, Letters)."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from rptc.letters.models import Letter, LetterCounter

# A queue at the counter moves on, a letter at a time; it is no deadlock, for which the usual limit
# of a wait is meant. Sixteen letters, printed on a busy machine, take far less than this.
QUEUE = "60s"


@transaction.atomic
def take_number(letter):
    """Give the letter the next number of its kind and year.

    The counter stays locked until the transaction ends: if the letter is not saved after all,
    the number goes back with it. A number that was typed for another letter is in the register
    already, so the counter goes past it: a klien at the door does not wait for it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = %s", [QUEUE])
        cursor.execute("SET LOCAL statement_timeout = %s", [QUEUE])
        # In the order in which they came: whoever waits for a row alone may be overtaken for ever.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [letter.kind.pk, letter.year])
    LetterCounter.objects.get_or_create(kind=letter.kind, year=letter.year)
    counter = LetterCounter.objects.select_for_update().get(kind=letter.kind, year=letter.year)
    counter.last += 1
    while _is_used(letter, counter.last):
        counter.last += 1
    counter.save()
    letter.sequence = counter.last
    letter.number = letter.kind.number(counter.last, letter.dated_on)


def _is_used(letter, sequence):
    number = letter.kind.number(sequence, letter.dated_on)
    return Letter.objects.filter(number=number, year=letter.year).exists()


def type_number(letter, number, source):
    """A number from outside: the agenda book, Srikandi, the Dinas. Gaps are not ours to judge."""
    if not source:
        raise ValidationError("Tulis dari mana nomornya, misalnya buku agenda.")
    letter.number, letter.number_source = number, source
