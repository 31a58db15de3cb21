import json

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from cases.casework.assessments.questions.models import Question, QuestionSet, Stage
from cases.casework.assessments.risks.models import Risk, RiskRule
from cases.people import access
from cases.stays.models import Stay, open_with_stay
from rptc import days, keys
from rptc.columns import by, holds, may_point_to, once, one_of, protected
from rptc.guards import IS_OWNER
from rptc.kept import THIS, kept_number
from rptc.sending import Sent
from rptc.words import angka, tanggal_pendek


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With the stay. What is secret in it, `secrets_told` says."""
        if not user.has_perm("cases.view_assessment"):
            return self.none()
        return self.filter(open_with_stay(user, "stay__"))

    def done(self):
        return self.exclude(done_at=None)

    def drafts(self):
        return self.filter(done_at=None)


@pghistory.track()
class Assessment(Sent):
    """What was asked of a klien at one stage, and what they said (R28): a draft until it is done,
    and then as it was for ever. What has changed since is asked again, in a new one.

    When it was done and when that was typed differ, and both are kept (docs/rules.md, Time). The
    risk is measured once, when it is done, by the rule of that day, and kept with it (R29).
    """

    Stage = Stage

    stay = protected(Stay, related_name="assessments", editable=False)
    stage = one_of(Stage, "tahap", max_length=13, editable=False)
    questions = protected(QuestionSet, related_name="assessments", editable=False)
    done_at = models.DateTimeField("dilakukan pada", null=True, blank=True)
    done_by = by("dilakukan oleh")
    finished_at = models.DateTimeField("selesai diketik pada", null=True, editable=False)
    conclusion = models.CharField("kesimpulan", max_length=500, blank=True)
    rule = may_point_to(RiskRule, "aturan risiko", related_name="+", editable=False)
    points = models.PositiveSmallIntegerField("angka risiko", null=True, editable=False)
    risk = one_of(Risk, "risiko", max_length=6, blank=True, editable=False)
    # One answer alone makes the risk medium; it may be a secret one.
    has_red = models.BooleanField("ada jawaban merah", default=False, editable=False)

    # May the points be read? The rule and what else was answered would tell the secret answers.
    tells_points = False

    objects = AssessmentQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "asesmen"
        indexes = [models.Index(fields=["stay", "stage", "-done_at"], name="assessment_of_stay")]
        constraints = [
            *Sent.Meta.constraints,
            once(
                "stay_has_one_draft_of_a_stage",
                ["stay", "stage"],
                "Asesmen ini sudah dimulai.",
                condition=Q(done_at=None),
            ),
            holds(
                "assessment_done_says_by_whom_and_what_follows",
                Q(
                    done_at=None,
                    done_by=None,
                    finished_at=None,
                    rule=None,
                    points=None,
                    risk="",
                )
                | Q(
                    Q(rule__isnull=False, points__isnull=False) & ~Q(risk=""),
                    done_at__isnull=False,
                    done_by__isnull=False,
                    finished_at__gte=F("done_at"),
                ),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="assessment_done_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__done_at__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.get_stage_display()}, {self.stay.person}"

    @property
    def is_done(self):
        return self.done_at is not None

    @property
    def is_typed_later(self):
        """More than an hour after it was done: then both hours are shown."""
        return self.is_done and self.finished_at - self.done_at > days.ONE_HOUR

    @property
    def next_due_at(self):
        """Until when the full assessment and the plan are due, by the risk."""
        return self.done_at + self.rule.hours(self.risk) * days.ONE_HOUR


class AnswerQuerySet(models.QuerySet):
    def done(self):
        return self.exclude(assessment__done_at=None)


@pghistory.track(exclude=["secret"])
class Answer(models.Model):
    """What was said to one question. Secret ones lie encrypted, and no history keeps what lay
    under an older key (docs/security.md, Keys)."""

    # What `rotate_keys` puts under the newest key (rptc/keys.py).
    sealed_columns = ("secret",)

    class SaidBy(models.TextChoices):
        CLIENT = "client", "Klien sendiri"
        MOTHER = "mother", "Ibunya"
        FATHER = "father", "Ayahnya"
        FAMILY = "family", "Keluarga lain"
        OFFICER = "officer", "Petugas yang melihat"
        PAPER = "paper", "Surat atau kartu"
        OTHER = "other", "Orang lain"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    question = protected(Question, related_name="answers")
    chosen = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    secret = models.TextField(blank=True, editable=False)
    said_by = one_of(SaidBy, "menurut siapa", max_length=7, default=SaidBy.CLIENT)
    # Asked again, and still as the earlier answer says.
    is_same = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    answered_by = by("diketik oleh", null=False)
    answered_at = models.DateTimeField(default=days.now)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "jawaban asesmen"
        constraints = [
            once("question_is_answered_once", ["assessment", "question"]),
            holds(
                "secret_answer_is_not_in_the_clear",
                Q(secret="") | Q(chosen__len=0, words=""),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name=f"answer_of_a_draft_{operation}",
                when=pgtrigger.Before,
                operation=operations,
                func=f"""
                    -- The owner alone puts it under another key.
                    IF TG_OP = 'UPDATE' AND {IS_OWNER}
                       AND (NEW.secret = '') = (OLD.secret = '')
                       AND to_jsonb(NEW) - 'secret' = to_jsonb(OLD) - 'secret' THEN
                        RETURN NEW;
                    END IF;
                    IF EXISTS (SELECT FROM cases_assessment
                                WHERE id = {row}.assessment_id AND done_at IS NOT NULL) THEN
                        RAISE EXCEPTION 'An assessment that is done never changes.'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'answer_of_a_draft';
                    END IF;
                    IF TG_OP <> 'DELETE' AND (NEW.secret = '') =
                       (SELECT is_secret FROM cases_question WHERE id = NEW.question_id) THEN
                        RAISE EXCEPTION 'A secret answer is encrypted, and no other is.'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'answer_is_as_secret_as_its_question';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,  # noqa: S608 (of this file)
            )
            for operation, operations, row in [
                ("written", pgtrigger.Insert | pgtrigger.Update, "NEW"),
                ("removed", pgtrigger.Delete, "OLD"),
            ]
        ]

    def __str__(self):
        return f"{self.question}"

    def says(self) -> tuple[list[str], str]:
        """What was chosen, and what was written. The caller has asked who may know it."""
        if self.secret:
            told = json.loads(keys.decrypt(self.secret))
            return told["chosen"], told["words"]
        return self.chosen, self.words

    def is_closed_to(self, user, told: bool) -> bool:
        """May this reader not know it? `told` are the secrets of the klien (`secrets_told`)."""
        return bool(self.secret) and not (told or self.is_by(user))

    def is_by(self, user) -> bool:
        return self.answered_by_id == user.pk

    @property
    def text(self) -> str:
        """In one line."""
        chosen, words = self.says()
        if self.question.kind == Question.Kind.NUMBER:
            return angka(int(words))
        return ". ".join(filter(None, [", ".join(chosen), words]))

    @property
    def source(self) -> str:
        """ "Asesmen awal, 21/11, kata ibunya" """
        of, who = self.assessment, self.get_said_by_display().lower()
        return f"{of.get_stage_display()}, {tanggal_pendek(of.done_at)}, kata {who}"

    @property
    def by_whom(self) -> str:
        """ "kata ibunya, masih sama"; "" where the klien said it now."""
        is_own = self.said_by == self.SaidBy.CLIENT
        who = "" if is_own else f"kata {self.get_said_by_display().lower()}"
        return ", ".join(filter(None, [who, "masih sama" if self.is_same else ""]))

    def write(self, chosen: list[str], words: str) -> None:
        if self.question.is_secret:
            told = json.dumps({"chosen": chosen, "words": words})
            self.secret, self.chosen, self.words = keys.encrypt(told), [], ""
        else:
            self.secret, self.chosen, self.words = "", chosen, words


def has_done(stage):
    """A condition on stays: an assessment of this stage is done."""
    return Exists(Assessment.objects.done().filter(stay=OuterRef("pk"), stage=stage))


def secrets_told(user, stay) -> bool:
    """May this reader know the secret answers about this klien? Who has the case, themselves or as
    a substitute, and who opened the file in an emergency (docs/access.md)."""
    return bool(kept_number(_whose_secrets_are_told, user, this=stay.pk))


def _whose_secrets_are_told(user):
    told = access.of_case(user, "social_worker", alone=True)
    if access.is_reading(user):
        told |= access.opened_in_emergency(user)
    return Stay.objects.filter(told, pk=THIS)
