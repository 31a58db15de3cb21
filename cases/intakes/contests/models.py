import pghistory
from django.db import models
from django.db.models import F, Q

from cases.intakes.models import Intake
from cases.people import access
from rptc.columns import by
from rptc.sending import Sent


class ContestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=Contest.State.OPEN)

    def visible_to(self, user):
        """The law's side of a file: nothing for TRC, not even on their own intakes, and for the
        house what they wrote down themselves."""
        own = access.house_to(user, "intake__person") & Q(recorded_by=user)
        return self.filter(access.whole_to(user, "intake__person") | own)

    def waiting_for(self, user):
        """Open, and not written down by this human being."""
        if not user.has_perm("cases.decide_contest"):
            return self.none()
        return self.open().exclude(recorded_by=user)

    def decided_for(self, user):
        """Decided, and known to whoever wanted to decide as well."""
        if not user.has_perm("cases.decide_contest"):
            return self.none()
        return self.exclude(state=Contest.State.OPEN)

    def to_be_corrected(self):
        """Upheld, and no social worker has moved or settled the intake since."""
        return self.filter(state=Contest.State.UPHELD, corrected_at=None)


@pghistory.track()
class Contest(Sent):
    """ "Itu bukan saya": a person contests that an intake was of them (features.md, ten things 7).

    The count of catches has legal weight; while it is open the intake is printed for nobody.
    Decided by another than who wrote it down.
    """

    class State(models.TextChoices):
        OPEN = "open", "Belum diputuskan"
        UPHELD = "upheld", "Dibenarkan"
        REJECTED = "rejected", "Tidak terbukti"

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="contests")
    said_by = models.CharField("disampaikan oleh", max_length=120)
    reason = models.TextField("keberatan", max_length=1000)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.OPEN, editable=False
    )
    decided_by = by()
    decided_at = models.DateTimeField(null=True, editable=False)
    decision_note = models.CharField("alasan keputusan", max_length=300, blank=True)
    corrected_at = models.DateTimeField("diperbaiki pada", null=True, editable=False)

    objects = ContestQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "keberatan"
        constraints = [
            *Sent.Meta.constraints,
            models.UniqueConstraint(
                fields=["intake"],
                condition=Q(state="open"),
                name="intake_is_contested_once",
                violation_error_message="Keberatan atas catatan ini sudah dicatat.",
            ),
            models.CheckConstraint(
                name="contest_is_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("recorded_by")),
                violation_error_message="Yang mencatat tidak dapat memutuskan.",
            ),
            models.CheckConstraint(
                name="contest_decision_says_why",
                condition=Q(state="open", decided_at=None)
                | Q(~Q(state="open"), ~Q(decision_note=""), decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="contest_is_corrected_when_upheld",
                condition=Q(corrected_at=None) | Q(state="upheld"),
            ),
        ]

    def __str__(self):
        return f"Keberatan, {self.intake}"
