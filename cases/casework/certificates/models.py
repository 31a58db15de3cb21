"""Certificates of who works here, and which act asks for one (R99)."""

from datetime import timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from rptc import days
from rptc.columns import all_or_none, by, holds, once, one_of, protected
from rptc.editing import Versioned
from rptc.guards import never_changed, never_deleted
from rptc.letters.kept_scans import SHA256, Whole
from rptc.letters.papers import is_pdf
from rptc.sending import Sent

# So long before its end a certificate is told of, each time a step more pressing.
SOON = [90, 60, 30]


class Act(models.TextChoices):
    """What a rule can ask a certificate for."""

    COMPREHENSIVE = "comprehensive", "Asesmen komprehensif"
    THERAPY = "therapy", "Terapi dan konseling untuk satu klien"
    SESSION = "session", "Kegiatan kelompok: terapi"
    CONFERENCE = "conference", "Memimpin konferensi kasus"
    PROFESSIONAL_NOTE = "note", "Catatan profesional"


@pghistory.track()
class CertificateKind(models.Model):
    """What somebody can be certified for. Rows: the unit's list, to be confirmed with it."""

    name = models.CharField("jenis sertifikat", max_length=80, unique=True)
    order = models.PositiveSmallIntegerField("urutan")
    is_active = models.BooleanField("masih dipakai", default=True)

    class Meta:
        verbose_name = "jenis sertifikat"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody's, for who keeps them; for everybody else one's own."""
        return self if user.has_perm("cases.change_certificate") else self.filter(user=user)

    def kept(self):
        """Not ended, and of whose account is open."""
        return self.filter(ended_on=None, user__is_active=True)

    def expiring(self, first, last):
        """Kept, and the last day lies in [first, last]; not where one of the same kind holds
        longer, for then there is nothing to be done."""
        rows = self.kept().filter(expires_on__lte=last)
        rows = rows if first is None else rows.filter(expires_on__gte=first)
        newer = Certificate.objects.filter(
            Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on")),
            user=OuterRef("user"),
            kind=OuterRef("kind"),
            ended_on=None,
        )
        return rows.filter(~Exists(newer))

    def expired(self, on):
        return self.expiring(None, on - days.ONE_DAY)


# The scan stands under its hash; a history of scans would keep what was sent by mistake.
@pghistory.track(exclude=["content"])
class Certificate(Whole, Sent, Versioned):
    """One certificate of one who works here: until when, and the paper itself.

    It holds from the day on which it was issued to its last day, both included. One that was
    taken away, or typed by mistake, ends on a day and says why; it is never deleted, since acts
    of before are measured by it.
    """

    user = protected(
        settings.AUTH_USER_MODEL, "petugas", related_name="certificates", editable=False
    )
    kind = protected(CertificateKind, "jenis sertifikat", related_name="certificates")
    number = models.CharField("nomor", max_length=80, blank=True)
    issuer = models.CharField("diterbitkan oleh", max_length=120)
    issued_on = models.DateField("tanggal terbit")
    expires_on = models.DateField("berlaku sampai", null=True, blank=True)
    # In the database, as letters are: a picture of our own making, or a PDF that is plain.
    content = models.BinaryField(null=True, editable=False)
    sha256 = models.CharField("sidik pindaian", max_length=64, blank=True, editable=False)
    ended_on = models.DateField("tidak berlaku mulai", null=True, editable=False)
    ended_by = by("diakhiri oleh")
    end_reason = models.CharField("mengapa berakhir", max_length=200, blank=True, editable=False)

    objects = CertificateQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "sertifikat petugas"
        indexes = [models.Index(fields=["user", "kind"], name="certificate_of_user")]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "certificate_ends_after_it_began",
                Q(expires_on=None) | Q(expires_on__gte=F("issued_on")),
                "Sertifikat tidak dapat berakhir sebelum terbit.",
            ),
            holds(
                "certificate_ended_says_by_whom_and_why",
                all_or_none("ended_on", "ended_by", words="end_reason"),
                "Tulis alasannya.",
            ),
            holds(
                "certificate_ended_not_before_it_began",
                Q(ended_on=None) | Q(ended_on__gte=F("issued_on")),
                "Ini sebelum sertifikat terbit.",
            ),
            holds(
                "certificate_scan_has_its_hash",
                Q(content=None, sha256="") | Q(content__isnull=False, sha256__regex=SHA256),
            ),
        ]
        triggers = [
            never_deleted("certificate_is_never_deleted"),
            pgtrigger.Protect(
                name="certificate_that_ended_stays_as_it_is",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_on__isnull=False),
            ),
            never_changed("certificate_stays_with_its_owner", ["user"]),
        ]

    def __str__(self):
        return f"{self.kind}, {self.user}"

    @property
    def is_pdf(self):
        return is_pdf(self.scan)

    def holds_on(self, on):
        """Also of a day that is over: did it hold then?"""
        is_over = self.expires_on is not None and self.expires_on < on
        is_ended = self.ended_on is not None and self.ended_on <= on
        return self.issued_on <= on and not is_over and not is_ended

    @property
    def days_left(self):
        """Of its last day too there is one."""
        return None if self.expires_on is None else (self.expires_on - days.today()).days + 1

    @property
    def is_over(self):
        return self.days_left is not None and self.days_left <= 0

    @property
    def ends_soon(self):
        """The nearest of 90, 60 and 30 days below which it lies; None where it has time."""
        if self.days_left is None or self.is_over:
            return None
        return min((limit for limit in SOON if self.days_left <= limit), default=None)


@pghistory.track()
class CertificateRule(models.Model):
    """This act asks for a certificate of this kind, from a day on. It never blocks the act: the
    unit has two social workers and no spare. What is done without one says so (lacking.py).

    A rule that has begun is never changed, only ended: what was done would be judged anew.
    """

    act = one_of(Act, "pekerjaan", max_length=13)
    kind = protected(CertificateKind, "jenis sertifikat", related_name="rules")
    valid_from = models.DateField("berlaku mulai")
    valid_until = models.DateField("sampai sebelum", null=True, blank=True)

    class Meta:
        verbose_name = "aturan sertifikat"
        ordering = ["act", "-valid_from", "pk"]
        constraints = [
            once(
                "certificate_rule_starts_once",
                ["act", "kind", "valid_from"],
                "Sudah ada aturan untuk pekerjaan dan sertifikat itu mulai hari itu.",
            ),
            holds(
                "certificate_rule_ends_after_start",
                Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                "Aturan tidak dapat berakhir sebelum mulai.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="certificate_rule_only_ends", exclude=["valid_until"]),
        ]

    def __str__(self):
        return f"{self.get_act_display()}: {self.kind}"

    def is_in_force(self, on):
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)


def told_until(on, limit):
    """The last day that lies `limit` days ahead, today counted as the first."""
    return on + timedelta(days=limit - 1)
