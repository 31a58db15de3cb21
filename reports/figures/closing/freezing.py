"""A period as it stands: its figures and the rows behind them, taken together, and their
fingerprint.

Several statements read it. So that none of them tells of another moment, the rows are marked
before and after by what PostgreSQL writes on each change (`xmin`): where a mark differs, somebody
wrote in between, and it is taken again.
"""

import hashlib
import json
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q

from cases.intakes.models import Intake
from cases.people.doubles.models import Double
from cases.stays.models import Stay
from reports.figures.periods import Period
from reports.figures.recap import figures
from reports.figures.recap.figures import Counting, Measure
from rptc import days

TRIES = 3
BUSY = "Data masa ini sedang diubah. Coba sekali lagi."

# What each of these lists says of a row, in this order; the first is its key.
INTAKE = ("id", "met_on", "class", "sex", "door", "outcome", "settled", "person")
STAY = ("id", "began_on", "ended_on", "class", "sex", "person")

# All that the figures of a period depend on, each row as it was last written.
MARK = """
    WITH stay AS (
        SELECT id, intake_id, xmin FROM cases_stay
         WHERE began_at < %(before)s AND (ended_at IS NULL OR ended_at >= %(since)s)
    ), intake AS (
        SELECT id, person_id, xmin FROM cases_intake
         WHERE (met_on >= %(first)s AND met_on < %(until)s)
            OR id IN (SELECT intake_id FROM stay)
    )
    SELECT (SELECT string_agg(id || ':' || xmin, ',' ORDER BY id) FROM stay),
           (SELECT string_agg(id || ':' || xmin, ',' ORDER BY id) FROM intake),
           (SELECT string_agg(id || ':' || xmin, ',' ORDER BY id) FROM cases_person
             WHERE id IN (SELECT person_id FROM intake)),
           (SELECT string_agg(id || ':' || xmin, ',' ORDER BY id) FROM cases_double
             WHERE person_id IN (SELECT person_id FROM intake)
               AND other_id IN (SELECT person_id FROM intake)),
           (SELECT string_agg(id || ':' || xmin, ',' ORDER BY id) FROM reports_countingrule),
           (SELECT string_agg(id || ':' || xmin, ',' ORDER BY id) FROM cases_classification)
"""


@dataclass(frozen=True)
class Frozen:
    content: dict
    fingerprint: str
    # Nobody wrote while it was taken: all of it is of one moment.
    is_steady: bool = True

    def must_be_steady(self):
        if not self.is_steady:
            raise ValidationError(BUSY)


def look(period: Period) -> Frozen:
    """For a page: where somebody writes all the while it shows what was read last."""
    for _ in range(TRIES):
        before = _mark(period)
        content = _content(period)
        if _mark(period) == before:
            return Frozen(content, fingerprint_of(content))
    return Frozen(content, fingerprint_of(content), is_steady=False)


def freeze(period: Period) -> Frozen:
    """To be kept. Raises ValidationError where somebody writes all the while."""
    frozen = look(period)
    frozen.must_be_steady()
    return frozen


def fingerprint_of(content) -> str:
    """The same content has the same one, wherever it is written down."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _mark(period):
    since, before = days.period(period.first, period.until)
    values = {"since": since, "before": before, "first": period.first, "until": period.until}
    with connection.cursor() as cursor:
        cursor.execute(MARK, values)
        return cursor.fetchone()


def _content(period):
    counting = Counting()
    tables = {
        measure.value: _table(figures.recap(period, measure, counting)) for measure in Measure
    }
    balance = figures.balance(period)
    return {
        "period": [period.first.isoformat(), period.until.isoformat()],
        "tables": tables,
        "balance": [balance.opening, balance.came, balance.left, balance.closing],
        "unsettled": figures.unsettled_rows(period, Measure.INTAKES, counting).count(),
        "without_origin": _without_origin(period, counting),
        "doubles": _doubles(period),
        "on_the_way": on_the_way(period).count(),
        "intakes": _intakes(period),
        "stays": _stays(period),
    }


def rows_of(recap):
    return [[row.classification.code, row.name, row.male, row.female] for row in recap.rows]


def _table(recap):
    return {
        "rows": rows_of(recap),
        "left_out": [[left.text, left.count] for left in recap.left_out],
    }


def _without_origin(period, counting):
    rows = figures.rows_behind(period, Measure.INTAKES, counting=counting)
    unknown = Q(person__origin=None, person__origin_text="")
    return rows.filter(unknown).values("person").distinct().count()


def _doubles(period):
    """Pairs of files that are likely one person: of the people of the period, counted twice."""
    met = Intake.objects.filter(met_on__gte=period.first, met_on__lt=period.until)
    people = met.values("person")
    return Double.objects.open().filter(person__in=people, other__in=people).count()


def on_the_way(period):
    """Brought in the period, and not arrived yet: a stay that may begin in it still."""
    return Intake.objects.on_the_way().filter(met_on__gte=period.first, met_on__lt=period.until)


def _intakes(period):
    rows = Intake.objects.filter(met_on__gte=period.first, met_on__lt=period.until)
    columns = ["pk", "met_on", "classification__code", "sex", "door", "outcome", "settled"]
    return [
        [pk, met_on.isoformat(), code, sex, door, outcome, settled is not None, person]
        for pk, met_on, code, sex, door, outcome, settled, person in rows.order_by(
            "pk"
        ).values_list(*columns, "person")
    ]


def _stays(period):
    """Whoever was in the house on a day of it; an end after it is not of this period."""
    since, before = days.period(period.first, period.until)
    rows = Stay.objects.filter(began_at__lt=before).exclude(ended_at__lt=since)
    columns = ["pk", "began_at", "ended_at", "intake__classification__code", "intake__sex"]
    return [
        [
            pk,
            days.day_of(began_at).isoformat(),
            days.day_of(ended_at).isoformat() if ended_at and ended_at < before else None,
            code,
            sex,
            person,
        ]
        for pk, began_at, ended_at, code, sex, person in rows.order_by("pk").values_list(
            *columns, "person"
        )
    ]
