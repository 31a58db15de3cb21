"""Who the tests are to the database: the run-time role, as the pages are; the owner on request."""

from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

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
    try:
        yield
    finally:
        # What has failed inside a transaction is rolled back, and the change of the role with it.
        if connection.connection.info.transaction_status != TRANSACTION_STATUS_INERROR:
            with connection.cursor() as cursor:
                cursor.execute(f"SET ROLE {before}")
