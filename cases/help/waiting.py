"""What waits of help: to be paid, and receipts without a hand. What the head decides stands among
the decisions (reports/desk/approvals.py)."""

from cases.help.models import Help
from rptc.waiting import Act, Part, Urgency, Waits, register

register(
    Waits(
        key="help-to-pay",
        label="Bantuan disetujui, belum dibayar",
        urgency=Urgency.DUE,
        order=1135,
        permission="cases.pay_help",
        rows=lambda user: Help.objects.visible_to(user).approved(),
        page="cases:help_list?show=approved",
        verb="Bayar",
    ),
    Waits(
        key="help-unsigned",
        label="Tanda terima bantuan belum ditandatangani",
        urgency=Urgency.DUE,
        order=1136,
        permission="cases.give_help",
        rows=lambda user: Help.objects.visible_to(user).unsigned(),
        page="cases:help_list?show=unsigned",
        act=Act(
            Part.PLAN,
            "Minta tanda tangan tanda terima bantuan",
            "cases:help_detail",
            person="stay__person",
            known_to="cases.view_service",
            rows=lambda user: Help.objects.of_file(user).unsigned(),
        ),
    ),
)
