"""The figures of Hari Ini: what each counts, and all of them in one query."""

from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from rptc.words import angka

URGENCY = ["late", "due", "wait", "run"]
# What is done when nothing of it is left; of what only runs, nothing is to be said then.
TO_BE_DONE = {"late", "due", "wait"}
# What a phone shows before somebody scrolls.
AT_ONCE = 7


@dataclass
class Figure:
    """A number, what it counts, and the address that opens exactly its rows.

    `rows` are the rows themselves (of several tables: a list), or the number where another
    query knows it already. Where counting stops early, `most` says after how many.
    """

    rows: QuerySet | list[QuerySet] | int
    label: str
    url: str
    state: str = "run"
    number: int = 0
    most: int | None = None

    @property
    def shown(self):
        if self.most is not None and self.number > self.most:
            return f"lebih dari {angka(self.most)}"
        return angka(self.number)


def count_together(figures):
    """Fill in the number of each, in one query: to ask thirty times takes longer than to count."""
    counts, parameters, counted = [], [], []
    for figure in figures:
        if isinstance(figure.rows, int):
            figure.number = figure.rows
            continue
        rows = figure.rows if isinstance(figure.rows, list) else [figure.rows]
        parts = [part for part in map(_count_sql, rows) if part]
        if parts:
            counts.append(" + ".join(sql for sql, _ in parts))
            parameters += [value for _, values in parts for value in values]
            counted.append(figure)
    if counted:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(counts)}", parameters)
            for figure, number in zip(counted, cursor.fetchone(), strict=True):
                figure.number = number
    return figures


def _count_sql(rows):
    """(SQL of how many rows, its parameters); None where there can be none."""
    try:
        sql, parameters = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    return f"(SELECT count(*) FROM ({sql}) AS counted)", parameters  # noqa: S608


@dataclass(frozen=True)
class Board:
    """The figures in the order in which they press: seven at once, the others folded; and what
    is done, in words."""

    at_once: list[Figure]
    folded: list[Figure]
    done: list[str]


def board_of(figures):
    open_ones = sorted((f for f in figures if f.number), key=lambda f: URGENCY.index(f.state))
    done = [f.label for f in figures if not f.number and f.state in TO_BE_DONE]
    return Board(open_ones[:AT_ONCE], open_ones[AT_ONCE:], done)
