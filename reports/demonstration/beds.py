"""Rooms, and who sleeps where on the day of the story: nearly everybody has a bed."""

from datetime import timedelta

from cases.house.beds.actions import place, place_all, take_out
from cases.house.beds.models import Bed, BedUse, Room
from cases.house.beds.planning import plan

# name, sex, age group, purpose, beds
ROOMS = [
    ("Mawar", "P", "adults", "usual", 10),
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
WAITING = {"last of them", "nameless"}


def furnish(story):
    for order, (name, sex, age_group, purpose, number) in enumerate(ROOMS, 1):
        room = story.add(
            Room(name=name, sex=sex, age_group=age_group, purpose=purpose, order=order)
        )
        for label in range(1, number + 1):
            story.add(Bed(room=room, label=str(label)))


def add(story, patrols):
    story.tell(_out_of_service(story))
    story.tell(_moved(story))


def given(story, key, stay, arrived_at, family):
    """Soon after the triage: a bed that breaks no rule, and one room for a family."""
    if key in WAITING:
        return
    yield arrived_at + timedelta(minutes=25)
    by = story.staff["piket"]
    bed = Bed.objects.free().filter(room__name=FAMILY_ROOM).order_by("pk").first()
    if key not in family or bed is None:
        moves, _ = plan(by)
        chosen = [(move.stay.pk, move.bed.pk) for move in moves]
        place_all(chosen, by=by, send_key=story.key())
        return
    why = "Sekeluarga, ibu dan anaknya tidur bersama."
    place(BedUse(bed=bed, stay=stay, override=why, send_key=story.key()), by=by)


def _moved(story):
    """One of the men moved in the evening: who lay where before stands with bed and stay."""
    yield story.ago(1, 20)
    room = "Anggrek"
    use = BedUse.objects.open().filter(bed__room__name=room, stay__not_seen_since=None)
    use = use.exclude(stay=None).order_by("pk").first()
    free = Bed.objects.free().filter(room__name=room).order_by("-pk").first()
    if use and free:
        why = "Jauh dari pintu, supaya tidurnya tenang."
        moved = BedUse(bed=free, stay=use.stay, reason=why, send_key=story.key())
        place(moved, by=story.staff["piket"])


def _out_of_service(story):
    yield story.ago(2, 10)
    bed = Bed.objects.free().filter(room__name="Dahlia").order_by("-pk").first()
    reason = "Kasur diganti, menunggu barang."
    take_out(BedUse(bed=bed, reason=reason, send_key=story.key()), by=story.staff["piket"])
