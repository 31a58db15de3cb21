"""Who answered what alone makes a risk medium (violence at home, somebody who is feared, who
sends them out): before anybody of the family is called or comes, somebody writes who may not
fetch them (docs/rules.md, Assessment). That the police know keeps nobody from the door."""

from django.db.models import Exists, OuterRef, Q, Subquery

from cases.casework.assessments.models import Assessment, Stage
from cases.people.access import of_case, of_nobody
from cases.people.flags.models import Flag
from cases.stays.models import Stay


def red_of(user):
    """Such stays of this user's cases that run. The answer may be a secret one: nobody else is
    told."""
    return red(Stay.objects.visible_to(user).open().filter(of_case(user, "social_worker")))


def red_of_nobodys(user):
    """Those that nobody has: they wait at the head, who gives the case to somebody. That there is
    such an answer is told, and not which."""
    return red(Stay.objects.visible_to(user).open().filter(of_nobody("social_worker", "person")))


def red(stays):
    """Those whose newest assessment has such an answer, and of which nothing has been done
    since."""
    # The last one asks of how they are, and of none of this: it takes nothing back.
    asked = Assessment.objects.done().filter(~Q(stage=Stage.FINAL) | Q(has_red=True))
    newest = asked.filter(stay=OuterRef("pk")).order_by("-done_at", "-pk")
    # Most have none: the newest is asked of the few that have.
    stays = stays.filter(Exists(newest.order_by().filter(has_red=True))).annotate(
        red_at=Subquery(newest.filter(has_red=True).values("done_at")[:1]),
        newest_has_red=Subquery(newest.values("has_red")[:1]),
    )
    return stays.filter(~Exists(_warned()), newest_has_red=True)


def _warned():
    """A warning that forbids a handover stands, or one of another kind was written since."""
    flags = Flag.objects.in_force().filter(person=OuterRef("person"))
    kinds = [Flag.Kind.DO_NOT_RELEASE, Flag.Kind.EXPLOITED]
    return flags.filter(Q(kind__in=kinds) | Q(recorded_at__gte=OuterRef("red_at")))
