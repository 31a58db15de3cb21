from django.contrib import messages
from django.db.models import Count, F, Max
from django.shortcuts import get_object_or_404, render

from cases.people import access, actions
from cases.people.forms import PersonFilter, PersonForm, StatementForm
from cases.people.listed import PEOPLE
from cases.people.locks import lock_person
from cases.people.models import Person, Statement, shown_columns
from cases.people.parts import number_hints
from cases.people.photos.faces import add_faces
from rptc.acting import go_on, row_for
from rptc.admission import may_fill, may_press
from rptc.kept import AmongThese, kept_rows, keys_of
from rptc.lists import may_list, render_list
from rptc.pages import page_of
from rptc.sending import send_form

ORDERS = {
    "": ("-recorded_at", "-pk"),
    "name": ("name", "pk"),
}
BY_CATCHES = {
    "times": ("-times", "-pk"),
    "last": (F("last_met_on").desc(nulls_last=True), "-pk"),
}
ORDERED_BY = {
    "": "Terbaru",
    "name": "Nama",
    "times": "Paling sering",
    "last": "Terjaring terakhir",
}


@may_list("cases.view_person", PEOPLE)
def person_list(request):
    """Without a question: who is in the house, or on the way; with ?show=all every file."""
    people = PersonFilter(
        request.GET, queryset=Person.objects.visible_to(request.user), request=request
    )
    has_catches = access.works_with_files(request.user)
    orders = ORDERS | (BY_CATCHES if has_catches else {})
    asked = request.GET.get("order", "")
    order = orders.get(asked, ORDERS[""])
    in_house = not people.form.changed_data and request.GET.get("show") != "all"
    rows = people.qs.in_the_house() if in_house else people.qs
    if order in BY_CATCHES.values():
        told = access.whole_to(request.user, "pk")
        rows = rows.annotate(
            times=Count("intakes", filter=told), last_met_on=Max("intakes__met_on", filter=told)
        )
    page = page_of(rows.order_by(*order).only(*shown_columns()), request, 25)
    add_faces(page.object_list, request.user)
    if has_catches:
        _add_catches(page.object_list, request.user)
    context = {
        "filter": people,
        "page_obj": page,
        "here": "house" if in_house else "all",
        "has_catches": has_catches,
        "orders": [(key, ORDERED_BY[key]) for key in orders],
        "order": asked if asked in orders else "",
    }
    return render_list(request, "cases/people/person_list.html", context)


def _add_catches(people, user):
    """How often and when last, for the people of one page; of a file that is closed to who reads
    as house staff, neither."""
    people = list(people)
    rows = kept_rows(_catches, user, these=keys_of(people)) if people else []
    catches = {pk: (n, last) for pk, n, last in rows}
    for person in people:
        unknown = (None if person.is_sealed else 0, None)
        person.times, person.last_met_on = catches.get(person.pk, unknown)


def _catches(user):
    intakes = Person._meta.get_field("intakes").related_model.objects
    told = intakes.filter(access.whole_to(user), AmongThese(F("person"))).order_by()
    return told.values_list("person").annotate(n=Count("*"), last=Max("met_on"))


@may_fill("cases.change_person")
def person_edit(request, person_id):
    row_for(request, Person, person_id)
    person = lock_person(person_id)
    form = PersonForm(request.POST or None, instance=person)
    if form.is_valid() and form.other is None:
        person = actions.change_person(form.save(commit=False), by=request.user)
        for hint in number_hints(person):
            messages.warning(request, f"Tersimpan. {hint} Periksa kartunya.")
        return go_on(request, "Identitas tersimpan.", "cases:person_identity", person.pk)
    visible = Person.objects.visible_to(request.user)
    can_open = form.other is not None and visible.filter(pk=form.other.pk).exists()
    context = {"form": form, "person": person, "other": form.other, "can_open_other": can_open}
    return render(request, "cases/people/person_edit.html", context)


@may_fill("cases.change_person")
def statement_add(request, person_id):
    person = row_for(request, Person, person_id)
    form = StatementForm(
        request.POST or None, instance=Statement(person=person), initial={"kind": "name"}
    )
    if form.is_valid():
        statement, shown = form.save(commit=False), form.cleaned_data["shown"]
        if send_form(form, statement, actions.add_statement, shown=shown, by=request.user):
            return go_on(request, "Keterangan tersimpan.", "cases:person_identity", person.pk)
    return render(request, "cases/people/statement_add.html", {"form": form, "person": person})


@may_press("cases.change_person")
def statement_choose(request, person_id, statement_id):
    person = row_for(request, Person, person_id)
    statement = get_object_or_404(person.statements, pk=statement_id)
    actions.choose_statement(statement, by=request.user)
    return go_on(request, "Yang ditampilkan sudah diganti.", "cases:person_identity", person.pk)
