from django.shortcuts import render

from rptc.admission import may_open
from rptc.audit.filters import EntryFilter
from rptc.audit.models import Entry
from rptc.audit.reading import lines
from rptc.pages import counted_page_of


@may_open("audit.view_access_log")
def access_log(request):
    """Everything that was done or looked at, newest first; records by number, without names."""
    entries = Entry.objects.select_related("actor", "content_type").order_by("-at", "-pk")
    entry_filter = EntryFilter(request.GET, entries, reader=request.user)
    page = counted_page_of(entry_filter.qs, request, 50)
    context = {"filter": entry_filter, "page_obj": page, "lines": lines(page, request.user)}
    return render(request, "audit/access_log.html", context)
