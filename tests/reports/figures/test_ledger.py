"""Return to the street: hand-made histories at the borders, and sums that hold for any."""

import datetime
from datetime import date
from itertools import accumulate

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.casework.plans.models import ServiceKind
from partners.referrals.models import ReferralState
from reports.figures.models import CountingRule
from reports.figures.periods import Period
from reports.figures.returns.ledger import (
    WINDOWS,
    Cell,
    Cut,
    Ledger,
    Line,
    exits_behind,
    ledger,
    left_out,
)
from rptc import days
from tests import factories as f
from tests.reports.figures.test_small_numbers import worked_out

pytestmark = pytest.mark.django_db

YEAR = Period.year(2024)
LATER = date(2026, 6, 1)
DAY = datetime.timedelta(days=1)


def left(on=date(2024, 3, 1), person=None, **more):
    return f.LeftFactory(left_on=on, person=person or f.PersonFactory(), **more)


def met_again(exit, after, **more):
    return f.IntakeFactory(
        person=exit.stay.person,
        met_on=days.day_of(exit.left_at) + after * DAY,
        **{"outcome": "advised", **more},
    )


def sums(today=LATER, period=YEAR, cut=Cut.CLASS):
    """{window: (returned, judged)} of all."""
    return {
        cell.within: (cell.back, cell.judged) for cell in ledger(period, cut, today).sums.cells
    }


def rows(cut, today=LATER, within=30):
    """{name: (exits, returned, judged)} on one window."""
    return {
        line.name: (line.exits, cell.back, cell.judged)
        for line in ledger(YEAR, cut, today).lines
        for cell in line.cells
        if cell.within == within
    }


@pytest.mark.parametrize(
    ("after", "returned"),
    [
        (1, {7, 30, 90, 180, 365}),
        (7, {7, 30, 90, 180, 365}),
        (8, {30, 90, 180, 365}),
        (30, {30, 90, 180, 365}),
        (31, {90, 180, 365}),
        (365, {365}),
        (366, set()),
    ],
)
def test_a_return_counts_for_each_window_that_holds_it(after, returned):
    met_again(left(), after)
    assert {window for window, (back, _) in sums().items() if back} == returned


@pytest.mark.parametrize(("age", "judged"), [(0, set()), (7, set()), (8, {7}), (31, {7, 30})])
def test_only_exits_whose_days_are_over_are_judged(age, judged):
    exit = left()
    met_again(exit, 0, met_at=exit.left_at + datetime.timedelta(minutes=5))
    found = sums(today=date(2024, 3, 1) + age * DAY)
    assert {window for window, (_, n) in found.items() if n} == judged
    assert {window for window, (n, _) in found.items() if n} == judged


def test_over_a_leap_day():
    met_again(left(date(2024, 2, 29)), 365)
    met_again(left(date(2024, 2, 28)), 7)
    assert (sums()[7], sums()[365]) == ((1, 2), (2, 2))
    assert sums(today=date(2024, 3, 7)) == {
        7: (1, 1),
        30: (0, 0),
        90: (0, 0),
        180: (0, 0),
        365: (0, 0),
    }


def test_a_return_belongs_to_the_exit_before_it():
    person = f.PersonFactory()
    first = left(date(2024, 3, 1), person)
    left(date(2024, 3, 20), person)  # its stay began with an intake on 18 March
    met_again(first, 25)  # 26 March: after the second exit
    assert sums()[7] == (1, 2)
    assert sums()[30] == (2, 2)
    behind = exits_behind(YEAR, LATER, within=7, returned=True)
    assert [(exit.left_on, exit.after) for exit in behind] == [(date(2024, 3, 20), 6)]


def test_one_return_is_not_counted_twice():
    """The second exit has no return: what came before it is the first one's."""
    person = f.PersonFactory()
    first = left(date(2024, 3, 1), person)
    f.LeftFactory(
        left_on=date(2024, 3, 9),
        person=person,
        stay__intake=met_again(first, 5, outcome="brought"),
    )
    assert sums()[30] == (1, 2)


def test_the_same_day_counts_only_when_the_hour_is_later():
    exit = left()
    met_again(exit, 0)
    assert sums()[7] == (0, 1)
    met_again(exit, 0, met_at=exit.left_at - datetime.timedelta(minutes=5))
    assert sums()[7] == (0, 1)
    met_again(exit, 0, met_at=exit.left_at + datetime.timedelta(minutes=5))
    assert sums()[7] == (1, 1)


def test_only_what_counts_as_terjaring_is_a_return():
    exit = left()
    f.IntakeFactory(person=exit.stay.person, met_on=date(2024, 3, 3), outcome="refused")
    met_again(exit, 4, provisional=f.classification("korban"))
    assert sums()[7] == (0, 1)
    CountingRule.objects.create(
        valid_from=date(2024, 3, 3), doors=["walk_in"], outcomes=["refused"]
    )
    assert sums()[7] == (1, 1)


def test_the_dead_and_those_outside_the_table_are_left_out():
    left(code="meninggal")
    left(stay__intake__provisional=f.classification("korban"))
    left(code="meninggal", stay__intake__provisional=f.classification("korban"))
    assert sums()[7] == (0, 0)
    assert left_out(YEAR) == {"died": 2, "outside": 1}


def test_a_merged_file_is_one_person():
    exit = left()
    lost = f.PersonFactory(merged_into=exit.stay.person)
    met_again(exit, 3)
    assert not lost.intakes.exists()
    assert sums()[7] == (1, 1)


def test_the_period_is_that_of_the_exit():
    met_again(left(date(2023, 12, 31)), 3)
    left(date(2025, 1, 1))
    left(date(2024, 12, 31))
    assert sums()[7] == (0, 1)


def test_by_class_and_by_way_of_leaving():
    met_again(left(code="mandiri"), 3)
    left()
    odgj = f.classification("odgj")
    left(stay__intake__provisional=odgj)
    assert rows(Cut.CLASS) == {"Gelandangan dan Pengemis": (2, 1, 2), "ODGJ": (1, 0, 1)}
    assert rows(Cut.KIND) == {"Kembali ke keluarga": (2, 0, 2), "Mandiri": (1, 1, 1)}


def test_by_place():
    spot = f.HotSpotFactory()
    met_again(left(stay__intake__hot_spot=spot), 3)
    left()
    district = spot.village.parent.name
    assert rows(Cut.SPOT) == {spot.name: (1, 1, 1), "Tanpa titik rawan": (1, 0, 1)}
    assert rows(Cut.DISTRICT) == {district: (1, 1, 1), "Tanpa titik rawan": (1, 0, 1)}


def test_by_partner_that_took_over_and_never_one_that_reveals_health():
    open_one, closed = f.PartnerFactory(), f.PartnerFactory(reveals_health=True)
    for partner, state in [
        (open_one, ReferralState.ARRIVED),
        (open_one, ReferralState.DECLINED),
        (closed, ReferralState.ARRIVED),
    ]:
        exit = left(code="mitra")
        more = {} if state == ReferralState.ARRIVED else {"ended_at": days.now()}
        f.ReferralFactory(
            stay=exit.stay,
            partner=partner,
            state=state,
            sent_at=days.now(),
            packet={"name": "B."},
            agreed=partner == closed,
            **more,
        )
    other = left()
    f.ReferralFactory(stay=other.stay, partner=open_one, sent=True)
    none = "Tidak ke mitra, atau mitranya tidak ditampilkan"
    assert rows(Cut.PARTNER) == {open_one.name: (1, 0, 1), none: (3, 0, 3)}


def test_by_service_an_exit_stands_in_each_of_its_rows():
    one, two = ServiceKind.objects.order_by("order")[:2]
    exit, bare = left(), left()
    plan = f.PlanFactory(stay=exit.stay)
    for kind in (one, one, two):
        f.PlanItemFactory(plan=plan, kind=kind, result="done", result_on=days.today())
    f.PlanItemFactory(plan=f.PlanFactory(stay=bare.stay), kind=one)
    met_again(exit, 3)
    assert rows(Cut.SERVICE) == {
        one.name: (1, 1, 1), two.name: (1, 1, 1), "Tanpa layanan yang selesai": (1, 0, 1),
    }  # fmt: skip
    assert ledger(YEAR, Cut.SERVICE, LATER).sums.exits == 2


HISTORIES = st.lists(
    st.tuples(
        st.integers(0, 2),  # who
        st.integers(0, 300),  # day of the year on which they left
        st.lists(st.integers(0, 370), max_size=2),  # met again after so many days
        st.sampled_from(["keluarga", "mandiri", "mitra", "meninggal"]),
        st.sampled_from(["gepeng", "odgj", "korban"]),
        st.booleans(),
    ),
    max_size=6,
    unique_by=lambda history: (history[0], history[1] // 5),
)


# One history at least in the quick tests: the first that is drawn is none at all.
@pytest.mark.parametrize("examples", [3, pytest.param(12, marks=pytest.mark.gate)])
def test_sums_are_the_rows_together_and_each_figure_opens_its_exits(examples):
    @settings(max_examples=examples, deadline=None, database=None)
    @given(histories=HISTORIES, today=st.dates(date(2024, 1, 1), date(2026, 1, 1)))
    def hold(histories, today):
        with transaction.atomic():
            write(histories)
            for cut in Cut:
                sums_and_rows_agree(cut, today)
            transaction.set_rollback(True)

    hold()


def write(histories):
    people, spot = f.PersonFactory.create_batch(3), f.HotSpotFactory()
    for who, day, again, kind, code, has_spot in histories:
        exit = left(
            date(2024, 1, 1) + (day // 5 * 5) * DAY,
            people[who],
            code=kind,
            stay__intake__provisional=f.classification(code),
            stay__intake__hot_spot=spot if has_spot else None,
        )
        for after in again:
            met_again(exit, after)


def sums_and_rows_agree(cut, today):
    found = ledger(YEAR, cut, today)
    for line in (*found.lines, found.sums):
        asked = () if line.key is None else (cut, line.key or None)
        assert exits_behind(YEAR, today, *asked).count() == line.exits
        for cell in line.cells:
            args = asked or (None, None)
            judged = exits_behind(YEAR, today, *args, cell.within)
            back = exits_behind(YEAR, today, *args, cell.within, returned=True)
            assert (back.count(), judged.count()) == (cell.back, cell.judged)
    if cut.is_partition:
        assert sum(line.exits for line in found.lines) == found.sums.exits
        for place in range(len(WINDOWS)):
            cells = [line.cells[place] for line in found.lines]
            assert sum(c.back for c in cells) == found.sums.cells[place].back
            assert sum(c.judged for c in cells) == found.sums.cells[place].judged


def test_small_numbers_are_hidden_with_what_gives_them_away():
    for number in range(12):
        exit = left(code="keluarga" if number % 2 else "mandiri")
        if number in (1, 3):
            met_again(exit, 3)
    shown = ledger(YEAR, Cut.KIND, LATER).without_small_numbers()
    assert shown.hides_something
    family, alone = (line.cells[0] for line in shown.lines)
    assert (family.back, family.share, family.judged) == (None, None, 6)
    # Two came back in all: that is hidden as well, in this cut as in any other.
    assert (alone.judged, shown.sums.cells[0].back) == (6, None)


COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 60))
TABLES = st.lists(st.lists(COUNTS, min_size=6, max_size=6), min_size=1, max_size=6)


def ledger_of(table, *, all_judged):
    """Each row: who came back within 7, ... 365 days, and who did not at all."""
    lines = []
    for key, (*more, not_back) in enumerate(table):
        backs = list(accumulate(more))
        exits = backs[-1] + not_back
        # The later the window, the fewer are old enough.
        judged = [
            exits if all_judged else max(back, exits - 3 * n) for n, back in enumerate(backs)
        ]
        cells = map(Cell, WINDOWS, backs, judged)
        lines.append(Line(key, f"Baris {key}", exits, tuple(cells)))
    sums = [
        Cell(w, sum(x.cells[i].back for x in lines), sum(x.cells[i].judged for x in lines))
        for i, w in enumerate(WINDOWS)
    ]
    total = Line(None, "Jumlah", sum(line.exits for line in lines), tuple(sums))
    return Ledger(YEAR, Cut.CLASS, LATER, tuple(lines), total)


def told_of(whole, shown):
    """({what: (parts, number)} of what is shown, and of what is hidden)."""
    told, hidden = {}, {}
    keys = [line.key for line in whole.lines]
    seen = {line.key: line for line in (*shown.lines, shown.sums)}
    for line in (*whole.lines, whole.sums):
        of = keys if line.key is None else [line.key]
        outside = seen.get(line.key)
        for place, cell in enumerate(line.cells):
            back, rest = ([(k, place, kind) for k in of] for kind in ("back", "rest"))
            numbers = {"back": (back, cell.back), "judged": (back + rest, cell.judged)}
            if cell.judged == line.exits:
                numbers["exits"] = (back + rest, line.exits)
            for name, (parts, number) in numbers.items():
                read = outside and (
                    outside.exits if name == "exits" else getattr(outside.cells[place], name)
                )
                known = outside is not None and read is not None
                (told if known else hidden)[line.key, place, name] = (parts, number)
    return told, hidden


@settings(deadline=None, max_examples=100)
@given(TABLES, st.booleans())
def test_nothing_hidden_can_be_worked_out_from_all_windows_together(table, all_judged):
    whole = ledger_of(table, all_judged=all_judged)
    told, hidden = told_of(whole, whole.without_small_numbers())
    assert not any(0 < number < 5 for _, number in told.values())
    for key, place, name in told:
        if name == "back" and (key, place, "judged") in told:
            not_back = told[key, place, "judged"][1] - told[key, place, "back"][1]
            assert not 0 < not_back < 5
    small = {what: it for what, it in hidden.items() if it[1]}
    assert worked_out(told, small) == set()


def test_one_query_a_cut():
    left()
    for cut in Cut:
        with CaptureQueriesContext(connection) as few:
            ledger(YEAR, cut, LATER)
        spots = [f.HotSpotFactory() for _ in range(3)]
        for spot in spots:
            met_again(left(stay__intake__hot_spot=spot), 3)
        with CaptureQueriesContext(connection) as many:
            ledger(YEAR, cut, LATER)
        # What counts (two), the table, and the names of its rows.
        assert len(few) == len(many) <= 4, cut
