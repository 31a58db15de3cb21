"""Rows that the program brings along: laid down once, and from then on the unit's own.

Whatever the unit renames, changes or removes does not come back with the next `migrate`. So a
row is known by a key that stands in the code and never changes, not by what stands in the row.
"""

from rptc.audit.models import Laid


def lay(model, rows, *, by):
    """Make those of {key: columns} that were never made. Returns {key: row} of what is there.

    What the unit made itself with the same columns `by` is that row. A database from before
    there was this list is taken as it stands: what it lacks was renamed or removed.
    """
    of_model = Laid.objects.filter(list=model._meta.label)
    laid = dict(of_model.values_list("key", "row"))
    missing = {key: columns for key, columns in rows.items() if key not in laid}
    if missing:
        found = _find(model, missing, by) if model.objects.exists() else {}
        is_older = bool(found) and not laid
        made = {
            key: model(**columns)
            for key, columns in missing.items()
            if found.get(key) is None and not is_older
        }
        model.objects.bulk_create(made.values())
        told = {key: made.get(key) or found.get(key) for key in missing}
        laid |= {key: row and row.pk for key, row in told.items()}
        Laid.objects.bulk_create(
            Laid(list=model._meta.label, key=key, row=laid[key]) for key in missing
        )
    there = model.objects.in_bulk([pk for pk in laid.values() if pk is not None])
    return {key: there[pk] for key, pk in laid.items() if pk in there}


def _find(model, rows, by):
    return {
        key: model.objects.filter(**{name: columns[name] for name in by}).first()
        for key, columns in rows.items()
    }
