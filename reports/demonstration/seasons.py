"""Special periods beside those that the program brings along: a school holiday and a campaign, in
the year of the story and in the one before."""

from datetime import date

from reports.figures.seasons.models import SeasonKind, SpecialPeriod
from rptc.audit.record import record


def add(story):
    story.tell(_written(story))


def _written(story):
    yield story.ago(12, 9)
    for year in (story.today.year - 1, story.today.year):
        _add(
            story, f"Libur semester genap {year}", SeasonKind.SCHOOL, (year, 6, 22), (year, 7, 11)
        )
    year = story.today.year
    _add(story, f"Kampanye pemilihan RT {year}", SeasonKind.CAMPAIGN, (year, 3, 2), (year, 3, 8))


def _add(story, name, kind, first, last):
    row = SpecialPeriod.objects.create(
        name=name, kind=kind, first_on=date(*first), last_on=date(*last)
    )
    record(story.staff["tu"], "added", row)
