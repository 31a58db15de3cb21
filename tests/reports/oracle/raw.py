"""The rows as they stand in the tables, and the few facts of time that all counts need. Nothing of
the application is imported: what is counted from here on is plain Python."""

from bisect import bisect_right
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from django.db import connection

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AHEAD = timedelta(hours=8)
# The short name of a table here, and its own.
TABLES = {
    "people": "cases_person",
    "statements": "cases_statement",
    "relations": "cases_relation",
    "intakes": "cases_intake",
    "stays": "cases_stay",
    "exits": "cases_exit",
    "assessments": "cases_assessment",
    "plans": "cases_plan",
    "plan_events": "cases_planevent",
    "items": "cases_planitem",
    "briefs": "cases_briefguidance",
    "services": "cases_service",
    "portions": "cases_rollcallrow",
    "papers": "cases_paper",
    "paper_requests": "cases_paperrequest",
    "helps": "cases_help",
    "follow_ups": "cases_followup",
    "rules": "reports_countingrule",
    "referrals": "partners_referral",
    "steps": "partners_referralstep",
    "questions": "partners_placequestion",
    "asked": "partners_askedpartner",
    "answers": "partners_placeanswer",
    "reminders": "partners_reminder",
}
# What histories do not change.
SHARED = {
    "classes": "cases_classification",
    "stay_rules": "cases_stayrule",
    "risk_rules": "cases_riskrule",
    "exit_kinds": "cases_exitkind",
    "help_reasons": "cases_helpreason",
    "paper_kinds": "cases_paperkind",
    "calls": "cases_rollcall",
    "free_days": "cases_freeday",
    "spots": "cases_hotspot",
    "patrols": "cases_patrol",
    "regions": "cases_region",
    "partners": "partners_partner",
}


def read_table(cursor, name):
    cursor.execute(f'SELECT * FROM "{name}" ORDER BY id')  # noqa: S608 (named above)
    columns = [column.name for column in cursor.description]
    return [SimpleNamespace(**dict(zip(columns, row, strict=True))) for row in cursor.fetchall()]


def read_shared():
    with connection.cursor() as cursor:
        return {short: read_table(cursor, name) for short, name in SHARED.items()}


class House:
    """All rows, by table; `by_id` and `of` find them by a key."""

    def __init__(self, now, shared):
        self.now, self.today = now, wita(now)
        self.__dict__ |= shared
        with connection.cursor() as cursor:
            for short, name in TABLES.items():
                setattr(self, short, read_table(cursor, name))
        self._by_id, self._of = {}, {}
        self.rules.sort(key=lambda rule: rule.valid_from)
        self._rule_days = [rule.valid_from for rule in self.rules]

    def by_id(self, table, key):
        if table not in self._by_id:
            self._by_id[table] = {row.id: row for row in getattr(self, table)}
        return self._by_id[table].get(key)

    def of(self, table, column, key):
        """The rows of a table whose column says this key, in the order of their own."""
        if (table, column) not in self._of:
            found = self._of[table, column] = defaultdict(list)
            for row in getattr(self, table):
                found[getattr(row, column)].append(row)
        return self._of[table, column].get(key, [])

    def rule_on(self, day):
        """The counting rule in force; before the first one, the first."""
        return self.rules[max(bisect_right(self._rule_days, day) - 1, 0)]

    def class_of(self, intake):
        return self.by_id("classes", intake.classification_id)

    def intake_of(self, stay):
        return self.by_id("intakes", stay.intake_id)


def wita(moment):
    """The day in Makassar, eight hours ahead all year."""
    return (moment.astimezone(UTC) + AHEAD).date()


def clock(moment):
    return (moment.astimezone(UTC) + AHEAD).hour


def starts(day):
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - AHEAD


def years_between(early, late):
    return late.year - early.year - ((late.month, late.day) < (early.month, early.day))


def length(first, last):
    """In days, both of them counted."""
    return (last - first).days + 1


def year_span(year):
    return date(year, 1, 1), date(year + 1, 1, 1)


def month_span(year, month):
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)


def points(values, shares=(0.25, 0.5, 0.75)):
    """Quarter points, with a straight line between two neighbours."""
    values, found = sorted(values), []
    for share in shares:
        if not values:
            return [None] * len(shares)
        place = share * (len(values) - 1)
        low = int(place)
        high = min(low + 1, len(values) - 1)
        found.append(values[low] + (values[high] - values[low]) * (place - low))
    return found


def middle(values):
    return points(values, [0.5])[0]
