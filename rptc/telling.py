"""What a reader may be told of rows that they see."""

from django.db.models import Case, Q, QuerySet, When


def whether(condition: Q) -> Case:
    """An annotation: does the row meet it? Every row meets an empty one."""
    return Case(When(condition or Q(pk__isnull=False), then=True), default=False)


def mark_told(rows: list, told: QuerySet) -> None:
    """Sets `is_told` on each of a list: is it among the rows that this reader is told of?"""
    keys = told.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    keys = set(keys) if rows else set()
    for row in rows:
        row.is_told = row.pk in keys
