"""Files that are closed to all but named people, and how one is opened in an emergency."""

import datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.people.models import Person
from cases.people.reach import Level, Why, gives_reach
from rptc import days
from rptc.accounts.models import heads
from rptc.accounts.own import not_own
from rptc.accounts.permissions import Role
from rptc.columns import by, holds, once, one_of, protected, state_of
from rptc.decisions import Answer, Decided, DecidedQuerySet, state_moves
from rptc.sending import Sent
from rptc.words import pukul, tanggal

# How long an emergency lasts (docs/security.md).
OPEN_FOR = datetime.timedelta(minutes=60)
# So much has to be said of it, so that the head can judge.
SAID_AT_LEAST = 20


class SealReason(models.TextChoices):
    HUNTED = "hunted", "Dicari orang yang menyakiti"
    VIOLENCE = "violence", "Korban kekerasan seksual"
    STAFF = "staff", "Keluarga pegawai"
    OTHER = "other", "Alasan lain"


class SealQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(ended_at=None)

    def to_be_known_by(self, user):
        """Closed by a social worker, and the head has not been told."""
        if not user.has_role(Role.HEAD):
            return self.none()
        told = self.in_force().filter(not_own(user, "person"), known_at=None)
        return told.exclude(recorded_by=user)


@pghistory.track()
class Seal(Sent):
    """A file is closed to everybody but named people and the head, with a reason.

    Whoever could read it before and is not named reads it no more. House staff keep what they must
    know, a partner the packet of an open referral, and every figure counts as before.
    """

    person = protected(Person, related_name="seals")
    reason = one_of(SealReason, "alasan", max_length=10)
    explanation = models.CharField("penjelasan, hanya untuk yang bernama", max_length=500)
    # What the file was before, for when it is opened again.
    was_sealed = models.BooleanField(default=False, editable=False)
    # The head is told of each.
    known_by = by()
    known_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = by()
    end_reason = models.CharField("alasan dibuka", max_length=300, blank=True)

    objects = SealQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "penutupan berkas"
        constraints = [
            *Sent.Meta.constraints,
            once(
                "person_is_sealed_once",
                ["person"],
                "Berkas ini sudah ditutup.",
                condition=Q(ended_at=None),
            ),
            holds("seal_says_why", ~Q(explanation=""), "Tulis penjelasannya."),
            holds(
                "seal_is_ended_with_a_reason",
                Q(ended_at=None, ended_by=None, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                "Tulis mengapa dibuka.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="seal_closes_the_file",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("ended_at"),
                func="""
                    IF NEW.ended_at IS NULL THEN
                        UPDATE cases_person SET is_sealed = TRUE, for_named_only = TRUE
                         WHERE id = NEW.person_id;
                    ELSE
                        UPDATE cases_person
                           SET is_sealed = NEW.was_sealed, for_named_only = FALSE
                         WHERE id = NEW.person_id;
                        UPDATE cases_sealreader SET ended_at = NEW.ended_at
                         WHERE seal_id = NEW.id AND ended_at IS NULL;
                    END IF;
                    RETURN NULL;
                """,
            ),
            pgtrigger.ReadOnly(
                name="seal_keeps_what_was_said",
                fields=["reason", "explanation"],
            ),
        ]

    def __str__(self):
        return f"{self.get_reason_display()}, {tanggal(self.recorded_at)}"


@pghistory.track()
class SealReader(models.Model):
    """One who may read a file that is closed to others."""

    seal = protected(Seal, related_name="readers")
    person = protected(Person, related_name="+")
    user = protected(settings.AUTH_USER_MODEL, related_name="+")
    since = models.DateTimeField("sejak", default=days.now)
    ended_at = models.DateTimeField("sampai", null=True)

    class Meta:
        verbose_name = "yang boleh membaca berkas tertutup"
        constraints = [
            once("reader_is_named_once", ["seal", "user"], condition=Q(ended_at=None)),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="reader_stays_who_it_is", fields=["seal", "user", "since"]),
            pgtrigger.Trigger(
                name="reader_is_of_the_file_of_its_seal",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("ended_at"),
                func="""
                    IF TG_OP = 'INSERT' THEN
                        NEW.person_id = (SELECT person_id FROM cases_seal WHERE id = NEW.seal_id);
                    ELSIF OLD.ended_at IS NOT NULL
                        AND NEW.ended_at IS DISTINCT FROM OLD.ended_at THEN
                        RAISE EXCEPTION 'A reader whose time is over stays so.'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'reader_is_of_the_file_of_its_seal';
                    END IF;
                    RETURN NEW;
                """,
            ),
            gives_reach(
                Why.NAMED,
                Level.SECRET,
                "ended_at",
                who="user_id",
                value="NEW.user_id",
                since="NEW.since",
                holds="NEW.ended_at IS NULL",
            ),
        ]

    def __str__(self):
        return f"{self.user}, berkas {self.person.file_number}"


class EmergencyReason(models.TextChoices):
    LIFE = "life", "Nyawa atau luka"
    MEDICINE = "medicine", "Obat, alergi"
    HUNTED = "hunted", "Ada yang mengejar"
    POLICE = "police", "Polisi di pintu"


class EmergencyState(models.TextChoices):
    WAITING = "waiting", "Belum dinilai"
    FAIR = "fair", "Wajar"
    UNFAIR = "unfair", "Tidak wajar"


EMERGENCY_MOVES = {EmergencyState.WAITING: {EmergencyState.FAIR, EmergencyState.UNFAIR}}


class EmergencyQuerySet(DecidedQuerySet):
    def visible_to(self, user):
        """The head sees all but cannot judge their own; a privacy officer the head's; everybody
        else what they opened, and what was opened of their own cases."""
        others = self.filter(self.model.not_about(user))
        if user.has_role(Role.HEAD):
            return others
        about = Q(recorded_by=user)
        if user.has_role(Role.PRIVACY):
            about |= Q(recorded_by__in=heads()) | self.model.about_one_of(heads())
        return others.filter(about | Q(told_to=user))

    def brought_before(self, user):
        """The head's own, and of a file that is a head's own, before a privacy officer."""
        of_heads = Q(recorded_by__in=heads()) | self.model.about_one_of(heads())
        rows = super().brought_before(user)
        return rows.filter(~of_heads if user.has_role(Role.HEAD) else of_heads)

    def unread_by(self, user):
        """Of this user's case, or of a file that they sealed, and they have not read it."""
        return self.filter(self.model.not_about(user), told_to=user, told_at=None)

    def open_for(self, user):
        now = days.now()
        rows = self.filter(recorded_by=user, until__gt=now, since__lte=now)
        return rows.exclude(state=EmergencyState.UNFAIR)


@pghistory.track()
class EmergencyAccess(Decided):
    """Akses darurat: one reads one closed file for 60 minutes, with a reason, and nothing else:
    no act, no print. The head is told at once and judges it; a privacy officer judges the head's
    (docs/security.md)."""

    State, MOVES = EmergencyState, EMERGENCY_MOVES
    PERMISSION = "cases.judge_break_glass"
    WAITING = EmergencyState.WAITING
    APPROVES = Answer(EmergencyState.FAIR, "Wajar", "dinilai wajar", "judged_fair")
    REFUSES = Answer(
        EmergencyState.UNFAIR,
        "Tidak wajar",
        "dinilai tidak wajar",
        "judged_unfair",
        "Tulis mengapa tidak wajar.",
    )
    LISTED_WITH = ("person", "recorded_by")
    ABOUT = ("person",)

    person = protected(Person, related_name="emergencies")
    reason = one_of(EmergencyReason, "mengapa sekarang juga", max_length=10)
    what = models.CharField("apa yang terjadi", max_length=500)
    since = models.DateTimeField(editable=False)
    until = models.DateTimeField(editable=False)
    state = state_of(EmergencyState, EmergencyState.WAITING)
    # Whose case it is, or who closed the file.
    told_to = by()
    told_at = models.DateTimeField(null=True, editable=False)

    objects = EmergencyQuerySet.as_manager()

    class Meta(Decided.Meta):
        verbose_name = "akses darurat"
        constraints = [
            *Decided.Meta.constraints,
            holds(
                "emergency_lasts_an_hour",
                Q(until__gt=F("since"), until__lte=F("since") + OPEN_FOR),
            ),
            holds(
                "emergency_says_what_happened",
                Q(what__regex=f"^.{{{SAID_AT_LEAST}}}"),
                f"Tulis apa yang terjadi, paling sedikit {SAID_AT_LEAST} huruf.",
            ),
        ]
        triggers = [
            state_moves("emergency_moves", EMERGENCY_MOVES),
            pgtrigger.ReadOnly(
                name="emergency_keeps_what_was_said",
                fields=["reason", "what", "since", "until", "recorded_by"],
            ),
            gives_reach(
                Why.EMERGENCY,
                Level.SECRET,
                "state",
                who="user_id",
                value="NEW.recorded_by_id",
                since="NEW.since",
                holds="NEW.state <> 'unfair'",
                until="NEW.until",
            ),
        ]

    def __str__(self):
        return f"Akses darurat {self.recorded_by}, {tanggal(self.since)} {pukul(self.since)}"

    def name_for(self, user):
        """The number alone: whoever judges need not learn who it is."""
        return f"Berkas {self.person.file_number}"

    @property
    def detail(self):
        return f"{self.recorded_by}: {self.get_reason_display().lower()}. {self.what}"
