"""What a file and Hari Ini show of plans."""

from django.db.models import Count, Exists, F, OuterRef, Q

from cases.casework.plans.models import BriefGuidance, Plan, PlanItem
from cases.file.acts import Act, register_acts
from cases.people.models import shown_columns
from rptc import days
from rptc.admission import asking
from rptc.kept import THIS, AmongThese, kept_rows, keys_of, put_related
from rptc.parts import Part, once, register

SHOWN = 7
# What a row shows.
ITEM = [*"goal due_on result kind__name".split(), *shown_columns("plan__stay__person__")]


def _plans(context, stay):
    """The plans of a stay, newest first, each with how many items it has and how many are open;
    the one in force, else the newest, with its items; and the next step."""
    plans = kept_rows(_of_stay, None, this=stay.pk)
    for plan in plans:
        plan.stay = stay
    in_force = next((plan for plan in plans if plan.holds), None)
    shown = in_force or (plans[0] if plans else None)
    if shown:
        put_related(shown, "items", kept_rows(_items, None, this=shown.pk))
    brief = None if plans else BriefGuidance.objects.filter(stay=stay).first()
    may_be_brief = not plans and brief is None and stay.day() <= BriefGuidance.LONGEST
    told = {"stay": stay, "plans": plans, "shown": shown, "is_in_force": in_force is not None}
    return told | {"brief": brief, "may_be_brief": may_be_brief}


def _of_stay(user):
    is_open = Q(items__result="")
    plans = (
        Plan.objects.filter(stay=THIS)
        .with_replacement()
        .annotate(
            lines=Count("items"),
            open_lines=Count("items", filter=is_open),
            late_lines=Count("items", filter=is_open & Q(items__due_on__lt=days.today())),
            holds=Exists(Plan.objects.in_force().filter(pk=OuterRef("pk"))),
        )
    )
    return plans.order_by("-number")


def _items(user):
    items = PlanItem.objects.filter(plan=THIS)
    return items.select_related("kind", "owner", "result_by")


def plans_of(context, person):
    """Those of the stays that this reader may know, each with how many items it has and how many
    are open; the newest first."""
    return kept_rows(_of_stays, context["user"], these=keys_of(context["file"].stays))


def _of_stays(user):
    is_open = Count("items", filter=Q(items__result=""))
    plans = Plan.objects.filter(AmongThese(F("stay"))).with_replacement()
    plans = plans.annotate(lines=Count("items"), open_lines=is_open)
    return plans.order_by("-stay", "-number")


def _wish(context, person):
    """The aim of the newest plan, and the klien's own words."""
    current = context["file"].current
    plans = once(context, plans_of, person) if current else []
    plan = next((plan for plan in plans if plan.stay_id == current.pk), None)
    return {"plan": plan, "person": person} if plan else None


def _own_items(context, user):
    """Open lines of approved plans that this social worker owns, the nearest first."""
    items = kept_rows(_own, user)
    return {"items": items} if items else None


def _own(user):
    # Hari Ini is a page of the house, and a line of a plan is not.
    with asking(user, as_house=False):
        plans = Plan.objects.visible_to(user)
    items = PlanItem.objects.in_force().filter(owner=user.pk, result="", plan__in=plans)
    items = items.select_related("plan__stay__person", "kind").only(*ITEM)
    return items.order_by("due_on", "pk")[:SHOWN]


register("today.side", Part(10, "cases/casework/_own_items.html", _own_items, "cases.write_plan"))
register("plan.main", Part(10, "cases/casework/_plan_part.html", _plans))
register("summary.main", Part(10, "cases/casework/_wish.html", _wish, "cases.view_plan"))
register_acts(Act(15, "Tulis rencana", "cases:plan_write", "cases.write_plan", "plan"))
