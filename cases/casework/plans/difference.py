"""What a plan changes against the number before it, in words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """`old` or `new` is empty where a line came or went; of one that was closed before, `new`
    says with which result."""

    label: str
    old: str
    new: str


def difference(old, new):
    """The changes from one plan to the next; both with their items and the names they use."""
    texts = [
        Change(label, getattr(old, name), getattr(new, name))
        for name, label in [("wishes", "Keinginan klien"), ("aim", "Tujuan akhir")]
        if getattr(old, name) != getattr(new, name)
    ]
    return texts + _lines(_by_goal(old), _by_goal(new), _closed(old))


def _lines(before, after, closed):
    return [
        Change(goal, before.get(goal, ""), after.get(goal, closed.get(goal, "")))
        for goal in before | after
        if before.get(goal) != after.get(goal)
    ]


def _by_goal(plan):
    """The same goal twice in a plan reads as one entry with both lines."""
    lines = {}
    for item in plan.items.all():
        words = item.terms
        lines[item.goal] = f"{lines[item.goal]}; {words}" if item.goal in lines else words
    return lines


def _closed(plan):
    """The goals of which no line is open any more, each with what came of it."""
    results = {}
    for item in plan.items.all():
        results.setdefault(item.goal, []).append(item.get_result_display() if item.result else "")
    return {goal: "; ".join(dict.fromkeys(words)) for goal, words in results.items() if all(words)}
