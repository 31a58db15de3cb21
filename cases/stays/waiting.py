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
        page="cases:extension_list",
        query="show=refused",
        act=Act(
            part=Part.STAY,
            text="Perpanjangan ditolak: akhiri atau ajukan lagi",
            page="cases:stay_detail",
            args=("stay",),
            permission="cases.propose_extension",
            person="stay__person",
        ),
    )
)
