"""What a browser sends from the pages of an assessment."""

from cases.casework.assessments.asking import draft_of, questions_of, set_of
from cases.casework.assessments.models import Stage
from cases.casework.assessments.questions.models import Question


def said(stay, stage=Stage.INITIAL, *, section=None, **answers):
    """The first choice of each question, or what `answers` say of it by its code, as
    takut="Tidak"; None leaves it open."""
    data = {}
    for question in questions_of(set_of(draft_of(stay, stage)), stage, stay):
        if section is None or question.section.name == section:
            name = question.code.replace("-", "_")
            data |= field(question, answers.get(name, _first(question)))
    return data


def field(question, answer, **more):
    name = f"q{question.pk}"
    data = {f"{name}-seen": more.pop("seen", 0)}
    if answer is not None:
        several = question.kind == Question.Kind.SEVERAL and not isinstance(answer, list)
        data[f"{name}-value"] = [answer] if several else answer
    return data | {f"{name}-{key}": value for key, value in more.items()}


def _first(question):
    if question.has_options:
        return question.options[0]
    return "3" if question.kind == Question.Kind.NUMBER else "Ceritanya begini."


def ask(code):
    return Question.objects.get(code=code, questions__published_at__isnull=False)
