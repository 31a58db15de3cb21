"""SQL that is written once for all readers of the same rights."""

import datetime

import pytest

from cases.people.models import Person
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from rptc.kept import CannotBeKept, Sql, keep

RIGHTS = frozenset([Role.SOCIAL_WORKER]), frozenset(), frozenset()
MOMENT = days.at(datetime.date(2026, 11, 24), datetime.time(22, 15))


def kept(of):
    """What somebody with the key 7 is given at that moment."""
    with days.told_at(MOMENT):
        return keep(lambda user: Sql("", [of(user)]), *RIGHTS).for_reader(User(pk=7)).values[0]


def test_reader_and_moment_are_filled_in():
    assert kept(lambda user: user.pk) == 7
    assert kept(lambda user: days.now() - days.ONE_HOUR) == MOMENT - days.ONE_HOUR
    assert kept(lambda user: days.today()) == datetime.date(2026, 11, 24)
    tomorrow = days.starts_at(datetime.date(2026, 11, 25))
    assert kept(lambda user: days.starts_at(days.today() + days.ONE_DAY)) == tomorrow
    assert kept(lambda user: "tetap") == "tetap"


def test_in_the_text_as_well():
    with days.told_at(MOMENT):
        found = keep(lambda user: Sql(f"{user.pk} {days.now().isoformat()}", []), *RIGHTS)
        assert found.for_reader(User(pk=7)).text == "7 2026-11-24T14:15:00+00:00"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda user: Sql(str(Stay.objects.count()), []),
        lambda user: Sql("", [user.full_name]),
        lambda user: Sql("", [str(user.pk)]),
        lambda user: Sql("", [days.today().year]),
        lambda user: Sql("", [days.today().isoformat()]),
        lambda user: Sql(f"DATE '{days.today()}'", []),
    ],
    ids=[
        "the database",
        "the reader",
        "in words",
        "a year",
        "a day in words",
        "a day in the text",
    ],
)
def test_what_depends_on_more_is_refused(write):
    with pytest.raises(CannotBeKept):
        keep(write, *RIGHTS)


@pytest.mark.django_db
def test_the_text_is_that_of_the_rights():
    def write(user):
        return Sql(*Person.objects.visible_to(user).query.sql_with_params())

    roles, delegated, own_files = RIGHTS
    of_head = keep(write, frozenset([Role.HEAD]), delegated, own_files).for_reader(User(pk=7))
    kept = keep(write, *RIGHTS).for_reader(User(pk=7))
    assert of_head.text != kept.text
    of_family = keep(write, roles, delegated, frozenset([12])).for_reader(User(pk=7))
    assert 12 in of_family.values
    assert 12 not in kept.values
