"""What is done for a person in the house: a plan, and a referral to a partner."""

from datetime import timedelta

from cases.casework.plans.models import Plan, PlanItem, ServiceKind
from partners.referrals.models import MOVES, Referral, ReferralStep
from partners.referrals.models import ReferralState as S
from partners.referrals.packet import packet_of
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


class Care:
    def __init__(self, story):
        self.story = story
        self.services = {kind.code: kind for kind in ServiceKind.objects.all()}

    def plan(self, stay, at, aim, items, *, state=Plan.State.DRAFT, decided_at=None, **known):
        """A plan by the social worker of the stay; `items`: (goal, service, due in days)."""
        plan = self.story.add(
            Plan(stay=stay, aim=aim, state=state, recorded_by=stay.social_worker, recorded_at=at)
        )
        for name, value in known.items():
            setattr(plan, name, value)
        self._note(plan, plan.recorded_by, "registered", at, number=1)
        if state != Plan.State.DRAFT:
            plan.submitted_at = at + timedelta(minutes=20)
            self._note(plan, plan.recorded_by, "submitted", plan.submitted_at)
        if decided_at:
            plan.decided_at = decided_at
            plan.decided_by = self.story.who_decides(days.day_of(decided_at))
            self._note(plan, plan.decided_by, state.value, decided_at)
        for goal, service, due in items:
            self._item(plan, goal, service, days.day_of(at) + timedelta(days=due))
        return plan

    def _item(self, plan, goal, service, due_on):
        return self.story.add(
            PlanItem(
                plan=plan,
                goal=goal,
                kind=self.services[service],
                owner=plan.recorded_by,
                due_on=due_on,
            )
        )

    def finish(self, item, on, result=PlanItem.Result.DONE, why=""):
        item.result, item.result_on, item.result_reason = result, on, why
        item.result_by = item.owner

    def items_of(self, plan):
        return [item for item in self.story.rows[PlanItem] if item.plan is plan]

    def refer(self, stay, partner, need, state, moments, *, message="", consent=None):
        """A referral on its way to `state`; `moments`: of each step, proposing it first."""
        referral = self.story.add(
            Referral(
                person=stay.person,
                stay=stay,
                partner=self.story.partners[partner],
                need=need,
                message=message,
                state=state,
                consent_on=consent,
                consent_by="Klien sendiri" if consent else "",
                recorded_by=stay.social_worker,
                recorded_at=moments[0],
            )
        )
        steps = self._steps_to(state)
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

    def _steps_to(self, state):
        if state in LEAVES_FROM:
            return [*self._steps_to(LEAVES_FROM[state]), state]
        return USUAL_STEPS[: USUAL_STEPS.index(state) + 1]

    def _step(self, referral, partner, from_state, to_state, at):
        by, how = self._who(referral, partner, to_state, days.day_of(at))
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
            referral.sent_at, referral.packet = at, packet_of(referral, days.day_of(at))
        if to_state not in MOVES:
            referral.ended_at = at

    def _who(self, referral, partner, state, day):
        """The head sends, the partner answers; for one without login, we write it down."""
        if state in {S.PROPOSED, S.REVOKED, S.EXPIRED}:
            return referral.recorded_by, {}
        if state in {S.SENT, S.DRAFT}:
            return self.story.who_decides(day), {}
        if partner in MEMBERS:
            return self.story.staff[MEMBERS[partner]], {"channel": ReferralStep.Channel.PORTAL}
        return referral.recorded_by, ON_THE_TELEPHONE

    def _note(self, row, actor, verb, at, **details):
        self.story.note(actor, verb, row, at, person=row.stay.person, **details)
