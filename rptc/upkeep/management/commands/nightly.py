from django.core.management.base import BaseCommand, CommandError

from rptc.upkeep import nightly
from rptc.upkeep.alone import IsRunning


class Command(BaseCommand):
    help = (
        "Do what is done every night: doubles, referrals without an answer, old drafts and"
        " sessions, files that no row names."
    )

    def handle(self, **options):
        try:
            job = nightly.run()
        except IsRunning:
            raise CommandError("Pekerjaan malam masih berjalan.") from None
        self.stdout.write(job.said)
        if job.failed:
            raise CommandError(f"Gagal: {job.failed}. Sebabnya ada di log.")
