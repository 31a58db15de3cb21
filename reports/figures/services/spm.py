"""Services of a period by what the city counts (SPM, Permensos 9/2018): each service in the row
of whose class it is, and how many people it reached. Nothing is typed: it follows from the acts.

Six things tell of them. A service that was done says itself what it was. Portions follow from
the roll call, of the first seven days of a stay; a reunion from an exit to the family; a referral
from its sending; a paper from the day on which it was got; help from the day on which it was
given, by what its reason counts as. A service that was typed of the same stay and day as a paper
or help tells of the same, and counts once. Whose class is none of the four rows stands outside of
them, and is said.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import TextChoices

from cases.house.presence.meals import SPM_DAYS
from cases.stays.spm import Spm
from rptc import days


class Line(TextChoices):
    """The groups of PP 2/2018, Pasal 10; the fifth, victims of disasters, is not of this house."""

    DISABLED = "a", "Penyandang disabilitas telantar"
    CHILDREN = "b", "Anak telantar"
    OLD = "c", "Lanjut usia telantar"
    BEGGARS = "d", "Gelandangan dan pengemis"
    OUTSIDE = "-", "Di luar SPM"


# By the code of a class, which the unit does not change.
LINES = {
    "adk": Line.DISABLED,
    "anjal": Line.CHILDREN,
    "anak-terlantar": Line.CHILDREN,
    "lansia": Line.OLD,
    "gepeng": Line.BEGGARS,
}

# What a paper counts as, by the code of its kind.
PAPERS = dict.fromkeys(["ktp", "kk", "akta", "kia", "nikah"], Spm.PAPERS) | {"bpjs": Spm.ACCESS}

# Each act of the days [first, until): service, how often, on which day, of whom, in which row.
TOLD = """
    WITH acts AS (
        SELECT asked.stay_id, %(papers)s::jsonb ->> kind.code AS spm, asked.got_on AS on
          FROM cases_paperrequest AS asked
          JOIN cases_paper AS paper ON paper.id = asked.paper_id
          JOIN cases_paperkind AS kind ON kind.id = paper.kind_id
         WHERE asked.got_on >= %(first)s AND asked.got_on < %(until)s
           AND asked.stay_id IS NOT NULL AND %(papers)s::jsonb ? kind.code
        UNION ALL
        SELECT help.stay_id, reason.spm, help.paid_on FROM cases_help AS help
          JOIN cases_helpreason AS reason ON reason.id = help.reason_id
         WHERE help.state = 'paid' AND reason.spm <> ''
           AND help.paid_on >= %(first)s AND help.paid_on < %(until)s
    ), given AS (
        SELECT stay_id, spm, 1 AS times, acts.on FROM acts
        UNION ALL
        SELECT done.stay_id, done.spm, 1, (done.done_at AT TIME ZONE 'Asia/Makassar')::date
          FROM cases_service AS done
         WHERE done.state = 'done' AND done.spm <> ''
           AND done.done_at >= %(since)s AND done.done_at < %(before)s
           AND NOT EXISTS (
               SELECT FROM acts
                WHERE acts.stay_id = done.stay_id AND acts.spm = done.spm
                  AND acts.on = (done.done_at AT TIME ZONE 'Asia/Makassar')::date)
        UNION ALL
        SELECT line.stay_id, 'meals', CASE call.part WHEN 'morning' THEN 2 ELSE 1 END, call.on
          FROM cases_rollcallrow AS line
          JOIN cases_rollcall AS call ON call.id = line.roll_call_id
          JOIN cases_stay AS stay ON stay.id = line.stay_id
         WHERE line.status = 'present' AND call.on >= %(first)s AND call.on < %(until)s
           AND (stay.began_at AT TIME ZONE 'Asia/Makassar')::date > call.on - %(meal_days)s::int
        UNION ALL
        SELECT gone.stay_id, 'reunion', 1, (gone.left_at AT TIME ZONE 'Asia/Makassar')::date
          FROM cases_exit AS gone
          JOIN cases_exitkind AS kind ON kind.id = gone.kind_id
         WHERE gone.state = 'done' AND kind.to_family
           AND gone.left_at >= %(since)s AND gone.left_at < %(before)s
        UNION ALL
        SELECT stay_id, 'referral', 1, (sent_at AT TIME ZONE 'Asia/Makassar')::date
          FROM partners_referral
         WHERE sent_at >= %(since)s AND sent_at < %(before)s
    ), told AS (
        SELECT given.spm, given.times, given.on, stay.person_id, person.sex,
               COALESCE(%(lines)s::jsonb ->> class.code, '-') AS line
          FROM given
          JOIN cases_stay AS stay ON stay.id = given.stay_id
          JOIN cases_intake AS intake ON intake.id = stay.intake_id
          JOIN cases_classification AS class ON class.id = intake.classification_id
          JOIN cases_person AS person ON person.id = stay.person_id
    )
"""
COUNT = f"""{TOLD}
    SELECT spm, line, COALESCE(sum(times), 0),
           count(DISTINCT person_id) FILTER (WHERE sex = 'L'),
           count(DISTINCT person_id) FILTER (WHERE sex = 'P')
      FROM told GROUP BY GROUPING SETS ((spm, line), (spm), (line), ())
"""  # noqa: S608 (of this file)


@dataclass(frozen=True)
class Cell:
    """How often, and how many people: men and boys, women and girls."""

    times: int = 0
    male: int = 0
    female: int = 0

    @property
    def people(self):
        return self.male + self.female


@dataclass(frozen=True)
class Services:
    """`cells` by (service, line); None stands for all services, or all lines."""

    first: date
    until: date
    cells: dict[tuple[str | None, str | None], Cell]

    def cell(self, spm, line) -> Cell:
        return self.cells.get((spm, line), Cell())

    @property
    def rows(self):
        """(service, a cell for each line, of all lines)."""
        return [
            (spm, [self.cell(spm, line) for line in Line], self.cell(spm, None)) for spm in Spm
        ]

    @property
    def people(self):
        return [(line, self.cell(None, line)) for line in Line]

    @property
    def total(self):
        return self.cell(None, None)


def services_of(first: date, until: date) -> Services:
    """Of the days [first, until)."""
    found = asked_of(COUNT, first, until)
    cells = {(spm, line): Cell(int(times), *people) for spm, line, times, *people in found}
    return Services(first, until, cells)


def asked_of(statement, first: date, until: date, **more) -> list[tuple]:
    """The answer to a statement that begins with TOLD, of the days [first, until)."""
    since, before = days.period(first, until)
    asked = {"since": since, "before": before, "first": first, "until": until}
    asked |= {"papers": connection.ops.adapt_json_value(PAPERS, None)}
    asked |= {"meal_days": SPM_DAYS, "lines": connection.ops.adapt_json_value(LINES, None)}
    with connection.cursor() as cursor:
        cursor.execute(statement, asked | more)
        return cursor.fetchall()
