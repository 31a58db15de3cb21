"""The bench's own databases, one a size: made, used again while they are fresh, dropped."""

import hashlib
import io
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from rptc import days
from tests.bench import data
from tests.bench.sql import run


def prepare(name: str, people: int, house: int, *, rebuild: bool) -> bool:
    """Make the database if it is missing or stale; True when it was made anew."""
    print_of_it = fingerprint(people, house)
    if not rebuild and comment_on(name) == print_of_it:
        return False
    drop(name)
    run_outside(f"CREATE DATABASE {name}")
    use(name)
    call_command("migrate", skip_checks=True, interactive=False, verbosity=0)
    data.fill(people, house)
    call_command("refresh_search_keys", stdout=io.StringIO())
    run("VACUUM ANALYZE")
    run_outside(f"COMMENT ON DATABASE {name} IS '{print_of_it}'")
    return True


def fingerprint(people: int, house: int) -> str:
    """Of the migrations, of what fills the tables, and of the day: the house is as of today."""
    digest = hashlib.sha256(f"{people} {house} {days.today()}".encode())
    folders = [Path(app.path) / "migrations" for app in apps.get_app_configs()]
    files = [file for folder in folders for file in sorted(folder.glob("*.py"))]
    for file in [*files, *sorted(Path(__file__).parent.glob("d*.py"))]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def use(name: str) -> None:
    """Every query of this process goes there from now on."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def comment_on(name: str) -> str | None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def drop(name: str) -> None:
    connection.close()
    run_outside(f"DROP DATABASE IF EXISTS {name}")


def run_outside(sql: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)
