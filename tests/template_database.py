"""A migrated database that every test database is copied from.

Migrating takes seconds, copying one. It is built anew when a migration, a trigger or the
reference data changes: its name is their fingerprint.
"""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
# A clone's own: two clones on one cluster leave each other's alone.
PREFIX = f"rptc_tests_{hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]}_"
MADE_OF = ["*/migrations/*.py", "rptc/*/migrations/*.py", "*/reference.py", "rptc/*/reference.py"]
MADE_OF += ["rptc/letters/texts/standard/*.txt"]
MADE_OF += ["rptc/database.py", "rptc/walls.py", "rptc/policies.py", "requirements.txt"]
MADE_OF += ["rptc/accounts/permissions.py", "rptc/management/commands/migrate.py"]
# Wherever a trigger or a function of the database is written, it stands in the fingerprint.
WRITTEN_IN = ["rptc", "cases", "partners"]
MAKES = re.compile(rb"pgtrigger|pghistory|CREATE (OR REPLACE )?FUNCTION|^SQL = ", re.MULTILINE)


def fingerprint():
    files = {path: path.read_bytes() for pattern in MADE_OF for path in ROOT.glob(pattern)}
    for app in WRITTEN_IN:
        written = {path: path.read_bytes() for path in (ROOT / app).rglob("*.py")}
        files |= {path: text for path, text in written.items() if MAKES.search(text)}
    content = b"".join(path.name.encode() + files[path] for path in sorted(files))
    return hashlib.sha256(content).hexdigest()[:12]


def ready():
    """The name of the template, built first when it is not there."""
    name = PREFIX + fingerprint()
    lock = ROOT / ".local" / "template.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as file, connection._nodb_cursor() as cursor:
        fcntl.flock(file, fcntl.LOCK_EX)
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        there = {row[0] for row in cursor.fetchall()}
        if name not in there:
            for old in there:
                cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(old)}")
            _build(cursor, name)
    return name


def _build(cursor, name):
    building = f"{name}_building"
    make_empty(cursor, building)
    migrate(building, "manage.py")
    cursor.execute(
        f"ALTER DATABASE {connection.ops.quote_name(building)}"
        f" RENAME TO {connection.ops.quote_name(name)}"
    )


def make_empty(cursor, name):
    for sql in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {} TEMPLATE template0"):
        cursor.execute(sql.format(connection.ops.quote_name(name)))


def migrate(name, *manage):
    environment = {
        "DJANGO_SETTINGS_MODULE": "rptc.settings",
        "DATABASE_URL": address(settings.OWNER_DATABASE, name),
    }
    if settings.RUNTIME_DATABASE:
        environment["DATABASE_RUNTIME_URL"] = address(settings.RUNTIME_DATABASE, name)
    subprocess.run(  # noqa: S603
        [sys.executable, *manage, "migrate", "-v0"],
        env=os.environ | environment,
        cwd=ROOT,
        check=True,
    )


def address(database, name):
    user, password = quote(database["USER"]), quote(database["PASSWORD"], safe="")
    return f"postgres://{user}:{password}@{database['HOST']}:{database['PORT']}/{name}"
