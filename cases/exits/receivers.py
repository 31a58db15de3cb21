"""Who asks for a klien: forbidden, suspected of exploitation, or one to whom they went before."""

from django.db.models import Q

from cases.exits.models import Exit, ExitState
from cases.gate.receivers import check_named, suspect_named
from cases.people.flags.actions import check_release
from cases.people.flags.whom import resembles


def check_receiver(exit, *, by):
    """Raises ValidationError when a warning forbids this handover, or when whoever receives may
    not even come in. An ambulance does not wait for the list at the door."""
    if exit.kind.is_emergency:
        check_release(exit.stay.person, exit.receiver, by=by)
    else:
        check_named(exit.stay.person, exit.receiver, by=by)


def suspect_for(exit):
    return suspect_named(exit.stay.person, exit.receiver, identity_number=exit.identity_number)


def earlier_releases(exit):
    """Exits after which the klien came back, to the same adult as far as anybody can tell: the
    name sounds alike, or card or relation are the same. The newest first."""
    if not exit.is_to_family:
        return []
    done = Exit.objects.filter(
        Q(kind__to_family=True) | ~Q(relation=""),
        stay__person=exit.stay.person_id,
        stay__began_at__lt=exit.stay.began_at,
        state=ExitState.DONE,
    )
    earlier = done.select_related("kind", "stay__intake", "decided_by").order_by("-left_at", "-pk")
    return [before for before in earlier if _is_the_same(before, exit)]


def _is_the_same(before, exit):
    if exit.identity_number and before.identity_number == exit.identity_number:
        return True
    if exit.relation and before.relation.casefold() == exit.relation.casefold():
        return True
    return resembles(before.receiver, exit.receiver)
