from django.shortcuts import get_object_or_404, render

from cases.intakes.models import Intake
from cases.intakes.together import actions
from cases.intakes.together.forms import TogetherForm
from cases.people.relations.actions import relation_of
from rptc.acting import go_on
from rptc.admission import may_fill
from rptc.sending import send_form


@may_fill("cases.link_people")
def intake_together(request, intake_id):
    """Link somebody of a patrol, or of a day at the door, to whom they were met with."""
    visible = Intake.objects.visible_to(request.user).select_related("person")
    intake = get_object_or_404(visible, pk=intake_id)
    rows = visible.filter(patrol=intake.patrol_id, met_on=intake.met_on)
    rows = rows.exclude(person=intake.person_id).with_said_name(request.user)
    rows = rows.order_by("-recorded_at", "-pk")
    form = TogetherForm(request.POST or None, rows=rows, user=request.user)
    if form.is_valid():
        other = form.cleaned_data["other"]
        relation = relation_of(intake.person, form.cleaned_data["tie"], other.person)
        signs = {"rows": (intake, other), "note": form.cleaned_data["note"]}
        if send_form(form, relation, actions.link_with_signs, **signs, by=request.user):
            return go_on(request, "Rombongan dihubungkan.", "cases:intake_detail", intake.pk)
    context = {"form": form, "intake": intake, "has_rows": rows.exists()}
    return render(request, "cases/intakes/intake_together.html", context)
