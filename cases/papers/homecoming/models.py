import pghistory
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from cases.exits.models import Exit
from cases.gate.closed_places import NamesClosedPartner, keeps_case
from cases.health.findings.models import Finding
from cases.people import access
from cases.places.models import Region
from cases.stays.models import Stay
from cases.stays.ways_out import WayOut
from rptc import days
from rptc.columns import by, holds, may_point_to, once, one_of, protected
from rptc.decisions import decides_by_office
from rptc.editing import Versioned
from rptc.sending import Sent

SULAWESI_SELATAN = "73"
# So long after they left somebody asks whether they have arrived.
WORD_AFTER = 2 * days.ONE_DAY
MOST_RUPIAH = 100_000_000
# Whoever leaves in one of these ways can arrive at home.
GOES_HOME = [WayOut.FAMILY.value, WayOut.HOME_DISTRICT.value, WayOut.ALONE.value]


@pghistory.track()
class NearRegion(models.Model):
    """A kabupaten or kota that is near: nobody stays overnight on the way. Rows that the unit
    keeps; retired, never deleted."""

    region = models.OneToOneField(
        Region,
        models.PROTECT,
        verbose_name="kabupaten atau kota",
        related_name="near",
        limit_choices_to={"level": Region.Level.REGENCY},
        error_messages={"unique": "Daerah ini sudah ada dalam daftar."},
    )
    is_active = models.BooleanField("masih dianggap dekat", default=True)

    class Meta:
        verbose_name = "daerah dekat"
        ordering = ["region__code", "pk"]

    def __str__(self):
        return str(self.region)


# Exits that say whither somebody goes, from the day on which they are asked for.
SAY_WHITHER = ["proposed", "approved", "done"]
UNDER_WAY = Q(arrived_at=None, ended_at=None)


# Where a list says whither, by columns of its own and of its rows.
OWN = ["place", "arrived_told_by", "arrived_how", "end_reason"]
OF_PIECES = ["who", "relation", "words"]


def _naming(own, pieces):
    """Those that name a closed partner in columns on these paths."""
    return [
        Homecoming.objects.filter(NamesClosedPartner(*(F(f"{path}{name}") for name in names)))
        for path, names in [(own, OWN), (pieces, OF_PIECES)]
    ]


class HomecomingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who reads the file; not whither somebody goes, where their exit is closed to this
        reader, or will be by an exit that is asked for, or where the list itself names a closed
        partner (cases/exits/destinations.py)."""
        if not user.has_perm("cases.view_homecoming"):
            return self.none()
        exits = Exit.objects.filter(stay=OuterRef("stay"), state__in=SAY_WHITHER)
        told = Exit.objects.telling_destination_to(user).values("pk")
        rows = self.filter(access.whole_to(user, "stay__person"))
        rows = rows.exclude(Exists(exits.exclude(pk__in=told)))
        return rows._told_to(user, self.naming_closed())

    def naming_closed(self):
        """Those that name a closed partner now."""
        return self.filter(_in_one_of(_naming("", "pieces__")))

    def that_named_closed(self):
        """Or did once: a letter and the history say what stood there."""
        return self.filter(_in_one_of(_naming("history__", "pieces__history__")))

    def telling_before_to(self, user):
        """Of which this reader may know all that ever stood there."""
        return self.visible_to(user)._told_to(user, self.that_named_closed())

    def _told_to(self, user, closed):
        """As the destination of an exit (`entitled`): to the head, to those of the case, and to
        who wrote it."""
        if decides_by_office(user, Exit.PERMISSION):
            return self
        theirs = Q(recorded_by=user) | keeps_case(user)
        return self.filter(theirs | ~Q(pk__in=closed.values("pk")))

    def under_way(self):
        return self.filter(UNDER_WAY)

    def preparing(self):
        """Who is still here."""
        return self.under_way().filter(stay__ended_at=None)

    def on_the_road(self):
        """Who has left, and of whom nobody has said that they are there; whichever way they
        left: it is closed where they do not go home."""
        return self.under_way().filter(stay__ended_at__isnull=False)

    def without_word(self, now):
        """Two days after they left for home nobody has said that they are there."""
        home = Exit.objects.filter(stay=OuterRef("stay"), state="done", kind__code__in=GOES_HOME)
        return self.on_the_road().filter(Exists(home), stay__ended_at__lte=now - WORD_AFTER)


def _in_one_of(sets):
    first, second = sets
    return Q(pk__in=first.values("pk")) | Q(pk__in=second.values("pk"))


@pghistory.track()
class Homecoming(Sent, Versioned):
    """Pemulangan: one list of what must be there before somebody travels home, until it is said
    that they have arrived.

    That and when they left, their exit says alone (cases/exits): here stands no second truth. It
    blocks nothing.
    """

    stay = protected(Stay, related_name="homecomings", editable=False)
    region = protected(Region, "daerah tujuan", related_name="homecomings")
    place = models.CharField("tempat tujuan", max_length=120, blank=True)
    leaves_on = models.DateField("rencana berangkat", null=True, blank=True)
    budget_line = models.CharField("mata anggaran", max_length=120, blank=True)
    # As the list of near regions was when it was written.
    is_near = models.BooleanField("daerah dekat", default=False, editable=False)
    arrived_at = models.DateTimeField("tiba pada", null=True, blank=True)
    arrived_told_by = models.CharField("siapa yang mengatakan", max_length=120, blank=True)
    arrived_how = models.CharField("lewat apa", max_length=120, blank=True)
    arrived_by = by("tibanya dicatat oleh")
    ended_at = models.DateTimeField("ditutup pada", null=True, editable=False)
    end_reason = models.CharField("mengapa ditutup", max_length=300, blank=True, editable=False)
    ended_by = by("ditutup oleh")

    objects = HomecomingQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "pemulangan"
        indexes = [
            models.Index(fields=["stay"], condition=UNDER_WAY, name="homecoming_under_way"),
            models.Index(fields=["-arrived_at", "-id"], name="homecoming_arrived"),
        ]
        constraints = [
            *Sent.Meta.constraints,
            once(
                "stay_has_one_homecoming",
                ["stay"],
                "Pemulangan klien ini sudah disiapkan.",
                condition=Q(ended_at=None),
            ),
            holds(
                "homecoming_arrival_says_who_and_how",
                Q(arrived_at=None, arrived_told_by="", arrived_how="", arrived_by=None)
                | Q(arrived_at__isnull=False, arrived_by__isnull=False)
                & ~Q(arrived_told_by="")
                & ~Q(arrived_how=""),
                "Tulis kapan tiba, siapa yang mengatakan dan lewat apa.",
            ),
            holds(
                "homecoming_end_says_who_and_why",
                Q(ended_at=None, end_reason="", ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False, arrived_at=None)
                & ~Q(end_reason=""),
                "Tulis mengapa ditutup.",
            ),
        ]

    def __str__(self):
        return f"Pemulangan ke {self.region}"

    @property
    def is_open(self):
        return self.arrived_at is None and self.ended_at is None

    @property
    def is_outside(self):
        return not self.region.code.startswith(SULAWESI_SELATAN)

    @property
    def is_on_the_road(self):
        return self.is_open and not self.stay.is_open

    @property
    def has_no_word(self):
        return self.is_on_the_road and self.stay.ended_at <= days.now() - WORD_AFTER

    @property
    def office(self):
        """Outside of our province a region is a province: the kabupaten is typed."""
        name = self.place if self.is_outside and self.place else str(self.region)
        return f"Dinas Sosial {name}"

    @property
    def destination(self):
        return ", ".join(filter(None, [self.place, str(self.region)]))


class Step(models.TextChoices):
    """What is written down of a homecoming; its letters are rows of the list besides."""

    IDENTITY = "identity", "KTP atau surat Polsek"
    FIT = "fit", "Layak jalan"
    MONEY = "money", "Tiket dan uang saku"
    ESCORT = "escort", "Pendamping"
    MEETS = "meets", "Yang menjemput"
    TRANSIT = "transit", "Singgah atau menginap di jalan"


@pghistory.track()
class HomecomingPiece(Sent, Versioned):
    """One row of the list: who, where, which number. Of somebody's health only who says that they
    can travel, and where it is written; no illness."""

    homecoming = protected(Homecoming, related_name="pieces", editable=False)
    code = one_of(Step, max_length=8, editable=False)
    who = models.CharField("siapa", max_length=120, blank=True)
    relation = models.CharField("hubungan", max_length=60, blank=True)
    phone = models.CharField("telepon", max_length=20, blank=True)
    number = models.CharField("nomor surat", max_length=60, blank=True)
    words = models.CharField("keterangan", max_length=200, blank=True)
    on = models.DateField("pada", null=True, blank=True)
    finding = may_point_to(Finding, "pemeriksaannya", related_name="+")
    ticket = models.PositiveIntegerField("tiket, rupiah", null=True, blank=True)
    pocket = models.PositiveIntegerField("uang saku, rupiah", null=True, blank=True)

    class Meta(Sent.Meta):
        verbose_name = "kelengkapan pemulangan"
        constraints = [
            *Sent.Meta.constraints,
            once(
                "homecoming_piece_stands_once",
                ["homecoming", "code"],
                "Ini sudah diisi orang lain. Buka lagi dan ubah.",
            ),
            holds(
                "homecoming_money_is_some_rupiah",
                ~Q(code="money", ticket=None)
                & ~Q(code="money", pocket=None)
                & (Q(ticket=None) | Q(ticket__lte=MOST_RUPIAH))
                & (Q(pocket=None) | Q(pocket__lte=MOST_RUPIAH))
                & ~Q(ticket=0, pocket=0),
                "Tulis jumlahnya dalam rupiah; 0 bila tidak ada, tidak keduanya.",
            ),
            holds(
                "homecoming_piece_is_said",
                Q(code__in=["money"])
                | Q(code="transit") & ~Q(words="")
                | Q(code="identity") & ~Q(who="") & ~Q(number="")
                | Q(code="fit", on__isnull=False) & ~Q(who="")
                | Q(code="escort") & ~Q(who="")
                | Q(code="meets") & ~Q(who="") & ~Q(phone=""),
                "Isi yang kosong.",
            ),
        ]

    def __str__(self):
        return self.get_code_display()

    @property
    def total(self):
        return (self.ticket or 0) + (self.pocket or 0)


__all__ = ["Homecoming", "HomecomingPiece", "NearRegion"]
