"""What a page asks an action to do: done, or refused in words."""

from django.contrib import messages
from django.core.exceptions import ValidationError

from rptc.sending import send_form


def carry_out(form, act, *args, **details):
    """What `act` made, told what a valid form says beside the rest (True where it makes nothing);
    None where either refuses, and the form says why."""
    if not form.is_valid():
        return None
    try:
        return act(*args, **form.cleaned_data, **details) or True
    except ValidationError as error:
        form.add_error(None, error)


def send_row(form, act, *, by, **details):
    """What `act` made of the row that a valid form describes, once (rptc/sending.py); None where
    either refuses, and the form says why."""
    if form.is_valid():
        return send_form(form, form.save(commit=False), act, by=by, **details)


def act_and_tell(request, told, act, *args, refuse=messages.error):
    """Of a button alone: `told`, or why not."""
    try:
        act(*args, by=request.user)
        messages.success(request, told)
    except ValidationError as error:
        for reason in error.messages:
            refuse(request, reason)
