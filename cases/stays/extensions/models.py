import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from cases.stays.models import Stay, open_with_stay
from rptc import days
from rptc.columns import holds, may_point_to, once, protected, state_of
from rptc.decisions import Decided, DecidedQuerySet, state_moves
from rptc.guards import never_changed, refuses
from rptc.words import tanggal


class ExtensionState(models.TextChoices):
    PROPOSED = "proposed", "Menunggu Kepala UPT"
    APPROVED = "approved", "Disetujui"
    REFUSED = "refused", "Ditolak"
    CANCELLED = "cancelled", "Dibatalkan"


EXTENSION_MOVES = {
    ExtensionState.PROPOSED: {
        ExtensionState.APPROVED,
        ExtensionState.REFUSED,
        ExtensionState.CANCELLED,
    },
}


class ExtensionQuerySet(DecidedQuerySet):
    def visible_to(self, user):
        return self.filter(open_with_stay(user, "stay__"))

    def to_be_resolved(self):
        """Refused, the stay goes on, and nothing was asked since: somebody has to end the stay,
        or to ask again with better reasons."""
        later = Extension.objects.filter(stay=OuterRef("stay"), pk__gt=OuterRef("pk"))
        asked_again = Exists(later.exclude(state=ExtensionState.CANCELLED))
        return self.filter(~asked_again, state=ExtensionState.REFUSED, stay__ended_at=None)


@pghistory.track()
class Extension(Decided):
    """Perpanjangan: a stay may last until another day, with a reason and the head's decision.

    The stay's `last_on` moves when it is approved, and in no other way (a trigger of Stay); the
    earlier last day stays readable here.
    """

    State, MOVES = ExtensionState, EXTENSION_MOVES
    PERMISSION = "cases.approve_extension"
    RUNS_OUT_ON = "stay__last_on"

    stay = protected(Stay, related_name="extensions")
    from_last_on = models.DateField("hari terakhir semula", editable=False)
    new_last_on = models.DateField("hari terakhir yang baru")
    reason = models.TextField("alasan", max_length=1000)
    state = state_of(ExtensionState, ExtensionState.PROPOSED)
    letter = may_point_to("letters.Letter", editable=False, related_name="+")

    objects = ExtensionQuerySet.as_manager()

    class Meta(Decided.Meta):
        verbose_name = "perpanjangan"
        constraints = [
            *Decided.Meta.constraints,
            holds(
                "extension_ends_after_the_earlier_day",
                Q(new_last_on__gt=F("from_last_on")),
                "Hari terakhir yang baru harus sesudah yang semula.",
            ),
            once(
                "stay_has_one_open_extension",
                ["stay"],
                "Perpanjangan masa pembinaan ini sudah diajukan.",
                condition=Q(state="proposed"),
            ),
            once(
                "last_day_is_extended_once",
                ["stay", "from_last_on"],
                condition=Q(state="approved"),
            ),
            holds(
                "extension_state_fits_its_columns",
                Q(state__in=["proposed", "cancelled"], decided_by=None, decided_at=None)
                | Q(
                    state__in=["approved", "refused"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
            holds(
                "extension_refusal_says_why",
                ~Q(state="refused", decision_note=""),
                "Tulis mengapa ditolak.",
            ),
            holds("extension_has_a_letter_when_approved", Q(letter=None) | Q(state="approved")),
        ]
        triggers = [
            state_moves("extension_moves", EXTENSION_MOVES),
            never_changed(
                "extension_keeps_what_was_asked", ["stay", "from_last_on", "new_last_on", "reason"]
            ),
            refuses(
                "extension_is_as_long_as_its_rule_allows",
                "An extension is no longer than the rule allows.",
                """NEW.new_last_on > (
                    SELECT greatest(
                               NEW.from_last_on,
                               (NEW.recorded_at AT TIME ZONE 'Asia/Makassar')::date
                           ) + rule.extension_days
                      FROM cases_stay AS stay
                      JOIN cases_stayrule AS rule ON rule.id = stay.rule_id
                     WHERE stay.id = NEW.stay_id
                )""",
                on=pgtrigger.Insert,
            ),
            refuses(
                "extension_fits_its_stay",
                "An extension begins at the last day of an open stay.",
                """NOT EXISTS (
                    SELECT FROM cases_stay WHERE id = NEW.stay_id AND ended_at IS NULL
                       AND last_on = NEW.from_last_on
                )""",
                on=pgtrigger.UpdateOf("state"),
                condition=pgtrigger.Q(old__state__df="approved", new__state="approved"),
            ),
        ]

    def __str__(self):
        return f"{self.from_last_on:%d/%m/%Y} sampai {self.new_last_on:%d/%m/%Y}"

    @property
    def detail(self):
        return f"{self.more_days} hari, sampai {tanggal(self.new_last_on)}"

    @property
    def more_days(self):
        """By how many days the stay becomes longer."""
        return (self.new_last_on - self.from_last_on).days

    @property
    def is_too_long(self):
        """Longer than the rule of the day of entry allows at once; asked before it said so."""
        asked_on = days.day_of(self.recorded_at)
        return self.new_last_on > self.stay.rule.longest_extension(self.from_last_on, asked_on)

    @property
    def whole_length(self):
        """N of "hari n dari N" once it is approved."""
        return days.day_number(self.stay.entered_on, self.new_last_on)

    @property
    def is_beyond_the_rule(self):
        """Longer in all than the rule of the day of entry allows: the head decides."""
        return self.new_last_on > self.stay.rule.last_day(self.stay.entered_on)


def with_latest_extension(stays):
    """Each with the state of what was last asked for it; None where nobody asked."""
    asked = Extension.objects.filter(stay=OuterRef("pk")).exclude(state=ExtensionState.CANCELLED)
    return stays.annotate(latest_extension=Subquery(asked.order_by("-pk").values("state")[:1]))
