from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rptc.audit.filters import EntryFilter
from rptc.audit.models import Entry


@permission_required("audit.view_access_log", raise_exception=True)
@require_safe
def access_log(request):
    """Everything that was done or looked at, newest first; records by number, without names."""
    entries = Entry.objects.select_related("actor", "content_type").order_by("-at", "-pk")
    entry_filter = EntryFilter(request.GET, entries)
    page = Paginator(entry_filter.qs, 50).get_page(request.GET.get("page"))
    return render(request, "audit/access_log.html", {"filter": entry_filter, "page_obj": page})
