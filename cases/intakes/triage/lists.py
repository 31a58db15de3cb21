"""Who has to be asked at the door, and for whom something is to be done: sets of intakes."""

from django.db.models import Q


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


def answered(intakes):
    return intakes.in_the_house().filter(triage__colour__gt="")
