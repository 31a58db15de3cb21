"""May this name receive this klien, or what is the klien's?"""

from django.core.exceptions import ValidationError
from django.db.models import Q

from cases.gate.visits.checks import ban_against
from cases.people.flags.actions import check_release
from cases.people.relations.actions import suspect_among
from cases.people.relations.models import Relation
from rptc import days


def check_named(person, receiver, *, by):
    """Raises ValidationError when neither the klien nor what is the klien's goes to this name."""
    check_release(person, receiver, by=by)
    if ban := ban_against(person, receiver):
        raise ValidationError(
            f"Jangan serahkan: ada dalam daftar jangan terima, {ban}. {ban.reason} Bila orangnya"
            " memang lain atau larangan tidak berlaku lagi, akhiri dahulu larangannya."
        )


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
