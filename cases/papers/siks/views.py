from django.shortcuts import get_object_or_404, render

from cases.papers.siks import actions
from cases.papers.siks.fields import fields_of
from cases.papers.siks.forms import SiksEntryForm
from cases.papers.siks.models import SiksEntry, not_entered, own_not_entered
from cases.people import access
from cases.stays.models import Stay
from rptc.acting import done, form_page, go_on, row_for, sent
from rptc.admission import may_fill, may_open
from rptc.forms import ReasonForm
from rptc.pages import counted_page_of, list_shown


@may_open("cases.enter_siks")
def siks_list(request):
    """?show=own: of the reader's own cases; all: of every file that is open to them; done: what
    was marked as entered."""
    lists = {
        "own": ("Klien saya", own_not_entered(request.user)),
        "all": ("Semua", not_entered(request.user)),
        "done": ("Sudah dientri", SiksEntry.objects.visible_to(request.user).standing()),
    }
    rows, context = list_shown(request, lists, if_empty="all")
    if context["show"] == "done":
        rows = rows.select_related("person", "recorded_by").order_by("-recorded_at", "-pk")
    else:
        rows = rows.select_related("person").order_by("began_at", "pk")
    context["page_obj"] = counted_page_of(rows, request, 25)
    return render(request, "cases/papers/siks_list.html", context)


@may_fill("cases.enter_siks")
def siks_mark(request, stay_id):
    """What is typed there, field by field, and that it was done."""
    whole = Stay.objects.filter(access.whole_to(request.user, "person"))
    related = ("person__origin", "intake__classification")
    stay = get_object_or_404(whole.select_related(*related), pk=stay_id)
    form = SiksEntryForm(request.POST or None, instance=SiksEntry(person=stay.person))
    if sent(form, actions.mark_entered, by=request.user):
        return go_on(request, f"{stay.person} ditandai sudah dientri.", "cases:siks_list")
    entries = SiksEntry.objects.filter(person=stay.person)
    entries = entries.select_related("recorded_by", "taken_back_by").order_by("-pk")
    told = fields_of(stay)
    context = {
        "form": form,
        "stay": stay,
        "fields": [field for field in told if field[1]],
        "missing": [label for label, text in told if not text],
        "entries": list(entries),
        "standing": next((each for each in entries if not each.taken_back_at), None),
    }
    return render(request, "cases/papers/siks_mark.html", context)


@may_fill("cases.enter_siks")
def siks_take_back(request, siks_entry_id):
    row = row_for(request, SiksEntry, siks_entry_id, "person")
    form = ReasonForm(request.POST or None)
    if done(form, actions.take_back_entered, row, by=request.user):
        return go_on(request, f"{row.person} kembali belum dientri.", "cases:siks_list")
    return form_page(request, form, "cases/papers/siks_take_back.html", row=row)
