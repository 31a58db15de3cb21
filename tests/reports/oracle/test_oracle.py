"""Every figure of every report, of random histories, against an oracle that shares no code.

`histories.py` draws a history of the house and writes it as rows. What stands in the tables is
then read by SQL (`raw.py`) and counted again by plain loops. What the pages take their figures
from must say the same (`compare.py`): recap, cuts, mutasi, returns, casework, services,
indicators, pictures, quality, the annual report, the guests' sheet, the public version. Each
cell's list has its number, classes add up to the total and months to the year.

The gate draws a few. The full size are a thousand, twenty tests of fifty:

    RPTC_FULL_SIZE=1 script/test -m gate tests/reports/oracle

A failure says the number of its history.
"""

import pytest

from tests import factories as f
from tests.database_roles import learn_sizes
from tests.reports.oracle import compare
from tests.reports.oracle.histories import NOW, World, history
from tests.reports.oracle.raw import House, read_shared
from tests.sizes import IS_FULL

pytestmark = pytest.mark.django_db
BLOCK = 50 if IS_FULL else 12
FIRSTS = range(0, 1_000, BLOCK) if IS_FULL else [0]


def hold(numbers):
    """Compares these histories, and returns how many figures were the same."""
    world, same, wrong = World(), 0, []
    learn_sizes()
    shared, head = read_shared(), f.UserFactory(roles=["head"])
    for number in numbers:
        with history(world, number):
            told = compare.everything(House(NOW, shared), head, number)
            same += told.same
            wrong += told.wrong
    assert not wrong, "\n".join(wrong[:40])
    return same


def test_two_histories_are_counted_as_by_hand(time_machine_at):
    time_machine_at(NOW)
    assert hold([3, 7]) > 1_000


@pytest.mark.gate
@pytest.mark.parametrize("first", FIRSTS)
def test_many_histories_are_counted_as_by_hand(time_machine_at, first):
    time_machine_at(NOW)
    assert hold(range(first, first + BLOCK)) > 200 * BLOCK
