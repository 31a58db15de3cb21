from datetime import timedelta

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from cases.places.models import HotSpot
from rptc import days
from rptc.accounts.permissions import Role
from rptc.columns import holds, may_point_to, once, protected
from rptc.editing import Versioned
from rptc.sending import Sent


@pghistory.track()
class Team(models.Model):
    """Regu of TRC Saribattang."""

    name = models.CharField("nama regu", max_length=80, unique=True)
    is_active = models.BooleanField("masih dipakai", default=True)

    class Meta:
        verbose_name = "regu"

    def __str__(self):
        return self.name


@pghistory.track()
class Vehicle(models.Model):
    plate = models.CharField("nomor polisi", max_length=20, unique=True)
    name = models.CharField("kendaraan", max_length=80, blank=True)
    is_active = models.BooleanField("masih dipakai", default=True)

    class Meta:
        verbose_name = "kendaraan"

    def __str__(self):
        return f"{self.plate} ({self.name})" if self.name else self.plate


class OrderLetterQuerySet(models.QuerySet):
    def valid_on(self, day):
        """The order letters that cover a day, the newest first."""
        return self.filter(valid_from__lte=day, valid_until__gte=day).order_by("-issued_on", "-pk")


@pghistory.track()
class OrderLetter(Sent):
    """Surat tugas of the Dinas: its number is typed from outside; one may cover a month."""

    number = models.CharField("nomor surat tugas", max_length=80, unique=True)
    issued_on = models.DateField("tanggal surat")
    valid_from = models.DateField("berlaku mulai")
    valid_until = models.DateField("berlaku sampai")

    objects = OrderLetterQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "surat tugas"
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "order_letter_ends_after_start",
                Q(valid_until__gte=F("valid_from")),
                "Hari terakhir tidak boleh sebelum hari mulai.",
            ),
        ]

    def __str__(self):
        return self.number

    @classmethod
    def longest_until(cls, first):
        """The last day of a letter that begins on `first`: a year at most, as budgets run. A
        slip of the hand would else cover patrols for ever."""
        return days.add_months(first, 12) - days.ONE_DAY


class PatrolQuerySet(models.QuerySet):
    def visible_to(self, user):
        """TRC officers see the patrols they registered or rode with; the house sees all."""
        if user.has_role(*self.model.SEEN_BY):
            return self
        rode = self.model.objects.filter(members__user=user)
        return self.filter(Q(recorded_by=user) | Q(pk__in=rode.values("pk")))

    def under_way(self):
        return self.filter(ended_at=None)


# A patrol may have driven for so long before somebody begins it here.
BEGINS_LATE = timedelta(hours=12)


@pghistory.track()
class Patrol(Sent, Versioned):
    """One round of TRC Saribattang. Most meet nobody; a quiet one is still counted."""

    # Who sees those of others too.
    SEEN_BY = Role.HEAD, Role.SOCIAL_WORKER

    team = protected(Team, "regu", related_name="patrols")
    order_letter = may_point_to(OrderLetter, "surat tugas", related_name="patrols")
    vehicle = may_point_to(Vehicle, "kendaraan", related_name="patrols")
    route = models.CharField("rute", max_length=200)
    companions = models.CharField(
        "pendamping", max_length=200, blank=True, help_text="Misalnya Satpol PP 2 orang."
    )
    started_at = models.DateTimeField("mulai", default=days.now)
    ended_at = models.DateTimeField("selesai", null=True, blank=True)
    note = models.TextField("catatan", max_length=2000, blank=True)

    objects = PatrolQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "patroli"
        indexes = [models.Index(fields=["-started_at", "-id"], name="patrol_newest_first")]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "patrol_ends_after_start",
                Q(ended_at=None) | Q(ended_at__gt=F("started_at")),
                "Patroli selesai sesudah mulai.",
            ),
        ]

    def __str__(self):
        return f"{self.team}, {self.started_on:%d/%m/%Y}"

    @property
    def number(self):
        """Of its report."""
        return f"PT-{self.pk:05d}"

    @property
    def started_on(self):
        return days.day_of(self.started_at)

    @property
    def is_under_way(self):
        return self.ended_at is None

    @cached_property
    def only_spot(self):
        """The hot spot of a route that is this one alone."""
        return HotSpot.objects.filter(is_active=True, name=self.route).first()

    def was_under_way(self, moment):
        """Begun late on the phone, it has taken pictures before."""
        began = self.started_at - BEGINS_LATE
        return self.is_under_way or began <= moment <= self.ended_at


@pghistory.track()
class PatrolMember(models.Model):
    """Who rode with a patrol: they see it and its intakes."""

    patrol = models.ForeignKey(Patrol, on_delete=models.CASCADE, related_name="members")
    user = protected(settings.AUTH_USER_MODEL, related_name="rode_with")

    class Meta:
        verbose_name = "anggota patroli"
        constraints = [once("patrol_member_once", ["patrol", "user"])]

    def __str__(self):
        return str(self.user)


@pghistory.track()
class PatrolPoint(models.Model):
    """A hot spot that a patrol looked at, whether it met anybody there or not."""

    patrol = models.ForeignKey(Patrol, on_delete=models.CASCADE, related_name="points")
    hot_spot = protected(HotSpot, related_name="patrol_points")

    class Meta:
        verbose_name = "titik patroli"
        constraints = [once("patrol_point_once", ["patrol", "hot_spot"])]

    def __str__(self):
        return str(self.hot_spot)
