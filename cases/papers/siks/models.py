import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef

from cases.people import access
from cases.people.models import Person
from cases.stays.models import Stay
from rptc.columns import all_or_none, by, holds, protected
from rptc.guards import never_changed, never_deleted
from rptc.sending import Sent


class SiksEntryQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(taken_back_at=None)

    def visible_to(self, user):
        """With the identity of the klien: where the file is open beyond what the house must
        know."""
        return self.filter(access.whole_to(user, "person"))


@pghistory.track()
class SiksEntry(Sent):
    """The data of a klien were typed into SIKS-NG, by whom and when; a mistake is taken back with
    a reason, and stays to be read. It is of the human being: it survives the stay, and goes along
    where two files are merged, so that of such a file two may stand."""

    person = protected(Person, related_name="siks_entries", editable=False)
    taken_back_at = models.DateTimeField("dibatalkan pada", null=True, editable=False)
    taken_back_by = by("dibatalkan oleh")
    take_back_reason = models.CharField(
        "mengapa dibatalkan", max_length=300, blank=True, editable=False
    )

    objects = SiksEntryQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "entri SIKS-NG"
        indexes = [models.Index(fields=["person", "-id"], name="siks_entry_of_person")]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "siks_entry_taken_back_by_somebody_for_a_reason",
                all_or_none("taken_back_at", "taken_back_by", words="take_back_reason"),
                "Tulis alasannya.",
            ),
        ]
        triggers = [
            never_deleted("siks_entry_is_never_deleted"),
            never_changed(
                "siks_entry_keeps_who_wrote_it",
                ["recorded_by", "recorded_at", "send_key", "send_digest"],
            ),
            pgtrigger.Protect(
                name="siks_entry_taken_back_stays_so",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__taken_back_at__isnull=False)
                & (
                    pgtrigger.Q(new__taken_back_at__df=pgtrigger.F("old__taken_back_at"))
                    | pgtrigger.Q(new__taken_back_by__df=pgtrigger.F("old__taken_back_by"))
                    | pgtrigger.Q(new__take_back_reason__df=pgtrigger.F("old__take_back_reason"))
                ),
            ),
        ]

    def __str__(self):
        return "Entri SIKS-NG"


def not_entered(user):
    """Stays that have not ended, of klien who are not in SIKS-NG yet and whose file is open whole
    to this reader."""
    standing = SiksEntry.objects.standing().filter(person=OuterRef("person"))
    rows = Stay.objects.open().filter(access.whole_to(user, "person"))
    return rows.exclude(Exists(standing))


def own_not_entered(user):
    """The same of their own cases, and of those of whom they stand in for."""
    return not_entered(user).filter(access.of_case(user, "social_worker"))
