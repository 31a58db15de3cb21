"""A month that is over, with what was recorded in it, and its closing."""

import datetime

from cases.intakes.actions import settle_intake
from cases.intakes.models import Intake
from reports.figures.closing.actions import decide_closing, prepare_closing
from reports.figures.closing.models import Closing, RecapEdition
from reports.figures.periods import Period
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f

# Noon in Makassar of a day of October, and of one when it is over.
MONTH = Period.month(2026, 10)
WITHIN = datetime.datetime(2026, 10, 14, 4, 0, tzinfo=datetime.UTC)
AFTER = datetime.datetime(2026, 11, 9, 4, 0, tzinfo=datetime.UTC)


def stays(number, at=WITHIN, ended=True, **options):
    """So many came on that day and, but where they are to stay, left on the next."""
    made = []
    for _ in range(number):
        left = {"ended_at": at + days.ONE_DAY} if ended else {}
        made.append(f.StayFactory(began_at=at, **left, **options))
    return made


def close(period=MONTH, office=None, head=None):
    """Laid before the head and closed: the edition."""
    row = prepare_closing(Closing.of(period), by=office or f.UserFactory(roles=[Role.OFFICE]))
    head = head or f.UserFactory(roles=[Role.HEAD])
    decide_closing(row, approve=True, seen=row.seen, by=head)
    return RecapEdition.objects.get(closing=row)


def settle(stay, code="lansia"):
    """The social worker says of which class whoever came with this stay is."""
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    intake = Intake.objects.get(pk=stay.intake_id)
    said = {"classification": f.classification(code), "certainty": "claimed"}
    return settle_intake(intake, **said, by=worker)


class Writes:
    """Between two statements of a reading somebody writes: once, or each time."""

    def __init__(self, times):
        self.left, self.is_writing = times, False

    def __call__(self, execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if "UNION ALL" in sql and self.left and not self.is_writing:
            self.left, self.is_writing = self.left - 1, True
            stays(1)
            self.is_writing = False
        return answer
