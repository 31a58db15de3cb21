from django.shortcuts import get_object_or_404, redirect, render

from cases.file.head import file_context, file_or_404
from cases.health.findings import actions
from cases.health.findings.forms import (
    AllergyEditForm,
    AllergyEndForm,
    AllergyForm,
    FindingCorrectForm,
    FindingForm,
)
from cases.health.findings.lists import with_versions
from cases.health.findings.models import MEASURED, Allergy, Finding
from cases.health.findings.words import WORDS, add_words
from cases.stays.models import Stay
from rptc.acting import changed, done, go_on, row_for, sent
from rptc.admission import may_fill, may_open
from rptc.pages import counted_page_of
from rptc.waiting import Part

TYPED = WORDS[:-1]


@may_open("cases.view_health")
def person_findings(request, person_id):
    """All of them, of every stay; the newest on top."""
    person = file_or_404(request.user, person_id)
    context = file_context(request, person, Part.HEALTH)
    rows = Finding.objects.visible_to(request.user).filter(stay__person=person).newest()
    rows = rows.select_related("recorded_by", "stay").order_by("-seen_at", "-pk")
    page = counted_page_of(rows, request, 25)
    page.object_list = with_versions(page.object_list, request.user)
    return render(request, "cases/health/person_findings.html", context | {"page_obj": page})


@may_fill("cases.write_health")
def finding_write(request, stay_id):
    stay = row_for(request, Stay, stay_id, "person")
    form = FindingForm(request.POST or None, instance=Finding(stay=stay))
    if finding := sent(form, actions.write_finding, by=request.user, typed=TYPED):
        told = "Pemeriksaan tersimpan."
        if finding.is_after_stay:
            told = "Pemeriksaan tersimpan. Klien sudah keluar pada waktu itu."
        return go_on(request, told, "cases:person_health", stay.person_id)
    return render(request, "cases/health/finding_write.html", {"form": form, "stay": stay})


@may_fill("cases.write_health")
def finding_correct(request, finding_id):
    """A version that was corrected meanwhile is corrected no more."""
    old = row_for(request, Finding, finding_id, "stay__person", "recorded_by")
    if request.method != "POST" and Finding.objects.filter(corrects=old).exists():
        return redirect("cases:person_health", old.stay.person_id)
    (old,) = add_words([old], request.user)
    copied = {name: getattr(old, name) for name in (*MEASURED, "told_by", "told_by_name")}
    new = Finding(stay=old.stay, corrects=old, seen_at=old.seen_at, **copied)
    words = {name: getattr(old, name) for name in TYPED}
    form = FindingCorrectForm(request.POST or None, instance=new, initial=words)
    if sent(form, actions.correct_finding, by=request.user, typed=[*TYPED, "why"]):
        told = "Versi baru tersimpan di samping yang lama."
        return go_on(request, told, "cases:person_health", old.stay.person_id)
    return render(request, "cases/health/finding_correct.html", {"form": form, "finding": old})


@may_fill("cases.write_health")
def allergy_add(request, person_id):
    person = file_or_404(request.user, person_id)
    form = AllergyForm(request.POST or None, instance=Allergy(person=person))
    if sent(form, actions.add_allergy, by=request.user):
        return go_on(request, "Alergi tercatat.", "cases:person_health", person.pk)
    return render(request, "cases/health/allergy_add.html", {"form": form, "person": person})


@may_fill("cases.write_health")
def allergy_edit(request, allergy_id):
    allergies = Allergy.objects.visible_to(request.user).in_force()
    if request.method == "POST":
        allergies = allergies.select_for_update(of=("self",))
    allergy = get_object_or_404(allergies.select_related("person"), pk=allergy_id)
    form = AllergyEditForm(request.POST or None, instance=allergy)
    if changed(form, actions.change_allergy, by=request.user):
        return go_on(request, "Alergi tersimpan.", "cases:person_health", allergy.person_id)
    return render(request, "cases/health/allergy_edit.html", {"form": form, "allergy": allergy})


@may_fill("cases.write_health")
def allergy_end(request, allergy_id):
    allergy = row_for(request, Allergy, allergy_id, "person")
    form = AllergyEndForm(request.POST or None)
    if done(form, actions.end_allergy, allergy, by=request.user):
        told = "Dicatat tidak berlaku."
        return go_on(request, told, "cases:person_health", allergy.person_id)
    return render(request, "cases/health/allergy_end.html", {"form": form, "allergy": allergy})
