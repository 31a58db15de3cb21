"""Who asks for a klien: suspected of exploitation, or somebody to whom they went before."""

from django.db.models import Q

from cases.people.flags.whom import resembles
from cases.people.relations.actions import suspect_among
from cases.people.relations.models import Relation
from cases.stays.models import Exit, ExitState
from rptc import days


def suspect_for(exit):
    """The marked adult whom the receiver resembles, or None; of adults nobody asks.

    Of those near the child one name in common is enough; of all others the NIK or the whole name.
    """
    child = exit.stay.person
    if child.age.is_child_on(days.today()) is False:
        return None
    return suspect_among(child, exit.receiver) or _marked_elsewhere(exit)


def _marked_elsewhere(exit):
    same = Q(person__name__iexact=exit.receiver.strip())
    if exit.identity_number:
        same |= Q(person__nik=exit.identity_number)
    marked = Relation.objects.filter(suspected_exploitation=True).exclude(person__name="")
    relation = marked.filter(same).select_related("person").order_by("pk").first()
    return relation.person if relation else None


def earlier_releases(exit):
    """Exits after which the klien came back, to the same adult as far as anybody can tell: the
    name sounds alike, or card or relation are the same. The newest first."""
    if not exit.kind.to_family:
        return []
    done = Exit.objects.filter(
        stay__person=exit.stay.person_id,
        stay__began_at__lt=exit.stay.began_at,
        state=ExitState.DONE,
        kind__to_family=True,
    )
    earlier = done.select_related("kind", "stay__intake", "decided_by").order_by("-left_at", "-pk")
    return [before for before in earlier if _is_the_same(before, exit)]


def _is_the_same(before, exit):
    if exit.identity_number and before.identity_number == exit.identity_number:
        return True
    if exit.relation and before.relation.casefold() == exit.relation.casefold():
        return True
    return resembles(before.receiver, exit.receiver)
