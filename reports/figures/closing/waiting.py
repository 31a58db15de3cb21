"""Closed months and years whose rows are no longer those that were closed: told to office, head
and Dinas until the next edition (docs/rules.md, Closing).

Asked with all that waits, in the one statement of Hari Ini. A period is looked at row by row only
where something of it was written since, or has come or gone; what was changed past the histories
the page of the period finds, by the fingerprint.
"""

from reports.figures.closing.freezing import INTAKE, STAY
from rptc.kept import Sql, answers
from rptc.waiting import Urgency, Waits, register

# The columns of freezing.py as SQL says them, in their order.
COLUMNS = {
    INTAKE: "intake.id, intake.met_on, class.code, intake.sex, intake.door, intake.outcome,"
    " intake.settled_id IS NOT NULL, intake.person_id",
    STAY: "stay.id, (stay.began_at AT TIME ZONE 'Asia/Makassar')::date,"
    " CASE WHEN stay.ended_at < period.before"
    " THEN (stay.ended_at AT TIME ZONE 'Asia/Makassar')::date END,"
    " class.code, intake.sex, stay.person_id",
}
NAMED = """
    JOIN cases_classification AS class ON class.id = intake.classification_id"""
MET = "intake.met_on >= period.first AND intake.met_on < period.until"
HOUSED = (
    "stay.began_at < period.before AND (stay.ended_at IS NULL OR stay.ended_at >= period.since)"
)
# Where nothing was written since, these tables alone are read; names are joined to what differs.
ROWS = {
    INTAKE: ("cases_intake AS intake", NAMED, MET),
    STAY: (
        "cases_stay AS stay",
        f"JOIN cases_intake AS intake ON intake.id = stay.intake_id {NAMED}",
        HOUSED,
    ),
}
WRITTEN = (
    "EXISTS (SELECT FROM {table} AS late WHERE late.pgh_obj_id = {key} AND late.pgh_id > {mark})"
)
INTAKE_WRITTEN = WRITTEN.format(
    table="cases_intakeevent", key="intake.id", mark="period.intake_events"
)
STAY_WRITTEN = WRITTEN.format(table="cases_stayevent", key="stay.id", mark="period.stay_events")
OF_STAY_WRITTEN = WRITTEN.format(
    table="cases_intakeevent", key="stay.intake_id", mark="period.intake_events"
)


def _differs(part, columns, written):
    """Of the rows of a period and those of its edition: others, or saying something else."""
    kept = f"period.content -> '{part}'"
    table, names, within = ROWS[columns]
    # As many as then, and each of them as then: the same.
    return f"""
        (SELECT count(*) FROM {table} WHERE {within}) <> jsonb_array_length({kept})
        OR (EXISTS (SELECT FROM {table} WHERE {within} AND ({written})) AND EXISTS (
            SELECT jsonb_array_elements({kept})
            EXCEPT SELECT jsonb_build_array({COLUMNS[columns]}) FROM {table} {names} WHERE {within}
        ))"""  # noqa: S608 (no word of it is anybody's)


CHANGED = f"""
    SELECT period.id FROM (
        SELECT DISTINCT ON (first, until) *,
               first::timestamp AT TIME ZONE 'Asia/Makassar' AS since,
               until::timestamp AT TIME ZONE 'Asia/Makassar' AS before
          FROM reports_recapedition ORDER BY first, until, number DESC
    ) AS period
    WHERE {_differs("intakes", INTAKE, INTAKE_WRITTEN)}
       OR {_differs("stays", STAY, f"{STAY_WRITTEN} OR {OF_STAY_WRITTEN}")}
"""  # noqa: S608


def changed_since() -> set[int]:
    """The keys of the editions that no longer say what the rows say."""
    return {key for (key,) in answers(Sql(CHANGED, []))}


register(
    Waits(
        key="closed-changed",
        label="Rekap yang ditutup, dan isinya berubah sejak itu",
        urgency=Urgency.RUN,
        order=1524,
        permission="reports.view_closing",
        rows=lambda user: Sql(CHANGED, []),
        page="reports:closing_list?show=changed",
        is_told=True,
        verb="Buka tutup rekap",
    )
)
