import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from cases.intakes.models import Intake
from cases.people.models import Person, Sex
from rptc import days
from rptc.columns import by, holds, one_of
from rptc.sending import Sent


@pghistory.track()
class TriageQuestion(models.Model):
    """One of the ten questions at the door. A yes sets at least this colour, and may ask for a
    bed and an act ("dokter hari ini"). One that cannot apply is not asked: of whom it is asked
    stands with it (docs/rules.md, Triage). Rows: retired, never deleted."""

    class Colour(models.TextChoices):
        GREEN = "green", "Hijau"
        YELLOW = "yellow", "Kuning"
        RED = "red", "Merah"

    code = models.SlugField("kode", max_length=30, unique=True)
    text = models.CharField("pertanyaan", max_length=160)
    order = models.PositiveSmallIntegerField("urutan")
    colour = one_of(Colour, "bila ya", max_length=6)
    act = models.CharField("tindakan", max_length=120, blank=True)
    bed_hint = models.CharField("saran tempat tidur", max_length=80, blank=True)
    sex = one_of(Sex, "hanya bagi", max_length=1, blank=True)
    from_age = models.PositiveSmallIntegerField("mulai umur", null=True, blank=True)
    is_active = models.BooleanField("masih dipakai", default=True)

    class Meta:
        verbose_name = "pertanyaan triase"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.text

    def is_asked_of(self, person, day):
        """Whose age is not known as a number is asked."""
        if self.sex and self.sex != person.sex:
            return False
        years = person.age.on(day)
        return self.from_age is None or years is None or years >= self.from_age

    @property
    def asked_of(self):
        """ "perempuan mulai 10 th": whom alone it is asked; "" where it is everybody."""
        age = "" if self.from_age is None else f"mulai {self.from_age} th"
        return " ".join(filter(None, [self.get_sex_display().lower(), age]))

    @property
    def statement(self):
        """What a yes says, where nobody is asked: on paper, and beside a name."""
        return self.text.rstrip("? ")

    @property
    def then(self):
        """What follows from a yes: the act, and the bed."""
        return "; ".join(filter(None, [self.act, self.bed_hint]))


Colour = TriageQuestion.Colour


class TriageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Health: with the file of the person, never with an intake on the road."""
        return self.filter(intake__person__in=Person.objects.visible_to(user))

    def of_stays(self, stays):
        """[(stay, triage)], one a stay: that of its latest entry, if anybody was asked then."""
        begun = Q(intake__stay__in=stays) | Q(intake__stay_return__stay__in=stays)
        stay = Coalesce("intake__stay_return__stay", "intake__stay")
        at = Coalesce("intake__stay_return__returned_at", "intake__stay__began_at")
        rows = self.filter(begun).annotate(of_stay=stay, entered_at=at)
        return [
            (row.of_stay, row)
            for row in rows.order_by("of_stay", "-entered_at").distinct("of_stay")
        ]


@pghistory.track()
class Triage(Sent):
    """Ten yes/no questions at entry: a colour, a bed hint and an act (docs/rules.md, Triage).

    Never skipped silently: "tidak memungkinkan" has a reason and comes back at 07.00.
    """

    intake = models.OneToOneField(Intake, on_delete=models.CASCADE, related_name="triage")
    answers = models.JSONField(default=dict)
    colour = one_of(Colour, max_length=6, blank=True)
    act = models.CharField("tindakan", max_length=300, blank=True)
    bed_hint = models.CharField("saran tempat tidur", max_length=300, blank=True)
    impossible_reason = models.CharField("mengapa tidak memungkinkan", max_length=200, blank=True)
    impossible_until = models.DateTimeField(null=True, editable=False)
    act_done_at = models.DateTimeField("tindakan selesai", null=True, editable=False)
    act_done_by = by()
    act_result = models.CharField("hasil tindakan", max_length=300, blank=True)

    objects = TriageQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "triase"
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "triage_is_answered_or_says_why_not",
                Q(~Q(colour=""), impossible_reason="", impossible_until=None)
                | Q(~Q(impossible_reason=""), colour="", impossible_until__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_colour_display() or 'Belum'}, {self.intake}"

    @property
    def is_due(self):
        """An act that nobody has done yet."""
        return bool(self.act) and self.act_done_at is None

    @staticmethod
    def next_morning(moment):
        """07.00 WITA after a moment."""
        day = days.day_of(moment)
        seven = days.starts_at(day) + 7 * days.ONE_HOUR
        return seven if moment < seven else seven + days.ONE_DAY
