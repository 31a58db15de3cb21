"""With what a plan begins: the approved one, one of an earlier stay, a template, or nothing.

Whatever is taken over stands in the form, to be looked at and changed before it is saved.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.http import HttpRequest

from cases.casework.plans.models import Plan, PlanItem, PlanTemplate
from cases.stays.models import Stay
from rptc import days
from rptc.pages import key_in


@dataclass(frozen=True)
class Start:
    """`templates` and `before` (the last plan of an earlier stay) are what it could begin with."""

    plan: Plan
    items: list[PlanItem] = field(default_factory=list)
    templates: list[PlanTemplate] = field(default_factory=list)
    before: Plan | None = None
    taken: str = ""

    @property
    def told(self) -> str:
        return f"Diisi dari {self.taken}. Periksa tiap kegiatan; belum ada yang tersimpan."


def start_of(stay: Stay, request: HttpRequest) -> Start:
    """?template= and ?before= name what was chosen."""
    last = stay.plans.filter(state=Plan.State.APPROVED).order_by("number").last()
    if last:
        plan = Plan(stay=stay, number=last.number + 1, aim=last.aim, wishes=last.wishes)
        return Start(plan, list(last.items.filter(result="")))
    templates = PlanTemplate.objects.for_class(stay.intake.classification)
    before = _before(stay, request.user)
    could = {"templates": list(templates), "before": before}
    if template := templates.filter(pk=key_in(request, "template") or 0).first():
        plan = Plan(stay=stay, aim=template.aim)
        return Start(plan, _lines(template, request.user), taken=str(template), **could)
    if before and key_in(request, "before") == before.pk:
        plan = Plan(stay=stay, aim=before.aim)
        return Start(plan, _again(before), taken=f"rencana {before.stay}", **could)
    return Start(Plan(stay=stay), **could)


def _before(stay, user):
    """Of the latest earlier stay that this reader may know."""
    earlier = Plan.objects.visible_to(user).filter(
        stay__person=stay.person_id, stay__began_at__lt=stay.began_at, state=Plan.State.APPROVED
    )
    return earlier.select_related("stay__person").order_by("-stay__began_at", "-number").first()


def _lines(template, user):
    lines = []
    for line in template.lines.all():
        is_staff = line.owner_kind == PlanItem.OwnerKind.STAFF
        lines.append(
            PlanItem(
                goal=line.goal,
                kind_id=line.kind_id,
                owner_kind=line.owner_kind,
                owner=user if is_staff else None,
                due_on=days.today() + timedelta(days=line.after),
                expected=line.expected,
            )
        )
    return lines


def _again(before):
    """The same lines, without the days of then."""
    items = list(before.items.all())
    for item in items:
        item.due_on = None
    return items
