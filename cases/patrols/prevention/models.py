"""The prevention register: sosialisasi, himbauan and kampanye (Perda 2/2008, article 6), with
place, reach and material. They are about a street or a school: no klien is named."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from cases.places.models import HotSpot, Region
from rptc.columns import all_or_none, by, holds, may_point_to, one_of
from rptc.editing import Versioned
from rptc.guards import never_changed, never_deleted, refuses
from rptc.policies import RowPolicy, may
from rptc.sending import Sent

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_REACHED = 1_000_000
READS = may("cases.view_prevention", "cases.view_prevention_figures")
WRITES = may("cases.register_prevention")


class PreventionKind(models.TextChoices):
    SOCIALISATION = "socialisation", "Sosialisasi"
    APPEAL = "appeal", "Himbauan"
    CAMPAIGN = "campaign", "Kampanye"


class PreventionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever reads the register: it names no klien."""
        return self if user.has_perm("cases.view_prevention") else self.none()

    def done(self):
        """What counts."""
        return self.filter(dropped_at=None)

    def dropped(self):
        return self.filter(dropped_at__isnull=False)

    def of_year(self, year):
        return self.filter(on__year=year)


@pghistory.track()
class Prevention(Sent, Versioned):
    """One occasion of prevention.

    `reached` is None where nobody could count (a banner, the radio): unknown, and not 0. What was
    written down by mistake is dropped with the reason, and counts no more.
    """

    Kind = PreventionKind

    kind = one_of(PreventionKind, "jenis", max_length=13)
    subject = models.CharField("tentang", max_length=160)
    on = models.DateField("tanggal")
    hot_spot = may_point_to(HotSpot, "titik rawan", related_name="preventions")
    district = may_point_to(
        Region,
        "kecamatan",
        related_name="preventions",
        limit_choices_to={"level": Region.Level.DISTRICT},
    )
    place = models.CharField("tempat", max_length=160, blank=True)
    done_by = models.CharField("dilaksanakan oleh", max_length=120)
    reached = models.PositiveIntegerField("orang yang dijangkau", null=True, blank=True)
    material = models.CharField("bahan yang dibagikan", max_length=200, blank=True)
    note = models.TextField("catatan", max_length=1000, blank=True)
    dropped_at = models.DateTimeField("tidak dihitung sejak", null=True, editable=False)
    dropped_by = by("tidak dihitung oleh")
    drop_reason = models.CharField(
        "mengapa tidak dihitung", max_length=300, blank=True, editable=False
    )

    objects = PreventionQuerySet.as_manager()

    row_policy = RowPolicy(reads=READS, adds=WRITES, changes=WRITES, history=READS)

    class Meta(Sent.Meta):
        verbose_name = "kegiatan pencegahan"
        indexes = [models.Index(fields=["-on", "-id"], name="prevention_newest_first")]
        constraints = [
            *Sent.Meta.constraints,
            holds("prevention_says_what_about", ~Q(subject=""), "Tulis tentang apa."),
            holds("prevention_says_by_whom", ~Q(done_by=""), "Tulis regu atau unitnya."),
            holds(
                "prevention_says_where",
                Q(hot_spot__isnull=False) | ~Q(place=""),
                "Pilih titik rawan, atau tulis tempatnya.",
            ),
            holds(
                "prevention_is_of_a_year",
                Q(on__year__gte=FIRST_YEAR, on__year__lte=LAST_YEAR),
                "Periksa tahunnya.",
            ),
            holds(
                "prevention_reached_somebody",
                Q(reached=None) | Q(reached__range=(1, MOST_REACHED)),
                "Tulis jumlahnya, lebih dari nol; kosong bila tidak dihitung.",
            ),
            holds(
                "prevention_dropped_says_by_whom_and_why",
                all_or_none("dropped_at", "dropped_by", words="drop_reason"),
                "Tulis alasannya.",
            ),
        ]
        triggers = [
            never_deleted("prevention_stays"),
            never_changed("prevention_keeps_who_wrote_it", ["recorded_by", "recorded_at"]),
            refuses(
                "prevention_dropped_stays_as_written",
                "What counts no more stays as it was written.",
                on=pgtrigger.Update,
                condition=pgtrigger.Q(old__dropped_at__isnull=False)
                & pgtrigger.Q(new__dropped_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.subject

    @property
    def is_dropped(self):
        return self.dropped_at is not None

    @property
    def where(self):
        """The point or the place, with the kecamatan where it is known."""
        named = self.place or str(self.hot_spot)
        if self.hot_spot and self.place:
            named = f"{self.hot_spot}, {self.place}"
        return f"{named}, Kec. {self.district}" if self.district else named
