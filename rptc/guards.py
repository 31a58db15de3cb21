"""What the database refuses of a row, beyond its constraints: triggers that all rooms write in one
way."""

import pgtrigger


def written_once(name):
    """Such a row is never changed and never deleted."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


def never_deleted(name):
    return pgtrigger.Protect(name=name, operation=pgtrigger.Delete)


def never_changed(name, columns):
    """What stands in these columns when the row is written stays there."""
    return pgtrigger.ReadOnly(name=name, fields=columns)


def refuses(name, sentence, where="", *, on, condition=None):
    """What the database refuses of a row because of other rows, or of what it was before. `where`
    is SQL about OLD and NEW; without it every row of the `condition` is refused."""
    refused = _refused(name, sentence)
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=on,
        condition=condition,
        func=f"IF {where} THEN {refused} END IF; RETURN NEW;" if where else refused,
    )


def _refused(name, sentence):
    """As if a constraint of this name had refused it (rptc/saving.py)."""
    return (
        f"RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"
    )


# Whoever acts as the owner of the table: set-up and commands, never a page.
IS_OWNER = """pg_has_role(current_user,
                   (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER')"""
STAYS = "This row stays as it was written."


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
            IF {IS_OWNER} THEN
                RETURN NEW;
            END IF;
            {_refused(name, why)}
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
            IF TG_OP = 'UPDATE' AND {IS_OWNER}
               AND to_jsonb(NEW) - '{{{columns}}}'::text[]
                 = to_jsonb(OLD) - '{{{columns}}}'::text[] THEN
                RETURN NEW;
            END IF;
            {_refused(name, STAYS)}
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
                {_refused(name, STAYS)}
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
    where = f"NOT COALESCE({who}, false) AND NOT {IS_OWNER} AND ({' OR '.join(compared)})"
    return refuses(name, "That is not theirs to say.", where, on=pgtrigger.Update)


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
