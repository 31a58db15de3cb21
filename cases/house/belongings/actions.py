"""What the house keeps for somebody, from the tag to the receipt."""

import re
import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from cases.gate.receivers import (
    Act,
    check_named,
    mark_against,
    suspect_named,
    was_decided_despite,
)
from cases.house.belongings.letters import MINUTES, RECEIPT
from cases.house.belongings.models import Bag, Belonging, BelongingPhoto, EndKind
from cases.people.flags.whom import Named
from cases.people.photos.actions import files_of_this_transaction
from cases.stays.locks import lock_stay, lock_with_stay
from rptc import days
from rptc.audit.record import enter, keep, record
from rptc.decisions import acknowledge
from rptc.letters.actions import issue_for
from rptc.pictures import Picture
from rptc.saving import constraint_of, locked
from rptc.sending import row_key, send_once
from rptc.together import read_together

# One number at a time: whoever asks for the next waits for whoever has just taken one.
COUNTER_LOCK = 7_340_112


@dataclass(frozen=True)
class Found:
    """One row of a list: a belonging, and its pictures."""

    belonging: Belonging
    pictures: list[Picture] = field(default_factory=list)


@transaction.atomic
def take_bag(bag, found=(), *, by):
    """A bag gets its number and hangs up; what is in it is listed now or later."""
    stay = lock_stay(bag.stay)
    if not stay.is_open:
        raise ValidationError("Masa pembinaan ini sudah berakhir.")
    witness, bag.witness = bag.witness, ""
    if found:
        _be_listed(bag, witness, by)
    elif witness:
        raise ValidationError({"witness": "Tulis barangnya, atau kosongkan: didaftar nanti."})
    bag.recorded_by = by
    if bag.number:
        _save_typed(bag)
    else:
        _number(bag)
        bag.save()
    _add(bag, found, bag.send_key, by)
    record(by, "took_bag", bag, person=stay.person_id, number=bag.number, items=len(found))
    return bag


def hang_tag(stay, *, key, by):
    """At the door, at night: a number at once, and the list in the morning."""
    bag = Bag(stay=stay, send_key=key)
    return send_once(Bag, key=key, digest="", by=by, create=lambda: take_bag(bag, by=by))


@transaction.atomic
def list_bag(first, *, bag, found, witness, by):
    """What is in a bag that was received before, in somebody's presence. `first` of what was
    found carries the key of the page."""
    bag = _lock_bag(bag)
    if not bag.is_unlisted:
        raise ValidationError("Isi tas ini sudah didaftar. Muat ulang halaman.")
    _be_listed(bag, witness, by)
    bag.save()
    _add(bag, found, first.send_key, by)
    record(by, "listed_bag", bag, person=bag.stay.person_id, items=len(found))
    return first


def lock_belonging(belonging):
    """Behind its stay: a receipt under way is printed first, then a slip of the pen is mended."""
    lock_stay(belonging.bag.stay)
    return locked(belonging, "bag__letter", "bag__stay__person")


@transaction.atomic
def correct_belonging(belonging, *, by):
    """A slip of the pen, as long as no receipt says it. The caller holds the row's lock."""
    if why := why_not_corrected(belonging):
        raise ValidationError(why)
    return keep(belonging, "changed", by=by, person=belonging.bag.stay.person_id)


def why_not_corrected(belonging):
    """In words; empty where it can be corrected."""
    if belonging.bag.has_receipt:
        return "Tanda terimanya sudah dibuat. Tarik dahulu surat itu."
    return "Barang ini sudah berakhir." if belonging.end_id else ""


@transaction.atomic
def void_bag(bag, reason, *, by):
    """The number hangs on nothing: ticked by mistake, or an empty bag. It is not given again."""
    bag = _lock_bag(bag)
    if not bag.is_unlisted:
        raise ValidationError("Isi tas ini sudah didaftar, atau nomornya sudah dibatalkan.")
    bag.void_reason = reason
    return keep(bag, "cancelled", by=by, person=bag.stay.person_id, reason=reason)


@transaction.atomic
def end_belongings(end, items, *, by):
    """One or several belongings of a stay leave the care of the house, in one way.

    Whoever may not receive the klien does not receive what is theirs; the police take it."""
    stay = lock_stay(end.stay)
    if end.to_whom and end.kind != EndKind.SEIZED:
        check_receiver(stay, end.to_whom, by)
    ids = [item.pk for item in items]
    rows = Belonging.objects.select_for_update(of=("self",)).select_related("end", "bag")
    rows = list(rows.filter(pk__in=ids, bag__stay=stay).order_by("pk"))
    if not rows or len(rows) != len(set(ids)):
        raise ValidationError("Pilih barangnya lagi.")
    for row in rows:
        if not row.is_here:
            raise ValidationError(f"{row}: sudah {row.end.get_kind_display().lower()}.")
        if end.at < row.bag.recorded_at.replace(second=0, microsecond=0):
            raise ValidationError({"at": f"{row}: waktunya sebelum barang ini diterima."})
    enter(end, "ended_belongings", by=by, person=stay.person_id, items=len(rows))
    for row in rows:
        row.end = end
        row.save()
    return end


def put_back(end, *, by):
    """Money that was moved into the ledger by mistake lies in its bag again. The caller has
    locked the stay and written the correction: without it the database refuses."""
    rows = Belonging.objects.select_for_update(of=("self",)).filter(end=end).order_by("pk")
    rows = list(rows)
    for row in rows:
        row.end = None
        row.save()
    record(by, "put_money_back", end, person=end.stay.person_id, items=len(rows))


def check_receiver(stay, receiver, by):
    """By the rules of an exit: phone, card and money of a child are worth as much to an exploiter.
    Of "Sitti, kakak" the name counts."""
    name = re.split(r"[,(:;/]|\s[-–]\s", receiver)[0]
    named = Named(name)
    check_named(stay.person, named, by=by, act=Act.BELONGINGS)
    suspect = suspect_named(stay.person, named, by=by)
    if suspect and not was_decided_despite(stay, suspect):
        advice = (
            "Jangan serahkan barangnya: pilih disimpan sampai tanggal, lalu hubungi Kepala UPT."
        )
        mark = mark_against(stay.person, named, suspect, by=by)
        raise mark.refused(Act.BELONGINGS, advice=advice)


@transaction.atomic
def acknowledge_loss(end, *, by):
    end = locked(end, "stay")
    known, person = end.known_at, end.stay.person_id
    return acknowledge(end, "Kehilangan ini", is_known=known, by=by, person=person)


@transaction.atomic
def issue_receipt(bag, *, by):
    """What was taken, signed by its owner and by who took it; frozen. Once, unless withdrawn."""
    bag = _lock_bag(bag)
    if not bag.listed_at:
        raise ValidationError("Daftar dahulu isi tas ini.")
    return issue_for(bag, RECEIPT, by=by)


@transaction.atomic
def issue_end_letter(end, *, by):
    """A receipt of what was given back, or the berita acara of what was taken away or lost."""
    stay = lock_stay(end.stay)
    end = locked(end, "recorded_by", "letter")
    end.stay = stay
    if not end.has_paper:
        raise ValidationError("Tanda terimanya ada pada uang titipan.")
    return issue_for(end, MINUTES if end.needs_minutes else RECEIPT, by=by)


def open_items(stay):
    """What a planned exit waits for, in words: a bag that nobody has listed, a thing without an
    end. An emergency waits for nothing."""
    return open_items_of([stay])[stay.pk]


def open_items_of(stays):
    """{key of a stay: the same}, of many at once."""
    items = {stay.pk: [] for stay in stays}
    rows = Belonging.objects.open().filter(bag__stay__in=items).select_related("bag")
    bags, rows = read_together(
        [
            Bag.objects.unlisted().filter(stay__in=items).order_by("pk"),
            rows.order_by("bag", "pk"),
        ]
    )
    for bag in bags:
        items[bag.stay_id].append(f"{bag}, isinya belum didaftar")
    for row in rows:
        items[row.bag.stay_id].append(f"{row} ({row.bag})")
    return items


def check_belongings(stay):
    """Raises ValidationError while something of this person has no end."""
    if missing := open_items(stay):
        raise ValidationError(
            f"{unfinished(missing)} Kembalikan dahulu, atau catat akhirnya di halaman titipan."
        )


def unfinished(items):
    """The same items as a sentence."""
    return f"Titipan belum selesai: {'; '.join(items)}."


def _be_listed(bag, witness, by):
    if not witness:
        raise ValidationError({"witness": "Tulis di hadapan siapa tas dibuka."})
    bag.witness, bag.listed_at, bag.listed_by = witness, days.now(), by


def _add(bag, found, page_key, by):
    with files_of_this_transaction() as written:
        for number, each in enumerate(found):
            row = each.belonging
            row.bag, row.recorded_by = bag, by
            row.send_key = row_key(page_key, number) if number else page_key
            row.save()
            for picture in each.pictures:
                _add_picture(row, picture, by, written)


def _add_picture(row, picture, by, written):
    photo = BelongingPhoto(
        belonging=row,
        sha256=picture.sha256,
        size=len(picture.content),
        recorded_by=by,
        send_key=uuid.uuid5(row.send_key, picture.sha256),
    )
    photo.file.save("foto.jpg", ContentFile(picture.content), save=False)
    written.append(photo.file)
    photo.save()


def _number(bag):
    """The next number of the year. Counted from the rows: bags are never deleted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [COUNTER_LOCK])
    bag.year = days.today().year
    last = Bag.objects.filter(year=bag.year).aggregate(last=Max("serial"))["last"]
    bag.serial = (last or 0) + 1
    bag.number = Bag.tag(bag.year, bag.serial)


def _save_typed(bag):
    """Two clerks may have the same roll of tags."""
    try:
        with transaction.atomic():
            bag.save()
    except IntegrityError as error:
        if constraint_of(error) != "cases_bag_number_key":
            raise
        raise ValidationError({"number": "Nomor ini sudah dipakai tas lain."}) from error


def _lock_bag(bag):
    return lock_with_stay(bag, "letter", "recorded_by", "listed_by")
