import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from cases.health.medicines.planned import FirstMissed
from cases.house.shifts.hours import over_at
from cases.people import access
from cases.stays.models import Stay, open_with_stay
from rptc import days
from rptc.columns import all_or_none, by, holds, once, one_of, protected, seen_with
from rptc.editing import Versioned
from rptc.guards import never_changed, sealed_once
from rptc.sending import Sent

MOST_NAME, MOST_SEALED = 120, 900
MOST_HOURS = 6
# The name of a medicine that says which illness somebody has is the house's as this alone.
LABEL_MISSING = "Tulis sebutan yang dibaca petugas piket, misalnya: amplop biru."


def clock(at):
    return f"{at:%H.%M}"


class DateRange(Func):
    """[first, last] of two columns, as an expression: a wrong order is a form error, not a 500."""

    function = "DATERANGE"
    output_field = DateRangeField()


@pghistory.track()
class FastingPeriod(models.Model):
    """Ramadan of one year, with the hours of sahur and buka by which medicines are given then. The
    unit writes it down each year, as the government says it."""

    first_on = models.DateField("hari pertama puasa")
    last_on = models.DateField("hari terakhir puasa")
    sahur = models.TimeField("obat saat sahur, pukul")
    buka = models.TimeField("obat saat buka, pukul")

    class Meta:
        verbose_name = "bulan puasa"
        ordering = ["-first_on"]
        constraints = [
            holds(
                "fasting_ends_after_it_begins",
                Q(last_on__gte=F("first_on")),
                "Hari terakhir sesudah hari pertama.",
            ),
            holds(
                "fasting_breaks_after_sahur",
                Q(buka__gt=F("sahur")),
                "Buka sesudah sahur.",
            ),
            ExclusionConstraint(
                name="fasting_periods_do_not_overlap",
                expressions=[
                    (
                        DateRange("first_on", "last_on", Value("[]")),
                        RangeOperators.OVERLAPS,
                    )
                ],
                violation_error_message="Bertumpuk dengan bulan puasa yang sudah tercatat.",
            ),
        ]

    def __str__(self):
        return f"Puasa {self.first_on:%d/%m/%Y} sampai {self.last_on:%d/%m/%Y}"


class Meal(models.TextChoices):
    BEFORE = "before", "Sebelum makan"
    WITH = "with", "Bersama makan"
    AFTER = "after", "Sesudah makan"


class MedicineQuerySet(models.QuerySet):
    def visible_to(self, user):
        """That there is one, under its label at least: who opens the file, and house staff while
        the klien is here."""
        if not user.has_perm("cases.view_medicine"):
            return self.none()
        return self.filter(open_with_stay(user, "stay__"))

    def told_to(self, user):
        """Those whose name this user may read: asked here, and nowhere else. A name that reveals
        an illness is told to who reads the findings of this file."""
        told = Q(name_is_secret=False)
        if user.has_perm("cases.view_health"):
            told |= access.whole_to(user, "stay__person")
        return self.visible_to(user).filter(told)

    def running(self, on):
        """Given on a day, of stays that run."""
        until = Q(last_on=None) | Q(last_on__gte=on)
        return self.filter(until, first_on__lte=on, ended_at=None, stay__ended_at=None)

    def missed(self):
        """With a dose that is due for an hour, of yesterday or today, and of which nothing is
        written; `missed_at` is the first of them."""
        return self._first_missed("1 hour")

    def unwritten(self):
        """The same of every hour that has come, also of this one."""
        return self._first_missed("0 hours")

    def _first_missed(self, after):
        missed = FirstMissed(F("pk"), moment=days.now().isoformat(), after=after)
        return self.annotate(missed_at=missed).filter(missed_at__isnull=False)


@pghistory.track(exclude=["sealed_name"])
class Medicine(Sent, Versioned):
    """Obat of a stay (R43): what, how much, at which hours.

    The name lies under the application's key alone, and only names.py opens it; it never changes:
    another medicine is another row. Where the name says which illness it is, house staff read the
    label, on each page and in print (docs/rules.md, Health). `hours_since` is when these hours
    began: a dose before them was never due.
    """

    # What `rotate_keys` puts under the newest key (rptc/keys.py).
    sealed_columns = ("sealed_name",)

    stay = protected(Stay, related_name="medicines", editable=False)
    sealed_name = models.TextField(max_length=MOST_SEALED, editable=False)
    name_is_secret = models.BooleanField("nama obat ini membuka penyakit", default=False)
    label = models.CharField("sebutan untuk petugas piket", max_length=80, blank=True)
    dose = models.CharField("dosis", max_length=60)
    as_needed = models.BooleanField("bila perlu, tanpa jam", default=False)
    hours = ArrayField(models.TimeField(), verbose_name="jam minum", default=list, blank=True)
    hours_since = models.DateTimeField(default=days.now, editable=False)
    meal = one_of(Meal, "makan", max_length=6, blank=True)
    note = models.CharField("cara memberi", max_length=120, blank=True)
    moves_in_fast = models.BooleanField("pindah ke sahur dan buka pada bulan puasa", default=True)
    prescribed_by = models.CharField("resep dari", max_length=120)
    first_on = models.DateField("mulai")
    last_on = models.DateField("sampai", null=True, blank=True)
    ended_at = models.DateTimeField("dihentikan pada", null=True, editable=False)
    ended_by = by("dihentikan oleh")
    end_reason = models.CharField("mengapa dihentikan", max_length=300, blank=True, editable=False)

    objects = MedicineQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "obat"
        indexes = [models.Index(fields=["stay", "id"], name="medicine_of_stay")]
        constraints = [
            *Sent.Meta.constraints,
            holds("medicine_has_a_name", ~Q(sealed_name="")),
            holds(
                "medicine_with_a_secret_name_has_a_label",
                Q(name_is_secret=False) | ~Q(label=""),
                LABEL_MISSING,
            ),
            holds(
                "medicine_has_hours_or_is_as_needed",
                Q(as_needed=True, hours__len=0, moves_in_fast=False)
                | Q(as_needed=False, hours__len__gte=1, hours__len__lte=MOST_HOURS),
                "Tulis jam minumnya, atau pilih bila perlu.",
            ),
            holds(
                "medicine_ends_after_it_begins",
                Q(last_on=None) | Q(last_on__gte=F("first_on")),
                "Hari terakhir sesudah hari pertama.",
            ),
            holds(
                "medicine_end_says_who_and_why",
                all_or_none("ended_at", "ended_by", words="end_reason"),
                "Tulis mengapa dihentikan.",
            ),
        ]
        triggers = [
            sealed_once(
                "medicine_keeps_its_name", "sealed_name", "Another medicine is another row."
            )
        ]

    def __str__(self):
        """Never by its name: this stands in messages, histories and lists."""
        return f"{self.label or 'Obat'}, {self.dose}"

    @property
    def is_running(self):
        is_over = self.last_on is not None and self.last_on < days.today()
        return self.ended_at is None and not is_over and self.stay.is_open

    def get_hours_display(self):
        return ", ".join(clock(hour) for hour in self.hours)

    @property
    def when(self):
        """ "07.00, 19.00, sesudah makan" """
        told = "bila perlu" if self.as_needed else self.get_hours_display()
        return ", ".join(filter(None, [told, self.get_meal_display().lower(), self.note]))


class Outcome(models.TextChoices):
    GIVEN = "given", "Diberi"
    REFUSED = "refused", "Menolak"
    ABSENT = "absent", "Tidak ada"


SAY_WHY_REFUSED = "Tulis kata-katanya, misalnya: mual."


class DoseQuerySet(seen_with("medicine")):
    def told_to(self, user):
        return self.filter(medicine__in=Medicine.objects.told_to(user))


@pghistory.track()
class Dose(Sent, Versioned):
    """What became of one medicine at one hour of one day. Nothing stands there before somebody
    says it. `slot` is the hour at which it was planned on that day; of one that is given as needed
    the hour at which it was given. `times`: so many hours of the plan fell together there."""

    Outcome = Outcome

    medicine = protected(Medicine, related_name="doses", editable=False)
    due_on = models.DateField("tanggal", editable=False)
    slot = models.TimeField("jam", editable=False)
    times = models.PositiveSmallIntegerField("berapa kali", default=1, editable=False)
    # As it was prescribed on that day: the medicine's own may change. Empty before this was kept.
    amount = models.CharField("dosis", max_length=60, blank=True, editable=False)
    outcome = one_of(Outcome, "diberi atau tidak", max_length=7)
    said = models.CharField("keterangan", max_length=200, blank=True)

    objects = DoseQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "pemberian obat"
        constraints = [
            *Sent.Meta.constraints,
            once("dose_is_written_once", ["medicine", "due_on", "slot"], "Jam itu sudah dicatat."),
            holds("dose_is_of_some_times", Q(times__range=(1, MOST_HOURS))),
            holds("dose_refused_says_why", ~Q(outcome="refused", said=""), SAY_WHY_REFUSED),
        ]
        triggers = [
            never_changed("dose_keeps_its_hour", ["medicine", "due_on", "slot", "times", "amount"])
        ]

    def __str__(self):
        return f"{self.get_outcome_display()}, {self.due_on:%d/%m/%Y} {clock(self.slot)}"

    @property
    def at(self):
        return days.at(self.due_on, self.slot)

    @property
    def is_later(self):
        """Written when the shift in which it was due was over: it says so."""
        return self.recorded_at >= over_at(self.at)
