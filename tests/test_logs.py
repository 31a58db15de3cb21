"""The log of the server names nobody, and says by which code to find what a visitor saw."""

import json
import logging
import sys

import pytest
from django.db import DatabaseError, connection, transaction

from rptc import views
from rptc.audit.middleware import HistoryContext
from rptc.logs import Json
from tests import factories as f

NAME = "Daeng Naba"


def line_of(act, said="Trouble at %s", *args):
    """The line of JSON that is written of what `act` raises."""
    try:
        act()
    except Exception:
        error = sys.exc_info()
    record = logging.LogRecord("rptc", logging.ERROR, __file__, 1, said, args or ("x",), error)
    return Json().format(record)


def test_an_error_is_told_by_its_kind_and_its_place():
    def act():
        raise ValueError(NAME)

    line = line_of(act)
    told = json.loads(line)
    assert told["said"] == "Trouble at x"
    assert told["error"]["kind"] == "ValueError"
    assert told["error"]["at"][-1].endswith(" act")
    assert NAME not in line
    assert "\n" not in line


@pytest.mark.django_db
def test_what_the_database_says_of_a_row_is_not_told():
    person = f.PersonFactory(name=NAME)

    def act():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE cases_person SET sex = NULL WHERE id = %s", [person.pk])

    with pytest.raises(DatabaseError, match=NAME):
        act()
    told = json.loads(line_of(act))["error"]
    assert told["kind"] == "IntegrityError"
    assert 'null value in column "sex"' in told["said"]
    assert NAME not in json.dumps(told)


def test_the_page_of_trouble_and_the_log_have_one_code(rf):
    lines = []

    def fails(request):
        try:
            raise ZeroDivisionError
        except ZeroDivisionError:
            record = logging.LogRecord("x", logging.ERROR, "", 1, "", (), sys.exc_info())
            lines.append(json.loads(Json().format(record)))
            return views.server_error(request)

    request = rf.get("/")
    page = HistoryContext(fails)(request)
    assert page.status_code == 500
    assert f"<strong>{lines[0]['code']}</strong>" in page.content.decode()
    # Nobody knows here whether what was sent is saved.
    assert "Lihat dahulu apakah sudah tersimpan" in page.content.decode()
    assert request.audit_id.hex.upper().startswith(lines[0]["code"])
