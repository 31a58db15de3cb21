"""What other pages show of a partner's months."""

from partners.months.models import MonthReport, due_on, is_late, month_asked, untold
from partners.months.shown import months_of
from partners.referrals.models import NEVER_THERE, Referral
from rptc.kept import THIS, kept_rows
from rptc.parts import Part, register


def _of_referral(context, referral):
    """Month by month, for those of the case and the head; nothing where none is asked or told."""
    if referral.state in NEVER_THERE:
        return None
    user, month = context["user"], month_asked()
    known = MonthReport.objects.visible_to(user).filter(referral=referral)
    rows = months_of(referral, month)
    known = set(known.values_list("pk", flat=True))
    if not rows or any(report and report.pk not in known for _, report in rows):
        return None
    return {
        "referral": referral,
        "months": rows,
        "asked": month,
        "due_on": due_on(month),
        "is_late": is_late(month),
    }


def _of_stay(context, stay):
    """Of the referrals of a stay: months that are late, in one line each."""
    month = month_asked()
    if not is_late(month):
        return None
    rows = kept_rows(_untold, context["user"], month, this=stay.pk)
    return {"referrals": rows, "month": month} if rows else None


def _untold(user, month):
    rows = untold(Referral.objects.visible_to(user).filter(stay=THIS), month)
    return rows.select_related("partner").order_by("pk")


register(
    "referral.main",
    Part(20, "partners/months/_month_part.html", _of_referral, "partners.view_referral"),
)
register(
    "referrals.main",
    Part(3, "partners/months/_late_part.html", _of_stay, "partners.view_referral"),
)
