from datetime import timedelta

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest

from cases.patrols.models import Patrol
from cases.places.models import HotSpot
from rptc import days, words
from rptc.accounts.permissions import Role
from rptc.columns import all_or_none, holds, may_point_to, one_of, protected
from rptc.sending import Sent

# Reports of one place within this time are about the same people (docs/rules.md, On the road).
SAME_HOUR = timedelta(hours=1)


class Median(models.Aggregate):
    template = "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


class PublicReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All who take reports or ride on them; the reporter's name is another matter."""
        return self if user.has_perm("cases.view_public_report") else self.none()

    def open(self):
        """Neither given to a patrol, nor answered, nor joined to another."""
        return self.filter(patrol=None, handled_on=None, joined_to=None)

    def unanswered(self):
        """Given to a patrol, and nobody has said yet what came of it."""
        return self.filter(patrol__isnull=False, handled_on=None)

    def same_event(self, report):
        """Reports that stand alone, of the same place within the hour."""
        near = self.filter(
            joined_to=None,
            handled_on=None,
            received_at__gte=report.received_at - SAME_HOUR,
            received_at__lte=report.received_at + SAME_HOUR,
        ).exclude(pk=report.pk)
        if report.hot_spot_id:
            return near.filter(hot_spot=report.hot_spot_id)
        return near.filter(hot_spot=None, place__iexact=report.place)

    def median_time_to_patrol(self):
        """Of the reports that a patrol rode for; None while there are none."""
        waited = Greatest(F("patrol__started_at") - F("received_at"), timedelta(0))
        given = self.filter(patrol__isnull=False)
        return given.order_by().aggregate(
            median=Median(waited, output_field=models.DurationField())
        )["median"]


@pghistory.track()
class PublicReport(Sent):
    """A call that may start a patrol. The reporter is optional and secret: shown to whoever wrote
    it down and to the head, printed nowhere."""

    class Channel(models.TextChoices):
        TELEPHONE = "telephone", "Telepon"
        CALL_112 = "112", "Panggilan 112"
        HOTLINE = "hotline", "Hotline Dinas"
        CHAT = "chat", "Pesan (WhatsApp)"
        LAPOR = "lapor", "SP4N-LAPOR!"
        COUNTER = "counter", "Loket"

    received_at = models.DateTimeField("diterima pada", default=days.now)
    channel = one_of(Channel, "melalui", max_length=10)
    ticket = models.CharField("nomor tiket LAPOR!", max_length=40, blank=True)
    hot_spot = may_point_to(HotSpot, "titik rawan", related_name="public_reports")
    place = models.CharField("tempat", max_length=160, blank=True)
    what = models.TextField("apa yang dilaporkan", max_length=1000)
    how_many = models.PositiveSmallIntegerField("kira-kira berapa orang", null=True, blank=True)
    reporter = models.CharField("nama pelapor", max_length=120, blank=True)
    reporter_contact = models.CharField("kontak pelapor", max_length=80, blank=True)
    # A mark for whoever rides and whoever answers, beside the secrecy that every reporter has.
    wants_no_name = models.BooleanField("pelapor minta tidak disebut", default=False)
    joined_to = protected("self", null=True, editable=False, related_name="joined")
    patrol = protected(Patrol, null=True, editable=False, related_name="public_reports")
    given_at = models.DateTimeField("diberikan ke patroli pada", null=True, editable=False)
    handled_on = models.DateField("ditangani tanggal", null=True, editable=False)
    handled_note = models.CharField("hasil", max_length=300, blank=True)

    objects = PublicReportQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "laporan masyarakat"
        indexes = [models.Index(fields=["-received_at", "-id"], name="public_report_newest")]
        constraints = [
            *Sent.Meta.constraints,
            holds("public_report_says_where", Q(hot_spot__isnull=False) | ~Q(place="")),
            holds("public_report_given_when", all_or_none("patrol", "given_at")),
            holds(
                "public_report_is_not_joined_to_itself", Q(joined_to=None) | ~Q(joined_to=F("pk"))
            ),
        ]

    def __str__(self):
        return f"Laporan {self.number}"

    @property
    def number(self):
        return f"LM-{self.pk:05d}"

    @property
    def where(self):
        return str(self.hot_spot) if self.hot_spot_id else self.place

    @property
    def time_to_patrol(self):
        """From the call to the start of the patrol; None while there is none."""
        patrol = self.lead.patrol
        return max(patrol.started_at - self.received_at, timedelta(0)) if patrol else None

    @property
    def lead(self):
        """The report that this one is joined to, or itself: it rides with the patrol."""
        return self.joined_to or self

    @property
    def state(self):
        """(word, shape) of what has become of it."""
        if self.lead.handled_on:
            return "Ditangani", "ok"
        if self.lead.patrol_id:
            return "Diberikan ke patroli", "run"
        return "Belum ditangani", "due"

    @property
    def answer(self):
        """What the reporter is told: a number and a day, nothing else."""
        if not self.lead.handled_on:
            return ""
        return f"Laporan {self.number} ditangani tanggal {words.tanggal(self.lead.handled_on)}."

    def shows_reporter_to(self, user):
        return user.pk == self.recorded_by_id or user.has_role(Role.HEAD)
