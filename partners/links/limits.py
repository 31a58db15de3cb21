"""How often one visitor may open links that ask nothing (docs/security.md). Counted is what was
found nothing for: who answers three questions in an hour is never slowed down."""

from allauth.core.internal import ratelimit

APP, ACTION = "partners", "link"
MISSES = {ACTION: "20/5m/ip"}


def has_tried_enough(request):
    return _consume(request, dry_run=True) is None


def count_miss(request):
    _consume(request)


def _consume(request, **how):
    config = {"app": APP, "action": ACTION, "config": MISSES, "limit_get": True}
    return ratelimit.consume(request, **config, **how)
