"""What waits of closed files."""

from cases.people.sealing.models import EmergencyAccess, Seal
from cases.people.substitutes.models import Substitution
from rptc.waiting import Urgency, Waits, register

register(
    Waits(
        key="standing-in",
        label="Anda menggantikan pekerja sosial lain",
        urgency=Urgency.DUE,
        order=95,
        permission="cases.propose_assignment",
        rows=lambda user: Substitution.objects.of(user),
        page="cases:substitution_list?standing_in=1",
    ),
    Waits(
        key="emergencies-unread",
        label="Berkas Anda dibuka darurat",
        urgency=Urgency.LATE,
        order=90,
        permission="cases.break_glass",
        rows=lambda user: EmergencyAccess.objects.unread_by(user),
        page="cases:emergencyaccess_list?show=unread",
    ),
    Waits(
        key="seals-without-readers",
        label="Berkas tertutup tanpa pembaca",
        urgency=Urgency.DUE,
        order=1260,
        permission="cases.unseal",
        rows=lambda user: Seal.objects.in_force_for(user).without_readers(),
        page="cases:seal_list?show=alone",
    ),
)
