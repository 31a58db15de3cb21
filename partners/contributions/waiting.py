"""What waits of contributions: those that the head sent back, and those that have no paper. What
the head confirms stands among the decisions (reports/desk/approvals.py)."""

from partners.contributions.models import Contribution
from rptc.waiting import Urgency, Waits, register

WRITE = "partners.change_contribution"

register(
    Waits(
        key="contributions-sent-back",
        label="Sumbangan dikembalikan Kepala UPT",
        urgency=Urgency.DUE,
        order=1535,
        permission=WRITE,
        rows=lambda user: Contribution.objects.visible_to(user).drafts(),
        page="partners:contribution_list?show=drafts",
    ),
    Waits(
        key="contributions-without-paper",
        label="Sumbangan tanpa tanda terima",
        urgency=Urgency.WAIT,
        order=1536,
        permission=WRITE,
        rows=lambda user: Contribution.objects.visible_to(user).without_paper(),
        page="partners:contribution_list?show=paper",
    ),
)
