"""Which contacts are due: derived, never stored, so that nothing can go stale.

Done exits x days of the rule that decides on the day of the exit (FollowUpRule), and the contact
that was promised to whoever received the klien; minus what was recorded. They end early when the
person is back in the house, or has died. One query, whatever the number of exits: it reads only
stays that ended within reach of the longest day.
"""

# ruff: noqa: S608  the texts are of this file and of Django; what is typed goes in parameters
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import DateTimeField, Func, Value

from cases.aftercare.models import FollowUpRule, Way
from cases.exits.columns import PROMISED_WITHIN, ContactWay
from cases.exits.models import Exit
from cases.people import access
from cases.places.models import Region
from cases.stays.ways_out import WayOut
from rptc import days

# How long before its day a contact can be recorded, and is listed.
AHEAD = timedelta(days=7)
# How long a contact that nobody recorded stays on the list of each day.
KEPT = timedelta(days=180)

# Not known to be 18 is a child (is_child_on: people/ages.py).
IS_CHILD = """is_child_on(
    person.age_kind, person.age_years, person.born_on, person.age_stated_on, at.left_on
) IS NOT FALSE"""
IS_REPEATER = """EXISTS (
    SELECT FROM cases_intake AS earlier
     WHERE earlier.person_id = stay.person_id AND earlier.met_on < intake.met_on)"""
IS_OUT_OF_TOWN = f"COALESCE(origin.code NOT LIKE '{Region.MAKASSAR}%%', FALSE)"


class InReach(Func):
    """The moment before which nobody left of whom a contact could be due at this one: the longest
    day of any rule earlier, or as long as one may promise. Asked of the rules by the statement
    itself, so that it can be kept (rptc/kept.py)."""

    template = f"""(%(expressions)s - make_interval(days => greatest({PROMISED_WITHIN.days}, (
        SELECT max(by_rule.day) FROM cases_followuprule AS rule, unnest(rule.days)
            AS by_rule (day)))))"""
    output_field = DateTimeField()

    def __init__(self, moment):
        super().__init__(Value(moment, output_field=DateTimeField()))


# In the order of FollowUpRule.WEIGHTS.
CONDITIONS = {
    "exit_kind_id": "leaving.kind_id",
    "classification_id": "intake.classification_id",
    "child": f"({IS_CHILD})",
    "repeater": IS_REPEATER,
    "out_of_town": IS_OUT_OF_TOWN,
}
FACTS = ", ".join(f"{fact} AS {column}" for column, fact in CONDITIONS.items())
FITS = " AND ".join(
    f"(rule.{column} IS NULL OR rule.{column} = leaving.{column})" for column in CONDITIONS
)
WEIGHT = " + ".join(
    f"CASE WHEN rule.{column} IS NULL THEN 0 ELSE {weight} END"
    for column, weight in zip(CONDITIONS, FollowUpRule.WEIGHTS.values(), strict=True)
)
# In the ways that a contact is recorded in.
PROMISED_WAYS = {
    ContactWay.VISIT: Way.VISIT,
    ContactWay.CALL: Way.CALL,
    ContactWay.MESSAGE: Way.CALL,
    ContactWay.THROUGH: Way.VILLAGE,
}
PROMISED_WAY = " ".join(f"WHEN '{said}' THEN '{way}'" for said, way in PROMISED_WAYS.items())
# Kecamatan of Makassar; kabupaten, kota or province elsewhere.
AREA_CODE = f"left(due.origin, CASE WHEN due.origin LIKE '{Region.MAKASSAR}%%' THEN 8 ELSE 5 END)"

# Each stay is followed through the indexes (OFFSET 0 keeps PostgreSQL from joining whole tables):
# a first page stops after a few hundred, and the planner cannot know how soon they are found.
CONTACTS = """
    SELECT leaving.id AS exit_id, stay.person_id, contact.day,
           at.left_on + contact.day AS due_on, contact.way, contact.is_promised, leaving.origin,
           stay.social_worker_id,
           back.back_on, death.died_on, done.id AS follow_up_id
      FROM ({stays}) AS stay
     CROSS JOIN LATERAL (
           SELECT (stay.ended_at AT TIME ZONE 'Asia/Makassar')::date AS left_on) AS at
     CROSS JOIN LATERAL (
           SELECT leaving.id, origin.code AS origin, {facts},
                  leaving.next_contact_on - at.left_on AS promised_day,
                  CASE leaving.next_contact_way {promised_way} END AS promised_way
             FROM cases_exit AS leaving
             JOIN cases_intake AS intake ON intake.id = stay.intake_id
             JOIN cases_person AS person ON person.id = stay.person_id
             LEFT JOIN cases_region AS origin ON origin.id = person.origin_id
            WHERE leaving.stay_id = stay.id AND leaving.state = 'done'
              AND leaving.kind_id IS DISTINCT FROM (
                  SELECT kind.id FROM cases_exitkind AS kind WHERE kind.code = '{died}')
           OFFSET 0) AS leaving
      LEFT JOIN LATERAL (
           SELECT rule.way, rule.days FROM cases_followuprule AS rule
            WHERE rule.valid_from <= {rules_on}
              AND (rule.valid_until IS NULL OR rule.valid_until > {rules_on})
              AND {fits}
            ORDER BY {weight} DESC, rule.valid_from DESC, rule.id DESC LIMIT 1
           ) AS rule ON TRUE
     CROSS JOIN LATERAL (
           SELECT by_rule.day, rule.way, FALSE AS is_promised
             FROM unnest(rule.days) AS by_rule (day)
            WHERE by_rule.day IS DISTINCT FROM leaving.promised_day
            UNION ALL
           SELECT leaving.promised_day, leaving.promised_way, TRUE
            WHERE leaving.promised_day >= 0) AS contact (day, way, is_promised)
      LEFT JOIN cases_followup AS done ON done.exit_id = leaving.id AND done.day = contact.day
      LEFT JOIN LATERAL (
           SELECT (min(later.began_at) AT TIME ZONE 'Asia/Makassar')::date AS back_on
             FROM cases_stay AS later
            WHERE later.person_id = stay.person_id AND later.began_at >= stay.ended_at
           ) AS back ON TRUE
      LEFT JOIN LATERAL (
           SELECT min(told.done_on) AS died_on
             FROM cases_followup AS told
             JOIN cases_exit AS other ON other.id = told.exit_id
             JOIN cases_stay AS of_person ON of_person.id = other.stay_id
            WHERE of_person.person_id = stay.person_id AND told.result = 'died'
           ) AS death ON TRUE
"""
OPEN = "follow_up_id IS NULL AND back_on IS NULL AND died_on IS NULL"


@dataclass(frozen=True)
class Contact:
    """A contact that nobody has recorded yet."""

    exit: Exit
    day: int
    due_on: date
    way: Way
    is_promised: bool
    area: str
    back_on: date | None
    died_on: date | None

    @property
    def is_over(self):
        """The person is back in the house, or has died: there is nobody to look for outside."""
        return self.back_on is not None or self.died_on is not None

    @property
    def is_late(self):
        return not self.is_over and self.due_on < days.today()

    @property
    def days_late(self):
        return (days.today() - self.due_on).days

    @property
    def is_today(self):
        return not self.is_over and self.due_on == days.today()

    @property
    def opens_on(self):
        return self.due_on - AHEAD

    @property
    def can_be_recorded(self):
        return not self.is_over and self.opens_on <= days.today()

    @property
    def why_over(self):
        if self.died_on:
            return "tidak perlu lagi, meninggal dunia"
        return f"tidak perlu lagi, kembali ke RPTC {self.back_on:%d/%m/%Y}"


def contacts_sql(stays, rules_on="at.left_on"):
    """The query over these stays, and its parameters. `rules_on`: the day of whose rules is
    asked; the day of the exit, unless a forecast asks for another."""
    columns = "id", "person_id", "intake_id", "ended_at", "social_worker_id"
    inner, parameters = stays.order_by().values(*columns).query.sql_with_params()
    sql = CONTACTS.format(
        stays=inner,
        died=WayOut.DIED,
        facts=FACTS,
        fits=FITS,
        weight=WEIGHT,
        promised_way=PROMISED_WAY,
        rules_on=rules_on,
    )
    return sql, list(parameters)


def contacts_of(stays, exits=None):
    """Every contact of these few stays that nobody has recorded, those that ended early too.
    `exits` by their key, where the page has fetched them."""
    sql, parameters = contacts_sql(stays)
    return _contacts(
        f"SELECT due.*, '' AS area FROM ({sql}) AS due WHERE follow_up_id IS NULL"
        " ORDER BY due_on, exit_id, day",
        parameters,
        exits,
    )


def days_of(when):
    """(first, last) day of each list; "" is everything that can be recorded now."""
    today = days.today()
    oldest = today - KEPT
    return {
        "now": (oldest, today),
        "late": (oldest, today - days.ONE_DAY),
        "today": (today, today),
        "week": (today + days.ONE_DAY, today + AHEAD),
        "old": (None, oldest - days.ONE_DAY),
    }.get(when, (oldest, today + AHEAD))


class OpenContacts:
    """The contacts due on the days [first, last] that nobody has recorded: counted and sliced by
    the database, for a Paginator. By kecamatan, Makassar's before the others, then by day: a way
    to go; or the latest first (`by_day`)."""

    def __init__(self, stays, first: date | None, last: date, *, by_day=False):
        self.by_day = by_day
        if first:
            stays = stays.filter(ended_at__gte=InReach(days.starts_at(first)))
        sql, self.parameters = contacts_sql(stays.filter(ended_at__lt=days.starts_at(last)))
        self.sql = f"SELECT * FROM ({sql}) AS due WHERE {OPEN} AND due_on BETWEEN %s AND %s"
        self.parameters += [first or date.min, last]

    def count(self):
        return self._ask("count(*)")[0]

    def counts(self, today, user):
        """{late, today, week, mine} of them, in one look."""
        figures = self._ask(
            "count(*) FILTER (WHERE due_on < %s), count(*) FILTER (WHERE due_on = %s),"
            " count(*) FILTER (WHERE due_on > %s),"
            " count(*) FILTER (WHERE social_worker_id = ANY (%s))",
            today,
            today,
            today,
            access.case_holders(user),
        )
        return dict(zip(["late", "today", "week", "mine"], figures, strict=True))

    def _ask(self, figures, *parameters):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {figures} FROM ({self.sql}) AS due", [*parameters, *self.parameters]
            )
            return cursor.fetchone()

    def __getitem__(self, part):
        order = f"due.origin LIKE '{Region.MAKASSAR}%%' DESC NULLS LAST, area.code, due.due_on"
        if self.by_day:
            order = "due.due_on"
        return _contacts(
            f"SELECT due.*, area.name AS area FROM ({self.sql}) AS due"
            f" LEFT JOIN cases_region AS area ON area.code = {AREA_CODE}"
            f" ORDER BY {order}, due.exit_id, due.day LIMIT %s OFFSET %s",
            [*self.parameters, part.stop - part.start, part.start],
        )


def due_now(stays):
    """What is due today or late."""
    return OpenContacts(stays, *days_of("now"))


EXITS = Exit.objects.select_related(
    "kind", "stay__person__origin", "stay__intake__classification", "stay__social_worker"
)


def _contacts(sql, parameters, exits=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    exits = exits or EXITS.in_bulk({row["exit_id"] for row in rows})
    return [
        Contact(
            exit=exits[row["exit_id"]],
            day=row["day"],
            due_on=row["due_on"],
            way=Way(row["way"]),
            is_promised=row["is_promised"],
            area=row["area"] or "",
            back_on=row["back_on"],
            died_on=row["died_on"],
        )
        for row in rows
    ]


def planned_by_way(stays, on: date):
    """{way: how many contacts} the rules in force on a day ask for after these stays."""
    sql, parameters = contacts_sql(stays, rules_on=f"DATE '{on.isoformat()}'")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT way, count(*) FROM ({sql}) AS due GROUP BY way", parameters)
        return Counter(dict(cursor.fetchall()))
