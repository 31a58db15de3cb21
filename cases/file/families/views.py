from django.shortcuts import render

from cases.file.families import actions
from cases.file.families.forms import FamilyForm
from cases.file.families.gathering import family_of
from cases.file.head import file_context, file_or_404
from cases.people.access import Data
from cases.people.models import Person
from rptc.acting import done, form_page, go_on, row_for
from rptc.admission import may_fill, may_open
from rptc.audit.record import record
from rptc.waiting import Part


@may_open("cases.view_person")
def person_family(request, person_id):
    """Relatives and companions with their catches and stays, each as the reader may know; and who
    may visit or fetch."""
    person = file_or_404(request.user, person_id)
    context = file_context(request, person, Part.FAMILY)
    is_whole = Data.TIMELINE in context["data"]
    context["family"] = family = family_of(person, request.user, is_whole=is_whole)
    people = [member.person.pk for member in family.members]
    record(request.user, "opened", person, page="keluarga", people=people)
    return render(request, "cases/file/person_family.html", context)


@may_fill(["cases.view_family", "cases.link_people"])
def person_family_add(request, person_id):
    """Those who were met together are family: said of several on one page."""
    person = row_for(request, Person, person_id)
    family = family_of(person, request.user)
    companions = [member.person for member in family.companions]
    form = FamilyForm(request.POST or None, companions=companions)
    if done(form, actions.record_family, person, by=request.user):
        return go_on(request, "Dicatat sebagai keluarga.", "cases:person_family", person.pk)
    return form_page(request, form, "cases/file/person_family_add.html", person=person)
