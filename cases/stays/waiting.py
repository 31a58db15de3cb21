"""What waits of a stay's limit: an extension that was refused."""

from cases.stays.extensions.models import Extension
from cases.stays.models import Stay
from rptc.waiting import Act, Matter, Part, Urgency, Waits, register

# Nothing of these waits for who is not in the house.
IN_HOUSE = Matter("in-house")
IN_HOUSE.lives_in(Stay.objects.open())

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
            matter=IN_HOUSE,
        ),
    )
)
