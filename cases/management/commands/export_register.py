from pathlib import Path

from django.core.management.base import BaseCommand

from cases.intakes.models import Intake
from cases.intakes.register.saving import export_register
from rptc.audit.record import record


class Command(BaseCommand):
    help = "Writes a year's register in the unit's old columns, a sheet a month (.xlsx)."

    def add_arguments(self, parser):
        parser.add_argument("year", type=int)
        parser.add_argument("--output", required=True)

    def handle(self, *, year, output, **options):
        content, count = export_register(year, Intake.objects.all())
        Path(output).write_bytes(content)
        record(None, "exported", page=f"register {year}", rows=count)
        self.stdout.write(f"{count} baris ditulis ke {output}.")
