"""No hidden number of what the city reads can be worked out, from all that was ever published."""

import random

import pytest

from reports.figures.public.hiding import BY_MONTH, Before, Hiding, indicator_told, periods_told
from tests.reports.figures.official import official_rows
from tests.reports.figures.public.solver import known_of, possible_values

FEW = (0, 0, 0, 1, 1, 2, 3, 4, 5, 7)
SOME = (0, 0, 1, 2, 4, 5, 6, 9, 12, 30)


def published(tables, months=None, before=()):
    """What `figures_of` makes of such numbers, without a database."""
    earlier = Before.of(before)
    hiding = Hiding(tables, earlier)
    return {
        "classes": [{"code": code, "shown": hiding.shown(code)} for code in hiding.codes],
        "sexes": hiding.sexes,
        "tables": {measure: hiding.table(measure, table) for measure, table in tables.items()},
        "periods": {
            measure: [
                {"period": period, "number": number}
                for period, number in periods_told(
                    2025, months[measure], set(), earlier.periods.get(measure)
                )
            ]
            if months and measure in hiding.told
            else []
            for measure in BY_MONTH
        },
        "indicators": [],
    }


def some_year(chance):
    """({measure: table}, {measure: months}) of one to six classes, mostly little numbers."""
    numbers = chance.choice((FEW, SOME))
    codes = [f"kelas-{n}" for n in range(chance.randint(1, 6))]
    caught = {code: (chance.choice(numbers), chance.choice(numbers)) for code in codes}
    tables = {
        "terjaring": caught,
        "orang": {c: tuple(chance.randint(n // 2, n) for n in pair) for c, pair in caught.items()},
        "pembinaan": {c: (chance.choice(numbers), chance.choice(numbers)) for c in codes},
    }
    return tables, {measure: some_months(chance, tables[measure]) for measure in BY_MONTH}


def some_months(chance, table):
    months = [0] * 12
    # A quiet year and one in which all happened in a few months.
    until = chance.choice((12, 12, 4))
    for _ in range(sum(map(sum, table.values()))):
        months[chance.randrange(until)] += 1
    return months


def corrected(chance, tables):
    """Some rows came, went or are of another class."""
    changed = {measure: dict(table) for measure, table in tables.items()}
    for _ in range(chance.randint(1, 3)):
        code, sex, by = chance.choice(list(tables["terjaring"])), chance.randrange(2), 1
        if chance.random() < 0.4:
            by = -1
        for measure in changed:
            pair = list(changed[measure][code])
            pair[sex] = max(0, pair[sex] + by)
            changed[measure][code] = tuple(pair)
    for code, pair in changed["orang"].items():
        caught = changed["terjaring"][code]
        changed["orang"][code] = tuple(min(both) for both in zip(pair, caught, strict=True))
    return changed


def told_too_much(*publications):
    values = possible_values(known_of(publications))
    return {name: found for name, found in values.items() if len(found) < 3}


def small_numbers(figures):
    tables = [table for table in figures["tables"].values() if table]
    rows = [row for table in tables for row in [*table["classes"].values(), table["total"]]]
    rows += [table["together"] for table in tables if table["together"]]
    numbers = [number for row in rows for number in row]
    numbers += [each["number"] for told in figures["periods"].values() for each in told]
    return [number for number in numbers if number is not None and 0 < number < 5]


def test_the_solver_finds_what_can_be_found():
    """A class whose L is hidden beside its own total and the sums by sex."""
    tables = {"terjaring": {"a": (3, 40), "b": (20, 20)}}
    tables |= {"orang": {"a": (0, 0), "b": (0, 0)}, "pembinaan": {"a": (0, 0), "b": (0, 0)}}
    figures = {
        "classes": [{"code": "a"}, {"code": "b"}],
        "tables": {
            "terjaring": {
                "classes": {"a": [None, None, 43], "b": [20, 20, 40]},
                "together": None,
                "total": [23, 60, 83],
            },
            "orang": {"classes": {}, "together": None, "total": [0, 0, 0]},
            "pembinaan": None,
        },
        "periods": {"terjaring": [], "pembinaan": []},
    }
    values = possible_values(known_of([figures]))
    assert values[0, "terjaring", "a", "L"] == {3}
    assert len(values[0, "pembinaan", "a", "L"]) == 3
    assert told_too_much(figures).keys() == {
        (0, "terjaring", "a", "L"),
        (0, "terjaring", "a", "P"),
    }


@pytest.mark.gate
def test_of_each_hidden_number_three_values_are_possible():
    chance = random.Random(95)
    hidden = 0
    for _ in range(120):
        tables, months = some_year(chance)
        figures = published(tables, months)
        assert not small_numbers(figures), tables
        assert not told_too_much(figures), (tables, months)
        hidden += len(known_of([figures]).hidden)
    assert hidden > 1000


@pytest.mark.gate
def test_nor_is_any_told_by_an_edition_beside_an_older_one():
    chance = random.Random(18)
    for _ in range(40):
        tables, months = some_year(chance)
        first = published(tables, months)
        again = corrected(chance, tables)
        later = {measure: some_months(chance, again[measure]) for measure in BY_MONTH}
        second = published(again, later, [first])
        assert not small_numbers(second), again
        assert not told_too_much(first, second), (tables, again)
        assert not set(known_of([first]).hidden) & known_of([second]).shown, (tables, again)


# --- What is hidden of what -----------------------------------------------------------------


def of(table):
    """The same for catches and people, and nobody in the house."""
    return {"terjaring": table, "orang": table, "pembinaan": dict.fromkeys(table, (0, 0))}


def test_the_years_that_the_city_knows_lose_little():
    shown = {}
    for year in (2022, 2023, 2024):
        table = {name: (male, female) for name, male, female in official_rows(year)}
        figures = published(of(table))
        assert not small_numbers(figures)
        assert not told_too_much(figures)
        assert figures["sexes"]
        for each in figures["classes"]:
            shown.setdefault(year, {}).setdefault(each["shown"], []).append(each["code"])
    assert len(shown[2024]["open"]) >= 5
    assert "NAPZA" in shown[2022]["together"]
    assert "Gelandangan dan Pengemis" in shown[2022]["alone"]


def test_a_year_without_small_numbers_hides_nothing():
    figures = published(of({"a": (20, 30), "b": (0, 9)}))
    assert figures["tables"]["terjaring"] == {
        "classes": {"a": [20, 30, 50], "b": [0, 9, 9]},
        "together": None,
        "total": [20, 39, 59],
    }
    assert figures["tables"]["pembinaan"]["total"] == [0, 0, 0]


def test_so_few_are_shown_nowhere():
    figures = published(of({"a": (2, 1), "b": (0, 0)}))
    assert figures["tables"]["terjaring"] is None


def test_what_was_hidden_once_stays_hidden():
    first = published(of({"a": (4, 20), "b": (30, 30), "c": (50, 50)}))
    second = published(of({"a": (6, 20), "b": (30, 30), "c": (50, 50)}), before=[first])
    assert second["tables"]["terjaring"]["classes"]["a"] == [None, None, 26]


def test_a_class_that_was_open_is_hidden_together_with_others():
    """Else what is said of all would tell by how much it changed."""
    first = published(of({"a": (5, 20), "b": (30, 30), "c": (50, 50)}))
    assert first["tables"]["terjaring"]["classes"]["a"] == [5, 20, 25]
    second = published(of({"a": (4, 20), "b": (30, 30), "c": (50, 50)}), before=[first])
    assert "a" not in second["tables"]["terjaring"]["classes"]
    assert second["tables"]["terjaring"]["together"] == [34, 50, 84]


def test_a_small_month_leaves_its_triwulan_and_a_small_triwulan_none():
    months = [3, 9, 9, 20, 20, 20, 7, 7, 7, 0, 0, 0]
    told = dict(periods_told(2025, months, set(), None))
    assert told["2025-T1"] == 21
    assert "2025-02" not in told
    assert told["2025-04"] == 20
    assert told["2025-T4"] == told["2025-12"] == 0
    assert periods_told(2025, [1, 1, *months[2:9], 1, 1, 1], set(), None) == []
    assert "2025-04" not in dict(periods_told(2025, months, {"2025-05"}, None))


def test_an_indicator_hides_few_and_few_of_the_rest():
    assert indicator_told(1, 12, 20, set()) == (12, 20)
    assert indicator_told(1, 3, 20, set()) == (None, 20)
    assert indicator_told(1, 18, 20, set()) == (None, 20)
    assert indicator_told(1, 20, 20, set()) == (20, 20)
    assert indicator_told(1, 0, 4, set()) == (None, None)
    assert indicator_told(1, 12, 20, {(1, "n")}) == (None, 20)
