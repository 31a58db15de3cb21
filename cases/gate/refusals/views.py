from django.shortcuts import render

from cases.gate.refusals.actions import acknowledge_refusal
from cases.gate.refusals.models import Refusal
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
    return render(request, "cases/gate/refusal_list.html", context)


@may_press("cases.view_refusal")
def refusal_acknowledge(request, refusal_id):
    refusal = row_for(request, Refusal, refusal_id)
    told, then = "Dicatat sebagai dilihat.", "cases:refusal_list"
    return press(request, acknowledge_refusal, refusal, told=told, then=then)
