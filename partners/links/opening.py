"""A page that opens by a link, without a login."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from partners.links.limits import count_miss, has_tried_enough
from rptc.letters.models import Unit
from rptc.policies import whoever_acts


def opens_by_link(view):
    """Nobody is logged in: whoever tries links is slowed down, no search engine keeps the page,
    and the view reads with `whoever_acts()` what the link finds, and no more.

    Not `no-referrer`: browsers would then send the answer without its origin, and it would be
    refused as a forged one. `same-origin`, as everywhere, tells other sites nothing either.
    """

    @login_not_required
    @never_cache
    @require_http_methods(["GET", "POST"])
    @wraps(view)
    def opened(request, *args, **kwargs):
        if has_tried_enough(request):
            answer = render(request, "partners/links/link_later.html", status=429)
        else:
            # Nobody is logged in whom the database could let read.
            with whoever_acts():
                answer = view(request, *args, **kwargs)
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return opened


def unknown(request):
    """One and the same page for a link that is unknown, spent, withdrawn or too old."""
    count_miss(request)
    # Raised, it would take back what was counted.
    context = {"unit": Unit.current()}
    return render(request, "partners/links/link_unknown.html", context, status=404)
