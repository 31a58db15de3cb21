"""Which stays a form about the house lets this user name, and which one a page was opened for."""

from datetime import timedelta

from django.db.models import Q

from cases.stays.models import Stay
from rptc import days
from rptc.pages import key_in

# Who left not longer ago than this can still be named: what happened is often told later.
NAMED_AFTER_EXIT = timedelta(days=7)


def stays_to_name(user):
    """Those in the house, and those who left a few days ago."""
    lately = days.now() - NAMED_AFTER_EXIT
    stays = Stay.objects.visible_to(user).filter(Q(ended_at=None) | Q(ended_at__gte=lately))
    return stays.select_related("person").order_by("person__name", "pk")


def choices_of(stays, unchosen):
    names = [(stay.pk, f"{stay.person}, {stay.person.told_apart}") for stay in stays]
    return [("", unchosen), *names]


def calling_name(person):
    """All that a phone keeps of somebody's identity (docs/rules.md, On the road)."""
    return person.name or person.alias or "Tanpa nama"


def closed_label(stay):
    """Of a file that is closed to the reader: the number that is on the klien's card, and that
    opens nothing."""
    return f"Berkas tertutup {stay.person.file_number}"


def stay_asked_for(request):
    """?stay=: a stay of this reader's, or None."""
    stays = Stay.objects.visible_to(request.user).select_related("person")
    return stays.filter(pk=key_in(request, "stay")).first()


def why_not_here(stay, on):
    """Why this klien cannot have been in the house on that day; empty when they were."""
    if on < stay.entered_on:
        return f"{stay.person} belum tiba pada hari itu."
    if stay.left_on and on > stay.left_on:
        return f"{stay.person} sudah keluar pada hari itu."
    return ""
