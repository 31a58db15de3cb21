"""What a view does with a row and an act: the row is found, the act is done and told, or refused
in words. A form that makes a row is sent (rptc/sending.py).

    form = TaskCancelForm(request.POST or None)
    if done(form, actions.cancel_task, task, by=request.user):
        return go_on(request, f"Dibatalkan: {task}.", "cases:task_list")
    return form_page(request, form, "cases/house/task_cancel.html", task=task)
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render

from rptc.refusals import write_refusal
from rptc.sending import send_form, show_both


def row_for(request, model, number, *related):
    """The row of this number with those that it names in these columns, as far as this user may
    see it; else 404, whether there is one or not."""
    rows = model.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related(*related) if related else rows, pk=number)


def press(request, act, row, *said, told, then, refuse=messages.error):
    """A button that asks nothing: on to the next page, which says what was done, or why not."""
    try:
        act(row, *said, by=request.user)
        messages.success(request, told)
    except ValidationError as error:
        write_refusal(error)
        for reason in error.messages:
            refuse(request, reason)
    return redirect(then)


def done(form, act, *args, **details):
    """What `act` made, told what the form says beside the rest (True where it makes nothing). None
    while the form is not filled in, or was refused, and says why."""
    if not form.is_valid():
        return None
    return _unless_refused(form, lambda: act(*args, **form.cleaned_data, **details) or True)


def sent(form, act, *, by, typed=(), **details):
    """What `act` made of the new row that the form describes, once; None as in `done`. `typed` are
    the fields that are no columns of the row."""
    if not form.is_valid():
        return None
    details |= {name: form.cleaned_data[name] for name in typed}
    return send_form(form, form.save(commit=False), act, by=by, **details)


def changed(form, act, *, by, **details):
    """What `act` made of the row that the form is about and fills itself; None as in `done`."""
    if not form.is_valid():
        return None
    return _unless_refused(form, lambda: act(form.save(commit=False), by=by, **details))


def _unless_refused(form, act):
    try:
        return act()
    except ValidationError as error:
        write_refusal(error)
        form.add_error(None, error)
    return None


def go_on(request, told, *address):
    """On to the next page, which says what was done."""
    messages.success(request, told)
    return redirect(*address)


def form_page(request, form, template, *, saved=None, **context):
    """The form, as it is asked or with what is wrong. Where it was sent before and says something
    else now, both stand beside each other; `saved` is the name of the page of what was saved."""
    if saved and form.sent_before:
        return show_both(request, form, saved)
    return render(request, template, {"form": form} | context)
