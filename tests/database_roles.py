"""Who the tests are to the database: the run-time role, as the pages are; the owner on request.

A test itself reads and adds every row (rptc/policies.py), as who holds each role would. A request
begins as nobody, and its page says who reads.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import connection
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from rptc.accounts.permissions import Role

OWNER = "RESET ROLE"
EVERYBODY, NOBODY = ",".join(Role), ""

in_request = ContextVar("in_request", default=False)


def as_runtime_role(connection):
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {connection.ops.quote_name(settings.RUNTIME_ROLE)}")
    read_as(NOBODY if in_request.get() else EVERYBODY)


def read_as(holds, reader=""):
    """Who reads from now on. Not by Django's cursor: it is no query of a page. Of a connection
    that is closed nothing is asked; a new one begins by itself."""
    raw = connection.connection
    if raw is None or raw.closed or raw.info.transaction_status == TRANSACTION_STATUS_INERROR:
        return
    with raw.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('rptc.reader', %s, false), set_config('rptc.holds', %s, false),"
            " set_config('rptc.whoever_acts', '', false)",
            [str(reader), holds],
        )


class AsNobody:
    """Around each request of a test, as nothing is around one in life."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = in_request.set(True)
        read_as(NOBODY)
        try:
            return self.get_response(request)
        finally:
            in_request.reset(token)
            read_as(EVERYBODY)


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


def learn_sizes():
    """As the database does by itself while it is not in use: else it plans for empty tables."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
