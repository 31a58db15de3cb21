"""Who asks for a klien: forbidden, suspected of exploitation, or one to whom they went before."""

from django.core.exceptions import ValidationError
from django.db.models import Q

from cases.people.flags.actions import check_release
from cases.people.flags.whom import resembles
from cases.people.relations.actions import suspect_among
from cases.people.relations.models import Relation
from cases.stays.models import Exit, ExitState
from cases.stays.visits.checks import ban_against
from rptc import days


def check_receiver(exit, *, by):
    """Raises ValidationError when a warning forbids this handover, or when whoever receives may
    not even come in. An ambulance does not wait for the list at the door."""
    if exit.kind.is_emergency:
        check_release(exit.stay.person, exit.receiver, by=by)
    else:
        check_named(exit.stay.person, exit.receiver, by=by)


def check_named(person, receiver, *, by):
    """Raises ValidationError when neither the klien nor what is the klien's goes to this name."""
    check_release(person, receiver, by=by)
    if ban := ban_against(person, receiver):
        raise ValidationError(
            f"Jangan serahkan: ada dalam daftar jangan terima, {ban}. {ban.reason} Bila orangnya"
            " memang lain atau larangan tidak berlaku lagi, akhiri dahulu larangannya."
        )


def suspect_for(exit):
    return suspect_named(exit.stay.person, exit.receiver, identity_number=exit.identity_number)


def suspect_named(child, receiver, *, identity_number=""):
    """The marked adult whom the receiver resembles, or None; of adults nobody asks.

    Of those near the child one name in common is enough; of all others the NIK or the whole name.
    """
    if child.age.is_child_on(days.today()) is False:
        return None
    return suspect_among(child, receiver) or _marked_elsewhere(receiver, identity_number)


def _marked_elsewhere(receiver, identity_number):
    same = Q(person__name__iexact=receiver.strip())
    if identity_number:
        same |= Q(person__nik=identity_number)
    marked = Relation.objects.filter(suspected_exploitation=True).exclude(person__name="")
    relation = marked.filter(same).select_related("person").order_by("pk").first()
    return relation.person if relation else None


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
