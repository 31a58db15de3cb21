"""What waits of a file: the family of a child for whom others answer."""

from cases.file.consents.models import StandIn
from cases.stays.waiting import IN_HOUSE
from rptc.waiting import Act, Part, Urgency, Waits, register

register(
    Waits(
        key="family-to-find",
        label="Anak tanpa wali, keluarganya dicari",
        urgency=Urgency.DUE,
        order=445,
        permission="cases.propose_stand_in",
        rows=lambda user: StandIn.objects.visible_to(user).to_search(),
        page="cases:standin_list?show=search",
        verb="Cari",
        act=Act(
            Part.FAMILY,
            "Cari keluarganya: walinya masih digantikan",
            "cases:person_family",
            args=("stay__person",),
            person="stay__person",
            matter=IN_HOUSE,
        ),
    )
)
