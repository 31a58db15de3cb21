"""The floors: the least that Django can do for such a page. Same middleware, same session, same
database; no forms, no components, no `visible_to`, no count of pages."""

from datetime import date

from django.db.models import Count
from django.db.models.functions import Upper
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from cases.intakes.models import Intake
from cases.people.models import Person
from rptc.audit.models import Entry

# Fills the page to the size of one of ours, about 17 kB.
LINES = [(f"Baris {n}", f"/floor/page/{n}/", "a plain line of text in a list") for n in range(130)]


@require_safe
def page(request, person_id):
    """Fa: one SELECT by key."""
    person = get_object_or_404(Person, pk=person_id)
    return render(request, "bench/page.html", {"person": person, "lines": LINES})


@require_safe
def search(request):
    """Fs: each fragment somewhere in the name, by the trigram index; sorted; at most 100."""
    people = Person.objects.alias(upper_name=Upper("name"))
    for fragment in request.GET["q"].upper().split():
        people = people.filter(upper_name__contains=fragment)
    people = people.order_by("name", "pk")[:100]
    return render(request, "bench/search.html", {"people": people})


@require_safe
def rows(request):
    """Fl: 100 rows of many, with what belongs to them."""
    intakes = Intake.objects.filter(sex=request.GET["sex"])
    intakes = intakes.select_related("person", "classification", "hot_spot")
    intakes = intakes.order_by("-met_on", "-pk")[:100]
    return render(request, "bench/rows.html", {"intakes": intakes})


@require_safe
def recap(request, year):
    """Fr: class x sex of one year, the sex joined from the person."""
    return render(request, "bench/recap.html", {"groups": recap_query(year)})


def recap_query(year):
    """Its SQL alone is Qr."""
    met = Intake.objects.filter(met_on__gte=date(year, 1, 1), met_on__lt=date(year + 1, 1, 1))
    groups = met.values_list("classification__name", "person__sex").annotate(n=Count("pk"))
    return groups.order_by("classification__name", "person__sex")


@require_POST
def insert(request):
    """Fi: one row of a table without history."""
    Entry.objects.create(actor=request.user, verb="measured", details={"n": request.POST["n"]})
    return HttpResponseRedirect("/floor/insert/")
