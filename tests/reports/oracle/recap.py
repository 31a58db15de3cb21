"""Class by sex, what is left out and why, mutasi: by a loop over intakes and stays."""

from collections import Counter
from datetime import UTC, datetime

from tests.reports.oracle.raw import wita

MEASURES = ["terjaring", "orang", "pembinaan"]
NEVER = datetime.max.replace(tzinfo=UTC)


def exists_in(kind, year):
    return kind.in_table and kind.first_year <= year <= (kind.last_year or 9999)


def left_out_for(house, intake, day, *, by_rule):
    """The first reason that speaks against a row on that day, or nothing."""
    kind, rule = house.class_of(intake), house.rule_on(day)
    if not kind.in_table:
        return "di-luar-tabel"
    if not exists_in(kind, day.year):
        return "belum-ada"
    if by_rule and intake.door not in rule.doors:
        return "pintu"
    if by_rule and intake.outcome not in rule.outcomes:
        return "hasil"
    return None


def is_caught(house, intake):
    return left_out_for(house, intake, intake.met_on, by_rule=True) is None


def order_of(intake):
    """A catch whose hour is unknown is the last of its day."""
    return intake.met_on, intake.met_at or NEVER, intake.id


def judged(house, measure, first, until):
    """[(row, its intake, its day, why it is left out or nothing)] of all rows of the days."""
    if measure == "pembinaan":
        rows = [(stay, house.intake_of(stay), wita(stay.began_at)) for stay in house.stays]
    else:
        rows = [(intake, intake, intake.met_on) for intake in house.intakes]
    rows = [row for row in rows if first <= row[2] < until]
    by_rule = measure != "pembinaan"
    found = [(*row, left_out_for(house, row[1], row[2], by_rule=by_rule)) for row in rows]
    if measure != "orang":
        return found
    seen, once = set(), []
    for row, intake, day, why in sorted(found, key=lambda each: order_of(each[1])):
        again = why is None and intake.person_id in seen
        if why is None:
            seen.add(intake.person_id)
        once.append((row, intake, day, "berulang" if again else why))
    return once


def counted(house, measure, first, until):
    """[(row, its intake, its day)]"""
    return [row[:3] for row in judged(house, measure, first, until) if row[3] is None]


def table(house, measure, first, until):
    """{(class, sex): number}"""
    rows = counted(house, measure, first, until)
    return Counter((intake.classification_id, intake.sex) for _, intake, _ in rows)


def left_out(house, measure, first, until):
    return Counter(why for *_, why in judged(house, measure, first, until) if why)


def classes_of(house, first, until):
    """The rows of the table, in its order."""
    years = range(first.year, (until.year - (until.month == until.day == 1)) + 1)
    rows = [kind for kind in house.classes if any(exists_in(kind, year) for year in years)]
    return [kind.id for kind in sorted(rows, key=lambda kind: (kind.order, kind.id))]


def balance(house, first, until):
    """Opening, came, left, closing."""
    spans = [
        (wita(stay.began_at), wita(stay.ended_at) if stay.ended_at else None)
        for stay in house.stays
    ]
    opening = sum(came < first and (gone is None or gone >= first) for came, gone in spans)
    closing = sum(came < until and (gone is None or gone >= until) for came, gone in spans)
    return (
        opening,
        sum(first <= came < until for came, _ in spans),
        sum(gone is not None and first <= gone < until for _, gone in spans),
        closing,
    )


def unsettled(house, measure, first, until):
    """Counted under a provisional class; the old register counts as it was printed."""
    rows = counted(house, measure, first, until)
    return sum(intake.settled_id is None and intake.door != "register" for _, intake, _ in rows)


def without_origin(house, first, until):
    """People of the table of whom nobody knows whence."""
    found = {intake.person_id for _, intake, _ in counted(house, "terjaring", first, until)}
    people = [house.by_id("people", key) for key in found]
    return sum(one.origin_id is None and not one.origin_text for one in people)
