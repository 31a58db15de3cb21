from django.db import transaction

from rptc.audit.models import Entry
from rptc.audit.record import record
from rptc.saving import locked


@transaction.atomic
def discard_row(patrol, *, key, reason, by):
    """A row that the server refused is gone from the phone. What stays is that it was, and why;
    who was met is not said. The answer may be lost and the row sent again: it is one line."""
    told = {"row": str(key), "reason": reason}
    about = locked(patrol) if patrol else by
    if not Entry.objects.filter(actor=by, verb="discarded_row", details__contains=told).exists():
        record(by, "discarded_row", about, **told)
