"""What waits of closed files."""

from cases.people.sealing.models import EmergencyAccess
from rptc.waiting import Urgency, Waits, register

register(
    Waits(
        key="emergencies-unread",
        label="Berkas Anda dibuka darurat",
        urgency=Urgency.LATE,
        order=90,
        permission="cases.break_glass",
        rows=lambda user: EmergencyAccess.objects.unread_by(user),
        page="cases:emergencyaccess_list?show=unread",
    )
)
