"""The cache in the database: counters of guesses and look-ups, and nothing that runs.

Django reads each entry with pickle, which does whatever stands there. The run-time role writes the
table, so SQL of that role would become a program of the web process, which knows the owner of the
database (docs/security.md).
"""

import base64
import io
import logging
import pickle

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


def _read(text):
    """The value, or nothing where it is none of ours."""
    try:
        yield OnlyPlain(io.BytesIO(base64.b64decode(text))).load()
    except Exception:
        log.exception("An entry of the cache is not plain.")
