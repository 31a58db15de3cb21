"""`migrate` as if no migration had been written: the tables are made of the models of today.

What the template of the test databases is compared with (tests/test_template_database.py).
"""

import os

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

EXTENSIONS = ["btree_gist", "fuzzystrmatch", "pg_trgm", "unaccent"]

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rptc.settings")
    django.setup()
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    with connection.cursor() as cursor:
        for name in EXTENSIONS:
            cursor.execute(f"CREATE EXTENSION {name}")
    MigrationRecorder(connection).ensure_schema()  # The rights of the run-time role name it.
    call_command("migrate", run_syncdb=True, verbosity=0)
