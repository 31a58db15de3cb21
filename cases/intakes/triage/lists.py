"""Who has to be asked at the door, and for whom something is to be done: sets of intakes."""

from django.db.models import Q
from django.db.models.functions import Coalesce

from cases.intakes.triage.models import Colour
from cases.people import access
from rptc.accounts.permissions import Role


def without_answers(intakes, at):
    """Never asked, or not possible so far and to be asked again by now (docs/rules.md, Triage).
    Nobody is late with who is still on the way."""
    return intakes.arrived().filter(
        Q(triage=None) | Q(triage__impossible_until__lte=at, triage__colour="")
    )


def asked_again_later(intakes, at):
    """Not possible so far; they come back at 07.00."""
    return intakes.in_the_house().filter(triage__colour="", triage__impossible_until__gt=at)


def with_act_due(intakes):
    """An act that nobody has done yet."""
    return intakes.in_the_house().filter(triage__act__gt="", triage__act_done_at=None)


def red_of(intakes, user):
    """Red, and nobody has done the act: for the house and the head whoever it is, for a social
    worker those of their own cases and of nobody's (docs/rules.md, Triage)."""
    red = with_act_due(intakes).filter(triage__colour=Colour.RED)
    if user.has_role(Role.CARETAKER, Role.HEAD):
        return red
    red = red.annotate(
        case_worker=Coalesce("stay_return__stay__social_worker", "stay__social_worker")
    )
    own = access.of_case(user, "case_worker") | access.of_nobody("case_worker", "person")
    return red.filter(own)


def others_with_act_due(intakes, user):
    """The other acts: of a yellow one, and of another social worker's red one."""
    return with_act_due(intakes).exclude(pk__in=red_of(intakes, user).values("pk"))


def answered(intakes):
    return intakes.in_the_house().filter(triage__colour__gt="")
