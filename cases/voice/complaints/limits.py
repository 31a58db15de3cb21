"""How often one visitor may complain, fill in a sheet of the SKM, and look for an answer with a
code that is none: each is counted for itself. The whole house stands behind one address, so who
really has something to say is never slowed down."""

from allauth.core.internal import ratelimit

APP = "cases"
SENT, MISSED, SHEET = "complaint_sent", "complaint_code", "skm_sheet"
RATES = {SENT: "30/h/ip", MISSED: "20/5m/ip", SHEET: "30/h/ip"}


def has_tried_enough(request, action):
    return _consume(request, action, dry_run=True) is None


def count(request, action):
    _consume(request, action)


def _consume(request, action, **how):
    config = {"app": APP, "action": action, "config": RATES, "limit_get": True}
    return ratelimit.consume(request, **config, **how)
