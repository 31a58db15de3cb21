"""The recap of the last month, and in January of the last year, is laid before the head as soon as
it is over, where nobody did so before (docs/rules.md, Closing)."""

from django.core.exceptions import ValidationError

from cases.intakes.models import Intake
from reports.figures.closing.actions import prepare_closing
from reports.figures.closing.models import Closing
from reports.figures.periods import Period
from rptc import days
from rptc.accounts.models import User
from rptc.upkeep.nightly import Work, register


def due(today) -> list[Period]:
    """What ended last: a month, and a year in the month after it."""
    first = today.replace(day=1)
    periods = [Period(days.add_months(first, -1), first)]
    if first.month == 1:
        periods.append(Period.year(today.year - 1))
    return periods


def lay_before_the_head() -> str:
    """Each at its first night on which nothing stops it. What was sent back waits for the office;
    where nobody was met yet, nothing is laid."""
    said = [_lay(period) for period in due(days.today()) if _is_wanted(period)]
    return " ".join(said) or "tidak ada yang baru."


def _is_wanted(period):
    is_known = Closing.objects.of_period(period).exists()
    return not is_known and Intake.objects.filter(met_on__lt=period.until).exists()


def _lay(period):
    try:
        prepare_closing(Closing.of(period), by=User.objects.of_commands())
    except ValidationError as why:
        return f"{period.title} belum: {' '.join(why.messages)}"
    return f"{period.title} menunggu Kepala UPT."


register(Work("Rekap", lay_before_the_head))
