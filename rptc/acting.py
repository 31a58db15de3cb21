"""What a view does with an act: it is done and told, or refused in words. A form that makes a row
is sent (rptc/sending.py); what is pressed or filled in here happens to a row that exists."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect

from rptc.sending import send_form


def press(request, act, row, *, told, then):
    """A button that asks nothing: on to the next page, which says what was done, or why not."""
    try:
        act(row, by=request.user)
        messages.success(request, told)
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect(then)


def done(form, act, row, *, by):
    """Was the act done, with what the form asks for? If it was refused, the form says why."""
    if not form.is_valid():
        return False
    try:
        act(row, **form.cleaned_data, by=by)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def sent(form, act, *, by, typed=(), **details):
    """What `act` made of the row that the form describes; None while it is not filled in, or was
    refused, and the form says why. `typed` are the fields that are no columns of the row."""
    if not form.is_valid():
        return None
    details |= {name: form.cleaned_data[name] for name in typed}
    return send_form(form, form.save(commit=False), act, by=by, **details)
