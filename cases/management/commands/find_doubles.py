from django.core.management.base import BaseCommand
from django.utils.dateparse import parse_date

from cases.people.doubles.finding import look_for_doubles
from cases.people.models import Person
from rptc import days


class Command(BaseCommand):
    help = "Find files that are likely one person, for /people/duplicates/; `nightly` does it too."

    def add_arguments(self, parser):
        parser.add_argument("--since", help="only files that are new or changed since that day")

    def handle(self, *, since, **options):
        people = Person.objects.filter(merged_into=None)
        if since:
            moment = days.starts_at(parse_date(since))
            people = people.filter(history__pgh_created_at__gte=moment).distinct()
        waiting = look_for_doubles(people)
        self.stdout.write(f"{waiting} pasangan menunggu keputusan.")
