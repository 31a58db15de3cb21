"""Who the tests are to the database: the run-time role, as the pages are; the owner on request."""

from contextlib import contextmanager

from django.conf import settings
from django.db import connection

OWNER = "RESET ROLE"


def as_runtime_role(connection):
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {connection.ops.quote_name(settings.RUNTIME_ROLE)}")


@contextmanager
def as_owner():
    """What `manage.py` does on the server, it does as the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW role")
        [before] = cursor.fetchone()
        cursor.execute(OWNER)
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {before}")
