"""What most pages that change something do: check the form, act or say why not, and go on to a
page that says what was done.

    form = TaskCancelForm(request.POST or None)
    if perform(form, actions.cancel_task, task, by=request.user):
        return done(request, f"Dibatalkan: {task}.", "cases:task_list")
    return render(request, "cases/house/task_cancel.html", {"form": form, "task": task})
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect

from rptc.sending import send_form


def send(form, act, *, by, **details):
    """What `act` made of the new row that a form describes, once (rptc/sending.py). None while
    the form is not rightly filled, or says why not."""
    if form.is_valid():
        return send_form(form, form.save(commit=False), act, by=by, **details)
    return None


def change(form, act, *, by, **details):
    """As `send`, for a form that changes the row it was bound to."""
    return form.is_valid() and _unless_refused(
        form, lambda: act(form.save(commit=False), by=by, **details)
    )


def perform(form, act, row, *, by, **details):
    """As `send`, for an act on a row, which is told what was typed under the names of the
    fields."""
    return form.is_valid() and _unless_refused(
        form, lambda: act(row, by=by, **form.cleaned_data, **details)
    )


def _unless_refused(form, act):
    """True for an act that gives nothing."""
    try:
        return act() or True
    except ValidationError as error:
        form.add_error(None, error)
    return None


def press(request, act, row, told, *address):
    """A button without a form: the next page says that it was done, or why not."""
    try:
        act(row, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.message)
        return redirect(*address)
    return done(request, told, *address)


def done(request, told, *address):
    messages.success(request, told)
    return redirect(*address)
