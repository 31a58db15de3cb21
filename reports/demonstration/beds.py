"""Rooms, and who sleeps where on the day of the story: nearly everybody has a bed."""

from datetime import timedelta

from cases.house.beds.models import Bed, BedUse, Room
from cases.stays.models import Stay
from rptc import days

# name, sex, age group, purpose, beds
ROOMS = [
    ("Mawar", "P", "adults", "usual", 8),
    ("Melati", "P", "children", "usual", 8),
    ("Anggrek", "L", "adults", "usual", 12),
    ("Kenanga", "L", "children", "usual", 14),
    ("Teratai", "P", "elders", "usual", 4),
    ("Dahlia", "L", "elders", "usual", 4),
    ("Flamboyan", "", "", "near_duty", 4),
    ("Isolasi", "", "", "isolation", 2),
]
FAMILY_ROOM = "Flamboyan"
# They came last, and wait for somebody to choose.
WITHOUT_BED = 3


def add(story, house, family):
    beds = _furnish(story)
    present = sorted(
        (stay for stay in story.rows[Stay] if stay.ended_at is None),
        key=lambda stay: stay.began_at,
    )
    for stay in present[:-WITHOUT_BED]:
        room = FAMILY_ROOM if stay in [house[key] for key in family] else _room_for(stay, story)
        free = beds[room] or beds[FAMILY_ROOM]
        if free:
            at = stay.began_at + timedelta(minutes=25)
            _use(story, free.pop(0), at, stay=stay)
    _use(story, beds["Dahlia"].pop(), story.ago(2, 10), reason="Kasur diganti, menunggu barang.")


def _furnish(story):
    beds = {}
    for order, (name, sex, age_group, purpose, number) in enumerate(ROOMS, 1):
        room = story.add(
            Room(name=name, sex=sex, age_group=age_group, purpose=purpose, order=order)
        )
        beds[name] = [
            story.add(Bed(room=room, label=str(label))) for label in range(1, number + 1)
        ]
    return beds


def _room_for(stay, story):
    person, day = stay.person, days.day_of(stay.began_at)
    if person.age.is_child_on(day):
        return {"P": "Melati", "L": "Kenanga"}[person.sex]
    if (person.age.on(day) or 0) >= 60:
        return {"P": "Teratai", "L": "Dahlia"}[person.sex]
    return {"P": "Mawar", "L": "Anggrek"}[person.sex]


def _use(story, bed, at, stay=None, reason=""):
    use = BedUse(
        bed=bed,
        stay=stay,
        began_at=at,
        reason=reason,
        recorded_by=story.staff["piket"],
        recorded_at=at,
    )
    story.add(use)
    if stay:
        story.note(use.recorded_by, "placed", stay, at, person=stay.person, bed=str(bed))
