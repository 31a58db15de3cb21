"""What was typed into a form that somebody leaves to write down first what it asks for, and comes
back to. It waits in the session, which lies under the key (rptc/keys.py) and ends with the login,
until the form is sent; for the page at one address."""

KEPT = "typed"


def keep_typed(request, names):
    """Under the address of this page; of no other page is it asked."""
    typed = {name: request.POST.get(name, "") for name in names}
    request.session[KEPT] = request.session.get(KEPT, {}) | {request.path: typed}


def typed_before(request) -> dict[str, str]:
    """As initial values; empty where nothing was kept."""
    return request.session.get(KEPT, {}).get(request.path, {})


def forget_typed(request):
    """It was sent."""
    kept = request.session.get(KEPT, {})
    if kept.pop(request.path, None) is not None:
        request.session[KEPT] = kept
