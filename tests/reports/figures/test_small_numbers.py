"""A finer cut than the year hides small numbers, and what would give them away."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.intakes.models import Classification
from reports.figures.periods import Period
from reports.figures.recap.figures import Measure, Recap, hidden_cells, make_row

CELLS = st.one_of(st.integers(0, 6), st.integers(0, 60))
TABLES = st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=10)


def with_sums(table):
    """The numbers as printed: each row with its total, and JUMLAH last."""
    rows = [[male, female, male + female] for male, female in table]
    return [*rows, [sum(row[column] for row in rows) for column in range(3)]]


def lines(height):
    """Each row and each column of the table, as (cells, the one that is their sum)."""
    rows = [([(i, 0), (i, 1)], (i, 2)) for i in range(height)]
    columns = [([(i, j) for i in range(height - 1)], (height - 1, j)) for j in range(3)]
    return [*rows, *columns]


def reader_range(numbers, hidden):
    """What a reader can work out: for each hidden cell the least and most that it may be,
    narrowed from the sums until nothing changes. A hidden number is not negative."""
    bounds = {
        (i, j): (0, float("inf")) if (i, j) in hidden else (number, number)
        for i, row in enumerate(numbers)
        for j, number in enumerate(row)
    }
    for _ in range(40):
        before = dict(bounds)
        for parts, whole in lines(len(numbers)):
            low = sum(bounds[cell][0] for cell in parts)
            high = sum(bounds[cell][1] for cell in parts)
            bounds[whole] = max(bounds[whole][0], low), min(bounds[whole][1], high)
            for cell in parts:
                others_low = low - bounds[cell][0]
                others_high = sum(bounds[c][1] for c in parts if c != cell)
                bounds[cell] = (
                    max(bounds[cell][0], bounds[whole][0] - others_high),
                    min(bounds[cell][1], bounds[whole][1] - others_low),
                )
                low = sum(bounds[c][0] for c in parts)
        if bounds == before:
            break
    return bounds


@settings(deadline=None)
@given(TABLES)
def test_small_numbers_are_hidden_and_zeros_are_not(table):
    numbers = with_sums(table)
    hidden = hidden_cells(numbers)
    for i, row in enumerate(numbers):
        for j, number in enumerate(row):
            assert (i, j) in hidden or number == 0 or number >= 5
            assert number or (i, j) not in hidden


@settings(deadline=None)
@given(TABLES)
def test_no_hidden_number_can_be_worked_out_from_the_sums(table):
    numbers = with_sums(table)
    hidden = hidden_cells(numbers)
    bounds = reader_range(numbers, hidden)
    for cell in hidden:
        low, high = bounds[cell]
        assert low < high, (numbers, sorted(hidden), cell)


@settings(deadline=None, max_examples=12)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=2))
def test_another_table_would_print_the_same(table):
    """By trying them all: each hidden number has at least two values that fit what is shown."""
    numbers = with_sums(table)
    hidden = hidden_cells(numbers)
    seen = {cell: set() for cell in hidden}
    cells = product(range(len(table)), range(2))
    # A cell that is shown has no other number.
    tried = [range(14) if (i, j) in hidden else [numbers[i][j]] for i, j in cells]
    for flat in product(*tried):
        other = with_sums(list(zip(flat[::2], flat[1::2], strict=True)))
        shown = all(
            (i, j) in hidden or other[i][j] == number
            for i, row in enumerate(numbers)
            for j, number in enumerate(row)
        )
        if shown:
            for i, j in hidden:
                seen[i, j].add(other[i][j])
    assert all(len(values) > 1 for values in seen.values())


def test_the_neighbour_is_hidden_before_the_sum():
    classes = [Classification(pk=n, name=f"Kelas {n}") for n in (1, 2, 3)]
    rows = [
        make_row(c, *pair) for c, pair in zip(classes, [(3, 10), (20, 8), (7, 6)], strict=True)
    ]
    recap = Recap(Period.month(2024, 3), Measure.INTAKES, tuple(rows), make_row(None, 30, 24), ())

    shown = recap.without_small_numbers()

    assert [row.numbers for row in shown.rows] == [(None, None, 13), (20, 8, 28), (None, None, 13)]
    assert shown.sums.numbers == (30, 24, 54)
    assert shown.hides_something
    assert not recap.hides_something
