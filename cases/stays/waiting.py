"""What waits of a stay's limit: an extension that was refused."""

from cases.stays.extensions.models import Extension
from rptc.waiting import Act, Part, Urgency, Waits, register

register(
    Waits(
        key="extensions-refused",
        label="Perpanjangan ditolak, perlu diselesaikan",
        urgency=Urgency.LATE,
        order=1200,
        permission="cases.propose_extension",
        rows=lambda user: Extension.objects.visible_to(user).to_be_resolved(),
        page="cases:extension_list?show=refused",
        act=Act(
            Part.STAY,
            "Perpanjangan ditolak: akhiri atau ajukan lagi",
            "cases:stay_detail",
            args=("stay",),
            person="stay__person",
        ),
    )
)
