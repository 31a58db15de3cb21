import os
import secrets
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from rptc.environment import of_this_clone
from rptc.upkeep import backups
from rptc.upkeep.jobs import written_down
from rptc.upkeep.models import Job


class Command(BaseCommand):
    help = "Restore a backup into a database of its own, open its pages, and delete it again."

    def add_arguments(self, parser):
        parser.add_argument("backup", type=Path, metavar="DIR")
        parser.add_argument("--identity", type=Path, help="the file with the key (age)")
        parser.add_argument(
            "--upgrade",
            action="store_true",
            help="not written down: script/upgrade rehearses the migrations of a version",
        )

    def handle(self, *, backup, identity, upgrade, **options):
        try:
            # It proves nothing of the backups that lie elsewhere.
            with nullcontext(Job()) if upgrade else written_down(Job.Kind.PROOF) as job:
                job.said = prove(backup.resolve(), identity)
        except backups.BackupFailed as error:
            raise CommandError(f"Tidak terbukti: {error}") from error
        self.stdout.write(job.said)


def prove(backup, identity):
    """What the commands said that ran on it. Raises BackupFailed."""
    name = f"{connection.settings_dict['NAME']}_proof_{secrets.token_hex(4)}"
    known = ["--identity", str(identity.resolve())] if identity else []
    with backups.proof_database(name), tempfile.TemporaryDirectory() as files:
        there = {"DATABASE_URL": _beside(name), "RPTC_MEDIA_ROOT": f"{files}/media"}
        return " ".join(
            [run(["restore", str(backup), *known], there), run(["look_around"], there)]
        )


def _beside(name):
    """The address of another database of the same server."""
    known = of_this_clone().require("DATABASE_URL")
    return urlsplit(known)._replace(path=f"/{name}").geturl()


def run(arguments, there):
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    environment = {**os.environ, **there}
    environment.pop("DATABASE_RUNTIME_URL", None)
    done = subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        # PostgreSQL shows below its sentence where in the SQL it stopped.
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        said = [line for line in lines if not line.startswith((" ", "LINE "))]
        raise backups.BackupFailed(said[-1] if said else f"{arguments[0]} gagal.")
    return done.stdout.strip().splitlines()[-1]
