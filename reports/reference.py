import datetime

from cases.intakes.models import Door, Outcome
from reports.figures.models import CountingRule
from rptc.audit.reference import lay


def load():
    """Every door, every outcome but menolak/lari; classes outside the table never count."""
    lay(
        CountingRule,
        {
            "first": {
                "valid_from": datetime.date(2000, 1, 1),
                "doors": [door.value for door in Door],
                "outcomes": [o.value for o in Outcome if o != Outcome.REFUSED],
            }
        },
        by=["valid_from"],
    )
