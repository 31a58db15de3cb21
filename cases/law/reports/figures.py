"""Laporan dalam batas waktu: of a year, how many were told, and which of them in time."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from cases.law.reports.models import not_done
from rptc import days

# In time: each office was told before the clock ran out, or there is no clock. One that is still
# open and past its hour is late; one that is open before it runs.
_IN_TIME = Q(due_at=None) | Q(last_told_at__lte=F("due_at"))
LABELS = {
    "told": "Diceritakan",
    "in_time": "Dalam batas waktu",
    "late": "Terlambat dilaporkan",
    "over": "Lewat, belum lengkap",
    "running": "Masih berjalan",
}


@dataclass(frozen=True)
class Counted:
    told: int
    in_time: int
    late: int
    over: int
    running: int


def of_year(reports, year):
    """Those told in this year, WITA."""
    since, before = days.period(date(year, 1, 1), date(year + 1, 1, 1))
    return reports.filter(told_at__gte=since, told_at__lt=before)


def kinds(reports, now):
    """{name: the rows behind the number}; each report is in one of the last four."""
    done, still = reports.with_told().exclude(not_done()), reports.filter(not_done())
    return {
        "told": reports,
        "in_time": done.filter(_IN_TIME),
        "late": done.exclude(_IN_TIME),
        "over": still.filter(due_at__lte=now),
        "running": still.filter(Q(due_at=None) | Q(due_at__gt=now)),
    }


def counted(reports, now) -> Counted:
    return Counted(**{name: rows.count() for name, rows in kinds(reports, now).items()})


def by_rule(reports):
    """[(rule, what was told, how many)], the most on top."""
    rows = reports.order_by().values_list("rule", "rule__name").annotate(number=Count("*"))
    return list(rows.order_by("-number", "rule__name", "rule"))
