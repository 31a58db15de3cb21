"""What the head's pictures count of their own: hours, kecamatan, lengths."""

from collections import Counter
from datetime import timedelta

from tests.reports.oracle.divided import district_of
from tests.reports.oracle.raw import clock, length, wita, year_span
from tests.reports.oracle.recap import counted

BINS = [*((day, day) for day in range(1, 8)), (8, 14), (15, 30), (31, None)]


def hours(house, year):
    """{(weekday, hour or nothing): terjaring}"""
    return Counter(
        (day.isoweekday(), clock(row.met_at) if row.met_at else None)
        for row, _, day in counted(house, "terjaring", *year_span(year))
    )


def districts(house, year):
    """{code of a kecamatan of the city, "luar-kota", "tidak-diketahui": terjaring}"""
    found = Counter()
    for row, *_ in counted(house, "terjaring", *year_span(year)):
        code = district_of(house, row.hot_spot_id)[:8] if row.hot_spot_id else "tidak-diketahui"
        found[code if not code[0].isdigit() or code.startswith("73.71") else "luar-kota"] += 1
    return found


def lengths(house, year):
    """{(place of the bin, or nothing while it goes on; was it past its limit): stays}"""
    found = Counter()
    for stay, *_ in counted(house, "pembinaan", *year_span(year)):
        if stay.ended_at is None:
            found[None, False] += 1
            continue
        first, last = wita(stay.began_at), wita(stay.ended_at)
        lasted = length(first, last)
        [place] = [n for n, (low, high) in enumerate(BINS) if low <= lasted <= (high or lasted)]
        found[place, last > limit(house, stay, first)] += 1
    return found


def limit(house, stay, first):
    """The last day that the rule of its entry gave it; months end a day before the same date."""
    rule = house.by_id("stay_rules", stay.rule_id)
    if rule.unit == "day":
        return first + timedelta(days=rule.max_length - 1)
    months = first.year * 12 + first.month - 1 + rule.max_length
    year, month = divmod(months, 12)
    for day in range(first.day, 27, -1):
        try:
            return first.replace(year=year, month=month + 1, day=day) - timedelta(days=1)
        except ValueError:
            continue
    return first.replace(year=year, month=month + 1) - timedelta(days=1)
