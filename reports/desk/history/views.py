from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from reports.desk.history import actions, records
from rptc.acting import press
from rptc.admission import may_open, may_press
from rptc.audit.looks import person_of
from rptc.audit.reading import lines
from rptc.audit.record import record
from rptc.pages import counted_page_of

ON_A_PAGE = 50


@may_open("audit.view_history")
def record_history(request, type, record_id):
    """What was changed in one record, and who did or looked at what (?log=1).

    Whoever may see the record reads its changes. The log is for the head, the data-protection
    officer, who gets nothing but the log and no name, and whoever works on the case.
    """
    user, kind = request.user, _kind(type)
    reads_all_logs = user.has_perm("audit.view_access_log")
    reads_changes = user.has_perm(kind.permission)
    if not (reads_changes or reads_all_logs):
        raise PermissionDenied
    rows = kind.model.objects.all()
    row = get_object_or_404(kind.rows(rows, user) if reads_changes else rows, pk=record_id)
    reads_log = reads_all_logs or records.is_own_case(row, user)
    person = person_of(kind.model, row.pk)
    # Who looked at the file of their family: not even that (docs/access.md, The own file).
    if not reads_changes and user.own_files & {person, *records.people_of(row)}:
        raise Http404
    record(user, "opened", row, person=person, page="riwayat")

    context = {
        "type": type,
        "back": kind.page_of(row) if reads_changes else "",
        "kind": kind,
        "row": row,
        "reads_changes": reads_changes,
        "reads_log": reads_log,
        "shows_log": reads_log and (not reads_changes or "log" in request.GET),
    }
    if context["shows_log"]:
        entries = counted_page_of(records.entries_of(row), request, ON_A_PAGE)
        context |= {"page_obj": entries, "lines": lines(entries, user)}
        return render(request, "reports/desk/record_history.html", context)

    events = records.events_of(row)
    page = counted_page_of(events, request, ON_A_PAGE)
    before = events[page.end_index() : page.end_index() + 1].first()
    context |= {"page_obj": page, "changes": records.changes(kind, row, list(page), before, user)}
    context["below"] = kind.rows_below(row)
    return render(request, "reports/desk/record_history.html", context)


@may_press("audit.put_back")
def record_put_back(request, type, record_id, event_id, column):
    """One field of one change is put back to what it was before."""
    user, kind = request.user, _kind(type)
    if column not in kind.put_back:
        raise Http404
    if not kind.may_put_back(user):
        raise PermissionDenied
    row = get_object_or_404(kind.rows(kind.model.objects.all(), user), pk=record_id)
    event = get_object_or_404(row.history, pk=event_id)
    return press(
        request,
        actions.put_back,
        row,
        event,
        row._meta.get_field(column),
        told="Isian dikembalikan. Yang tadi tertulis tetap terbaca di riwayat ini.",
        then=reverse("reports:record_history", args=[type, record_id]),
    )


def _kind(type):
    kind = records.KINDS.get(type)
    if kind is None or kind.rows is None:
        raise Http404
    return kind
