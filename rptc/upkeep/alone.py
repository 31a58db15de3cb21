"""One run of a work at a time, whatever started it and on whichever machine."""

from contextlib import contextmanager

from django.db import connection


class IsRunning(Exception):
    """Another run of it has not ended."""


@contextmanager
def alone(lock):
    """`lock` is any number that nothing else locks. Raises IsRunning."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        if not cursor.fetchone()[0]:
            raise IsRunning
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])
