"""What looks wrong among the rows, whoever looks."""

from datetime import timedelta

from tests.reports.oracle.divided import age_on
from tests.reports.oracle.raw import DAY, HOUR


def counts(house):
    return {name: sum(map(find, rows)) for name, (rows, find) in _rules(house).items()}


def _rules(house):
    def person_of(row):
        return house.by_id("people", row.person_id)

    def stay_of(row):
        stays = house.of("stays", "intake_id", row.id)
        return stays[0] if stays else None

    def provisional(row):
        is_old = row.met_on < house.today - 3 * DAY
        return row.settled_id is None and row.door != "register" and is_old

    def waits(row):
        brought = row.outcome == "brought" and stay_of(row) is None
        return brought and row.recorded_at < house.now - 12 * HOUR

    def is_asked(row):
        return row.door != "register" and row.met_on <= house.today - timedelta(days=7)

    def without_origin(row):
        rows = [each for each in house.of("intakes", "person_id", row.person_id) if is_asked(each)]
        newest = max(rows, key=lambda each: (each.met_on, each.id), default=None)
        return newest is row and person_of(row).origin_id is None

    def unasked(row):
        stay, person = stay_of(row), person_of(row)
        inside = stay and stay.ended_at is None and stay.began_at < house.now - 7 * DAY
        return bool(inside and not person.nik and person.nik_status == "unknown")

    def unplaced(row):
        return row.met_at is None or not (row.hot_spot_id or row.place)

    def unusual(row):
        kind, person = house.class_of(row), person_of(row)
        age = age_on(person, row.met_on)
        is_child = age < 18 if age is not None else person.age_kind == "child"
        if row.door == "register" or (is_child and kind.victim_if_child):
            return False
        return (
            (age is not None and kind.min_age is not None and age < kind.min_age)
            or (age is not None and kind.max_age is not None and age > kind.max_age)
            or bool(kind.usual_sex and kind.usual_sex != row.sex)
        )

    def said_otherwise(row):
        ages = [
            each
            for each in house.of("statements", "person_id", row.person_id)
            if each.kind == "age"
        ]
        if row is not max(ages, key=lambda each: (each.stated_on, each.id), default=None):
            return False
        said = age_on(row, row.stated_on)
        shown = age_on(person_of(row), row.stated_on)
        return said is not None and shown is not None and abs(said - shown) > 3

    return {
        "arrival": (house.intakes, waits),
        "origin": (house.intakes, without_origin),
        "class": (house.intakes, provisional),
        "unusual": (house.intakes, unusual),
        "nik": (house.intakes, unasked),
        "unplaced": (house.intakes, unplaced),
        "age": (house.statements, said_otherwise),
    }
