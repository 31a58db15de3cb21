"""Random histories of a house over two years and a half: who was met, what became of them, what
was done for them, which partner was asked and answered; with what life brings beside: families,
merged files, corrected rows, exits and referrals that were asked for and taken back, children,
unknown origins and hours, 31 December at 23.30 WITA, and 29 February.

A `World` is written once: who works here, the partners, the places. Each history is written into
it in bulk, and rolled back by who drew it.
"""

import random
import uuid
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import transaction

from cases.aftercare.models import FollowUp
from cases.casework.assessments.models import Assessment
from cases.casework.assessments.questions.models import QuestionSet
from cases.casework.assessments.risks.models import RiskRule
from cases.casework.plans.models import BriefGuidance, Plan, PlanItem, ServiceKind
from cases.casework.services.models import Service
from cases.exits.models import Exit, ExitKind
from cases.help.models import Help, HelpReason
from cases.house.presence.models import RollCallRow
from cases.intakes.models import Classification, Door, Intake, Outcome
from cases.papers.models import Paper, PaperKind, PaperRequest
from cases.people.doubles.actions import merge_files
from cases.people.doubles.models import Merge
from cases.people.models import Person, Statement
from cases.people.relations.models import Relation
from cases.places.models import Region
from cases.stays.free_days.models import FreeDay
from cases.stays.models import Stay, StayRule
from partners.questions.models import AskedPartner, PlaceAnswer, PlaceQuestion
from partners.referrals.models import PARTNER_MOVES, Referral, ReferralStep
from partners.silence.models import Reminder
from reports.figures.models import CountingRule
from tests import factories as f
from tests.database_roles import as_owner

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
BEGIN = datetime(2023, 12, 20, tzinfo=UTC)
# 23.30 WITA of 31 December, of 28 and 29 February of a leap year; and the first minute after.
LATE = [
    datetime(2024, 12, 31, 15, 30, tzinfo=UTC),
    datetime(2025, 12, 31, 15, 30, tzinfo=UTC),
    datetime(2024, 2, 28, 15, 30, tzinfo=UTC),
    datetime(2024, 2, 29, 15, 30, tzinfo=UTC),
]
EDGES = [*LATE, *(moment + HOUR / 2 for moment in LATE)]
DOORS = ["patrol"] * 3 + ["walk_in", "family", "police", "hospital", "agency", "register"]
OUTCOMES = ["brought"] * 4 + [
    "advised",
    "family",
    "police",
    "hospital",
    "agency",
    "referred",
    "refused",
]
COMPANIONS = ["", "Satpol PP 2 orang", "satpol", "Pol PP Rappocini", "Polsek setempat"]
WAYS_OUT = [
    "keluarga",
    "mandiri",
    "daerah-asal",
    "melarikan-diri",
    "tidak-diketahui",
    "meninggal",
    "mitra",
    "mitra",
    "mitra",
    None,
]
AGES = [
    ("unknown", None, None),
    ("birth", None, date(2008, 2, 29)),
    ("birth", None, date(1965, 12, 31)),
    ("birth", None, date(2012, 1, 1)),
    ("birth", None, date(2025, 12, 31)),
    ("exact", 17, None),
    ("exact", 5, None),
    ("about", 45, None),
    ("about", 59, None),
    ("child", None, None),
    ("adult", None, None),
    ("elder", None, None),
]
RESULTS = ["", "", "done", "done", "refused", "impossible", "handed_over"]
FREE = [(date(2026, 3, 19), False), (date(2020, 8, 17), True), (date(2024, 12, 25), False)]
# What becomes of a referral that was sent.
WAYS = [
    [],
    [],
    ["accepted"],
    ["declined"],
    ["accepted", "arrived"],
    ["accepted", "arrived", "in_service"],
    ["accepted", "arrived", "in_service", "finished"],
    ["accepted", "arrived", "in_service", "returned"],
    ["accepted", "revoked"],
    ["accepted", "arrived", "revoked"],
    ["revoked"],
    ["expired"],
]
ENDS = {"declined", "returned", "finished", "revoked", "expired"}
WRITTEN = (
    "cases.Exit:release_is_whole",
    "cases.Plan:plan_begins_as_a_draft",
    "cases.PlanItem:lines_of_a_plan_are_frozen_added",
)


class World:
    """What histories share."""

    def __init__(self):
        self.by = f.UserFactory()
        self.head = f.UserFactory(roles=["head"])
        self.worker = f.UserFactory(roles=["social_worker"])
        for on, is_yearly in FREE:
            FreeDay.objects.create(on=on, name="Libur", is_yearly=is_yearly)
        teams = [f.TeamFactory() for _ in range(2)]
        self.patrols = [
            f.PatrolFactory(team=teams[place % 2], companions=said)
            for place, said in enumerate(COMPANIONS)
        ]
        villages = list(Region.objects.filter(level=4, code__startswith="73.71").order_by("code"))
        outside = Region.objects.exclude(code__startswith="73.71")
        district = outside.filter(level=3).order_by("code").first()
        there, _ = Region.objects.get_or_create(
            code=f"{district.code}.1001",
            defaults={"name": "Contoh", "level": 4, "parent": district},
        )
        self.spots = [
            None,
            *(f.HotSpotFactory(village=each) for each in (villages[0], villages[-1], there)),
        ]
        self.origins = [
            None,
            None,
            villages[3],
            villages[3].parent,
            Region.objects.get(code="73.71"),
            *(outside.filter(level=level).order_by("code").first() for level in (1, 2, 3)),
        ]
        self.partners = [f.PartnerFactory(short_name=name) for name in ("Satu", "Dua", "Tiga")]
        self.partners.append(f.PartnerFactory(short_name="Tutup", closes_destination=True))
        self.agreements = {each: f.AgreementFactory(partner=each) for each in self.partners[:2]}
        self.classes = list(Classification.objects.order_by("pk"))
        self.rules = {each: StayRule.objects.for_entry(each, BEGIN) for each in self.classes}
        self.exit_kinds = {each.code: each for each in ExitKind.objects.all()}
        self.form, self.risks = QuestionSet.objects.in_force(), RiskRule.objects.in_force()
        self.kinds = list(ServiceKind.objects.order_by("pk"))
        self.paper_kinds = list(PaperKind.objects.order_by("pk"))
        self.paper_office = f.papers.paper_office()
        self.reasons = list(HelpReason.objects.order_by("pk"))
        self.budget_line = f.help.BudgetLineFactory()
        self.calls = self._calls()

    def _calls(self):
        rows = []
        for on in (date(2024, 2, 29), date(2024, 12, 31), date(2025, 12, 31), date(2026, 6, 9)):
            for part, hour in (("morning", 7), ("evening", 19)):
                taken = datetime(on.year, on.month, on.day, tzinfo=UTC) + (hour - 8) * HOUR
                rows.append(f.RollCallFactory(on=on, part=part, taken_at=taken))
        return rows


def wita(moment):
    return (moment + 8 * HOUR).date()


@contextmanager
def history(world, seed, most=14, least=1):
    """One history of so many people in the database, as long as it is looked at."""
    with transaction.atomic():
        Drawing(world, random.Random(seed), least, most).write()  # noqa: S311
        yield
        transaction.set_rollback(True)


class Drawing:
    def __init__(self, world, rng, least, most):
        self.world, self.rng = world, rng
        self.number = rng.randrange(least, most + 1)

    def write(self):
        with as_owner(), pgtrigger.ignore(*WRITTEN):
            self.rule()
            self.people()
            self.catches()
            self.stays()
            self.exits()
            self.assess()
            self.plan()
            self.serve()
            self.give()
        self.refer()
        self.ask()
        self.after()
        self.correct()
        self.merge()

    def chance(self, share):
        return self.rng.random() < share

    def moment(self, since, until):
        minutes = int((until - since) / timedelta(minutes=1))
        return since + timedelta(minutes=self.rng.randrange(max(minutes, 1)))

    def sent(self):
        return {"recorded_by": self.world.by, "send_key": uuid.uuid4()}

    # -- Who was met -------------------------------------------------------------------------

    def rule(self):
        """From some day on other doors and outcomes count."""
        if self.chance(0.6):
            CountingRule.objects.create(
                valid_from=self.rng.choice(
                    [date(2024, 7, 1), date(2025, 1, 1), date(2026, 3, 15)]
                ),
                doors=[each for each in Door.values if self.chance(0.8)] or ["patrol"],
                outcomes=[each for each in Outcome.values if self.chance(0.8)] or ["brought"],
            )

    def people(self):
        rng, rows = self.rng, []
        for _ in range(self.number):
            kind, years, born = rng.choice(AGES)
            origin = rng.choice(self.world.origins)
            rows.append(
                f.PersonFactory.build(
                    **self.sent(),
                    sex=rng.choice("LP"),
                    is_sealed=self.chance(0.15),
                    age_kind=kind,
                    age_years=years,
                    born_on=born,
                    age_stated_on=None if kind in ("unknown", "birth") else date(2025, 2, 28),
                    origin=origin,
                    origin_text="" if origin else rng.choice(["", "Kampung seberang"]),
                    nik_status=rng.choice(["unknown", "none"]),
                )
            )
        self.persons = Person.objects.bulk_create(rows)
        pairs = [rng.sample(self.persons, 2) for _ in range(self.number // 4)]
        pairs = {tuple(sorted(pair, key=lambda each: each.pk)) for pair in pairs}
        Relation.objects.bulk_create(
            f.RelationFactory.build(
                **self.sent(),
                person=person,
                other=other,
                kind=rng.choice(["mother", "relative", "together"]),
            )
            for person, other in sorted(pairs, key=lambda each: (each[0].pk, each[1].pk))
        )

    def catches(self):
        rows = []
        self.moments = {}
        for person in self.persons:
            moments = [
                self.moment(BEGIN, NOW - HOUR) for _ in range(self.rng.choice([1, 1, 2, 4]))
            ]
            if self.chance(0.4):
                moments[0] = self.rng.choice(EDGES)
            if len(moments) > 1 and self.chance(0.4):
                # Twice on one day.
                moments[1] = moments[0] + timedelta(minutes=10)
            if len(moments) > 2:
                # Again soon.
                moments[2] = min(moments[1] + self.rng.randrange(2, 60) * DAY, NOW - HOUR)
            rows += [self.catch(person, at) for at in sorted(set(moments))]
        self.rng.shuffle(rows)
        self.intakes = Intake.objects.bulk_create(rows)

    def catch(self, person, at):
        rng, world = self.rng, self.world
        door = rng.choice(DOORS)
        provisional = rng.choice(world.classes)
        row = f.IntakeFactory.build(
            **self.sent(),
            person=person,
            provisional=provisional,
            settled=rng.choice([None, None, provisional, rng.choice(world.classes)]),
            met_on=wita(at),
            met_at=None if self.chance(0.3) else at,
            door=door,
            outcome=rng.choice(["brought", "unrecorded"] if door == "register" else OUTCOMES),
            patrol=rng.choice(world.patrols) if door == "patrol" else None,
            hot_spot=rng.choice(world.spots),
            place=rng.choice(["", "Jl. Veteran"]),
        )
        if row.settled:
            row.settled_by, row.settled_at = world.by, at + HOUR
        row.recorded_at = at
        self.moments[row.send_key] = at
        return row

    # -- The house ---------------------------------------------------------------------------

    def stays(self):
        """Of who was brought most arrived; one stay is over before the next catch."""
        until, rows = {}, []
        for intake in sorted(
            self.intakes, key=lambda row: self.moments[row.send_key], reverse=True
        ):
            at = self.moments[intake.send_key]
            next_at, until[intake.person_id] = until.get(intake.person_id), at
            if intake.outcome != "brought" or self.chance(0.15):
                continue
            most = (next_at or NOW) - at - timedelta(minutes=3)
            if most < timedelta(minutes=5):
                continue
            began = at + (most / 4 if most < 4 * HOUR else self.rng.choice([0, 1]) * HOUR / 2)
            ended = None
            if next_at or self.chance(0.7):
                length = self.rng.choice([0, 1, 2, 3, 6, 7, 13, 14, 29, 30, 60, 89, 90, 200])
                ended = min(began + length * DAY + HOUR / 60, (next_at or NOW) - HOUR / 60)
                if self.chance(0.2) and began < ended.replace(hour=15, minute=30) < ended:
                    ended = ended.replace(hour=15, minute=30)
            rows.append(
                f.StayFactory.build(
                    **self.sent(),
                    intake=intake,
                    began_at=began,
                    ended_at=ended,
                    rule=self.world.rules[intake.classification],
                )
            )
        self.all_stays = Stay.objects.bulk_create(rows)

    def exits(self):
        rows = []
        for stay in self.all_stays:
            way = self.rng.choice(WAYS_OUT)
            if stay.ended_at and way:
                rows.append(self.exit(stay, way))
            elif not stay.ended_at and self.chance(0.2):
                # Asked for, and not decided; or not wanted any more.
                state = self.rng.choice(["proposed", "cancelled"])
                rows.append(self.exit(stay, "mandiri", state=state, left_at=None, done_by=None))
        self.all_exits = Exit.objects.bulk_create(rows)

    def exit(self, stay, way, **more):
        told = {"left_at": stay.ended_at, "done_by": self.world.by} | more
        kind = self.world.exit_kinds[way]
        return f.LeftFactory.build(**self.sent(), stay=stay, kind=kind, **told)

    # -- Casework ----------------------------------------------------------------------------

    def assess(self):
        rows = []
        for stay in self.all_stays:
            stages = [[], ["initial"], ["initial"], ["initial", "comprehensive", "initial"]]
            for stage in self.rng.choice(stages):
                done = self.moment(
                    stay.began_at, min(stay.ended_at or NOW, stay.began_at + 4 * DAY)
                )
                rows.append(
                    self.assessment(
                        stay,
                        stage,
                        rule=self.world.risks,
                        done_at=done,
                        done_by=self.world.by,
                        finished_at=done + HOUR,
                        points=0,
                        risk=self.rng.choice(["low", "medium", "high"]),
                    )
                )
            if self.chance(0.2):
                rows.append(self.assessment(stay, "initial"))
        Assessment.objects.bulk_create(rows)

    def assessment(self, stay, stage, **more):
        more |= {"stay": stay, "stage": stage, "questions": self.world.form}
        return f.AssessmentFactory.build(**self.sent(), **more)

    def plan(self):
        plans, items, again, briefs = [], [], [], []
        for stay in self.all_stays:
            what = self.rng.choice(
                ["none", "none", "draft", "sent", "returned", "one", "one", "two", "three"]
            )
            if what in ("none", "draft", "one") and self.chance(0.3):
                briefs.append(BriefGuidance(stay=stay, text="Singkat.", **self.sent()))
            at, approved = stay.began_at, {"one": 1, "two": 2, "three": 2}.get(what, 0)
            for number in range(1, approved + 1):
                at = self.moment(at, at + DAY)
                decided = {"decided_at": at + HOUR, "decided_by": self.world.head}
                plans.append(self.one_plan(stay, number, "approved", submitted_at=at, **decided))
                items += [self.item(plans[-1], at) for _ in range(self.rng.randrange(1, 4))]
            state = {"draft": "draft", "sent": "submitted", "returned": "submitted"}
            state = (state | {"three": "draft"}).get(what)
            if state:
                sent = self.moment(at, at + 3 * DAY) if state == "submitted" else None
                plans.append(self.one_plan(stay, approved + 1, state, submitted_at=sent))
                items.append(self.item(plans[-1], at, open_only=True))
                if what == "returned":
                    again.append((plans[-1], sent + 5 * HOUR))
        Plan.objects.bulk_create(plans)
        PlanItem.objects.bulk_create(items)
        BriefGuidance.objects.bulk_create(briefs)
        for plan, at in again:
            # Sent back, and sent again: the row says the second hour, the first one counts.
            rows, by = Plan.objects.filter(pk=plan.pk), {"decided_by": self.world.head}
            rows.update(state="returned", decided_at=at, decision_note="Kurang.", **by)
            rows.update(state="submitted", submitted_at=at, decided_at=None, decided_by=None)

    def one_plan(self, stay, number, state, **more):
        told = {"number": number, "state": state, "why": "Berubah."}
        return f.PlanFactory.build(**self.sent(), stay=stay, **told, **more)

    def item(self, plan, at, *, open_only=False):
        result = "" if open_only else self.rng.choice(RESULTS)
        return PlanItem(
            plan=plan,
            goal="Bimbingan.",
            kind=self.rng.choice(self.world.kinds[:3]),
            owner_kind="client",
            due_on=wita(at),
            result=result,
            result_on=wita(at) if result else None,
            result_reason="" if result in ("", "done") else "Begitu.",
        )

    def serve(self):
        rows = []
        for stay in self.all_stays:
            for _ in range(self.rng.choice([0, 0, 1, 2, 3])):
                at = self.moment(stay.began_at, stay.ended_at or NOW)
                rows.append(self.service(stay, done_at=at))
            if self.chance(0.2):
                rows.append(self.service(stay, planned=True, planned_on=wita(stay.began_at)))
        Service.objects.bulk_create(rows)

    def service(self, stay, **more):
        more = {"kind": self.rng.choice(self.world.kinds)} | more
        return f.ServiceFactory.build(**self.sent(), stay=stay, **more)

    def give(self):
        """Portions at roll calls, papers that came, help that was given; the same service may be
        typed of that day as well."""
        portions, papers, asked, helps, typed = [], [], [], [], []
        by = self.world.by
        for call in self.world.calls:
            for stay in self.all_stays:
                if stay.began_at <= call.taken_at < (stay.ended_at or NOW) and self.chance(0.8):
                    status = self.rng.choice(["present", "present", "out"])
                    portions.append(RollCallRow(roll_call=call, stay=stay, status=status))
        for stay in self.all_stays:
            first, last = wita(stay.began_at), wita(stay.ended_at or NOW)
            on = first + self.rng.randrange((last - first).days + 1) * DAY
            if self.chance(0.25):
                kind = self.rng.choice(self.world.paper_kinds)
                papers.append(
                    f.PaperFactory.build(**self.sent(), stay=stay, kind=kind, said_on=first)
                )
                got = {"got_on": on, "closed_by": by} if self.chance(0.7) else {}
                asked.append(
                    f.PaperRequestFactory.build(
                        **self.sent(),
                        paper=papers[-1],
                        stay=stay,
                        office=self.world.paper_office,
                        asked_on=first,
                        **got,
                    )
                )
            if self.chance(0.25):
                reason = self.rng.choice(self.world.reasons)
                helps.append(self.help(stay, reason, on))
            if self.chance(0.2):
                at = datetime(on.year, on.month, on.day, 15, 59, tzinfo=UTC)
                until = (stay.ended_at or NOW) - timedelta(seconds=1)
                at = max(min(at, until), stay.began_at)
                typed.append(self.service(stay, done_at=at))
        RollCallRow.objects.bulk_create(portions)
        Paper.objects.bulk_create(papers)
        PaperRequest.objects.bulk_create(asked)
        Help.objects.bulk_create(helps)
        Service.objects.bulk_create(typed)

    def help(self, stay, reason, on):
        paid = {}
        if self.chance(0.8):
            paid = {"state": "paid", "paid_on": on, "paid_by": self.world.worker}
            paid |= {"budget_line": self.world.budget_line}
            paid |= {"decided_by": self.world.head, "decided_at": stay.began_at}
        return f.HelpFactory.build(**self.sent(), stay=stay, reason=reason, **paid)

    # -- Partners ----------------------------------------------------------------------------

    def refer(self):
        rows, steps, open_at = [], [], set()
        for stay in self.all_stays:
            for _ in range(self.rng.choice([0, 0, 1, 2])):
                partner = self.rng.choice(self.world.partners)
                at = self.moment(stay.began_at, min(NOW, stay.began_at + 20 * DAY))
                told = []
                for state in self.rng.choice(WAYS):
                    at_next = (told[-1][1] if told else at) + self.rng.randrange(41) * DAY + HOUR
                    if at_next >= NOW:
                        break
                    told.append((state, at_next))
                is_over = bool(told) and told[-1][0] in ENDS
                if not is_over and (stay.person_id, partner.pk) in open_at:
                    continue
                if not is_over:
                    open_at.add((stay.person_id, partner.pk))
                basis = self.world.agreements.get(partner) if self.chance(0.6) else None
                rows.append(
                    f.ReferralFactory.build(
                        **self.sent(),
                        stay=stay,
                        partner=partner,
                        state=told[-1][0] if told else "sent",
                        packet={"name": "B. N."},
                        sent_at=at,
                        ended_at=told[-1][1] if is_over else None,
                        decided_by=self.world.head,
                        basis=basis,
                    )
                )
                steps.append((rows[-1], [("sent", at), *told]))
            if self.chance(0.1):
                # A draft is no referral yet.
                rows.append(
                    f.ReferralFactory.build(
                        **self.sent(), stay=stay, partner=self.world.partners[2], decided_by=None
                    )
                    if (stay.person_id, self.world.partners[2].pk) not in open_at
                    else self._ended(stay)
                )
                open_at.add((stay.person_id, self.world.partners[2].pk))
        self.referrals = Referral.objects.bulk_create(rows)
        ReferralStep.objects.bulk_create(self._steps(steps))

    def _ended(self, stay):
        """Expired before anybody answered."""
        at = stay.began_at + HOUR
        return f.ReferralFactory.build(
            **self.sent(),
            stay=stay,
            partner=self.world.partners[2],
            state="expired",
            packet={"name": "B. N."},
            sent_at=at,
            ended_at=at + HOUR,
            decided_by=self.world.head,
        )

    def _steps(self, told):
        for row, states in told:
            old = "proposed"
            for state, at in states:
                yield ReferralStep(
                    referral=row,
                    from_state=old,
                    to_state=state,
                    at=at,
                    by=self.world.by,
                    reason="x",
                    channel="portal" if state in PARTNER_MOVES else "",
                )
                old = state

    def ask(self):
        """Questions for a place, with their answers; and what partners asked back."""
        questions, asked, answers, said = [], [], [], []
        for stay in self.all_stays:
            if not self.chance(0.3):
                continue
            questions.append(
                f.PlaceQuestionFactory.build(
                    **self.sent(), stay=stay, from_on=wita(stay.began_at), sentence="Asrama."
                )
            )
            for partner in self.rng.sample(self.world.partners, self.rng.choice([1, 2])):
                at = self.moment(stay.began_at, min(NOW, stay.began_at + 10 * DAY))
                state = self.rng.choice(["asked", "yes", "no", "withdrawn"])
                row = f.AskedPartnerFactory.build(
                    question=questions[-1],
                    partner=partner,
                    **self.sent(),
                    state=state,
                    sent_at=at,
                    answer_due_at=at + self.rng.choice([8, 24, 72]) * HOUR,
                    expires_at=at + 7 * DAY,
                    was_fit=self.rng.choice([True, False, None]),
                )
                asked.append(row)
                if state in ("yes", "no"):
                    answers.append((row, state, self.moment(at, min(NOW, at + 4 * DAY))))
        PlaceQuestion.objects.bulk_create(questions)
        AskedPartner.objects.bulk_create(asked)
        PlaceAnswer.objects.bulk_create(
            f.PlaceAnswerFactory.build(
                **self.sent(),
                asked=row,
                says=says,
                from_on=wita(at) if says == "yes" else None,
                reason="" if says == "yes" else "Penuh.",
                said_at=at,
                recorded_at=NOW,
                **self.undone(),
            )
            for row, says, at in answers
        )
        for row in self.referrals:
            if row.sent_at and self.chance(0.3):
                at = self.moment(row.sent_at, NOW)
                said.append(self.reminder(row, "asked", "reply", at))
                if self.chance(0.6):
                    later = min(at + self.rng.choice([3, 30]) * HOUR, NOW)
                    said.append(self.reminder(row, "replied", "call", later))
        Reminder.objects.bulk_create(said)

    def undone(self):
        """Now and then an answer was not one."""
        if self.chance(0.85):
            return {}
        return {"undone_at": NOW, "undone_by": self.world.by, "undone_why": "Salah baris."}

    def reminder(self, row, says, then, at):
        return f.ReminderFactory.build(
            **self.sent(), referral=row, says=says, then=then, recorded_at=at
        )

    # -- After it ----------------------------------------------------------------------------

    def after(self):
        rows = []
        for exit in self.all_exits:
            if exit.state == "done" and self.chance(0.5):
                helped = self.rng.choice(["yes", "no", "not_asked"])
                on = min(wita(exit.left_at) + self.rng.randrange(60) * DAY, wita(NOW))
                rows.append(
                    f.FollowUpFactory.build(
                        **self.sent(),
                        exit=exit,
                        done_on=on,
                        helped=helped,
                        helped_says="" if helped == "not_asked" else "klien",
                    )
                )
        FollowUp.objects.bulk_create(rows)
        Statement.objects.bulk_create(
            Statement(
                person=person,
                kind="age",
                age_kind="exact",
                age_years=self.rng.choice([12, 17, 45, 62]),
                age_stated_on=date(2025, 2, 28),
                stated_on=date(2025, 2, 28),
                source="self",
                **self.sent(),
            )
            for person in self.persons
            if self.chance(0.3)
        )

    def correct(self):
        """Rows that were wrong are other rows now: the class, the sex, the day, the place."""
        for intake in self.intakes:
            rows = Intake.objects.filter(pk=intake.pk)
            if self.chance(0.1):
                new = self.rng.choice(self.world.classes)
                rows.update(
                    settled=new, classification=new, settled_by=self.world.by, settled_at=NOW
                )
            if self.chance(0.05) and intake.outcome != "brought":
                day = intake.met_on - DAY
                rows.update(met_on=day, met_at=None)
            if self.chance(0.05):
                rows.update(hot_spot=self.rng.choice(self.world.spots))
        for person in self.persons:
            if self.chance(0.05):
                sex = "P" if person.sex == "L" else "L"
                Person.objects.filter(pk=person.pk).update(sex=sex)

    def merge(self):
        """Two adults turn out to be one, where nothing speaks against it."""
        adults = [person for person in self.persons if person.is_child_today is False]
        pairs = [pair for pair in combinations(adults, 2) if len({one.sex for one in pair}) == 1]
        if not pairs or not self.chance(0.5):
            return
        kept, lost = self.rng.choice(pairs)
        row = Merge(kept=kept, lost=lost, reason="Orang yang sama.", send_key=uuid.uuid4())
        with transaction.atomic():
            try:
                merge_files(row, by=self.world.worker)
            except ValidationError:
                transaction.set_rollback(True)
