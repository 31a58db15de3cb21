"""Until when a partner answers (R48): so many hours of its own service as were agreed, on its own
days, from its own opening to its own closing. A holiday is nobody's service. Who agreed on nothing
has a day, as the clock goes."""

from datetime import timedelta

from cases.stays.free_days.models import FreeDay, is_holiday
from rptc import days

# Whoever has no service for so long is asked as if nothing were agreed.
LOOKED_AHEAD = 366


def answer_due(partner, asked_at, free_days):
    """`free_days` are all rows of FreeDay."""
    if partner.answer_hours is None:
        return asked_at + days.ONE_DAY
    left, day = timedelta(hours=partner.answer_hours), days.day_of(asked_at)
    for _ in range(LOOKED_AHEAD):
        if _serves_on(partner, day, free_days):
            since = max(asked_at, days.at(day, partner.opens_at))
            served = days.at(day, partner.closes_at) - since
            if served >= left:
                return since + left
            left -= max(served, timedelta(0))
        day += days.ONE_DAY
    return asked_at + days.ONE_DAY


def answers_due(partners, asked_at):
    """{key of a partner: until when}, with one look at the holidays."""
    free_days = list(FreeDay.objects.all())
    return {partner.pk: answer_due(partner, asked_at, free_days) for partner in partners}


def _serves_on(partner, day, free_days):
    return day.isoweekday() in partner.service_days and not is_holiday(day, free_days)
