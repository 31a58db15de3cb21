"""The risk of a klien, from what was answered (R29)."""

from typing import NamedTuple

from cases.casework.assessments.risks.models import Risk, RiskRule


class Measured(NamedTuple):
    """`has_red` where one answer alone, whatever the others say, makes the risk medium."""

    points: int
    risk: Risk
    has_red: bool


def measure(answers, rule: RiskRule, years: int | None) -> Measured:
    """Each answer adds what the rule says of it, and so does a young age. `answers` have their
    question."""
    weights = {(each.question, each.option): each.points for each in rule.points.all()}
    of_age = 0 if years is None or years > rule.young_until else rule.young_points
    of_answers = [
        weights.get((answer.question.code, option), 0)
        for answer in answers
        for option in answer.says()[0]
    ]
    points = of_age + sum(of_answers)
    has_red = max(of_answers, default=0) >= rule.medium_from
    return Measured(points, rule.level(points), has_red)


def unmatched(rule: RiskRule, questions) -> list:
    """Points of the rule that no answer of this form can earn: a question or an option was
    renamed, and its weight would be lost without a word."""
    known = {(question.code, option) for question in questions for option in question.options}
    return [each for each in rule.points.all() if (each.question, each.option) not in known]
