import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.people.access import of_case, whole_to
from cases.stays.models import Stay, open_with_stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.columns import by, holds, may_point_to, once, one_of, protected, state_of
from rptc.decisions import Decided, DecidedQuerySet, state_moves
from rptc.guards import kept_as_written, never_changed, never_deleted, refuses, sealed_once
from rptc.policies import WHOEVER_ACTS, RowPolicy, may
from rptc.sending import Sent

# So much is written at once; and as much as it can take under a key (four bytes a letter).
MOST_LETTERS, MOST_SEALED = 300, 1_800
MOST_REASON, MOST_SEALED_REASON = 600, 3_400
# What `rotate_keys` puts under the newest key (rptc/keys.py).
SEALED = ("sealed_recipient", "sealed_said")


class Purpose(models.TextChoices):
    """For what: the first four can be refused, and are asked. The last two are the unit's duty by
    law, and are told (docs/rules.md, Consent)."""

    REFERRAL = "referral", "Dirujuk ke mitra"
    HEALTH = "health", "Dirujuk, dan kesehatannya dibuka"
    PHOTO = "photo", "Foto dipakai di luar rumah"
    FAMILY = "family", "Keluarga diberi tahu"
    CARE = "care", "Pelayanan di rumah ini"
    STATISTICS = "statistics", "Angka untuk laporan"


TOLD = [Purpose.CARE, Purpose.STATISTICS]
ASKED = [each for each in Purpose if each not in TOLD]
# Of these it is said to whom.
TO_SOMEBODY = [Purpose.REFERRAL, Purpose.HEALTH, Purpose.PHOTO]


class Answer(models.TextChoices):
    YES = "yes", "Setuju"
    NO = "no", "Menolak"
    # An adult who cannot say: nobody's yes is written for them.
    CANNOT = "cannot", "Tidak dapat menyatakan"
    TOLD = "told", "Sudah diberi tahu"


class GivenBy(models.TextChoices):
    SELF = "self", "Klien sendiri"
    GUARDIAN = "guardian", "Orang tua atau wali"
    STAND_IN = "stand_in", "Pengganti wali"


class Explained(models.TextChoices):
    ALOUD = "aloud", "dibacakan"
    READ = "read", "dibaca sendiri"
    INTERPRETER = "interpreter", "lewat juru bahasa"
    SIGNS = "signs", "dengan isyarat atau gambar"


class ChildSays(models.TextChoices):
    """What the child itself says, beside whoever answers for it."""

    AGREES = "agrees", "Anak setuju"
    REFUSES = "refuses", "Anak tidak mau"
    CANNOT = "cannot", "Anak belum dapat menjawab"


class StandInState(models.TextChoices):
    PROPOSED = "proposed", "Menunggu Kepala UPT"
    APPROVED = "approved", "Disetujui"
    REFUSED = "refused", "Ditolak"
    ENDED = "ended", "Berakhir"


S = StandInState
STAND_IN_MOVES = {S.PROPOSED: {S.APPROVED, S.REFUSED}, S.APPROVED: {S.ENDED}}


class Ground(models.TextChoices):
    UNKNOWN = "unknown", "Orang tua atau wali tidak diketahui"
    UNREACHABLE = "unreachable", "Orang tua atau wali tidak dapat dihubungi"
    DANGER = "danger", "Orang tua atau wali diduga membahayakan anak"


class StandInQuerySet(DecidedQuerySet):
    def visible_to(self, user):
        if not user.has_perm("cases.view_consent"):
            return self.none()
        return self.filter(open_with_stay(user, "stay__"))

    def told_to(self, user):
        """Those whose ground and words this reader may read; all others read that there is one."""
        told = whole_to(user, "stay__person") | Q(recorded_by=user)
        return self.visible_to(user).filter(told)

    def in_force(self):
        return self.filter(state=S.APPROVED)

    def to_search(self):
        """Of children in the house: their family is still to be found."""
        return self.in_force().filter(stay__ended_at=None)


# A history would keep what lay under an older key; and both are said once.
@pghistory.track(exclude=["sealed_reason", "sealed_end_reason"])
class StandIn(Decided):
    """Pengganti wali: for a child without a guardian the social worker and the head answer, with
    the ground and the reason (UU 35/2014; docs/rules.md, Consent). The head decides it once for a
    stay; it ends when the family is found.

    Why, and which family was found, lie under the application's key alone (words.py).
    """

    sealed_columns = ("sealed_reason", "sealed_end_reason")

    MOVES = STAND_IN_MOVES
    PERMISSION = "cases.approve_stand_in"

    stay = protected(Stay, related_name="stand_ins", editable=False)
    ground = one_of(Ground, "dasar", max_length=11)
    sealed_reason = models.TextField(
        "alasan, dan apa yang sudah dicari", max_length=MOST_SEALED_REASON, editable=False
    )
    state = state_of(StandInState, StandInState.PROPOSED)
    ended_at = models.DateTimeField("berakhir pada", null=True, editable=False)
    ended_by = by("diakhiri oleh")
    sealed_end_reason = models.TextField(
        "mengapa berakhir", max_length=MOST_SEALED, blank=True, editable=False
    )

    objects = StandInQuerySet.as_manager()

    class Meta(Decided.Meta):
        verbose_name = "pengganti wali"
        constraints = [
            *Decided.Meta.constraints,
            once(
                "stay_has_one_stand_in",
                ["stay"],
                "Pengganti wali untuk anak ini sudah diajukan.",
                condition=Q(state__in=["proposed", "approved"]),
            ),
            holds(
                "standin_state_fits_its_columns",
                Q(state="proposed", decided_by=None, decided_at=None)
                | ~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            holds(
                "stand_in_end_says_who_and_why",
                ~Q(state="ended") & Q(ended_at=None, ended_by=None, sealed_end_reason="")
                | Q(state="ended", ended_at__isnull=False, ended_by__isnull=False)
                & ~Q(sealed_end_reason=""),
                "Tulis mengapa berakhir.",
            ),
            holds("stand_in_has_a_reason", ~Q(sealed_reason="")),
        ]
        triggers = [
            state_moves("stand_in_moves", STAND_IN_MOVES),
            never_changed("stand_in_keeps_what_was_asked", ["stay", "ground"]),
            sealed_once("stand_in_keeps_its_reason", "sealed_reason"),
            sealed_once("stand_in_keeps_why_it_ended", "sealed_end_reason"),
            never_deleted("stand_in_stays"),
        ]

    def __str__(self):
        return f"{self.get_ground_display()}"

    @property
    def detail(self):
        return self.get_ground_display()


class LegalBasisQuerySet(models.QuerySet):
    def on(self, day):
        """{purpose: what is told of it on a day, and by which law}."""
        rows = self.filter(valid_from__lte=day).order_by("valid_from", "pk")
        return {row.purpose: row for row in rows}


@pghistory.track()
class LegalBasis(models.Model):
    """What a klien is told of what is not asked, and the law that it rests on (UU 27/2022 article
    20). A row to be confirmed by the unit; a change is a new row, from a day on."""

    purpose = one_of(Purpose, "tentang", max_length=10)
    text = models.TextField("yang diberitahukan", max_length=600)
    basis = models.CharField("dasar hukum", max_length=200)
    valid_from = models.DateField("berlaku mulai")

    objects = LegalBasisQuerySet.as_manager()

    class Meta:
        verbose_name = "dasar pemberitahuan"
        ordering = ["purpose", "-valid_from"]
        constraints = [
            holds("legal_basis_is_of_what_is_told", Q(purpose__in=[each.value for each in TOLD])),
            once(
                "legal_basis_begins_once",
                ["purpose", "valid_from"],
                "Mulai hari itu sudah ada.",
            ),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()}, mulai {self.valid_from:%d/%m/%Y}"


# Consents that say something in which nobody looked, or in which a closed partner is named.
MAY_NAME_CLOSED = Q(found_open=None) & ~Q(sealed_recipient="", sealed_said="")


class ConsentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who works with the klien. That health may be opened says something of it: to the head,
        those of the case and who asked."""
        if not user.has_perm("cases.view_consent"):
            return self.none()
        rows = self.filter(open_with_stay(user, "stay__"))
        if user.has_role(Role.HEAD):
            return rows
        theirs = of_case(user, "stay__social_worker") | Q(recorded_by=user)
        return rows.filter(~Q(purpose=Purpose.HEALTH) | theirs)

    def told_to(self, user):
        """Those whose words this reader may read: to whom, and what was said. Where that is a
        partner whose destination is closed: the head, those of the case and who asked."""
        told = self.visible_to(user).filter(whole_to(user, "stay__person") | Q(recorded_by=user))
        if user.has_role(Role.HEAD):
            return told
        theirs = of_case(user, "stay__social_worker") | Q(recorded_by=user)
        return told.filter(~MAY_NAME_CLOSED | theirs)

    def may_name_closed(self):
        return self.filter(MAY_NAME_CLOSED)

    def in_force(self):
        """A yes that nobody took back, and after which they did not say no: to this, or, where it
        opens health, to being referred at all."""
        later = Q(asked_at__gt=OuterRef("asked_at")) | Q(
            asked_at=OuterRef("asked_at"), pk__gt=OuterRef("pk")
        )
        refused = Consent.objects.filter(
            later, stay=OuterRef("stay"), answer__in=[Answer.NO, Answer.CANNOT]
        )
        same = refused.filter(purpose=OuterRef("purpose"))
        wider = refused.filter(purpose=Purpose.REFERRAL)
        is_open = Q(~Exists(same)) & (~Q(purpose=Purpose.HEALTH) | Q(~Exists(wider)))
        return self.filter(is_open, answer=Answer.YES, withdrawal=None)

    def last_answer(self, stay, purpose):
        """What was said last; None where nobody asked."""
        rows = self.filter(stay=stay, purpose=purpose).select_related("withdrawal")
        return rows.order_by("-asked_at", "-pk").first()


class Consent(Sent):
    """Persetujuan (R52; UU 27/2022 articles 20 to 26): what was asked or told, who answered, in
    which language, how it was explained. It is never changed: another answer is a row of its own,
    and whoever takes a yes back does so in a row beside it.

    To whom, and the klien's own words, lie under the application's key alone (words.py).
    """

    sealed_columns = SEALED

    stay = protected(Stay, related_name="consents", editable=False)
    purpose = one_of(Purpose, "untuk apa", max_length=10)
    answer = one_of(Answer, "jawaban", max_length=6)
    given_by = one_of(GivenBy, "siapa yang menjawab", max_length=8)
    guardian = models.CharField("nama orang tua atau wali", max_length=120, blank=True)
    relation = models.CharField("hubungan dengan klien", max_length=80, blank=True)
    child_says = one_of(ChildSays, "kata anak sendiri", max_length=7, blank=True)
    language = models.CharField("bahasa", max_length=60, default="Indonesia")
    explained = one_of(Explained, "cara menjelaskan", max_length=11)
    interpreter = models.CharField("nama juru bahasa", max_length=120, blank=True)
    stand_in = may_point_to(StandIn, editable=False, related_name="consents")
    asked_at = models.DateTimeField("ditanyakan pada", default=days.now)
    legal_basis = may_point_to(LegalBasis, editable=False, related_name="+")
    sealed_recipient = models.TextField(max_length=MOST_SEALED, blank=True, editable=False)
    sealed_said = models.TextField(max_length=MOST_SEALED, blank=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "persetujuan"
        indexes = [models.Index(fields=["stay", "purpose", "-id"], name="consent_of_stay")]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "consent_is_asked_or_told_with_its_basis",
                Q(
                    purpose__in=[each.value for each in TOLD],
                    answer=Answer.TOLD,
                    legal_basis__isnull=False,
                )
                | Q(purpose__in=[each.value for each in ASKED], legal_basis=None)
                & ~Q(answer=Answer.TOLD),
            ),
            holds(
                "consent_guardian_has_a_name",
                ~Q(given_by=GivenBy.GUARDIAN) & Q(guardian="", relation="")
                | Q(given_by=GivenBy.GUARDIAN) & ~Q(guardian="") & ~Q(relation=""),
                "Tulis nama dan hubungannya.",
            ),
            holds(
                "consent_names_its_stand_in",
                Q(given_by=GivenBy.STAND_IN, stand_in__isnull=False)
                | ~Q(given_by=GivenBy.STAND_IN) & Q(stand_in=None),
            ),
            holds(
                "consent_interpreter_has_a_name",
                ~Q(explained=Explained.INTERPRETER) | ~Q(interpreter=""),
                "Tulis siapa juru bahasanya.",
            ),
            holds(
                "consent_says_to_whom",
                ~Q(purpose__in=[each.value for each in TO_SOMEBODY]) | ~Q(sealed_recipient=""),
                "Tulis kepada siapa.",
            ),
            holds(
                "consent_that_cannot_be_given_says_why",
                ~Q(answer=Answer.CANNOT) | ~Q(sealed_said=""),
                "Tulis mengapa tidak dapat menyatakan.",
            ),
        ]
        triggers = [
            kept_as_written("consent_is_kept_as_written", SEALED),
            refuses(
                "consent_stand_in_is_in_force",
                "Nobody was approved in the place of the guardian.",
                """NOT EXISTS (SELECT FROM cases_standin
                                WHERE id = NEW.stand_in_id AND stay_id = NEW.stay_id
                                  AND state = 'approved')""",
                on=pgtrigger.Insert,
                condition=pgtrigger.Q(new__stand_in__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()}: {self.get_answer_display().lower()}"

    @property
    def is_withdrawn(self):
        return hasattr(self, "withdrawal")

    @property
    def can_be_withdrawn(self):
        return self.answer == Answer.YES and not self.is_withdrawn

    @property
    def is_refused(self):
        return self.answer == Answer.NO or self.is_withdrawn

    @property
    def by_whom(self):
        """ "Klien sendiri", "Dg. Ngai, ibu" """
        if self.given_by == GivenBy.SELF:
            return self.get_given_by_display()
        if self.given_by == GivenBy.STAND_IN:
            return f"{self.recorded_by} dan {self.stand_in.decided_by}, menggantikan wali"
        return f"{self.guardian}, {self.relation}"

    @property
    def how(self):
        """ "bahasa Makassar, lewat juru bahasa Dg. Tata" """
        return f"bahasa {self.language}, {self.get_explained_display()} {self.interpreter}".strip()


class FoundOpen(models.Model):
    """Somebody looked: nothing in this consent names a partner whose destination is closed
    (closed.py). Gone again where one is closed that it names."""

    consent = models.OneToOneField(
        Consent, models.PROTECT, editable=False, related_name="found_open"
    )

    # Written and taken away by who looked (closed.py), and by no page; changed by nobody.
    row_policy = RowPolicy(
        reads=may("reports.view_today"),
        adds=WHOEVER_ACTS,
        changes="",
        history="",
        deletes=WHOEVER_ACTS,
    )

    class Meta:
        verbose_name = "persetujuan tanpa mitra tertutup"

    def __str__(self):
        return f"{self.consent}"


@pghistory.track()
class ConsentWithdrawal(Sent):
    """A yes that is taken back, at any time and without a reason (UU 27/2022 article 9)."""

    consent = models.OneToOneField(
        Consent, models.PROTECT, editable=False, related_name="withdrawal"
    )
    withdrawn_at = models.DateTimeField("ditarik pada", default=days.now)
    said_by = models.CharField("siapa yang menariknya", max_length=120)

    class Meta(Sent.Meta):
        verbose_name = "penarikan persetujuan"
        triggers = [kept_as_written("consent_withdrawal_is_kept_as_written", ())]

    def __str__(self):
        return f"Ditarik {days.day_of(self.withdrawn_at):%d/%m/%Y}"
