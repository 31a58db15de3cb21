"""The request under way, for what is written down deep below the view."""

import contextvars

# What the middleware knows of it; empty in a command.
current_request = contextvars.ContextVar("current_request", default=None)


def code_of(request):
    """By what a visitor and the log call the same request: short enough to be read out. Empty
    outside a request, and before its number was drawn."""
    number = getattr(request, "audit_id", None)
    return number.hex[:8].upper() if number else ""
