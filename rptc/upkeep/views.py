from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rptc.admission import may_open
from rptc.upkeep.health import readings
from rptc.upkeep.models import BACKUP_WITHIN, NIGHTLY_WITHIN, PROOF_WITHIN, Job


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


# key, kind, within which time it should have run, so many of the last, what to do
PARTS = [
    (
        "nightly",
        Job.Kind.NIGHTLY,
        NIGHTLY_WITHIN,
        14,
        "Berkas ganda, rujukan tanpa jawaban dan sesi lama tidak diperiksa.",
    ),
    ("backup", Job.Kind.BACKUP, BACKUP_WITHIN, 14, "Bila server rusak, yang sesudahnya hilang."),
    (
        "proof",
        Job.Kind.PROOF,
        PROOF_WITHIN,
        3,
        "Yang belum pernah dipulihkan belum pasti.",
    ),
]


def _part(key, kind, within, number, why):
    jobs = Job.objects.filter(kind=kind)
    return {
        "key": key,
        "label": kind.label,
        "jobs": jobs[:number],
        "is_late": not jobs.done_lately(kind, within).exists(),
        "why": why,
    }
