from django.core.management.base import BaseCommand

from cases.people.models import Person
from cases.people.search_keys import keys_of

BATCH = 2000


class Command(BaseCommand):
    help = "Computes anew the keys by which people are found, after the rules for names changed."

    def handle(self, **options):
        columns = ("pk", "name", "alias", "mother_name", "search_keys")
        people = Person.objects.order_by("pk").only(*columns)
        changed, batch = 0, []
        for person in people.iterator(chunk_size=BATCH):
            if (keys := keys_of(person)) != person.search_keys:
                person.search_keys = keys
                batch.append(person)
            if len(batch) == BATCH:
                changed += Person.objects.bulk_update(batch, ["search_keys"])
                batch = []
        changed += Person.objects.bulk_update(batch, ["search_keys"]) if batch else 0
        self.stdout.write(f"Kunci pencarian {changed} orang diperbarui.")
