"""A year that is closed and opened to the city."""

import random
from datetime import date, datetime, timedelta

from reports.figures.closing.models import RecapEdition
from reports.figures.periods import Period
from reports.figures.public import actions
from reports.figures.public.models import PublishedYear
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.factories.figures import no_figures

YEAR = 2024
# Of few in a class, of few of one sex, of many.
PEOPLE = {
    "gepeng": (3, 14),
    "odgj": (9, 8),
    "lansia": (12, 6),
    "abh": (1, 0),
    "tuna-susila": (0, 11),
}


def closed_year(table=PEOPLE, year=YEAR, seed=1) -> RecapEdition:
    """The next edition of a year with so many catches, each of another person, on any days."""
    chance, period = random.Random(seed), Period.year(year)
    content = no_figures(period.first, period.until)
    rows = [[code, f.classification(code).name, *pair] for code, pair in table.items()]
    intakes = []
    for code, pair in table.items():
        for sex, number in zip("LP", pair, strict=True):
            for _ in range(number):
                key = len(intakes) + 1
                day = date(year, 1, 1) + timedelta(days=chance.randrange(365))
                intakes.append(
                    [key, day.isoformat(), code, sex, "patrol", "advised", True, key + 1000]
                )
    none = [[code, name, 0, 0] for code, name, *_ in rows]
    tables = {"terjaring": rows, "orang": rows, "pembinaan": none}
    content |= {
        "tables": {name: {"rows": each, "left_out": []} for name, each in tables.items()},
        "intakes": intakes,
    }
    number = RecapEdition.objects.of_period(period).count() + 1
    return f.ClosedYearFactory(year=year, number=number, content=content)


def open_year(year=YEAR, by=None) -> PublishedYear:
    """Pressed by the head, who has read it."""
    figures = actions.what_would_be_read(actions.edition_of(year))
    return actions.publish_year(
        PublishedYear(year=year),
        seen=actions.fingerprint_of(figures),
        by=by or f.UserFactory(roles=[Role.HEAD]),
    )


def withdraw(year=YEAR, reason="Salah hitung."):
    row = PublishedYear(year=year, reason=reason)
    return actions.withdraw_year(row, by=f.UserFactory(roles=[Role.HEAD]))


def more(code, males, females, table=PEOPLE):
    """The same, with so many more of one class."""
    male, female = table[code]
    return table | {code: (male + males, female + females)}


def noon(*day):
    return datetime(*day, 12, tzinfo=days.WITA)
