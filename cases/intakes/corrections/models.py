import pghistory
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from cases.intakes.models import Intake
from cases.people.models import Person, Sex
from rptc.columns import all_or_none, by, holds, one_of, protected
from rptc.sending import Sent


class CorrectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(intake__person__in=Person.objects.visible_to(user))

    def to_be_judged(self):
        """The officer says another sex than the file of before: a social worker looks. Where both
        say the same by now, there is nothing left to ask; what the officer mended once more stands
        in the last correction."""
        later = self.model.objects.filter(intake=OuterRef("intake"), pk__gt=OuterRef("pk"))
        asked = self.filter(~Exists(later), judged_at=None).exclude(sex="")
        return asked.exclude(sex=F("intake__person__sex"))


@pghistory.track()
class Correction(Sent):
    """That TRC mended its own row, and why; what was changed stands in the history of the rows
    (docs/rules.md, Intake). `sex` is what the officer says of somebody whose file is not
    theirs to change."""

    intake = protected(Intake, editable=False, related_name="corrections")
    reason = models.CharField("mengapa dikoreksi", max_length=200)
    sex = one_of(Sex, "jenis kelamin menurut petugas", max_length=1, blank=True, editable=False)
    judged_at = models.DateTimeField("diperiksa pada", null=True, editable=False)
    judged_by = by("diperiksa oleh")

    objects = CorrectionQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "koreksi"
        indexes = [
            models.Index(
                fields=["intake"],
                condition=Q(judged_at=None) & ~Q(sex=""),
                name="correction_to_be_judged",
            )
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds("correction_says_why", ~Q(reason="")),
            holds("correction_is_judged_by_somebody", all_or_none("judged_at", "judged_by")),
        ]

    def __str__(self):
        return f"Koreksi {self.intake}"
