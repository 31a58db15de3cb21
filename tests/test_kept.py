"""SQL that is written once for all readers of the same rights."""

import datetime

import pytest
from django.db import ProgrammingError, connection, transaction

import rptc.kept
from cases.people.models import Person
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from rptc.kept import IN_SET, CannotBeKept, Sql, answers, as_set, keep, stands_for

RIGHTS = frozenset([Role.SOCIAL_WORKER]), frozenset(), frozenset()
MOMENT = days.at(datetime.date(2026, 11, 24), datetime.time(22, 15))


def kept(of):
    """What somebody with the key 7 is given at that moment."""
    with days.told_at(MOMENT):
        return keep(lambda user: Sql("%s", [of(user)]), *RIGHTS).for_reader(User(pk=7)).values[0]


def test_reader_and_moment_are_filled_in():
    assert kept(lambda user: user.pk) == 7
    assert kept(lambda user: days.now() - days.ONE_HOUR) == MOMENT - days.ONE_HOUR
    assert kept(lambda user: days.today()) == datetime.date(2026, 11, 24)
    tomorrow = days.starts_at(datetime.date(2026, 11, 25))
    assert kept(lambda user: days.starts_at(days.today() + days.ONE_DAY)) == tomorrow
    assert kept(lambda user: "tetap") == "tetap"


def test_in_the_text_as_well():
    def write(user):
        return Sql(f"{user.pk} %s '{days.now().isoformat()}' 5 %% %s", ["a", "b"])

    with days.told_at(MOMENT):
        kept = keep(write, *RIGHTS)
        found = kept.for_reader(User(pk=7))
    assert found.text == "%s %s %s 5 %% %s"
    assert found.values == [7, "a", "2026-11-24T14:15:00+00:00", "b"]


@pytest.mark.django_db
def test_what_postgresql_has_planned_answers_each_reader_and_moment():
    def write(user):
        return Sql("SELECT %s, %s, %s", [user.pk, days.today() + days.ONE_DAY, 5])

    kept = keep(write, *RIGHTS)
    for moment, pk in [(MOMENT, 7), (MOMENT + days.ONE_DAY, 2**40)]:
        with days.told_at(moment), connection.cursor() as cursor:
            sql = kept.prepared_for(User(pk=pk))
            cursor.execute(sql.text, sql.values)
            assert cursor.fetchone() == (pk, days.day_of(moment) + days.ONE_DAY, 5)


@pytest.mark.django_db(transaction=True)
def test_another_connection_plans_anew():
    kept = keep(lambda user: Sql("SELECT %s", [user.pk]), *RIGHTS)
    for _ in range(2):
        with connection.cursor() as cursor:
            sql = kept.prepared_for(User(pk=7))
            cursor.execute(sql.text, sql.values)
            assert cursor.fetchone() == (7,)
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_connection_holds_so_many_plans_and_no_more(monkeypatch):
    monkeypatch.setattr(rptc.kept, "MOST_PREPARED", 2)
    connection.close()
    kept = [keep(lambda user, n=n: Sql("SELECT %s", [n]), *RIGHTS) for n in range(5)]
    for number in (0, 1, 2, 3, 4, 0):
        assert answers(kept[number].prepared_for(User(pk=7))) == [(number,)]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements")
            assert cursor.fetchone()[0] <= 2


@pytest.mark.django_db
def test_what_postgresql_refuses_to_plan_is_an_error_of_django():
    """Which page answers to it (rptc/views.py) goes by its class: a lock is "Coba lagi"."""
    kept = keep(lambda user: Sql("SELECT %s FROM that_is_not_there", [user.pk]), *RIGHTS)
    with pytest.raises(ProgrammingError), transaction.atomic():
        kept.prepared_for(User(pk=7))
    with connection.cursor() as cursor:
        sql = keep(lambda user: Sql("SELECT %s", [user.pk]), *RIGHTS).prepared_for(User(pk=7))
        cursor.execute(sql.text, sql.values)
        assert cursor.fetchone() == (7,)


@pytest.mark.django_db
def test_a_mark_is_found_out_once():
    asked = []
    mark = stands_for("THE_MARK", lambda user, found: asked.append(user.pk) or [user.pk, 8])
    kept = keep(lambda user: Sql(f"SELECT 8 = ANY ({mark}), 9 = ALL ({mark})", []), *RIGHTS)
    assert kept.for_reader(User(pk=7)).values == ["{7,8}", "{7,8}"]
    assert asked == [7]
    assert kept.prepared_for(User(pk=7), THE_MARK=[]).values == ["{}"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "among", [[], [7], [6], [9, 7, 8, 9_000_000_000], [8, 7, 7], [1, 2, 3, 4, 5, 8]]
)
@pytest.mark.parametrize("asked_as", ["prepared_for", "for_reader"])
def test_a_mark_may_stand_for_a_set(among, asked_as):
    mark = stands_for("THE_SET", lambda user, found: among, as_set)
    keys = ["1::bigint", "6::bigint", "7::bigint", "9000000001", "NULL::bigint"]
    asked = ", ".join(IN_SET.format(key=key, set=mark) for key in keys)
    kept = keep(lambda user: Sql(f"SELECT {asked}", []), *RIGHTS)
    with connection.cursor() as cursor:
        sql = getattr(kept, asked_as)(User(pk=1))
        cursor.execute(sql.text, sql.values)
        assert cursor.fetchone() == (1 in among, 6 in among, 7 in among, False, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda user: Sql(str(Stay.objects.count()), []),
        lambda user: Sql("%s", [user.full_name]),
        lambda user: Sql("%s", [str(user.pk)]),
        lambda user: Sql("%s", [days.today().year]),
        lambda user: Sql("%s", [days.today().isoformat()]),
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
@pytest.mark.parametrize("number", [2901, 12_901, 29_010])
def test_the_number_of_a_file_is_no_year(number):
    """Whose family has that file would else open no Hari Ini, ever."""

    def write(user):
        return Sql(*Person.objects.visible_to(user).query.sql_with_params())

    roles, delegated, _ = RIGHTS
    assert number in keep(write, roles, delegated, frozenset([number])).values


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
