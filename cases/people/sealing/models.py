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
from rptc.accounts.models import heads, is_head_then, staff_with
from rptc.accounts.own import not_own
from rptc.accounts.permissions import Role
from rptc.columns import all_or_none, by, holds, once, one_of, protected, state_of
from rptc.decisions import Answer, Decided, DecidedQuerySet, state_moves
from rptc.guards import changed_by, never_changed, never_deleted
from rptc.policies import READER, RowPolicy, may
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
        told = self.in_force_for(user).filter(known_at=None)
        return told.exclude(recorded_by=user)

    def in_force_for(self, user):
        """Those that stand, for who keeps them: not of their own family."""
        return self.in_force().filter(not_own(user, "person"))

    def to_name_readers_by(self, user):
        """The head names more of all of them; a social worker of what they closed and still
        read."""
        theirs = self.in_force_for(user)
        if user.has_role(Role.HEAD):
            return theirs
        still_read = SealReader.objects.in_force().filter(user=user).values("seal")
        return theirs.filter(recorded_by=user, pk__in=still_read)

    def without_readers(self):
        """Nobody who was named can read the file any more: their account was closed, or they are
        no social workers today."""
        read = SealReader.objects.in_force().filter(user__in=staff_with(Role.SOCIAL_WORKER))
        return self.in_force().exclude(pk__in=read.values("seal"))


# Of a file that is closed to all but named people: one of them reads.
NAMED = f"""person_id = ANY (ARRAY(SELECT reach.person_id FROM cases_reach AS reach
    WHERE reach.user_id = {READER} AND reach.why = 'named' AND reach.ended_at IS NULL))"""  # noqa: S608
HEAD = may("cases.unseal")


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

    # The explanation says of whom somebody hides, and why.
    row_policy = RowPolicy(
        reads=f"{HEAD} OR recorded_by_id = {READER} OR {NAMED}",
        adds=may("cases.seal_file"),
        # Who closed it locks it to name one more; what they may change, a trigger says.
        changes=f"{HEAD} OR recorded_by_id = {READER}",
        history=HEAD,
    )

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
                all_or_none("ended_at", "ended_by", words="end_reason"),
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
                        UPDATE cases_sealreader
                           SET ended_at = NEW.ended_at, ended_by_id = NEW.ended_by_id
                         WHERE seal_id = NEW.id AND ended_at IS NULL;
                    END IF;
                    RETURN NULL;
                """,
            ),
            never_changed(
                "seal_keeps_what_was_said", ["reason", "explanation", "recorded_by", "recorded_at"]
            ),
            never_deleted("seal_is_kept"),
            pgtrigger.Trigger(
                name="seal_is_ended_by_the_head",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=f"""
                    IF TG_OP = 'INSERT' THEN
                        -- To what it opens again is no matter of who writes.
                        NEW.was_sealed = (SELECT is_sealed FROM cases_person
                                           WHERE id = NEW.person_id);
                    ELSIF OLD.ended_at IS NOT NULL THEN
                        -- One that is over goes with its file when that is merged.
                        IF to_jsonb(NEW) - 'person_id' <> to_jsonb(OLD) - 'person_id' THEN
                            RAISE EXCEPTION 'A seal that is over stays as it was.'
                                USING ERRCODE = 'check_violation',
                                      CONSTRAINT = 'seal_is_ended_by_the_head';
                        END IF;
                    ELSIF NEW.person_id <> OLD.person_id
                        OR OLD.was_sealed AND NOT NEW.was_sealed
                        OR NEW.ended_at IS NOT NULL
                        AND NOT {is_head_then("NEW.ended_by_id", "NEW.ended_at")}
                    THEN
                        RAISE EXCEPTION 'A seal stands until the head ends it.'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'seal_is_ended_by_the_head';
                    END IF;
                    RETURN NEW;
                """,  # noqa: S608 (SQL of this project's models)
            ),
        ]

    def __str__(self):
        return f"{self.get_reason_display()}, {tanggal(self.recorded_at)}"


class SealReaderQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(ended_at=None)

    def to_be_known_by(self, user):
        """Named later by who had closed the file, and the head has not been told."""
        if not user.has_role(Role.HEAD):
            return self.none()
        later = self.in_force().filter(
            not_own(user, "person"), known_at=None, since__gt=F("seal__recorded_at")
        )
        return later.exclude(added_by=None).exclude(added_by=user)


@pghistory.track()
class SealReader(models.Model):
    """One who may read a file that is closed to others: named when it was closed, or later by the
    head or by who closed it. The head ends it, or the end of the seal does."""

    seal = protected(Seal, related_name="readers")
    person = protected(Person, related_name="+")
    user = protected(settings.AUTH_USER_MODEL, related_name="+")
    since = models.DateTimeField("sejak", default=days.now)
    # Empty in rows of a time when readers were named with the seal alone.
    added_by = by()
    # The head is told of whom others add later.
    known_by = by()
    known_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField("sampai", null=True)
    ended_by = by()

    objects = SealReaderQuerySet.as_manager()

    # Who is named is read by whoever reads the seal.
    row_policy = RowPolicy(
        reads="EXISTS (SELECT FROM cases_seal AS seal WHERE seal.id = seal_id)",
        adds=may("cases.seal_file"),
        changes=HEAD,
        history=HEAD,
    )

    class Meta:
        verbose_name = "yang boleh membaca berkas tertutup"
        constraints = [
            once("reader_is_named_once", ["seal", "user"], condition=Q(ended_at=None)),
        ]
        triggers = [
            never_deleted("reader_is_kept"),
            never_changed("reader_stays_who_it_is", ["seal", "user", "since", "added_by"]),
            pgtrigger.Trigger(
                name="reader_is_of_the_file_of_its_seal",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("ended_at", "person_id"),
                func=f"""
                    IF TG_OP = 'INSERT' THEN
                        NEW.person_id = (SELECT person_id FROM cases_seal WHERE id = NEW.seal_id);
                        IF EXISTS (SELECT FROM cases_seal WHERE id = NEW.seal_id
                                      AND recorded_by_id = NEW.added_by_id)
                            OR {is_head_then("NEW.added_by_id", "NEW.since")} THEN
                            RETURN NEW;
                        END IF;
                    ELSIF OLD.ended_at IS NULL AND NEW.person_id = OLD.person_id
                        AND (NEW.ended_at IS NULL
                             OR {is_head_then("NEW.ended_by_id", "NEW.ended_at")})
                        OR NEW.ended_at = OLD.ended_at THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'The head or who sealed names readers, the head ends them.'
                        USING ERRCODE = 'check_violation',
                              CONSTRAINT = 'reader_is_of_the_file_of_its_seal';
                """,  # noqa: S608 (SQL of this project's models)
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


JUDGE = may("cases.judge_break_glass")
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

    # Who opened it, who is told, and who judges; the judge's changes are decisions.
    row_policy = RowPolicy(
        reads=f"{JUDGE} OR recorded_by_id = {READER} OR told_to_id = {READER}",
        adds=may("cases.break_glass"),
        changes=f"{JUDGE} OR told_to_id = {READER}",
        history=JUDGE,
    )

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
            never_changed(
                "emergency_keeps_what_was_said",
                ["reason", "what", "since", "until", "recorded_by"],
            ),
            # Who is told of it changes the row as well: to say that they have read it.
            changed_by(
                "emergency_is_judged_by_who_judges",
                JUDGE,
                ["state", "decided_by_id", "decided_at", "decision_note", "told_to_id"],
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
