"""What waits among users."""

from rptc import days
from rptc.accounts.models import Delegation, RoleGrant, User
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
    ),
    # A role that was refused is told to nobody else; who has none can open nothing.
    Waits(
        key="users-without-role",
        label="Pengguna aktif tanpa peran",
        urgency=Urgency.DUE,
        order=1710,
        permission="accounts.prepare_user",
        rows=lambda user: User.objects.without_role(),
        page="accounts:user_list?without_role=1",
    ),
    # Head and Dinas both read of it, as long as it is in force or waits to be.
    Waits(
        key="delegations",
        label="Wewenang yang dilimpahkan",
        urgency=Urgency.RUN,
        order=1720,
        permission="accounts.view_delegation",
        rows=lambda user: Delegation.objects.to_come(days.today()),
        page="accounts:delegation_list?to_come=1",
        is_told=True,
    ),
)
