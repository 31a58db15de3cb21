"""Why people came to the street, which rights they lack, and what they are good at (R97): the
newest answer of each stay among the assessments that were done in a period.

Counted is what the reader may open, and nothing else: beside a number of all, the list behind it
would tell how a closed file answered. Of closed files the page says how many were asked. No secret
answer is counted; what somebody went through is asked in no assessment (docs/rules.md, Notes).
"""

from dataclasses import dataclass

from django.db.models import Count, F, Func, TextChoices

from cases.casework.assessments.models import Answer, Assessment
from cases.stays.models import Stay
from reports.figures.periods import Period
from rptc import days


class Topic(TextChoices):
    """By the code of the question, which stays the same from one form to the next."""

    CAUSES = "sebab", "Sebab turun ke jalan"
    RIGHTS = "hak", "Hak yang belum diterima"
    TALENTS = "bakat", "Bakat dan minat"


@dataclass(frozen=True)
class Told:
    """One topic: of how many stays there is an answer, and of how many each choice."""

    topic: Topic
    stays: int
    choices: tuple[tuple[str, int], ...]
    # Written, and nothing chosen.
    in_words: int


@dataclass(frozen=True)
class Answers:
    """`closed`: stays with an answer to one of these, of files that the reader may not open."""

    period: Period
    told: tuple[Told, ...]
    closed: int


def newest(period: Period):
    """The newest answer of each stay to each of the questions, by the hour of the assessment."""
    since, before = days.period(period.first, period.until)
    rows = Answer.objects.filter(
        question__code__in=Topic.values,
        assessment__done_at__gte=since,
        assessment__done_at__lt=before,
    )
    order = ["assessment__stay", "question__code"]
    rows = rows.order_by(*order, "-assessment__done_at", "-assessment", "-pk").distinct(*order)
    # A form may keep the answer secret: then the stay has none, and not the one of before.
    return Answer.objects.filter(pk__in=rows.values("pk"), secret="")


def told_to(user, period: Period):
    visible = Assessment.objects.visible_to(user)
    return newest(period).filter(assessment__in=visible)


def answers(user, period: Period) -> Answers:
    asked, told = newest(period), told_to(user, period)
    stays = Count("assessment__stay", distinct=True)
    closed = asked.exclude(pk__in=told.values("pk")).aggregate(stays=stays)["stays"]
    numbers = dict(told.order_by().values_list("question__code").annotate(Count("pk")))
    choices = {topic: [] for topic in Topic}
    for code, choice, number in _by_choice(told):
        choices[code].append((choice, number))
    in_words = told.filter(chosen__len=0).order_by().values_list("question__code")
    in_words = dict(in_words.annotate(Count("pk")))
    return Answers(
        period,
        tuple(
            Told(topic, numbers.get(topic, 0), tuple(choices[topic]), in_words.get(topic, 0))
            for topic in Topic
        ),
        closed,
    )


def _by_choice(told):
    """(code, choice, stays), the most first."""
    rows = told.order_by().annotate(choice=Func(F("chosen"), function="unnest"))
    rows = rows.values_list("question__code", "choice")
    return rows.annotate(number=Count("pk", distinct=True)).order_by("-number", "choice")


def stays_behind(user, period: Period, topic: Topic, choice: str | None):
    """The stays behind a number; `choice` None for all that answered, "" for words alone."""
    told = told_to(user, period).filter(question__code=topic)
    if choice == "":
        told = told.filter(chosen__len=0)
    elif choice is not None:
        told = told.filter(chosen__contains=[choice])
    return Stay.objects.filter(pk__in=told.order_by().values("assessment__stay"))
