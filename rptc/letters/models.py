import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from rptc import days


@pghistory.track()
class Unit(models.Model):
    """The unit as it stands on its letterhead, and what the city says of it: one row."""

    government = models.CharField("pemerintah", max_length=120, default="PEMERINTAH KOTA MAKASSAR")
    agency = models.CharField("dinas", max_length=120, default="DINAS SOSIAL")
    name = models.CharField(
        "nama unit", max_length=160, default="UPT RUMAH PERLINDUNGAN DAN TRAUMA CENTER"
    )
    address = models.CharField(
        "alamat", max_length=200, default="Barombong, Kecamatan Tamalate, Kota Makassar"
    )
    postal_code = models.CharField("kode pos", max_length=5, blank=True)
    phone = models.CharField("telepon", max_length=40, blank=True)
    website = models.CharField("laman", max_length=120, blank=True)
    email = models.EmailField("pos-el", blank=True)
    city = models.CharField("tempat surat", max_length=60, default="Makassar")
    source = models.CharField(
        "sumber data pada rekap", max_length=120, default="Dinas Sosial Kota Makassar"
    )
    capacity = models.PositiveSmallIntegerField("daya tampung", default=100)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "unit"
        constraints = [models.CheckConstraint(name="unit_is_one_row", condition=Q(pk=1))]

    def __str__(self):
        return self.name

    @classmethod
    def current(cls):
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class SignatoryQuerySet(models.QuerySet):
    def on(self, day):
        """Who signs on that day; the one who began last comes first."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day).order_by(
            "-starts_on", "-pk"
        )


@pghistory.track()
class Signatory(models.Model):
    """Who signs for the unit over a span of days [starts_on, ends_on)."""

    name = models.CharField("nama dengan gelar", max_length=120)
    title = models.CharField(
        "jabatan", max_length=160, default="Kepala UPT Rumah Perlindungan dan Trauma Center"
    )
    rank = models.CharField("pangkat dan golongan", max_length=80, blank=True)
    nip = models.CharField(
        "NIP",
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{18}$", "NIP terdiri dari 18 angka.")],
    )
    starts_on = models.DateField("menandatangani mulai", default=days.today)
    ends_on = models.DateField("sampai sebelum", null=True, blank=True)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = "penanda tangan"
        constraints = [
            models.CheckConstraint(
                name="signatory_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Tanggal berakhir tidak boleh sebelum tanggal mulai.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def nip_in_groups(self):
        """NIP as officials print it: birth date, month of appointment, sex, serial."""
        n = self.nip
        return f"{n[:8]} {n[8:14]} {n[14]} {n[15:]}" if n else "-"
