"""What may be filled in on a registered phone without signal, besides the rows of a patrol.

Each room registers its form: what the phone keeps to show it, and where it is sent later.
"""

from dataclasses import dataclass
from functools import wraps

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from rptc.admission import may_open
from rptc.audit.record import record


@dataclass(frozen=True)
class AwayForm:
    """`kept` and `sent_to` are names of addresses; `kept` answers with what the phone keeps."""

    kind: str
    permission: str
    kept: str
    sent_to: str


_registered: list[AwayForm] = []


def register(*forms: AwayForm):
    _registered.extend(forms)


def sent_later() -> set[str]:
    """The addresses to which a phone sends what waited on it."""
    return {form.sent_to for form in _registered}


def lists_of(user) -> dict[str, str]:
    """{kind: address} of what this officer's phone keeps."""
    return {
        form.kind: reverse(f"cases:{form.kept}")
        for form in _registered
        if user.has_perm(form.permission)
    }


def on_a_device(view):
    """409 from a browser that is no registered phone."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.device is None:
            answer = "Ponsel ini belum terdaftar."
            return HttpResponse(answer, status=409, content_type="text/plain; charset=utf-8")
        return view(request, *args, **kwargs)

    return wrapped


def may_keep(permission):
    """Above a view that answers with what a phone keeps: no cache does."""
    admit = may_open([permission, "cases.use_device"])
    return lambda view: never_cache(admit(on_a_device(view)))


def record_keeping(request, page, people):
    """It is a look: these people's names lie on this phone from now on."""
    record(request.user, "kept_on_phone", request.device, page=page, people=people)
