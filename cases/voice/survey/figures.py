"""What those who left said in a year, counted. Nobody is told fewer than five; and who is not the
head learns of five answers at a time, question by question, so that what a count was before and
after one exit says nothing of it (R91)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from cases.aftercare.models import FollowUp
from cases.voice.survey.asking import LIVES
from cases.voice.survey.models import QUESTIONS, ExitAnswer, ExitVoice
from rptc import days
from rptc.policies import whoever_acts

LEAST = STEP = 5


@dataclass(frozen=True)
class Line:
    """One question: how many said each; nothing where fewer than five answered it."""

    text: str
    icon: str
    yes: int
    so_so: int
    no: int

    @property
    def total(self):
        return self.yes + self.so_so + self.no

    @property
    def is_told(self):
        return self.total >= LEAST


@dataclass(frozen=True)
class Voice:
    """A year: of those who were asked, who answered and who skipped it; `left_out` are told when
    five of a kind are together."""

    asked: int
    answered: int
    skipped: int
    left_out: int
    lines: tuple[Line, ...]
    # Of those who were met afterwards (cases/aftercare).
    helped: int
    not_helped: int

    @property
    def is_told(self):
        return self.answered >= LEAST

    @property
    def asked_later(self):
        return self.helped + self.not_helped

    @property
    def is_told_later(self):
        return self.asked_later >= LEAST


def voice_of(year, *, is_exact=False) -> Voice:
    since, until = days.period(date(year, 1, 1), date(year + 1, 1, 1))
    with whoever_acts():
        asked = ExitVoice.objects.filter(handed_at__gte=since, handed_at__lt=until)
        over = _over().filter(voice__in=asked)
        number, rows = asked.count(), list(over.values(*QUESTIONS, "skipped"))
    step = 1 if is_exact else STEP
    skipped = [row for row in rows if row["skipped"]]
    answered = [row for row in rows if not row["skipped"]]
    told = _whole(answered, step), _whole(skipped, step)
    lines = tuple(
        Line(text, icon, *_numbers(answered, name, step))
        for name, (text, icon) in QUESTIONS.items()
    )
    later = Counter(_whole(_asked_later(year), step))
    return Voice(
        asked=number,
        answered=len(told[0]),
        skipped=len(told[1]),
        left_out=len(rows) - len(told[0]) - len(told[1]),
        lines=lines,
        helped=later[FollowUp.Helped.YES],
        not_helped=later[FollowUp.Helped.NO],
    )


def _asked_later(year):
    """What was said at follow-ups, in the order in which it was written down."""
    said = FollowUp.objects.filter(done_on__year=year)
    said = said.filter(helped__in=[FollowUp.Helped.YES, FollowUp.Helped.NO])
    return list(said.order_by("recorded_at", "pk").values_list("helped", flat=True))


def _over():
    """In the order in which they came to count: with the last tap, or, of who gave an answer and
    never came so far, when the telephone no longer took one."""
    said = Q(safe__isnull=False) | Q(heard__isnull=False) | Q(after__isnull=False)
    left = said & Q(voice__handed_at__lte=days.now() - LIVES)
    rows = ExitAnswer.objects.filter(Q(voice__done_at__isnull=False) | left)
    return rows.order_by(Coalesce("voice__done_at", F("voice__handed_at") + LIVES), "pk")


def _whole(rows, step):
    return rows[: len(rows) // step * step]


def _numbers(rows, name, step):
    given = _whole([row[name] for row in rows if row[name] is not None], step)
    return [given.count(says) for says in ("yes", "so_so", "no")]
