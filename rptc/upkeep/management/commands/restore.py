from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from rptc.upkeep import backups
from rptc.words import angka


class Command(BaseCommand):
    help = "Put a backup into an empty database and an empty folder of files, and compare."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("backup", type=Path, metavar="DIR")
        parser.add_argument("--identity", type=Path, help="the file with the key (age)")
        parser.add_argument(
            "--upgrade",
            action="store_true",
            help="not migrated: script/upgrade goes back to the version of the backup",
        )

    def handle(self, *, backup, identity, upgrade, **options):
        try:
            minutes = backups.restore(backup, identity, migrates=not upgrade)
        except backups.BackupFailed as error:
            raise CommandError(f"Tidak pulih: {error}") from error
        self.stdout.write(f"Pulih dalam {angka(minutes, 1)} menit; semua jumlah baris sama.")
