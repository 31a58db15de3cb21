import uuid

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Count, Q

from cases.patrols.models import Patrol
from cases.people import access
from cases.people.models import Person
from rptc.accounts.permissions import Role
from rptc.columns import all_or_none, holds, one_of, protected
from rptc.pictures import DECODER_ERRORS, data_uri, thumbnail
from rptc.sending import Sent


def stored_name(photo, filename):
    """A random name: the address of a picture says nothing, and cannot be guessed."""
    name = uuid.uuid4().hex
    return f"photos/{name[:2]}/{name}.jpg"


class StoredPicture(models.Model):
    """A JPEG of our own making (rptc/pictures.py), in private storage."""

    file = models.ImageField("berkas", upload_to=stored_name, editable=False, max_length=120)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveIntegerField("ukuran", editable=False)

    class Meta:
        abstract = True

    @property
    def content(self):
        """The JPEG itself; at most 300 kB, so it is read whole."""
        with self.file.open("rb") as file:
            return file.read()

    @property
    def data_uri(self):
        """The picture as an address of its own: a PDF fetches nothing from anywhere."""
        return data_uri(self.content)


class PhotoQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Photos of the people whom the user may see, and of the patrols they rode with.

        TRC officers see no photo of others (docs/roles.md): only the pictures of their own patrol.
        On a card stands the NIK: the house has only those that they took themselves. The card of
        whoever receives a klien is shown by its exit, and is no part of the file.
        """
        rows = Q(person__in=Person.objects.visible_to(user))
        if access.reads_as_house(user):
            rows &= access.whole_to(user) | ~Q(kind="card") | Q(recorded_by=user)
        if user.has_role(Role.FIELD, Role.HEAD, Role.SOCIAL_WORKER):
            rows |= Q(person=None, patrol__in=Patrol.objects.visible_to(user))
        return self.shown().filter(rows).exclude(kind=Photo.Kind.RECEIVER)

    def shown(self):
        return self.filter(hidden_at=None)

    def of_faces(self):
        return self.filter(kind=Photo.Kind.FACE).order_by("-recorded_at", "-pk")

    def of_the_patrol(self):
        """Pictures of the patrol itself, for its page and its printed report."""
        return self.shown().filter(kind=Photo.Kind.PATROL).order_by("recorded_at", "pk")

    def waiting(self):
        """ "Foto dulu": people who are still to be written down."""
        return self.shown().filter(waits_for_row=True).order_by("recorded_at", "pk")


@pghistory.track()
class Photo(StoredPicture, Sent):
    """A picture, re-encoded when it came in: no EXIF, no position, at most 300 kB.

    It is of a person, or of a patrol. "Foto dulu": a picture of a patrol that `waits_for_row` is
    somebody who was met and is still to be written down, before the handover.
    """

    class Kind(models.TextChoices):
        FACE = "face", "Wajah"
        CARD = "card", "Kartu atau akta"
        # Looked at when a klien is handed over, by whoever is at the door.
        RECEIVER = "fetch", "Identitas penerima"
        MARK = "mark", "Ciri"
        PATROL = "patrol", "Patroli"

    kind = one_of(Kind, "gambar", max_length=6, default=Kind.FACE)
    person = protected(Person, null=True, editable=False, related_name="photos")
    patrol = protected(Patrol, null=True, editable=False, related_name="photos")
    waits_for_row = models.BooleanField("belum dilengkapi", default=False, editable=False)
    note = models.CharField("keterangan", max_length=120, blank=True)
    # Written by `exits` with the decision: to whom a klien was given is shown by it.
    is_proof = models.BooleanField("bukti penyerahan", default=False, editable=False)
    # A mistake: nobody sees it any more; row and file stay.
    hidden_at = models.DateTimeField("disembunyikan pada", null=True, editable=False)
    hidden_reason = models.CharField("alasan disembunyikan", max_length=200, blank=True)

    objects = PhotoQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "foto"
        indexes = [models.Index(fields=["person", "-recorded_at"], name="photo_of_person")]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "photo_has_one_owner",
                Q(person__isnull=False, patrol=None) | Q(person=None, patrol__isnull=False),
            ),
            holds("photo_waits_with_its_patrol", Q(waits_for_row=False) | Q(patrol__isnull=False)),
            holds(
                "photo_is_hidden_with_a_reason", all_or_none("hidden_at", words="hidden_reason")
            ),
            holds(
                "photo_that_is_proof_is_not_hidden",
                Q(is_proof=False) | Q(hidden_at=None),
                "Foto ini bukti penyerahan, dan tidak dapat dibuang.",
            ),
            holds("photo_has_content", Q(size__gt=0, sha256__regex=r"^[0-9a-f]{64}$")),
        ]

        triggers = [
            pgtrigger.Protect(
                name="photo_that_is_proof_stays_so",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.is_proof AND (NOT NEW.is_proof OR OLD.file <> NEW.file"
                    " OR OLD.sha256 <> NEW.sha256)"
                ),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.person or self.patrol}"

    @property
    def small_data_uri(self):
        """As large as a thumbnail on paper: sixty of them make one sheet. Empty where the file
        cannot be read, for a sheet without one picture is better than none."""
        try:
            return data_uri(thumbnail(self.content))
        except DECODER_ERRORS:
            return ""


def patrols_with_waiting_photos():
    """Whom the house asks before the handover; `waiting`: how many people have no row yet."""
    waits = Q(photos__waits_for_row=True, photos__hidden_at=None)
    patrols = Patrol.objects.filter(waits).select_related("team", "recorded_by")
    return patrols.annotate(waiting=Count("photos")).order_by("started_at", "pk")
