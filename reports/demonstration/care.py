"""What is done for a person in the house: a plan, and a referral to a partner."""

from datetime import timedelta

from cases.casework.plans.actions import close_item, decide_plan, submit_plan, write_plan
from cases.casework.plans.models import Plan, PlanItem, ServiceKind
from cases.file.consents.actions import ask
from cases.file.consents.models import Answer as Yes
from cases.file.consents.models import Consent, Explained, GivenBy, Purpose
from partners.directory.hours import answer_due
from partners.referrals.actions import (
    answer_referral,
    decide_referral,
    propose_referral,
    record_answer,
    revoke_referral,
)
from partners.referrals.models import MOVES, Referral, ReferralStep
from partners.referrals.models import ReferralState as S
from partners.referrals.packet import packet_of
from reports.demonstration.agreements import basis_on
from rptc import days

# The way of a referral that goes well; the others leave it somewhere.
USUAL_STEPS = [S.DRAFT, S.PROPOSED, S.SENT, S.ACCEPTED, S.ARRIVED, S.IN_SERVICE, S.FINISHED]
LEAVES_FROM = {
    S.DRAFT: S.PROPOSED,
    S.DECLINED: S.SENT,
    S.RETURNED: S.IN_SERVICE,
    S.REVOKED: S.SENT,
    S.EXPIRED: S.SENT,
}
# What the reader of a step is told besides: why, or how it goes.
REASONS = {
    S.IN_SERVICE: "Sudah mendapat tempat dan pendamping.",
    S.FINISHED: "Layanan selesai. Sekarang tinggal bersama keluarga.",
    S.DRAFT: "Tulis dahulu sekolah terakhirnya.",
    S.DECLINED: "Tempat penuh sampai bulan depan.",
    S.RETURNED: "Klien minta pulang ke keluarga.",
    S.REVOKED: "Klien memilih pulang ke kampung.",
}
VERBS = {S.DRAFT: "sent_back"}
MEMBERS = {
    "Sahabat Yatim": "mitra.sahabatyatim",
    "YPKDS": "mitra.ypkds",
    "Sentra Wirajaya": "mitra.wirajaya",
}
ON_THE_TELEPHONE = {"said_by": "Ibu Hartati", "channel": ReferralStep.Channel.TELEPHONE}


WISHES = [
    "Mau pulang ke rumah.",
    "Mau sekolah lagi.",
    "Mau kerja, jangan di jalan lagi.",
    "Mau tinggal dengan nenek.",
]


class Care:
    def __init__(self, story):
        self.story = story
        self.services = {kind.code: kind for kind in ServiceKind.objects.all()}

    def plan(self, stay, at, aim, items, *, decided_at, finished_on):
        """A plan by the social worker of the stay, carried out."""
        worker = stay.social_worker
        plan = self.story.add(
            Plan(
                stay=stay,
                wishes=self.story.dice.choice(WISHES),
                aim=aim,
                state=Plan.State.APPROVED,
                submitted_at=at + timedelta(minutes=20),
                decided_at=decided_at,
                decided_by=self.story.who_decides(days.day_of(decided_at)),
                recorded_by=worker,
                recorded_at=at,
            )
        )
        self._note(plan, worker, "registered", at, number=1)
        self._note(plan, worker, "submitted", plan.submitted_at)
        self._note(plan, plan.decided_by, "approved", decided_at)
        for item in self.items(stay, days.day_of(at), items):
            item.plan, item.result = plan, PlanItem.Result.DONE
            item.result_on, item.result_by = finished_on, worker
            self.story.add(item)

    def items(self, stay, on, items):
        """`items`: (goal, service, due in days)."""
        return [
            PlanItem(
                goal=goal,
                kind=self.services[service],
                owner_kind=PlanItem.OwnerKind.STAFF,
                owner=stay.social_worker,
                due_on=on + timedelta(days=due),
            )
            for goal, service, due in items
        ]

    def refer(self, stay, partner, need, state, moments):
        """A referral on its way to `state`; `moments`: of each step, proposing it first."""
        referral = self.story.add(
            Referral(
                person=stay.person,
                stay=stay,
                partner=self.story.partners[partner],
                need=need,
                state=state,
                recorded_by=stay.social_worker,
                recorded_at=moments[0],
                **basis_on(self.story, partner, days.day_of(moments[0])),
            )
        )
        steps = steps_to(state)
        for from_state, to_state, at in zip(steps, steps[1:], moments, strict=False):
            self._step(referral, partner, from_state, to_state, at)
        return referral

    def has_open_referral(self, person, partner):
        return any(
            referral.person is person
            and referral.partner is self.story.partners[partner]
            and referral.is_open
            for referral in self.story.rows[Referral]
        )

    def _step(self, referral, partner, from_state, to_state, at):
        by, how = who_moves(self.story, referral, partner, to_state, days.day_of(at))
        self.story.add(
            ReferralStep(
                referral=referral,
                from_state=from_state,
                to_state=to_state,
                at=at,
                by=by,
                reason=REASONS.get(to_state, ""),
                **how,
            )
        )
        self._note(referral, by, VERBS.get(to_state, to_state.value), at)
        if from_state == S.PROPOSED and to_state in {S.SENT, S.DRAFT}:
            referral.decided_by, referral.decided_at = by, at
        if to_state == S.SENT:
            with days.told_at(at):
                referral.sent_at, referral.packet = at, packet_of(referral)
            referral.answer_due_at = answer_due(referral.partner, at, [])
        if to_state not in MOVES:
            referral.ended_at = at

    def _note(self, row, actor, verb, at, **details):
        self.story.note(actor, verb, row, at, person=row.stay.person, **details)


def steps_to(state):
    if state in LEAVES_FROM:
        return [*steps_to(LEAVES_FROM[state]), state]
    return USUAL_STEPS[: USUAL_STEPS.index(state) + 1]


def who_moves(story, referral, partner, state, day):
    """The head sends, the partner answers; for one without login, we write it down."""
    if state in {S.PROPOSED, S.REVOKED, S.EXPIRED}:
        return referral.recorded_by, {}
    if state in {S.SENT, S.DRAFT}:
        return story.who_decides(day), {}
    if partner in MEMBERS:
        return story.staff[MEMBERS[partner]], {"channel": ReferralStep.Channel.PORTAL}
    return referral.recorded_by, ON_THE_TELEPHONE


# The living house, by the actions.


def planned(
    story, key, at, aim, items, *, wishes="", state=Plan.State.DRAFT, decided_at=None, note=""
):
    """A plan by the social worker of the stay; `items`: (goal, service, due in days)."""
    yield at
    stay = story.house[key]
    by = stay.social_worker
    wishes = wishes or story.dice.choice(WISHES)
    plan = Plan(stay=stay, aim=aim, wishes=wishes, send_key=story.key())
    write_plan(plan, story.care.items(stay, days.today(), items), by=by)
    if state != Plan.State.DRAFT:
        yield at + timedelta(minutes=20)
        plan = submit_plan(plan, by=by)
    if decided_at:
        yield decided_at
        head = story.who_decides(days.today())
        approve = state == Plan.State.APPROVED
        plan = decide_plan(plan, approve=approve, by=head, note=note, seen=plan.seen)
    return plan


def carried_out(plan, number, at, result=PlanItem.Result.DONE, why=""):
    yield at
    item = list(plan.items.order_by("pk"))[number]
    close_item(item, result=result, reason=why, by=item.owner)


def referred(story, stay, partner, need, state, moments, *, message="", agrees=False):
    """A referral on its way to `state`; `moments`: of each step, proposing it first."""
    yield moments[0]
    referral = Referral(
        stay=stay,
        partner=story.partners[partner],
        need=need,
        message=message,
        consent=_agreed(story, stay, partner) if agrees else None,
        send_key=story.key(),
        **basis_on(story, partner, days.today()),
    )
    propose_referral(referral, by=stay.social_worker)
    for to_state, at in zip(steps_to(state)[2:], moments[1:], strict=False):
        yield at
        _move(story, referral, partner, to_state)


def _agreed(story, stay, partner):
    """That health may be opened, asked before the partner is written to."""
    consent = Consent(
        stay=stay,
        purpose=Purpose.HEALTH,
        answer=Yes.YES,
        given_by=GivenBy.SELF,
        explained=Explained.ALOUD,
        asked_at=days.now(),
        send_key=story.key(),
    )
    return ask(consent, recipient=partner, by=stay.social_worker)


def _move(story, referral, partner, state):
    by, how = who_moves(story, referral, partner, state, days.today())
    reason, seen = REASONS.get(state, ""), referral.steps.count()
    if state == S.REVOKED:
        revoke_referral(referral, reason=reason, by=by, seen_steps=seen)
    elif state in {S.SENT, S.DRAFT}:
        decide_referral(referral, approve=state == S.SENT, by=by, note=reason, seen=referral.seen)
    elif partner in MEMBERS:
        answer_referral(referral, state, by=by, reason=reason)
    else:
        said = how | {"said_at": days.now(), "seen_steps": seen}
        record_answer(referral, state, by=by, reason=reason, **said)
