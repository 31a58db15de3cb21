import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Length

from cases.people.models import Sex
from cases.stays.models import Stay, TsTzRange
from rptc import days
from rptc.columns import holds, once, one_of, protected
from rptc.letters.models import Unit
from rptc.sending import Sent


class RoomQuerySet(models.QuerySet):
    def with_number_of_beds(self):
        return self.annotate(number_of_beds=Count("beds", filter=Q(beds__is_active=True)))


@pghistory.track()
class Room(models.Model):
    """A room of the house. Sex, age group and purpose sort its free beds and are never a wall:
    whoever places somebody against them says why (docs/rules.md, Beds)."""

    class AgeGroup(models.TextChoices):
        CHILDREN = "children", "Anak"
        ADULTS = "adults", "Dewasa"
        ELDERS = "elders", "Lansia"

    class Purpose(models.TextChoices):
        USUAL = "usual", "Kamar biasa"
        ISOLATION = "isolation", "Kamar isolasi"
        NEAR_DUTY = "near_duty", "Dekat piket"

    name = models.CharField("nama kamar", max_length=60, unique=True)
    sex = one_of(Sex, "untuk", max_length=1, blank=True)
    age_group = one_of(AgeGroup, "kelompok umur", max_length=10, blank=True)
    purpose = one_of(Purpose, "kegunaan", max_length=10, default=Purpose.USUAL)
    order = models.PositiveSmallIntegerField("urutan", default=0)
    is_active = models.BooleanField("masih dipakai", default=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = "kamar"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name

    @property
    def rule_text(self):
        """ "Perempuan, anak · kamar biasa": whom the room is for."""
        whom = [self.get_sex_display(), self.get_age_group_display().lower()]
        for_whom = ", ".join(word for word in whom if word) or "Semua"
        return f"{for_whom} · {self.get_purpose_display().lower()}"


class BedQuerySet(models.QuerySet):
    def usable(self):
        """In the order of the board; bed 2 comes before bed 10."""
        beds = self.filter(is_active=True, room__is_active=True)
        return beds.order_by("room__order", "room__name", Length("label"), "label")

    def free(self):
        """Nobody sleeps in it, and it is not out of service."""
        return self.usable().exclude(uses__ended_at=None, uses__isnull=False)


@pghistory.track()
class Bed(models.Model):
    room = protected(Room, related_name="beds")
    label = models.CharField("nomor", max_length=12)
    is_active = models.BooleanField("masih dipakai", default=True)

    objects = BedQuerySet.as_manager()

    class Meta:
        verbose_name = "tempat tidur"
        ordering = ["room__order", "room__name", "label"]
        constraints = [
            once("bed_has_its_own_label", ["room", "label"], "Nomor ini sudah ada di kamar itu.")
        ]

    def __str__(self):
        return f"{self.room}, {self.label}"


def capacity_of_house():
    """For how many there is room: what the unit typed, else its beds. None while it has neither.

    A bed out of service is still a bed of the house: it comes back.
    """
    return Unit.current().capacity or Bed.objects.usable().count() or None


class BedUseQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_at=None)

    def visible_to(self, user):
        return self.filter(Q(stay=None) | Q(stay__in=Stay.objects.visible_to(user)))


@pghistory.track()
class BedUse(Sent):
    """Who sleeps where, [began_at, ended_at). Without a stay the bed is out of service.

    The database refuses two uses of one bed, or two beds of one stay, at the same moment
    (docs/rules.md, Beds). `override` says why a separation rule was set aside.
    """

    bed = protected(Bed, related_name="uses")
    stay = protected(Stay, null=True, related_name="bed_uses")
    began_at = models.DateTimeField("sejak", default=days.now, editable=False)
    ended_at = models.DateTimeField("sampai", null=True, editable=False)
    reason = models.CharField("alasan", max_length=200, blank=True)
    override = models.CharField("alasan menyimpang", max_length=200, blank=True)

    objects = BedUseQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "pemakaian tempat tidur"
        indexes = [models.Index(fields=["bed"], condition=Q(ended_at=None), name="bed_use_open")]
        constraints = [
            *Sent.Meta.constraints,
            # An empty use overlaps with nothing: two of them could stand in one bed.
            holds(
                "bed_use_ends_after_it_begins",
                Q(ended_at=None) | Q(ended_at__gt=F("began_at")),
                "Pemakaian tempat tidur berakhir sesudah mulai.",
            ),
            holds("bed_out_of_service_says_why", Q(stay__isnull=False) | ~Q(reason="")),
            ExclusionConstraint(
                name="bed_is_used_once_at_a_time",
                expressions=[
                    ("bed", RangeOperators.EQUAL),
                    (TsTzRange("began_at", "ended_at"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=("Tempat tidur ini baru saja dipakai. Pilih yang lain."),
            ),
            ExclusionConstraint(
                name="stay_has_one_bed_at_a_time",
                expressions=[
                    ("stay", RangeOperators.EQUAL),
                    (TsTzRange("began_at", "ended_at"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Klien ini baru saja ditempatkan orang lain.",
            ),
        ]

    def __str__(self):
        return f"{self.bed}"
