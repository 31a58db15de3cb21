"""Which contacts are due after an exit: the rule that decides, the days, and what ends them."""

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.aftercare.actions import forecast
from cases.aftercare.contacts import OpenContacts, contacts_of
from cases.aftercare.models import FollowUpRule
from cases.exits.models import ExitKind
from cases.intakes.models import Classification
from cases.people.ages import Age, AgeKind
from cases.places.models import Region
from cases.stays.models import Stay
from rptc import days
from tests import factories as f

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
LONG_AGO = datetime.date(2000, 1, 1)


def contacts(exit):
    return [
        (contact.way.value, contact.day, contact.due_on)
        for contact in contacts_of(Stay.objects.filter(pk=exit.stay_id))
    ]


def way_and_days(exit):
    found = contacts(exit)
    return ({way for way, *_ in found}, [day for _, day, _ in found])


def due(first, last, stays=None):
    stays = Stay.objects.all() if stays is None else stays
    found = OpenContacts(stays, first, last)
    rows = found[0:100]
    assert found.count() == len(rows)
    return [(contact.exit.pk, contact.day) for contact in rows]


def child_of(age, stated_on):
    return f.PersonFactory(age_kind=AgeKind.EXACT, age_years=age, age_stated_on=stated_on)


@pytest.mark.parametrize(
    ("code", "child", "expected"),
    [
        ("keluarga", False, ({"call"}, [30])),
        ("mandiri", False, ({"call"}, [30])),
        ("keluarga", True, ({"visit"}, [7, 30, 90, 180])),
        ("mitra", False, ({"visit"}, [7, 30, 90, 180])),
        ("daerah-asal", False, ({"letter"}, [30])),
        ("daerah-asal", True, ({"letter"}, [30])),
        ("rumah-sakit", False, ({"call"}, [7, 30])),
        ("penegak-hukum", True, ({"call"}, [30])),
        ("melarikan-diri", False, ({"village"}, [7, 30])),
        ("melarikan-diri", True, ({"visit"}, [7, 30, 90, 180])),
        ("tidak-diketahui", False, ({"village"}, [30])),
        ("meninggal", False, (set(), [])),
        ("meninggal", True, (set(), [])),
    ],
)
def test_the_rules_that_come_with_the_application(code, child, expected):
    assert way_and_days(f.LeftFactory(code=code, person__child=child)) == expected


def test_who_was_caught_before_is_visited():
    person = f.PersonFactory()
    first = f.LeftFactory(person=person, days_ago=40)
    second = f.LeftFactory(person=person, days_ago=3)
    assert way_and_days(first) == ({"call"}, [30])
    assert way_and_days(second) == ({"visit"}, [7, 30, 90, 180])


def test_the_day_is_counted_from_the_day_of_the_exit_in_makassar(today):
    """Half past midnight WITA is still the day before in UTC."""
    [(_, day, due_on)] = contacts(f.LeftFactory())
    assert (day, due_on) == (30, today + 30 * DAY)


def test_over_a_leap_day():
    [(_, _, due_on)] = contacts(f.LeftFactory(left_on=datetime.date(2024, 2, 29)))
    assert due_on == datetime.date(2024, 3, 30)


@pytest.mark.parametrize(
    ("after", "way", "expected"),
    [
        # As the family was told, beside what the rule asks for.
        (3, "visit", [("visit", 3, True), ("call", 30, False)]),
        (3, "message", [("call", 3, True), ("call", 30, False)]),
        (3, "through", [("village", 3, True), ("call", 30, False)]),
        # On a day of the rule it is one contact, in the way that was promised.
        (30, "visit", [("visit", 30, True)]),
        (0, "call", [("call", 0, True), ("call", 30, False)]),
        (-1, "call", [("call", 30, False)]),
    ],
)
def test_the_promised_contact_is_due(today, after, way, expected):
    left = f.LeftFactory(next_contact_on=today + after * DAY, next_contact_way=way)
    found = contacts_of(Stay.objects.filter(pk=left.stay_id))
    assert [(each.way, each.day, each.is_promised) for each in found] == expected


def test_where_no_rule_asks_the_promise_does(today):
    left = f.LeftFactory(next_contact_on=today + 3 * DAY, next_contact_way="visit")
    FollowUpRule.objects.all().delete()
    assert contacts(left) == [("visit", 3, today + 3 * DAY)]
    assert due(today, today + 7 * DAY) == [(left.pk, 3)]


RULES = [
    {"exit_kind": "mandiri"},
    {"classification": "gepeng"},
    {"child": False},
    {"repeater": False},
    {"out_of_town": True},
]


def rule_for(number, **condition):
    if "exit_kind" in condition:
        condition["exit_kind"] = ExitKind.objects.get(code=condition["exit_kind"])
    if "classification" in condition:
        condition["classification"] = Classification.objects.get(code=condition["classification"])
    return FollowUpRule.objects.create(days=[number], valid_from=LONG_AGO, **condition)


def test_the_most_specific_rule_decides():
    """Each condition goes before all those after it together; more of the same before fewer."""
    gowa = Region.objects.get(code="73.06")
    exit = f.LeftFactory(code="mandiri", person__origin=gowa)
    later = {name: value for part in RULES[1:] for name, value in part.items()}
    rule_for(101, **RULES[4])
    assert way_and_days(exit)[1] == [101]
    for number, part in enumerate(reversed(RULES[:4]), 102):
        rule_for(number, **part)
        assert way_and_days(exit)[1] == [number]
    rule_for(200, **later)
    assert way_and_days(exit)[1] == [105], "how somebody left weighs more than all the rest"
    rule_for(201, **RULES[0], **RULES[4])
    assert way_and_days(exit)[1] == [201]
    rule_for(202, **RULES[0], **RULES[3])
    assert way_and_days(exit)[1] == [202]


def test_a_newer_rule_goes_only_before_an_older_one_for_the_same_people(today):
    exit = f.LeftFactory(code="mandiri")
    rule_for(101, **RULES[0])
    FollowUpRule.objects.create(days=[102], valid_from=today - DAY)
    FollowUpRule.objects.create(days=[103], valid_from=today - DAY, **RULES[2])
    assert way_and_days(exit)[1] == [101]
    mandiri = ExitKind.objects.get(code="mandiri")
    FollowUpRule.objects.create(days=[104], valid_from=today - DAY, exit_kind=mandiri)
    assert way_and_days(exit)[1] == [104]


def test_the_rule_in_force_on_the_day_of_the_exit_decides(today):
    old, new = f.LeftFactory(days_ago=10), f.LeftFactory(days_ago=9)
    FollowUpRule.objects.create(days=[14], valid_from=today - 9 * DAY, valid_until=today - 8 * DAY)
    after = f.LeftFactory(days_ago=8)
    assert [way_and_days(exit)[1] for exit in (old, new, after)] == [[30], [14], [30]]


AGES = st.one_of(
    st.just(Age()),
    st.builds(
        lambda kind: Age(kind, stated_on=LONG_AGO), st.sampled_from(["child", "adult", "elder"])
    ),
    st.builds(
        Age,
        st.sampled_from(["exact", "about"]),
        st.integers(0, 30),
        stated_on=st.dates(datetime.date(2005, 1, 1), datetime.date(2028, 3, 1)),
    ),
    st.builds(
        lambda born_on: Age("birth", born_on=born_on),
        st.one_of(
            st.dates(datetime.date(2006, 1, 1), datetime.date(2010, 12, 31)),
            st.just(datetime.date(2008, 2, 29)),
        ),
    ),
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(age=AGES, left_on=st.sampled_from(["2026-02-28", "2026-03-01", "2024-02-29", "2026-11-25"]))
def test_a_child_is_whom_the_age_says(age, left_on):
    """The database and Age.is_child_on agree; who may be a child is looked after as one."""
    left_on = datetime.date.fromisoformat(left_on)
    with transaction.atomic():
        person = f.PersonFactory()
        person.age = age
        person.save()
        exit = f.LeftFactory(left_on=left_on, person=person)
        is_child = age.is_child_on(left_on) is not False
        assert way_and_days(exit)[1] == ([7, 30, 90, 180] if is_child else [30])
        transaction.set_rollback(True)


def test_due_is_what_nobody_recorded(today):
    exit = f.LeftFactory(days_ago=30)
    assert due(today, today) == [(exit.pk, 30)]
    f.FollowUpFactory(exit=exit)
    assert due(today, today) == []


def test_both_ends_of_the_days_are_included(today):
    exit = f.LeftFactory(days_ago=29)
    assert due(today, today) == []
    assert due(today + DAY, today + DAY) == [(exit.pk, 30)]
    assert due(today - DAY, today) == []
    assert due(None, today + DAY) == [(exit.pk, 30)]


def test_an_exit_that_is_not_done_asks_for_nothing(today):
    f.ExitFactory()
    assert due(None, today + 365 * DAY) == []


def test_it_ends_when_the_person_is_back_in_the_house(today):
    exit = f.LeftFactory(days_ago=30)
    back = f.StayFactory(intake__person=exit.stay.person, days_ago=2)
    assert due(None, today) == []
    [contact] = contacts_of(Stay.objects.filter(pk=exit.stay_id))
    assert contact.is_over
    assert not contact.is_late
    assert contact.back_on == back.entered_on
    assert "kembali ke RPTC" in contact.why_over


def test_it_ends_when_the_person_has_died(today):
    exit = f.LeftFactory(days_ago=40, person__child=True)
    f.FollowUpFactory(exit=exit, day=7, result="died")
    assert due(None, today + 365 * DAY) == []
    assert [c.is_over for c in contacts_of(Stay.objects.filter(pk=exit.stay_id))] == [True] * 3


def test_makassar_comes_first_and_then_by_day(today):
    villages = Region.objects.of_makassar().filter(level=Region.Level.VILLAGE).order_by("code")
    early, late = villages.first(), villages.last()
    unknown = f.LeftFactory(days_ago=31)
    gowa = f.LeftFactory(days_ago=31, person__origin=Region.objects.get(code="73.06"))
    second = f.LeftFactory(days_ago=30, person__origin=late)
    first = f.LeftFactory(days_ago=29, person__origin=early)
    before = f.LeftFactory(days_ago=32, person__origin=early)
    rows = OpenContacts(Stay.objects.all(), None, today + 7 * DAY)[0:10]
    assert [row.exit.pk for row in rows] == [e.pk for e in (before, first, second, gowa, unknown)]
    assert [row.area for row in rows] == [
        early.parent.name, early.parent.name, late.parent.name, "Kabupaten Gowa", "",
    ]  # fmt: skip


def test_the_query_is_one(today, django_assert_num_queries):
    for ago in range(30, 36):
        f.LeftFactory(days_ago=ago)
    with django_assert_num_queries(1):
        assert OpenContacts(Stay.objects.all(), today - 30 * DAY, today).count() == 6


def test_a_forecast_counts_and_leaves_nothing(today):
    for ago in (20, 200, 300):
        f.LeftFactory(days_ago=ago)
    f.LeftFactory(days_ago=400)
    f.FollowUpFactory(exit=f.LeftFactory(days_ago=100))
    rule = FollowUpRule(days=[7, 30, 90], way="visit", valid_from=today, child=False)
    assert forecast(rule) == [
        ("Kunjungan", 0, 1),
        ("Telepon", pytest.approx(4 / 12), 0),
        ("Jumlah", pytest.approx(4 / 12), 1),
    ]
    assert not FollowUpRule.objects.filter(valid_from=today).exists()


# --- What the database refuses -------------------------------------------------------------


def refused(error=IntegrityError):
    return pytest.raises(error)


def test_a_contact_is_recorded_once():
    told = f.FollowUpFactory()
    with refused(), transaction.atomic():
        f.FollowUpFactory(exit=told.exit)


@pytest.mark.parametrize(
    "wrong",
    [
        {"result": "not_done"},
        {"result": "lost"},
        {"next_act": "other"},
        {"done_on": datetime.date(2020, 1, 1)},
    ],
)
def test_what_a_follow_up_must_say(wrong):
    with refused(), transaction.atomic():
        f.FollowUpFactory(**wrong)


def test_a_follow_up_belongs_to_an_exit_that_was_done():
    with refused(), transaction.atomic():
        f.FollowUpFactory(exit=f.ExitFactory())


@pytest.mark.parametrize("wrong", [[0], [7, 731]])
def test_days_come_after_the_exit(wrong):
    with refused(), transaction.atomic():
        FollowUpRule.objects.create(days=wrong, child=True, valid_from="2026-01-01")


def test_a_rule_starts_once_and_ends_after_it():
    rule = rule_for(5, child=False)
    with refused(), transaction.atomic():
        rule_for(6, child=False)
    rule.valid_until = LONG_AGO - DAY
    with refused(), transaction.atomic():
        rule.save()


def test_a_rule_is_only_ended():
    rule = rule_for(5, child=False)
    rule.valid_until = days.today()
    rule.save()
    rule.days = [6]
    with refused(DatabaseError), transaction.atomic():
        rule.save()
