"""The pages of a small list that staff keep themselves: the rows, a form for one more, and a page
that changes one. Rows are retired, never deleted, so that an old year prints as it was."""

from django.shortcuts import render

from rptc.acting import go_on
from rptc.audit.record import record


def list_rows(request, form_class, rows, template, back):
    """Show the rows with a form; a POST adds one."""
    form = form_class(request.POST or None)
    if form.is_valid():
        row = form.save()
        record(request.user, "added", row)
        return go_on(request, f"{row} ditambahkan.", back)
    return render(request, template, {"rows": rows, "form": form})


def edit_row(request, form_class, row, template, back):
    form = form_class(request.POST or None, instance=row)
    if form.is_valid():
        record(request.user, "changed", form.save())
        return go_on(request, f"{row} tersimpan.", back)
    return render(request, template, {"form": form, "row": row})
