"""What is asked of a klien at one stage, and what they or the papers said before."""

from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q

from cases.casework.assessments.models import (
    Answer,
    Assessment,
    secrets_told,
)
from cases.casework.assessments.questions.models import (
    Question,
    QuestionClass,
    QuestionSet,
    Section,
)
from cases.people import access
from cases.stays.models import Stay
from rptc.kept import THIS, AmongThese, kept_first, kept_rows, keys_of


@dataclass(frozen=True)
class Asked:
    """A question, what is stored in this assessment, and what an earlier one says. `is_closed`
    where it is answered, and this reader may not know how."""

    question: Question
    answer: Answer | None = None
    before: Answer | None = None
    is_closed: bool = False

    @property
    def is_owed(self) -> bool:
        return self.question.is_required and self.answer is None


@dataclass(frozen=True)
class AskedSection:
    section: Section
    asked: list[Asked] = field(default_factory=list)

    @property
    def owed(self) -> list[Asked]:
        return [each for each in self.asked if each.is_owed]

    @property
    def state(self) -> str:
        """ok: nothing is owed; run: begun; idle: not touched."""
        if not self.owed:
            return "ok"
        return "run" if any(each.answer for each in self.asked) else "idle"

    @property
    def closed(self) -> list[Asked]:
        return [each for each in self.asked if each.is_closed]

    @property
    def from_before(self) -> int:
        return sum(each.before is not None for each in self.asked)


def draft_of(stay, stage) -> Assessment | None:
    return kept_first(_drafts, None, stage, this=stay.pk)


def _drafts(user, stage):
    return Assessment.objects.drafts().filter(stay=THIS, stage=stage).order_by("pk")[:1]


def last_done(stay, stage) -> Assessment | None:
    """The one that was finished last, of whatever hour it tells."""
    return kept_first(_last_done, None, stage, this=stay.pk)


def _last_done(user, stage):
    return Assessment.objects.done().filter(stay=THIS, stage=stage).order_by("-pk")[:1]


def set_of(assessment) -> int:
    """The key of the form that is asked: a draft goes on with the one under which it was begun."""
    return assessment.questions_id if assessment else QuestionSet.objects.in_force().pk


def questions_of(questions_id, stage, stay, only=None) -> list[Question]:
    """Those of this form that are asked of this klien; where only one is wanted, by its key, that
    one at the most."""
    day, person = stay.entered_on, stay.person
    these = [] if only is None else [only]
    asked = kept_rows(_asked, None, only is not None, this=questions_id, these=these)
    return [
        question
        for question in asked
        if question.is_in(stage) and question.is_asked_of(person, stay.intake.classification, day)
    ]


def _asked(user, is_one):
    asked = QuestionSet(pk=THIS).asked
    if is_one:
        asked = asked.filter(AmongThese(F("pk")))
    only = QuestionClass.objects.filter(question=OuterRef("pk")).values("classification")
    return asked.select_related("section").annotate(class_keys=ArraySubquery(only))


def asked_in(assessment, stage, stay, user, only=None) -> list[AskedSection]:
    """The sections in order; with `only` that question alone. The stay has its person and its
    intake with its class."""
    questions, told = questions_of(set_of(assessment), stage, stay, only), secrets_told(user, stay)
    stored = stored_in(assessment, questions) if assessment else {}
    earlier = earlier_answers(stay, user, told=told, of=None if only is None else questions)
    sections = {}
    for question in questions:
        answer = stored.get(question.pk)
        is_closed = answer is not None and answer.is_closed_to(user, told)
        before = earlier.get(question.code)
        asked = Asked(question, answer, before if _fits(before, question) else None, is_closed)
        at = sections.setdefault(question.section_id, AskedSection(question.section))
        at.asked.append(asked)
    return list(sections.values())


def stored_in(assessment, questions) -> dict[int, Answer]:
    """{question: what is stored of it in this assessment}"""
    answers = kept_rows(_stored, None, this=assessment.pk, these=keys_of(questions))
    return {answer.question_id: answer for answer in answers}


def _stored(_):
    stored = Answer.objects.filter(AmongThese(F("question")), assessment=THIS)
    return stored.select_related("question")


def _fits(before, question) -> bool:
    """Can the question be answered with what was said before? "Masih sama" takes it over as it
    is: never into a later version that asks in another way, nor out of a secret."""
    if before is None or (before.secret and not question.is_secret):
        return False
    chosen, _ = before.says()
    return before.question.kind == question.kind and set(chosen) <= set(question.options)


def earlier_answers(stay, user, *, told, of=None) -> dict[str, Answer]:
    """{code: the newest answer} in what is done about this person and visible to this reader, of
    this stay or an earlier one; to all questions, or to these alone. A secret one of an earlier
    stay only whose case that was, as on its own page."""
    asked = (told, of is not None)
    rows = kept_rows(_earlier, user, *asked, this=stay.pk, these=keys_of(of or ()))
    return {row.question.code: row for row in rows}


def _earlier(user, told, is_of_some):
    """THIS is the stay, and THESE the questions, which may be asked in another form by now."""
    stay = Stay.objects.filter(pk=THIS)
    visible = Assessment.objects.visible_to(user).filter(
        stay__person__in=stay.values("person"), stay__began_at__lte=stay.values("began_at")
    )
    rows = Answer.objects.done().filter(assessment__in=visible)
    if is_of_some:
        these = Question.objects.filter(AmongThese(F("pk")))
        rows = rows.filter(question__code__in=these.values("code"))
    whose = access.of_case(user, "assessment__stay__social_worker")
    rows = rows.filter(whose | Q(secret="")) if told else rows.filter(secret="")
    rows = rows.select_related("assessment", "question").order_by(
        "question__code", "-assessment__done_at", "-pk"
    )
    return rows.distinct("question__code")


def told_in(assessment, user) -> list[AskedSection]:
    """What was answered, as it was asked then, by sections. Of a secret answer that this reader
    may not know only that it was given."""
    told = secrets_told(user, assessment.stay)
    answers = assessment.answers.select_related("question__section", "assessment")
    sections = {}
    for answer in answers.order_by("question__section__order", "question__order", "pk"):
        question = answer.question
        is_closed = answer.is_closed_to(user, told)
        at = sections.setdefault(question.section_id, AskedSection(question.section))
        at.asked.append(Asked(question, answer, is_closed=is_closed))
    return list(sections.values())
