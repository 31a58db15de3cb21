"""Rows whose SQL is written once: for each reader and moment it is what would be written anew."""

import datetime

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import BooleanField, Count, F, Max, Prefetch
from django.db.models.expressions import RawSQL
from django.db.transaction import TransactionManagementError
from django.urls import reverse

from cases.house.belongings.models import Bag
from cases.people.models import Person
from cases.stays.models import Stay
from partners.referrals.models import ReferralState
from rptc import days, kept
from rptc.accounts.permissions import Role
from rptc.kept import (
    THIS,
    AmongThese,
    CannotBeKept,
    KeptList,
    KeptRows,
    Sql,
    kept_counts,
    kept_first,
    kept_number,
    kept_rows,
    put_related,
    with_parameters,
)
from tests import factories as f
from tests.partners.referrals.way import referral_at
from tests.reports.quality.found import on_the_way

pytestmark = pytest.mark.django_db

MOMENTS = [
    datetime.datetime(2026, 11, 24, 7, 0),
    datetime.datetime(2026, 12, 31, 23, 59, 59, 999_999),
]


# -- What is given ------------------------------------------------------------------------------


def _stays(user):
    return Stay.objects.filter(person=THIS).select_related("person").order_by("-pk")


def _people(user):
    return Person.objects.filter(AmongThese(F("pk"))).order_by("pk").values_list("pk", flat=True)


def _from_this_on(user):
    return Person.objects.filter(pk__gte=THIS).order_by("pk")


def _since(user, day):
    return Person.objects.filter(recorded_at__gte=days.starts_at(day))


def test_rows_are_of_the_key_that_is_given():
    stay, other = f.StayFactory(), f.StayFactory()
    for person in (stay.person, other.person):
        assert [row.person for row in kept_rows(_stays, None, this=person.pk)] == [person]
        assert kept_number(_stays, None, this=person.pk) == 1
    assert kept_rows(_stays, None, this=0) == []
    assert kept_number(_stays, None, this=0) == 0


def test_rows_are_of_the_keys_that_are_given():
    first, other, last = (person.pk for person in f.PersonFactory.create_batch(3))
    assert kept_rows(_people, None, these={last, first}) == [first, last]
    assert kept_rows(_people, None, these=[]) == []
    assert kept_rows(_people, None, these=[other]) == [other]


def test_rows_are_read_page_by_page():
    people = f.PersonFactory.create_batch(3)
    since = KeptList(_from_this_on, None, this=people[0].pk)
    assert since.count() == 3
    assert since[0:2] == people[:2]
    assert since[2:3] == people[2:]
    written = kept._kept_rows.cache_info().misses
    assert since[0:3] == people
    assert kept._kept_rows.cache_info().misses == written
    assert KeptList(_from_this_on, None, this=people[2].pk)[0:2] == people[2:]


def test_what_is_asked_beside_is_written_for_each():
    person = f.PersonFactory()
    today = days.today()
    assert person in kept_rows(_since, None, today)
    assert kept_rows(_since, None, today + days.ONE_DAY) == []
    assert kept_number(_since, None, today + days.ONE_DAY) == 0


def test_the_key_that_is_given_may_stand_in_the_text():
    stay, other = f.StayFactory(), f.StayFactory()
    assert kept_rows(_written_out, None, this=stay.pk) == [stay]
    assert kept_rows(_written_out, None, this=other.pk) == [other]


def _written_out(user):
    is_it = RawSQL(f"cases_stay.id = {THIS:d}", [], BooleanField())  # noqa: S611 (a number)
    return Stay.objects.filter(is_it)


def test_the_first_row_or_none():
    stay = f.StayFactory()
    assert kept_first(_stays, None, this=stay.person_id) == stay
    assert kept_first(_stays, None, this=0) is None


def test_what_is_counted_is_one_row_also_of_nothing():
    assert kept_counts(_counted, None) == {"people": 0, "last": None}
    person = f.PersonFactory()
    assert kept_counts(_counted, None) == {"people": 1, "last": person.pk}


def _counted(user):
    return Person.objects.all(), {"people": Count("pk"), "last": Max("pk")}


def test_where_there_can_be_no_rows_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert kept_rows(_none, None) == []
        assert kept_number(_none, None) == 0


def _none(user):
    return Person.objects.none()


def test_a_day_far_from_now_is_refused():
    """It would stand for ever where it was when the SQL was written."""
    with pytest.raises(CannotBeKept):
        kept_rows(_long_ago, None)


def _long_ago(user):
    return Person.objects.filter(born_on__gt=days.today() - 1000 * days.ONE_DAY)


def test_what_is_prefetched_is_the_same_for_all():
    with pytest.raises(CannotBeKept):
        kept_rows(_with_own_stays, f.UserFactory(roles=[Role.HEAD]))


def test_nor_what_is_prefetched_with_it():
    with pytest.raises(CannotBeKept):
        kept_rows(_with_own_bags, f.UserFactory(roles=[Role.HEAD]))


def _with_own_bags(user):
    own = Bag.objects.filter(recorded_by=user.pk)
    stays = Stay.objects.prefetch_related(Prefetch("bags", own))
    return Person.objects.prefetch_related(Prefetch("stays", stays))


def _with_own_stays(user):
    own = Stay.objects.filter(social_worker=user.pk)
    return Person.objects.prefetch_related(Prefetch("stays", own))


def test_rows_that_are_put_are_read_as_if_prefetched(django_assert_num_queries):
    stay = f.StayFactory()
    rows = kept_rows(_stays, None, this=stay.person_id)
    person = Person.objects.get(pk=stay.person_id)
    put_related(person, "stays", rows)
    with django_assert_num_queries(0):
        assert [row.person is person for row in person.stays.all()] == [True]


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_a_transaction_alone():
    person = f.PersonFactory()
    with transaction.atomic():
        assert kept_rows(_locked, None, this=person.pk) == [person]
    with pytest.raises(TransactionManagementError):
        kept_rows(_locked, None, this=person.pk)


def _locked(user):
    return Person.objects.filter(pk=THIS).select_for_update()


# -- What the pages ask -------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch):
    """[(rows that are kept, reader, the keys)] of the pages that are opened."""
    found, fetched = [], KeptRows.fetched

    def noted(self, user, **given):
        found.append((self, user, given))
        return fetched(self, user, **given)

    monkeypatch.setattr(KeptRows, "fetched", noted)
    return found


def pages(stay, partner):
    yield reverse("reports:today")
    yield reverse("cases:person_detail", args=[stay.person_id])
    for name in PARTS_OF_STAY:
        yield reverse(f"cases:stay_{name}", args=[stay.pk])
    yield reverse("cases:person_timeline", args=[stay.person_id])
    yield reverse("cases:caseload_list")
    yield reverse("reports:own_list")
    yield reverse("cases:person_list") + "?show=all"
    yield reverse("cases:stay_list") + "?limit=over"
    yield reverse("partners:referral_list") + f"?state={ReferralState.SENT}"
    yield reverse("reports:recap_year", args=[days.today().year - 1])
    yield reverse("cases:stay_arrivals")
    yield reverse("cases:session_register")
    yield reverse("partners:partner_detail", args=[partner.pk])
    yield reverse("partners:portal")
    yield reverse("reports:quality")


PARTS_OF_STAY = ["assessments", "plan", "notes", "referrals"]


@pytest.mark.parametrize("role", Role)
def test_pages_ask_what_would_be_written_anew(role, asked, client, login):
    user = f.UserFactory(roles=[role])
    referral = referral_at(ReferralState.SENT)
    if role == Role.PARTNER:
        f.MemberFactory(user=user, partner=referral.partner)
    stay = f.StayFactory(person=f.PersonFactory(), social_worker=f.UserFactory())
    f.NoteFactory(stay=stay)
    f.FlagFactory(person=stay.person)
    f.PlanFactory(stay=stay)
    f.PhotoFactory(person=stay.person)
    on_the_way(recorded_by=user)
    login(user)
    for page in pages(stay, referral.partner):
        client.get(page)
    for rows, reader, given in asked:
        for clock in MOMENTS:
            with days.told_at(clock.replace(tzinfo=days.WITA).astimezone(datetime.UTC)):
                assert sent(rows.sql, reader, given) == sent(anew(rows, reader), reader, given)


def anew(rows, reader):
    if reader is not None:
        # Which files are closed stands as a mark in both.
        reader.is_whoever_asks = True
    try:
        sql = Sql(*rows.write(reader, *rows.asked).query.sql_with_params())
    except EmptyResultSet:
        sql = Sql("", [])
    return with_parameters(sql, frozenset() if reader is None else reader.own_files)


def sent(kept, reader, given):
    """What PostgreSQL would read."""
    sql = kept.for_reader(reader, **given)
    with connection.cursor() as cursor:
        return sql.text and cursor.mogrify(sql.text, sql.values)
