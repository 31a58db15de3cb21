from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rptc.admission import may_open
from rptc.upkeep.health import readings
from rptc.upkeep.models import NIGHTLY_WITHIN, Job

NIGHTS = 14


@login_not_required
@require_safe
@transaction.non_atomic_requests
def health(request):
    """The process answers; no database is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
@transaction.non_atomic_requests
def ready(request):
    """A line for each part: 200 where all are well, otherwise 503."""
    found = list(readings())
    lines = "".join(f"{part.key} {'ok' if part.is_well else 'trouble'}\n" for part in found)
    status = 200 if all(part.is_well for part in found) else 503
    return HttpResponse(lines, content_type="text/plain", status=status)


@may_open("upkeep.view_health_page")
def server(request):
    nights = Job.objects.filter(kind=Job.Kind.NIGHTLY)
    is_late = not nights.done_lately(Job.Kind.NIGHTLY, NIGHTLY_WITHIN).exists()
    context = {
        "readings": list(readings()),
        "nights": nights[:NIGHTS],
        "is_late": is_late,
        # What Hari Ini counts.
        "total": int(is_late),
        "is_own_machine": settings.OWN_MACHINE,
    }
    return render(request, "upkeep/server.html", context)
