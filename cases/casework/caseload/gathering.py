"""Whose cases there are, and what of them is late: for the head."""

from dataclasses import dataclass, field

from django.db.models import Count

from cases.casework.assessments import due
from cases.casework.certificates.lacking import lacking_of
from cases.casework.plans.models import Plan, PlanItem
from cases.people.substitutes.models import Substitution
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.models import User, staff_with
from rptc.accounts.permissions import Role
from rptc.kept import kept_rows


@dataclass
class Load:
    """Of one social worker, or of nobody: how many kliens, and how much of each is late."""

    worker: User | None
    kliens: int = 0
    over: int = 0
    initial: int = 0
    comprehensive: int = 0
    items: int = 0
    substitutes: list[Substitution] = field(default_factory=list)
    # Kinds of certificates that their work asks for, and that they do not hold today.
    lacks: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return str(self.worker.pk) if self.worker else "none"

    @property
    def late(self) -> int:
        return self.over + self.initial + self.comprehensive + self.items


def _stays(user):
    return Stay.objects.visible_to(user).open()


def _late_items(user):
    plans = Plan.objects.visible_to(user)
    return PlanItem.objects.filter(plan__in=plans).late(days.today())


# name: (the column that says whose they are, the rows).
NUMBERS = {
    "kliens": ("social_worker", _stays),
    "over": ("social_worker", lambda user: _stays(user).at_limit("over", days.today())),
    "initial": ("social_worker", lambda user: due.late(due.owes_initial(_stays(user)))),
    "comprehensive": (
        "social_worker",
        lambda user: due.late(due.owes_comprehensive(_stays(user))),
    ),
    "items": ("owner", _late_items),
}


def _numbers(user, name):
    """(key of the worker, how many are theirs)."""
    by, rows = NUMBERS[name]
    return rows(user).order_by().values_list(by).annotate(Count("pk"))


def caseload(user) -> list[Load]:
    """Those of nobody first, then who has the most that is late."""
    loads = {worker.pk: Load(worker) for worker in staff_with(Role.SOCIAL_WORKER)}
    nobody = Load(None)
    for name in NUMBERS:
        for key, number in kept_rows(_numbers, user, name):
            # Whose account is closed has left their cases to nobody.
            load = loads.get(key, nobody)
            setattr(load, name, getattr(load, name) + number)
    for substitution in Substitution.objects.to_come(days.today()).select_related("substitute"):
        if substitution.worker_id in loads:
            loads[substitution.worker_id].substitutes.append(substitution)
    for key, kinds in lacking_of(load.worker for load in loads.values()).items():
        loads[key].lacks = kinds
    rows = sorted(loads.values(), key=lambda load: (-load.late, -load.kliens, str(load.worker)))
    has_some = nobody.kliens or nobody.items
    return [nobody, *rows] if has_some else rows
