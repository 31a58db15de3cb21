from django.shortcuts import render

from cases.people.models import Person
from cases.people.sealing.rights import rights_on
from cases.stays.families import actions
from cases.stays.families.forms import FamilyForm
from cases.stays.families.gathering import family_of
from rptc.acting import done, go_on, row_for
from rptc.admission import may_fill, may_open
from rptc.audit.record import record


@may_open("cases.view_family")
def person_family(request, person_id):
    """Every member whom the reader may see, with their catches and stays."""
    person = row_for(request, Person, person_id)
    family = family_of(person, request.user)
    people = [member.person.pk for member in family.members]
    record(request.user, "opened", person, page="keluarga", people=people)
    context = {"family": family, "perms": rights_on(person, request.user)}
    return render(request, "cases/stays/person_family.html", context)


@may_fill(["cases.view_family", "cases.link_people"])
def person_family_add(request, person_id):
    """Those who were met together are family: said of several on one page."""
    person = row_for(request, Person, person_id)
    family = family_of(person, request.user)
    companions = [member.person for member in family.companions]
    form = FamilyForm(request.POST or None, companions=companions)
    if done(form, actions.record_family, person, by=request.user):
        return go_on(request, "Dicatat sebagai keluarga.", "cases:person_family", person.pk)
    context = {"form": form, "person": person}
    return render(request, "cases/stays/person_family_add.html", context)
