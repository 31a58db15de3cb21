"""Demonstration data: invented people whose sums are the official tables of 2022 to 2024.

`tell()` writes the whole story of one day. Its clock stands at the first moment of that day:
everything has already happened, whatever the hour at which it is told, and the same day always
gives the same rows.
"""

from datetime import date

from django.db import connection, transaction

from reports.demonstration import (
    accounts,
    aftercare,
    agreements,
    closings,
    earlier,
    filters,
    ground,
    help,  # noqa: A004
    house,
    letters,
    mail,
    meetings,
    nights,
    official,
    owed,
    prevention,
    procedures,
    releases,
    seasons,
    services,
    sources,
    told,
    waiting,
    years,
)
from reports.demonstration.care import Care
from reports.demonstration.known import Known
from reports.demonstration.people import People
from reports.demonstration.story import Story
from reports.demonstration.way import Way

# From then on the fortnight of the living house lies after the official years.
EARLIEST = date(2025, 2, 1)


@transaction.atomic
def tell(today, password):
    """Fill an empty database. Returns [(account, password)] in the order of the accounts."""
    story = Story(today)
    story.people, story.known = People(story), Known(story)
    story.way, story.care = Way(story), Care(story)
    passwords = accounts.add(story, password)
    ground.add(story)
    agreements.add(story)
    meetings.add(story)
    prevention.add(story)
    official.add(story)
    earlier.add(story)
    years.add(story)
    house.add_earlier(story)
    releases.add(story)
    services.add_years(story)
    help.add_years(story)
    story.write()
    told.tell()
    _learn_sizes()
    letters.prepare()
    help.keep_receipts(story)
    house.add(story)
    agreements.add_living(story)
    meetings.add_living(story)
    owed.add(story)
    seasons.add(story)
    procedures.add(story)
    story.live()
    waiting.add_expired(story)
    aftercare.add(story)
    sources.add(story)
    story.write()
    told.tell()
    letters.add(story)
    nights.add(story)
    closings.add(story)
    filters.add(story)
    mail.add(story)
    _learn_sizes()
    return passwords


def _learn_sizes():
    """Thousands of rows at once: PostgreSQL would go on planning as if the tables were empty.
    Only their owner may tell it, whom `manage.py` is."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
