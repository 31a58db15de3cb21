from django.shortcuts import render

from cases.gate.refusals.actions import acknowledge_refusal
from cases.gate.refusals.models import Refusal
from cases.gate.visits.models import Unwelcome
from cases.people.flags.models import Flag
from cases.people.models import Person
from cases.people.relations.models import Relation
from rptc.accounts.permissions import Role
from rptc.acting import press, row_for
from rptc.admission import may_open, may_press
from rptc.pages import counted_page_of, list_shown


@may_open("cases.view_refusal")
def refusal_list(request):
    """Who was refused at the door: ?show=new or all."""
    lists = {
        "new": ("Belum dilihat", Refusal.objects.to_be_known_by(request.user)),
        "all": ("Semua", Refusal.objects.visible_to(request.user)),
    }
    rows, context = list_shown(request, lists)
    rows = rows.select_related("person", "recorded_by", "known_by")
    context |= {
        "page_obj": counted_page_of(rows.order_by("-recorded_at", "-pk"), request, 50),
        # Others read of warnings and marks on the file, as far as these are told to them.
        "says_why": request.user.has_role(Role.HEAD),
    }
    if request.user.has_perm("cases.say_somebody_else"):
        _mark_likely(context["page_obj"], request.user)
    return render(request, "cases/gate/refusal_list.html", context)


def _mark_likely(refusals, user):
    """Sets `asks_why` on those that are only likely, where the reader may know what it is about:
    that it is likely would else say that there is something."""
    told = {
        "flag_id": Flag.objects.visible_to(user),
        "unwelcome_id": Unwelcome.objects.visible_to(user),
        "suspect_id": Person.objects.filter(
            relations__in=Relation.objects.told_to(user).filter(suspected_exploitation=True)
        ),
    }
    for column, rows in told.items():
        likely = [
            refusal for refusal in refusals if refusal.is_likely and getattr(refusal, column)
        ]
        numbers = [getattr(refusal, column) for refusal in likely]
        seen = set(rows.filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set()
        for refusal in likely:
            refusal.asks_why = getattr(refusal, column) in seen


@may_press("cases.view_refusal")
def refusal_acknowledge(request, refusal_id):
    refusal = row_for(request, Refusal, refusal_id)
    told, then = "Dicatat sebagai dilihat.", "cases:refusal_list"
    return press(request, acknowledge_refusal, refusal, told=told, then=then)
