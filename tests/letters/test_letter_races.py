"""Several processes at one counter: no number is missing, none comes twice."""

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
from tests.sizes import IS_FULL, size

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]
PROCESSES = 16 if IS_FULL else 4
LETTERS = size(2_000) // PROCESSES * PROCESSES


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
            [*command, str(LETTERS // PROCESSES)],
            env=environment(),
            cwd=Path(settings.BASE_DIR),
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    errors = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES, errors
    letters = Letter.objects.filter(kind__code="perpanjangan", year=days.today().year)
    assert sorted(letters.values_list("sequence", flat=True)) == list(range(1, LETTERS + 1))
    assert len(set(letters.values_list("number", flat=True))) == LETTERS
    assert LetterFile.objects.filter(letter__in=letters).count() == LETTERS
    assert LetterCounter.objects.get().last == LETTERS
