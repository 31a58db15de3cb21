from django.shortcuts import render

from cases.people.flags import actions
from cases.people.flags.forms import FlagForm
from cases.people.flags.models import Flag
from cases.people.models import Person
from rptc.acting import done, go_on, row_for, sent
from rptc.admission import may_fill
from rptc.forms import ReasonForm


@may_fill("cases.raise_flag")
def flag_raise(request, person_id):
    """?kind= is chosen already: the page from which one comes knows what is to be done."""
    person = row_for(request, Person, person_id)
    kind = request.GET.get("kind", "")
    flag = Flag(person=person, kind=kind if kind in Flag.Kind.values else "")
    form = FlagForm(request.POST or None, instance=flag, by=request.user)
    if sent(form, actions.raise_flag, by=request.user):
        return go_on(request, "Peringatan dipasang.", "cases:person_detail", person.pk)
    past = person.flags.visible_to(request.user).exclude(
        pk__in=person.flags.in_force().values("pk")
    )
    context = {
        "form": form,
        "person": person,
        "past": past.select_related("ended_by").order_by("-recorded_at", "-pk"),
    }
    return render(request, "cases/people/flag_raise.html", context)


@may_fill("cases.end_flag")
def flag_end(request, flag_id):
    flag = row_for(request, Flag, flag_id, "person", "recorded_by")
    missing = "Tulis mengapa peringatan ini berakhir."
    form = ReasonForm(request.POST or None, label="Mengapa berakhir", missing=missing)
    if done(form, actions.end_flag, flag, by=request.user):
        return go_on(request, "Peringatan berakhir.", "cases:person_detail", flag.person_id)
    return render(request, "cases/people/flag_end.html", {"form": form, "flag": flag})
