"""While guests are in the house, the plan of beds names nobody."""

from django.db import transaction

from rptc import days
from rptc.audit.record import keep
from rptc.letters.models import Unit
from rptc.saving import locked


@transaction.atomic
def receive_guests(unit: Unit, *, by):
    """Until somebody says that they left, at the most until midnight: nobody forgets it."""
    unit = locked(unit)
    unit.guests_until = days.starts_at(days.today() + days.ONE_DAY)
    return keep(unit, "received_guests", by=by)


@transaction.atomic
def guests_left(unit: Unit, *, by):
    unit = locked(unit)
    unit.guests_until = None
    return keep(unit, "saw_guests_off", by=by)
