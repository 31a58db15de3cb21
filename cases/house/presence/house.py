"""Who is really in the house: the one count behind the board, the beds, the wall and Hari Ini."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from cases.house.leaves.models import Leave
from cases.stays.models import Stay
from rptc import days
from rptc.kept import kept_counts


@dataclass(frozen=True)
class HouseCount:
    """`everyone` whose stay is open: out on leave, missing, or present."""

    everyone: int
    out: int
    missing: int

    @property
    def present(self):
        return self.everyone - self.out - self.missing


def away_now(stays):
    """{stay: (why, shape)} of those who are not in the house: nobody places them in a bed."""
    stays = [stay.pk for stay in stays]
    missing = Stay.objects.filter(pk__in=stays, not_seen_since__isnull=False)
    leaves = Leave.objects.out_at(days.now()).filter(stay__in=stays)
    return {
        **dict.fromkeys(missing.values_list("pk", flat=True), ("Tidak terlihat", "late")),
        **dict.fromkeys(leaves.values_list("stay", flat=True), ("Izin keluar", "wait")),
    }


def count_house():
    """Of the whole house, whoever asks; in one query."""
    return HouseCount(**kept_counts(_everyone, None))


def _everyone(user):
    leaves = Leave.objects.out_at(days.now()).filter(stay=OuterRef("pk"))
    return Stay.objects.open().annotate(is_out=Exists(leaves)), {
        "everyone": Count("pk"),
        "out": Count("pk", filter=Q(is_out=True)),
        "missing": Count("pk", filter=Q(is_out=False, not_seen_since__isnull=False)),
    }
