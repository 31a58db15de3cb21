"""The log of the server: a line of JSON for each event, for machines and for who keeps the server.

It names nobody. What an error says may hold what somebody typed, and what the database says of a
row holds the row: so an error is told by its kind and its place alone, what PostgreSQL says by its
first line. The code is the one that the page of trouble shows.
"""

import json
import logging
import traceback
from datetime import UTC, datetime

from django.db import DatabaseError

from rptc.audit.request import code_of, current_request


class Json(logging.Formatter):
    def format(self, record):
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "said": record.getMessage(),
        }
        if code := code_of(current_request.get()):
            line["code"] = code
        if record.exc_info and record.exc_info[1]:
            line["error"] = _told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _told(error):
    frames = traceback.extract_tb(error.__traceback__)
    told = {
        "kind": type(error).__name__,
        "at": [f"{f.filename}:{f.lineno} {f.name}" for f in frames],
    }
    if isinstance(error, DatabaseError):
        told["said"] = str(error).partition("\n")[0]
    return told
