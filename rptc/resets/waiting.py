"""Who reads that somebody who decides got a new password."""

from rptc.resets.models import Reset
from rptc.waiting import Urgency, Waits, register

register(
    Waits(
        key="new-passwords",
        label="Kata sandi diatur ulang, 14 hari terakhir",
        urgency=Urgency.RUN,
        order=1710,
        permission="accounts.view_reset",
        rows=lambda user: Reset.objects.told_lately_to(user),
        page="resets:reset_list?lately=1",
        # Nobody can make it go away (docs/roles.md, A new password).
        is_told=True,
    )
)
