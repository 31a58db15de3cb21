"""What waits at the reception: whoever is on the way to the house."""

from cases.intakes.models import Intake
from rptc.waiting import Act, Part, Urgency, Waits, register

register(
    Waits(
        key="on-the-way",
        label="Dalam perjalanan",
        urgency=Urgency.DUE,
        order=300,
        permission="cases.confirm_arrival",
        rows=lambda user: Intake.objects.visible_to(user).on_the_way(),
        page="cases:stay_arrivals",
        act=Act(Part.STAY, "Terima kedatangan", "cases:stay_arrivals", args=()),
    )
)
