import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Length

from cases.intakes.models import Whereabouts
from cases.intakes.triage.models import Triage
from cases.people.ages import is_child_today
from cases.people.models import Sex
from cases.people.relations.models import Relation
from cases.stays.models import Stay, TsTzRange
from rptc import days
from rptc.columns import holds, once, one_of, protected, several_of
from rptc.letters.models import Unit
from rptc.sending import Sent

# Nobody of this age sleeps alone: mother and baby are one placement (docs/rules.md, Beds).
BABY_UNDER = 2


class Rule(models.TextChoices):
    """What a bed can break for somebody. Whoever sets one aside says why, and which it was stays
    with the use of the bed."""

    TRIAGE = "triage", "triase dahulu"
    SEX = "sex", "jenis kelamin kamar"
    AGE = "age", "umur kamar"
    BABY = "baby", "bayi bersama ibunya"
    ISOLATE = "isolate", "kamar isolasi menurut triase"
    KEPT = "kept", "kamar isolasi bagi yang sakit"
    CAUSE = "cause", "isolasi karena hal lain"
    SUSPECT = "suspect", "terpisah dari yang diduga"
    OTHER_SEX = "other_sex", "terpisah menurut jenis kelamin"
    OTHER_AGE = "other_age", "anak terpisah dari orang dewasa"

    @classmethod
    def of_cots(cls):
        """What counts for a baby in a cot: all else is asked of its mother's bed."""
        return {cls.TRIAGE, cls.ISOLATE, cls.SUSPECT}


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
        return f"{self.for_whom} · {self.get_purpose_display().lower()}"

    @property
    def for_whom(self):
        """ "Perempuan, anak"; "Semua"."""
        whom = [self.get_sex_display(), self.get_age_group_display().lower()]
        return ", ".join(word for word in whom if word) or "Semua"

    @property
    def in_short(self):
        """Over its beds: what it is used for only where that is unusual."""
        return self.for_whom if self.purpose == self.Purpose.USUAL else self.rule_text


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

    def exceptions(self):
        """For which a rule was set aside, with a reason."""
        return self.exclude(set_aside=[])

    def against_rules(self):
        """In use, and against a rule that nobody set aside: sex, age or triage changed after the
        placement, or a mother left her baby. Those rules that such a change can break
        (suggesting.py says them of a bed that is to be chosen; a test holds the two together)."""
        of_other_sex = ~Q(stay__person__sex=OuterRef("stay__person__sex"))
        of_other_age = ~Q(is_surely_child=OuterRef("is_surely_child"))
        isolated = Q(bed_hint__icontains="isolasi")
        room_of_adults = Q(bed__room__age_group__in=[Room.AgeGroup.ADULTS, Room.AgeGroup.ELDERS])
        room_of_children = Q(bed__room__age_group=Room.AgeGroup.CHILDREN)
        slept_in = self.slept_in().annotate(bed_hint=_latest_bed_hint())
        broken = slept_in.filter(
            _breaks(Rule.SEX, ~Q(bed__room__sex="") & ~Q(bed__room__sex=F("stay__person__sex")))
            | _breaks(Rule.AGE, room_of_children & Q(is_child=False))
            | _breaks(Rule.AGE, room_of_adults & Q(is_child=True))
            | _breaks(Rule.ISOLATE, isolated & ~Q(bed__room__purpose=Room.Purpose.ISOLATION))
            | _breaks(Rule.OTHER_SEX, self._beside_strangers(Rule.OTHER_SEX, of_other_sex))
            | _breaks(Rule.OTHER_AGE, self._beside_strangers(Rule.OTHER_AGE, of_other_age))
        )
        beside = self.model.objects.open().filter(bed=OuterRef("bed"), in_cot=False)
        return self.open().filter(Q(pk__in=broken.values("pk")) | Q(~Exists(beside), in_cot=True))

    def _beside_strangers(self, rule, differs):
        """Somebody of no family sleeps in the room who `differs`; whoever placed either of the two
        with a reason has set it aside for both."""
        family = Relation.objects.that_bind().filter(
            Q(person=OuterRef("stay__person"), other=OuterRef(OuterRef("stay__person")))
            | Q(other=OuterRef("stay__person"), person=OuterRef(OuterRef("stay__person")))
        )
        others = self.model.objects.slept_in().filter(bed__room=OuterRef("bed__room"))
        others = others.exclude(pk=OuterRef("pk")).exclude(set_aside__contains=[rule])
        return Exists(others.filter(~Exists(family), differs))

    def slept_in(self):
        """Somebody lies in it now, in a bed and in no cot; whether that is a child."""
        is_child = is_child_today("stay__person__")
        return (
            self.open()
            .filter(stay__isnull=False, in_cot=False)
            .annotate(is_child=is_child, is_surely_child=Coalesce(is_child, False))
        )


def _breaks(rule, condition):
    return ~Q(set_aside__contains=[rule]) & condition


def _latest_bed_hint():
    """What triage asked for at the latest entry of who lies there."""
    here = Triage.objects.filter(
        intake__person=OuterRef("stay__person"), intake__whereabouts=Whereabouts.IN_HOUSE
    )
    latest = here.order_by("-intake__met_on", "-intake__pk").values("bed_hint")[:1]
    return Coalesce(Subquery(latest), Value(""))


@pghistory.track()
class BedUse(Sent):
    """Who sleeps where, [began_at, ended_at). Without a stay the bed is out of service.

    The database refuses two uses of one bed, or two beds of one stay, at the same moment
    (docs/rules.md, Beds); a baby lies in a cot beside the bed of its mother. `override` says why
    the separation rules `set_aside` do not hold here.
    """

    bed = protected(Bed, related_name="uses")
    stay = protected(Stay, null=True, related_name="bed_uses")
    began_at = models.DateTimeField("sejak", default=days.now, editable=False)
    ended_at = models.DateTimeField("sampai", null=True, editable=False)
    reason = models.CharField("alasan", max_length=200, blank=True)
    override = models.CharField("alasan menyimpang", max_length=200, blank=True)
    in_cot = models.BooleanField("boks", default=False, editable=False)
    set_aside = several_of(Rule, "aturan", max_length=10, default=list, editable=False)

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
                condition=Q(in_cot=False),
                violation_error_message=("Tempat tidur ini baru saja dipakai. Pilih yang lain."),
            ),
            holds("cot_is_somebodys", Q(in_cot=False) | Q(stay__isnull=False)),
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
        return f"{self.bed}, boks" if self.in_cot else f"{self.bed}"

    @property
    def rules_set_aside(self):
        """ "jenis kelamin kamar, umur kamar"; nothing where a reason of before this was kept
        holds for all of them."""
        if len(self.set_aside) == len(Rule):
            return ""
        return ", ".join(Rule(code).label for code in self.set_aside)
