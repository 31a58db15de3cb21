from datetime import timedelta

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from cases.gate.closed_places import keeps_case
from partners.directory.models import Partner
from partners.links.models import Linked, lives
from partners.referrals.models import (
    AT_PARTNER,
    SENT_TO_READER,
    WORKS,
    Referral,
    ReferralState,
    ReferralStep,
)
from rptc import days
from rptc.accounts.permissions import Role
from rptc.columns import all_or_none, by, holds, may_point_to, once, one_of, protected
from rptc.guards import changed_only_in, refuses
from rptc.letters.kept_scans import SHA256, Whole
from rptc.policies import IN_OWN_NAME, READER, WHOEVER_ACTS, RowPolicy, may
from rptc.sending import Sent

# Who came so many days before a month was over, or earlier, is told of in it; and until this day
# of the next month it is in time (docs/rules.md, A partner's month).
LEAST_DAYS, DUE_ON = 10, 7
MOST_WORDS, MOST_SEALED = 300, 1_800
# The three questions, as columns of sealed words.
WORDS = ("health", "school", "home")
SEALED = tuple(f"sealed_{name}" for name in WORDS)

OWN_REPORT = f"referral_id IN {SENT_TO_READER}"


def month_asked():
    """The first day of the month that is told of now: the one that is over."""
    return days.add_months(days.today().replace(day=1), -1)


def due_on(month):
    """The last day on which it is in time."""
    return days.add_months(month, 1).replace(day=DUE_ON)


def is_late(month):
    return days.today() > due_on(month)


def may_still_be_told(month):
    """Until the month after it is over."""
    return month == month_asked()


def asked_of(referrals, month):
    """Of these, those of whom the partner tells this month: whoever was there on its last day,
    came in time, and is there still. Whoever has left since is told of in the end of the
    referral."""
    came = days.starts_at(days.add_months(month, 1) - timedelta(days=LEAST_DAYS - 1))
    steps = ReferralStep.objects.filter(referral=OuterRef("pk"), to_state=ReferralState.ARRIVED)
    rows = referrals.annotate(arrived_at=Subquery(steps.order_by("at").values("at")[:1]))
    return rows.filter(state__in=AT_PARTNER, arrived_at__lt=came)


def untold(referrals, month):
    """Of those, the ones that nobody has told of yet."""
    told = MonthReport.objects.standing().filter(referral=OuterRef("pk"), month=month)
    return asked_of(referrals, month).filter(~Exists(told))


class MonthAnswer(models.TextChoices):
    SAME = "same", "Masih di sini, tidak ada perubahan"
    CHANGED = "changed", "Ada perubahan"


class MonthChannel(models.TextChoices):
    """Those of a referral, and the link on which nobody is logged in."""

    LINK = "link", "Tautan"
    PORTAL = "portal", "Portal mitra"
    TELEPHONE = "telephone", "Telepon"
    MESSAGE = "message", "Pesan"
    LETTER = "letter", "Surat"
    MEETING = "meeting", "Bertemu langsung"


class MonthLinkQuerySet(models.QuerySet):
    def live(self):
        """Those that may be answered, as long as anybody is left to tell of."""
        return self.filter(ended_at=None, expires_at__gt=days.now(), month=month_asked())

    def of_link(self, token):
        """The one that this link asks. Whether anybody is left to tell of, `untold_of` says."""
        return self.live().filter(lives(token))


@pghistory.track(exclude=["token_hash"])
class MonthLink(Linked, Sent):
    """A partner is asked by a link about the month of some of its klien, of whom it shows no name:
    those of the case of who sends it. Who sends another one ends the one before."""

    partner = protected(Partner, related_name="month_links", editable=False)
    month = models.DateField("bulan", editable=False)
    # The numbers of the referrals, as it was sent.
    referrals = ArrayField(models.BigIntegerField(), editable=False)
    ended_at = models.DateTimeField("tidak berlaku sejak", null=True, editable=False)

    objects = MonthLinkQuerySet.as_manager()

    row_policy = RowPolicy(
        reads=WORKS,
        adds=f"{may('partners.record_answer')} AND {IN_OWN_NAME}",
        changes=may("partners.record_answer"),
        history=WORKS,
    )

    class Meta(Sent.Meta):
        verbose_name = "tautan laporan bulanan"
        constraints = [
            *Sent.Meta.constraints,
            once(
                "month_link_is_live_once",
                ["partner", "month", "recorded_by"],
                "Tautan ini baru saja dibuat. Buat lagi bila belum terkirim.",
                condition=Q(ended_at=None),
            ),
            holds("month_link_is_of_a_month", Q(month__day=1)),
            holds("month_link_asks_about_somebody", Q(referrals__len__gt=0)),
            holds(
                "month_link_opens_and_ends",
                Q(token_hash__isnull=False, expires_at__isnull=False),
            ),
        ]
        triggers = [changed_only_in("month_link_stays_as_sent", ["ended_at"], "ended_at")]

    def __str__(self):
        return f"Tautan {self.month:%m/%Y}"

    @property
    def is_live(self):
        runs = self.ended_at is None and self.expires_at > days.now()
        return runs and self.partner.is_active and may_still_be_told(self.month)


class MonthReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the case, the head, and who wrote it down after a call, as far as they may know
        the referral."""
        if not user.has_perm("partners.view_referral"):
            return self.none()
        rows = self.filter(referral__in=Referral.objects.visible_to(user).values("pk"))
        if user.has_role(Role.HEAD):
            return rows
        return rows.filter(Q(recorded_by=user) | keeps_case(user, "referral__stay"))

    def newest(self):
        """Of each the version that stands."""
        return self.standing().filter(correction=None)

    def standing(self):
        """What nobody has undone."""
        return self.filter(undone_at=None)

    def unread(self):
        """Something has changed, and nobody of the case has read it."""
        return self.newest().filter(answer=MonthAnswer.CHANGED, read_at=None)

    def unseen_of(self, user):
        """Answers by a link to whoever has the case, until they have looked: nobody was logged in,
        so that nobody else tells them."""
        rows = self.newest().filter(channel=MonthChannel.LINK, read_at=None)
        return rows.filter(keeps_case(user, "referral__stay"))

    def in_portal_of(self, user):
        """Of whoever is referred to the user's own partner now."""
        return self.standing().filter(
            referral__in=Referral.objects.in_portal_of(user).values("pk")
        )


# The picture stands under its hash; a history of pictures would keep what was sent by mistake.
@pghistory.track(exclude=["content"])
class MonthReport(Whole, Sent):
    """What a partner says of a klien for a month (R56): all as it was, or what has changed. It
    stays as it was said: a correction is a version of its own that points to the old one."""

    Answer, Channel = MonthAnswer, MonthChannel
    # What `rotate_keys` puts under the newest key (rptc/keys.py).
    sealed_columns = SEALED
    refused_by_triggers = {
        "month_report_is_of_who_is_there": "Klien ini tidak sedang berada di mitra.",
        "month_report_corrects_its_like": "Versi baru tetap tentang klien dan bulan yang sama.",
    }

    referral = protected(Referral, related_name="month_reports", editable=False)
    month = models.DateField("bulan", editable=False)
    answer = one_of(MonthAnswer, "bulan ini", max_length=7)
    sealed_health = models.TextField(max_length=MOST_SEALED, blank=True, editable=False)
    sealed_school = models.TextField(max_length=MOST_SEALED, blank=True, editable=False)
    sealed_home = models.TextField(max_length=MOST_SEALED, blank=True, editable=False)
    # In the database, as letters are: a picture of our own making.
    content = models.BinaryField(null=True, editable=False)
    sha256 = models.CharField("sidik foto", max_length=64, blank=True, editable=False)
    channel = one_of(MonthChannel, "melalui", max_length=10)
    # By a link nobody is logged in: no account of ours wrote it.
    recorded_by = by("dicatat oleh")
    by_link = may_point_to(MonthLink, "lewat tautan", related_name="reports", editable=False)
    # Empty where the partner said it here itself.
    said_by = models.CharField("disampaikan oleh", max_length=120, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="correction"
    )
    read_at = models.DateTimeField("dibaca pada", null=True, editable=False)
    read_by = by("dibaca oleh")
    # Of an answer by a link alone: who sent it was somebody else, or was mistaken.
    undone_at = models.DateTimeField("diurungkan pada", null=True, editable=False)
    undone_by = by("diurungkan oleh")
    undone_why = models.CharField("alasan diurungkan", max_length=300, blank=True, editable=False)

    objects = MonthReportQuerySet.as_manager()

    row_policy = RowPolicy(
        reads=f"{WORKS} OR {OWN_REPORT}",
        adds=f"({may('partners.record_answer')} AND {IN_OWN_NAME})"
        f" OR (channel = 'portal' AND recorded_by_id = {READER} AND {OWN_REPORT})"
        f" OR (channel = 'link' AND recorded_by_id IS NULL AND {WHOEVER_ACTS})",
        changes=WORKS,
        history=WORKS,
    )

    class Meta(Sent.Meta):
        verbose_name = "laporan bulanan mitra"
        indexes = [
            models.Index(fields=["month", "referral"], name="month_report_of_month"),
            models.Index(
                fields=["id"], condition=Q(answer="changed", read_at=None), name="month_report_new"
            ),
        ]
        constraints = [
            # By a link the key alone is its sender's.
            once("monthreport_is_sent_once", ["send_key", "recorded_by"], nulls_distinct=False),
            once(
                "month_report_is_one_a_month",
                ["referral", "month"],
                "Laporan bulan itu sudah ada. Perbaiki yang sudah ada.",
                condition=Q(corrects=None, undone_at=None),
            ),
            holds(
                "month_report_by_link_alone_has_no_account",
                Q(channel="link", recorded_by=None, by_link__isnull=False)
                | ~Q(channel="link") & Q(recorded_by__isnull=False, by_link=None),
            ),
            # What has changed names somebody: it is told on the telephone, or in the portal.
            holds("month_report_by_link_is_of_no_change", ~Q(channel="link") | Q(answer="same")),
            holds(
                "month_report_undone_says_who_and_why",
                Q(undone_at=None, undone_by=None, undone_why="")
                | Q(channel="link", undone_at__isnull=False, undone_by__isnull=False)
                & ~Q(undone_why=""),
            ),
            holds("month_report_is_of_a_month", Q(month__day=1)),
            holds(
                "month_report_says_what_changed",
                Q(answer="same", sealed_health="", sealed_school="", sealed_home="", content=None)
                | Q(answer="changed") & ~Q(sealed_health="", sealed_school="", sealed_home=""),
                "Tulis apa yang berubah.",
            ),
            holds(
                "month_report_picture_has_its_hash",
                Q(content=None, sha256="") | Q(content__isnull=False, sha256__regex=SHA256),
            ),
            holds(
                "month_report_is_said_by_somebody",
                Q(channel="portal", said_by="") | ~Q(channel="portal") & ~Q(said_by=""),
                "Tulis siapa yang menyampaikan.",
            ),
            holds("month_report_is_read_by_somebody", all_or_none("read_at", "read_by")),
        ]
        triggers = [
            changed_only_in(
                "month_report_stays_as_said",
                ["read_at", "read_by_id", "undone_at", "undone_by_id", "undone_why"],
                "undone_at",
                sealed=SEALED,
            ),
            refuses(
                "month_report_is_read_once",
                "It was read before.",
                on=pgtrigger.UpdateOf("read_at", "read_by_id"),
                condition=pgtrigger.Q(old__read_at__isnull=False)
                & (
                    pgtrigger.Q(old__read_at__df=pgtrigger.F("new__read_at"))
                    | pgtrigger.Q(old__read_by_id__df=pgtrigger.F("new__read_by_id"))
                ),
            ),
            refuses(
                "month_report_is_of_who_is_there",
                "Of whoever is there alone.",
                """NOT EXISTS (
                    SELECT FROM partners_referral
                     WHERE id = NEW.referral_id
                       AND state IN ('arrived', 'in_service'))""",
                on=pgtrigger.Insert,
            ),
            refuses(
                "month_report_corrects_its_like",
                "A correction is of the same klien and month.",
                """NOT EXISTS (
                    SELECT FROM partners_monthreport
                     WHERE id = NEW.corrects_id AND referral_id = NEW.referral_id
                       AND month = NEW.month)""",
                on=pgtrigger.Insert,
                condition=pgtrigger.Q(new__corrects__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Laporan {self.month:%m/%Y}"

    @property
    def is_changed(self):
        return self.answer == MonthAnswer.CHANGED

    @property
    def is_unread(self):
        return self.is_changed and self.read_at is None

    @property
    def may_be_corrected(self):
        return self.undone_at is None and may_still_be_told(self.month)

    @property
    def is_by_link(self):
        return self.channel == MonthChannel.LINK


__all__ = ["MonthLink", "MonthReport"]
