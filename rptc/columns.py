"""Columns, and what holds of them, that all rooms write in one way."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, IntegerField, OuterRef, Q
from django.db.models.lookups import IsNull


def protected(model, verbose_name=None, **options):
    """The column that names a row of another table, which is never deleted while it is named."""
    return models.ForeignKey(model, models.PROTECT, verbose_name=verbose_name, **options)


def may_point_to(model, verbose_name=None, **options):
    """The same, where a row need not name one, and a form may leave it empty."""
    return protected(model, verbose_name, **{"null": True, "blank": True} | options)


def by(verbose_name=None, **options):
    """The column of who did something: whoever did it is never deleted, and no form asks for it.
    Empty until it is done; `null=False` where the row begins with it."""
    options = {"null": True, "editable": False, "related_name": "+"} | options
    return protected(settings.AUTH_USER_MODEL, verbose_name, **options)


def one_of(choices, verbose_name=None, **options):
    """The column that holds one of these choices, by its code."""
    return models.CharField(verbose_name, choices=choices.choices, **options)


def several_of(choices, verbose_name, max_length, **options):
    """The column that holds some of these choices, by their codes."""
    code = models.CharField(max_length=max_length, choices=choices.choices)
    return ArrayField(code, verbose_name=verbose_name, **options)


def labels_of(choices, codes):
    """How they are called, in the order of the choices."""
    return ", ".join(each.label for each in choices if each in codes)


def is_among(column, it_is=True) -> IsNull:
    """A condition in a subquery: the key of the row is among those in a column of the row outside,
    or is not."""
    place = Func(OuterRef(column), F("pk"), function="array_position", output_field=IntegerField())
    return IsNull(place, not it_is)


def state_of(states, first, max_length=10):
    """The column of where a row stands. Acts move it, and no form."""
    return one_of(states, max_length=max_length, default=first, editable=False)


def holds(name, condition, sentence=None):
    """What the database asks of each row; `sentence` is what is said of one that it refuses."""
    return models.CheckConstraint(name=name, condition=condition, violation_error_message=sentence)


def all_or_none(*columns, words=""):
    """These columns are filled together, with the words beside them, or all are empty."""
    none, filled = dict.fromkeys(columns), {f"{column}__isnull": False for column in columns}
    if not words:
        return Q(**none) | Q(**filled)
    return Q(**none, **{words: ""}) | Q(**filled) & ~Q(**{words: ""})


def once(name, fields, sentence=None, **options):
    """These columns together stand in one row; `sentence` is what is said of another."""
    return models.UniqueConstraint(
        fields=fields, name=name, violation_error_message=sentence, **options
    )


def seen_with(name):
    """The queryset of rows that whoever sees the row of this column sees."""

    class SeenWith(models.QuerySet):
        def visible_to(self, user):
            rows = self.model._meta.get_field(name).related_model.objects.visible_to(user)
            return self.filter(**{f"{name}__in": rows})

    return SeenWith
