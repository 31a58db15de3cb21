"""On what the house stands: regulations, decrees and standard procedures, as dated documents, and
which of the staff have read them (R100; docs/rules.md, Legal basis and procedures)."""

import re
from datetime import date

import pghistory
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from rptc import days
from rptc.columns import all_or_none, by, holds, labels_of, once, one_of, protected, several_of
from rptc.editing import Versioned
from rptc.guards import never_deleted, written_once
from rptc.letters.kept_scans import SHA256, KeptScan
from rptc.letters.procedures.matters import Matter
from rptc.words import tanggal

# A law of the first years of the republic may still hold; none is of a year to come by decades.
FIRST_YEAR, LAST_YEAR = 1945, 2100


class ProcedureKind(models.TextChoices):
    LAW = "uu", "Undang-Undang"
    GOVERNMENT = "pp", "Peraturan Pemerintah"
    MINISTER = "permen", "Peraturan Menteri"
    CITY = "perda", "Peraturan Daerah Kota Makassar"
    MAYOR = "perwali", "Peraturan Wali Kota Makassar"
    DECREE = "sk", "Surat Keputusan"
    PROCEDURE = "sop", "SOP"


def _holds_on(day):
    return Q(confirmed_at__isnull=False, valid_from__lte=day) & (
        Q(valid_until=None) | Q(valid_until__gt=day)
    )


def _readings_of(user):
    """Of a document as it stands, by this user: at most one."""
    return ProcedureReading.objects.filter(
        procedure=OuterRef("pk"), edition=OuterRef("edition"), reader=user
    )


class ProcedureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever works here: it names no klien."""
        return self if user.has_perm("letters.view_procedure") else self.none()

    def in_force(self, day: date):
        """Confirmed, begun, and not yet over: what letters and pages name."""
        return self.filter(_holds_on(day))

    def lapsed(self, day: date):
        return self.filter(valid_until__lte=day)

    def unconfirmed(self):
        return self.filter(confirmed_at=None, valid_until=None)

    def about(self, matter: str):
        return self.filter(matters__contains=[matter])

    def with_reading_of(self, user):
        """`read_on`: when this user said that they have read it as it stands, or None."""
        return self.annotate(read_on=Subquery(_readings_of(user).values("read_at")[:1]))

    def to_read(self, user):
        """What is in force today and attached, is to be read by all, and this user has not yet
        read as it stands."""
        asked = self.visible_to(user).in_force(days.today()).filter(must_be_read=True)
        attached = ProcedureScan.objects.filter(procedure=OuterRef("pk"))
        return asked.filter(Exists(attached), ~Exists(_readings_of(user)))


@pghistory.track()
class Procedure(Versioned):
    """A regulation, decree or SOP. What is not confirmed is printed nowhere: until the unit has
    compared number and article, it only stands in the list.

    `edition` counts what it says: with other words or another scan it begins anew, is to be
    confirmed once more, and what was read before is of the edition before.
    """

    kind = one_of(ProcedureKind, "jenis", max_length=7)
    number = models.CharField(
        "nomor", max_length=60, blank=True, help_text="Seperti tercetak, tanpa kata Nomor."
    )
    year = models.PositiveSmallIntegerField("tahun", null=True, blank=True)
    title = models.CharField("tentang", max_length=200)
    articles = models.CharField(
        "pasal", max_length=100, blank=True, help_text="Misalnya Pasal 5 ayat (2)."
    )
    matters = several_of(Matter, "dipakai untuk", max_length=7, blank=True, default=list)
    valid_from = models.DateField("berlaku mulai", null=True, blank=True)
    valid_until = models.DateField("tidak berlaku lagi mulai", null=True, blank=True)
    must_be_read = models.BooleanField(
        "dibaca semua petugas", default=False, help_text="Muncul di Hari Ini sampai dibaca."
    )
    edition = models.PositiveSmallIntegerField("edisi", default=1, editable=False)
    confirmed_at = models.DateTimeField("dikonfirmasi pada", null=True, editable=False)
    confirmed_by = by("dikonfirmasi oleh")

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = "dasar hukum atau SOP"
        ordering = ["kind", "-year", "title", "pk"]
        constraints = [
            holds("procedure_says_what_about", ~Q(title=""), "Tulis tentang apa."),
            holds("procedure_is_of_a_kind", Q(kind__in=ProcedureKind.values)),
            holds(
                "procedure_is_of_a_year",
                Q(year=None) | Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                "Periksa tahunnya.",
            ),
            holds(
                "procedure_ends_after_it_begins",
                Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gt=F("valid_from")),
                "Berakhirnya sebelum mulainya.",
            ),
            holds(
                "procedure_is_confirmed_by_somebody", all_or_none("confirmed_at", "confirmed_by")
            ),
            holds(
                "procedure_is_confirmed_with_number_and_day",
                Q(confirmed_at=None) | (~Q(number="") & Q(valid_from__isnull=False)),
                "Isi nomor dan tanggal berlakunya dahulu.",
            ),
            once(
                "procedure_stands_once",
                ["kind", "number", "year", "title"],
                "Dokumen ini sudah ada.",
                nulls_distinct=False,
            ),
        ]
        triggers = [never_deleted("procedure_stays")]

    def __str__(self):
        return f"{self.name} tentang {self.title}"

    @property
    def name(self):
        """ "Peraturan Wali Kota Makassar Nomor 37 Tahun 2017" """
        number = f" Nomor {self.number}" if self.number else ""
        # An SOP carries its year in its number already ("4/RPTC/2026").
        says_year = str(self.year) in re.findall(r"\d+", self.number)
        year = f" Tahun {self.year}" if self.year and not says_year else ""
        return f"{self.get_kind_display()}{number}{year}"

    @property
    def citation(self):
        """As a letter names it."""
        return f"{self}, {self.articles}" if self.articles else str(self)

    @property
    def used_for(self):
        return labels_of(Matter, self.matters)

    @property
    def missing(self):
        """What nobody has written yet, and can be compared with nothing, in words."""
        asked = {"nomor": self.number, "tanggal mulai berlaku": self.valid_from}
        return " dan ".join(what for what, said in asked.items() if not said)

    @property
    def is_confirmed(self):
        return self.confirmed_at is not None

    @property
    def state(self):
        """(word, shape) for the badge."""
        today = days.today()
        if self.valid_until and self.valid_until <= today:
            return f"Tidak berlaku sejak {tanggal(self.valid_until)}", "idle"
        if not self.is_confirmed:
            return "Belum dikonfirmasi", "due"
        if self.valid_from > today:
            return f"Berlaku mulai {tanggal(self.valid_from)}", "wait"
        return "Berlaku", "ok"


@pghistory.track(exclude=["content"])
class ProcedureScan(KeptScan):
    """The document: a picture of our own making, or a PDF that is plain. The last counts."""

    procedure = protected(Procedure, related_name="scans", editable=False)

    class Meta(KeptScan.Meta):
        verbose_name = "pindaian dasar hukum atau SOP"
        constraints = [
            *KeptScan.Meta.constraints,
            holds("procedure_scan_has_its_hash", Q(sha256__regex=SHA256)),
        ]
        triggers = [written_once("procedure_scan_stays")]

    def __str__(self):
        return f"Pindaian {self.procedure}"


class ProcedureReading(models.Model):
    """Somebody says that they have read an edition. It is said once, and stays."""

    procedure = protected(Procedure, related_name="readings", editable=False)
    edition = models.PositiveSmallIntegerField("edisi", editable=False)
    reader = by("dibaca oleh", null=False)
    read_at = models.DateTimeField("dibaca pada", default=days.now, editable=False)

    class Meta:
        verbose_name = "sudah membaca"
        constraints = [once("edition_is_read_once", ["procedure", "edition", "reader"])]
        triggers = [written_once("procedure_reading_stays")]

    def __str__(self):
        return f"{self.reader} membaca {self.procedure}"


__all__ = ["Procedure", "ProcedureReading", "ProcedureScan"]
