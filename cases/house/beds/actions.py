"""Who sleeps where."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.house.beds.models import Bed, BedUse
from cases.house.beds.suggesting import House
from cases.people.locks import lock_people
from cases.stays.locks import lock_stay
from cases.stays.models import Stay
from rptc import days
from rptc.audit.record import record
from rptc.saving import locked, save, sentence_of
from rptc.sending import row_key


@transaction.atomic
def place(use, *, by):
    """Somebody gets a bed, or another one. A move says why; so does whoever sets a separation
    rule aside. Raises ValidationError in words; the last of two quick ones reads that the bed is
    taken."""
    stay = lock_stay(use.stay)
    bed = _lock_bed(use.bed)
    if not stay.is_open:
        raise ValidationError("Masa pembinaan ini sudah berakhir.")
    now = BedUse.objects.open().filter(stay=stay).first()
    if now and now.bed_id == bed.pk:
        raise ValidationError("Klien ini sudah tidur di sana.")
    if now and not use.reason:
        raise ValidationError({"reason": "Tulis alasan pindah."})
    (suggestion,) = House.now(stay, reader=by).suggest(stay, [bed])
    if suggestion.broken and not use.override:
        raise ValidationError({"override": [*suggestion.broken, "Tulis mengapa tetap di sini."]})
    use.began_at, use.recorded_by = days.now(), by
    if now:
        end_use(now, at=use.began_at)
    save(use)
    record(by, "placed", stay, bed=str(bed))
    return use


@transaction.atomic
def place_all(*, by, send_key):
    """Everybody without a bed gets the best one that breaks no rule; returns those who were
    placed, and whoever has none still: nothing fits, or somebody else was quicker."""
    waiting = without_bed(Stay.objects.visible_to(by)).select_related("person")
    waiting = waiting.order_by("began_at", "pk")
    lock_people(stay.person_id for stay in waiting.all())
    placed = []
    for stay in list(waiting):
        beds = Bed.objects.free().select_related("room")
        best = next(iter(House.now(stay, reader=by).suggest(stay, beds)), None)
        if best is None or not best.fits:
            continue
        use = BedUse(bed=best.bed, stay=stay, send_key=row_key(send_key, stay.pk))
        with suppress(ValidationError), transaction.atomic():
            placed.append(place(use, by=by))
    return placed, list(waiting.all())


@transaction.atomic
def take_out(use, *, by):
    """A bed out of service, with the reason. Whoever sleeps in it moves first."""
    bed = _lock_bed(use.bed)
    use.began_at, use.recorded_by = days.now(), by
    save(use)
    record(by, "taken_out", bed, reason=use.reason)
    return use


@transaction.atomic
def put_back(bed, *, by):
    bed = locked(bed)
    use = BedUse.objects.open().filter(bed=bed, stay=None).first()
    if use is None:
        raise ValidationError("Tempat tidur ini sudah dapat dipakai.")
    end_use(use, at=days.now())
    record(by, "put_back", bed)
    return bed


def used_beyond(room, number):
    """The beds in use that would go when the room keeps those numbered 1 to `number`."""
    used = room.beds.filter(pk__in=BedUse.objects.open().values("bed"))
    return used.exclude(label__in=_labels(number)).order_by("pk")


@transaction.atomic
def furnish(room, number):
    """The room has the beds 1 to `number`; others are retired, for their history stays."""
    for label in _labels(number):
        Bed.objects.update_or_create(room=room, label=label, defaults={"is_active": True})
    room.beds.exclude(label__in=_labels(number)).update(is_active=False)


def _labels(number):
    return [str(n) for n in range(1, number + 1)]


def without_bed(stays):
    return stays.open().exclude(bed_uses__isnull=False, bed_uses__ended_at=None)


def _lock_bed(bed):
    bed = locked(bed, "room")
    if not (bed.is_active and bed.room.is_active):
        raise ValidationError("Tempat tidur ini tidak dipakai lagi.")
    if BedUse.objects.open().filter(bed=bed).exists():
        raise ValidationError(sentence_of(BedUse, "bed_is_used_once_at_a_time"))
    return bed


def end_use(use, *, at):
    """One that would end before it began was none: a bed was given to who had left by then. Its
    row goes; the history keeps it."""
    if at <= use.began_at:
        use.delete()
    else:
        use.ended_at = at
        save(use)
