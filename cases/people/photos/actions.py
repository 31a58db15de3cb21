import hashlib
import uuid
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from cases.patrols.models import Patrol
from cases.people.locks import lock_person
from cases.people.models import Person
from cases.people.photos.models import Photo
from rptc import days
from rptc.accounts.models import User
from rptc.audit.record import keep, record
from rptc.pictures import Picture
from rptc.saving import locked
from rptc.sending import send_once


@transaction.atomic
def add_person_photos(
    person: Person, pictures: list[Picture], *, kind: str, note: str, page_key: uuid.UUID, by: User
) -> list[Photo]:
    """Photos of a known person. The same picture of the same person is there once."""
    person = lock_person(person.pk)
    return _add(pictures, {"person": person}, page_key, by, kind=kind, note=note)


@transaction.atomic
def add_patrol_photos(
    patrol: Patrol,
    pictures: list[Picture],
    *,
    kind: str,
    page_key: uuid.UUID,
    by: User,
    taken_at: datetime | None = None,
) -> list[Photo]:
    """Pictures of the patrol itself, or "Foto dulu": somebody who is still to be written down.

    `taken_at` is said by a phone on which the picture waited. Raises ValidationError when
    somebody is pictured after the patrol has ended.
    """
    patrol = locked(patrol)
    waits = kind != Photo.Kind.PATROL
    if waits and not patrol.was_under_way(taken_at or days.now()):
        raise ValidationError("Patroli ini sudah selesai. Foto orang dilampirkan pada berkasnya.")
    return _add(pictures, {"patrol": patrol}, page_key, by, kind=kind, waits_for_row=waits)


@transaction.atomic
def give_photos(ids: list[int], *, patrol: Patrol, person: Person, by: User):
    """The row of "Foto dulu" is complete: its pictures are this person's from now on.

    Raises ValidationError when one of them does not wait any more.
    """
    waiting = patrol.photos.waiting().select_for_update(of=("self",)).filter(pk__in=ids)
    waiting = waiting.order_by("pk")
    if len(waiting) != len(set(ids)):
        raise ValidationError("Foto ini sudah dipakai atau dibuang. Pilih fotonya lagi.")
    for photo in waiting:
        photo.person, photo.patrol, photo.waits_for_row = person, None, False
        keep(photo, "attached", by=by)


@transaction.atomic
def hide_photo(photo: Photo, *, reason: str, by: User) -> Photo:
    """A mistake, or a picture of nobody: it is shown no more. Row and file stay."""
    photo = Photo.objects.shown().select_for_update(of=("self",)).get(pk=photo.pk)
    photo.hidden_at, photo.hidden_reason = days.now(), reason
    return keep(photo, "hid", by=by, reason=reason)


def _add(pictures, owner, page_key, by, **facts):
    """One row a picture; `owner` is locked, so that two senders of one picture meet here."""
    with files_of_this_transaction() as written:
        return [_add_once(picture, owner, page_key, by, facts, written) for picture in pictures]


def _add_once(picture, owner, page_key, by, facts, written):
    known = Photo.objects.shown().filter(sha256=picture.sha256, **owner).first()
    if known:
        return known
    photo = Photo(
        **owner,
        **facts,
        sha256=picture.sha256,
        size=len(picture.content),
        recorded_by=by,
        send_key=uuid.uuid5(page_key, picture.sha256),
        send_digest=_digest(owner, facts),
    )
    return send_once(
        Photo,
        key=photo.send_key,
        digest=photo.send_digest,
        by=by,
        create=lambda: _create(photo, picture, written),
    )


def _create(photo, picture, written):
    photo.file.save("foto.jpg", ContentFile(picture.content), save=False)
    written.append(photo.file)
    photo.save()
    record(photo.recorded_by, "added", photo)
    return photo


def _digest(owner, facts):
    said = [(name, row.pk) for name, row in owner.items()] + sorted(facts.items())
    return hashlib.sha256(repr(said).encode()).hexdigest()


def take_picture(photo, picture, *, by):
    """This picture is the photo from now on, also where another was before."""
    with files_of_this_transaction() as written:
        photo.recorded_by, photo.recorded_at = by, days.now()
        photo.sha256, photo.size = picture.sha256, len(picture.content)
        photo.file.save("foto.jpg", ContentFile(picture.content), save=False)
        written.append(photo.file)
        photo.save()


@contextmanager
def files_of_this_transaction():
    """Files know no transaction: what was written goes again when the rows do not stay."""
    written = []
    try:
        yield written
    except BaseException:
        for file in written:
            file.storage.delete(file.name)
        raise
