from datetime import timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery

from cases.exits.destinations import entitled
from cases.exits.models import EXIT_MOVES, Exit
from cases.file.consents.models import Answer as YesNo
from cases.file.consents.models import Consent, Purpose
from cases.gate.closed_places import keeps_case
from cases.people import access
from cases.people.models import Person
from cases.people.reach import Level, Why, gives_reach
from cases.stays.models import Stay
from partners.agreements.models import Agreement
from partners.directory.models import OWN_PARTNER, Partner
from rptc import days
from rptc.columns import holds, may_point_to, once, one_of, protected, state_of
from rptc.decisions import (
    Answer,
    Decided,
    DecidedQuerySet,
    decides_by_office,
    state_moves,
)
from rptc.guards import changed_by, kept_as_written, refuses
from rptc.letters.models import Unit
from rptc.policies import READER, RowPolicy, ask_owner, may
from rptc.sending import Sent


class ReferralState(models.TextChoices):
    DRAFT = "draft", "Draf"
    PROPOSED = "proposed", "Menunggu Kepala UPT"
    SENT = "sent", "Dikirim, menunggu jawaban"
    ACCEPTED = "accepted", "Diterima mitra"
    DECLINED = "declined", "Ditolak mitra"
    ARRIVED = "arrived", "Tiba di mitra"
    IN_SERVICE = "in_service", "Dalam layanan"
    FINISHED = "finished", "Selesai"
    RETURNED = "returned", "Dikembalikan"
    REVOKED = "revoked", "Ditarik"
    EXPIRED = "expired", "Kedaluwarsa"


S = ReferralState


# One table of moves (docs/rules.md, Referral). Revoked or expired from any open state.
MOVES = {
    S.DRAFT: {S.PROPOSED, S.REVOKED, S.EXPIRED},
    S.PROPOSED: {S.SENT, S.DRAFT, S.REVOKED, S.EXPIRED},
    S.SENT: {S.ACCEPTED, S.DECLINED, S.REVOKED, S.EXPIRED},
    S.ACCEPTED: {S.ARRIVED, S.REVOKED, S.EXPIRED},
    S.ARRIVED: {S.IN_SERVICE, S.RETURNED, S.REVOKED, S.EXPIRED},
    S.IN_SERVICE: {S.FINISHED, S.RETURNED, S.REVOKED, S.EXPIRED},
}


OPEN_STATES = list(MOVES)


# While it is open and sent, the partner sees the packet; on any end it loses it.
PARTNER_SEES = [S.SENT, S.ACCEPTED, S.ARRIVED, S.IN_SERVICE]


# What the partner itself says; staff record it for a partner without login.
PARTNER_MOVES = {S.ACCEPTED, S.DECLINED, S.ARRIVED, S.IN_SERVICE, S.FINISHED, S.RETURNED}


# So long somebody is with the partner.
AT_PARTNER = [S.ARRIVED, S.IN_SERVICE]


# After that whoever was served there may be back, and nothing is asked.
SAID_FOR = timedelta(days=7)


# Nobody has come there: nothing can have happened to them there.
NEVER_THERE = {S.DRAFT, S.PROPOSED, S.SENT, S.ACCEPTED, S.DECLINED}


NEEDS_REASON = {S.DECLINED, S.RETURNED, S.REVOKED, S.DRAFT}


# What stands for the reason of a referral that is older than the register of agreements.
BEFORE_AGREEMENTS = "Dirujuk sebelum perjanjian dicatat di sini."


# So long a partner may have the packet without an answer (docs/rules.md, Referral).
UNANSWERED_DAYS = 14
MOST_SEALED = 22_000


class ReferralQuerySet(DecidedQuerySet):
    def unanswered(self):
        """Sent so long ago that the packet ends; or open at who is a partner no longer. In a
        demonstration nobody is there to answer: what it shows as waiting goes on waiting."""
        since = days.now() - timedelta(days=UNANSWERED_DAYS)
        late = Q(~Exists(Unit.objects.filter(is_demo=True)), state=S.SENT, sent_at__lt=since)
        gone = Q(state__in=PARTNER_SEES, partner__is_active=False)
        return self.filter(late | gone).select_related("partner")

    def listed_for(self, user):
        """Of the people whom the user may see, some only as one that is closed; and what is laid
        before who decides in the head's place, whoever it is about."""
        return self.filter(access.open_to(user) | self.laid_before(user))

    def to_refer_anew(self):
        """Of a klien who is still in the house: nobody answered, and no other place was asked."""
        younger = Referral.objects.filter(stay=OuterRef("stay"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(younger), state=S.EXPIRED, stay__ended_at=None)

    def still_in_house(self):
        """Of a klien whom the partner has, and who is counted in the house still: nobody is asked
        to end the stay."""
        leaving = Exit.objects.filter(stay=OuterRef("stay"), state__in=EXIT_MOVES)
        served = Q(state=S.FINISHED, ended_at__gte=days.now() - SAID_FOR)
        there = Q(state__in=AT_PARTNER) | served
        return self.filter(there, ~Exists(leaving), stay__ended_at=None)

    def without_their_consent(self):
        """Open ones whose yes does not hold any more; and those that nobody asked about first,
        where the klien has said no since."""
        lost = Q(consent__isnull=False) & ~Q(consent__in=Consent.objects.in_force())
        answers = Consent.objects.filter(stay=OuterRef("stay"), purpose=Purpose.REFERRAL)
        last = answers.order_by("-asked_at", "-pk").values("answer")[:1]
        refused = Q(consent=None, last_answer=YesNo.NO)
        rows = self.annotate(last_answer=Subquery(last))
        return rows.filter(lost | refused, state__in=OPEN_STATES)

    def first_year(self):
        """The year in which the first was sent, in Makassar; this year, while none was."""
        moments = self.exclude(sent_at=None).order_by("sent_at").values_list("sent_at", flat=True)
        first = moments.first()
        return days.day_of(first).year if first else days.today().year

    def visible_to(self, user):
        """Those that staff may open: whose destination they may know, too. A partner's own are
        `in_portal_of`."""
        return self.listed_for(user).filter(_told_to(user))

    def open_and_untold_to(self, user):
        """Open ones of which this reader may not know the destination."""
        told = Referral.objects.visible_to(user).values("pk")
        return self.filter(state__in=OPEN_STATES).exclude(pk__in=told)

    def without_basis(self):
        """Whose partner had no agreement in force, or none that fitted; without those of before
        agreements were written down here."""
        return self.filter(basis=None).exclude(without_basis__in=["", BEFORE_AGREEMENTS])

    def with_telling(self, user):
        """Each with `is_told`: may this reader know the partner?"""
        return self.annotate(is_told=access.whether(_told_to(user)))

    def revocable_by(self, user):
        """By the head, and by those of the case; none that is about their family."""
        if decides_by_office(user, Referral.PERMISSION):
            return self.filter(self.model.not_about(user))
        own = Q(recorded_by=user) | keeps_case(user)
        return self.visible_to(user).filter(own)

    def in_portal_of(self, user):
        """The open, sent referrals to the user's own partner, while it is one; nothing else, and
        none that is about their family."""
        others = self.filter(self.model.not_about(user), partner__is_active=True)
        return others.filter(partner__members__user=user, state__in=PARTNER_SEES)

    def at_partner_of(self, user):
        """Of these, whoever is with the partner now."""
        return self.in_portal_of(user).filter(state__in=AT_PARTNER)

    def tombstones_of(self, user):
        """What ended: the partner keeps number, dates, outcome and its own reports."""
        ended = self.filter(partner__members__user=user, sent_at__isnull=False)
        return ended.exclude(state__in=OPEN_STATES).only("pk", "state", "sent_at", "ended_at")

    def to_list(self):
        """Each with when it was proposed last: what was sent back is proposed again."""
        proposed = Max("steps__at", filter=Q(steps__to_state=S.PROPOSED), default=F("recorded_at"))
        return super().to_list().annotate(proposed_at=proposed)


def _told_to(user):
    """A condition on referrals: their destination is not closed, or this reader is entitled to it
    (docs/rules.md, Referral)."""
    return Q(partner__closes_destination=False) | entitled(user, Referral)


# Who works with referrals. Who counts them, or reads in the log who looked at one, reads the rows
# as well, and no step.
WORKS = may("partners.view_referral", "partners.record_answer", "partners.approve_referral")
COUNTS = may("reports.view_returns", "reports.view_indicators", "audit.view_access_log")
INDICATES = may("reports.view_indicators")
# Sent to the partner whose user reads. What the end takes away, the portal leaves out.
OWN_SENT = f"(sent_at IS NOT NULL AND partner_id = {OWN_PARTNER})"
SENT_TO_READER = ask_owner(
    "referrals_sent_to_reader",
    "SETOF bigint",
    f"""
    SELECT id FROM partners_referral WHERE {OWN_SENT}""",  # noqa: S608
)
# Of these, those that have not ended.
_RUNS = ", ".join(f"'{state.value}'" for state in PARTNER_SEES)
RUNNING_AT_READER = ask_owner(
    "referrals_running_at_reader",
    "SETOF bigint",
    f"""
    SELECT id FROM partners_referral
     WHERE {OWN_SENT} AND state IN ({_RUNS})""",  # noqa: S608
)
# What that partner has said of it, here or on the telephone: no word of the house to itself.
OWN_SAID = f"(channel <> '' AND referral_id IN {SENT_TO_READER})"


@pghistory.track()
class Referral(Decided):
    """Rujukan of a person to a partner, with the frozen packet that the partner may see."""

    MOVES = MOVES
    PERMISSION = "partners.approve_referral"
    DRAFT = S.DRAFT
    APPROVES = Answer(S.SENT, "Kirim", "dikirim", "sent")
    REFUSES = Answer(S.DRAFT, "Kembalikan", "dikembalikan", "sent_back", "Tulis alasannya.")
    ASKED_AT = "proposed_at"
    LISTED_WITH = ("person", "partner", "recorded_by")
    ABOUT = ("person",)

    person = protected(Person, related_name="referrals")
    stay = protected(Stay, "masa pembinaan", related_name="referrals")
    partner = protected(Partner, "mitra tujuan", related_name="referrals")
    need = models.CharField("kebutuhan", max_length=200)
    message = models.TextField("pesan untuk mitra", max_length=2000, blank=True)
    state = state_of(ReferralState, S.DRAFT, max_length=12)
    # Made when the referral is sent; later changes of the file never flow in.
    packet = models.JSONField(null=True, editable=False)
    # The yes on which it rests (cases/file/consents).
    consent = may_point_to(Consent, "persetujuan klien", related_name="referrals")
    # The paper on which it rests, or why there is none (partners/agreements).
    basis = may_point_to(Agreement, "dasar", related_name="referrals")
    without_basis = models.CharField("alasan tanpa perjanjian", max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, editable=False)
    # By the hours that were agreed with the partner (partners/directory/hours.py).
    answer_due_at = models.DateTimeField("dijawab paling lambat", null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    row_policy = RowPolicy(
        reads=f"{WORKS} OR {COUNTS} OR {OWN_SENT}",
        adds=may("partners.propose_referral"),
        changes=f"{WORKS} OR {OWN_SENT}",
        history=WORKS,
    )

    objects = ReferralQuerySet.as_manager()

    class Meta(Decided.Meta):
        verbose_name = "rujukan"
        indexes = [
            models.Index(fields=["partner", "state"], name="referral_of_partner"),
            models.Index(fields=["-recorded_at", "-id"], name="referral_newest"),
            # Few, asked for beside each partner.
            models.Index(
                fields=["partner"],
                condition=Q(basis=None) & ~Q(without_basis__in=["", BEFORE_AGREEMENTS]),
                name="referral_without_basis",
            ),
        ]
        constraints = [
            *Decided.Meta.constraints,
            once(
                "referral_to_a_partner_is_open_once",
                ["person", "partner"],
                "Klien ini sudah mempunyai rujukan terbuka ke mitra itu.",
                condition=Q(state__in=OPEN_STATES),
            ),
            holds(
                "referral_sent_has_packet",
                Q(state__in=["draft", "proposed"], packet=None, sent_at=None)
                | Q(state__in=["revoked", "expired"])
                | Q(packet__isnull=False, sent_at__isnull=False),
            ),
            holds(
                "referral_waits_until_a_moment",
                ~Q(state="sent") | Q(answer_due_at__isnull=False),
            ),
            holds(
                "referral_is_sent_by_who_decided",
                Q(sent_at=None) | Q(decided_by__isnull=False),
                "Rujukan dikirim dengan keputusan Kepala UPT.",
            ),
            # What has ended may have been emptied (docs/data.md).
            holds(
                "referral_names_its_basis_or_says_why_not",
                Q(basis__isnull=False, without_basis="")
                | (Q(basis=None) & ~Q(without_basis=""))
                | Q(basis=None, without_basis="", ended_at__isnull=False),
                "Pilih dasar rujukan, atau tulis mengapa tanpa perjanjian.",
            ),
            holds(
                "referral_end_is_dated",
                Q(state__in=OPEN_STATES, ended_at=None)
                | (~Q(state__in=OPEN_STATES) & Q(ended_at__isnull=False)),
            ),
        ]
        triggers = [
            state_moves("referral_moves", MOVES),
            # What the head read is what was sent, and what the partner reads. The klien follows
            # where two files are one, and on the way back. The consent stays open until it is
            # sent: one that was taken back may be asked for anew.
            refuses(
                "referral_words_are_written_as_a_draft",
                "What is before the head, or sent, stays as written.",
                """(NEW.need, NEW.message, NEW.without_basis, NEW.recorded_by_id,
                    NEW.recorded_at)
                   IS DISTINCT FROM
                   (OLD.need, OLD.message, OLD.without_basis, OLD.recorded_by_id,
                    OLD.recorded_at)
                   OR NEW.person_id <> OLD.person_id
                   AND current_setting('rptc.whoever_acts', true) IS DISTINCT FROM 'yes'""",
                on=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="draft"),
            ),
            # Another partner would read what was frozen for this one, or this one something else;
            # what has ended may have been emptied (docs/data.md).
            refuses(
                "referral_stays_as_it_was_sent",
                "A referral goes where it was sent.",
                on=pgtrigger.UpdateOf(
                    *("partner_id", "stay_id", "decided_by_id", "decided_at", "sent_at", "packet"),
                    *("consent_id", "basis_id"),
                ),
                condition=pgtrigger.Q(old__sent_at__isnull=False)
                & (
                    pgtrigger.Q(old__partner__df=pgtrigger.F("new__partner"))
                    | pgtrigger.Q(old__stay__df=pgtrigger.F("new__stay"))
                    | pgtrigger.Q(old__decided_by__df=pgtrigger.F("new__decided_by"))
                    | pgtrigger.Q(old__decided_at__df=pgtrigger.F("new__decided_at"))
                    | pgtrigger.Q(old__sent_at__df=pgtrigger.F("new__sent_at"))
                    | pgtrigger.Q(old__basis__df=pgtrigger.F("new__basis"))
                    | pgtrigger.Q(old__consent__df=pgtrigger.F("new__consent"))
                    & (
                        pgtrigger.Q(new__consent__isnull=False)
                        | pgtrigger.Q(new__ended_at__isnull=True)
                    )
                    | pgtrigger.Q(old__packet__df=pgtrigger.F("new__packet"))
                    & (
                        pgtrigger.Q(new__packet__isnull=False)
                        | pgtrigger.Q(new__ended_at__isnull=True)
                    )
                ),
            ),
            # What the partner says is how it stands; by when it must, and when it ended, is ours.
            changed_by(
                "referral_is_moved_by_its_partner_and_ends_once",
                WORKS,
                but=["state", "ended_at"],
                until="ended_at",
            ),
            pgtrigger.Trigger(
                name="referral_is_told_to_the_gate",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="""
                    INSERT INTO cases_referredto (stay_id, partner_number)
                    VALUES (NEW.stay_id, NEW.partner_id) ON CONFLICT DO NOTHING;
                    RETURN NULL;
                """,
            ),
            gives_reach(
                Why.PACKET,
                Level.PACKET,
                "partner_id",
                "state",
                who="partner_id",
                value="NEW.partner_id",
                since="NEW.sent_at",
                holds="NEW.state IN ('sent', 'accepted', 'arrived', 'in_service')",
            ),
            # A constraint of one table cannot ask the partner; this asks at the sending.
            pgtrigger.Trigger(
                name="referral_that_reveals_health_has_consent",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__sent_at__isnull=False),
                func="""
                    IF (TG_OP = 'INSERT' OR OLD.sent_at IS NULL) AND EXISTS (
                        SELECT FROM partners_partner WHERE id = NEW.partner_id AND reveals_health
                    ) AND NOT EXISTS (
                        SELECT FROM cases_consent AS consent
                         WHERE consent.id = NEW.consent_id
                           AND consent.purpose = 'health' AND consent.answer = 'yes'
                           AND NOT EXISTS (
                               SELECT FROM cases_consent AS later
                                WHERE later.stay_id = consent.stay_id
                                  AND later.purpose IN ('health', 'referral')
                                  AND later.answer IN ('no', 'cannot')
                                  AND (later.asked_at, later.id)
                                    > (consent.asked_at, consent.id))
                           AND NOT EXISTS (SELECT FROM cases_consentwithdrawal
                                            WHERE consent_id = consent.id)
                    ) THEN
                        RAISE EXCEPTION 'a referral that reveals health is sent with consent'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            refuses(
                "referral_rests_on_an_agreement_of_its_partner",
                "It rests on a confirmed agreement of its partner.",
                # A partner that answers writes every column, and reads no agreement.
                """(TG_OP = 'INSERT' OR (NEW.basis_id, NEW.partner_id)
                        IS DISTINCT FROM (OLD.basis_id, OLD.partner_id))
                   AND NOT EXISTS (SELECT FROM partners_agreement
                                WHERE id = NEW.basis_id AND partner_id = NEW.partner_id
                                  AND state = 'confirmed' AND addendum_to_id IS NULL)""",
                on=pgtrigger.Insert | pgtrigger.UpdateOf("basis_id", "partner_id"),
                condition=pgtrigger.Q(new__basis__isnull=False),
            ),
            refuses(
                "referral_consent_is_of_its_stay",
                "The consent is of another stay.",
                """NOT EXISTS (SELECT FROM cases_consent
                                WHERE id = NEW.consent_id AND stay_id = NEW.stay_id)""",
                on=pgtrigger.Insert | pgtrigger.UpdateOf("consent_id", "stay_id"),
                condition=pgtrigger.Q(new__consent__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.person} ke {self.partner}"

    @property
    def is_open(self):
        return self.state in MOVES

    @property
    def has_consent(self):
        in_force = Consent.objects.in_force()
        return self.consent is not None and in_force.filter(pk=self.consent_id).exists()

    @property
    def basis_told(self):
        """On what it rests, on the screen and on paper."""
        if self.basis:
            return self.basis.cited
        return f"Tanpa perjanjian: {self.without_basis}" if self.without_basis else ""

    @property
    def seen(self):
        return str(self.steps.count())

    @property
    def detail(self):
        return f"ke {self.partner}"


@pghistory.track()
class ReferralStep(models.Model):
    """One step of a referral: who, when, why; for a partner without login, who said it and how."""

    class Channel(models.TextChoices):
        PORTAL = "portal", "Portal mitra"
        TELEPHONE = "telephone", "Telepon"
        MESSAGE = "message", "Pesan"
        LETTER = "letter", "Surat"
        MEETING = "meeting", "Bertemu langsung"

    referral = protected(Referral, related_name="steps")
    from_state = one_of(ReferralState, max_length=12)
    to_state = one_of(ReferralState, max_length=12)
    at = models.DateTimeField()
    by = protected(settings.AUTH_USER_MODEL, related_name="+")
    reason = models.CharField("alasan atau keterangan", max_length=300, blank=True)
    said_by = models.CharField("disampaikan oleh", max_length=120, blank=True)
    channel = one_of(Channel, "melalui", max_length=10, blank=True)

    row_policy = RowPolicy(
        reads=f"{WORKS} OR {INDICATES} OR {OWN_SAID}",
        adds=f"{WORKS} OR (channel = 'portal' AND by_id = {READER} AND {OWN_SAID})",
        changes="",
        history=WORKS,
    )

    class Meta:
        verbose_name = "langkah rujukan"
        ordering = ["at", "pk"]
        constraints = [
            holds(
                "referral_step_says_why",
                ~Q(to_state__in=["declined", "returned", "revoked"]) | ~Q(reason=""),
                "Tulis alasannya.",
            ),
            holds("referral_step_moves", ~Q(from_state=F("to_state"))),
        ]

    def __str__(self):
        return f"{self.get_from_state_display()} -> {self.get_to_state_display()}"


# The partner that was told, or has read it itself.
OWN_TOLD = f"referral_id IN {SENT_TO_READER}"


@pghistory.track()
class SafetyRead(Sent):
    """The partner has read what always travels (safety.py), or was told: which rows these were, in
    which version, and their very words. Whatever is not among the last ones is unread."""

    Channel = ReferralStep.Channel

    # What `rotate_keys` puts under the newest key (rptc/keys.py).
    sealed_columns = ("sealed_words",)

    referral = protected(Referral, related_name="safety_reads", editable=False)
    flags = ArrayField(models.BigIntegerField(), default=list, editable=False)
    allergies = ArrayField(models.CharField(max_length=40), default=list, editable=False)
    medicines = ArrayField(models.CharField(max_length=40), default=list, editable=False)
    sealed_words = models.TextField(max_length=MOST_SEALED, editable=False)
    # Empty where the partner read it here itself.
    said_to = models.CharField("disampaikan kepada", max_length=120, blank=True)
    channel = one_of(Channel, "melalui", max_length=10)

    row_policy = RowPolicy(
        reads=f"{WORKS} OR {OWN_TOLD}",
        adds=f"{WORKS} OR (channel = 'portal' AND recorded_by_id = {READER} AND {OWN_TOLD})",
        changes="",
        history=WORKS,
    )

    class Meta(Sent.Meta):
        verbose_name = "peringatan dibaca mitra"
        indexes = [models.Index(fields=["referral", "-id"], name="safety_read_last")]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "safety_is_told_to_somebody",
                Q(channel="portal") | ~Q(said_to=""),
                "Tulis kepada siapa disampaikan.",
            ),
        ]
        triggers = [kept_as_written("safety_read_is_kept", ["sealed_words"])]

    def __str__(self):
        return f"{self.referral}, {self.recorded_at:%d/%m/%Y}"
