"""How often a page asks the database, savepoints and who reads (rptc/policies.py) aside."""

from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

MOST = 25
ASK_NOTHING = ("SAVEPOINT", "RELEASE SAVEPOINT", "SELECT set_config('rptc.reader'")


def asked_by(client, address):
    """(how often once the session is warm, the answer)"""
    client.get(address)
    reset_queries()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    return sum(not query["sql"].startswith(ASK_NOTHING) for query in queries), answer
