"""Migrations go forward alone: the way back is the database of before (README, Upgrade)."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tests.database_roles import as_owner

pytestmark = pytest.mark.django_db


def test_none_goes_backward():
    applied = MigrationRecorder.Migration.objects.count()
    tables = connection.introspection.table_names()
    with as_owner(), pytest.raises(CommandError, match="tidak dijalankan mundur"):
        call_command("migrate", "cases", "zero", verbosity=0)
    assert MigrationRecorder.Migration.objects.count() == applied
    assert connection.introspection.table_names() == tables
