"""Who lay where, from when until when, moved by whom and why: of a bed, and of a stay (R18)."""

from dataclasses import dataclass

from cases.house.beds.models import BedUse
from cases.stays.models import Stay


@dataclass(frozen=True)
class Nights:
    """One use of a bed. `is_shown`: whether this reader may know whose it was; `then`: the use
    that it was given up for, or None."""

    use: BedUse
    is_shown: bool
    then: BedUse | None = None


def nights_of(uses, reader) -> list[Nights]:
    """As far as this reader may know them. In two statements, for however many."""
    uses = list(uses)
    stays = {use.stay_id for use in uses if use.stay_id}
    seen = set(Stay.objects.visible_to(reader).filter(pk__in=stays).values_list("pk", flat=True))
    ends = {use.ended_at for use in uses if use.ended_at}
    later = BedUse.objects.filter(stay__in=seen, began_at__in=ends)
    later = {
        (use.stay_id, use.began_at): use
        for use in later.select_related("bed__room", "recorded_by")
    }
    return [
        Nights(
            use,
            use.stay_id is None or use.stay_id in seen,
            later.get((use.stay_id, use.ended_at)) if use.stay_id else None,
        )
        for use in uses
    ]
