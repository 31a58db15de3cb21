import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from reports.figures.closing.freezing import look
from reports.figures.periods import Period
from rptc.accounts.permissions import Role
from rptc.columns import holds, once, protected, state_of
from rptc.decisions import Answer, Decided, DecidedQuerySet, state_moves
from rptc.guards import changed_only_in, kept_as_written


class ClosingState(models.TextChoices):
    PROPOSED = "proposed", "Menunggu Kepala UPT"
    CLOSED = "closed", "Ditutup"
    REFUSED = "refused", "Dikembalikan"


DECISION = ["state", "decided_by_id", "decided_at", "decision_note"]
MOVES = {ClosingState.PROPOSED: {ClosingState.CLOSED, ClosingState.REFUSED}}


class ClosingQuerySet(DecidedQuerySet):
    def visible_to(self, user):
        """Who prepares them, who closes them, and the Dinas, by office."""
        return self if user.has_role(Role.OFFICE, Role.HEAD, Role.AGENCY) else self.none()

    def of_period(self, period):
        return self.filter(first=period.first, until=period.until)


@pghistory.track()
class Closing(Decided):
    """Tutup rekap (R73): the office lays a month or a year that is over before the head. Closed,
    it has an edition; what comes later makes the next one (docs/rules.md, Closing)."""

    MOVES = MOVES
    PERMISSION = "reports.close_period"
    APPROVES = Answer(ClosingState.CLOSED, "Tutup", "ditutup", "closed")
    REFUSES = Answer(
        ClosingState.REFUSED, "Kembalikan", "dikembalikan", "sent_back", "Tulis alasannya."
    )
    LISTED_WITH = ("recorded_by",)
    ABOUT = ()
    person = None

    # The days [first, until).
    first = models.DateField("hari pertama", editable=False)
    until = models.DateField("hari sesudahnya", editable=False)
    state = state_of(ClosingState, ClosingState.PROPOSED)

    objects = ClosingQuerySet.as_manager()

    class Meta(Decided.Meta):
        verbose_name = "tutup rekap"
        constraints = [
            *Decided.Meta.constraints,
            holds("closing_is_of_some_days", Q(until__gt=F("first"))),
            once(
                "period_is_laid_before_the_head_once",
                ["first", "until"],
                "Penutupan masa ini sudah menunggu Kepala UPT.",
                condition=Q(state="proposed"),
            ),
            holds("closing_refusal_says_why", ~Q(state="refused", decision_note="")),
            holds(
                "closing_state_fits_its_columns",
                Q(state="proposed", decided_by=None, decided_at=None)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
        ]
        triggers = [
            state_moves("closing_moves", MOVES),
            # Which days, and who laid them before the head, never; the decision once.
            changed_only_in("closing_stays_as_decided", DECISION, "decided_at"),
        ]

    def __str__(self):
        return self.period.title

    @classmethod
    def of(cls, period, **more):
        return cls(first=period.first, until=period.until, **more)

    @property
    def period(self):
        return Period(self.first, self.until)

    @property
    def detail(self):
        return "Rekap disiapkan untuk ditutup."

    @property
    def decide_url(self):
        return reverse("reports:closing_decide", args=[self.pk])

    @property
    def decide_title(self):
        return f"Tutup rekap {self.period.title}"

    def name_for(self, user):
        return self.period.title

    @property
    def seen(self):
        """The figures that were read: nobody closes others."""
        return self.frozen.fingerprint if self.state == self.WAITING else ""

    @property
    def frozen(self):
        """The period as it stands now, taken once for this row as it was read."""
        if not hasattr(self, "_frozen"):
            self._frozen = look(self.period)
        return self._frozen


class RecapEditionQuerySet(models.QuerySet):
    def of_period(self, period):
        """The newest first."""
        return self.filter(first=period.first, until=period.until).order_by("-number")

    def newest(self):
        """Of each period the one that counts."""
        return self.order_by("first", "until", "-number").distinct("first", "until")


class RecapEdition(models.Model):
    """Edisi rekap: the figures of a period as they were closed, the rows behind them without a
    name, the fingerprint of both, and the paper, byte for byte. Nobody changes one; later entries
    and corrections make the next edition beside it (R74)."""

    closing = models.OneToOneField(Closing, models.PROTECT, related_name="edition")
    first = models.DateField()
    until = models.DateField()
    number = models.PositiveSmallIntegerField("edisi")
    content = models.JSONField()
    fingerprint = models.CharField("sidik", max_length=64)
    pdf = models.BinaryField()
    # Up to here the histories of the rows had been written: what is later, changed them since.
    intake_events = models.BigIntegerField()
    stay_events = models.BigIntegerField()
    # Of editions closed before these were kept, nothing.
    person_events = models.BigIntegerField(null=True)
    double_events = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField("ditutup pada")
    closed_by = protected("accounts.User", "ditutup oleh", related_name="+")

    objects = RecapEditionQuerySet.as_manager()

    class Meta:
        verbose_name = "edisi rekap"
        constraints = [
            once("recap_edition_has_its_number_once", ["first", "until", "number"]),
            holds("recap_edition_is_numbered_from_one", Q(number__gte=1)),
        ]
        triggers = [kept_as_written("recap_edition_stays_as_closed", [])]

    def __str__(self):
        return f"{self.period.title}, edisi {self.number}"

    @property
    def period(self):
        return Period(self.first, self.until)
