from pathlib import Path

from django.core.management.base import BaseCommand

from cases.intakes.register.taking import counted, export_register, in_order
from rptc.audit.record import record


class Command(BaseCommand):
    help = "Writes a year's register in the unit's old columns, a sheet a month (.xlsx)."

    def add_arguments(self, parser):
        parser.add_argument("year", type=int)
        parser.add_argument("--output", required=True)
        parser.add_argument("--reason", default="", help="What it is for; stands in the log.")

    def handle(self, *, year, output, reason, **options):
        file = export_register(year, in_order(counted(year)), by="perintah export_register")
        Path(output).write_bytes(file.content)
        details = {"rows": file.rows, "sha256": file.sha256, "reason": reason}
        record(None, "exported", page=f"register {year} dengan nama", **details)
        self.stdout.write(f"{file.rows} baris ditulis ke {output}.")
