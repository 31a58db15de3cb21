"""`record()` stands next to each named act, in its transaction. Field changes need no call: they
are written by database triggers (pghistory)."""

import os

from allauth.account.adapter import get_adapter
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied

from rptc.audit.models import Entry
from rptc.audit.request import current_request
from rptc.saving import save


def record(actor, verb, target=None, *, person=None, **details):
    """Write down an act, or a look that tells more than its address (looks.py).

    `person` is the person (or their id) that the act is about, when `target` is not the person.
    `people`, among the details, are the numbers of several, or how many: one act is one line.
    """
    kind = ContentType.objects.get_for_model(target) if target is not None else None
    number = target.pk if target is not None else None
    entry = _entry(actor, verb, kind, number, _person_id(target, person), details)
    entry.save()
    return entry


def record_look(actor, verb, kind, number, *, person, **details):
    """The same of a row that is known by its content type and number alone."""
    _entry(actor, verb, kind, number, person, details).save()


def enter(row, verb, *, by, person=None, **details):
    """Keep a new row as entered by this human being."""
    row.recorded_by = by
    return keep(row, verb, by=by, person=person, **details)


def keep(row, verb, *, by, person=None, **details):
    """Save a row as an act leaves it, and record the act. Raises ValidationError where the
    database refuses the row in words."""
    save(row)
    record(by, verb, row, person=person, **details)
    return row


def record_all(actor, verb, targets):
    """The same act on several records, [(target, person)], in one query."""
    Entry.objects.bulk_create(
        _entry(
            actor,
            verb,
            ContentType.objects.get_for_model(target),
            target.pk,
            _person_id(target, person),
            {},
        )
        for target, person in targets
    )


def _entry(actor, verb, kind, number, person_id, details):
    request = current_request.get()
    if request is not None:
        request.is_recorded = True
    return Entry(
        actor=actor,
        verb=verb,
        content_type=kind,
        object_id=number,
        person_id=person_id,
        details=details,
        command=os.environ.get("RPTC_COMMAND", "")[:60] if request is None else "",
        request_id=getattr(request, "audit_id", None),
        address=None if request is None or _is_nobodys(actor, kind) else _address_of(request),
    )


def _is_nobodys(actor, kind):
    """What anybody may send without saying who they are (`leaves_no_address`): from where it came
    would say it."""
    model = kind.model_class() if kind is not None else None
    return actor is None and getattr(model, "leaves_no_address", False)


def _address_of(request):
    """The person's, not the proxy's; an act is written down even when nobody can tell it."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return None


def _person_id(target, person):
    if person is not None:
        return getattr(person, "pk", person)
    if target is not None and target._meta.label == "cases.Person":
        return target.pk
    return getattr(target, "person_id", None)
