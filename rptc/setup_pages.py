"""The pages of a small list that staff keep themselves: the rows, a form for one more (room_list),
and a page that changes one (room_edit). Rows are retired, never deleted, so that an old year
prints as it was. The templates in `folder` are named as the views."""

from django.shortcuts import get_object_or_404, render

from rptc.acting import go_on
from rptc.audit.record import record


def list_rows(request, form_class, rows, folder):
    """Show the rows with a form; a POST adds one."""
    form = form_class(request.POST or None)
    if form.is_valid():
        row = form.save()
        record(request.user, "added", row)
        return go_on(request, f"{row} ditambahkan.", request.path)
    template = f"{folder}/{request.resolver_match.url_name}.html"
    return render(request, template, {"rows": rows, "form": form})


def edit_row(request, form_class, number, folder):
    row = get_object_or_404(form_class.Meta.model, pk=number)
    form = form_class(request.POST or None, instance=row)
    page = request.resolver_match
    if form.is_valid():
        record(request.user, "changed", form.save())
        return go_on(request, f"{row} tersimpan.", page.view_name.replace("_edit", "_list"))
    return render(request, f"{folder}/{page.url_name}.html", {"form": form, "row": row})
