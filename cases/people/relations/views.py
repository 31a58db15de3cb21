from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from cases.people.forms import PersonFilter
from cases.people.models import Person
from cases.people.relations import actions
from cases.people.relations.forms import ExploitationForm, RelationForm
from cases.people.relations.models import Relation
from rptc.acting import done, form_page, go_on, row_for
from rptc.admission import may_fill
from rptc.forms import ReasonForm
from rptc.pages import key_in
from rptc.sending import send_form

SHOWN = 20


@may_fill(["cases.link_people", "cases.view_person"])
def relation_add(request, person_id):
    """First who (?q= a name or a file number among visible people, then ?other=), then how."""
    visible = Person.objects.visible_to(request.user)
    person = get_object_or_404(visible, pk=person_id)
    others = visible.exclude(pk=person.pk)
    other = others.filter(pk=key_in(request, "other")).first()
    form = RelationForm(request.POST or None)
    if other and form.is_valid():
        relation = actions.relation_of(other, form.cleaned_data["tie"], person)
        relation.source = form.cleaned_data["source"]
        if send_form(form, relation, actions.link_people, by=request.user):
            messages.success(request, f"{other} dihubungkan dengan {person}.")
            return redirect("cases:person_detail", person.pk)
    context = {
        "form": form,
        "person": person,
        "other": other,
        "q": request.GET.get("q", ""),
        "found": _found(others, request),
    }
    return render(request, "cases/people/relation_add.html", context)


def _found(people, request):
    if not request.GET.get("q"):
        return []
    found = PersonFilter({"q": request.GET["q"]}, queryset=people, request=request).qs
    return found.order_by("name", "pk")[:SHOWN]


@may_fill(["cases.link_people", "cases.view_person"])
def relation_mark(request, relation_id):
    """Whoever sees it marks it; the note is changed, and the mark taken off, by those who may
    read it."""
    relation = row_for(request, Relation, relation_id, "person", "other")
    told = Relation.objects.told_to(request.user)
    if relation.suspected_exploitation and not told.filter(pk=relation.pk).exists():
        messages.info(request, "Tanda sudah dipasang. Bila melihat hal baru, hubungi Kepala UPT.")
        return redirect("cases:person_detail", relation.person_id)
    form = ExploitationForm(request.POST or None, relation=relation)
    if marked := done(form, actions.mark_exploitation, relation, by=request.user):
        is_marked = marked.suspected_exploitation
        messages.success(request, "Tanda dipasang." if is_marked else "Tanda dicabut.")
        return redirect("cases:person_detail", marked.person_id)
    return form_page(request, form, "cases/people/relation_mark.html", relation=relation)


@may_fill(["cases.remove_relation", "cases.view_person"])
def relation_remove(request, relation_id):
    """What was never so, with a reason: two files of one person that were called relatives."""
    relation = row_for(request, Relation, relation_id, "person", "other")
    form = ReasonForm(request.POST or None, missing="Tulis mengapa hubungan ini dihapus.")
    if done(form, actions.remove_relation, relation, by=request.user):
        return go_on(request, "Hubungan dihapus.", "cases:person_detail", relation.person_id)
    return form_page(request, form, "cases/people/relation_remove.html", relation=relation)
