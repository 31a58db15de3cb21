"""Many steps from one state that is made once: each is undone before the next."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def undone():
    """The database judges what is done inside as at the end of a test; then it was not done."""
    with transaction.atomic():
        yield
        connection.check_constraints()
        transaction.set_rollback(True)
