from django.db.models import Count
from django.shortcuts import get_object_or_404, render

from cases.stays.forms import StayRuleEndForm, StayRuleForm
from cases.stays.models import Stay, StayRule
from cases.stays.previewing import LOOK_BACK, effect_on_house, expected_load
from rptc import days
from rptc.admission import may_fill
from rptc.setup_pages import edit_row, list_rows


def visible_stay(request, stay_id):
    stays = Stay.objects.visible_to(request.user).select_related(
        "person__origin__parent",
        "intake__classification",
        "intake__patrol__team",
        "rule",
        "social_worker",
        "recorded_by",
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
