from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from cases.gate.incidents import actions
from cases.gate.incidents.forms import (
    IncidentFilter,
    IncidentFollowUpForm,
    IncidentForm,
    MediationForm,
    people_rows,
)
from cases.gate.incidents.listed import INCIDENTS
from cases.gate.incidents.models import Incident, Mediation
from cases.gate.incidents.parts import add_parts
from cases.stays.naming import stay_asked_for
from rptc import days
from rptc.acting import go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of


@may_list("cases.view_incident", INCIDENTS)
def incident_list(request):
    """The newest on top; ?stay= for those of one klien."""
    visible = Incident.objects.visible_to(request.user)
    stay = stay_asked_for(request)
    rows = IncidentFilter(request.GET, queryset=visible)
    found = rows.qs.filter(people__stay=stay) if stay else rows.qs
    page = counted_page_of(found.order_by("-happened_at", "-pk"), request, 50)
    page.object_list = add_parts(page.object_list, request.user)
    month = days.today().replace(day=1)
    context = {
        "filter": rows,
        "page_obj": page,
        "stay": stay,
        "this_month": month,
        "counts": [
            (visible.to_be_known().count(), "Belum diketahui", "?state=unknown"),
            (visible.open().count(), "Belum selesai", "?state=open"),
            (
                visible.happened_between(month, days.add_months(month, 1)).count(),
                "Bulan ini",
                f"?month={month:%Y-%m}",
            ),
        ],
    }
    return render_list(request, "cases/gate/incident_list.html", context)


@may_fill("cases.report_incident")
def incident_register(request):
    stay = stay_asked_for(request)
    people = people_rows(request.POST or None, user=request.user, stay=stay)
    form = IncidentForm(request.POST or None, people=people)
    if form.is_valid() and people.is_valid():
        if incident := sent(form, actions.report_incident, people=people.rows, by=request.user):
            messages.success(request, f"{incident.number} tercatat.")
            if incident.is_serious:
                messages.warning(request, "Insiden berat: hubungi Kepala UPT sekarang juga.")
            return redirect("cases:incident_detail", incident.pk)
    context = {"form": form, "people": people, "stay": stay}
    return render(request, "cases/gate/incident_register.html", context)


@may_open("cases.view_incident")
def incident_detail(request, incident_id):
    incident = row_for(request, Incident, incident_id, "recorded_by", "known_by", "done_by")
    record(request.user, "opened", incident)
    (incident,) = add_parts([incident], request.user)
    mediations = Mediation.objects.visible_to(request.user).filter(incident=incident)
    waits = Incident.objects.to_be_known_by(request.user).filter(pk=incident.pk)
    context = {
        "incident": incident,
        "may_know": waits.exists(),
        "mediations": mediations.order_by("-held_at", "-pk"),
    }
    return render(request, "cases/gate/incident_detail.html", context)


@may_press("cases.acknowledge_incident")
def incident_acknowledge(request, incident_id):
    others = Incident.objects.visible_to(request.user).of_others(request.user)
    incident = get_object_or_404(others, pk=incident_id)
    told = "Dicatat sebagai diketahui."
    act = actions.acknowledge_incident
    return press(request, act, incident, told=told, then="reports:approvals")


@may_fill("cases.follow_up_incident")
def incident_follow_up(request, incident_id):
    incident = _to_follow_up(request, incident_id, lock=True)
    (incident,) = add_parts([incident], request.user)
    form = IncidentFollowUpForm(request.POST or None, instance=incident)
    if form.is_valid():
        actions.follow_up_incident(
            form.save(commit=False), is_done=form.cleaned_data["is_done"], by=request.user
        )
        return go_on(request, "Tindak lanjut tersimpan.", "cases:incident_detail", incident.pk)
    context = {"form": form, "incident": incident}
    return render(request, "cases/gate/incident_follow_up.html", context)


@may_fill("cases.follow_up_incident")
def incident_mediate(request, incident_id):
    incident = _to_follow_up(request, incident_id)
    form = MediationForm(request.POST or None, instance=Mediation(incident=incident))
    if sent(form, actions.mediate, by=request.user):
        return go_on(request, "Mediasi tercatat.", "cases:incident_detail", incident.pk)
    (incident,) = add_parts([incident], request.user)
    context = {"form": form, "incident": incident}
    return render(request, "cases/gate/incident_mediate.html", context)


def _to_follow_up(request, incident_id, lock=False):
    """A form that is sent late finds its incident done, and is told so."""
    incidents = Incident.objects.told_to(request.user)
    if request.method != "POST":
        incidents = incidents.open()
    if lock:
        incidents = incidents.select_for_update(of=("self",))
    return get_object_or_404(incidents, pk=incident_id)
