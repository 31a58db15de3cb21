"""Person-days (R54): counted once more by a loop over days, from data of dice; the last evening of
a year; and what of closed partners is told to whom."""

import datetime
import random

import pytest

from cases.stays.models import Stay
from partners.contributions.days import Had, person_days, shown_to
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
DAY = days.ONE_DAY
NOON = datetime.time(12)


def carried(partner, first, last=None, person=None):
    """A referral that arrived on the first day, and ended on the last, or goes on."""
    more = {"stay__intake__person": person} if person else {}
    at = days.at(first, NOON)
    row = f.ReferralFactory(
        partner=partner,
        sent=True,
        sent_at=at - DAY,
        state="finished" if last else "arrived",
        ended_at=days.at(last, NOON) if last else None,
        **more,
    )
    row.steps.create(from_state="sent", to_state="accepted", at=at - DAY, by=row.recorded_by)
    row.steps.create(from_state="accepted", to_state="arrived", at=at, by=row.recorded_by)
    return row


def in_house(first, last=None):
    stay = f.StayFactory(began_at=days.at(first, NOON))
    if last:
        type(stay).objects.filter(pk=stay.pk).update(ended_at=days.at(last, NOON))
    return stay


def by_hand(spans, year, today):
    """Day by day, as somebody would count on a wall."""
    first, number = datetime.date(year, 1, 1), 0
    for offset in range(366):
        on = first + offset * DAY
        if on.year == year and on <= today:
            number += sum(began <= on <= (ended or today) for began, ended in spans)
    return number


@pytest.mark.parametrize("seed", [1, 2])
def test_it_is_what_somebody_counts_day_by_day(seed, today):
    dice = random.Random(seed)
    partners = f.PartnerFactory.create_batch(2)
    spans = {None: [], **{partner.pk: [] for partner in partners}}
    for _ in range(6):
        for key in spans:
            first = today - dice.randrange(800) * DAY
            last = dice.choice([None, first + dice.randrange(300) * DAY])
            last = None if last and last > today else last
            spans[key].append((first, last))
            if key is None:
                in_house(first, last)
            else:
                carried(next(p for p in partners if p.pk == key), first, last)
    # Each referral is made out of a stay of its own, which runs since its day.
    house = person_days(today.year).house.days
    for year in (today.year - 2, today.year - 1, today.year):
        found = person_days(year)
        for partner in partners:
            had = found.partners.get(partner.pk, Had())
            assert had.days == by_hand(spans[partner.pk], year, today), year
        assert found.total == found.house.days + found.of_partners
    stays = [(stay.entered_on, stay.left_on) for stay in Stay.objects.all()]
    assert house == by_hand(stays, today.year, today)


def test_first_and_last_day_count_on_each_side(today):
    partner = f.PartnerFactory()
    carried(partner, today - 3 * DAY, today - 3 * DAY)
    carried(partner, today)
    found = person_days(today.year) if today.timetuple().tm_yday > 3 else None
    if found:
        assert found.partners == {partner.pk: Had(2, 2)}


def test_what_has_not_arrived_is_not_carried():
    f.ReferralFactory(sent=True)
    assert person_days(days.today().year).partners == {}


# 23.30 WITA of 31 December, and half past midnight.
EVENING = datetime.datetime(2026, 12, 31, 15, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(("later", "of_2026", "of_2027"), [(0, 1, 0), (1, 0, 1)])
def test_the_last_evening_belongs_to_its_year(time_machine_at, later, of_2026, of_2027):
    at = EVENING + later * days.ONE_HOUR
    time_machine_at(at)
    partner = f.PartnerFactory()
    row = f.ReferralFactory(partner=partner, sent=True, sent_at=at, state="arrived")
    row.steps.create(from_state="accepted", to_state="arrived", at=at, by=row.recorded_by)
    counted = [person_days(year).of_partners for year in (2026, 2027)]
    assert counted == [of_2026, of_2027]


# Closed partners


def closed_ones(number, year):
    """So many people at two closed partners, all in May."""
    partners = [f.PartnerFactory(closes_destination=True) for _ in range(2)]
    for index in range(number):
        carried(partners[index % 2], datetime.date(year, 5, 1), datetime.date(year, 5, 10))


@pytest.mark.parametrize("role", [Role.OFFICE, Role.SOCIAL_WORKER])
def test_closed_partners_are_one_line_of_five_people_in_a_year_that_is_over(role, today):
    year, reader = today.year - 1, f.UserFactory(roles=[role])
    carried(f.PartnerFactory(), datetime.date(year, 5, 1), datetime.date(year, 5, 2))
    closed_ones(4, year)
    shown = shown_to(reader, person_days(year))
    assert [line.had.days for line in shown.lines] == [2]
    assert (shown.of_partners, shown.leaves_out) == (2, True)
    closed_ones(1, year)
    shown = shown_to(reader, person_days(year))
    assert [line.had for line in shown.lines] == [Had(2, 1), Had(50, 5)]
    assert (shown.lines[1].partner, shown.leaves_out) == (None, False)
    assert shown.total == shown.house.days + 52


def test_one_closed_partner_alone_is_no_group(today):
    year = today.year - 1
    partner = f.PartnerFactory(closes_destination=True)
    for _ in range(6):
        carried(partner, datetime.date(year, 5, 1), datetime.date(year, 5, 2))
    shown = shown_to(f.UserFactory(roles=[Role.OFFICE]), person_days(year))
    assert (shown.lines, shown.leaves_out) == ([], True)


def test_of_the_running_year_nobody_but_the_head_learns_who_is_there_now(today):
    partner = f.PartnerFactory(closes_destination=True)
    for _ in range(6):
        carried(partner, today)
        carried(f.PartnerFactory(closes_destination=True), today)
    found = person_days(today.year)
    shown = shown_to(f.UserFactory(roles=[Role.OFFICE]), found)
    assert (shown.lines, shown.total) == ([], shown.house.days)
    head = shown_to(f.UserFactory(roles=[Role.HEAD]), found)
    assert (len(head.lines), head.total) == (7, found.total)
