from django.conf import settings
from django.db import models


def by(verbose_name=None, **options):
    """The column of who did something: whoever did it is never deleted, and no form asks for it.
    Empty until it is done; `null=False` where the row begins with it."""
    options = {"null": True, "editable": False, "related_name": "+"} | options
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=verbose_name, **options
    )
