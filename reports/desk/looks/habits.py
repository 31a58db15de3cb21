"""What looking is like on other days: measures beside the unusual."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from reports.desk.looks.unusual import LOOKED_BACK
from rptc import days
from rptc.accounts.models import RoleGrant, User
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.audit.words import LOOKS

DAYS_SHOWN = 14
OFFICERS_SHOWN = 20
# Where the bars stand: widths are attributes of the svg, never styles.
STEP, BAR, FLOOR, HEIGHT = 24, 18, 70, 56


@dataclass(frozen=True)
class Bar:
    on: date
    number: int
    x: int
    height: int

    @property
    def y(self):
        return FLOOR - self.height

    @property
    def middle(self):
        return self.x + BAR // 2


def bars() -> list[Bar]:
    """How often something was looked at, a day; today as far as it has come."""
    today = days.today()
    first = today - timedelta(days=DAYS_SHOWN - 1)
    looks = Entry.objects.filter(at__gte=days.starts_at(first), verb__in=LOOKS)
    counted = looks.annotate(on=TruncDate("at", tzinfo=days.WITA)).values_list("on")
    numbers = dict(counted.annotate(number=Count("pk")).order_by())
    most = max(numbers.values(), default=0) or 1
    shown = [first + timedelta(days=n) for n in range(DAYS_SHOWN)]
    return [
        Bar(on, numbers.get(on, 0), 3 + n * STEP, round(HEIGHT * numbers.get(on, 0) / most))
        for n, on in enumerate(shown)
    ]


@dataclass(frozen=True)
class Habit:
    """What one officer looked at in the week."""

    officer: User
    files: int
    times: int
    taken: int


def habits() -> list[Habit]:
    """Whoever looked most on top. The staff of partners see their packets, and are left out."""
    since = days.starts_at(days.today() - timedelta(days=LOOKED_BACK))
    partners = RoleGrant.objects.filter(role=Role.PARTNER).values("user")
    looks = Entry.objects.filter(at__gte=since, verb__in=LOOKS, actor__isnull=False)
    counted = (
        looks.exclude(actor__in=partners)
        .values_list("actor")
        .annotate(
            files=Count("person_id", distinct=True),
            times=Count("pk"),
            taken=Count("pk", filter=Q(verb__in=["printed", "exported"])),
        )
        .order_by("-times", "actor")[:OFFICERS_SHOWN]
    )
    rows = list(counted)
    officers = User.objects.in_bulk(actor for actor, *_ in rows)
    return [Habit(officers[actor], *numbers) for actor, *numbers in rows]
