"""The order of locks goes on from the person (cases/people/locks.py): a stay comes after its
person, and before its exit, its bed or its bags."""

from cases.people.locks import lock_people, lock_person
from cases.stays.models import Stay
from rptc.kept import THIS, kept_first
from rptc.saving import locked


def lock_stay(stay, *related) -> Stay:
    """The stay as it is now, with its person and what else is asked for."""
    lock_person(stay.person_id)
    if stay := kept_first(_locked, None, *related, this=stay.pk):
        return stay
    raise Stay.DoesNotExist


def _locked(_, *related):
    stays = Stay.objects.select_for_update(of=("self",)).filter(pk=THIS)
    return stays.select_related("person", *related)


def lock_with_stay(row, *related, of_stay=()):
    """A row of a stay as it is now, with its stay, which is locked before it."""
    stay = lock_stay(row.stay, *of_stay)
    row = locked(row, *related)
    row.stay = stay
    return row


def lock_stays(stays):
    """For whoever moves several, one after the other: all of them before the first. A letter of
    the first holds the counter of its kind, for which somebody waits who has locked the last."""
    lock_people(stay.person_id for stay in stays)
    list(_in_order(Stay.objects.filter(pk__in=[stay.pk for stay in stays])))


def hold_stays(stays) -> list[Stay]:
    """For whoever adds rows that point to several of these: who leaves them waits, or has left
    and is found to have. Nobody else waits."""
    return list(held(stays.select_related("person")))


def held(stays):
    """The same as a queryset, for what is written once (rptc/kept.py)."""
    return _in_order(stays, no_key=True)


def _in_order(stays, **how):
    return stays.select_for_update(of=("self",), **how).order_by("person", "pk")
