import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from cases.gate.closed_places import keeps_case
from cases.people import access
from cases.people.access import EVERY_ROW
from cases.stays.models import Stay
from partners.directory.models import OWN_PARTNER, Partner, PartnerService
from partners.links.models import Linked, at_work, lives
from rptc import days
from rptc.accounts.permissions import Role
from rptc.columns import (
    all_or_none,
    by,
    holds,
    once,
    one_of,
    protected,
    several_of,
    state_of,
)
from rptc.decisions import state_moves
from rptc.guards import changed_only_in, refuses
from rptc.policies import READER, WHOEVER_ACTS, RowPolicy, ask_owner, may
from rptc.sending import Sent

MOST_WORDS = 200
FURTHEST = 180 * days.ONE_DAY

STAFF = may("partners.view_referral", "partners.ask_place")
# Who counts reads whom was asked about, and nothing else.
COUNTS = may("partners.view_referral", "partners.ask_place", "reports.view_indicators")
ASKERS = may("partners.ask_place")
# Of the partner whose user reads.
QUESTIONS_FOR_READER = ask_owner(
    "questions_for_reader",
    "SETOF bigint",
    f"""
    SELECT question_id FROM partners_askedpartner WHERE partner_id = {OWN_PARTNER}""",  # noqa: S608
)
ASKED_OF_READER = ask_owner(
    "asked_of_reader",
    "SETOF bigint",
    f"""
    SELECT id FROM partners_askedpartner WHERE partner_id = {OWN_PARTNER}""",  # noqa: S608
)
OWN_ANSWER = f"asked_id IN {ASKED_OF_READER}"


class PlaceQuestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who asked, those of the case and the head; where the file itself is open to them."""
        if not user.has_perm("partners.view_referral"):
            return self.none()
        return self.filter(access.whole_to(user, "stay__person"), _of_case(user, "stay"))

    def open(self):
        return self.filter(closed_at=None)


def _of_case(user, stay):
    if user.has_role(Role.HEAD):
        return EVERY_ROW
    return Q(recorded_by=user) | keeps_case(user, stay)


@pghistory.track()
class PlaceQuestion(Sent):
    """Tanya tempat: before any packet, one or several partners are asked whether there is a place
    for somebody who is not named (R51). Nobody approves it: nothing leaves by which somebody could
    be known, and of a health partner no illness."""

    stay = protected(Stay, related_name="place_questions", editable=False)
    needs = several_of(PartnerService, "butuh", max_length=15)
    from_on = models.DateField("mulai")
    words = models.CharField("yang perlu diketahui, tanpa nama", max_length=MOST_WORDS, blank=True)
    # As it was sent: what changes in the file later does not flow in.
    sentence = models.CharField("pertanyaan", max_length=500, editable=False)
    closed_at = models.DateTimeField("ditutup pada", null=True, editable=False)
    closed_by = by("ditutup oleh")
    closed_why = models.CharField("alasan ditutup", max_length=300, blank=True, editable=False)

    objects = PlaceQuestionQuerySet.as_manager()

    row_policy = RowPolicy(
        reads=f"{COUNTS} OR id IN {QUESTIONS_FOR_READER}",
        adds=ASKERS,
        changes=ASKERS,
        history=STAFF,
    )

    class Meta(Sent.Meta):
        verbose_name = "pertanyaan tempat"
        indexes = [
            models.Index(fields=["stay", "-recorded_at"], name="place_question_of_stay"),
            models.Index(fields=["id"], condition=Q(closed_at=None), name="place_question_open"),
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "place_question_needs_what_partners_offer",
                Q(needs__len__gt=0, needs__contained_by=PartnerService.values),
                "Pilih yang dibutuhkan.",
            ),
            holds("place_question_has_a_sentence", ~Q(sentence="")),
            holds(
                "place_question_closed_says_who_and_why",
                all_or_none("closed_at", "closed_by", words="closed_why"),
            ),
        ]
        triggers = [
            changed_only_in(
                "place_question_stays_as_asked",
                ["closed_at", "closed_by_id", "closed_why"],
                "closed_at",
            )
        ]

    def __str__(self):
        return self.sentence

    @property
    def is_open(self):
        return self.closed_at is None


class AskedState(models.TextChoices):
    ASKED = "asked", "Belum menjawab"
    YES = "yes", "Ada"
    NO = "no", "Belum bisa"
    CALL_FIRST = "call_first", "Tanya dulu"
    WITHDRAWN = "withdrawn", "Tidak jadi ditanya"


A = AskedState
ANSWERS = {A.YES, A.NO, A.CALL_FIRST}
# What was said can be said otherwise, or be undone: then it is as before that answer.
MOVES = {
    A.ASKED: {*ANSWERS, A.WITHDRAWN},
    A.CALL_FIRST: {A.ASKED, A.YES, A.NO, A.WITHDRAWN},
    A.YES: {A.ASKED, A.NO, A.CALL_FIRST},
    A.NO: {A.ASKED, A.YES, A.CALL_FIRST},
}


class AskedPartnerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the questions that this user may read. That a partner with a closed destination was
        asked is told to who may know the destination (as of referrals)."""
        questions = PlaceQuestion.objects.visible_to(user).values("pk")
        told = Q(partner__closes_destination=False) | _of_case(user, "question__stay")
        return self.filter(told, question__in=questions)

    def running(self):
        """Of a question that is open, about somebody who is in the house."""
        return self.filter(question__closed_at=None, question__stay__ended_at=None)

    def to_read(self):
        """What came by itself, and nobody has read: yes or no."""
        return self.running().filter(state__in=[A.YES, A.NO], read_at=None)

    def to_call(self):
        return self.running().filter(state=A.CALL_FIRST)

    def unsent(self):
        """Nobody has told them: the link was never made, and they have no login."""
        return self.running().filter(state=A.ASKED, sent_at=None)

    def overdue(self, now):
        """Past the hours within which they answer."""
        return self.running().filter(state=A.ASKED, answer_due_at__lte=now)

    def of_link(self, token):
        """The one that this link asks, while it may be answered. Links that are unknown, spent,
        withdrawn and too old find the same: nothing."""
        return self.running().filter(lives(token), state=A.ASKED)

    def with_contacts(self):
        """Each partner with who works there still (`at_work`)."""
        return self.prefetch_related(at_work("partner__contacts"))

    def in_portal_of(self, user):
        """What the user's own partner is asked."""
        asked = self.running().filter(state=A.ASKED, sent_at__isnull=False)
        return asked.filter(partner__members__user=user, partner__is_active=True)


@pghistory.track(exclude=["token_hash"])
class AskedPartner(Linked, Sent):
    """One partner that a question goes to. Its answers are rows of their own (`PlaceAnswer`): here
    stands what the last one says."""

    State, MOVES = AskedState, MOVES

    question = protected(PlaceQuestion, related_name="asked", editable=False)
    partner = protected(Partner, related_name="place_questions", editable=False)
    state = state_of(AskedState, A.ASKED, max_length=10)
    # Did it suit by its own file when it was asked (fit.py)? Unknown of those asked before.
    was_fit = models.BooleanField("cocok waktu ditanya", null=True, editable=False)
    # When the link was made, or at once for who has a login.
    sent_at = models.DateTimeField("dikirim pada", null=True, editable=False)
    answer_due_at = models.DateTimeField("dijawab paling lambat", null=True, editable=False)
    # What we typed ourselves is read.
    read_at = models.DateTimeField("dibaca pada", null=True, editable=False)
    read_by = by("dibaca oleh")

    objects = AskedPartnerQuerySet.as_manager()

    row_policy = RowPolicy(
        reads=f"{COUNTS} OR partner_id = {OWN_PARTNER}",
        adds=ASKERS,
        changes=f"{ASKERS} OR partner_id = {OWN_PARTNER}",
        history=STAFF,
    )

    class Meta(Sent.Meta):
        verbose_name = "mitra yang ditanya"
        indexes = [
            models.Index(fields=["partner", "state"], name="asked_partner_waits"),
            models.Index(
                fields=["answer_due_at"], condition=Q(state="asked"), name="asked_partner_due"
            ),
        ]
        constraints = [
            *Sent.Meta.constraints,
            once("partner_is_asked_once", ["question", "partner"], "Mitra ini sudah ditanya."),
            holds(
                "asked_partner_link_ends",
                Q(token_hash=None) | Q(expires_at__isnull=False, sent_at__isnull=False),
            ),
            holds("asked_partner_sent_is_due", all_or_none("sent_at", "answer_due_at")),
        ]
        triggers = [
            state_moves("asked_partner_moves", MOVES),
            refuses(
                "asked_partner_stays_who_it_is",
                "Who was asked what stays as it was.",
                on=pgtrigger.UpdateOf("question_id", "partner_id"),
                condition=pgtrigger.Q(old__question_id__df=pgtrigger.F("new__question_id"))
                | pgtrigger.Q(old__partner_id__df=pgtrigger.F("new__partner_id")),
            ),
        ]

    def __str__(self):
        return str(self.partner)

    @property
    def is_waiting(self):
        return self.state == A.ASKED

    @property
    def is_answered(self):
        return self.state in ANSWERS

    @property
    def is_overdue(self):
        due = self.answer_due_at
        return self.is_waiting and due is not None and due <= days.now()


class PlaceAnswerQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(undone_at=None)


@pghistory.track()
class PlaceAnswer(Sent):
    """What a partner says: there is a place from a day on, not now and why, or call first. The
    newest that was not undone counts. By a link nobody is logged in, so the row says who answered
    by name, and no account of ours wrote it."""

    class Says(models.TextChoices):
        YES = "yes", "Ada"
        NO = "no", "Belum bisa"
        CALL_FIRST = "call_first", "Tanya dulu"

    class Channel(models.TextChoices):
        LINK = "link", "Tautan"
        PORTAL = "portal", "Portal mitra"
        TELEPHONE = "telephone", "Telepon"
        MESSAGE = "message", "Pesan"
        MEETING = "meeting", "Bertemu langsung"

    asked = protected(AskedPartner, related_name="answers", editable=False)
    recorded_by = by("dicatat oleh")
    says = one_of(Says, "jawaban", max_length=10)
    from_on = models.DateField("ada mulai", null=True, blank=True)
    reason = models.CharField("belum bisa karena", max_length=200, blank=True)
    said_by = models.CharField("dijawab oleh", max_length=120)
    channel = one_of(Channel, "melalui", max_length=10)
    said_at = models.DateTimeField("dijawab pada", default=days.now)
    undone_at = models.DateTimeField("diurungkan pada", null=True, editable=False)
    undone_by = by("diurungkan oleh")
    undone_why = models.CharField("alasan diurungkan", max_length=300, blank=True, editable=False)

    objects = PlaceAnswerQuerySet.as_manager()

    row_policy = RowPolicy(
        reads=f"{STAFF} OR {OWN_ANSWER}",
        adds=f"{ASKERS} OR (channel = 'portal' AND recorded_by_id = {READER} AND {OWN_ANSWER})"
        f" OR (channel = 'link' AND recorded_by_id IS NULL AND {WHOEVER_ACTS})",
        changes=ASKERS,
        history=STAFF,
    )

    class Meta:
        verbose_name = "jawaban tempat"
        indexes = [models.Index(fields=["asked", "-id"], name="place_answer_newest")]
        constraints = [
            # By a link nobody is logged in: the key alone is its sender's.
            once("placeanswer_is_sent_once", ["send_key", "recorded_by"], nulls_distinct=False),
            holds(
                "place_answer_by_link_alone_has_no_account",
                Q(channel="link", recorded_by=None)
                | ~Q(channel="link") & Q(recorded_by__isnull=False),
            ),
            holds("place_answer_says_who", ~Q(said_by=""), "Tulis siapa yang menjawab."),
            holds(
                "place_answer_yes_says_from_when",
                Q(says="yes", from_on__isnull=False) | ~Q(says="yes") & Q(from_on=None),
                "Tulis mulai kapan.",
            ),
            holds(
                "place_answer_no_says_why",
                Q(says="no") & ~Q(reason="") | ~Q(says="no") & Q(reason=""),
                "Tulis sebabnya.",
            ),
            holds(
                "place_answer_undone_says_who_and_why",
                all_or_none("undone_at", "undone_by", words="undone_why"),
            ),
            holds(
                "place_answer_is_said_before_written",
                Q(said_at__lte=F("recorded_at")),
                "Waktu ini belum terjadi.",
            ),
        ]
        triggers = [
            changed_only_in(
                "place_answer_stays_as_said",
                ["undone_at", "undone_by_id", "undone_why"],
                "undone_at",
            )
        ]

    def __str__(self):
        return self.get_says_display()


__all__ = ["AskedPartner", "PlaceAnswer", "PlaceQuestion"]
