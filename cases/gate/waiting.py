"""What waits at the door: what the head has to know, who looks for somebody, who is inside."""

from django.db.models import F

from cases.gate.incidents.models import Incident
from cases.gate.receivers import MAY_ALLOW, inside_and_forbidden
from cases.gate.refusals.models import Refusal
from cases.gate.visits.models import Inquiry, Visit
from rptc import days
from rptc.waiting import Act, Part, Urgency, Waits, register


def _allowed(user):
    if not user.has_role(*MAY_ALLOW):
        return None
    return Visit.objects.visible_to(user).allowed_for(user)


register(
    Waits(
        key="incidents-to-know",
        label="Insiden belum diketahui",
        urgency=Urgency.LATE,
        order=800,
        permission="cases.acknowledge_incident",
        rows=lambda user: Incident.objects.visible_to(user).to_be_known(),
        page="cases:incident_list?state=unknown",
        is_decided=True,
        act=Act(
            Part.STAY,
            "Nyatakan insiden diketahui",
            "cases:incident_detail",
            person="people__stay__person",
            due=F("recorded_at") + days.ONE_DAY,
        ),
    ),
    Waits(
        key="refusals-to-know",
        label="Ditolak di pintu, belum dilihat",
        urgency=Urgency.DUE,
        order=805,
        permission="cases.view_refusal",
        rows=Refusal.objects.to_be_known_by,
        page="cases:refusal_list",
        act=Act(Part.FAMILY, "Lihat siapa yang ditolak di pintu", "cases:refusal_list", args=()),
    ),
    Waits(
        key="inquiries-to-answer",
        label="Ada yang mencari, belum dijawab",
        urgency=Urgency.DUE,
        order=810,
        permission="cases.view_inquiry",
        rows=lambda user: Inquiry.objects.visible_to(user).open(),
        page="cases:inquiry_list?show=open",
        # At the door nobody learns whether somebody is here.
        verb="Jawab",
        act=Act(
            Part.FAMILY,
            "Jawab yang mencari",
            "cases:inquiry_detail",
            known_to="cases.see_whom_inquiry_is_about",
            rows=lambda user: Inquiry.objects.told_to(user).open(),
        ),
    ),
    # First to who is in the house with them; whose case it is has called, or is on the way.
    Waits(
        key="visitors-denied",
        label="Pengunjung di dalam, izinnya disangkal",
        urgency=Urgency.LATE,
        order=13,
        permission="cases.view_visit",
        rows=lambda user: Visit.objects.visible_to(user).inside().denied(),
        page="cases:visit_list?show=denied",
        act=Act(
            Part.FAMILY,
            "Pengunjung di dalam, izinnya disangkal",
            "cases:visit_detail",
            person="stay__person",
        ),
    ),
    # The next shift and the social worker of the other klien would else not know.
    Waits(
        key="visitors-forbidden-elsewhere",
        label="Pengunjung di dalam, dilarang untuk klien lain",
        urgency=Urgency.LATE,
        order=14,
        permission="cases.view_visit",
        rows=inside_and_forbidden,
        page="cases:visit_list?show=forbidden",
        is_told=True,
        act=Act(
            Part.FAMILY,
            "Pengunjung di dalam, dilarang untuk klien lain: jangan sampai bertemu",
            "cases:visit_detail",
            person="stay__person",
        ),
    ),
    # Whose word it was, and whose case it is: nobody's name is used unseen.
    Waits(
        key="visits-allowed",
        label="Kunjungan yang diizinkan atas nama Anda atau kepada klien Anda, dua hari terakhir",
        urgency=Urgency.RUN,
        order=815,
        permission="cases.view_visit",
        rows=_allowed,
        page="cases:visit_list?show=allowed",
        is_told=True,
    ),
    Waits(
        key="visitors-inside",
        label="Pengunjung masih di dalam",
        urgency=Urgency.RUN,
        order=820,
        permission="cases.view_visit",
        rows=lambda user: Visit.objects.visible_to(user).inside(),
        page="cases:visit_list?show=inside",
        act=Act(
            Part.FAMILY, "Pengunjung masih di dalam", "cases:visit_detail", person="stay__person"
        ),
    ),
)
