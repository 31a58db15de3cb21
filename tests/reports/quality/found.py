"""Rows of which nothing is wrong, but for what a test says."""

from datetime import time, timedelta

from cases.people.models import Statement
from cases.places.models import Region
from reports.quality.rules import BY_KEY
from rptc import days
from tests import factories as f


def origin():
    return Region.objects.of_makassar().filter(level=Region.Level.DISTRICT).order_by("pk")[0]


def met(ago=0, **more):
    """An intake of a person of 40 whose origin is known, settled, with hour and place."""
    day = days.today() - timedelta(days=ago)
    code = f.classification(more.pop("code", "gepeng"))
    plain = {
        "met_on": day,
        "met_at": days.at(day, time(0, 1)),
        "outcome": "advised",
        "provisional": code,
        "settled": code,
        "settled_by": f.UserFactory(),
        "settled_at": days.now(),
        "person__origin": None if more.pop("no_origin", False) else origin(),
        "person__age_kind": "exact",
        "person__age_stated_on": day,
    }
    return f.IntakeFactory(**plain | more)


NOT_SETTLED = {"settled": None, "settled_by": None, "settled_at": None}


def said(person, years, ago=0):
    """An age that somebody said so many days ago."""
    statement = Statement(person=person, kind="age", source="self", recorded_by=f.UserFactory())
    statement.stated_on = statement.age_stated_on = days.today() - timedelta(days=ago)
    statement.age_kind, statement.age_years = "exact", years
    statement.save()
    return statement


def on_the_way(**more):
    """Brought yesterday, and nobody has said that they arrived."""
    recorded = {"recorded_at": days.now() - timedelta(hours=13)}
    return met(1, outcome="brought", **recorded | more)


def in_house(ago=9, **more):
    """In the house, and nobody has asked for the NIK."""
    return f.StayFactory(days_ago=ago, intake=met(ago, outcome="brought", **more)).intake


def hits(user, key):
    return set(BY_KEY[key].hits_of(user))
