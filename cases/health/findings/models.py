import pghistory
import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from cases.people import access
from cases.people.models import Person
from cases.stays.models import Stay
from rptc import days
from rptc.columns import all_or_none, by, holds, one_of, protected
from rptc.editing import Versioned
from rptc.guards import kept_as_written, refuses
from rptc.sending import Sent

# So much is written at once; and as much as it can take under a key (four bytes a letter).
MOST_LETTERS, MOST_OF_REASON = 2_000, 300
MOST_SEALED, MOST_SEALED_OF_REASON = 11_000, 1_800
CORRECTED_BEFORE = "Pemeriksaan ini sudah diperbaiki. Perbaiki versi yang terbaru."

# What is measured, between the least and the most that a living body shows: beyond it is a slip.
# Column: (name, unit, least, most).
MEASURED = {
    "temperature": ("suhu", "°C", 30, 45),
    "systolic": ("tensi atas", "mmHg", 50, 300),
    "diastolic": ("tensi bawah", "mmHg", 20, 200),
    "pulse": ("nadi", "kali/menit", 20, 250),
    "breathing": ("napas", "kali/menit", 5, 90),
    "saturation": ("saturasi oksigen", "%", 40, 100),
    "weight": ("berat badan", "kg", 1, 300),
    "height": ("tinggi badan", "cm", 30, 230),
}


class ToldBy(models.TextChoices):
    """Nobody here is a doctor: who says it stands beside it."""

    SELF = "self", "Klien sendiri"
    FAMILY = "family", "Keluarga"
    STAFF = "staff", "Petugas"
    CLINIC = "clinic", "Dokter atau perawat"


# Of these it is asked who it was.
NAMED = [ToldBy.FAMILY, ToldBy.CLINIC]
SAY_WHO = "Tulis siapa yang mengatakannya."


def says_who(name):
    """A constraint: of family, doctor and nurse the name stands there."""
    return holds(name, ~Q(told_by__in=[each.value for each in NAMED], told_by_name=""), SAY_WHO)


def _measured(name, **options):
    label, unit, least, most = MEASURED[name]
    return {
        "verbose_name": f"{label}, {unit}",
        "null": True,
        "blank": True,
        "validators": [MinValueValidator(least), MaxValueValidator(most)],
    } | options


def _number(name):
    return models.PositiveSmallIntegerField(**_measured(name))


def _decimal(name):
    return models.DecimalField(**_measured(name, max_digits=4, decimal_places=1))


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who works with files, where the file is open to them beyond what the house must know:
        as assessments are read."""
        if not user.has_perm("cases.view_health"):
            return self.none()
        return self.filter(access.whole_to(user, "stay__person"))

    def newest(self):
        """Of each the version that stands."""
        return self.filter(correction=None)

    def corrected(self):
        """The versions of before."""
        return self.filter(correction__isnull=False)


# What `rotate_keys` puts under the newest key (rptc/keys.py).
SEALED = ("sealed_complaint", "sealed_finding", "sealed_treatment", "sealed_reason")


class Finding(Sent):
    """Pemeriksaan of a stay (R42): what the klien says, what was found, what was done.

    It is never changed: a correction is a version of its own beside the old one. The words lie in
    the database under the application's key alone, and only `add_words` opens them (words.py).
    What is measured are plain numbers. HIV and the like stand in a sealed note, never here
    (docs/rules.md, Health).
    """

    sealed_columns = SEALED
    refused_by_triggers = {"finding_corrects_its_like": "Versi baru tetap pada klien yang sama."}

    stay = protected(Stay, related_name="findings", editable=False)
    seen_at = models.DateTimeField("diperiksa pada")
    told_by = one_of(ToldBy, "menurut siapa", max_length=6)
    told_by_name = models.CharField("nama yang mengatakan", max_length=120, blank=True)
    temperature = _decimal("temperature")
    systolic = _number("systolic")
    diastolic = _number("diastolic")
    pulse = _number("pulse")
    breathing = _number("breathing")
    saturation = _number("saturation")
    weight = _decimal("weight")
    height = _number("height")
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="correction"
    )
    sealed_complaint = models.TextField(max_length=MOST_SEALED, blank=True, editable=False)
    sealed_finding = models.TextField(max_length=MOST_SEALED, blank=True, editable=False)
    sealed_treatment = models.TextField(max_length=MOST_SEALED, blank=True, editable=False)
    sealed_reason = models.TextField(max_length=MOST_SEALED_OF_REASON, blank=True, editable=False)

    objects = FindingQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "pemeriksaan"
        indexes = [models.Index(fields=["stay", "-seen_at", "-id"], name="finding_of_stay")]
        constraints = [
            *Sent.Meta.constraints,
            says_who("finding_says_who"),
            *(
                holds(
                    f"finding_{name}_is_possible",
                    Q(**{name: None}) | Q(**{f"{name}__range": (least, most)}),
                )
                for name, (_, _, least, most) in MEASURED.items()
            ),
            holds(
                "finding_pressure_is_of_two",
                Q(systolic=None, diastolic=None)
                | Q(systolic__isnull=False, diastolic__isnull=False, diastolic__lt=F("systolic")),
                "Tensi ditulis dengan dua angka, yang atas lebih besar.",
            ),
            holds(
                "finding_correction_says_why",
                all_or_none("corrects", words="sealed_reason"),
                "Tulis mengapa diperbaiki.",
            ),
        ]
        triggers = [
            refuses(
                "finding_corrects_its_like",
                "A correction is of the same stay.",
                """NOT EXISTS (SELECT FROM cases_finding
                                WHERE id = NEW.corrects_id AND stay_id = NEW.stay_id)""",
                on=pgtrigger.Insert,
                condition=pgtrigger.Q(new__corrects__isnull=False),
            ),
            # The web process has no right to try at all (rptc/database.py).
            kept_as_written("finding_is_kept_as_written", SEALED),
        ]

    def __str__(self):
        return f"Pemeriksaan {days.day_of(self.seen_at):%d/%m/%Y}"

    @property
    def is_after_stay(self):
        """Seen when the klien had left already, as in a hospital."""
        return self.stay.ended_at is not None and self.seen_at >= self.stay.ended_at

    @property
    def said_by(self):
        return ", ".join(filter(None, [self.get_told_by_display(), self.told_by_name]))

    @property
    def measures(self):
        """[(name, value, unit)] of what was measured; the two of the pressure together."""
        found = []
        for name, (label, unit, _, _) in MEASURED.items():
            value = getattr(self, name)
            if name == "systolic" and value is not None:
                found.append(("tensi", f"{value}/{self.diastolic}", unit))
            elif name != "diastolic" and value is not None:
                found.append((label, value, unit))
        return found


class AllergyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """House staff too: of who is in the house or on the way."""
        if not user.has_perm("cases.view_medicine"):
            return self.none()
        return self.filter(access.open_to(user, "person"))

    def in_force(self):
        return self.filter(ended_at=None)


@pghistory.track()
class Allergy(Sent, Versioned):
    """What somebody must not get, and what it does to them. It is of the human being and not of a
    stay: it holds in the next one, and goes along where two files are merged."""

    person = protected(Person, related_name="allergies", editable=False)
    substance = models.CharField("alergi terhadap", max_length=120)
    reaction = models.CharField("apa yang terjadi", max_length=200, blank=True)
    is_severe = models.BooleanField("berat: sesak, bengkak atau pingsan", default=False)
    told_by = one_of(ToldBy, "menurut siapa", max_length=6)
    told_by_name = models.CharField("nama yang mengatakan", max_length=120, blank=True)
    ended_at = models.DateTimeField("tidak berlaku sejak", null=True, editable=False)
    ended_by = by("dinyatakan tidak berlaku oleh")
    end_reason = models.CharField("alasannya", max_length=300, blank=True, editable=False)

    objects = AllergyQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "alergi"
        indexes = [
            models.Index(fields=["person"], condition=Q(ended_at=None), name="allergy_of_person")
        ]
        constraints = [
            *Sent.Meta.constraints,
            says_who("allergy_says_who"),
            holds("allergy_says_to_what", ~Q(substance="")),
            holds(
                "allergy_end_says_who_and_why",
                all_or_none("ended_at", "ended_by", words="end_reason"),
                "Tulis mengapa tidak berlaku.",
            ),
        ]

    def __str__(self):
        return f"Alergi {self.substance}"

    @property
    def warning(self):
        return f"{self}, berat" if self.is_severe else str(self)

    @property
    def is_in_force(self):
        return self.ended_at is None

    @property
    def said_by(self):
        return ", ".join(filter(None, [self.get_told_by_display(), self.told_by_name]))
