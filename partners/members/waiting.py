"""Whom partners propose to log in, and of whom they say that they have left. The role, which the
head confirms, stands among the decisions (reports/desk/approvals.py)."""

from partners.members.models import MemberLeft, ProposedMember
from rptc.waiting import Urgency, Waits, register

register(
    Waits(
        key="members-proposed",
        label="Petugas mitra diusulkan, belum ada akun",
        urgency=Urgency.DUE,
        order=1705,
        permission="partners.prepare_member",
        rows=lambda user: ProposedMember.objects.waiting(),
        page="partners:partner_user_list?show=proposed",
        verb="Siapkan akun",
    ),
    Waits(
        key="members-left",
        label="Petugas mitra keluar, akunnya sudah ditutup",
        urgency=Urgency.WAIT,
        order=1706,
        permission="partners.change_partner",
        rows=lambda user: MemberLeft.objects.unknown(),
        page="partners:partner_user_list?show=left",
    ),
)
