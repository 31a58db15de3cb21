"""What waits among users."""

from rptc.accounts.models import RoleGrant, User
from rptc.waiting import Urgency, Waits, register

register(
    Waits(
        key="users-to-confirm",
        label="Pengguna menunggu pengesahan peran",
        urgency=Urgency.WAIT,
        order=1700,
        permission="accounts.prepare_user",
        rows=lambda user: User.objects.filter(grants__in=RoleGrant.objects.waiting()).distinct(),
        page="accounts:user_list?waiting=1",
    )
)
