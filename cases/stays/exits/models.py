import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from cases.people.photos.models import Photo
from cases.stays.models import Exit
from rptc.sending import Sent


class PromiseTextQuerySet(models.QuerySet):
    def in_force(self, day):
        return self.filter(valid_from__lte=day).order_by("-valid_from").first()


@pghistory.track()
class PromiseText(models.Model):
    """What a family signs when it takes a klien home. A text that was signed is never changed:
    a new one begins on a later day, and an old letter says what it said."""

    text = models.TextField("isi pernyataan", max_length=3000)
    valid_from = models.DateField(
        "berlaku mulai",
        unique=True,
        error_messages={"unique": "Sudah ada pernyataan yang mulai pada tanggal itu."},
    )

    objects = PromiseTextQuerySet.as_manager()

    class Meta:
        verbose_name = "isi pernyataan keluarga"
        ordering = ["-valid_from"]

    def __str__(self):
        return f"Pernyataan {self.valid_from:%d/%m/%Y}"

    @property
    def sentences(self):
        """A point of the list each."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]


class ExitPartQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(exit__in=Exit.objects.visible_to(user))


@pghistory.track()
class ExitProof(Sent):
    """A paper that shows how the receiver belongs to the klien, with its picture."""

    class Kind(models.TextChoices):
        FAMILY_CARD = "kk", "Kartu Keluarga (KK)"
        BIRTH = "birth", "Akta kelahiran"
        PARENTS_CARD = "parents_ktp", "KTP orang tua"
        MARRIAGE = "marriage", "Surat nikah"
        COURT = "court", "Penetapan pengadilan"
        VILLAGE = "village", "Surat keterangan lurah"
        OTHER = "other", "Lainnya"

    exit = models.ForeignKey(Exit, on_delete=models.PROTECT, related_name="proofs", editable=False)
    kind = models.CharField("surat", max_length=12, choices=Kind.choices)
    number = models.CharField("nomor surat", max_length=60, blank=True)
    note = models.CharField("keterangan", max_length=120, blank=True)
    photo = models.ForeignKey(
        Photo, on_delete=models.PROTECT, related_name="proofs", editable=False
    )

    objects = ExitPartQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "bukti hubungan"
        constraints = [
            *Sent.Meta.constraints,
            models.CheckConstraint(
                name="proof_of_another_kind_says_which",
                condition=~Q(kind="other", note=""),
                violation_error_message="Tulis surat apa.",
            ),
        ]

    def __str__(self):
        return " ".join(filter(None, [self.get_kind_display(), self.number]))


@pghistory.track()
class ExitWitness(Sent):
    """Somebody who knows that the receiver belongs to the klien. Two can stand for papers."""

    exit = models.ForeignKey(
        Exit, on_delete=models.PROTECT, related_name="witnesses", editable=False
    )
    name = models.CharField("nama saksi", max_length=120)
    address = models.CharField("alamat atau jabatan", max_length=200)
    phone = models.CharField("telepon", max_length=20)
    nik = models.CharField("NIK", max_length=16, blank=True)

    objects = ExitPartQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "saksi"
        constraints = [
            *Sent.Meta.constraints,
            models.UniqueConstraint(
                "exit",
                Upper("name"),
                name="witness_stands_once",
                violation_error_message="Saksi ini sudah dicatat.",
            ),
            models.UniqueConstraint(
                fields=["exit", "nik"],
                condition=~Q(nik=""),
                name="witness_nik_stands_once",
                violation_error_message="Saksi dengan NIK ini sudah dicatat.",
            ),
            models.CheckConstraint(
                name="witness_nik_has_16_digits",
                condition=Q(nik="") | Q(nik__regex=r"^[0-9]{16}$"),
                violation_error_message="NIK harus 16 angka.",
            ),
        ]

    def __str__(self):
        return self.name
