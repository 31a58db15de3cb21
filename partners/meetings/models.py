"""Meetings with partners (R54): planned, held with who came, and what was decided by whom and
until when. They are about the partnership: no klien is named."""

from datetime import date, timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from partners.directory.models import Partner
from rptc import days
from rptc.columns import by, holds, may_point_to, once, one_of, protected, seen_with, state_of
from rptc.decisions import state_moves
from rptc.editing import Versioned
from rptc.guards import never_changed, never_deleted, refuses, written_once
from rptc.letters.kept_scans import SHA256, KeptScan
from rptc.policies import RowPolicy, may
from rptc.sending import Sent
from rptc.words import pukul, tanggal

# A meeting is told of so many days before it; today is the first of them.
SOON_DAYS = 7
# So many days after it was held its minutes are late.
MINUTES_DAYS = 3
LONG_MINUTES = 10_000

ONE_OWNER = "Pilih satu saja: mitra, petugas, atau tulis jabatannya."
HAS_DECISIONS = "Rapat ini sudah punya notula atau keputusan."
NOT_HELD = "Keputusan dicatat sesudah rapat dilaksanakan."


class MeetingKind(models.TextChoices):
    COORDINATION = "coordination", "Koordinasi"
    YEARLY = "yearly", "Evaluasi tahunan"
    OTHER = "other", "Lain"


class MeetingState(models.TextChoices):
    PLANNED = "planned", "Direncanakan"
    HELD = "held", "Dilaksanakan"
    CANCELLED = "cancelled", "Dibatalkan"


M = MeetingState
# What was written down as held or cancelled by mistake is planned again.
MEETING_MOVES = {M.PLANNED: {M.HELD, M.CANCELLED}, M.HELD: {M.PLANNED}, M.CANCELLED: {M.PLANNED}}

READS = may("partners.view_meeting")
# The Dinas counts meetings, who was there, and what was decided; and reads no paper of one.
COUNTS = may("partners.view_meeting", "reports.view_indicators")
WRITES = may("partners.hold_meeting")
ENDS = may("partners.hold_meeting", "partners.end_meeting_decision")


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever works with partners: it names no klien."""
        return self if user.has_perm("partners.view_meeting") else self.none()

    def planned(self):
        return self.filter(state=M.PLANNED)

    def soon(self, now):
        """Planned, from now until the end of the seventh day."""
        last = days.starts_at(days.day_of(now) + timedelta(days=SOON_DAYS))
        return self.planned().filter(at__gte=now, at__lt=last)

    def past(self, now):
        """Its hour is over, and nobody has written whether it was held."""
        return self.planned().filter(at__lt=now)

    def held(self):
        return self.filter(state=M.HELD)

    def without_minutes(self, on):
        """Held three days ago or earlier."""
        before = days.starts_at(on - timedelta(days=MINUTES_DAYS - 1))
        return self.held().filter(minutes="", held_at__lt=before)

    def cancelled(self):
        return self.filter(state=M.CANCELLED)

    def of_year(self, year):
        """By the day on which it was held, or is planned."""
        since, before = days.period(*days_of_year(year))
        held = Q(held_at__gte=since, held_at__lt=before)
        planned = Q(held_at=None, at__gte=since, at__lt=before)
        return self.filter(held | planned)


def days_of_year(year):
    """[1 January, 1 January of the next)."""
    return date(year, 1, 1), date(year + 1, 1, 1)


@pghistory.track()
class Meeting(Sent, Versioned):
    """Rapat with one or several partners.

    `first_at` is when it was planned for at first: one that was moved says so, and its history
    says each day between. Whose leader came is unknown until it was held.
    """

    Kind, State = MeetingKind, MeetingState

    kind = one_of(MeetingKind, "jenis", max_length=12)
    subject = models.CharField("tentang", max_length=200)
    at = models.DateTimeField("hari dan jam")
    first_at = models.DateTimeField("semula direncanakan", editable=False)
    place = models.CharField("tempat", max_length=120, default="Ruang rapat RPTC")
    state = state_of(MeetingState, M.PLANNED)
    held_at = models.DateTimeField("dilaksanakan pada", null=True, blank=True)
    our_leader_present = models.BooleanField("pimpinan kami hadir", null=True)
    ours = models.CharField("yang hadir dari kami", max_length=200, blank=True)
    minutes = models.TextField("notula", max_length=LONG_MINUTES, blank=True)
    end_reason = models.CharField("mengapa dibatalkan", max_length=300, blank=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    row_policy = RowPolicy(reads=COUNTS, adds=WRITES, changes=WRITES, history=READS)

    class Meta(Sent.Meta):
        verbose_name = "rapat"
        indexes = [models.Index(fields=["state", "at"], name="meeting_by_state")]
        constraints = [
            *Sent.Meta.constraints,
            holds("meeting_says_what_about", ~Q(subject=""), "Tulis tentang apa."),
            holds("meeting_says_where", ~Q(place=""), "Tulis di mana."),
            holds(
                "meeting_state_fits_its_columns",
                Q(
                    state="planned",
                    held_at=None,
                    our_leader_present=None,
                    ours="",
                    minutes="",
                    end_reason="",
                )
                | Q(
                    state="held",
                    held_at__isnull=False,
                    our_leader_present__isnull=False,
                    end_reason="",
                )
                | (
                    Q(
                        state="cancelled",
                        held_at=None,
                        our_leader_present=None,
                        ours="",
                        minutes="",
                    )
                    & ~Q(end_reason="")
                ),
            ),
        ]
        triggers = [
            state_moves("meeting_moves", MEETING_MOVES),
            never_deleted("meeting_stays"),
            never_changed("meeting_keeps_its_first_day", ["first_at", "recorded_by"]),
            refuses(
                "meeting_with_decisions_was_held",
                "A meeting with minutes or decisions was held.",
                """OLD.minutes <> '' OR EXISTS (
                    SELECT FROM partners_meetingdecision WHERE meeting_id = NEW.id
                )""",
                on=pgtrigger.UpdateOf("state"),
                condition=pgtrigger.Q(old__state="held", new__state="planned"),
            ),
        ]

    def __str__(self):
        return self.subject

    @property
    def is_planned(self):
        return self.state == M.PLANNED

    @property
    def is_held(self):
        return self.state == M.HELD

    @property
    def is_moved(self):
        return self.at != self.first_at

    @property
    def on(self):
        """The day that counts: on which it was held, or is planned."""
        return days.day_of(self.held_at or self.at)

    @property
    def when(self):
        at = self.held_at or self.at
        return f"{tanggal(at)} {pukul(at)}"

    @property
    def lacks_minutes(self):
        return self.is_held and not self.minutes

    @property
    def status(self):
        """(words, shape) for the badge."""
        if self.state == M.CANCELLED:
            return "Dibatalkan", "idle"
        if self.is_planned:
            return ("Belum dicatat", "late") if self.at < days.now() else ("Direncanakan", "wait")
        if not self.lacks_minutes:
            return "Dilaksanakan", "ok"
        is_late = (days.today() - self.on).days >= MINUTES_DAYS
        return "Tanpa notula", "late" if is_late else "due"


class MeetingPartnerQuerySet(seen_with("meeting")):
    def invited(self):
        return self.filter(is_invited=True)


@pghistory.track()
class MeetingPartner(Sent):
    """A partner that is invited: whether its leader came, and who did. One that is invited no
    more keeps its row, and its letter."""

    meeting = protected(Meeting, related_name="invited", editable=False)
    partner = protected(Partner, related_name="meetings", editable=False)
    is_invited = models.BooleanField("diundang", default=True, editable=False)
    leader_present = models.BooleanField("pimpinan mitra hadir", null=True, editable=False)
    came = models.CharField("yang datang", max_length=120, blank=True, editable=False)

    objects = MeetingPartnerQuerySet.as_manager()

    row_policy = RowPolicy(reads=COUNTS, adds=WRITES, changes=WRITES, history=READS)

    class Meta(Sent.Meta):
        verbose_name = "mitra yang diundang"
        constraints = [
            *Sent.Meta.constraints,
            once("partner_is_invited_once", ["meeting", "partner"]),
        ]
        triggers = [
            never_deleted("meeting_partner_stays"),
            never_changed("meeting_partner_keeps_whom", ["meeting", "partner", "recorded_by"]),
        ]

    def __str__(self):
        return str(self.partner)

    @property
    def status(self):
        if self.leader_present is None:
            return "Diundang", "wait"
        if self.leader_present:
            return "Pimpinan hadir", "ok"
        return ("Diwakili", "run") if self.came else ("Tidak hadir", "idle")


class DecisionState(models.TextChoices):
    OPEN = "open", "Berjalan"
    DONE = "done", "Selesai"
    UNDONE = "undone", "Tidak dilaksanakan"


D = DecisionState
# What was written down by mistake runs again.
DECISION_MOVES = {D.OPEN: {D.DONE, D.UNDONE}, D.DONE: {D.OPEN}, D.UNDONE: {D.OPEN}}


class MeetingDecisionQuerySet(seen_with("meeting")):
    def endable_by(self, user):
        """Who keeps the meetings says what became of all; others of what is theirs."""
        rows = self.visible_to(user)
        return rows if user.has_perm("partners.hold_meeting") else rows.filter(owner=user)

    def open(self):
        return self.filter(state=D.OPEN)

    def late(self, on):
        return self.open().filter(due_on__lt=on)

    def of_user(self, user):
        return self.open().filter(owner=user)

    def ended(self):
        return self.exclude(state=D.OPEN)


@pghistory.track()
class MeetingDecision(Sent, Versioned):
    """What was decided, whose it is, until which day, and what became of it."""

    State = DecisionState

    meeting = protected(Meeting, related_name="decisions", editable=False)
    what = models.CharField("keputusan", max_length=300)
    partner = may_point_to(Partner, "mitra", related_name="meeting_decisions")
    owner = may_point_to(settings.AUTH_USER_MODEL, "petugas", related_name="+")
    owner_name = models.CharField("jabatan atau instansi lain", max_length=80, blank=True)
    due_on = models.DateField("paling lambat")
    state = state_of(DecisionState, D.OPEN)
    ended_on = models.DateField("selesai pada", null=True, editable=False)
    ended_by = by("selesainya dicatat oleh")
    end_note = models.CharField("keterangan", max_length=300, blank=True, editable=False)

    objects = MeetingDecisionQuerySet.as_manager()

    refused_by_triggers = {"meeting_decision_is_of_one_held": NOT_HELD}
    row_policy = RowPolicy(reads=COUNTS, adds=WRITES, changes=ENDS, history=READS)

    class Meta(Sent.Meta):
        verbose_name = "keputusan rapat"
        indexes = [models.Index(fields=["due_on"], condition=Q(state="open"), name="decision_due")]
        constraints = [
            *Sent.Meta.constraints,
            holds("meeting_decision_says_what", ~Q(what=""), "Tulis keputusannya."),
            holds(
                "meeting_decision_is_somebodys",
                Q(partner__isnull=False, owner=None, owner_name="")
                | Q(partner=None, owner__isnull=False, owner_name="")
                | (Q(partner=None, owner=None) & ~Q(owner_name="")),
                ONE_OWNER,
            ),
            holds(
                "meeting_decision_state_fits_its_end",
                Q(state="open", ended_on=None, ended_by=None, end_note="")
                | Q(state="done", ended_on__isnull=False, ended_by__isnull=False)
                | (
                    Q(state="undone", ended_on__isnull=False, ended_by__isnull=False)
                    & ~Q(end_note="")
                ),
                "Tulis mengapa tidak dilaksanakan.",
            ),
        ]
        triggers = [
            state_moves("meeting_decision_moves", DECISION_MOVES),
            never_deleted("meeting_decision_stays"),
            refuses(
                "meeting_decision_ended_stays_as_it_is",
                "A decision that has ended stays as it was.",
                """(NEW.meeting_id, NEW.recorded_by_id)
                       IS DISTINCT FROM (OLD.meeting_id, OLD.recorded_by_id)
                   OR (OLD.state <> 'open'
                       AND (NEW.what, NEW.partner_id, NEW.owner_id, NEW.owner_name,
                            NEW.due_on)
                       IS DISTINCT FROM (OLD.what, OLD.partner_id, OLD.owner_id,
                            OLD.owner_name, OLD.due_on))""",
                on=pgtrigger.Update,
            ),
            refuses(
                "meeting_decision_is_of_one_held",
                "It was decided in a meeting that was held.",
                """EXISTS (
                    SELECT FROM partners_meeting WHERE id = NEW.meeting_id AND state <> 'held'
                )""",
                on=pgtrigger.Insert,
            ),
        ]

    def __str__(self):
        return self.what

    @property
    def whose(self):
        return str(self.partner or self.owner or self.owner_name)

    @property
    def is_open(self):
        return self.state == D.OPEN

    @property
    def is_late(self):
        return self.is_open and self.due_on < days.today()

    @property
    def in_time(self):
        """Done on its day at the latest; None while it runs."""
        return None if self.is_open else self.state == D.DONE and self.ended_on <= self.due_on

    @property
    def status(self):
        if self.is_open:
            return ("Terlambat", "late") if self.is_late else ("Berjalan", "run")
        if self.state == D.UNDONE:
            return "Tidak dilaksanakan", "idle"
        return ("Tepat waktu", "ok") if self.in_time else ("Selesai, terlambat", "ok")


@pghistory.track(exclude=["content"])
class MeetingScan(KeptScan):
    """The signed minutes, or the list of who came; the last that was sent counts."""

    meeting = protected(Meeting, related_name="scans", editable=False)

    objects = seen_with("meeting").as_manager()

    row_policy = RowPolicy(reads=READS, adds=WRITES, changes="", history=READS)

    class Meta(KeptScan.Meta):
        verbose_name = "pindaian notula"
        constraints = [
            *KeptScan.Meta.constraints,
            holds("meeting_scan_has_its_hash", Q(sha256__regex=SHA256)),
        ]
        triggers = [written_once("meeting_scan_is_kept")]

    def __str__(self):
        return f"Pindaian {self.meeting}"


__all__ = ["Meeting", "MeetingDecision", "MeetingPartner", "MeetingScan"]
