"""Random cases of casework, and what they count by hand: plain Python over what was drawn, which
shares no code with reports/figures/casework."""

import random
from collections import Counter
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
    in_table: bool
    began: datetime
    ended: datetime | None = None
    is_sealed: bool = False
    # [(done at, risk)] of the first stage, [sent at], [done at]
    initials: list = field(default_factory=list)
    sent: list = field(default_factory=list)
    served: list = field(default_factory=list)
    is_brief: bool = False
    # The results of the lines of the plan in force.
    results: list = field(default_factory=list)
    # {code: [(done at, order, what was chosen)]}
    said: dict = field(default_factory=dict)

    @property
    def began_on(self):
        return wita(self.began)

    @property
    def counts(self):
        return self.in_table and FIRST <= self.began_on < UNTIL


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
        exists = kind.first_year <= 2026 and (kind.last_year or 2026) >= 2026
        case = Case(stays[-1], kind.code, kind.in_table and exists, began, ended)
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
            if stage == "initial":
                case.initials.append((done, risk))
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
            # Once a plan is begun, that is waited for.
            case.is_brief = what == "none"
        approved = {"one": 1, "two": 2, "three": 2}.get(what, 0)
        at = case.began
        for number in range(1, approved + 1):
            at = _moment(rng, at, at + DAY)
            case.sent.append(at)
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
            case.results = []
            for _ in range(rng.randrange(1, 4)):
                result = rng.choice(RESULTS)
                case.results.append(result)
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
                case.sent.append(plan.submitted_at)
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
            case.served.append(at)
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


# --- What they count -----------------------------------------------------------------------


def quarters(values):
    """The three quarter points, with a straight line between two neighbours."""
    values, points = sorted(values), []
    for share in (0.25, 0.5, 0.75):
        if not values:
            return [None] * 3
        place = share * (len(values) - 1)
        low = int(place)
        high = min(low + 1, len(values) - 1)
        points.append(values[low] + (values[high] - values[low]) * (place - low))
    return points


def is_free(day):
    return day.weekday() >= 5 or any(
        day == on or (yearly and (day.month, day.day) == (on.month, on.day)) for on, yearly in FREE
    )


def initial_due(began):
    due = began + 24 * HOUR
    if not is_free(wita(due)):
        return due
    day = wita(due)
    while is_free(day):
        day += DAY
    return datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC)


def plan_due(case):
    rule = RiskRule.objects.in_force()
    hours = {"low": rule.low_hours, "medium": rule.medium_hours, "high": rule.high_hours}
    if not case.initials:
        return None
    done, risk = min(case.initials, key=lambda each: each[0])
    return done + hours[risk] * HOUR


def count(cases):
    """{name: number} of these cases, as the table says them."""
    told = Counter(stays=len(cases), ended=sum(case.ended is not None for case in cases))
    hours = {"asesmen": [], "rencana": [], "layanan": []}
    for case in cases:
        moments = {
            "asesmen": ([at for at, _ in case.initials], initial_due(case.began)),
            "rencana": (case.sent, plan_due(case)),
            "layanan": (case.served, None),
        }
        for step, (done, due) in moments.items():
            first = min(done, default=None)
            if first is not None:
                told[step, "sudah"] += 1
                hours[step].append((first - case.began) / HOUR)
                if due is not None:
                    told[step, "dinilai"] += 1
                    told[step, "tepat"] += first <= due
            elif step == "rencana" and case.is_brief:
                told[step, "singkat"] += 1
            else:
                told[step, "keluar-tanpa" if case.ended else "belum"] += 1
                if due is not None and due <= (case.ended or NOW):
                    told[step, "dinilai"] += 1
        for result in case.results:
            end = {
                "done": "selesai",
                "refused": "ditolak",
                "impossible": "tidak-dapat",
                "handed_over": "dirujuk",
            }.get(result) or ("tanpa-hasil" if case.ended else "berjalan")
            told[end] += 1
    lengths = [(wita(case.ended) - wita(case.began)).days + 1 for case in cases if case.ended]
    return told, {step: quarters(values) for step, values in hours.items()}, quarters(lengths)


def newest_said(cases, code):
    """[what was chosen] of each case that answered in the period, the newest of it."""
    found = []
    for case in cases:
        said = [each for each in case.said.get(code, []) if FIRST <= wita(each[0]) < UNTIL]
        if said:
            found.append((case, max(said, key=lambda each: each[:2])[2]))
    return found
