"""What the page of a referral shows of a partner that does not answer."""

from partners.questions.models import AskedPartner, AskedState
from partners.referrals.models import Referral
from partners.silence.actions import next_step_of
from partners.silence.models import Step
from rptc import days
from rptc.parts import Part, register


def _silence(context, referral):
    reminders = list(referral.reminders.select_related("recorded_by").order_by("-pk"))
    waiting = next_step_of(referral)
    if waiting is None:
        return {"referral": referral, "step": None, "reminders": reminders} if reminders else None
    return {
        "referral": referral,
        "step": Step(waiting.next_step),
        "next_at": waiting.next_at,
        "is_silent": waiting.next_at <= days.now(),
        "reminders": reminders,
    }


def _elsewhere(context, referral):
    """Where nobody answered: who else has said that there is a place."""
    user = context["user"]
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
