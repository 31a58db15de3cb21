"""Once a referral of the stay has arrived, nobody else is asked for a place any more
(docs/rules.md, Questions for a place)."""

from cases.exits.destinations import is_keeper_of
from partners.questions.actions import close_question
from partners.questions.models import PlaceQuestion
from partners.referrals.following import register_follow
from partners.referrals.models import Referral, ReferralState
from rptc.accounts.models import User
from rptc.policies import whoever_acts

PLACED = "Klien sudah mendapat tempat."


def close_questions(referral: Referral) -> None:
    """By whomever it came, also by the partner: the house closes what is open of the stay, under
    its own name. Of a closed destination that stays open which somebody asked who has not the
    case: its end would tell them that there was an arrival."""
    if referral.state != ReferralState.ARRIVED:
        return
    with whoever_acts():
        questions = PlaceQuestion.objects.open().filter(stay=referral.stay_id)
        questions = questions.select_for_update(of=("self",)).order_by("pk")
        for question in questions.select_related("recorded_by", "stay"):
            may_know = is_keeper_of(question.recorded_by, question.stay)
            if may_know or not referral.partner.closes_destination:
                close_question(question, reason=PLACED, by=User.objects.of_commands())


register_follow(close_questions)
