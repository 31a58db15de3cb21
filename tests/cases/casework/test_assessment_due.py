"""Which assessments are owed, and until when."""

import datetime
import random

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.casework.assessments import due
from cases.stays.free_days.models import DueAfterDay, FreeDay, due_after_day
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import about, count_for
from tests.factories import (
    AssessmentFactory,
    ExitFactory,
    IntakeFactory,
    PersonFactory,
    StayFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def at(day, clock, month=11):
    hour, minute = clock.split(".")
    return datetime.datetime(2026, month, day, int(hour), int(minute), tzinfo=days.WITA)


def grown_up(**given):
    person = PersonFactory(age_kind="exact", age_years=40, age_stated_on=days.today())
    return StayFactory(intake__person=person, **given)


@pytest.mark.parametrize(
    ("came", "until"),
    [
        (at(24, "10.00"), at(25, "10.00")),
        # A Friday: Saturday is free, and so is Sunday.
        (at(27, "09.00"), at(30, "12.00")),
        (at(28, "23.30"), at(30, "12.00")),
        # Sunday to Monday: no free day.
        (at(29, "02.00"), at(30, "02.00")),
        # The night before Christmas, a Thursday: Friday is free, then comes the weekend.
        (at(24, "20.00", 12), at(28, "12.00", 12)),
        # The last night of the year, to a Friday that is free.
        (at(31, "23.30", 12), datetime.datetime(2027, 1, 4, 12, tzinfo=days.WITA)),
    ],
)
def test_a_day_after_the_arrival_and_no_free_day(came, until):
    assert due_after_day(came) == until
    stay = StayFactory()
    read = Stay.objects.annotate(due=DueAfterDay(came)).get(pk=stay.pk).due
    assert read == until


def test_the_database_counts_as_we_do():
    FreeDay.objects.create(on=datetime.date(2026, 3, 20), name="Idulfitri")
    chance, stay = random.Random(15), StayFactory()
    for _ in range(60):
        came = at(1, "00.00", 1) + datetime.timedelta(minutes=chance.randrange(60 * 24 * 365))
        read = Stay.objects.annotate(due=DueAfterDay(came)).get(pk=stay.pk).due
        assert read == due_after_day(came)


def test_where_everything_is_free_it_is_due_all_the_same():
    came = at(27, "09.00")
    first = days.day_of(came)
    FreeDay.objects.bulk_create(
        FreeDay(on=first + days.ONE_DAY * number, name="Libur panjang") for number in range(40)
    )
    assert due_after_day(came) == came + days.ONE_DAY
    stay = StayFactory()
    read = Stay.objects.annotate(due=DueAfterDay(came)).get(pk=stay.pk).due
    assert read == came + days.ONE_DAY


def test_the_first_one_is_owed_of_everybody_in_the_house():
    stay, done = StayFactory(), AssessmentFactory(done=True).stay
    draft, left = AssessmentFactory().stay, StayFactory(days_ago=2, ended=True)
    owed = set(due.owes_initial(Stay.objects.all()))
    assert owed == {stay, draft}
    assert not {done, left} & owed


def test_who_is_owed_the_full_one():
    def first_done(stay):
        AssessmentFactory(done=True, stay=stay)
        return stay

    plain, child = first_done(grown_up()), first_done(StayFactory(child=True))
    unknown = first_done(
        StayFactory(
            intake__person=PersonFactory(age_kind="unknown", age_years=None, age_stated_on=None)
        )
    )
    long = first_done(grown_up(days_ago=3))
    not_yet_long = first_done(grown_up(days_ago=2))
    before = grown_up(days_ago=90, ended_at=days.now() - 80 * days.ONE_DAY)
    again = first_done(
        StayFactory(intake=IntakeFactory(person=before.person, met_on=days.today()))
    )
    dependent = grown_up()
    dependent.intake.classification.is_dependent = True
    dependent.intake.classification.save()
    owed = set(due.owes_comprehensive(Stay.objects.all()))
    assert {child, unknown, long, again} <= owed
    AssessmentFactory(done=True, stay=child, stage="comprehensive")
    assert child not in set(due.owes_comprehensive(Stay.objects.all()))
    dependent.intake.classification.is_dependent = False
    dependent.intake.classification.save()
    assert not {plain, not_yet_long} & set(due.owes_comprehensive(Stay.objects.all()))


def test_the_higher_the_risk_the_sooner_the_full_one_is_due():
    hours = {}
    for risk in ("low", "medium", "high"):
        done = AssessmentFactory(done=True, stay__child=True, risk=risk)
        stay = due.owes_comprehensive(Stay.objects.filter(pk=done.stay_id)).get()
        hours[risk] = (stay.assessment_due_at - done.done_at) / days.ONE_HOUR
        assert stay.assessment_due_at == done.next_due_at
    assert hours == {"low": 72, "medium": 48, "high": 24}


def test_who_is_only_here_for_long_has_until_the_end_of_day_four():
    stay = grown_up(days_ago=3)
    AssessmentFactory(done=True, stay=stay)
    owed = due.owes_comprehensive(Stay.objects.filter(pk=stay.pk)).get()
    assert owed.assessment_due_at == days.starts_at(stay.entered_on + 4 * days.ONE_DAY)


def test_the_last_one_is_owed_when_somebody_leaves():
    child, plain = StayFactory(child=True), grown_up()
    assert not due.owes_final(Stay.objects.all())
    for stay in (child, plain):
        ExitFactory(stay=stay)
    assert set(due.owes_final(Stay.objects.all())) == {child}
    AssessmentFactory(done=True, stay=child, stage="final")
    assert not due.owes_final(Stay.objects.all())


def test_it_waits_for_whose_case_it_is_and_for_everybody_where_it_is_nobodys(login):
    me, other = (UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(2))
    mine, theirs, nobodys = (StayFactory(social_worker=who) for who in (me, other, None))
    told = {waits.key: number for waits, number in count_for(me)}
    assert told["assessments-initial-due"] == 2
    people = [stay.person_id for stay in (mine, theirs, nobodys)]
    rows = about(people, me)
    assert any(row.text == "Isi asesmen awal" for row in rows[mine.person_id])
    assert not any(row.text == "Isi asesmen awal" for row in rows.get(theirs.person_id, []))
    assert any(row.text == "Isi asesmen awal" for row in rows[nobodys.person_id])


def test_the_list_shows_exactly_who_waits_the_late_ones_by_themselves(
    client, login, count_queries
):
    me = login(Role.SOCIAL_WORKER)
    late, in_time = StayFactory(days_ago=6, social_worker=me), StayFactory(social_worker=me)
    page = reverse("cases:assessment_list")
    shown = client.get(page)
    assertContains(shown, "Asesmen awal terlambat, 1")
    assertContains(shown, str(late.person))
    assertNotContains(shown, str(in_time.person))
    shown = client.get(f"{page}?show=initial-due")
    assertContains(shown, str(in_time.person))
    few = count_queries(f"{page}?show=initial-due")
    for _ in range(5):
        StayFactory(social_worker=me)
    assert count_queries(f"{page}?show=initial-due") == few
