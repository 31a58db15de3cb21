"""Every figure of every report, of random histories, against an oracle that shares no code.

`histories.py` draws a history of the house and writes it as rows. What stands in the tables is
then read by SQL (`raw.py`) and counted again by plain loops. What the pages take their figures
from must say the same (`compare.py`): recap, cuts, mutasi, returns, casework, services,
indicators, pictures, quality, the annual report, the guests' sheet, the public version. Each
cell's list has its number, classes add up to the total and months to the year.

The gate draws a few. The full size is

    RPTC_HISTORIES=1000 .venv/bin/python -m pytest -q -m gate tests/reports/oracle

and RPTC_HISTORIES_FROM=500 begins at that one, so that several machines can share them. A failure
says the number of its history.
"""

import os
import sys

import pytest

from tests import factories as f
from tests.database_roles import learn_sizes
from tests.reports.oracle import compare
from tests.reports.oracle.histories import NOW, World, history
from tests.reports.oracle.raw import House, read_shared

pytestmark = pytest.mark.django_db
FIRST = int(os.environ.get("RPTC_HISTORIES_FROM", "0"))
NUMBER = int(os.environ.get("RPTC_HISTORIES", "12"))


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
def test_many_histories_are_counted_as_by_hand(time_machine_at, capsys):
    time_machine_at(NOW)
    same = hold(range(FIRST, FIRST + NUMBER))
    with capsys.disabled():
        sys.stdout.write(f"\n{NUMBER} histories from {FIRST}: {same} figures, 0 mismatches.\n")
