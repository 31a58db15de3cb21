from django.shortcuts import get_object_or_404, render

from cases.people.conflicts import actions
from cases.people.conflicts.forms import ConflictForm, OwnFileForm
from cases.people.conflicts.models import Conflict
from rptc.acting import done, form_page, go_on, sent
from rptc.admission import may_fill, may_open
from rptc.forms import ReasonForm
from rptc.pages import counted_page_of, key_in, list_shown
from rptc.words import kalimat


@may_fill("cases.say_own")
def conflict_own(request):
    """What is closed to this user, and a form for another. `?person=` the file they came from."""
    number = key_in(request, "person")
    form = OwnFileForm(
        request.POST or None,
        instance=Conflict(),
        initial={"number": f"{number:05d}" if number else ""},
        by=request.user,
    )
    if made := sent(form, actions.close_to_family, by=request.user):
        told = f"Berkas {made.person.file_number} sekarang tertutup bagi Anda."
        return go_on(request, told, "cases:conflict_own")
    rows = Conflict.objects.in_force().filter(user=request.user)
    rows = rows.select_related("person", "recorded_by").order_by("-recorded_at", "-pk")
    return form_page(request, form, "cases/people/conflict_own.html", rows=rows)


@may_open("cases.view_conflict")
def conflict_list(request):
    """By number alone: whoever watches over it need not learn who it is. ?show=ended."""
    visible = Conflict.objects.visible_to(request.user)
    standing = visible.in_force()
    lists = {"": ("Berlaku", standing), "ended": ("Berakhir", visible.exclude(ended_at=None))}
    rows, context = list_shown(request, lists)
    rows = rows.select_related("person", "user", "recorded_by", "ended_by")
    context["page_obj"] = counted_page_of(rows.order_by("-recorded_at", "-pk"), request, 50)
    endable = Conflict.objects.endable_by(request.user)
    context["endable"] = set(endable.values_list("pk", flat=True))
    return render(request, "cases/people/conflict_list.html", context)


@may_fill("cases.add_conflict")
def conflict_add(request):
    """The head says it of another."""
    form = ConflictForm(request.POST or None, instance=Conflict(), by=request.user)
    if made := sent(form, actions.close_to_family, by=request.user):
        told = f"Berkas {made.person.file_number} sekarang tertutup bagi {kalimat(made.user)}"
        return go_on(request, told, "cases:conflict_list")
    return form_page(request, form, "cases/people/conflict_add.html")


@may_fill("cases.end_conflict")
def conflict_end(request, conflict_id):
    rows = Conflict.objects.endable_by(request.user).select_related("person", "user")
    conflict = get_object_or_404(rows, pk=conflict_id)
    form = ReasonForm(request.POST or None)
    if done(form, actions.end_conflict, conflict, by=request.user):
        return go_on(request, "Berkas tidak lagi tertutup baginya.", "cases:conflict_list")
    return form_page(request, form, "cases/people/conflict_end.html", conflict=conflict)
