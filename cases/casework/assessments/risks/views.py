from django.shortcuts import render

from cases.casework.assessments.questions.models import OF_CHOICES, QuestionSet
from cases.casework.assessments.risks import actions
from cases.casework.assessments.risks.forms import RiskRuleForm
from cases.casework.assessments.risks.measuring import unmatched
from cases.casework.assessments.risks.models import RiskRule
from rptc.acting import go_on
from rptc.admission import may_fill


@may_fill("cases.change_risk_rule")
def risk_rule(request):
    """The rule in use, as a form for the next version."""
    rule = RiskRule.objects.in_force()
    questions = list(QuestionSet.objects.in_force().asked.filter(kind__in=OF_CHOICES))
    weights = {(each.question, each.option): each.points for each in rule.points.all()}
    lost = unmatched(rule, questions)
    rule.why = ""
    form = RiskRuleForm(request.POST or None, instance=rule, questions=questions, weights=weights)
    number = rule.number
    if form.is_valid():
        changed = actions.change_rule(form.save(commit=False), form.points(), by=request.user)
        return go_on(request, f"{changed} dipakai mulai sekarang.", "cases:risk_rule")
    context = {"form": form, "number": number, "unmatched": lost}
    context["versions"] = RiskRule.objects.select_related("recorded_by")
    return render(request, "cases/casework/risk_rule.html", context)
