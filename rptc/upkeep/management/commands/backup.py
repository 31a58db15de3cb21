from contextlib import nullcontext
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from rptc.upkeep import backups
from rptc.upkeep.jobs import written_down
from rptc.upkeep.models import Job
from rptc.words import angka

MIB = 1024**2


class Command(BaseCommand):
    help = "Copy database, files and settings into a new folder of DIR, encrypted (age)."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--recipient",
            action="append",
            default=[],
            help="who can read it; else those of RPTC_BACKUP_RECIPIENTS",
        )
        parser.add_argument(
            "--plain",
            action="store_true",
            help="not encrypted and without the keys; for a disk that is encrypted itself",
        )
        parser.add_argument(
            "--upgrade",
            action="store_true",
            help="plain, and not written down: a copy that script/upgrade deletes again",
        )

    def handle(self, *, folder, recipient, plain, upgrade, **options):
        plain = plain or upgrade
        recipients = [] if plain else recipient or settings.BACKUP_RECIPIENTS
        if not recipients and not plain:
            raise CommandError(
                "Untuk siapa? Sebutkan --recipient atau RPTC_BACKUP_RECIPIENTS (age); --plain bila"
                " cakramnya sendiri terenkripsi."
            )
        try:
            # The tables of an upgrade may still be those of the version before.
            with nullcontext(Job()) if upgrade else written_down(Job.Kind.BACKUP) as job:
                backup = backups.take(folder, recipients)
                rows = sum(backups.checked(backup)["rows"].values())
                size = angka(-(-backups.size(backup) // MIB))
                job.said = f"{size} MB, {angka(rows)} baris, sidik diperiksa."
        except backups.BackupFailed as error:
            raise CommandError(f"Tidak ada cadangan: {error}") from error
        self.stdout.write(f"{backup}: {job.said}")
