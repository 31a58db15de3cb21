"""A period is closed while one of its rows is being changed, and a younger change is over."""

import pytest
from django.core.exceptions import ValidationError

from cases.intakes.models import Intake
from reports.figures.closing.models import RecapEdition
from reports.figures.closing.waiting import changed_since
from rptc import days
from tests import factories as f
from tests.at_once import before_commit, elsewhere
from tests.reports.figures.closing.closed import AFTER, MONTH, close

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def november(time_machine_at):
    time_machine_at(AFTER)


def test_whoever_closes_waits_for_a_change_under_way_and_reads_it_first():
    """Closed past it, the change would be of before the marks of the edition, and told by none."""
    intake = f.IntakeFactory(met_on=MONTH.first, outcome="advised")
    younger = f.IntakeFactory(met_on=days.today(), outcome="advised")
    of_younger = Intake.objects.filter(pk=younger.pk)
    refused = pytest.raises(ValidationError, match="diubah setelah Anda membukanya")
    with refused, before_commit(close):
        Intake.objects.filter(pk=intake.pk).update(met_on=MONTH.first + days.ONE_DAY)
        elsewhere(lambda: of_younger.update(place="Jl. Pettarani"))
    assert not RecapEdition.objects.exists()


def test_a_change_under_way_of_another_period_is_waited_for_and_stops_nothing():
    other = f.IntakeFactory(met_on=days.today(), outcome="advised")
    with before_commit(close):
        Intake.objects.filter(pk=other.pk).update(place="Jl. Pettarani")
    assert RecapEdition.objects.exists()
    assert changed_since() == set()
