import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.figures.kept_years import differences, figures_of_years


class Command(BaseCommand):
    help = (
        "Print the figures of each year as JSON: counts alone. With --compare, tell which are"
        " others than in a file of an earlier time, and end with 1 where there is one."
    )

    def add_arguments(self, parser):
        parser.add_argument("--compare", type=Path, metavar="FILE", help="figures of before")

    def handle(self, *, compare, **options):
        # As they are read again: a list is no tuple.
        now = json.loads(json.dumps(figures_of_years(), default=float))
        if compare is None:
            self.stdout.write(json.dumps(now, indent=1, ensure_ascii=False))
            return
        try:
            before = json.loads(compare.read_text())
        except (OSError, ValueError) as why:
            raise CommandError(f"{compare} tidak dapat dibaca: {why}") from why
        if found := differences(before, now):
            raise CommandError("\n".join(["Angka yang lain dari sebelumnya:", *found]))
        total = sum(len(figures) for figures in now.values())
        self.stdout.write(f"{total} angka dari {len(now)} tahun sama.")
