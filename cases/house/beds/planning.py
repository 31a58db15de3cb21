""" "Tempatkan semua menurut saran": a list to confirm, before anybody is placed."""

from dataclasses import dataclass

from cases.house.beds.actions import without_bed
from cases.house.beds.models import Bed, Rule
from cases.house.beds.suggesting import House
from cases.house.presence.house import away_now
from cases.stays.models import Stay


@dataclass(frozen=True)
class Move:
    """One person and their bed, or a cot beside it; `with_whom`: the mother whose placement is the
    baby's too, and `leads` is hers."""

    stay: Stay
    bed: Bed
    family: tuple[str, ...] = ()
    in_cot: bool = False
    with_whom: Stay | None = None
    leads: bool = False

    @property
    def key(self):
        return f"{self.stay.pk}-{self.bed.pk}"


@dataclass(frozen=True)
class Left:
    """Who is not on the list, and why not; the `shape` of that state. `asks_triage`: that comes
    first; `must_choose`: a bed is chosen by hand, with a reason."""

    stay: Stay
    why: str
    shape: str
    asks_triage: bool = False
    must_choose: bool = False


def plan(reader) -> tuple[list[Move], list[Left]]:
    """For everybody without a bed whom the reader sees: where each would sleep, one after the
    other, as if those before lay there already."""
    waiting = list(
        without_bed(Stay.objects.visible_to(reader))
        .select_related("person", "intake__person", "intake__classification")
        .prefetch_related("intake__child_victims")
        .order_by("began_at", "pk")
    )
    away = away_now(waiting)
    house = House.now(*waiting, reader=reader)
    present = [stay for stay in waiting if stay.pk not in away]
    with_whom = {stay.pk: house.parent_among(stay, present) for stay in present}
    beds = list(Bed.objects.free().select_related("room"))
    moves, left = [], [Left(stay, *away[stay.pk]) for stay in waiting if stay.pk in away]
    for stay in present:
        if with_whom[stay.pk]:
            continue
        babies = [baby for baby in present if with_whom[baby.pk] == stay]
        best = next(iter(house.suggest(stay, beds, babies)), None)
        if best is None or not best.fits:
            is_full = best is not None and house.is_full_for(stay, beds, babies)
            left += [_left(each, best, is_full) for each in (stay, *babies)]
            continue
        beds = [bed for bed in beds if bed != best.bed]
        house.put(stay, best.bed, in_cot=best.is_cot)
        moves.append(Move(stay, best.bed, best.family, best.is_cot, leads=bool(babies)))
        for baby in babies:
            house.put(baby, best.bed, in_cot=True)
            moves.append(Move(baby, best.bed, in_cot=True, with_whom=stay))
    return moves, left


def _left(stay, best, is_full):
    if best is None:
        return Left(stay, "Tidak ada tempat tidur yang kosong.", "due")
    why = " ".join(map(str, best.broken))
    if is_full:
        why = f"Kamar yang sesuai penuh. Yang kosong, {best.bed.room}: {why}"
    asks = any(each.rule == Rule.TRIAGE for each in best.broken)
    return Left(stay, why, "due", asks_triage=asks, must_choose=not asks)
