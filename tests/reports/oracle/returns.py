"""Who left, and was met on the street again: by a loop over exits."""

from collections import defaultdict
from dataclasses import dataclass

from tests.reports.oracle.divided import TAKEN_OVER
from tests.reports.oracle.raw import starts, wita
from tests.reports.oracle.recap import is_caught

WINDOWS = (7, 30, 90, 180, 365)
CUTS = ["klasifikasi", "cara-keluar", "mitra", "layanan", "kecamatan", "titik-rawan"]


@dataclass(frozen=True)
class Left:
    exit: object
    stay: object
    intake: object
    age: int
    after: int | None

    def is_judged(self, within):
        return self.age > within

    def is_back(self, within):
        return self.is_judged(within) and self.after is not None and self.after <= within


def all_exits(house, first, until):
    """[(exit, its stay, its intake)] of who left for good in these days."""
    for exit in house.exits:
        stay = house.by_id("stays", exit.stay_id)
        if exit.state == "done" and stay.ended_at and first <= wita(stay.ended_at) < until:
            yield exit, stay, house.intake_of(stay)


def is_death(house, exit):
    return house.by_id("exit_kinds", exit.kind_id).code == "meninggal"


def exits(house, first, until):
    """Without the dead, and whose class is outside the table."""
    found = []
    for exit, stay, intake in all_exits(house, first, until):
        if is_death(house, exit) or not house.class_of(intake).in_table:
            continue
        day = wita(stay.ended_at)
        after = _after(house, stay, day)
        found.append(Left(exit, stay, intake, (house.today - day).days, after))
    return found


def _after(house, stay, day):
    """After how many days they were met again, before they left another time."""
    met = [
        row.met_at or starts(row.met_on)
        for row in house.of("intakes", "person_id", stay.person_id)
        if day <= row.met_on <= house.today and is_caught(house, row)
    ]
    back = min((moment for moment in met if moment > stay.ended_at), default=None)
    others = [
        other.ended_at
        for other in house.of("stays", "person_id", stay.person_id)
        if other.ended_at and other.ended_at > stay.ended_at and _has_left(house, other)
    ]
    if back is None or (others and back > min(others)):
        return None
    return (wita(back) - day).days


def _has_left(house, stay):
    return any(row.state == "done" for row in house.of("exits", "stay_id", stay.id))


def left_out(house, first, until):
    rows = list(all_exits(house, first, until))
    died = [is_death(house, exit) for exit, *_ in rows]
    outside = [not house.class_of(intake).in_table for *_, intake in rows]
    return {
        "died": sum(died),
        "outside": sum(out and not dead for out, dead in zip(outside, died, strict=True)),
    }


def keys_of(house, one, cut):
    """The lines in which an exit stands: of services several."""
    stay, intake = one.stay, one.intake
    if cut == "klasifikasi":
        return {intake.classification_id}
    if cut == "cara-keluar":
        return {one.exit.kind_id}
    if cut == "titik-rawan":
        return {intake.hot_spot_id}
    if cut == "kecamatan":
        spot = intake.hot_spot_id and house.by_id("spots", intake.hot_spot_id)
        return {house.by_id("regions", spot.village_id).parent_id if spot else None}
    if cut == "layanan":
        plans = house.of("plans", "stay_id", stay.id)
        items = [row for plan in plans for row in house.of("items", "plan_id", plan.id)]
        return {row.kind_id for row in items if row.result == "done"} or {None}
    if house.by_id("exit_kinds", one.exit.kind_id).code != "mitra":
        return {None}
    taken = [
        row.partner_id
        for row in house.of("referrals", "stay_id", stay.id)
        if row.state in TAKEN_OVER
        and not house.by_id("partners", row.partner_id).closes_destination
    ]
    return {taken[-1] if taken else None}


def line(rows):
    """(exits, returned of judged of each window)"""
    return len(rows), tuple(
        (sum(one.is_back(n) for one in rows), sum(one.is_judged(n) for one in rows))
        for n in WINDOWS
    )


def ledger(house, cut, first, until):
    """{key: line}; nothing is the key of those that have none."""
    groups = defaultdict(list)
    for one in exits(house, first, until):
        for key in keys_of(house, one, cut):
            groups[key].append(one)
    return {key: line(rows) for key, rows in groups.items()}


def crossed(house, cuts, within, first, until):
    """{(key, other key): (returned, judged)}"""
    found = defaultdict(lambda: (0, 0))
    for one in exits(house, first, until):
        if one.is_judged(within):
            [key], [other] = (keys_of(house, one, cut) for cut in cuts)
            back, judged = found[key, other]
            found[key, other] = back + one.is_back(within), judged + 1
    return dict(found)


def families(house, first, until):
    """[(is it a family, its exits)]: whoever a relation binds, also over others."""
    bound = defaultdict(set)
    for row in house.relations:
        if row.kind != "together":
            bound[row.person_id].add(row.other_id)
            bound[row.other_id].add(row.person_id)
    groups = defaultdict(list)
    for one in exits(house, first, until):
        seen, ahead = set(), [one.stay.person_id]
        while ahead:
            person = ahead.pop()
            if person not in seen:
                seen.add(person)
                ahead += bound[person]
        groups[frozenset(seen)].append(one)
    return [(len(people) > 1, rows) for people, rows in groups.items()]
