"""What rooms to the right of the gate tell it: who receives whom, and how partners are called."""

import pghistory
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import TruncDate

from cases.people.flags.whom import Named
from cases.people.models import Person
from cases.stays.models import Stay
from rptc import days
from rptc.columns import holds, once, protected


class ReceiverQuerySet(models.QuerySet):
    def agreed(self):
        """Approved, and the klien has not been handed over yet."""
        return self.filter(handed_at=None)

    def handed(self):
        """They have received the klien."""
        return self.filter(handed_at__isnull=False)

    def note_returns(self):
        """On which day the klien came back from each of them: the first stay since."""
        later = Stay.objects.filter(
            person__stays=OuterRef("stay"), began_at__gte=OuterRef("handed_at")
        ).order_by("began_at")
        first_day = later.values(day=TruncDate("began_at", tzinfo=days.WITA))[:1]
        return self.update(came_back_on=Subquery(first_day))


@pghistory.track()
class Receiver(models.Model):
    """Who is to receive a klien at the end of a stay, or has received them.

    A fact of an exit, which is written by `exits` in the transaction of each act: agreed when it
    is approved, handed over when it is done, gone when it is cancelled. Without a name nobody
    receives: the klien goes alone, ran away or died.
    """

    stay = models.OneToOneField(
        Stay, on_delete=models.PROTECT, related_name="receiver", verbose_name="masa pembinaan"
    )
    exit_number = models.PositiveBigIntegerField("nomor terminasi", unique=True)
    name = models.CharField("nama", max_length=120, blank=True)
    relation = models.CharField("hubungan", max_length=80, blank=True)
    # Said to belong to the klien, by the way of leaving or by a relation.
    is_family = models.BooleanField("keluarga", default=False)
    # The NIK, or the number of another card.
    identity_number = models.CharField("nomor identitas", max_length=30, blank=True)
    telephone = models.CharField("telepon", max_length=20, blank=True)
    # The marked adult for whom the decision says why nevertheless.
    decided_despite = protected(Person, "disetujui walau diduga", null=True, related_name="+")
    agreed_at = models.DateTimeField("disetujui pada", null=True)
    handed_at = models.DateTimeField("diserahkan pada", null=True)
    came_back_on = models.DateField("kembali pada", null=True)

    objects = ReceiverQuerySet.as_manager()

    class Meta:
        verbose_name = "penerima klien"
        constraints = [
            holds(
                "receiver_is_agreed_or_has_received",
                Q(agreed_at__isnull=False) | Q(handed_at__isnull=False),
            ),
            holds(
                "klien_comes_back_after_the_handover",
                Q(came_back_on=None) | Q(handed_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def named(self):
        return Named(self.name, self.identity_number, self.telephone)


@pghistory.track()
class PartnerName(models.Model):
    """What a partner is called. An exit that names one whose destination is closed is closed to
    most readers, too (exits/destinations.py). Written by a trigger of the partner alone; the
    names of before stay.
    """

    partner_number = models.PositiveBigIntegerField("nomor mitra")
    text = models.CharField("nama", max_length=200)
    closes_destination = models.BooleanField("tujuan ditutup", default=False)

    class Meta:
        verbose_name = "sebutan mitra"
        constraints = [once("partner_bears_a_name_once", ["partner_number", "text"])]

    def __str__(self):
        return self.text


@pghistory.track()
class ReferredTo(models.Model):
    """To which partner somebody was referred in a stay: whether that is closed, the partner's
    names say. Written by a trigger of the referral, for who asks whether a case holds what is
    closed (casework/assignments)."""

    stay = protected(Stay, related_name="referred_to")
    partner_number = models.PositiveBigIntegerField("nomor mitra")

    class Meta:
        verbose_name = "mitra tujuan"
        constraints = [once("stay_is_referred_to_a_partner_once", ["stay", "partner_number"])]

    def __str__(self):
        return f"{self.stay.person}, mitra nomor {self.partner_number}"
