"""Saved, or refused by the database in words: where two were quick, or where no form looks."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction


def save(row):
    """Raises ValidationError with the sentence of the constraint that refuses the row. One without
    a sentence is a mistake of ours, and stays an IntegrityError."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        sentence = _sentences(type(row)).get(constraint_of(error))
        if sentence is None:
            raise
        raise ValidationError(sentence) from error


def locked(row, *related):
    """The row as it stands now, with the rows that it names in these columns; locked until the
    act is over."""
    rows = type(row).objects.select_for_update(of=("self",))
    return (rows.select_related(*related) if related else rows).get(pk=row.pk)


def sentence_of(model, constraint):
    """The same sentence for an action that looks before it saves."""
    return _sentences(model)[constraint]


def _sentences(model):
    """Those of the constraints, and those of the triggers, which have no place for one."""
    said = {
        constraint.name: constraint.violation_error_message
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }
    return said | getattr(model, "refused_by_triggers", {})


def constraint_of(error):
    """The name of the constraint from which this IntegrityError comes, if it has one."""
    return getattr(error.__cause__.diag, "constraint_name", None)
