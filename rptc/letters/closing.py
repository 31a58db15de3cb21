"""What a letter says may be closed to its other readers while it is being written: neither act
sees the other before it is over, and the letter would stand open in the register for ever.

So whoever closes waits for those who write, and seals what they wrote; whoever writes waits for
one who closes, and finds it closed. Held until the transaction ends. Taken before a row of a
letter is locked: who closes locks those afterwards."""

from django.db import connection

# Of all advisory locks, this one.
CLOSING = 3_160_877_251


def let_nothing_close():
    """Before it is asked whether something is closed, to keep the answer; any number at once."""
    _ask("SELECT pg_advisory_xact_lock_shared(%s)")


def wait_for_writers():
    """Before something is closed, and what was written of it is looked for."""
    _ask("SELECT pg_advisory_xact_lock(%s)")


def _ask(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement, [CLOSING])
