"""The rows of a recap, divided. Each cut of random histories is counted again in
tests/reports/oracle."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from reports.figures.cuts.keys import Cut
from reports.figures.cuts.table import cut_table
from reports.figures.cuts.told import CLOSED, OTHERS, Reader
from reports.figures.periods import Period
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.reports.oracle.divided import divided
from tests.reports.oracle.histories import NOW, World, history
from tests.reports.oracle.raw import House, read_shared

pytestmark = pytest.mark.django_db

URL, CELL = reverse("reports:recap_cuts"), reverse("reports:recap_cuts_cell")
Y2025 = Period.year(2025)
# 23.30 WITA.
NEW_YEARS_EVE = datetime(2025, 12, 31, 15, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_june(time_machine_at):
    time_machine_at(NOW)


@pytest.fixture
def head():
    return f.UserFactory(roles=[Role.HEAD])


def told(table):
    """{key: numbers by sex} of the lines that have some."""
    return {
        line.key: Counter({s: n for s, n in (("L", line.male), ("P", line.female)) if n})
        for line in table.rows
        if line.total
    }


def test_who_may_not_read_a_file_is_told_no_cut_of_it(client, login):
    user = login(Role.SOCIAL_WORKER)
    with history(World(), 5, least=40, most=40):
        is_told_no_cut_of_closed_files(client, user)


def is_told_no_cut_of_closed_files(client, user):
    house = House(NOW, read_shared())
    closed = {person.id for person in house.people if person.is_sealed}
    for cut in (Cut.ORIGIN, Cut.AGE, Cut.TIMES, Cut.DOOR, Cut.REACHED):
        table = cut_table(Y2025, "terjaring", cut, Reader(user))
        hidden = set() if cut in (Cut.DOOR, Cut.REACHED) else closed
        expected = divided(house, "terjaring", cut, Y2025.first, Y2025.until, closed=hidden)
        assert told(table) == expected
    closed = cut_table(Y2025, "terjaring", Cut.AGE, Reader(user)).line(CLOSED)
    assert closed.total
    page = client.get(
        CELL, {"from": "2025-01-01", "to": "2025-12-31", "cut": "umur", "row": CLOSED}
    )
    assert (page.context["number"], list(page.context["rows"])) == (closed.total, [])
    assertContains(page, f"{closed.total} dari berkas yang tertutup bagi Anda")
    assertNotContains(page, "R-")


def refer(stay, partner):
    return f.ReferralFactory(
        stay=stay,
        partner=partner,
        state="finished",
        sent_at=NOW,
        ended_at=NOW,
        packet={"name": "B."},
        agreed=partner.reveals_health,
    )


def to_partner(partner, on=date(2025, 5, 6), times=1):
    for _ in range(times):
        exit = f.LeftFactory(left_on=on, code="mitra", person=f.PersonFactory())
        if partner:
            refer(exit.stay, partner)


def by_partner(user, period=Y2025, **more):
    table = cut_table(period, "pembinaan", Cut.PARTNER, Reader(user, **more))
    return {line.name: line.total for line in table.rows if line.total}


def test_a_closed_partner_is_named_to_the_head_alone_and_never_on_paper(client, login, read_pdf):
    large, small = f.PartnerFactory(name="Panti Besar"), f.PartnerFactory(name="Panti Kecil")
    closed = f.PartnerFactory(name="Klinik Tertutup", reveals_health=True)
    to_partner(large, times=6)
    to_partner(small, times=3)
    to_partner(closed, times=2)
    to_partner(None)
    head, worker = f.UserFactory(roles=[Role.HEAD]), f.UserFactory(roles=[Role.SOCIAL_WORKER])
    assert by_partner(head) == {
        "Panti Besar": 6, "Panti Kecil": 3, "Klinik Tertutup": 2, "Mitra yang tidak tercatat": 1,
    }  # fmt: skip
    folded = {"Panti Besar": 6, "Mitra lain": 6}
    assert by_partner(worker) == by_partner(head, on_paper=True) == folded
    # Of what is no year that is over, no partner is named: two such periods overlap.
    assert by_partner(worker, Period.month(2025, 5)) == {"Diserahkan ke mitra": 12}
    query = {"from": "2025-01-01", "to": "2025-12-31", "measure": "pembinaan", "cut": "mitra"}
    for role, page in [(Role.SOCIAL_WORKER, URL), (Role.HEAD, "")]:
        login(role)
        for address in filter(None, [page, *(f"/recap/cuts/period.{e}" for e in ("csv", "pdf"))]):
            answer = client.get(address, query)
            assert answer.status_code == 200
            text = read_pdf(answer) if address.endswith("pdf") else answer.content.decode()
            assert "Panti Besar" in text
            assert "Klinik Tertutup" not in text
            assert "Panti Kecil" not in text


def test_the_line_of_other_partners_may_be_of_open_ones_alone_whatever_it_says():
    """It looks the same with somebody at the closed partner, and without."""
    large, other = f.PartnerFactory(name="Panti Besar"), f.PartnerFactory(name="Panti Lain")
    closed = f.PartnerFactory(name="Klinik Tertutup", reveals_health=True)
    to_partner(large, times=7)
    to_partner(other, times=5)
    to_partner(closed)
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    assert by_partner(worker) == {"Panti Besar": 7, "Mitra lain": 6}


@pytest.mark.parametrize("row", ["mitra-lain", "partner"])
def test_who_may_not_know_closed_partners_opens_the_rows_of_none(client, login, row):
    partner = f.PartnerFactory()
    to_partner(partner, times=6)
    to_partner(f.PartnerFactory(reveals_health=True))
    row = str(partner.pk) if row == "partner" else OTHERS
    query = {"from": "2025-01-01", "to": "2025-12-31", "measure": "pembinaan", "cut": "mitra"}
    login(Role.SOCIAL_WORKER)
    assert client.get(CELL, query | {"row": row}).status_code == 404
    assertNotContains(client.get(URL, query), "row=mitra-lain")
    login(Role.HEAD)
    known = client.get(CELL, query | {"row": str(partner.pk)})
    assert known.context["number"] == 6


def test_a_cut_by_partner_beside_the_year_before_says_nothing_of_who_is_not_named():
    large = f.PartnerFactory(name="Panti Besar")
    to_partner(large, date(2024, 5, 6), times=6)
    to_partner(large, times=3)
    to_partner(f.PartnerFactory(reveals_health=True), times=3)
    reader = Reader(f.UserFactory(roles=[Role.SOCIAL_WORKER]))
    before = cut_table(Period.year(2024), "pembinaan", Cut.PARTNER, reader)
    table = cut_table(Y2025, "pembinaan", Cut.PARTNER, reader, before=before)
    assert [line.name for line in before.rows if line.total] == ["Panti Besar"]
    assert [line.name for line in table.rows if line.total] == ["Diserahkan ke mitra"]
    assert table.line(str(large.pk)) is None


def test_the_page_shows_the_table_what_was_reached_and_the_year_before(client, login):
    login(Role.HEAD)
    f.IntakeFactory(met_on=date(2025, 2, 1), outcome="advised")
    f.IntakeFactory(met_on=date(2025, 3, 1), outcome="police", handed_to="Polsek Ujung Pandang")
    f.IntakeFactory(met_on=date(2025, 3, 1), outcome="refused")
    f.StayFactory(intake__met_on=date(2025, 3, 1), began_at=NEW_YEARS_EVE)
    f.IntakeFactory(met_on=date(2024, 3, 1), door="register", outcome="unrecorded")
    page = client.get(URL, {"from": "2025-01-01", "to": "2025-12-31", "cut": "pintu"})
    assertContains(page, "Rekap menurut pintu masuk")
    assertContains(page, "Dijangkau = diterima + diserahkan + dibina di tempat.")
    assertContains(page, "naik 2 (200,0%)")
    table, (admitted, handed_over), rest = page.context["reached"]
    assert (table.total, admitted.total, handed_over.total) == (3, 1, 1)
    assert sum(line.total for line in rest) == 1
    # What is left out is counted, and opens its rows.
    assertContains(page, "reason=hasil")
    lines = {line.row.name: (line.row.total, line.before) for line, _ in page.context["lines"]}
    assert lines["Register lama"] == (0, 1)
    assert lines["Datang sendiri"] == (3, 0)
    months = {month.first.month: number for month, number, _ in page.context["by_month"]}
    assert sum(months.values()) == table.total
    people = client.get(URL, {"from": "2025-01-01", "to": "2025-12-31", "measure": "orang"})
    assertContains(people, "jumlah bulan boleh lebih dari setahun")


def test_half_past_eleven_at_night_on_new_years_eve_is_still_the_old_year(head):
    f.LeftFactory(
        left_at=NEW_YEARS_EVE + 2 * (NOW - NOW), left_on=date(2025, 12, 31),
        stay__began_at=NEW_YEARS_EVE.replace(day=29), person=f.PersonFactory(),
    )  # fmt: skip
    table = cut_table(Y2025, "pembinaan", Cut.LENGTH, Reader(head))
    assert told(table) == {"1-3": Counter(L=1)}
    assert cut_table(Period.year(2026), "pembinaan", Cut.LENGTH, Reader(head)).total == 0


@pytest.mark.parametrize("role", [Role.OFFICE, Role.AGENCY, Role.FIELD, Role.CARETAKER])
def test_who_is_not_of_the_house_has_no_cuts_and_no_way_to_them(client, login, role):
    login(role)
    f.IntakeFactory(met_on=date(2025, 2, 1))
    for address in (URL, CELL, reverse("reports:recap_cuts_file", args=["csv"])):
        assert client.get(address, {"from": "2025-01-01", "to": "2025-12-31"}).status_code == 403
    if role in (Role.OFFICE, Role.AGENCY):
        assertNotContains(client.get("/recap/2025/"), "/recap/cuts/")


def test_each_recap_leads_to_its_cuts(client, login):
    login(Role.SOCIAL_WORKER)
    for address in ("/recap/2025/", "/recap/2025/3/", "/recap/?from=2025-03-01&to=2025-03-09"):
        assertContains(client.get(address), "cut=umur")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("cut=lama&measure=terjaring", 404),
        ("cut=dijangkau&measure=pembinaan", 404),
        ("cut=%27;--", 404),
        ("measure=orang%27", 404),
        ("cut=umur&row=%27%20OR%201=1", 200),
        ("from=2025-02-30&to=x", 200),
        ("from=2025-03-01&to=2025-02-01&cut=umur", 200),
    ],
)
def test_a_strange_address_is_no_error(client, login, query, status):
    login(Role.HEAD)
    assert client.get(f"{URL}?{query}").status_code == status
    assert client.get(f"{CELL}?{query}").status_code in (400, 404)


def test_files_have_the_numbers_of_the_page_and_no_name(client, login, read_pdf):
    login(Role.HEAD)
    f.IntakeFactory(met_on=date(2025, 2, 1), person=f.PersonFactory(name="Sitti Ramlah", sex="P"))
    query = {"from": "2025-01-01", "to": "2025-12-31", "cut": "umur"}
    csv = client.get(reverse("reports:recap_cuts_file", args=["csv"]), query)
    assert csv.content.decode().splitlines()[0] == "Kelompok umur,Laki-laki,Perempuan,Jumlah"
    assert csv.content.decode().splitlines()[-1] == "JUMLAH,0,1,1"
    assert 'filename="rekap-2025-umur.csv"' in csv["Content-Disposition"]
    pdf = read_pdf(client.get(reverse("reports:recap_cuts_file", args=["pdf"]), query))
    assert "KELOMPOK UMUR" in pdf
    assert "Ramlah" not in pdf
    sheet = client.get(reverse("reports:recap_cuts_file", args=["xlsx"]), query)
    assert sheet.status_code == 200


def test_as_many_queries_for_many_rows(login, count_queries):
    login(Role.HEAD)
    pages = [
        f"{URL}?{Y2025.query}&measure=terjaring&cut=berulang",
        f"{URL}?{Y2025.query}&measure=pembinaan&cut=mitra",
        f"{CELL}?{Y2025.query}&measure=pembinaan&cut=mitra",
    ]
    partner = f.PartnerFactory()
    to_partner(partner)
    few = [count_queries(page) for page in pages]
    to_partner(partner, times=6)
    to_partner(f.PartnerFactory())
    assert [count_queries(page) for page in pages] == few
    assert max(few) <= 25


def test_files_of_head_and_social_worker_tell_no_sealed_file_apart(client, login):
    """Laid side by side they would tell the age of who is in it."""
    f.IntakeFactory()
    f.IntakeFactory(person__is_sealed=True, person__child=True)
    files = []
    for role in (Role.HEAD, Role.SOCIAL_WORKER):
        login(role)
        address = reverse("reports:recap_cuts_file", args=["csv"])
        files.append(client.get(address, {"cut": "umur"}).content.decode())
    assert files[0] == files[1]
    assert "Berkas tertutup," in files[0]
