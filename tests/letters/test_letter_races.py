"""Several processes at the counters: no number is missing, none comes twice, of no kind."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Letter, LetterCounter, LetterFile
from tests import factories as f
from tests.letters.issuing import KINDS
from tests.sizes import IS_FULL, size

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]
PROCESSES = 16 if IS_FULL else 4
# Each process issues as many letters of each kind.
EACH = PROCESSES * len(KINDS)
LETTERS = -(-size(2_000) // EACH) * EACH


def address(database):
    user, password = quote(database["USER"]), quote(database["PASSWORD"], safe="")
    name = connection.settings_dict["NAME"]
    return f"postgres://{user}:{password}@{database['HOST']}:{database['PORT']}/{name}"


def environment():
    """The test database, as the web process opens it."""
    addresses = {"DATABASE_URL": address(settings.OWNER_DATABASE), "RPTC_PROCESS": "web"}
    if settings.RUNTIME_DATABASE:
        addresses["DATABASE_RUNTIME_URL"] = address(settings.RUNTIME_DATABASE)
    return os.environ | addresses


def test_letters_of_many_processes_are_numbered_without_a_gap():
    user = f.UserFactory(roles=[Role.OFFICE])
    command = [sys.executable, "-m", "tests.letters.issuing", str(user.pk)]
    running = [
        subprocess.Popen(  # noqa: S603
            [*command, str(LETTERS // PROCESSES), str(first)],
            env=environment(),
            cwd=Path(settings.BASE_DIR),
            stderr=subprocess.PIPE,
            text=True,
        )
        for first in range(PROCESSES)
    ]
    errors = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES, errors
    for code in KINDS:
        letters = Letter.objects.filter(kind__code=code, year=days.today().year)
        own = LETTERS // len(KINDS)
        assert sorted(letters.values_list("sequence", flat=True)) == list(range(1, own + 1))
        assert len(set(letters.values_list("number", flat=True))) == own
        assert LetterFile.objects.filter(letter__in=letters).count() == own
        assert LetterCounter.objects.get(kind__code=code).last == own
    assert Letter.objects.count() == LETTERS
