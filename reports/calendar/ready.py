"""The page of ours that has the table of a report ready, for who may open it."""

from urllib.parse import urlencode

from django.urls import reverse

from reports.calendar.models import Ready
from rptc import days

PERMISSIONS = {
    Ready.RECAP: "reports.view_recap",
    Ready.SPM: "reports.view_spm_report",
    Ready.SKM: "cases.view_skm",
    Ready.PARTNERSHIP: "reports.view_indicators",
    Ready.ANNUAL: "reports.view_annual_report",
    Ready.CITY_PART: "reports.view_city_part",
    Ready.DATA_SET: "reports.view_report_calendar",
}
# What there is of a whole year alone.
OF_A_YEAR = {
    Ready.ANNUAL: "reports:annual_report",
    Ready.CITY_PART: "reports:city_part",
    Ready.DATA_SET: "reports:data_set",
}


def newest_table_of(report, today, user):
    """Of the last period of the report that is over, whether or not it is asked for yet: (period,
    address)."""
    running = today.replace(month=today.month - (today.month - 1) % report.every, day=1)
    period = report.period(days.add_months(running, -report.every))
    return period, table_of(report, period, user)


def table_of(report, period, user):
    """Its address; "" where there is none, or not for this reader."""
    if not report.ready or not user.has_perm(PERMISSIONS[report.ready]):
        return ""
    year, month = period.first.year, period.first.month
    match report.ready:
        case Ready.RECAP if period.months == 12:
            return reverse("reports:recap_year", args=[year])
        case Ready.RECAP if period.months == 1:
            return reverse("reports:recap_month", args=[year, month])
        case Ready.RECAP:
            return f"{reverse('reports:recap')}?{period.query}"
        case Ready.SPM if period.months == 3:
            return reverse("reports:spm_quarter", args=[year, (month + 2) // 3])
        case Ready.SPM if not user.has_perm("reports.view_spm"):
            return ""
        case Ready.SPM:
            asked = {"month": f"{period.first:%Y-%m}", "months": period.months}
            return f"{reverse('reports:service_figures')}?{urlencode(asked)}"
        case Ready.ANNUAL | Ready.CITY_PART | Ready.DATA_SET:
            # Of a part of a year there is none.
            return reverse(OF_A_YEAR[report.ready], args=[year]) if period.is_year else ""
        case Ready.SKM:
            return reverse("cases:skm_list")
    return f"{reverse('reports:partnership')}?{urlencode({'year': year})}"
