"""What the page of a referral shows of a partner that does not answer."""

from partners.questions.models import AskedPartner, AskedState
from partners.referrals.models import PARTNER_SEES, Referral, ReferralState
from partners.silence.models import Step
from rptc import days
from rptc.parts import Part, register


def _silence(context, referral):
    if not referral.sent_at:
        return None
    reminders = list(referral.reminders.select_related("recorded_by").order_by("-pk"))
    # As in `with_next_step`, of the row that is here.
    step, at = Step.CALL, referral.answer_due_at
    if reminders:
        step, at = Step(reminders[0].then), reminders[0].due_at
    is_asked = referral.state in PARTNER_SEES and step == Step.REPLY
    if referral.state != ReferralState.SENT and not is_asked:
        return {"referral": referral, "step": None, "reminders": reminders} if reminders else None
    is_silent = at <= days.now()
    told = {"step": step, "next_at": at, "is_silent": is_silent}
    return told | {"referral": referral, "reminders": reminders}


def _elsewhere(context, referral):
    """Where nobody answered: who else has said that there is a place."""
    user = context["user"]
    if referral.state != ReferralState.EXPIRED:
        return None
    if not Referral.objects.to_refer_anew().filter(pk=referral.pk).exists():
        return None
    if not user.has_perm("partners.propose_referral"):
        return None
    said_yes = AskedPartner.objects.visible_to(user).running().filter(state=AskedState.YES)
    said_yes = said_yes.filter(question__stay=referral.stay_id, partner__is_active=True)
    said_yes = said_yes.exclude(partner=referral.partner_id).select_related("partner")
    # One who was asked twice stands once, with the last answer.
    others = {each.partner_id: each for each in said_yes.order_by("pk")}
    return {"referral": referral, "others": list(others.values())}


register(
    "referral.main",
    Part(10, "partners/silence/_silence.html", _silence),
    Part(20, "partners/silence/_elsewhere.html", _elsewhere),
)
