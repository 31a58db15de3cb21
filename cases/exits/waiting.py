"""What waits of an exit: the decision, the handover, or that the head knows of it."""

from cases.exits.models import Exit
from rptc.waiting import Act, Part, Urgency, Waits, register

register(
    Waits(
        key="exits-running",
        label="Terminasi berjalan",
        urgency=Urgency.WAIT,
        order=1800,
        permission="cases.view_stay",
        rows=lambda user: Exit.objects.visible_to(user).running(),
        page="cases:exit_list",
        verb="Lanjutkan",
        act=Act(Part.STAY, "Lanjutkan terminasi", "cases:exit_detail", person="stay__person"),
    ),
    # Told to who decides: they believe that this person went.
    Waits(
        key="exits-approval-lost",
        label="Persetujuan terminasi gugur",
        urgency=Urgency.DUE,
        order=1255,
        permission="cases.approve_exit",
        rows=lambda user: Exit.objects.visible_to(user).approval_lost(),
        page="cases:exit_list?show=lost",
    ),
)
