"""Random histories of the house: the counts add up, wherever the server believes that it stands.

Arrivals, returns, exits, extensions and moves, by the same actions as the pages take, on a line
of days that holds 31 December and 29 February, with steps at 23.30, 00.00 and 00.30 WITA. Beside
them runs a model that knows only moments in UTC and that Makassar is eight hours ahead.

What it caught when it was tried: nights counted with one too many (`rptc.days.nights`), the day
of a moment taken in UTC or in the server's own zone instead of WITA (`rptc.days.day_of`), and a
bed that was kept after the exit (`cases.exits.actions.finish`).
"""

import datetime
import os
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cases.arrivals.actions import begin_anew, confirm_arrival, continue_stay
from cases.exits.actions import end_stay
from cases.exits.models import Exit
from cases.house.beds.actions import place
from cases.house.beds.models import BedUse
from cases.stays.extensions.actions import propose_extension
from cases.stays.extensions.models import Extension
from cases.stays.models import Stay
from reports.figures.periods import Period
from reports.figures.recap.figures import balance
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import BedFactory, IntakeFactory, PersonFactory, UserFactory, exit_kind

pytestmark = pytest.mark.django_db

ZONES = [
    "UTC",
    "Asia/Makassar",
    "Asia/Jakarta",
    "America/Los_Angeles",
    "Pacific/Kiritimati",
    "Pacific/Chatham",
]
AHEAD = datetime.timedelta(hours=8)
FIRST, LAST = datetime.date(2027, 12, 20), datetime.date(2028, 3, 10)
CLOCKS = [datetime.time(23, 30), datetime.time(0, 0), datetime.time(0, 30), datetime.time(13, 5)]
# In every history, whatever else is drawn.
NEW_YEARS_EVE, LEAP_DAY = datetime.date(2027, 12, 31), datetime.date(2028, 2, 29)
ALWAYS = [(day, clock) for day in (NEW_YEARS_EVE, LEAP_DAY) for clock in CLOCKS]
ACTS = ["come or go", "come or go", "caught again", "begin anew", "extend", "move"]
PEOPLE, BEDS = 4, 3

some_moment = st.tuples(
    st.dates(FIRST, LAST), st.sampled_from(CLOCKS) | st.times(datetime.time(1), datetime.time(23))
)
some_step = st.tuples(st.sampled_from(ACTS), st.integers(0, PEOPLE - 1), st.integers(0, BEDS - 1))


@st.composite
def histories(draw, most):
    """[(moment, act, person, bed)] in the order of time."""
    moments = sorted({*ALWAYS, *draw(st.lists(some_moment, max_size=most))})
    return [(in_makassar(*moment), *draw(some_step)) for moment in moments]


def in_makassar(day, clock):
    """A clock time in Makassar as a moment, without rptc.days."""
    return datetime.datetime.combine(day, clock, tzinfo=datetime.UTC) - AHEAD


@dataclass
class Told:
    """A stay as the model knows it."""

    began_at: datetime.datetime
    ended_at: datetime.datetime | None = None


@dataclass
class House:
    """Takes the steps, and writes down what each of them means."""

    people: list
    beds: list
    by: object
    stays: list[Told] = field(default_factory=list)
    open: dict[int, Told] = field(default_factory=dict)

    def take(self, moment, act, number, bed):
        told = self.open.get(number)
        stay = Stay.objects.open().filter(person=self.people[number]).first()
        assert (told is None) == (stay is None)
        if told is None:
            self.arrive(number, moment)
        elif act == "come or go":
            self.leave(number, stay, moment)
        elif act == "caught again":
            self.return_to(number, moment)
        elif act == "begin anew":
            self.begin_anew(number, moment)
        elif act == "extend":
            extend(stay, self.by)
        else:
            self.move(stay, self.beds[bed])

    def sent(self):
        return {"by": self.by, "send_key": uuid.uuid4()}

    def intake(self, number):
        return IntakeFactory(person=self.people[number])

    def arrive(self, number, moment):
        confirm_arrival(self.intake(number), at=moment, **self.sent())
        self.open[number] = Told(moment)
        self.stays.append(self.open[number])

    def leave(self, number, stay, moment):
        left = Exit(stay=stay, kind=exit_kind("melarikan-diri"), reason="Tidak ada.")
        end_stay(left, left_at=moment, by=self.by)
        self.open.pop(number).ended_at = moment

    def return_to(self, number, moment):
        seen = self.in_between(number, moment)
        continue_stay(self.intake(number), at=moment, not_seen_since=seen, **self.sent())

    def begin_anew(self, number, moment):
        seen = self.in_between(number, moment)
        begin_anew(self.intake(number), at=moment, not_seen_since=seen, **self.sent())
        self.open[number].ended_at = seen
        self.open[number] = Told(moment)
        self.stays.append(self.open[number])

    def in_between(self, number, moment):
        began_at = self.open[number].began_at
        return began_at + (moment - began_at) / 2

    def move(self, stay, bed):
        """Taken, or the same bed: the page says so, and nothing changes."""
        use = BedUse(bed=bed, stay=stay, reason="Pindah.", override="Satu kamar.")
        try:
            place(use, by=self.by)
        except ValidationError:
            return


def extend(stay, by):
    """As the head's approval does, without printing a letter for each."""
    day = max(stay.last_on, days.today()) + days.ONE_DAY
    longer = Extension(stay=stay, new_last_on=day, reason="Menunggu keluarga.")
    propose_extension(longer, by=by)
    longer.state, longer.decided_by, longer.decided_at = "approved", UserFactory(), days.now()
    longer.save()
    Stay.objects.filter(pk=stay.pk).update(last_on=day)


@pytest.fixture
def server_in(db, settings):
    """server_in(zone): the process, Django and the database session believe to stand there."""
    before = os.environ.get("TZ")

    def move(zone):
        os.environ["TZ"] = zone
        time.tzset()
        settings.TIME_ZONE = zone
        tell_the_session(zone)
        with connection.cursor() as cursor:
            cursor.execute("SHOW TIME ZONE")
            assert cursor.fetchone() == (zone,)

    yield move
    tell_the_session(None)
    if before is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = before
    time.tzset()


def tell_the_session(zone):
    connection.settings_dict["TIME_ZONE"] = zone
    for name in ("timezone", "timezone_name"):
        with suppress(AttributeError):  # Not read yet.
            delattr(connection, name)
    connection.ensure_timezone()


def hold_in(zone, most, examples, server_in):
    """One property for the quick tests and for the gate."""

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        # A history that fails is read as it is: to make it shorter takes minutes.
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(histories(most))
    def hold(history):
        with transaction.atomic():
            check(history)
            transaction.set_rollback(True)

    server_in(zone)
    hold()


def check(history):
    with time_machine.travel(in_makassar(FIRST, datetime.time(0)), tick=False):
        house = House(
            [PersonFactory() for _ in range(PEOPLE)],
            [BedFactory() for _ in range(BEDS)],
            UserFactory(roles=[Role.SOCIAL_WORKER, Role.CARETAKER]),
        )
    for moment, *step in history:
        with time_machine.travel(moment, tick=False):
            house.take(moment, *step)
    the_days_add_up(house)
    the_nights_are_the_midnights(house)
    each_last_day_follows_from_the_rule_and_the_extensions()
    no_bed_is_used_twice(house)


def line_of_days():
    return [FIRST + number * days.ONE_DAY for number in range(-1, (LAST - FIRST).days + 3)]


def at_midnight(house, day):
    """Who is in the house when a day begins."""
    midnight = in_makassar(day, datetime.time(0))
    return sum(
        told.began_at < midnight and (told.ended_at is None or told.ended_at >= midnight)
        for told in house.stays
    )


def on_day(moment, day):
    return moment is not None and (moment + AHEAD).date() == day


def the_days_add_up(house):
    """Opening + in - out = closing on each day, and each of the four is what happened."""
    line = line_of_days()
    for day in line:
        sheet = balance(Period.of_days(day, day))
        assert sheet.is_even, day
        assert sheet.opening == at_midnight(house, day)
        assert sheet.came == sum(on_day(told.began_at, day) for told in house.stays)
        assert sheet.left == sum(on_day(told.ended_at, day) for told in house.stays)
        assert sheet.closing == at_midnight(house, day + days.ONE_DAY)
    whole = balance(Period.of_days(line[0], line[-1]))
    assert whole.is_even
    assert (whole.opening, whole.came) == (0, len(house.stays))


def the_nights_are_the_midnights(house):
    line = line_of_days()
    nights = sum(
        days.nights(stay.entered_on, stay.left_on or line[-1]) for stay in Stay.objects.all()
    )
    assert nights == sum(balance(Period.of_days(day, day)).opening for day in line)


def each_last_day_follows_from_the_rule_and_the_extensions():
    for stay in Stay.objects.select_related("rule"):
        longer = stay.extensions.filter(state="approved").order_by("pk").last()
        assert stay.last_on == (
            longer.new_last_on if longer else stay.rule.last_day(stay.entered_on)
        )


def no_bed_is_used_twice(house):
    stays = {stay.pk: stay for stay in Stay.objects.all()}
    for bed in house.beds:
        uses = list(bed.uses.order_by("began_at", "pk"))
        for one, other in zip(uses, uses[1:], strict=False):
            assert one.ended_at is not None
            assert one.ended_at <= other.began_at
    for use in BedUse.objects.filter(ended_at=None):
        assert stays[use.stay_id].is_open


@pytest.mark.parametrize("zone", ZONES)
def test_a_few_histories(zone, server_in):
    hold_in(zone, 10, 2, server_in)


@pytest.mark.gate
@pytest.mark.parametrize("zone", ZONES)
def test_many_histories(zone, server_in):
    hold_in(zone, 40, 15, server_in)
