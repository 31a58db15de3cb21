"""What waits at the door: what the head has to know, who looks for somebody, who is inside."""

from django.db.models import F

from cases.gate.incidents.models import Incident
from cases.gate.visits.models import Inquiry, Visit
from rptc import days
from rptc.waiting import Act, Part, Urgency, Waits, register

register(
    Waits(
        key="incidents-to-know",
        label="Insiden belum diketahui",
        urgency=Urgency.LATE,
        order=800,
        permission="cases.acknowledge_incident",
        rows=lambda user: Incident.objects.visible_to(user).to_be_known(),
        page="cases:incident_list",
        query="state=unknown",
        act=Act(
            part=Part.STAY,
            text="Nyatakan insiden diketahui",
            page="cases:incident_detail",
            permission="cases.acknowledge_incident",
            person="people__stay__person",
            due=F("recorded_at") + days.ONE_DAY,
        ),
    ),
    Waits(
        key="inquiries-to-answer",
        label="Ada yang mencari, belum dijawab",
        urgency=Urgency.DUE,
        order=810,
        permission="cases.view_inquiry",
        rows=lambda user: Inquiry.objects.visible_to(user).open(),
        page="cases:inquiry_list",
        query="show=open",
        act=Act(
            part=Part.FAMILY,
            text="Jawab yang mencari",
            page="cases:inquiry_detail",
            permission="cases.answer_inquiry",
            # At the door nobody learns whether somebody is here.
            known_to="cases.see_whom_inquiry_is_about",
        ),
    ),
    Waits(
        key="visitors-inside",
        label="Pengunjung masih di dalam",
        urgency=Urgency.RUN,
        order=820,
        permission="cases.view_visit",
        rows=lambda user: Visit.objects.visible_to(user).inside(),
        page="cases:visit_list",
        query="show=inside",
        act=Act(
            part=Part.FAMILY,
            text="Pengunjung masih di dalam",
            page="cases:visit_detail",
            permission="cases.register_visit",
            person="stay__person",
        ),
    ),
)
