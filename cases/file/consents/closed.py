"""Does a consent name a partner whose destination is closed? Then who does not work with the klien
reads that there is one, and not to whom (docs/rules.md, Consent).

How partners are called is known to the rooms to the right; the one that compares says so here.
"""

from collections.abc import Callable

from django.db.models import QuerySet

from cases.file.consents.models import Consent, FoundOpen
from rptc import keys
from rptc.letters.closing import let_nothing_close
from rptc.letters.models import Letter
from rptc.letters.ties import tied_to
from rptc.policies import whoever_acts

# Texts -> for each, whether it names one that is closed.
Compare = Callable[[list[str]], list[bool]]
AT_ONCE = 500
_compare: list[Compare] = []


def register_compare(compare: Compare) -> None:
    _compare.append(compare)


def may_name_closed(consent) -> bool:
    return Consent.objects.may_name_closed().filter(pk=consent.pk).exists()


@whoever_acts()
def look_at(consents: list[Consent]) -> int:
    """How many are otherwise than somebody found before."""
    let_nothing_close()
    [compare] = _compare
    found = compare([_words(consent) for consent in consents])
    both = list(zip(consents, found, strict=True))
    closed = [consent.pk for consent, is_closed in both if is_closed]
    gone, _ = FoundOpen.objects.filter(consent__in=closed).delete()
    there = set(FoundOpen.objects.filter(consent__in=consents).values_list("consent", flat=True))
    new = [
        FoundOpen(consent=consent)
        for consent, is_closed in both
        if not is_closed and consent.pk not in there
    ]
    FoundOpen.objects.bulk_create(new, ignore_conflicts=True)
    return gone + len(new)


def look_again() -> int:
    """Partners are called otherwise, or were closed or opened: the same of all."""
    changed, rows = 0, Consent.objects.order_by("pk")
    while consents := list(rows[:AT_ONCE]):
        changed += look_at(consents)
        rows = rows.filter(pk__gt=consents[-1].pk)
    return changed


def letters() -> QuerySet[Letter]:
    """Those that say whither somebody goes: to a closed partner."""
    return tied_to(Consent.objects.may_name_closed())


def _words(consent):
    sealed = [consent.sealed_recipient, consent.sealed_said]
    return "\n".join(keys.opened(each) for each in sealed if each)
