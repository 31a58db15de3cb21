import pghistory
from django.db import models
from django.db.models import F, Q

from cases.gate.refusals.columns import Compared
from cases.people import access
from cases.people.models import Person
from rptc.columns import by, holds, one_of, protected
from rptc.sending import Sent


class RefusalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the files that are open to them whole: their social workers, and the head."""
        return self.filter(access.whole_to(user))

    def to_be_known_by(self, user):
        """Not looked at by anybody yet, and not of their own doing."""
        return self.visible_to(user).filter(known_at=None).exclude(recorded_by=user)


@pghistory.track()
class Refusal(Sent, Compared):
    """Somebody was to receive a klien, or what is a klien's, and must not (gate/receivers.py).

    Whoever is at the door reads only that they must not: a name that is tried would else tell who
    is suspected. Each trial is a row that the social worker and the head look at.
    """

    class Act(models.TextChoices):
        HANDOVER = "handover", "Penyerahan klien"
        BELONGINGS = "belongings", "Penyerahan barang"
        VISIT = "visit", "Kunjungan"
        ESCORT = "escort", "Pendamping izin keluar"
        INQUIRY = "inquiry", "Jawaban kepada yang mencari"

    class Because(models.TextChoices):
        BAN = "ban", "Daftar jangan terima"
        WARNING = "warning", "Peringatan jangan serahkan"
        MARK = "mark", "Dugaan eksploitasi"

    person = protected(Person, editable=False, related_name="refusals")
    act = one_of(Act, "untuk", max_length=10)
    because = one_of(Because, "karena", max_length=7)
    # It resembles the one who must not, and may be somebody else.
    is_likely = models.BooleanField("mungkin orang lain", default=False, editable=False)
    known_by = by("dilihat oleh")
    known_at = models.DateTimeField("dilihat pada", null=True, editable=False)

    # Set by the list for who may say that it is somebody else.
    asks_why = False

    objects = RefusalQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "penolakan di pintu"
        indexes = [
            models.Index(fields=["recorded_at"], condition=Q(known_at=None), name="refusal_new")
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "refusal_is_known_by_another",
                Q(known_by=None, known_at=None)
                | (Q(known_at__isnull=False) & ~Q(known_by=F("recorded_by"))),
                "Yang mencatat tidak dapat mengetahui sendiri.",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.get_act_display().lower()}"
