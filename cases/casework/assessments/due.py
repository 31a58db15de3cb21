"""Which assessments are owed, and until when (R28; docs/rules.md, Assessment).

The first one within 24 hours after arrival; where that falls on a free day, by noon of the next
working day. The full one of a child, a dependent adult, who comes back, who is referred, and of
everybody after day 3; due by the hours of the risk that the first one found. The last one when an
exit is asked for, of who was owed the full one.
"""

from datetime import timedelta

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from cases.casework.assessments.models import Assessment, Stage, has_done
from cases.casework.assessments.risks.models import Risk
from cases.exits.models import Exit
from cases.people.ages import is_child_today
from cases.people.reach import Reach, Why
from cases.stays.free_days.models import DueAfterDay
from cases.stays.models import Stay
from rptc import days

# From this day of a stay on, everybody is owed the full one.
LONG_FROM = 4


class LongStayDue(Func):
    """The end of that day."""

    template = f"""((((%(expressions)s) AT TIME ZONE 'Asia/Makassar')::date + {LONG_FROM}
        )::timestamp AT TIME ZONE 'Asia/Makassar')"""
    output_field = DateTimeField()


def owes_initial(stays):
    """In the house, and the first one is not done. A draft is not done."""
    missing = stays.open().filter(~has_done(Stage.INITIAL))
    return missing.annotate(assessment_due_at=DueAfterDay(F("began_at")))


def late(owed):
    """Of those that are owed by an hour, those whose hour has passed."""
    return owed.filter(assessment_due_at__lte=days.now())


def in_time(owed):
    return owed.filter(assessment_due_at__gt=days.now())


def owes_full(stay) -> bool:
    """Is the full one owed of this stay, done or not?"""
    return needing_full(Stay.objects.filter(pk=stay.pk)).exists()


def needs_conclusion(stage, owes_full: bool) -> bool:
    """Of who is not owed a full one, the first one says it in a line (R28)."""
    return stage != Stage.INITIAL or not owes_full


def needing_full(stays):
    return stays.filter(_needs_full() | Q(_is_long()))


def owes_comprehensive(stays):
    """The first one is done, the full one is needed, and not done."""
    done, missing = has_done(Stage.INITIAL), ~has_done(Stage.COMPREHENSIVE)
    needing = needing_full(stays.open().filter(done, missing))
    return needing.annotate(assessment_due_at=_comprehensive_due())


def owes_final(stays):
    """Who leaves, and had or was owed the full one."""
    leaving = Exit.objects.filter(stay=OuterRef("pk"), state__in=["proposed", "approved"])
    asked = Q(has_done(Stage.COMPREHENSIVE)) | _needs_full() | Q(_is_long())
    return stays.open().filter(asked, Exists(leaving), ~has_done(Stage.FINAL))


def _comprehensive_due():
    """By the hours of the risk; of who is here for long alone, the end of day 4."""
    initial = Assessment.objects.done().filter(stay=OuterRef("pk"), stage=Stage.INITIAL)
    by_risk = initial.order_by("-done_at", "-pk").annotate(due=with_hours()).values("due")[:1]
    return Case(When(_needs_full(), then=Subquery(by_risk)), default=LongStayDue(F("began_at")))


def with_hours():
    hours = Case(
        When(risk=Risk.HIGH, then=F("rule__high_hours")),
        When(risk=Risk.MEDIUM, then=F("rule__medium_hours")),
        default=F("rule__low_hours"),
    )
    return ExpressionWrapper(
        F("done_at") + Value(days.ONE_HOUR) * hours, output_field=DateTimeField()
    )


def _needs_full():
    """Whatever the day: a child or who may be one, a dependent adult, who was here before, who is
    referred."""
    earlier = Stay.objects.filter(person=OuterRef("person"), began_at__lt=OuterRef("began_at"))
    packet = Reach.objects.filter(person=OuterRef("person"), why=Why.PACKET, ended_at=None)
    return (
        Q(Coalesce(is_child_today("person__"), True))
        | Q(intake__classification__is_dependent=True)
        | Q(Exists(earlier))
        | Q(Exists(packet))
    )


def _is_long():
    since = days.starts_at(days.today() - timedelta(days=LONG_FROM - 2))
    return Q(began_at__lt=since)
