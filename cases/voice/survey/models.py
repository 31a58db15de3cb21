"""What those who leave say of the house: three questions with pictures (R91)."""

import pgtrigger
from django.db import models
from django.db.models import Q

from cases.stays.models import Stay
from rptc import days
from rptc.columns import by, holds, one_of
from rptc.guards import IS_OWNER, refuses
from rptc.policies import READER, WHOEVER_ACTS, RowPolicy, may

HANDS = may("cases.hand_survey")
# Whose row it is, the head alone reads; figures count without showing one (figures.py).
READS = may("cases.read_voice")


class Says(models.TextChoices):
    YES = "yes", "Ya"
    SO_SO = "so_so", "Kurang"
    NO = "no", "Tidak"


# The column of each, how it is asked, and the picture beside it.
QUESTIONS = {
    "safe": ("Merasa aman di sini?", "visit"),
    "heard": ("Didengarkan di sini?", "ear"),
    "after": ("Tahu apa sesudah ini?", "road"),
}


def _answer(words):
    return one_of(Says, words, max_length=5, null=True, editable=False)


class ExitVoiceQuerySet(models.QuerySet):
    def over(self):
        return self.filter(done_at__isnull=False)


class ExitVoice(models.Model):
    """Somebody who leaves was given a telephone and asked, by another than whose case it is. That
    they were asked is known to who hands over; what they said stands apart (ExitAnswer)."""

    refused_by_triggers = {
        "exit_voice_is_asked_by_another": "Pekerja sosialnya tidak bertanya. Minta petugas lain."
    }

    stay = models.OneToOneField(
        Stay, models.PROTECT, related_name="exit_voice", editable=False, verbose_name="klien"
    )
    handed_by = by("diserahkan oleh", null=False)
    handed_at = models.DateTimeField("diserahkan pada", default=days.now, editable=False)
    done_at = models.DateTimeField("selesai pada", null=True, editable=False)

    objects = ExitVoiceQuerySet.as_manager()

    row_policy = RowPolicy(reads=f"{HANDS} OR {READS}", adds=HANDS, changes=HANDS, history="")

    class Meta:
        verbose_name = "pendapat saat keluar"
        triggers = [
            refuses(
                "exit_voice_is_asked_by_another",
                "Whose case it is does not ask.",
                """EXISTS (SELECT FROM cases_stay AS stay WHERE stay.id = NEW.stay_id
                              AND stay.social_worker_id = NEW.handed_by_id)""",
                on=pgtrigger.Insert | pgtrigger.UpdateOf("handed_by_id"),
            ),
            # The column stays open to change: while nothing is over, another may hand the
            # telephone over once more. Nobody does in the name of another.
            refuses(
                "exit_voice_is_handed_in_ones_own_name",
                "Whoever hands it over says so in their own name.",
                f"""(TG_OP = 'INSERT' OR (NEW.handed_by_id, NEW.handed_at)
                         IS DISTINCT FROM (OLD.handed_by_id, OLD.handed_at))
                    AND NEW.handed_by_id IS DISTINCT FROM {READER}
                    AND NOT {IS_OWNER}""",  # noqa: S608 (SQL of this project's models)
                on=pgtrigger.Insert | pgtrigger.UpdateOf("handed_by_id", "handed_at"),
            ),
            refuses(
                "exit_voice_is_over_once",
                "Who was asked, and that it is over, stays.",
                on=pgtrigger.Update,
                condition=pgtrigger.Q(old__done_at__isnull=False)
                | pgtrigger.Q(old__stay_id__df=pgtrigger.F("new__stay_id")),
            ),
        ]

    def __str__(self):
        return f"Pendapat saat keluar {self.pk}"


class ExitAnswer(models.Model):
    """What they said: each answer is one tap, all of it is voluntary, and to skip it is one tap
    and counts as such. There is no word and no history: an answer is given once, and never
    changes. The head alone reads a row; figures count (figures.py)."""

    voice = models.OneToOneField(
        ExitVoice, models.PROTECT, related_name="answer", editable=False, verbose_name="pendapat"
    )
    safe = _answer("merasa aman")
    heard = _answer("didengarkan")
    after = _answer("tahu apa sesudah ini")
    skipped = models.BooleanField("dilewati", default=False, editable=False)

    row_policy = RowPolicy(
        reads=READS, adds=WHOEVER_ACTS, changes=f"{READS} AND {WHOEVER_ACTS}", history=""
    )

    class Meta:
        verbose_name = "jawaban saat keluar"
        constraints = [
            holds(
                "exit_answer_skipped_says_nothing",
                Q(skipped=False) | Q(safe=None, heard=None, after=None),
            ),
        ]
        triggers = [
            refuses(
                "exit_answer_stays_as_said",
                "What was answered stays as it was said.",
                """OLD.skipped OR OLD.voice_id <> NEW.voice_id
                   OR OLD.safe IS NOT NULL AND OLD.safe IS DISTINCT FROM NEW.safe
                   OR OLD.heard IS NOT NULL AND OLD.heard IS DISTINCT FROM NEW.heard
                   OR OLD.after IS NOT NULL AND OLD.after IS DISTINCT FROM NEW.after
                   OR EXISTS (SELECT FROM cases_exitvoice AS voice
                               WHERE voice.id = OLD.voice_id AND voice.done_at IS NOT NULL)""",
                on=pgtrigger.Update,
            ),
        ]

    def __str__(self):
        return f"Jawaban saat keluar {self.pk}"

    @property
    def open_question(self):
        """The first that has no answer yet; None where all have."""
        return next((name for name in QUESTIONS if getattr(self, name) is None), None)

    @property
    def says_nothing(self):
        return all(getattr(self, name) is None for name in QUESTIONS)


__all__ = ["ExitAnswer", "ExitVoice"]
