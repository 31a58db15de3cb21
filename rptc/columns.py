from django.conf import settings
from django.db import models


def of(model, related_name, verbose_name=None, **options):
    """The column of what a row belongs to, which is never deleted while the row stands."""
    options |= {"verbose_name": verbose_name, "related_name": related_name}
    return models.ForeignKey(model, models.PROTECT, **options)


def by(verbose_name=None, **options):
    """The column of who did something: whoever did it is never deleted, and no form asks for it.
    Empty until it is done; `null=False` where the row begins with it."""
    return of(
        settings.AUTH_USER_MODEL, "+", verbose_name, **{"null": True, "editable": False} | options
    )
