"""script/upgrade: the newer version runs, or the version of before goes on with its own data.

Most of it is played with an application as small as can be: its database is a file, its page says
its version. The last one is played with the application itself.
"""

import os
import shutil
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from tests import template_database

pytestmark = pytest.mark.gate
ROOT = Path(settings.BASE_DIR)

MANAGE = """
import os, pathlib, shutil, sys

command, last = sys.argv[1], pathlib.Path(sys.argv[-1])
rows = pathlib.Path(os.environ["ROWS"])

def migrate(rows):
    {migration}
    rows.write_text(rows.read_text() + {changes!r})

if command == "backup":
    (last / "rptc-1").mkdir(parents=True)
    shutil.copy(rows, last / "rptc-1" / "rows")
if command == "prove_backup":
    migrate(last / "rows")
if command == "migrate":
    migrate(rows)
if command == "dbshell":
    rows.unlink()
if command == "restore":
    assert not rows.exists()
    shutil.copy(last / "rows", rows)
    if "--upgrade" not in sys.argv:
        migrate(rows)
if command == "collectstatic":
    pathlib.Path(".local/static").mkdir(parents=True)
    pathlib.Path(".local/static/version").write_text("{version}")
"""
SERVE = """
import http.server, pathlib, sys

class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response({status})
        self.end_headers()
        static = pathlib.Path(".local/static/version").read_text()
        self.wfile.write(f"{version} with {{static}}".encode())

    def log_message(self, *arguments):
        pass

{begins}
server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Page)
pathlib.Path(".local/began").touch()
server.serve_forever()
"""
START = """
rm -f .local/began
.venv/bin/python serve.py $RPTC_PORT >/dev/null 2>&1 &
echo $! >.local/pid
while kill -0 $! && [ ! -e .local/began ]; do :; done
kill -0 $!
"""
STOP = "kill $(<.local/pid) && tail --pid=$(<.local/pid) -f /dev/null"


class Clone:
    """A running clone of a repository, which is told to come to its newest version."""

    start, stop, told = START, STOP, {}

    def __init__(self, folder):
        self.path, self.origin = folder / "clone", folder / "origin"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = str(probe.getsockname()[1])
        self.run("git", "init", "-q", "-b", "main", self.origin, at=folder)
        self.write_first_version()
        self.publish()
        self.run("git", "clone", "-q", self.origin, self.path, at=folder)
        (self.path / ".local").mkdir()
        self.set_up()
        self.run("bash", "-c", self.start)

    def publish(self):
        self.run("git", "add", "--all", at=self.origin)
        self.run("git", "commit", "-q", "-m", "A version", at=self.origin)

    def run(self, *command, at=None, check=True):
        who = {"NAME": "A", "EMAIL": "a@example.org"}
        told = {f"GIT_{role}_{key}": who[key] for role in ("AUTHOR", "COMMITTER") for key in who}
        told |= {"PATH": os.environ["PATH"], "RPTC_PORT": self.port, **self.told}
        done = subprocess.run(  # noqa: S603
            command,
            cwd=at or self.path,
            env=told | {"RPTC_STOP": self.stop, "RPTC_START": self.start},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0 or not check, done.stdout
        return done

    def upgrade(self, *version):
        return self.run("script/upgrade", *version, check=False)

    @property
    def page(self):
        connection = HTTPConnection("127.0.0.1", int(self.port), timeout=30)
        connection.request("GET", "/ready/", headers={"Connection": "close"})
        return connection.getresponse().read().decode()

    @property
    def pid(self):
        return (self.path / ".local" / "pid").read_text()


class Small(Clone):
    def __init__(self, folder):
        self.rows = folder / "rows"
        self.rows.write_text("a klien\n")
        self.told = {"ROWS": str(self.rows)}
        super().__init__(folder)

    def write_first_version(self):
        for folder in ("script", "deploy"):
            (self.origin / folder).mkdir()
        shutil.copy(ROOT / "script" / "upgrade", self.origin / "script")
        (self.origin / "script" / "setup").write_text("#!/bin/sh\nmkdir -p .local/fonts\n")
        (self.origin / "script" / "setup").chmod(0o755)
        (self.origin / "requirements.txt").touch()
        (self.origin / ".gitignore").write_text(".local\n.venv\n")
        self.write("one")

    def set_up(self):
        (self.path / ".local" / "static").mkdir()
        (self.path / ".local" / "static" / "version").write_text("one")
        (self.path / ".local" / "env").touch()
        (self.path / ".venv" / "bin").mkdir(parents=True)
        (self.path / ".venv" / "bin" / "python").symlink_to(sys.executable)
        (self.path / ".venv" / "requirements.txt").touch()

    def write(self, version, *, migration="pass", begins="", status=200):
        changes = "" if version == "one" else "changed by the migration\n"
        manage = MANAGE.format(version=version, migration=migration, changes=changes)
        (self.origin / "manage.py").write_text(manage)
        serve = SERVE.format(version=version, begins=begins, status=status)
        (self.origin / "serve.py").write_text(serve)

    def publish_two(self, **broken):
        self.write("two", **broken)
        self.publish()

    @property
    def state(self):
        """Page, rows, branch, changed files, and whether an upgrade left something."""
        branch = self.run("git", "branch", "--show-current").stdout
        changed = self.run("git", "status", "--porcelain").stdout
        left = (self.path / ".local" / "upgrade").exists()
        return self.page, self.rows.read_text(), branch, changed, left


class First(Small):
    """Runs a version from before `script/upgrade`, which has no `/ready/` and restores nothing:
    the script is that of the newer one, as README says."""

    def write_first_version(self):
        super().write_first_version()
        (self.origin / "script" / "upgrade").unlink()
        self.write("one", status=404)
        commands = (self.origin / "manage.py").read_text()
        (self.origin / "manage.py").write_text(commands.replace('"restore"', '"no such command"'))

    def upgrade(self, *version):
        (self.path / ".local" / "upgrade.sh").write_text((ROOT / "script" / "upgrade").read_text())
        return self.run("bash", ".local/upgrade.sh", *version, check=False)


AS_BEFORE = ("one with one", "a klien\n", "main\n", "", False)
UPGRADED = ("two with two", "a klien\nchanged by the migration\n", "", "", False)


@pytest.fixture(params=[Small, First])
def clone(tmp_path, request):
    clone = request.param(tmp_path)
    yield clone
    clone.run("bash", "-c", clone.stop, check=False)


def test_the_newest_version_runs_and_the_time_without_one_is_said(clone):
    clone.publish_two()
    done = clone.upgrade()
    assert done.returncode == 0, done.stdout
    assert "It stood still for" in done.stdout
    assert clone.state == UPGRADED
    assert "runs already" in clone.upgrade().stdout


def test_a_migration_that_fails_is_found_while_the_version_of_before_serves(clone):
    before = clone.pid
    clone.publish_two(migration="sys.exit('no such column')")
    done = clone.upgrade()
    assert done.returncode == 1
    assert "no such column" in done.stdout
    assert "stands still" not in done.stdout
    assert clone.pid == before
    assert clone.state == AS_BEFORE
    [log] = (clone.path / ".local").glob("upgrade-*.log")
    assert "no such column" in log.read_text()


# What no rehearsal finds: the service of the new version, or its migration on this one day.
LATE = [
    {"begins": "sys.exit('no such setting')"},
    {"migration": "assert rows.parent.name == 'rptc-1'"},
]


@pytest.mark.parametrize("broken", LATE)
def test_what_fails_later_brings_back_code_and_rows_of_before(clone, broken):
    clone.publish_two(**broken)
    done = clone.upgrade()
    assert done.returncode == 1
    assert "The version of before runs again" in done.stdout
    assert clone.state == AS_BEFORE


def test_one_that_was_killed_in_the_middle_goes_back_when_it_is_told_to(clone):
    killed = "rows.write_text('half'); os.kill(os.getppid(), 9); sys.exit(1)"
    clone.publish_two(migration=f"if rows.parent.name != 'rptc-1': {killed}")
    assert clone.upgrade().returncode == -9
    clone.run("flock", ".local/upgrade.lock", "true")  # once what it had begun has ended too
    with pytest.raises(ConnectionRefusedError):
        assert clone.page
    assert "script/upgrade --back" in clone.upgrade().stdout
    assert clone.rows.read_text() == "half"
    assert clone.upgrade("--back").returncode == 0
    assert clone.state == AS_BEFORE


def test_goes_to_nothing_older(clone):
    clone.publish_two()
    assert clone.upgrade().returncode == 0
    done = clone.upgrade("main")
    assert done.returncode == 1
    assert "not newer" in done.stdout
    assert clone.state == UPGRADED


def test_leaves_a_clone_alone_in_which_somebody_has_changed_files(clone):
    clone.publish_two()
    (clone.path / "serve.py").write_text("mine")
    done = clone.upgrade()
    assert done.returncode == 1
    assert "were changed" in done.stdout
    assert (clone.path / "serve.py").read_text() == "mine"


# -- The application itself -----------------------------------------------------------------------

BAD = """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("upkeep", "{last}")]
    operations = [migrations.RunSQL("UPDATE upkeep_job SET said = no_such_column")]
"""


class Whole(Clone):
    """What stands in this folder, on a database of its own."""

    start = """
.venv/bin/python -m gunicorn rptc.wsgi --preload \\
  --bind 127.0.0.1:$RPTC_PORT --workers 1 --daemon \\
  --pid .local/pid --no-control-socket
until (: >/dev/tcp/127.0.0.1/$RPTC_PORT) 2>/dev/null; do :; done
"""

    def __init__(self, folder, database):
        self.database = database
        super().__init__(folder)

    def write_first_version(self):
        listed = self.run("git", "ls-files", "-z", "-co", "--exclude-standard", at=ROOT).stdout
        for name in listed.split("\0"):
            if not (ROOT / name).is_file():
                continue
            (self.origin / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.origin / name)

    def set_up(self):
        (self.path / ".venv").symlink_to(ROOT / ".venv")
        addresses = {
            "DATABASE_URL": template_database.address(settings.OWNER_DATABASE, self.database),
            "DATABASE_RUNTIME_URL": template_database.address(
                settings.RUNTIME_DATABASE, self.database
            ),
        }
        secrets = {"RPTC_SECRET_KEY": "secret", "RPTC_TEXT_KEYS": settings.TEXT_KEYS[0]}
        told = addresses | secrets | {"RPTC_DEBUG": "1"}
        lines = [f"{key}={value}\n" for key, value in told.items()]
        (self.path / ".local" / "env").write_text("".join(lines))


@pytest.fixture
def whole(tmp_path, django_db_setup):
    name = f"rptc_upgrade_{tmp_path.parent.name}".replace("-", "_")
    owner = psycopg2.connect(template_database.address(settings.OWNER_DATABASE, "rptc"))
    owner.autocommit = True
    template = template_database.PREFIX + template_database.fingerprint()
    with owner.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            clone = Whole(tmp_path, name)
            yield clone
            clone.run("bash", "-c", clone.stop, check=False)
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    owner.close()


def test_a_failing_migration_of_the_application_leaves_its_service_alone(whole):
    before, well = whole.pid, whole.page
    folder = whole.origin / "rptc" / "upkeep" / "migrations"
    last = max(path.stem for path in folder.glob("0*.py"))
    (folder / "9999_bad.py").write_text(BAD.format(last=last))
    whole.publish()
    done = whole.upgrade()
    assert done.returncode == 1
    assert "no_such_column" in done.stdout
    assert "nothing of it was touched" in done.stdout
    assert (whole.pid, whole.page) == (before, well)
    assert whole.run("git", "log", "--oneline").stdout.count("\n") == 1
