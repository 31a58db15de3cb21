"""The risk of a klien, from what was answered (R29)."""

from cases.casework.assessments.risks.models import Risk, RiskRule


def measure(answers, rule: RiskRule, years: int | None) -> tuple[int, Risk]:
    """Points and level: each answer adds what the rule says of it, and so does a young age.
    `answers` have their question."""
    weights = {(each.question, each.option): each.points for each in rule.points.all()}
    points = 0 if years is None or years > rule.young_until else rule.young_points
    for answer in answers:
        chosen, _ = answer.says()
        points += sum(weights.get((answer.question.code, option), 0) for option in chosen)
    return points, rule.level(points)


def unmatched(rule: RiskRule, questions) -> list:
    """Points of the rule that no answer of this form can earn: a question or an option was
    renamed, and its weight would be lost without a word."""
    known = {(question.code, option) for question in questions for option in question.options}
    return [each for each in rule.points.all() if (each.question, each.option) not in known]
