"""Person-days (hari-orang) of a year: of each human being each day on which the house, or a
partner, had them. Nothing is typed: it follows from stays, and from the arrival and the end of
referrals.

A day is one in WITA, and both the first and the last count, as day 1 and day n of a stay do: on
the day of a handover each side had them. Of a stay or referral that runs, today is the last.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from partners.directory.models import Partner
from rptc import days
from rptc.accounts.permissions import Role
from rptc.policies import whoever_acts

# Fewer people than these are no group: one of them could be told from the others.
SMALL = 5

COUNT = """
    WITH had AS (
        SELECT NULL::bigint AS partner, person_id,
               (began_at AT TIME ZONE 'Asia/Makassar')::date AS first,
               (ended_at AT TIME ZONE 'Asia/Makassar')::date AS last
          FROM cases_stay
        UNION ALL
        SELECT referral.partner_id, referral.person_id,
               (arrived.at AT TIME ZONE 'Asia/Makassar')::date,
               (referral.ended_at AT TIME ZONE 'Asia/Makassar')::date
          FROM partners_referral AS referral
          JOIN (SELECT referral_id, min(at) AS at FROM partners_referralstep
                 WHERE to_state = 'arrived' GROUP BY referral_id) AS arrived
            ON arrived.referral_id = referral.id
    )
    SELECT partner, count(DISTINCT person_id),
           sum(LEAST(COALESCE(last, %(until)s), %(until)s) - GREATEST(first, %(since)s) + 1),
           (SELECT count(DISTINCT person_id) FROM had JOIN partners_partner AS closed
                ON closed.id = had.partner AND closed.closes_destination
             WHERE first <= %(until)s AND COALESCE(last, %(until)s) >= %(since)s)
      FROM had
     WHERE first <= %(until)s AND COALESCE(last, %(until)s) >= %(since)s
     GROUP BY partner
"""


@dataclass(frozen=True)
class Had:
    days: int = 0
    people: int = 0


@dataclass(frozen=True)
class PersonDays:
    """Of the days [since, until]: of the house, and of each partner by its key."""

    since: date
    until: date
    house: Had
    partners: dict[int, Had]
    # Human beings at all that are closed: who was at two of them is one.
    closed_people: int = 0

    @property
    def of_partners(self) -> int:
        return sum(had.days for had in self.partners.values())

    @property
    def total(self) -> int:
        return self.house.days + self.of_partners


def person_days(year: int, today: date | None = None) -> PersonDays:
    """Numbers of all, whoever asks: what of them a reader is shown, `shown_to` says."""
    today = today or days.today()
    since, until = date(year, 1, 1), min(date(year, 12, 31), today)
    # The office, which counts, reads no step of a referral; here it reads a sum.
    with whoever_acts(), connection.cursor() as cursor:
        cursor.execute(COUNT, {"since": since, "until": until})
        rows = cursor.fetchall()
    found = {key: Had(int(number), people) for key, people, number, _ in rows}
    house = found.pop(None, Had())
    return PersonDays(since, until, house, found, rows[0][3] if rows else 0)


@dataclass(frozen=True)
class Line:
    """Of one partner; of several closed ones together, `partner` is None."""

    name: str
    had: Had
    partner: Partner | None = None


@dataclass(frozen=True)
class Shown:
    """What one reader is shown: the lines add up to `total`, and so does nothing else.
    `leaves_out` says that closed partners are not in it."""

    house: Had
    lines: list[Line]
    leaves_out: bool

    @property
    def of_partners(self) -> int:
        return sum(line.had.days for line in self.lines)

    @property
    def total(self) -> int:
        return self.house.days + self.of_partners


CLOSED = "Mitra yang tujuannya ditutup"


def shown_to(user, found: PersonDays, today: date | None = None) -> Shown:
    """To the head each partner. Of those whose destination is closed nobody else learns who was
    there: all of them are one line, of five people at the least, of years that are over. In the
    running year it would grow each day by as many as are there now."""
    partners = Partner.objects.filter(pk__in=found.partners).order_by("name", "pk")
    lines = [Line(str(partner), found.partners[partner.pk], partner) for partner in partners]
    if user.has_role(Role.HEAD):
        return Shown(found.house, lines, leaves_out=False)
    closed = [line for line in lines if line.partner.closes_destination]
    lines = [line for line in lines if not line.partner.closes_destination]
    is_over = found.until < (today or days.today())
    people = found.closed_people
    is_told = is_over and len(closed) > 1 and people >= SMALL
    if is_told:
        together = Had(sum(line.had.days for line in closed), people)
        lines.append(Line(CLOSED, together))
    # That there was nobody at all is not said either.
    return Shown(found.house, lines, leaves_out=not is_told)
