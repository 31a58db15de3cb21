"""Who is met when, how often and by whom, and who stays: drawn once, in temporary tables."""

from cases.casework.plans.models import Plan
from cases.intakes.models import Classification, Intake
from cases.patrols.models import Patrol
from cases.people.models import Person
from cases.places.models import HotSpot
from cases.stays.models import Stay
from partners.referrals.models import Referral
from tests.bench.sql import keys, next_id, one_of, run

DAYS = 5 * 365
# The most frequent first.
CLASSES = "gepeng anjal orang-terlantar odgj lansia tuna-susila adk napza abh".split()
TABLES = "bench_person bench_met bench_intake bench_patrol bench_stay bench_plan bench_referral"


def draw(people: int, house: int) -> None:
    run("SELECT setseed(0.42)")
    draw_people(people)
    draw_meetings(people)
    move_into_the_house(house)
    draw_intakes()
    draw_patrols()
    draw_stays()


def drop() -> None:
    run(f"DROP TABLE {', '.join(TABLES.split())}")


def draw_people(people: int) -> None:
    """`times` has a long tail: most are caught once, a few dozens of times."""
    run(
        f"""
        CREATE TEMP TABLE bench_person AS
        SELECT {next_id(Person)} AS id,
               CASE WHEN random() < 0.6 THEN 'L' ELSE 'P' END AS sex,
               least(40, floor(power(1 - random(), -0.65)))::int AS times
          FROM generate_series(1, {people})
        """  # noqa: S608
    )


def draw_meetings(people: int) -> None:
    """Everybody once, and as often again those whom life brings again; the months wave."""
    run(
        f"""
        CREATE TEMP TABLE bench_met AS
        WITH again AS (
            SELECT id FROM bench_person, generate_series(2, times) ORDER BY random() LIMIT {people}
        ), rest AS (
            SELECT id FROM bench_person ORDER BY random()
             LIMIT {people} - (SELECT count(*) FROM again)
        ), met AS (
            SELECT id, random() AS u
              FROM (TABLE again UNION ALL TABLE rest UNION ALL SELECT id FROM bench_person) AS m
        )
        SELECT id AS person_id, random() AS dice, false AS is_open,
               now() - interval '12 hours'
               - interval '1 day' * {DAYS} * abs(u + 0.02 * sin(10 * pi() * u)) AS met_at
          FROM met
        """  # noqa: S608
    )


def move_into_the_house(house: int) -> None:
    """So many people were last met in the days before today, and are still there."""
    run(
        f"""
        WITH last AS (
            SELECT DISTINCT ON (person_id) ctid AS place, met_at FROM bench_met
             ORDER BY person_id, met_at DESC
        ), chosen AS (
            SELECT place FROM last WHERE met_at < now() - interval '20 days'
             ORDER BY random() LIMIT {house}
        )
        UPDATE bench_met SET is_open = true,
               met_at = now() - interval '3 hours' - random() * interval '9 days'
          FROM chosen WHERE bench_met.ctid = place
        """  # noqa: S608
    )


def draw_intakes() -> None:
    """In the order of time. Who is met again within a day was not brought: stays of a person do
    not overlap."""
    found = dict(Classification.objects.values_list("code", "pk"))
    classes = f"ARRAY[{','.join(str(found[code]) for code in CLASSES)}]"
    spots = keys(HotSpot.objects.order_by("pk"))
    run(
        f"""
        CREATE TEMP TABLE bench_intake AS
        SELECT {next_id(Intake)} AS id, person_id, sex, met_at, next_at, is_open,
               {one_of(classes, "power(random(), 2)")} AS class_id,
               {one_of(spots, "power(random(), 1.5)")} AS spot_id,
               random() < 0.75 AS by_patrol,
               CASE WHEN is_open OR dice < 0.6 AND coalesce(next_at > met_at + interval '1 day',
                         true) THEN 'brought'
                    WHEN dice < 0.85 THEN 'advised'
                    WHEN dice < 0.95 THEN 'family' ELSE 'refused' END AS outcome
          FROM (SELECT *, lead(met_at) OVER (PARTITION BY person_id ORDER BY met_at) AS next_at
                  FROM bench_met ORDER BY met_at) AS met
          JOIN bench_person ON bench_person.id = person_id
        """  # noqa: S608
    )
    run("ANALYZE bench_intake")


def draw_patrols() -> None:
    """A patrol for every eight people met by one."""
    run(
        f"""
        CREATE TEMP TABLE bench_patrol AS
        SELECT {next_id(Patrol)} AS id, *
          FROM (SELECT array_agg(id) AS intakes, min(met_at) AS first_at, max(met_at) AS last_at
                  FROM (SELECT id, met_at, row_number() OVER (ORDER BY met_at) / 8 AS part
                          FROM bench_intake WHERE by_patrol) AS parts
                 GROUP BY part ORDER BY part) AS patrols
        """  # noqa: S608
    )


def draw_stays() -> None:
    """One to seven days; a third with a plan, a tenth referred; those in the house often both."""
    run(
        f"""
        CREATE TEMP TABLE bench_stay AS
        SELECT {next_id(Stay)} AS id, id AS intake_id, person_id,
               met_at + interval '1 hour' AS began_at, random() AS dice,
               CASE WHEN NOT is_open THEN least(now() - interval '1 hour', next_at,
                    met_at + interval '1 day' + random() * interval '6 days') END AS ended_at
          FROM bench_intake WHERE outcome = 'brought'
        """  # noqa: S608
    )
    run(
        f"""
        CREATE TEMP TABLE bench_plan AS
        SELECT {next_id(Plan)} AS id, id AS stay_id, began_at, ended_at
          FROM bench_stay WHERE dice < 0.3 OR ended_at IS NULL
        """  # noqa: S608
    )
    run(
        f"""
        CREATE TEMP TABLE bench_referral AS
        SELECT {next_id(Referral)} AS id, id AS stay_id, person_id, began_at, ended_at
          FROM bench_stay WHERE dice < CASE WHEN ended_at IS NULL THEN 0.5 ELSE 0.1 END
        """  # noqa: S608
    )
