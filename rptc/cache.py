"""The cache in the database: counters of guesses and look-ups, and nothing that runs.

Django reads each entry with pickle, which does whatever stands there. The run-time role writes the
table, so SQL of that role would become a program of the web process, which knows the owner of the
database (docs/security.md).
"""

import base64
import io
import logging
import pickle
from datetime import UTC, datetime

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils import timezone

log = logging.getLogger("rptc.cache")
PLAIN = {("datetime", "datetime"), ("datetime", "timedelta"), ("datetime", "timezone")}


class OnlyPlain(pickle.Unpickler):  # noqa: S301 (this is what makes it safe)
    """Lists, texts, numbers, moments."""

    def find_class(self, module, name):
        if (module, name) not in PLAIN:
            raise pickle.UnpicklingError(f"{module}.{name} is not plain.")
        return super().find_class(module, name)


class PlainCache(DatabaseCache):
    def get_many(self, keys, version=None):
        asked = {self.make_and_validate_key(key, version=version): key for key in keys}
        if not asked:
            return {}
        table = connection.ops.quote_name(self._table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT cache_key, value FROM {table}"  # noqa: S608 (a name from the settings)
                " WHERE cache_key = ANY(%s) AND expires >= %s",
                [list(asked), timezone.now()],
            )
            return {asked[key]: value for key, text in cursor.fetchall() for value in _read(text)}

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """In one statement; Django counts all entries and looks for this one first. What is over
        is deleted each night."""
        ends_at = self.get_backend_timeout(timeout)
        expires = datetime.max if ends_at is None else datetime.fromtimestamp(ends_at, tz=UTC)
        text = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode()
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {connection.ops.quote_name(self._table)}"  # noqa: S608 (a name)
                " (cache_key, value, expires) VALUES (%s, %s, %s) ON CONFLICT (cache_key)"
                " DO UPDATE SET value = excluded.value, expires = excluded.expires",
                [self.make_and_validate_key(key, version=version), text, expires],
            )


def _read(text):
    """The value, or nothing where it is none of ours."""
    try:
        yield OnlyPlain(io.BytesIO(base64.b64decode(text))).load()
    except Exception:
        log.exception("An entry of the cache is not plain.")
