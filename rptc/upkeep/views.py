from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rptc.admission import may_open
from rptc.upkeep.health import readings
from rptc.upkeep.models import Job


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
    """What runs by itself, and whether it ran."""
    parts = [_part(*row) for row in PARTS]
    context = {
        "readings": list(readings()),
        "parts": parts,
        "is_own_machine": settings.OWN_MACHINE,
        # What Hari Ini counts: each line of it leads to its part.
        "total": sum(part["is_late"] for part in parts if part["key"] == request.GET.get("part")),
    }
    return render(request, "upkeep/server.html", context)


# kind, so many of the last, why it matters
PARTS = [
    (
        Job.Kind.NIGHTLY,
        14,
        "Berkas ganda, rujukan tanpa jawaban, sesi dan draf lama tidak diperiksa.",
    ),
    (Job.Kind.BACKUP, 14, "Bila server rusak, yang sesudahnya hilang."),
    (Job.Kind.FILES, 7, "Foto yang hilang tidak terlihat siapa pun; cadangan memuatnya."),
    (Job.Kind.PROOF, 3, "Yang belum pernah dipulihkan belum pasti."),
]


def _part(kind, number, why):
    return {
        "key": kind.value,
        "label": kind.label,
        "jobs": Job.objects.filter(kind=kind)[:number],
        "is_late": not Job.objects.done_lately(kind).exists(),
        "why": why,
    }
