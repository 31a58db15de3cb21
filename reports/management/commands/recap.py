from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.figures.periods import FIRST_YEAR, Period
from reports.figures.recap import figures
from reports.figures.recap.figures import Measure
from reports.figures.recap.files import FILES, csv_for_programs
from rptc import days
from rptc.audit.record import record


class Command(BaseCommand):
    help = "Print the recap of a year, a month or any period as CSV, XLSX or PDF."

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, nargs="?", help="e.g. 2024")
        parser.add_argument("--month", type=int, choices=range(1, 13), metavar="1-12")
        parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--measure", choices=Measure.values, default=Measure.INTAKES.value)
        parser.add_argument("--format", choices=list(FILES), default="csv")
        parser.add_argument("--output", type=Path, help="a file; without it, CSV is printed here")

    def handle(self, *, year, month, first, last, measure, format, output, **options):
        if output is None and format != "csv":
            raise CommandError(f"Sebutkan --output untuk {format}.")
        period = asked_period(year, month, first, last)
        recap = figures.recap(period, measure)
        content_type, make, verb = FILES[format]
        content = csv_for_programs(recap) if format == "csv" else make(recap)
        if output is None:
            self.stdout.write(content.decode(), ending="")
        else:
            output.write_bytes(content)
        record(
            None,
            verb,
            what="recap",
            period=period.title,
            measure=measure,
            format=format,
            rows=len(recap.rows),
        )


def asked_period(year: int | None, month: int | None, first: date | None, last: date | None):
    """A year, one of its months, or from-to; a contradiction is refused in words."""
    if (first is None) != (last is None):
        raise CommandError("--from dan --to dipakai bersama.")
    if first:
        if month:
            raise CommandError("Pilih --month, atau --from dan --to.")
        if last < first:
            raise CommandError("--to tidak boleh sebelum --from.")
        if year and (first.year != year or last.year != year):
            raise CommandError(f"--from dan --to tidak dalam tahun {year}.")
        period = Period.of_days(first, last)
    elif year:
        if not FIRST_YEAR <= year <= days.today().year:
            raise CommandError(f"Tahun {FIRST_YEAR} sampai {days.today().year}.")
        period = Period.month(year, month) if month else Period.year(year)
    else:
        raise CommandError("Sebutkan tahun, atau --from dan --to.")
    if period.first.year < FIRST_YEAR or period.last.year > days.today().year:
        raise CommandError(f"Tahun {FIRST_YEAR} sampai {days.today().year}.")
    return period
