from django.shortcuts import render

from cases.intakes.models import Intake
from cases.intakes.victims import actions
from cases.intakes.victims.forms import ChildVictimForm, ToldForm
from cases.intakes.victims.models import ChildVictim, week_began
from rptc.accounts.permissions import Role
from rptc.acting import done, form_page, go_on, row_for, sent
from rptc.admission import may_fill, may_open
from rptc.pages import counted_page_of, list_shown


@may_open("cases.tell_of_child")
def child_victim_list(request):
    """?show= of whom UPTD PPA is to be told, and of whom it was; the nearest hour on top."""
    rows = ChildVictim.objects.visible_to(request.user)
    lists = {
        "waiting": ("Belum diberi tahu", rows.to_be_told_by(request.user)),
        "told": ("Sudah diberi tahu", rows.exclude(told_at=None)),
    }
    if request.user.has_role(Role.HEAD):
        lists["marked"] = ("Diduga dieksploitasi, 7 hari", rows.marked(week_began()))
    rows, context = list_shown(request, lists)
    rows = rows.select_related("intake__person", "intake__hot_spot", "told_by", "recorded_by")
    rows = rows.with_words(request.user)
    page = counted_page_of(rows.order_by("due_at", "pk"), request, 50)
    return render(request, "cases/intakes/child_victim_list.html", context | {"page_obj": page})


@may_fill("cases.tell_of_child")
def child_victim_told(request, child_victim_id):
    victim = row_for(request, ChildVictim, child_victim_id, "intake__person")
    form = ToldForm(request.POST or None)
    if done(form, actions.tell_of_child, victim, by=request.user):
        return go_on(request, "Tercatat: UPTD PPA sudah tahu.", "cases:child_victim_list")
    context = {"form": form, "victim": victim, "intake": victim.intake}
    return render(request, "cases/intakes/child_victim_told.html", context)


@may_fill("cases.tell_of_child")
def child_victim_note(request, intake_id):
    """A child who was met speaks later, or somebody sees later what the child is."""
    intake = row_for(request, Intake, intake_id, "person", "classification", "hot_spot")
    form = ChildVictimForm(request.POST or None, instance=ChildVictim(intake=intake))
    if sent(form, actions.note_child_victim, typed=["suspect"], by=request.user):
        told = "Tersimpan. Beri tahu UPTD PPA."
        return go_on(request, told, "cases:child_victim_list")
    return form_page(request, form, "cases/intakes/child_victim_note.html", intake=intake)
