"""Readers outside the house: what is finer than the year hides small numbers, and nothing hidden
can be worked out from all that they may read together."""

import csv
import io
import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains

from cases.intakes.models import Classification
from reports.figures.periods import Period
from reports.figures.recap.figures import SMALL, Measure
from reports.figures.recap.published import BOTH, SEXES, Year, months_in, periods_of
from rptc.accounts.permissions import Role
from tests.reports.figures.test_figures import intake

LATER = date(2025, 3, 9)
MONTHS = range(1, 13)
# Wherever a number is, it is mostly nothing or little.
NUMBERS = st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 60))


# --- What can be worked out ----------------------------------------------------------------


def worked_out(shown, hidden):
    """The hidden numbers that follow from the shown ones. Both are {what: (parts, number)}, the
    parts being what it is the sum of, none of them below zero."""
    nothing = {part for parts, number in shown.values() if number == 0 for part in parts}
    reduced = Reduced(
        sorted({p for parts, _ in [*shown.values(), *hidden.values()] for p in parts})
    )
    for parts, _ in shown.values():
        reduced.add(set(parts) - nothing)
    return {what for what, (parts, _) in hidden.items() if reduced.follows(set(parts) - nothing)}


class Reduced:
    """Sums in echelon form, by whole numbers of a large prime: quick, and what follows by them
    follows by fractions too, but for a chance that is none."""

    PRIME = (1 << 61) - 1

    def __init__(self, parts):
        self.place = {part: place for place, part in enumerate(parts)}
        self.rows = {}

    def add(self, parts):
        row = self.rest(parts)
        if row:
            first = min(row)
            inverse = pow(row[first], -1, self.PRIME)
            self.rows[first] = {c: v * inverse % self.PRIME for c, v in row.items()}

    def follows(self, parts):
        return not self.rest(parts)

    def rest(self, parts):
        """What is left of a sum when all that is known is taken from it."""
        row = {self.place[part]: 1 for part in parts}
        while pivots := sorted(set(row) & set(self.rows)):
            first = pivots[0]
            factor = row[first]
            for column, value in self.rows[first].items():
                new = (row.get(column, 0) - factor * value) % self.PRIME
                if new:
                    row[column] = new
                else:
                    row.pop(column, None)
        return row


def test_the_attack_finds_what_can_be_found():
    shown = {"all": ("abc", 9), "a": ("a", 2), "none": ("d", 0), "b and d": ("bd", 4)}
    hidden = {"b": ("b", 4), "c": ("c", 3), "d": ("d", 0)}
    assert worked_out(shown, hidden) == {"b", "c", "d"}
    assert worked_out({"all": ("abc", 9), "a": ("a", 2)}, hidden) == set()


# --- One year ------------------------------------------------------------------------------


@st.composite
def years(draw):
    """Months of up to four classes, read when they are over or on a day within them."""
    classes = [Classification(pk=n, name=f"Kelas {n}") for n in range(draw(st.integers(1, 4)))]
    keys = [(each.pk, sex, month) for each in classes for sex in SEXES for month in MONTHS]
    few = draw(st.booleans())
    number = st.integers(0, 2) if few else NUMBERS
    counts = dict(zip(keys, draw(st.lists(number, min_size=len(keys), max_size=len(keys)))))  # noqa: B905
    today = draw(st.sampled_from([LATER, date(2024, 2, 1), date(2024, 8, 20), date(2024, 12, 31)]))
    return Year(2024, Measure.INTAKES, classes, counts, today)


def told_of(year):
    """{number: (its parts, what it is)} of all that is read, and of all that is hidden."""
    shown = {c: (year.bases(c), n) for c, n in year.values.items() if c not in year.hidden}
    hidden = {c: (year.bases(c), year.values[c]) for c in year.hidden}
    if len(year.tables) == 18:
        for of in [None, *year.keys]:
            for sex in ("L", "P", BOTH):
                parts = [
                    (k, s, m)
                    for k in ([of] if of is not None else year.keys)
                    for s in ([sex] if sex else "LP")
                    for m in MONTHS
                ]
                shown["year", of, sex] = (parts, sum(year.counts[part] for part in parts))
    return shown, hidden


@settings(deadline=None, max_examples=60)
@given(years())
def test_no_small_number_is_shown_and_none_that_is_hidden_can_be_worked_out(year):
    shown, hidden = told_of(year)
    for (period, *_), (_, number) in shown.items():
        assert period == "year" or not 0 < number < SMALL
    # What was hidden beside a small total of an earlier month may follow later; no small one does.
    small = {what: said for what, said in hidden.items() if 0 < said[1] < SMALL}
    assert worked_out(shown, small) == set()


def test_the_neighbour_is_hidden_before_the_sum():
    classes = [Classification(pk=n, name=f"Kelas {n}") for n in (1, 2)]
    counts = {(c.pk, sex, month): 20 for c in classes for sex in SEXES for month in MONTHS}
    counts[1, "L", 2] = 3
    year = Year(2024, Measure.INTAKES, classes, counts, LATER)
    february = year.recap_of(Period.month(2024, 2))
    assert [row.numbers for row in february.rows] == [(None, 20, None), (None, 20, None)]
    assert february.sums.numbers == (23 + 20 - 20, 40, 63)
    others = [year.recap_of(Period.month(2024, month)) for month in MONTHS if month != 2]
    assert sum(other.hides_something for other in others) == 1
    assert not any(year.recap_of(Period.quarter(2024, n)).hides_something for n in (1, 2, 3, 4))


def test_of_a_running_year_only_what_is_over_is_shown():
    classes = [Classification(pk=1, name="Kelas")]
    counts = {(1, sex, month): 30 for sex in SEXES for month in MONTHS}
    year = Year(2024, Measure.INTAKES, classes, counts, date(2024, 5, 20))
    assert year.tables == [
        Period.quarter(2024, 1), *(Period.month(2024, month) for month in (1, 2, 3, 4)),
    ]  # fmt: skip
    # What was told at the end of January, February, March and April.
    told = [range(1, last) for last in (2, 3, 4, 5)] + [range(4, 5)]
    assert {months_in(period) for period in year.running} == set(told)


def totals_told(year):
    return {
        (p.first, p.until): year.values[cell]
        for cell in year.values
        if year.is_total(cell) and cell not in year.hidden
        for p in [year.periods[cell[0]]]
    }


@settings(deadline=None, max_examples=20)
@given(st.lists(NUMBERS, min_size=12, max_size=12))
def test_whoever_remembers_each_running_total_works_out_no_small_month(months):
    """As the guest sheet of 31 May and the one of 1 June gave May away."""
    classes = [Classification(pk=1, name="Kelas")]
    told = {}
    for last in MONTHS:
        counts = {
            (1, s, m): months[m - 1] * (s == "L" and m <= last) for s in SEXES for m in MONTHS
        }
        today = date(2024, last + 1, 1) if last < 12 else date(2025, 1, 1)
        told |= totals_told(Year(2024, Measure.INTAKES, classes, counts, today))
    told[date(2024, 1, 1), date(2025, 1, 1)] = sum(months)
    shown = {
        span: (tuple(range(span[0].month, Period(*span).last.month + 1)), number)
        for span, number in told.items()
    }
    small = {
        period: (tuple(months_in(period)), sum(months[m - 1] for m in months_in(period)))
        for period in periods_of(2024)
    }
    # The year is exact, and tells of what ends with it.
    small = {
        period: said
        for period, said in small.items()
        if 0 < said[1] < SMALL and period.last.month < 12
    }
    assert worked_out(shown, small) == set()


# --- Over the pages ------------------------------------------------------------------------


@pytest.fixture
def year_2024(db):
    """A year of mostly little numbers, the same each time."""
    chance = random.Random(2024)
    for _ in range(150):
        day = date(2024, 1, 1) + timedelta(days=chance.randrange(366))
        code = chance.choice(["gepeng", "gepeng", "gepeng", "odgj", "abh", "lansia"])
        intake(day, code, chance.choice("LLP"))


def table(client, address, query=None):
    """{(class or JUMLAH, sex or BOTH): number or None where it is hidden}; {} where refused."""
    response = client.get(address, query)
    if response.status_code != 200:
        assert response.status_code == 400
        return {}
    rows = list(csv.DictReader(io.StringIO(response.text)))
    return {
        (None if row["Klasifikasi"] == "JUMLAH" else row["Klasifikasi"], sex): None
        if row[name] == "*"
        else int(row[name])
        for row in rows
        for sex, name in (("L", "Laki-laki"), ("P", "Perempuan"), (BOTH, "Jumlah"))
    }


def parts_of(place, period, classes):
    of, sex = place
    return [
        (c, s, month)
        for c in ([of] if of else classes)
        for s in ([sex] if sex else "LP")
        for month in months_in(period)
    ]


def span(first, last):
    return {"from": first.isoformat(), "to": last.isoformat()}


@pytest.mark.parametrize("role", [Role.AGENCY, Role.OFFICE])
def test_nothing_hidden_follows_from_all_files_together(client, login, role, year_2024):
    """As the attack did: a year minus its months gave 6 of its 172 hidden cells away."""
    login(role)
    year = table(client, "/recap/2024.csv")
    classes = sorted({of for of, _ in year if of})
    shown, hidden = {}, {}
    for period in [Period.year(2024), *periods_of(2024)]:
        found = (
            year
            if period.is_year
            else table(client, "/recap/period.csv", span(period.first, period.last))
        )
        for place in year:
            number = found.get(place)
            told = shown if number is not None else hidden
            told[period, place] = (parts_of(place, period, classes), number)
    assert len(shown) > 50
    assert len(hidden) > 50
    assert worked_out(shown, hidden) == set()


def test_no_day_follows_from_spans_that_differ_by_it(client, login, year_2024):
    """As the attack did: 26 cells of single days in 40 steps."""
    login(Role.AGENCY)
    first = date(2024, 2, 1)
    told, before = 0, {}
    for day in range(40):
        now = table(client, "/recap/period.csv", span(first, first + timedelta(days=day)))
        both = [place for place in now if now[place] is not None and before.get(place) is not None]
        told += sum(0 < now[place] - before[place] < SMALL for place in both)
        before = now
    assert told == 0


@pytest.mark.parametrize("role", [Role.AGENCY, Role.OFFICE])
def test_a_span_of_ones_own_is_refused_in_words_and_not_offered(client, login, role, year_2024):
    login(role)
    for path in (
        "/recap/",
        "/recap/period.csv",
        "/recap/period.pdf",
        "/returns/",
        "/returns/period.csv",
    ):
        response = client.get(path, span(date(2024, 2, 3), date(2024, 2, 9)))
        assertContains(response, "Di luar UPT", status_code=400)
    for path in ("/recap/2024/", "/recap/2024/3/", "/returns/?year=2024"):
        page = client.get(path)
        assertNotContains(page, 'name="from"')
        assertNotContains(page, 'name="to"')
    # A triwulan is a period of the calendar.
    assert client.get("/recap/", span(date(2024, 1, 1), date(2024, 3, 31))).status_code == 200


def test_the_house_sees_all(client, login, year_2024):
    login(Role.HEAD)
    found = table(client, "/recap/period.csv", span(date(2024, 2, 1), date(2024, 2, 20)))
    assert None not in found.values()
    assertContains(client.get("/recap/2024/3/"), 'name="from"')


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.AGENCY, Role.OFFICE])
@pytest.mark.parametrize("measure", Measure)
def test_of_the_running_year_the_total_up_to_the_last_month(
    client, login, role, measure, time_machine_at
):
    time_machine_at(date_at(2024, 5, 20))
    for month in range(1, 6):
        for number in range(6):
            intake(date(2024, month, 3 + number % 5), ["gepeng", "odgj"][number % 2])
    login(role)
    response = client.get("/recap/2024/", {"measure": measure})
    recap = response.context["recap"]
    assert recap.rows == ()
    assert recap.total == {"pembinaan": 0}.get(measure, 24)
    assertContains(response, "masih berjalan: jumlah sampai 30/04/2024")
    assertNotContains(response, "Gelandangan")
    # In words, and not as a table of stars: what is not read here, why, and from when on.
    assertNotContains(response, "rp-classes")
    assertContains(response, "Tidak dibaca di sini: jumlah menurut klasifikasi")
    assertContains(response, "menunjuk orangnya")
    assertContains(response, "Dapat dibaca mulai <strong>Rabu, 1 Januari 2025</strong>")
    for address in ("/recap/2024.csv", "/recap/2024.pdf", "/recap/2024.xlsx"):
        assert client.get(address).status_code == 200
    assert list(table(client, "/recap/2024.csv")) == [(None, "L"), (None, "P"), (None, BOTH)]
    assertContains(client.get("/recap/2024/5/"), "belum ada bulan yang berakhir")
    assert client.get("/recap/2024/5.csv").status_code == 400
    assertNotContains(client.get("/recap/2024/"), "/recap/2024/5/")
    if role == Role.OFFICE:
        assertContains(client.get("/recap/2024/reconcile/"), "belum berakhir")


@pytest.mark.django_db
def test_an_ended_year_is_exact_for_the_dinas_and_the_office(client, login, year_2024):
    login(Role.HEAD)
    exact = table(client, "/recap/2024.csv")
    for role in (Role.AGENCY, Role.OFFICE):
        login(role)
        assert table(client, "/recap/2024.csv") == exact


@pytest.mark.django_db
def test_the_total_of_people_stands_alone_in_a_month(client, login, year_2024):
    login(Role.AGENCY)
    response = client.get("/recap/2024/3/", {"measure": "orang"})
    assert response.context["recap"].rows == ()
    assertContains(response, "menurut orang hanya untuk satu tahun")


def date_at(*day):
    from datetime import datetime

    from rptc import days

    return datetime(*day, 10, tzinfo=days.WITA)
