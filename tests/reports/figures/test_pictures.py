"""The head's pictures: each number opens as many rows as it says. What the tables say is counted
again in tests/reports/oracle."""

import random
import re
from datetime import date, datetime, time, timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.intakes.models import Intake
from cases.people.models import Person
from cases.places.models import Region
from cases.stays.models import Stay
from reports.figures.periods import Period
from reports.figures.pictures import counts
from reports.figures.pictures.panel import Scope
from reports.figures.pictures.panels import panels_of
from reports.figures.returns.ledger import WINDOWS, Cut, ledger
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.reports.figures.test_ledger import left, met_again
from tests.reports.figures.test_partnership import referral

pytestmark = pytest.mark.django_db

URL = reverse("reports:pictures")
ROWS = reverse("reports:pictures_rows")
YEAR = 2024
DAY = timedelta(days=1)
CODES = ["gepeng", "anjal", "lansia", "korban"]
NOW = datetime(2025, 5, 4, 10, tzinfo=days.WITA)


@pytest.fixture
def now(time_machine_at):
    time_machine_at(NOW)


def spots():
    """[(spot, the code of its kecamatan)]: two kecamatan of the city, and one outside it."""
    village = Region.Level.VILLAGE
    found = []
    for code in ("73.71.09", "73.71.10"):
        place = Region.objects.filter(level=village, parent__code=code).first()
        found.append((f.HotSpotFactory(village=place), code))
    outside = Region.objects.exclude(code__startswith="73.71").filter(level=Region.Level.DISTRICT)
    there, _ = Region.objects.get_or_create(
        code="73.08.99.1001",
        defaults={"name": "Contoh", "level": village, "parent": outside.first()},
    )
    return [*found, (f.HotSpotFactory(village=there), counts.OUTSIDE), (None, counts.UNKNOWN)]


def drawn(number=70, seed=20240507):
    """[{what was drawn of an intake}], written in bulk. A third of them began a stay."""
    rng = random.Random(seed)  # noqa: S311
    by, places, found = f.UserFactory(), spots(), []
    people = [
        f.PersonFactory.build(recorded_by=by, sex=rng.choice("LP"), is_sealed=rng.random() < 0.2)
        for _ in range(number)
    ]
    Person.objects.bulk_create(people)
    intakes, stays = [], []
    for person in people:
        on = date(2023, 6, 1) + rng.randrange(700) * DAY
        spot, code = rng.choice(places)
        # 23.30 and the first minute of a day among them.
        hour = rng.choice([None, 0, 1, 9, 21, 22, 23])
        at = None if hour is None else days.at(on, time(hour, rng.choice([0, 30])))
        one = {
            "on": on,
            "hour": hour,
            "district": code,
            "code": rng.choice(CODES),
            "sex": person.sex,
            "outcome": rng.choice(["brought", "brought", "advised", "refused"]),
            "length": None,
        }
        intakes.append(
            f.IntakeFactory.build(
                person=person,
                provisional=f.classification(one["code"]),
                met_on=on,
                met_at=at,
                hot_spot=spot,
                outcome=one["outcome"],
                recorded_by=by,
            )
        )
        if one["outcome"] == "brought":
            one["began"] = on
            began = days.at(on, time(23, 45))
            length = rng.choice([None, 1, 2, 7, 8, 14, 15, 40])
            ended = None if length is None else days.at(on + (length - 1) * DAY, time(23, 50))
            one["length"] = length
            stays.append(
                f.StayFactory.build(
                    intake=intakes[-1], began_at=began, ended_at=ended, recorded_by=by
                )
            )
        found.append(one)
    Intake.objects.bulk_create(intakes)
    Stay.objects.bulk_create(stays)
    return found


def panels(year=YEAR, user=None, **more):
    user = user or f.UserFactory(roles=[Role.HEAD])
    return {one.key: one for one in panels_of(Scope.of(year, user, **more))}


def table(panel):
    """{line: [words of its cells]}, with the sums."""
    lines = [*panel.table.lines, *([panel.table.sums] if panel.table.sums else [])]
    return {line.name: [cell.words for cell in line.cells] for line in lines}


def columns(panel, *heads):
    """The sums of the lines of these columns."""
    places = [panel.table.heads[1:].index(head) for head in heads]
    return [
        sum(int(line.cells[place].words.replace("·", "0")) for line in panel.table.lines)
        for place in places
    ]


def numbers_of(page):
    """{address: number} of every number and every part of a picture that opens rows."""
    found = {}
    for address, words in re.findall(r'<a class="cell" href="([^"]+)">([^<]+)</a>', page.text):
        found[unescape(address)] = int(words.split(" dari ")[0].replace(".", ""))
    for address, says in re.findall(r'<a href="([^"]+)" aria-label="([^"]+)">', page.text):
        number = says.rsplit(": ", 1)[-1].split(" dari ")[0]
        if number.isdecimal():
            found.setdefault(unescape(address), int(number))
            assert found[unescape(address)] == int(number), says
    return found


def histories():
    """Exits with returns, a family among them, and what partners were asked."""
    partner = f.PartnerFactory(answer_hours=8)
    spot = spots()[0][0]
    mother, child = left(), left(code="mandiri", stay__intake__hot_spot=spot)
    f.RelationFactory(person=mother.stay.person, other=child.stay.person)
    met_again(child, 20)
    met_again(left(code="mitra"), 100, hot_spot=spot)
    left(person=f.PersonFactory(is_sealed=True))
    sent = days.at(date(YEAR, 3, 5), time(9))
    referral(sent, ("accepted", 3), partner=partner)
    referral(sent, partner=partner)
    asked = f.AskedPartnerFactory(
        partner=partner, sent_at=sent, answer_due_at=sent + DAY, state="yes"
    )
    f.PlaceAnswerFactory(asked=asked, said_at=sent + DAY / 2)
    return partner


# The gate opens all of them.
@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.gate)])
def test_each_number_opens_as_many_rows_as_it_says(client, login, now, every):
    drawn(30)
    histories()
    login(Role.HEAD)
    page = client.get(URL, {"year": YEAR})
    found = numbers_of(page)
    kinds = {urlsplit(address).path for address in found}
    assert kinds >= {ROWS, reverse("reports:recap_cell"), reverse("reports:returns_people")}
    whats = {re.search(r"what=(\w+)", address)[1] for address in found if ROWS in address}
    assert whats == {"jam", "kecamatan", "lama", "silang", "keluarga", "mitra"}
    for address, number in list(found.items())[::every]:
        behind = client.get(address)
        assert behind.status_code == 200, address
        closed = behind.context.get("closed") or 0
        assert behind.context["page_obj"].paginator.count + closed == number, address


def test_a_family_counts_once_and_came_back_when_one_of_it_did(now):
    histories()
    # Met together is no family.
    with_somebody = left()
    f.RelationFactory(person=with_somebody.stay.person, other=left().stay.person, kind="together")
    found = panels()
    told = table(found["keluarga"])
    assert told["7 hari"] == ["0 dari 1", "0 dari 4"]
    assert told["30 hari"] == ["1 dari 1", "0 dari 4"]
    assert told["180 hari"] == ["1 dari 1", "1 dari 4"]
    households = counts.households(counts.exits_left(Period.year(YEAR), NOW.date()))
    sums = ledger(Period.year(YEAR), Cut.CLASS, NOW.date()).sums
    assert sum(len(one.exits) for one in households) == sums.exits == 6


def test_relations_bind_over_others_who_never_left(now):
    grandmother = f.PersonFactory()
    for exit in (left(), left()):
        f.RelationFactory(person=grandmother, other=exit.stay.person, kind="relative")
    [family] = counts.households(counts.exits_left(Period.year(YEAR), NOW.date()))
    assert family.is_family
    assert len(family.people) == 2


def test_two_cuts_add_up_to_the_ledger_whichever_they_are(now):
    histories()
    year, today = Period.year(YEAR), NOW.date()
    cells = ledger(year, Cut.CLASS, today).sums.cells
    for cuts in zip(counts.CROSSED, [*counts.CROSSED[1:], counts.CROSSED[0]], strict=True):
        left_then = counts.exits_left(year, today, cuts)
        for within, cell in zip(WINDOWS, cells, strict=True):
            found = counts.crossed(left_then, within).values()
            backs, judged = (sum(each[side] for each in found) for side in (0, 1))
            assert (backs, judged) == (cell.back, cell.judged)


def test_paper_has_the_same_sums_of_two_cuts(now):
    histories()
    screen, paper = table(panels()["silang"]), table(panels(is_paper=True)["silang"])
    assert screen["Jumlah"] == paper["Jumlah"]
    assert columns(panels(is_paper=True)["silang"], "Kembali", "Dinilai") == [
        int(number) for number in paper["Jumlah"]
    ]


def test_how_soon_a_partner_answered(now):
    partner = histories()
    [line] = panels()["mitra"].table.lines
    # 72 and 12 hours of what was answered; asked a day each; one of three in time.
    assert [cell.words for cell in line.cells] == ["42,0 jam", "24,0 jam", "1 dari 3", "2 dari 3"]
    assert panels()["mitra"].says == f"{partner.short_name} menjawab lewat dari janjinya."
    # What we took back before an answer asks nobody.
    sent = days.at(date(YEAR, 6, 5), time(9))
    referral(sent, ("revoked", 1), partner=partner)
    assert panels()["mitra"].table.lines == (line,)


def test_a_partner_with_a_closed_destination_is_told_to_the_head_on_a_screen_alone(
    client, login, now, read_pdf
):
    closed = f.PartnerFactory(name="Rumah Teduh", closes_destination=True)
    row = referral(days.at(date(YEAR, 3, 5), time(9)), ("accepted", 1), partner=closed)
    asked = {"year": YEAR, "what": "mitra", "partner": closed.pk}
    login(Role.HEAD)
    assertContains(client.get(URL, {"year": YEAR}), "Rumah Teduh")
    assertContains(client.get(ROWS, asked), str(row.person))
    printed = client.get(reverse("reports:pictures_print"), {"year": YEAR})
    assert "Rumah Teduh" not in read_pdf(printed)
    login(Role.SOCIAL_WORKER)
    page = client.get(URL, {"year": YEAR})
    assertNotContains(page, "Rumah Teduh")
    assertContains(page, f"Belum ada mitra yang ditanya pada {YEAR}.")
    assert client.get(ROWS, asked).status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICE, Role.AGENCY, Role.CARETAKER, Role.FIELD])
def test_only_who_opens_rows_is_given_the_pictures(client, login, role):
    login(role)
    for name in ("pictures", "pictures_print", "pictures_rows"):
        assert client.get(reverse(f"reports:{name}"), {"what": "jam"}).status_code == 403
    assertNotContains(client.get(reverse("menu")), f'href="{URL}"')


def test_who_may_open_no_rows_is_given_panels_without_links(now):
    histories()
    office = f.UserFactory(roles=[Role.OFFICE])
    found = panels(user=office)
    assert not {"mitra", "langkah"} & set(found)
    assert not any(one.picture.has_links for one in found.values() if one.picture)


def test_a_year_without_anything_says_so(client, login, now, read_pdf):
    login(Role.HEAD)
    page = client.get(URL, {"year": 2020})
    assertContains(page, "Belum ada yang terjaring pada 2020")
    assertNotContains(page, '<svg class="rp-chart')
    assert "Belum ada" in read_pdf(client.get(reverse("reports:pictures_print"), {"year": 2020}))


def test_the_running_year_says_until_when(client, login, now):
    f.IntakeFactory(met_on=NOW.date())
    login(Role.SOCIAL_WORKER)
    page = client.get(URL)
    assertContains(page, "1 Januari sampai 4 Mei 2025")
    assertContains(page, "2025 sampai 04/05.")
    # Months that have not begun are no zeros.
    assert table(panels(2025)["bulan"])["Juni"][0] == "·"


@pytest.mark.parametrize(
    "query",
    ["year=1990", "year=20x4", "year=²025", "rows=layanan", "rows=kecamatan", "within=8"],
)
def test_an_address_that_means_nothing_is_no_page(client, login, query):
    login(Role.HEAD)
    assert client.get(f"{URL}?{query}").status_code == 404


def test_queries_do_not_grow(login, now, count_queries):
    login(Role.HEAD)
    histories()
    few = count_queries(f"{URL}?year={YEAR}")
    for _ in range(4):
        met_again(left(), 3)
    histories()
    assert count_queries(f"{URL}?year={YEAR}") == few <= 25
