"""Sources of help near a klien: PSKS, potensi dan sumber kesejahteraan sosial (R96)."""

import pghistory
from django.db import models
from django.db.models import F, Q, Subquery
from django.db.models.functions import Coalesce, Left, Lower

from cases.people.access import whether
from cases.places.lookup import named_in
from cases.places.models import Region
from rptc import days
from rptc.columns import holds, labels_of, one_of, protected, several_of
from rptc.editing import Versioned
from rptc.phones import Dialled, has_one_phone, phone_column
from rptc.policies import RowPolicy, may
from rptc.sending import Sent

STAFF = may("reports.view_today")
KEEPS_LIST = may("partners.change_source")
# So many stand on a plan; the list has all.
NEAR = 5
# 73.71.09 of 73.71.09.1003.
DISTRICT = 8
STANDS_ALREADY = "Sumber ini sudah ada dalam daftar kelurahan itu."


class SourceKind(models.TextChoices):
    YOUTH = "youth", "Karang taruna"
    TKSK = "tksk", "TKSK"
    PSM = "psm", "PSM"
    LKS = "lks", "LKS"
    CLINIC = "clinic", "Puskesmas"
    SCHOOL = "school", "Sekolah"
    OTHER = "other", "Lain"


class Offer(models.TextChoices):
    VISITS = "visits", "Kunjungan dan pendampingan"
    AID = "aid", "Bantuan sosial"
    PAPERS = "papers", "Surat kependudukan"
    SCHOOLING = "schooling", "Sekolah atau kejar paket"
    TRAINING = "training", "Pelatihan keterampilan"
    WORK = "work", "Pekerjaan atau magang"
    CARE = "care", "Layanan kesehatan"
    GROUP = "group", "Kegiatan kelompok"
    SHELTER = "shelter", "Tempat tinggal"


class SourceQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def retired(self):
        return self.filter(is_active=False)

    def to_check(self):
        """Whose facts nobody has looked at for more than a year."""
        return self.active().filter(checked_on__lt=last_year())

    def near(self, origin, address=""):
        """Those in the kelurahan that this address names, else in that of the origin; then those
        of the same kecamatan. One statement: `origin` is the key of a region, or None."""
        place = Subquery(Region.objects.filter(pk=origin).values("code")[:1])
        villages, districts = named_in(address)
        if villages or districts:
            place = Coalesce(Subquery(_named(villages, districts).values("code")[:1]), place)
        rows = self.active().annotate(place=place, district=Left("village__code", DISTRICT))
        rows = rows.filter(district=Left("place", DISTRICT))
        rows = rows.annotate(is_here=whether(Q(village__code=F("place"))))
        return rows.select_related("village__parent").order_by("-is_here", "kind", "name", "pk")


def _named(villages, districts):
    """The region of Makassar that the words of an address mean: a kelurahan says more than its
    kecamatan, and one whose kecamatan stands beside it more than another."""
    regions = Region.objects.of_makassar().annotate(said=Lower("name"), of=Lower("parent__name"))
    is_village = Q(level=Region.Level.VILLAGE, said__in=villages)
    is_district = Q(level=Region.Level.DISTRICT, said__in=districts)
    beside = [whether(Q(of__in=districts)).desc()] if districts else []
    return regions.filter(is_village | is_district).order_by("-level", *beside, "code")


def last_year():
    """What was asked before this day, was asked more than a year ago. Counted in days: a number
    on Hari Ini is kept as so many days from now (rptc/kept.py)."""
    return days.today() - 365 * days.ONE_DAY


@pghistory.track()
class Source(Dialled, Sent, Versioned):
    """A neighbour that helps: a group, an officer, an office or a school of a kelurahan, with what
    it offers. It names no klien; retired, never deleted."""

    Kind, Offer = SourceKind, Offer

    kind = one_of(SourceKind, "jenis", max_length=8)
    name = models.CharField("nama", max_length=120)
    village = protected(
        Region,
        "kelurahan",
        related_name="sources",
        limit_choices_to={"level": Region.Level.VILLAGE},
    )
    offers = several_of(Offer, "yang ditawarkan", max_length=10)
    about = models.CharField("keterangan", max_length=300, blank=True)
    contact = models.CharField("narahubung", max_length=120, blank=True)
    phone = phone_column()
    checked_on = models.DateField("diperiksa pada", default=days.today)
    is_active = models.BooleanField("masih dipakai", default=True)

    objects = SourceQuerySet.as_manager()

    # The house's own list: a partner's user reads nothing of it.
    row_policy = RowPolicy(reads=STAFF, adds=KEEPS_LIST, changes=KEEPS_LIST, history=STAFF)

    class Meta(Sent.Meta):
        verbose_name = "sumber"
        constraints = [
            *Sent.Meta.constraints,
            models.UniqueConstraint(
                "kind",
                Lower("name"),
                "village",
                name="source_stands_once_in_a_village",
                violation_error_message=STANDS_ALREADY,
            ),
            holds(
                "source_offers_what_the_list_knows",
                Q(offers__len__gt=0, offers__contained_by=Offer.values),
                "Pilih apa yang ditawarkan.",
            ),
            has_one_phone("source_has_one_phone"),
        ]

    def __str__(self):
        return self.name

    def get_offers_display(self):
        return labels_of(Offer, self.offers)

    @property
    def must_be_checked(self):
        return self.is_active and self.checked_on < last_year()
