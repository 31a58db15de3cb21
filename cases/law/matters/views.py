from django.shortcuts import get_object_or_404, render

from cases.file.head import files_of
from cases.law.matters import actions
from cases.law.matters.forms import (
    HearingCancelForm,
    HearingEditForm,
    HearingForm,
    HearingResultForm,
    LegalMatterEditForm,
    LegalMatterForm,
    LegalNoteForm,
)
from cases.law.matters.models import Hearing, LegalMatter, LegalNote
from cases.law.matters.words import notes_of
from cases.people.access import whole_to
from cases.people.locks import lock_person
from rptc import days
from rptc.acting import changed, done, form_page, go_on, row_for, sent
from rptc.admission import may_fill, may_open
from rptc.pages import counted_page_of, list_shown


@may_fill("cases.write_law")
def legal_matter_write(request, person_id):
    people = files_of(request.user).filter(whole_to(request.user, "pk"))
    person = get_object_or_404(people, pk=person_id)
    form = LegalMatterForm(request.POST or None, instance=LegalMatter(person=person))
    if matter := sent(form, actions.begin_matter, by=request.user):
        return go_on(request, "Perkara tercatat.", "cases:legal_matter_detail", matter.pk)
    return form_page(request, form, "cases/law/legal_matter_write.html", person=person)


@may_open("cases.view_law")
def legal_matter_detail(request, legal_matter_id):
    matter = row_for(request, LegalMatter, legal_matter_id, "person", "stay", "recorded_by")
    hearings = matter.hearings.select_related("escort", "task").order_by("-at", "-pk")
    context = {
        "matter": matter,
        "hearings": list(hearings),
        "notes": notes_of(matter, request.user),
    }
    return render(request, "cases/law/legal_matter_detail.html", context)


@may_fill("cases.write_law")
def legal_matter_edit(request, legal_matter_id):
    rows = LegalMatter.objects.visible_to(request.user)
    if request.method == "POST":
        lock_person(get_object_or_404(rows, pk=legal_matter_id).person_id)
        rows = rows.select_for_update(of=("self",))
    matter = get_object_or_404(rows.select_related("person"), pk=legal_matter_id)
    form = LegalMatterEditForm(request.POST or None, instance=matter)
    if changed(form, actions.change_matter, by=request.user):
        return go_on(request, "Perkara tersimpan.", "cases:legal_matter_detail", matter.pk)
    return form_page(request, form, "cases/law/legal_matter_edit.html", matter=matter)


@may_fill("cases.write_law")
def legal_matter_note(request, legal_matter_id):
    matter = row_for(request, LegalMatter, legal_matter_id, "person")
    form = LegalNoteForm(request.POST or None, instance=LegalNote(matter=matter))
    if sent(form, actions.write_note, by=request.user, typed=["text"]):
        return go_on(request, "Catatan tersimpan.", "cases:legal_matter_detail", matter.pk)
    return form_page(request, form, "cases/law/legal_matter_note.html", matter=matter)


@may_open("cases.view_law")
def hearing_list(request):
    """?show=escort: within three days, and nobody goes along; result: over, and nothing is written
    of it; coming; past."""
    now = days.now()
    rows = Hearing.objects.visible_to(request.user)
    lists = {
        "escort": ("Belum ada pendamping", rows.without_escort(now)),
        "result": ("Belum ada hasil", rows.without_result(days.today())),
        "coming": ("Akan datang", rows.coming(now)),
        "past": (
            "Sudah lewat atau dibatalkan",
            rows.exclude(pk__in=rows.coming(now).values("pk")),
        ),
    }
    rows, context = list_shown(request, lists, default="coming")
    order = ["-at", "-pk"] if context["show"] == "past" else ["at", "pk"]
    rows = rows.select_related("matter__person", "escort", "task").order_by(*order)
    context["page_obj"] = counted_page_of(rows, request, 25)
    return render(request, "cases/law/hearing_list.html", context)


@may_fill("cases.write_law")
def hearing_add(request, legal_matter_id):
    matter = row_for(request, LegalMatter, legal_matter_id, "person")
    form = HearingForm(request.POST or None, instance=Hearing(matter=matter))
    if sent(form, actions.add_hearing, by=request.user):
        return go_on(request, "Jadwal tercatat.", "cases:legal_matter_detail", matter.pk)
    return form_page(request, form, "cases/law/hearing_add.html", matter=matter)


def _hearing(request, number):
    return row_for(request, Hearing, number, "matter__person", "escort", "task")


@may_fill("cases.write_law")
def hearing_edit(request, hearing_id):
    hearing = _hearing(request, hearing_id)
    if request.method == "POST":
        actions.lock_running_stay(hearing.matter.person_id)
        rows = Hearing.objects.select_for_update(of=("self",))
        hearing = rows.select_related("matter__person", "escort").get(pk=hearing.pk)
    form = HearingEditForm(request.POST or None, instance=hearing)
    if changed(form, actions.change_hearing, by=request.user):
        return go_on(request, "Jadwal tersimpan.", "cases:legal_matter_detail", hearing.matter_id)
    return form_page(request, form, "cases/law/hearing_edit.html", hearing=hearing)


@may_fill("cases.write_law")
def hearing_result(request, hearing_id):
    hearing = _hearing(request, hearing_id)
    form = HearingResultForm(request.POST or None, initial={"result": hearing.result})
    if done(form, actions.close_hearing, hearing, by=request.user):
        return go_on(request, "Hasil tercatat.", "cases:legal_matter_detail", hearing.matter_id)
    return form_page(request, form, "cases/law/hearing_result.html", hearing=hearing)


@may_fill("cases.write_law")
def hearing_cancel(request, hearing_id):
    hearing = _hearing(request, hearing_id)
    form = HearingCancelForm(request.POST or None)
    if done(form, actions.cancel_hearing, hearing, by=request.user):
        return go_on(request, "Jadwal dibatalkan.", "cases:legal_matter_detail", hearing.matter_id)
    return form_page(request, form, "cases/law/hearing_cancel.html", hearing=hearing)
