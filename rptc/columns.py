from django.conf import settings
from django.db import models


def protected(model, verbose_name=None, **options):
    """The column that names a row of another table, which is never deleted while it is named."""
    return models.ForeignKey(model, models.PROTECT, verbose_name=verbose_name, **options)


def by(verbose_name=None, **options):
    """The column of who did something: whoever did it is never deleted, and no form asks for it.
    Empty until it is done; `null=False` where the row begins with it."""
    options = {"null": True, "editable": False, "related_name": "+"} | options
    return protected(settings.AUTH_USER_MODEL, verbose_name, **options)
