"""How often both sides met, of how often they agreed to (R54)."""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from partners.agreements.models import Agreement
from partners.meetings.models import M, MeetingPartner, days_of_year
from rptc import days
from rptc.kept import kept_rows


@dataclass(frozen=True)
class Met:
    """Of one partner in one year: the meetings to which it was invited and that were held, at how
    many its leader was there and at how many both leaders were; and how many were agreed (None:
    no agreement names a number)."""

    held: int = 0
    leader: int = 0
    both_leaders: int = 0
    agreed: int | None = None


def held_of_agreed(year: int) -> dict[int, Met]:
    """{key of a partner: Met}. An agreement counts for the year where it was in force on a day of
    it; of several, the one that names most. What the latest addendum names counts."""
    agreed = {}
    for partner, number in kept_rows(_agreed, None, year):
        agreed[partner] = max(number, agreed.get(partner, 0))
    held = {partner: numbers for partner, *numbers in kept_rows(_held, None, year)}
    return {
        partner: Met(*held.get(partner, (0, 0, 0)), agreed.get(partner))
        for partner in agreed.keys() | held.keys()
    }


def _agreed(user, year):
    first, after = days_of_year(year)
    added = Agreement.objects.filter(
        addendum_to=OuterRef("pk"),
        state="confirmed",
        ended_on=None,
        meetings_a_year__isnull=False,
        starts_on__lt=after,
    )
    number = Subquery(added.order_by("-starts_on", "-pk").values("meetings_a_year")[:1])
    rows = Agreement.objects.standing().filter(
        Q(until=None) | Q(until__gte=first),
        Q(ended_on=None) | Q(ended_on__gte=first),
        starts_on__lt=after,
    )
    rows = rows.annotate(number=Coalesce(number, F("meetings_a_year")))
    return rows.exclude(number=None).values_list("partner", "number")


def _held(user, year):
    since, before = days.period(*days_of_year(year))
    rows = MeetingPartner.objects.invited().filter(
        meeting__state=M.HELD, meeting__held_at__gte=since, meeting__held_at__lt=before
    )
    leader = Q(leader_present=True)
    return rows.values_list("partner").annotate(
        held=Count("pk"),
        leader=Count("pk", filter=leader),
        both=Count("pk", filter=leader & Q(meeting__our_leader_present=True)),
    )
