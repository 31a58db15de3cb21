"""What happened at a partner and has no answer: before all else, to those of the case and the
head; to who is on duty in the house that there is something, and whom to call. On Hari Ini a panel
of its own shows them above the rest (parts.py)."""

from django.db.models import Case, Value, When

from partners.incidents.models import IncidentKind, PartnerIncident, until_when
from partners.referrals.waiting import REFERRED
from rptc.waiting import Act, Part, Urgency, Waits, register

TEXT = Case(
    *(
        When(kind=kind, then=Value(f"Kejadian di mitra: {kind.label.lower()}"))
        for kind in IncidentKind
    )
)
PAGE, PERSON = "partners:partner_incident_detail", "stay__person"


register(
    Waits(
        key="pickups-to-decide",
        label="Ada yang mau menjemput di mitra",
        urgency=Urgency.LATE,
        order=1,
        permission="partners.decide_pickup",
        rows=lambda user: PartnerIncident.objects.to_decide_by(user).open(),
        page="partners:partner_incident_list?show=pickups",
        is_first=True,
        verb="Putuskan",
        act=Act(
            Part.REFERRALS,
            "Ada yang mau menjemput di mitra: putuskan",
            "partners:partner_incident_decide",
            PERSON,
            due=until_when(),
            matter=REFERRED,
        ),
    ),
    Waits(
        key="partner-incidents-open",
        label="Kejadian di mitra, belum dijawab",
        urgency=Urgency.LATE,
        order=2,
        permission="partners.view_referral",
        rows=lambda user: PartnerIncident.objects.to_answer_by(user),
        page="partners:partner_incident_list?show=open",
        is_first=True,
        act=Act(Part.REFERRALS, TEXT, PAGE, PERSON, due=until_when(), matter=REFERRED),
    ),
    Waits(
        key="partner-incidents-heard",
        label="Kejadian di mitra: telepon pekerja sosial dan Kepala UPT",
        urgency=Urgency.LATE,
        order=3,
        permission="partners.hear_of_incident",
        rows=lambda user: PartnerIncident.objects.heard(),
        page="partners:partner_incident_alerts",
        is_first=True,
    ),
    Waits(
        key="partner-replies-unread",
        label="Jawaban kami belum dibaca mitra",
        urgency=Urgency.DUE,
        order=434,
        permission="partners.record_answer",
        rows=lambda user: PartnerIncident.objects.visible_to(user).untold(),
        page="partners:partner_incident_list?show=untold",
        verb="Sampaikan",
        act=Act(
            Part.REFERRALS,
            "Jawaban kami belum dibaca mitra: telepon",
            PAGE,
            PERSON,
            matter=REFERRED,
        ),
    ),
)
