from django.db.models import Count, F, FilteredRelation, Prefetch, Q
from django.shortcuts import get_object_or_404, render

from cases.people.photos.faces import add_faces
from cases.people.sealing.rights import rights_on
from cases.stays.forms import StayRuleEndForm, StayRuleForm
from cases.stays.models import Stay, StayReturn, StayRule
from cases.stays.previewing import LOOK_BACK, effect_on_house, expected_load
from rptc import days
from rptc.admission import may_fill, may_open
from rptc.audit.record import record
from rptc.setup_pages import edit_row, list_rows

IS_ASKED = Q(assignments__state="proposed")


@may_open("cases.view_stay")
def stay_detail(request, stay_id):
    returns = StayReturn.objects.select_related("intake").order_by("-returned_at", "-pk")
    stay = visible_stay(request, stay_id, Prefetch("returns", returns))
    record(request.user, "opened", stay)
    add_faces([stay.person], request.user)
    context = {"stay": stay, "perms": rights_on(stay.person, request.user)}
    return render(request, "cases/stays/stay_detail.html", context)


def visible_stay(request, stay_id, *parts):
    stays = (
        Stay.objects.visible_to(request.user)
        .prefetch_related(*parts)
        .select_related(
            "person__origin__parent",
            "intake__classification",
            "intake__patrol__team",
            "rule",
            "social_worker",
            "recorded_by",
        )
        # To whom the case is to go, where the head has to decide on it.
        .annotate(asked=FilteredRelation("assignments", condition=IS_ASKED))
        .annotate(asked_for=F("asked__to_worker__full_name"))
    )
    return get_object_or_404(stays, pk=stay_id)


@may_fill("cases.change_stay_rule")
def stay_rule_list(request):
    rules = StayRule.objects.select_related("classification").annotate(used=Count("stays"))
    return list_rows(request, StayRuleForm, rules.order_by("-valid_from", "pk"), "cases/stays")


@may_fill("cases.change_stay_rule")
def stay_rule_preview(request):
    """ "Bila aturan menjadi ...": what it would mean, before it is saved. Nothing changes here."""
    form = StayRuleForm(request.POST or None)
    context = {"form": form, "rule": None}
    if form.is_valid():
        rule = form.instance
        context |= {
            "rule": rule,
            "classes": effect_on_house(rule),
            "load": expected_load(rule),
            "look_back": LOOK_BACK,
            "began_before": rule.valid_from < days.today(),
        }
    return render(request, "cases/stays/stay_rule_preview.html", context)


@may_fill("cases.change_stay_rule")
def stay_rule_edit(request, stay_rule_id):
    return edit_row(request, StayRuleEndForm, stay_rule_id, "cases/stays")
