from django.contrib import messages
from django.shortcuts import redirect, render

from cases.exits.deaths import actions
from cases.exits.deaths.forms import DeathCompleteForm, DeathForm
from cases.exits.deaths.models import Death
from cases.stays.views import visible_stay
from rptc.acting import go_on, row_for, sent
from rptc.admission import may_fill, may_open
from rptc.audit.reading import lines
from rptc.audit.record import record
from rptc.pages import counted_page_of
from rptc.saving import locked


@may_fill("cases.end_stay_in_emergency")
def death_record(request, stay_id):
    stay = visible_stay(request, stay_id)
    form = DeathForm(request.POST or None)
    if death := sent(form, actions.record_death, stay=stay, by=request.user):
        messages.success(request, "Kematian dicatat. Berkas ditutup, dan Kepala UPT diberi tahu.")
        return _after_death(request, death)
    return render(request, "cases/exits/death_record.html", {"form": form, "stay": stay})


def _after_death(request, death):
    """House staff no longer see a stay that has ended."""
    if request.user.has_perm("cases.view_death"):
        visible = Death.objects.visible_to(request.user).filter(send_key=death.send_key).first()
        if visible:
            return redirect("cases:death_detail", visible.pk)
    return redirect("cases:stay_list")


@may_open("cases.view_death")
def death_detail(request, death_id):
    """What is done and what is still to do; below it the last 48 hours, as the house saw them."""
    death = _visible_death(request, death_id)
    record(request.user, "opened", death, person=death.exit.stay.person_id)
    page = counted_page_of(actions.last_hours(death), request, 100)
    context = {
        "death": death,
        "page_obj": page,
        "lines": lines(page, request.user),
        "roll_calls": actions.last_roll_calls(death),
        "incidents": actions.last_incidents(death),
    }
    return render(request, "cases/exits/death_detail.html", context)


@may_fill("cases.view_death")
def death_complete(request, death_id):
    death = _visible_death(request, death_id)
    if request.method == "POST":
        # Locked, so that nobody writes between what the form compares and what it saves.
        death = locked(death, "exit__stay__person")
    form = DeathCompleteForm(request.POST or None, instance=death)
    if form.is_valid():
        actions.complete_death(form.save(commit=False), by=request.user)
        return go_on(request, "Tersimpan.", "cases:death_detail", death.pk)
    return render(request, "cases/exits/death_complete.html", {"form": form, "death": death})


def _visible_death(request, death_id):
    related = ["recorded_by", "exit__known_by", "exit__kind", "exit__stay__person"]
    return row_for(request, Death, death_id, *related)
