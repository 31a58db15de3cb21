from datetime import date

from django.shortcuts import render

from rptc import days
from rptc.admission import may_open
from rptc.audit.filters import EntryFilter
from rptc.audit.reading import entries_for, lines
from rptc.pages import counted_page_of


@may_open("audit.view_access_log")
def access_log(request):
    """Everything that was done or looked at, newest first; records by number, without names."""
    entries = entries_for(request.user).order_by("-at", "-pk")
    entry_filter = EntryFilter(request.GET, entries, reader=request.user)
    page = counted_page_of(entry_filter.qs, request, 25)
    context = {"filter": entry_filter, "page_obj": page, "lines": lines(page, request.user)}
    return render(request, "audit/access_log.html", context)


@may_open("audit.view_exports")
def export_list(request):
    """What left the house as a file in a month (?month=2026-11), with the reasons given."""
    first = month_in(request)
    entries = entries_for(request.user).filter(
        verb="exported",
        at__gte=days.starts_at(first),
        at__lt=days.starts_at(days.add_months(first, 1)),
    )
    page = counted_page_of(entries.order_by("-at", "-pk"), request, 50)
    context = {
        "page_obj": page,
        "rows": list(zip(lines(page, request.user), page.object_list, strict=True)),
        "first": first,
        "before": days.add_months(first, -1),
        "after": days.add_months(first, 1) if first < this_month() else None,
    }
    return render(request, "audit/export_list.html", context)


def this_month() -> date:
    return days.today().replace(day=1)


def month_in(request) -> date:
    """The month that the address names; this one where it names none, or one to come."""
    try:
        first = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return this_month()
    return first if date(2000, 1, 1) <= first <= this_month() else this_month()
