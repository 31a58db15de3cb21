from datetime import timedelta

import pghistory
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.lookups import IsNull

from cases.people.matching import LIKELY
from cases.people.models import Person
from rptc import days
from rptc.columns import by, holds, once, protected, state_of
from rptc.decisions import Answer, Decided, DecidedQuerySet, state_moves


class DoubleState(models.TextChoices):
    OPEN = "open", "Belum diputuskan"
    NOT_SAME = "not_same", "Bukan orang yang sama"
    MERGED = "merged", "Digabung"


class DoubleQuerySet(models.QuerySet):
    def visible_to(self, user):
        people = Person.objects.visible_to(user)
        return self.filter(person__in=people, other__in=people)

    def open(self):
        return self.filter(state=DoubleState.OPEN)

    def to_decide(self):
        """Open, and not before the head already."""
        proposed = Merge.objects.filter(state=MergeState.PROPOSED)
        asked = proposed.filter(
            Q(kept=OuterRef("person"), lost=OuterRef("other"))
            | Q(kept=OuterRef("other"), lost=OuterRef("person"))
        )
        return self.filter(~Exists(asked), state=DoubleState.OPEN)

    def most_certain_first(self):
        """Whom somebody has recognised, then the likeliest."""
        return self.order_by(IsNull(F("claimed_by"), True), "-score", "pk")

    def of_import(self, register):
        """To decide, with somebody whom that register brought."""
        brought = Person.objects.filter(intakes__register_import=register).values("pk")
        return self.to_decide().filter(Q(person__in=brought) | Q(other__in=brought))

    def of(self, one, other):
        """The row of this pair, whichever of the two is named first."""
        first, second = sorted([one.pk, other.pk])
        return self.filter(person=first, other=second)


@pghistory.track()
class Double(models.Model):
    """Two files that are likely one person, with the reasons (docs/rules.md, Identity).

    "Bukan orang yang sama" is final until a fact of either changes: `facts` is the fingerprint of
    what was compared.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="doubles")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="doubles_of")
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    facts = models.CharField(max_length=64)
    state = state_of(DoubleState, DoubleState.OPEN)
    found_at = models.DateTimeField(default=days.now, editable=False)
    # Said by who may not open the earlier file: it is decided, found or not.
    claimed_by = by()
    decided_by = by()
    decided_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField("alasan", max_length=300, blank=True)

    objects = DoubleQuerySet.as_manager()

    class Meta:
        verbose_name = "berkas ganda"
        indexes = [
            models.Index(
                fields=["-score", "id"], condition=Q(state="open"), name="double_to_decide"
            )
        ]
        constraints = [
            once("double_pair_once", ["person", "other"]),
            holds("double_is_ordered", Q(person__lt=F("other"))),
            holds(
                "double_decided_by_somebody",
                Q(state="open") | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.person} dan {self.other}"

    @property
    def is_likely(self):
        """Else they only may be one, and were met in one place."""
        return self.score >= LIKELY


class MergeState(models.TextChoices):
    PROPOSED = "proposed", "Menunggu persetujuan"
    DONE = "done", "Digabung"
    REFUSED = "refused", "Ditolak"
    UNDONE = "undone", "Dibatalkan"


MERGE_MOVES = {
    MergeState.PROPOSED: {MergeState.DONE, MergeState.REFUSED},
    MergeState.DONE: {MergeState.UNDONE},
}
# How long a merge can be undone with one click (docs/rules.md, Identity).
UNDO_DAYS = 30


class MergeQuerySet(DecidedQuerySet):
    def visible_to(self, user):
        """By the file that was kept; none that touches the reader's own or their family's."""
        return self.filter(self.model.not_about(user), kept__in=Person.objects.visible_to(user))


@pghistory.track()
class Merge(Decided):
    """The rows of `lost` go to `kept`; `lost` stays, and its address leads to `kept`.

    A merge with a child needs a second person before the act (docs/rules.md, Approval).
    """

    MOVES = MERGE_MOVES
    PERMISSION = "cases.approve_merge"
    APPROVES = Answer(MergeState.DONE, "Setujui", "disetujui", "approved")
    REFUSES = Answer(MergeState.REFUSED, "Tolak", "ditolak", "refused")
    LISTED_WITH = ("kept", "lost", "recorded_by")
    ABOUT = ("kept", "lost")

    kept = protected(Person, related_name="merges")
    lost = protected(Person, related_name="merges_away")
    state = state_of(MergeState, MergeState.PROPOSED)
    reason = models.CharField("mengapa satu orang", max_length=300)
    done_at = models.DateTimeField(null=True, editable=False)
    undone_by = by()
    undone_at = models.DateTimeField(null=True, editable=False)

    objects = MergeQuerySet.as_manager()

    class Meta(Decided.Meta):
        verbose_name = "penggabungan berkas"
        constraints = [
            *Decided.Meta.constraints,
            holds("merge_is_of_two", ~Q(kept=F("lost"))),
            once(
                "file_is_merged_away_once",
                ["lost"],
                "Berkas ini sudah digabung atau sedang diajukan.",
                condition=Q(state__in=["proposed", "done"]),
            ),
            holds(
                "merge_state_fits_its_columns",
                Q(state__in=["proposed", "refused"], done_at=None)
                | Q(state="done", done_at__isnull=False, undone_at=None)
                | Q(state="undone", done_at__isnull=False, undone_at__isnull=False),
            ),
        ]
        triggers = [state_moves("merge_moves", MERGE_MOVES)]

    def __str__(self):
        return f"{self.lost} ke {self.kept}"

    @property
    def person(self):
        return self.kept

    @property
    def detail(self):
        return f"berkas {self.lost.file_number} ke {self.kept.file_number}"

    @property
    def undo_until(self):
        """The last day on which one click takes it back."""
        return days.day_of(self.done_at) + timedelta(days=UNDO_DAYS)

    @property
    def can_be_undone(self):
        return self.can_become(MergeState.UNDONE) and days.today() <= self.undo_until


class MergedRow(models.Model):
    """One row that a merge moved: undo moves exactly these back."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField(max_length=60)
    field = models.CharField(max_length=60)
    row = models.BigIntegerField()
    from_person = protected(Person, related_name="+")

    class Meta:
        verbose_name = "baris yang dipindahkan"
        constraints = [once("merged_row_once", ["merge", "table", "field", "row"])]

    def __str__(self):
        return f"{self.table} {self.row}"
