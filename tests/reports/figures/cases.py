"""Random cases of casework, and what was said in them last."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pgtrigger

from cases.casework.assessments.models import Answer, Assessment
from cases.casework.assessments.questions.models import Question, QuestionSet
from cases.casework.assessments.risks.models import RiskRule
from cases.casework.plans.models import BriefGuidance, Plan, PlanItem, ServiceKind
from cases.casework.services.models import Service
from cases.intakes.models import Classification, Intake
from cases.people.models import Person
from cases.stays.free_days.models import FreeDay
from cases.stays.models import Stay, StayRule
from tests import factories as f
from tests.database_roles import as_owner, learn_sizes

FIRST, UNTIL = date(2026, 3, 1), date(2026, 4, 1)
NOW = datetime(2026, 4, 20, 2, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# 23.30 WITA on 28 February and 31 March, and the first minute of the days after.
EDGES = [
    datetime(2026, 2, 28, 15, 30, tzinfo=UTC),
    datetime(2026, 2, 28, 16, 0, tzinfo=UTC),
    datetime(2026, 3, 31, 15, 30, tzinfo=UTC),
    datetime(2026, 3, 31, 16, 0, tzinfo=UTC),
]
FREE = [(date(2026, 3, 19), False), (date(2020, 3, 31), True)]
RESULTS = ["", "", "done", "done", "refused", "impossible", "handed_over"]
TOPICS = ["sebab", "hak", "bakat"]


@dataclass
class Case:
    stay: Stay
    code: str
    began: datetime
    ended: datetime | None = None
    is_sealed: bool = False
    # {code: [(done at, order, what was chosen)]}
    said: dict = field(default_factory=dict)

    @property
    def began_on(self):
        return wita(self.began)


def wita(moment):
    return (moment + 8 * HOUR).replace(tzinfo=None).date()


def drawn(number, seed=20260301):
    """Stays of February to April with assessments, plans, services and answers, a row a drawing;
    written in bulk, as a thousand of them come."""
    rng = random.Random(seed)  # noqa: S311
    by = f.UserFactory()
    for on, is_yearly in FREE:
        FreeDay.objects.create(on=on, name="Libur", is_yearly=is_yearly)
    cases = _stays(rng, number, by)
    _assess(rng, cases, by)
    _plan(rng, cases, by)
    _serve(rng, cases, by)
    learn_sizes()
    return cases


def _moment(rng, since, until):
    return since + timedelta(
        minutes=rng.randrange(1, max(2, int((until - since) / timedelta(minutes=1))))
    )


def _stays(rng, number, by):
    classes = list(Classification.objects.order_by("pk"))
    rules = {each: StayRule.objects.for_entry(each, FIRST) for each in classes}
    people = [
        f.PersonFactory.build(
            recorded_by=by, sex=rng.choice("LP"), is_sealed=rng.random() < 0.1, age_stated_on=FIRST
        )
        for _ in range(number)
    ]
    Person.objects.bulk_create(people)
    cases, intakes, stays = [], [], []
    for person in people:
        kind = rng.choice(classes)
        began = _moment(rng, datetime(2026, 2, 20, tzinfo=UTC), datetime(2026, 4, 10, tzinfo=UTC))
        if rng.random() < 0.1:
            began = rng.choice(EDGES)
        ended = None
        if rng.random() < 0.6:
            ended = min(_moment(rng, began, began + 12 * DAY), NOW - HOUR)
        if ended and rng.random() < 0.2:
            # 23.30 WITA of some day.
            ended = max(ended.replace(hour=15, minute=30), began + HOUR)
        intakes.append(
            f.IntakeFactory.build(
                person=person, provisional=kind, met_on=wita(began), recorded_by=by
            )
        )
        stays.append(
            f.StayFactory.build(
                intake=intakes[-1],
                began_at=began,
                ended_at=ended,
                rule=rules[kind],
                recorded_by=by,
            )
        )
        case = Case(stays[-1], kind.code, began, ended)
        case.is_sealed = person.is_sealed
        cases.append(case)
    Intake.objects.bulk_create(intakes)
    Stay.objects.bulk_create(stays)
    return cases


def _end(case):
    return case.ended or NOW


def _assess(rng, cases, by):
    questions = {each.code: each for each in Question.objects.filter(code__in=TOPICS)}
    form, rule = QuestionSet.objects.in_force(), RiskRule.objects.in_force()
    rows, answers = [], []
    for case in cases:
        for stage in rng.choice(
            [[], ["initial"], ["initial"], ["initial", "comprehensive", "initial"]]
        ):
            done = _moment(rng, case.began, min(_end(case), case.began + 4 * DAY))
            risk = rng.choice(["low", "medium", "high"])
            row = f.AssessmentFactory.build(
                stay=case.stay,
                stage=stage,
                questions=form,
                rule=rule,
                recorded_by=by,
                done_at=done,
                done_by=by,
                finished_at=done + HOUR,
                points=0,
                risk=risk,
            )
            rows.append(row)
            for code in rng.sample(TOPICS, rng.randrange(4)):
                chosen = rng.sample(questions[code].options, rng.randrange(4))
                words = "" if chosen else "Tidak tahu."
                answers.append(
                    Answer(
                        assessment=row,
                        question=questions[code],
                        chosen=chosen,
                        words=words,
                        answered_by=by,
                    )
                )
                case.said.setdefault(code, []).append((done, len(rows), chosen))
        if rng.random() < 0.2:
            rows.append(
                f.AssessmentFactory.build(
                    stay=case.stay, stage="initial", questions=form, recorded_by=by
                )
            )
    Assessment.objects.bulk_create(rows)
    with as_owner(), pgtrigger.ignore("cases.Answer:answer_of_a_draft_written"):
        Answer.objects.bulk_create(answers)


def _plan(rng, cases, by):
    head = f.UserFactory()
    kind = ServiceKind.objects.first()
    plans, items, again, briefs = [], [], [], []
    for case in cases:
        what = rng.choice(
            ["none", "none", "draft", "sent", "returned", "one", "one", "two", "three"]
        )
        if what in ("none", "draft", "one") and rng.random() < 0.3:
            briefs.append(BriefGuidance(stay=case.stay, text="Singkat.", recorded_by=by))
        approved = {"one": 1, "two": 2, "three": 2}.get(what, 0)
        at = case.began
        for number in range(1, approved + 1):
            at = _moment(rng, at, at + DAY)
            plan = f.PlanFactory.build(
                stay=case.stay,
                number=number,
                state="approved",
                submitted_at=at,
                decided_at=at + HOUR,
                decided_by=head,
                recorded_by=by,
                why="Berubah.",
            )
            plans.append(plan)
            for _ in range(rng.randrange(1, 4)):
                result = rng.choice(RESULTS)
                items.append(
                    PlanItem(
                        plan=plan,
                        goal="Bimbingan.",
                        kind=kind,
                        owner_kind="client",
                        due_on=wita(at),
                        result=result,
                        result_on=wita(at) if result else None,
                        result_reason="" if result in ("", "done") else "Begitu.",
                    )
                )
        state = {"draft": "draft", "sent": "submitted", "returned": "submitted", "three": "draft"}
        if what in state:
            plan = f.PlanFactory.build(
                stay=case.stay, number=approved + 1, state=state[what], recorded_by=by, why="Baru."
            )
            plans.append(plan)
            items.append(
                PlanItem(plan=plan, goal="Lain.", kind=kind, owner_kind="client", due_on=wita(at))
            )
            if state[what] == "submitted":
                plan.submitted_at = _moment(rng, at, at + 3 * DAY)
            if what == "returned":
                again.append((plan, plan.submitted_at + 5 * HOUR))
    written = (
        "cases.Plan:plan_begins_as_a_draft",
        "cases.PlanItem:lines_of_a_plan_are_frozen_added",
    )
    with as_owner(), pgtrigger.ignore(*written):
        Plan.objects.bulk_create(plans)
        PlanItem.objects.bulk_create(items)
    BriefGuidance.objects.bulk_create(briefs)
    for plan, at in again:
        # Sent back, and sent again: the row says the second hour, the first one counts.
        rows = Plan.objects.filter(pk=plan.pk)
        rows.update(state="returned", decided_at=at, decided_by=head, decision_note="Kurang.")
        rows.update(state="submitted", submitted_at=at, decided_at=None, decided_by=None)


def _serve(rng, cases, by):
    kinds, rows = list(ServiceKind.objects.all()), []
    for case in cases:
        for _ in range(rng.choice([0, 0, 1, 2, 3])):
            at, kind = _moment(rng, case.began, _end(case)), rng.choice(kinds)
            rows.append(
                f.ServiceFactory.build(stay=case.stay, kind=kind, done_at=at, recorded_by=by)
            )
        if rng.random() < 0.3:
            on = wita(case.began)
            rows.append(
                f.ServiceFactory.build(
                    stay=case.stay, kind=kinds[0], planned=True, planned_on=on, recorded_by=by
                )
            )
    Service.objects.bulk_create(rows)


# --- One by one ----------------------------------------------------------------------------


def closed_item():
    """A line of an approved plan, of a file that is sealed for named people."""
    item = f.PlanItemFactory(plan__stay__intake__person__name="Kenari", goal="Menjahit layar.")
    f.SealFactory(person=item.plan.stay.person)
    approve(item)
    return item


def approve(item):
    """Its plan, sent and decided at the hour of the arrival."""
    rows, at = Plan.objects.filter(pk=item.plan_id), item.plan.stay.began_at
    rows.update(state="submitted", submitted_at=at)
    rows.update(state="approved", decided_at=at, decided_by=f.UserFactory())


# --- What was said -------------------------------------------------------------------------


def newest_said(cases, code):
    """[what was chosen] of each case that answered in the period, the newest of it."""
    found = []
    for case in cases:
        said = [each for each in case.said.get(code, []) if FIRST <= wita(each[0]) < UNTIL]
        if said:
            found.append((case, max(said, key=lambda each: each[:2])[2]))
    return found
