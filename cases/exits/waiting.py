"""What waits of an exit: the decision, the handover, or that the head knows of it."""

from cases.exits.models import Exit
from cases.stays.waiting import IN_HOUSE
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
    # It says no more how long, but why; so it stands above the limit of the stay.
    Waits(
        key="exits-refused",
        label="Terminasi tidak disetujui Kepala UPT",
        urgency=Urgency.LATE,
        order=195,
        permission="cases.end_stay",
        rows=lambda user: Exit.objects.visible_to(user).refused_to(user),
        page="cases:exit_list?show=refused",
        is_answer=True,
        verb="Baca",
        act=Act(
            Part.STAY,
            "Terminasi tidak disetujui",
            "cases:exit_detail",
            person="stay__person",
            matter=IN_HOUSE,
        ),
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
