"""Columns, and what holds of them, that all rooms write in one way."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


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


def state_of(states, first, max_length=10):
    """The column of where a row stands. Acts move it, and no form."""
    return one_of(states, max_length=max_length, default=first, editable=False)


def holds(name, condition, sentence=None):
    """What the database asks of each row; `sentence` is what is said of one that it refuses."""
    return models.CheckConstraint(name=name, condition=condition, violation_error_message=sentence)


def once(name, fields, sentence=None, **options):
    """These columns together stand in one row; `sentence` is what is said of another."""
    return models.UniqueConstraint(
        fields=fields, name=name, violation_error_message=sentence, **options
    )


class KeptAsWritten(pgtrigger.Trigger):
    """The run-time role has no right to try at all (rptc/database.py)."""


def sealed_once(name, column, why="These words stay as they were said."):
    """What is put away under the application's key (rptc/keys.py) stays as it was said. The owner
    of the tables alone puts it under another key."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf(column),
        condition=pgtrigger.Q(**{f"old__{column}__df": pgtrigger.F(f"new__{column}")})
        & ~pgtrigger.Q(**{f"old__{column}": ""}),
        func=f"""
            IF pg_has_role(current_user,
                   (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION '{why}'
                USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
        """,  # noqa: S608 (a name of this code)
    )


def kept_as_written(name, sealed):
    """No path changes or deletes such a row: what is mended is a row of its own. The owner of the
    tables alone puts what is `sealed` under another key (rptc/keys.py)."""
    columns = ", ".join(sealed)
    return KeptAsWritten(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'UPDATE' AND pg_has_role(
                   current_user,
                   (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER')
               AND to_jsonb(NEW) - '{{{columns}}}'::text[]
                 = to_jsonb(OLD) - '{{{columns}}}'::text[] THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'This row stays as it was written.'
                USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
        """,  # noqa: S608 (names of this code)
    )


def changed_only_in(name, columns, once_given, sealed=()):
    """Such a row stays as it was written but for these columns, which are filled once. The owner
    of the tables alone puts what is `sealed` under another key (rptc/keys.py)."""
    by_owner = _by_owner(sealed) if sealed else ""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""{by_owner}
            IF {_differs_but(columns)}
               OR OLD.{once_given} IS NOT NULL THEN
                RAISE EXCEPTION 'This row stays as it was written.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (names of this code)
    )


def changed_by(name, who, columns=(), *, but=(), until=""):
    """Who is not `who` (a condition of rptc/policies.py) changes nothing of such a row in these
    columns, or nothing but some; and nothing at all once `until` is filled. What is laid down in a
    policy is asked of the new row alone: it knows no column."""
    compared = [f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns]
    if but:
        compared.append(_differs_but(but))
    if until:
        compared.append(f"OLD.{until} IS NOT NULL")
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF NOT COALESCE({who}, false)
               AND NOT {IS_OWNER}
               AND ({" OR ".join(compared)}) THEN
                RAISE EXCEPTION 'That is not theirs to say.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (names of this code)
    )


# Whoever acts as the owner of the table: set-up and commands, never a page.
IS_OWNER = """pg_has_role(current_user,
                   (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER')"""


def _differs_but(columns):
    named = ", ".join(columns)
    return f"to_jsonb(NEW) - '{{{named}}}'::text[] <> to_jsonb(OLD) - '{{{named}}}'::text[]"


def _by_owner(sealed):
    columns = ", ".join(sealed)
    return f"""
            IF {IS_OWNER}
               AND to_jsonb(NEW) - '{{{columns}}}'::text[]
                 = to_jsonb(OLD) - '{{{columns}}}'::text[] THEN
                RETURN NEW;
            END IF;"""  # noqa: S608 (names of this code)
