import datetime

from cases.intakes.models import Door, Outcome
from reports.figures.models import CountingRule


def load():
    """Every door, every outcome but menolak/lari; classes outside the table never count."""
    CountingRule.objects.get_or_create(
        valid_from=datetime.date(2000, 1, 1),
        defaults={
            "doors": [door.value for door in Door],
            "outcomes": [o.value for o in Outcome if o != Outcome.REFUSED],
        },
    )
