"""What was found among the rows, and is so indeed."""

import factory

from reports.quality.models import FalseAlarm, Hunt
from tests.factories.accounts import SentFactory
from tests.factories.intakes import IntakeFactory


class FalseAlarmFactory(SentFactory):
    """Nobody can know where somebody comes from."""

    class Meta:
        model = FalseAlarm

    rule = Hunt.ORIGIN
    intake = factory.SubFactory(IntakeFactory)
    reason = "Tidak berbicara dan tidak membawa kartu."
