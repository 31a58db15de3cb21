from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render

from rptc.accounts.filters import actions
from rptc.accounts.filters.forms import SavedFilterEditForm, SavedFilterForm
from rptc.accounts.filters.lists import opens
from rptc.accounts.filters.models import SavedFilter
from rptc.acting import changed, form_page, go_on, sent
from rptc.admission import may_fill, may_open
from rptc.pages import counted_page_of


@may_open("accounts.keep_filter")
def saved_filter_list(request):
    """Saringan saya: one's own, and what colleagues shared of lists that one may open."""
    shown = SavedFilter.objects.shown_to(request.user)
    paths = shown.order_by("path").values_list("path", flat=True).distinct()
    closed = [path for path in paths if not opens(request.user, path)]
    shown = shown.filter(Q(recorded_by=request.user) | ~Q(path__in=closed))
    page = counted_page_of(shown.order_by("path", "name", "pk"), request, 25)
    for row in page:
        row.is_own = row.recorded_by_id == request.user.pk
        row.opens = opens(request.user, row.path)
    return render(request, "accounts/filters/saved_filter_list.html", {"page_obj": page})


@may_fill("accounts.keep_filter")
def saved_filter_add(request):
    """The form stands on the list; here it is shown again where something is wrong with it."""
    if request.method == "GET":
        return redirect("accounts:saved_filter_list")
    form = SavedFilterForm(request.POST)
    if row := sent(form, actions.keep_filter, by=request.user):
        return go_on(request, f"Saringan “{row}” disimpan.", row.address)
    status = 409 if form.sent_before else 200
    return render(request, "accounts/filters/saved_filter_add.html", {"form": form}, status=status)


@may_fill("accounts.keep_filter")
def saved_filter_edit(request, saved_filter_id):
    row = _own(request, saved_filter_id)
    form = SavedFilterEditForm(request.POST or None, instance=row)
    if changed(form, actions.change_filter, by=request.user):
        return go_on(request, "Saringan tersimpan.", "accounts:saved_filter_list")
    return form_page(request, form, "accounts/filters/saved_filter_edit.html", row=row)


@may_fill("accounts.keep_filter")
def saved_filter_delete(request, saved_filter_id):
    row = _own(request, saved_filter_id)
    if request.method == "POST":
        actions.delete_filter(row, by=request.user)
        return go_on(request, "Saringan dihapus.", "accounts:saved_filter_list")
    return render(request, "accounts/filters/saved_filter_delete.html", {"row": row})


def _own(request, number):
    """Locked: what another tab has deleted is not saved anew."""
    rows = SavedFilter.objects.of(request.user).select_for_update(of=("self",))
    return get_object_or_404(rows, pk=number)
