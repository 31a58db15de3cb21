"""Hours to the first steps of casework, and what came of plans: by a loop over stays."""

from collections import Counter
from datetime import UTC, datetime

from tests.reports.oracle.raw import DAY, HOUR, length, middle, points, wita
from tests.reports.oracle.recap import counted

ENDS = {
    "done": "selesai",
    "refused": "ditolak",
    "impossible": "tidak-dapat",
    "handed_over": "dirujuk",
}


def is_free(house, day):
    return day.weekday() >= 5 or any(
        day == row.on or (row.is_yearly and (day.month, day.day) == (row.on.month, row.on.day))
        for row in house.free_days
    )


def initial_due(house, began):
    """24 hours later; on a free day noon of the next working day."""
    due = began + 24 * HOUR
    day = wita(due)
    if not is_free(house, day):
        return due
    while is_free(house, day):
        day += DAY
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def steps_of(house, stay):
    """{step: (the first that was done or nothing, until when it was due or nothing)}"""
    done = [
        row
        for row in house.of("assessments", "stay_id", stay.id)
        if row.stage == "initial" and row.finished_at
    ]
    first = min(done, key=lambda row: (row.done_at, row.id), default=None)
    plans = house.of("plans", "stay_id", stay.id)
    sent = [row.submitted_at for row in plans]
    sent += [
        event.submitted_at
        for plan in plans
        for event in house.of("plan_events", "pgh_obj_id", plan.id)
    ]
    served = [
        row.done_at for row in house.of("services", "stay_id", stay.id) if row.state == "done"
    ]
    plan_due = None
    if first:
        rule = house.by_id("risk_rules", first.rule_id)
        hours = {"low": rule.low_hours, "medium": rule.medium_hours, "high": rule.high_hours}
        plan_due = first.done_at + hours[first.risk] * HOUR
    return {
        "asesmen": (first and first.done_at, initial_due(house, stay.began_at)),
        "rencana": (min(filter(None, sent), default=None), plan_due),
        "layanan": (min(served, default=None), None),
    }


def is_brief(house, stay):
    briefs = house.of("briefs", "stay_id", stay.id)
    return bool(briefs) and not house.of("plans", "stay_id", stay.id)


def items_in_force(house, stay):
    """The lines of the newest plan that was approved."""
    plans = [row for row in house.of("plans", "stay_id", stay.id) if row.state == "approved"]
    newest = max(plans, key=lambda row: row.number, default=None)
    return house.of("items", "plan_id", newest.id) if newest else []


def course(house, stays):
    """{name: number} of these stays; quarter points of the hours, of the days; the targets."""
    told = Counter(stays=len(stays), ended=sum(stay.ended_at is not None for stay in stays))
    hours = {"asesmen": [], "rencana": [], "layanan": []}
    given = {"asesmen": [], "rencana": [], "layanan": []}
    for stay in stays:
        for step, (first, due) in steps_of(house, stay).items():
            told.update(_stands(house, stay, step, first, due))
            if first is not None:
                hours[step].append((first - stay.began_at) / HOUR)
            if due is not None:
                given[step].append((due - stay.began_at) / HOUR)
        for row in items_in_force(house, stay):
            open_end = "tanpa-hasil" if stay.ended_at else "berjalan"
            told[ENDS.get(row.result, open_end)] += 1
    lasted = [length(wita(row.began_at), wita(row.ended_at)) for row in stays if row.ended_at]
    return (
        told,
        {step: points(values) for step, values in hours.items()},
        points(lasted),
        {step: middle(values) for step, values in given.items()},
    )


def _stands(house, stay, step, first, due):
    found = Counter()
    if first is not None:
        found[step, "sudah"] += 1
        if due is not None:
            found[step, "dinilai"] += 1
            found[step, "tepat"] += first <= due
    elif step == "rencana" and is_brief(house, stay):
        found[step, "singkat"] += 1
    else:
        found[step, "keluar-tanpa" if stay.ended_at else "belum"] += 1
        if due is not None and due <= (stay.ended_at or house.now):
            found[step, "dinilai"] += 1
    return found


def stays_of(house, first, until, classification=None):
    rows = counted(house, "pembinaan", first, until)
    return [
        stay
        for stay, intake, _ in rows
        if classification is None or intake.classification_id == classification
    ]
