"""Who sleeps where."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.house.beds.models import Bed, BedUse
from cases.house.beds.suggesting import PARENTS, House, is_baby
from cases.house.presence.house import away_now
from cases.people.locks import lock_people
from cases.people.relations.models import Relation
from cases.stays.locks import lock_stay
from cases.stays.models import Stay
from rptc import days
from rptc.audit.record import record
from rptc.saving import locked, save, sentence_of
from rptc.sending import row_key


@transaction.atomic
def place(use, *, by):
    """Somebody gets a bed, or another one; with a mother her babies, each in a cot beside it, and
    a baby in a cot where its mother sleeps. A move says why; so does whoever sets a rule aside, or
    leaves somebody where a rule is broken since. Raises ValidationError in words; the last of two
    quick ones reads that the bed is taken."""
    babies = babies_with(use.stay)
    lock_people([use.stay.person_id, *(baby.person_id for baby in babies)])
    stay = lock_stay(use.stay)
    if not stay.is_open:
        raise ValidationError("Masa pembinaan ini sudah berakhir.")
    if stay.is_not_seen:
        raise ValidationError("Klien ini tidak terlihat. Catat dahulu bahwa ia kembali.")
    house = House.now(stay, *babies, reader=by)
    now = BedUse.objects.open().filter(stay=stay).first()
    stays_there = bool(now) and now.bed_id == use.bed_id
    use.in_cot = house.bed_of_parent(stay) == use.bed
    bed = locked(use.bed, "room") if use.in_cot or stays_there else _lock_bed(use.bed)
    suggestion = next(each for each in house.suggest(stay, [bed], babies) if each.bed == bed)
    use.set_aside = [each.rule for each in suggestion.broken]
    if stays_there and (use.in_cot == now.in_cot and set(use.set_aside) <= set(now.set_aside)):
        raise ValidationError("Klien ini sudah tidur di sana.")
    if now and not stays_there and not use.reason:
        raise ValidationError({"reason": "Tulis alasan pindah."})
    if suggestion.broken and not use.override:
        broken = [str(each) for each in suggestion.broken]
        raise ValidationError({"override": [*broken, "Tulis mengapa tetap di sini."]})
    use.began_at, use.recorded_by = days.now(), by
    if now:
        end_use(now, at=use.began_at)
    save(use)
    record(by, "placed", stay, bed=str(use))
    for baby in [] if use.in_cot else babies:
        _put_beside(baby, use, by)
    return use


def _put_beside(baby, use, by):
    if before := BedUse.objects.open().filter(stay=baby).first():
        end_use(before, at=use.began_at)
    cot = BedUse(
        bed=use.bed,
        stay=baby,
        in_cot=True,
        began_at=use.began_at,
        recorded_by=by,
        send_key=row_key(use.send_key, baby.pk),
    )
    save(cot)
    record(by, "placed", baby, bed=str(cot))


def babies_with(stay):
    """The babies who are placed with their mother: those who have no bed yet, and those who lie
    in a cot, beside her or not."""
    in_a_bed = BedUse.objects.open().filter(in_cot=False)
    children = Relation.objects.filter(
        person=stay.person_id, kind__in=PARENTS, suspected_exploitation=False
    )
    stays = Stay.objects.open().filter(person__in=children.values("other"))
    stays = stays.exclude(pk__in=in_a_bed.filter(stay__isnull=False).values("stay"))
    stays = [
        each for each in stays.select_related("person").order_by("pk") if is_baby(each.person)
    ]
    return [each for each in stays if not each.is_not_seen and not _with_another(each, stay)]


def _with_another(baby, parent):
    """Lies in a cot beside its other parent already."""
    cot = BedUse.objects.open().filter(stay=baby, in_cot=True).first()
    if cot is None:
        return False
    return BedUse.objects.open().filter(bed=cot.bed, in_cot=False).exclude(stay=parent).exists()


@transaction.atomic
def place_all(moves, *, by, send_key):
    """Those of the list that somebody has confirmed, each in the bed that the list named. Returns
    who was placed, and [(stay, why)] of who was not: taken meanwhile, no longer in the house, or a
    rule broken since the list was shown.

    `moves`: pairs of keys, a stay and a bed. Nobody else is touched.
    """
    stays = Stay.objects.visible_to(by).open().select_related("person")
    stays = stays.in_bulk([stay for stay, _ in moves])
    beds = Bed.objects.usable().select_related("room").in_bulk([bed for _, bed in moves])
    lock_people(stay.person_id for stay in stays.values())
    away = away_now(stays.values())
    placed, left = [], []
    for stay_id, bed_id in moves:
        stay, bed = stays.get(stay_id), beds.get(bed_id)
        if stay is None:
            continue
        # With its mother, a moment ago; or by somebody who was quicker.
        if uses := list(BedUse.objects.open().filter(stay=stay).select_related("bed__room")):
            placed += [use for use in uses if use.bed_id == bed_id]
            left += [(stay, f"Sudah di {use}.") for use in uses if use.bed_id != bed_id]
            continue
        if stay_id in away or bed is None:
            left.append((stay, away.get(stay_id, ("Tempat tidur ini tidak dipakai lagi.",))[0]))
            continue
        use = BedUse(bed=bed, stay=stay, send_key=row_key(send_key, stay.pk))
        try:
            with transaction.atomic():
                placed.append(place(use, by=by))
        except ValidationError as error:
            left.append((stay, " ".join(error.messages)))
    return placed, left


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


LONG = 12 * days.ONE_HOUR


def without_bed(stays):
    return stays.open().exclude(bed_uses__isnull=False, bed_uses__ended_at=None)


def long_without_bed(stays):
    """For longer than it takes to find one, or to say that there is none."""
    return without_bed(stays).filter(began_at__lt=days.now() - LONG)


def against_rules(stays):
    """Who sleeps where a rule of the room is broken since, and nobody has said why."""
    return stays.open().filter(pk__in=BedUse.objects.against_rules().values("stay"))


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
