"""The recap's pages: /recap/, /recap/<year>/, /recap/<year>/<month>/ and ?from=&to=."""

import datetime
import re
import uuid
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import strip_tags
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.intakes.models import Classification, Door, Outcome
from reports.figures.models import OfficialFigure
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import PersonFactory, UserFactory
from tests.reports.figures.official import OFFICIAL
from tests.reports.figures.test_figures import intake, make_official, stay

pytestmark = pytest.mark.django_db

URL = reverse("reports:recap")
CELL = re.compile(r'<a class="cell" href="([^"]+)">([\d.]+)</a>')


def year_url(year, **query):
    return reverse("reports:recap_year", args=[year], query=query or None)


def cells(response):
    """[(address, number)] of the links in the table."""
    found = CELL.findall(response.content.decode())
    return [(url.replace("&amp;", "&"), int(n.replace(".", ""))) for url, n in found]


def compared(response):
    """The sentence beside the figure, as it is read."""
    than = re.search(r'<p class="rp-than">(.*?)</p>', response.content.decode(), re.DOTALL)
    return " ".join(strip_tags(than[1]).split())


def test_opens_this_year(client, login, today):
    login(Role.HEAD)
    response = client.get(URL, {"measure": "orang"})
    assertRedirects(response, year_url(today.year, measure="orang"))


def test_the_newest_official_table_is_one_tap_away(client, login, today):
    """Menu, Rekap, and the paper."""
    head = login(Role.HEAD)
    gepeng = Classification.objects.get(code="gepeng")
    for year in (2023, 2024):
        OfficialFigure.objects.create(
            year=year,
            classification=gepeng,
            male=8,
            female=6,
            recorded_by=head,
            send_key=uuid.uuid4(),
        )
    paper = reverse("reports:recap_file", args=[2024, "pdf"])
    page = client.get(year_url(today.year))
    assertContains(page, f'href="{paper}">Rekap resmi 2024, PDF</a>')
    assertNotContains(client.get(year_url(2024)), "Rekap resmi 2024, PDF")


def test_an_official_year_with_the_year_before_beside_it(client, login):
    login(Role.HEAD)
    for year in OFFICIAL:
        make_official(year)

    response = client.get(year_url(2024))

    recap = response.context["recap"]
    assert (recap.total, recap.male, recap.female) == OFFICIAL[2024]
    assert compared(response) == "761 pada tahun 2023: turun 178 (23,4%)"
    assertContains(response, '<span role="img" aria-label="kelas tidak ada">·</span>', count=3)
    assertContains(response, '<td class="num">baru</td>', html=True, count=1)
    assertContains(response, '<td class="num">−178</td>', html=True)
    assertNotContains(response, "SEMENTARA")
    assertNotContains(response, "Sementara.")


def test_a_running_period_stands_beside_the_same_days_of_the_year_before(client, login):
    """Eleven months beside twelve say nothing."""
    days_of_2023 = (date(2023, 5, 10), date(2023, 5, 11), date(2023, 12, 24))
    for day in (*days_of_2023, date(2024, 5, 3), date(2024, 5, 10)):
        intake(day)
    with time_machine.travel(datetime.datetime(2024, 5, 10, 9, tzinfo=days.WITA)):
        login(Role.HEAD)
        page = client.get(year_url(2024))
        assert compared(page) == "1 pada masa yang sama 2023: naik 1 (100,0%)"
        assertContains(page, "terjaring, 1 Januari sampai 10 Mei 2024")
        assertContains(page, "01/01 sampai 10/05/2024")
        same_days = reverse("reports:recap", query={"from": "2023-01-01", "to": "2023-05-10"})
        assertContains(page, same_days.replace("&", "&amp;"))
        assert client.get(same_days).context["recap"].total == 1
        month = client.get(reverse("reports:recap_month", args=[2024, 5]))
        assert compared(month) == "1 pada masa yang sama 2023: naik 1 (100,0%)"
        over = client.get(year_url(2023)).context["recaps"]
        assert [each.period.is_year for each in over] == [True]


def test_a_year_that_nobody_recorded_is_no_zero_to_compare_with(client, login):
    login(Role.HEAD)
    for day in (date(2022, 5, 1), date(2024, 5, 1), date(2024, 5, 2)):
        intake(day)
    page = client.get(year_url(2024))
    assert [period.first.year for period in page.context["earlier"]] == [2022]
    assert compared(page).startswith("1 pada tahun 2022: naik 1 (100,0%)")
    assertContains(page, "2023 tidak tercatat, jadi tidak dibandingkan.")
    # Its own year.
    page = client.get(year_url(2025))
    assert page.context["earlier"] == []
    assertContains(page, "2025 belum berisi catatan, jadi tidak dibandingkan.")
    assertNotContains(page, "turun ")
    # Recording began in May: April is not known, June is 0.
    april = client.get(reverse("reports:recap_month", args=[2024, 4]))
    assertContains(april, "belum berisi catatan")
    june = client.get(reverse("reports:recap_month", args=[2024, 6]))
    assert [period.first.year for period in june.context["earlier"]] == [2022]


def test_stays_are_compared_where_stays_were_recorded(client, login):
    """An old register brings catches, and no stay."""
    login(Role.HEAD)
    intake(date(2023, 5, 1))
    stay(datetime.datetime(2024, 5, 9, 20, tzinfo=days.WITA), "lansia", "P")
    years = {
        measure: len(client.get(year_url(2024, measure=measure)).context["earlier"])
        for measure in ("terjaring", "pembinaan")
    }
    assert years == {"terjaring": 1, "pembinaan": 0}


def test_every_link_opens_a_list_of_that_many_rows(client, login):
    login(Role.HEAD)
    person = PersonFactory(sex="L")
    for n in range(1, 12):
        intake(date(2024, n, 1), ["gepeng", "odgj", "abh"][n % 3], "LP"[n % 2])
        intake(date(2024, n, 2), "napza", person=person)
        intake(date(2024, n, 3), outcome=Outcome.REFUSED)
        intake(date(2024, n, 3), "korban", door=Door.UPTD_PPA)
        stay(datetime.datetime(2024, n, 9, 20, tzinfo=days.WITA), "lansia", "P")

    for measure in ("terjaring", "orang", "pembinaan"):
        response = client.get(year_url(2024, measure=measure))
        recap = response.context["recap"]
        links = cells(response)
        links += [
            (f"{reverse('reports:recap_cell')}?{recap.query}&{left.query}", left.count)
            for left in recap.left_out
        ]
        assert len(links) > 3
        for address, number in links:
            assert client.get(address).context["page_obj"].paginator.count == number, address


def test_those_who_may_not_see_rows_have_no_links(client, login):
    intake(date(2024, 1, 1), outcome=Outcome.REFUSED)
    intake(date(2024, 1, 1))
    for role in (Role.AGENCY, Role.OFFICE):
        login(role)
        response = client.get(year_url(2024))
        assert response.context["recap"].total == 1
        assert cells(response) == []
        assertNotContains(response, reverse("reports:recap_cell"))


def test_the_year_is_public_and_a_month_hides_small_numbers_outside_the_house(client, login):
    for code, male, female in (("gepeng", 3, 9), ("odgj", 12, 7), ("lansia", 8, 8)):
        for n in range(male + female):
            intake(date(2024, 3, 1), code, "L" if n < male else "P")
            intake(date(2024, 4, 1), code, "LP"[n % 2])
    month = reverse("reports:recap_month", args=[2024, 3])
    for role, hidden in ((Role.HEAD, False), (Role.OFFICE, True), (Role.AGENCY, True)):
        login(role)
        assert not client.get(year_url(2024)).context["recap"].hides_something
        response = client.get(month)
        gepeng = next(
            r for r in response.context["recap"].rows if r.name.startswith("Gelandangan")
        )
        assert gepeng.numbers == ((None, 9, None) if hidden else (3, 9, 12))
        assert response.context["recap"].hides_something == hidden
        text = "Angka kecil disembunyikan"
        (assertContains if hidden else assertNotContains)(response, text)
        csv = client.get(reverse("reports:recap_month_file", args=[2024, 3, "csv"]))
        assert (b"Pengemis,3,9,12" in csv.content) != hidden


def test_says_what_is_open(client, login, today):
    login(Role.SOCIAL_WORKER)
    intake(today)

    response = client.get(year_url(today.year))

    assertContains(response, "Sementara.")
    assertContains(response, f"Periode berjalan sampai 31/12/{today.year}.")
    assertContains(response, "1 baris masih memakai klasifikasi sementara.")
    opened = client.get(
        f"{reverse('reports:recap_cell')}?{response.context['recap'].query}&unsettled=1"
    )
    assert opened.context["page_obj"].paginator.count == 1


def test_the_house_and_the_three_measures_stand_beside_the_table(client, login):
    login(Role.HEAD)
    stay(datetime.datetime(2024, 12, 31, 23, 30, tzinfo=days.WITA))
    response = client.get(year_url(2024))
    assertContains(response, "Seimbang")
    assert response.context["balance"].closing == 1
    assert [total for _, total in response.context["sums"]] == [1, 1, 1]


def test_a_house_of_which_no_stay_was_recorded_is_not_called_even(client, login):
    login(Role.HEAD)
    intake(date(2022, 5, 1))
    stay(datetime.datetime(2024, 5, 9, 20, tzinfo=days.WITA))
    page = client.get(year_url(2022))
    assertContains(page, "Tidak tercatat")
    assertNotContains(page, "Seimbang")
    assertContains(client.get(year_url(2024)), "Seimbang")


def test_any_period_is_shown_and_named(client, login):
    login(Role.HEAD)
    intake(date(2024, 3, 31))
    intake(date(2024, 4, 1))
    response = client.get(URL, {"from": "2024-01-01", "to": "2024-03-31"})
    assertContains(response, "<h1>Rekap Triwulan I 2024</h1>", html=True)
    assert response.context["recap"].total == 1


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        ("2024-03-02", "2024-03-01", "Tanggal akhir tidak boleh sebelum tanggal awal."),
        ("1800-01-01", "2024-03-01", "Data dimulai tahun 2000."),
        ("2024-01-01", "2999-01-01", "Paling akhir 31/12/"),
        ("2024-02-30", "2024-03-01", "Tulis tanggal yang ada, seperti 24/11/2026."),
        ("2024-01-01", "", "Isi tanggalnya."),
    ],
)
def test_a_period_that_cannot_be_is_told_in_words(client, login, first, last, message):
    login(Role.HEAD)
    response = client.get(URL, {"from": first, "to": last})
    assertContains(response, message)


@pytest.mark.parametrize("path", ["/recap/period.csv", "/recap/cell/"])
def test_a_list_or_file_of_no_period_asks_for_one(client, login, path):
    login(Role.HEAD)
    response = client.get(path, {"from": "2024-02-01", "to": "2024-01-01"})
    message = "Tanggal akhir tidak boleh sebelum tanggal awal."
    assertContains(response, message, status_code=400)


@pytest.mark.parametrize(
    "path",
    [
        "/recap/1800/",
        "/recap/2999/",
        "/recap/2024/13/",
        "/recap/2024/0/",
        "/recap/2024/?measure=lain",
        "/recap/2024.docx",
        "/recap/2024/13.pdf",
        "/recap/cell/?from=2024-01-01&to=2024-12-31&classification=tidak-ada",
        "/recap/cell/?from=2024-01-01&to=2024-12-31&sex=X",
        "/recap/cell/?from=2024-01-01&to=2024-12-31&reason=lain",
    ],
)
def test_what_does_not_exist_is_404(client, login, path):
    login(Role.HEAD)
    assert client.get(path).status_code == 404


def test_the_message_has_figures_and_no_name(client, login):
    user = login(Role.HEAD)
    intake(date(2024, 3, 1), person=PersonFactory(name="Sitti Ramlah", sex="P"))
    text = client.get(year_url(2024)).context["text"]
    assert "2. Gelandangan dan Pengemis: L 0, P 1, 1" in text
    assert "JUMLAH: L 0, P 1, 1" in text
    assert "Ramlah" not in text
    assert user.full_name not in text


def test_queries_do_not_grow_with_the_rows(login, count_queries):
    login(Role.HEAD)
    intake(date(2022, 1, 1))
    few = count_queries(year_url(2024))
    by = UserFactory()
    for n in range(1, 13):
        intake(date(2024, n, 1), ["gepeng", "odgj"][n % 2], "LP"[n % 2], recorded_by=by)
    assert count_queries(year_url(2024)) == few
    assert few <= 25


def test_what_stands_beside_a_very_large_table_follows_on_its_own(client, login, monkeypatch):
    monkeypatch.setattr("reports.figures.recap.views.AT_ONCE", 1)
    login(Role.HEAD)
    intake(date(2023, 1, 1))
    for n in (1, 2):
        intake(date(2024, n, 1))
    stay(datetime.datetime(2022, 5, 9, 20, tzinfo=days.WITA))

    first = client.get(year_url(2024))
    assertContains(first, "Sedang dihitung")
    assertNotContains(first, "Awal + masuk")
    assert first.context["recap"].total == 2
    assert first.context["earlier"] == []

    whole = client.get(year_url(2024, beside=1))
    assertNotContains(whole, "Sedang dihitung")
    assertContains(whole, "Awal + masuk")
    assert compared(whole) == "1 pada tahun 2023: naik 1 (100,0%)"


def months(response):
    """{month: (this year, the year before)} of the chart."""
    chart = response.context["months_chart"]
    return {
        month.first.month: (month.now.number or None, month.was.number or None)
        for month in chart.months
        if month.now.number or month.was.number
    }


@pytest.mark.parametrize("role", [Role.HEAD, Role.AGENCY])
def test_the_twelve_months_are_those_of_their_own_recaps(client, login, role):
    """Two ways to count: in one query for two years, and a table a month."""
    for year, month, number in ((2023, 2, 7), (2023, 12, 8), (2024, 2, 9), (2024, 11, 6)):
        for n in range(number):
            intake(date(year, month, 1 + n), ["gepeng", "odgj"][n % 2], "L")
    intake(date(2024, 2, 20), outcome=Outcome.REFUSED)
    intake(date(2024, 2, 20), "korban", door=Door.UPTD_PPA)
    login(role)
    for measure in ("terjaring", "pembinaan"):
        page = client.get(year_url(2024, measure=measure))
        if measure == "pembinaan":
            assert page.context["months_chart"] is None
            continue
        assert months(page) == {2: (9, 7), 11: (6, None), 12: (None, 8)}
        for month, numbers in months(page).items():
            for year, number in zip((2024, 2023), numbers, strict=True):
                address = reverse("reports:recap_month", args=[year, month])
                total = client.get(address).context["recap"].total
                assert (total or None) == number
    assert client.get(year_url(2024, measure="orang")).context["months_chart"] is None


def test_a_month_does_not_count_two_years(client, login):
    """Its own table is small, two years of a large house are not."""
    login(Role.HEAD)
    intake(date(2024, 3, 5))
    month = reverse("reports:recap_month", args=[2024, 3])
    assert client.get(month).context["months_chart"] is None
    assert client.get(year_url(2024)).context["months_chart"] is not None


def test_stays_by_month_are_counted_by_their_local_day(client, login):
    login(Role.HEAD)
    stay(datetime.datetime(2024, 4, 30, 23, 30, tzinfo=days.WITA))
    page = client.get(year_url(2024, measure="pembinaan"))
    assert months(page) == {4: (1, None)}


def test_a_small_month_has_no_bar_outside_the_house(client, login):
    for n in range(12):
        intake(date(2024, 2, 1 + n), "gepeng", "L")
    intake(date(2024, 5, 1))
    login(Role.HEAD)
    assert months(client.get(year_url(2024)))[5] == (1, None)
    login(Role.AGENCY)
    assert 5 not in months(client.get(year_url(2024)))


def test_the_same_period_of_the_year_before_is_one_tap(client, login):
    """From every period, whether there is something to compare or not."""
    login(Role.HEAD)
    intake(date(2024, 3, 5))
    for address, first, last in [
        (year_url(2024), "2023-01-01", "2023-12-31"),
        (reverse("reports:recap_month", args=[2024, 3]), "2023-03-01", "2023-03-31"),
        (f"{URL}?from=2024-01-01&to=2024-03-31", "2023-01-01", "2023-03-31"),
        (f"{URL}?from=2024-03-02&to=2024-03-09", "2023-03-02", "2023-03-09"),
    ]:
        asked = reverse("reports:recap", query={"from": first, "to": last}).replace("&", "&amp;")
        assertContains(client.get(address), f'href="{asked}&amp;measure=terjaring"')


def test_tabs_open_what_is_asked_for_most(client, login):
    login(Role.HEAD)
    with time_machine.travel(datetime.datetime(2024, 1, 10, 9, tzinfo=days.WITA)):
        login(Role.HEAD)
        tabs = client.get(year_url(2024)).context["tabs"]
        assert [(tab.text, tab.spoken) for tab in tabs] == [
            ("2024", "Tahun 2024"),
            ("2023", "Tahun 2023"),
            ("Bulan lalu", "Desember 2023"),
            ("Triwulan IV", "Triwulan IV 2023"),
        ]
        for tab in tabs:
            page = client.get(tab.address)
            assert page.context["period"].title == tab.spoken
            assertContains(page, 'aria-current="page"')


def test_the_first_screen_prints_and_copies(client, login):
    login(Role.HEAD)
    intake(date(2024, 3, 5))
    text = client.get(year_url(2024)).content.decode()
    first = text[: text.index("Menurut klasifikasi")]
    for there in ("rp-big", "rp-than", "rp-months", "/recap/2024.pdf", 'data-copy="teks-rekap"'):
        assert there in first


def test_a_class_has_its_men_and_women_in_the_row(client, login):
    login(Role.HEAD)
    for n in range(4):
        intake(date(2024, 3, 1 + n), "gepeng", "LLLP"[n])
    intake(date(2024, 3, 9), "odgj", "P")
    bars = {line.row.name[:4]: bar for line, bar in client.get(year_url(2024)).context["lines"]}
    assert bars["Gela"] == {"male": "225", "female": "74.5"}
    assert bars["JUML"] is None
