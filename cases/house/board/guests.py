"""While guests are in the house, the plan of beds names nobody."""

from django.db import transaction

from rptc import days
from rptc.audit.record import record
from rptc.letters.models import Unit
from rptc.saving import locked, save


@transaction.atomic
def receive_guests(unit: Unit, *, by):
    """Until somebody says that they left, at the most until midnight: nobody forgets it."""
    unit = locked(unit)
    unit.guests_until = days.starts_at(days.today() + days.ONE_DAY)
    save(unit)
    record(by, "received_guests", unit)
    return unit


@transaction.atomic
def guests_left(unit: Unit, *, by):
    unit = locked(unit)
    unit.guests_until = None
    save(unit)
    record(by, "saw_guests_off", unit)
    return unit
