"""manage.py demo [--today DATE] [--if-empty]: fill an empty database with invented people."""

from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.people.models import Person
from reports import demonstration
from rptc import days
from rptc.accounts.models import User


class Command(BaseCommand):
    help = "Mengisi basis data kosong dengan data contoh: orang, akun, dan rumah yang hidup."

    def add_arguments(self, parser):
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            metavar="DATE",
            help="Hari cerita contoh (YYYY-MM-DD). Tanpa ini: hari ini.",
        )
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Diam saja jika basis data sudah berisi.",
        )

    def handle(self, *, today, if_empty, **options):
        today = today or days.today()
        if Person.objects.exists() or User.objects.exists():
            if if_empty:
                return
            raise CommandError(
                "Basis data ini sudah berisi orang. Data contoh hanya untuk basis data kosong."
            )
        if today < demonstration.EARLIEST:
            raise CommandError(f"Data contoh paling awal {demonstration.EARLIEST:%d/%m/%Y}.")
        passwords = demonstration.tell(today, settings.DEMO_PASSWORD)
        self._print(today, passwords)

    def _print(self, today, passwords):
        width = max(len(account) for account, _ in passwords)
        self.stdout.write(
            f"Data contoh per {today:%d/%m/%Y}. Semua orang di dalamnya rekaan.\n"
            "2022 sampai 2024 sama dengan tabel resmi; 2025 dan sesudahnya bukan angka resmi.\n\n"
            f"{'Akun':{width}}  Kata sandi"
        )
        for account, password in passwords:
            self.stdout.write(f"{account:{width}}  {password}")
