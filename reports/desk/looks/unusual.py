"""Akses tidak biasa: the looks of the last seven days that somebody should ask about.

Nothing of it is stored: it is read from the log, and goes by itself after a week. The number on
Hari Ini is that of the list, at most five minutes old. Each measure stands in MEASURES, and under
the list. The staff of a partner is left out: they see the packets sent to them, and work at all
hours.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import reverse

from rptc import days, words
from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from rptc.audit.looks import REFUSED_OWN
from rptc.audit.words import LOOKS
from rptc.kept import Sql, answers

LOOKED_BACK = 7
# So many times what is usual in the role, and not before so many files on a day.
TIMES, LEAST_FILES = 3, 10
LEAST_OF_OTHERS = 5
LEAST_ROWS = 100
COUNTED_EVERY = 5 * 60
MEASURES = (
    "Malam: pukul 22.00 sampai 05.00, oleh yang bukan petugas piket atau TRC."
    f" Banyak: lebih dari {TIMES} kali yang biasa bagi peran itu dalam sehari, mulai"
    f" {LEAST_FILES} berkas. Di luar kasusnya: pekerja sosial membuka {LEAST_OF_OTHERS} berkas"
    f" atau lebih dari kasus orang lain dalam sehari. Unduhan: mulai {LEAST_ROWS} baris."
    " Keluarga: setiap percobaan membuka berkas sendiri atau keluarga."
)
# Whoever reads these, as they are asked to, sees no klien.
OF_THE_LOG = ["catatan akses", "akses tidak biasa", "daftar unduhan"]
# A file to which somebody was let, as worker or in a worker's place, is not outside. A night is
# that of its evening: what is seen at four belongs to the day before.
UNUSUAL = f"""
    WITH holding AS MATERIALIZED (
        SELECT DISTINCT user_id, role FROM accounts_rolegrant
         WHERE confirmed_at IS NOT NULL AND starts_on <= %s AND (ends_on IS NULL OR ends_on > %s)),
    looks AS MATERIALIZED (
        SELECT actor_id, verb, person_id, details, at, at AT TIME ZONE 'Asia/Makassar' AS clock
          FROM audit_entry
         WHERE at >= %s AND at <= %s AND verb = ANY (%s) AND actor_id IS NOT NULL
           AND NOT COALESCE(details ->> 'page' = ANY (%s) AND person_id IS NULL, FALSE)
           AND actor_id NOT IN (SELECT user_id FROM holding WHERE role = '{Role.PARTNER}')),
    opened AS (
        SELECT actor_id, clock::date AS on_day, count(DISTINCT person_id) AS number,
               min(at) AS first_at, max(at) AS last_at
          FROM looks WHERE person_id IS NOT NULL GROUP BY 1, 2),
    usual AS (
        SELECT role, percentile_cont(0.5) WITHIN GROUP (ORDER BY number) AS number
          FROM opened JOIN holding ON user_id = actor_id GROUP BY 1),
    usual_of AS (
        SELECT user_id, max(number) AS number FROM usual JOIN holding USING (role) GROUP BY 1)
    SELECT 'night' AS kind, actor_id, (clock - interval '5 hours')::date AS on_day,
           count(*) AS number, NULL::float AS usual, min(at) AS first_at, max(at) AS last_at
      FROM looks
     WHERE (clock::time >= '22:00' OR clock::time < '05:00')
       AND actor_id NOT IN (SELECT user_id FROM holding
                             WHERE role IN ('{Role.CARETAKER}', '{Role.FIELD}'))
     GROUP BY 2, 3
    UNION ALL
    SELECT 'many', actor_id, on_day, opened.number, usual_of.number, first_at, last_at
      FROM opened JOIN usual_of ON user_id = actor_id
     WHERE opened.number >= {LEAST_FILES} AND opened.number > {TIMES} * usual_of.number
    UNION ALL
    SELECT 'outside', actor_id, clock::date, count(DISTINCT person_id), NULL, min(at), max(at)
      FROM looks
     WHERE actor_id IN (SELECT user_id FROM holding WHERE role = '{Role.SOCIAL_WORKER}')
       AND EXISTS (SELECT FROM cases_reach AS reach
                    WHERE reach.person_id = looks.person_id AND reach.why = 'case')
       AND NOT EXISTS (SELECT FROM cases_reach AS reach
                        WHERE reach.person_id = looks.person_id
                          AND reach.user_id = looks.actor_id)
     GROUP BY 2, 3 HAVING count(DISTINCT person_id) >= {LEAST_OF_OTHERS}
    UNION ALL
    SELECT 'export', actor_id, clock::date, sum((details ->> 'rows')::int), NULL, min(at), max(at)
      FROM looks WHERE verb = 'exported' AND details ? 'rows'
     GROUP BY 2, 3 HAVING sum((details ->> 'rows')::int) >= {LEAST_ROWS}
    UNION ALL
    SELECT 'own', actor_id, (at AT TIME ZONE 'Asia/Makassar')::date, count(*), NULL,
           min(at), max(at)
      FROM audit_entry WHERE at >= %s AND at <= %s AND verb = '{REFUSED_OWN}'
     GROUP BY 2, 3
"""  # noqa: S608 (of this file)


@dataclass(frozen=True)
class Finding:
    """What one officer did on one day, beside what is usual."""

    kind: str
    officer: User
    on_day: date
    number: int
    usual: float | None
    first_at: datetime
    last_at: datetime

    @property
    def title(self) -> str:
        return f"{self.officer} {self.did.format(words.angka(self.number))}"

    @property
    def did(self) -> str:
        return KINDS[self.kind][0]

    @property
    def word(self) -> str:
        return KINDS[self.kind][1]

    @property
    def state(self) -> str:
        return "late" if self.kind in {"own", "night"} else "due"

    @property
    def detail(self) -> str:
        hours = f"{words.tanggal_pendek(self.on_day)}, {_hours(self.first_at, self.last_at)}"
        if self.usual is None:
            return f"{hours}."
        return f"{hours}. Biasanya {words.angka(self.usual, 0)} sehari dalam peran ini."

    @property
    def url(self) -> str:
        """The looks of this officer on the days of the finding, in the log."""
        asked = {
            "actor": self.officer.pk,
            "kind": "looks",
            "since": days.day_of(self.first_at).isoformat(),
            "until": days.day_of(self.last_at).isoformat(),
        }
        return f"{reverse('audit:access_log')}?{urlencode(asked)}"


KINDS = {
    "own": ("mencoba {} kali membuka berkas sendiri atau keluarga", "Keluarga"),
    "night": ("membuka {} halaman pada malam hari", "Malam"),
    "many": ("membuka {} berkas", "Banyak"),
    "outside": ("membuka {} berkas dari kasus orang lain", "Di luar kasusnya"),
    "export": ("mengunduh {} baris", "Unduhan besar"),
}


def _hours(first_at, last_at):
    if words.jam(first_at) == words.jam(last_at):
        return f"pukul {words.jam(first_at)}"
    return f"pukul {words.jam(first_at)} sampai {words.jam(last_at)}"


def unusual_looks(user) -> int:
    """For Hari Ini: as many as the page lists, whoever reads it. Counted every five minutes:
    to count them takes longer than all else that waits for a head."""
    number = cache.get("unusual-looks")
    if number is None:
        number = len(answers(_sql()))
        cache.set("unusual-looks", number, COUNTED_EVERY)
    return number


def _sql() -> Sql:
    today = days.today()
    since = today - timedelta(days=LOOKED_BACK)
    during = [days.starts_at(since), days.now()]
    return Sql(UNUSUAL, [today, since, *during, LOOKS, OF_THE_LOG, *during])


def findings() -> list[Finding]:
    """The most pressing first: own files, nights, then by how many."""
    rows = answers(_sql())
    officers = User.objects.in_bulk({row[1] for row in rows})
    found = [Finding(kind, officers[pk], *rest) for kind, pk, *rest in rows]
    return sorted(found, key=lambda each: (list(KINDS).index(each.kind), -each.number, each.title))
