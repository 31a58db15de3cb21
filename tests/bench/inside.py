"""What is measured without a server: SQL alone, number of queries, size of pages, WeasyPrint."""

import re
from collections.abc import Callable

from django.db import connection
from django.db.models import Count
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.intakes.models import Intake
from cases.people.likely import nearest
from cases.people.matching import Known
from reports.figures.casework.course import course
from reports.figures.cuts.keys import Cut
from reports.figures.cuts.table import cut_table
from reports.figures.cuts.told import Reader
from reports.figures.partnership.counted import seven
from reports.figures.periods import Period
from reports.figures.pictures.panel import Scope
from reports.figures.pictures.panels import panels_of
from reports.figures.recap import figures, files
from rptc import days, printing
from rptc.accounts.models import User
from tests.bench import floors, pages
from tests.bench.house import House
from tests.bench.letters import TOGETHER, write_together
from tests.bench.letters import bare_html as letter_html
from tests.bench.measuring import alternate, timed
from tests.bench.sql import fetch, run
from tests.bench.table import Row, missing

MOST_QUERIES = 25
# What an officer may know of somebody at the door, the name as it is heard.
MISSPELT = Known("Muh. Baharudin Setyawan", "Baha", "L", 34, nik="7371123456789012")


def measure_sql(house: House) -> list[Row]:
    year = house.subjects.year
    period = Period.year(year)
    recap_query = figures.recap_query(period, figures.Measure.INTAKES)
    from_index = (
        Intake.objects.filter(met_on__gte=period.first, met_on__lt=period.until)
        .values_list("classification_id", "sex")
        .annotate(n=Count("*"))
        .order_by()
    )
    ours, bare, joined = alternate(
        query(recap_query), query(from_index), query(floors.recap_query(year))
    )
    group = f"SQL alone, {house.size.title}, ms"
    return [
        Row(group, "Yearly recap", ours.ms, "Qrc", bare.ms, ours.over(bare), 1.5),
        Row(group, "Its floor with sex from the person", joined.ms, "Qrc", bare.ms),
        misspelt(group),
    ]


def measure_figures(house: House) -> list[Row]:
    """Figures of a year: the page beside three times what it asks of the database and a bare
    page."""
    year = house.subjects.year
    period, head = Period.year(year), User.objects.get(username="kepala")
    pages_of_figures = [
        (
            "Pendampingan dalam angka",
            f"{reverse('reports:casework_figures')}?{period.query}",
            lambda: course(period),
        ),
        (
            "Tujuh indikator",
            f"{reverse('reports:partnership')}?year={year}",
            lambda: seven(head, year, None),
        ),
    ]
    times = Cut.TIMES
    cuts = f"{reverse('reports:recap_cuts')}?{period.query}&cut={times}"
    pages_of_figures += [
        ("Gambar angka", f"{reverse('reports:pictures')}?year={year}", lambda: drawn(year, head)),
        (
            "Rekap, ke berapa kali",
            cuts,
            lambda: both_years(period, times, Reader(head)),
        ),
    ]
    group = f"Figures of a year, {house.size.title}, ms"
    rows = []
    for name, path, counted in pages_of_figures:
        ours, asked, bare = alternate(
            house.asker("kepala", path), timed(counted), house.floor("Fa"), requests=10
        )
        floor = 3 * asked.ms + bare.ms
        rows.append(Row(group, name, ours.ms, "3q+Fa", floor, ours.ms / floor, 1))
    return rows


def both_years(period: Period, cut: Cut, reader: Reader):
    """A cut of a year, and of the one before that stands beside it."""
    years = (period, period.previous_year)
    return [cut_table(year, figures.Measure.INTAKES, cut, reader) for year in years]


def drawn(year: int, user: User):
    return panels_of(Scope.of(year, user))


def query(queryset) -> Callable[[], float]:
    """Values stand inside the statement, as psycopg2 sends it."""
    sql, parameters = queryset.query.sql_with_params()
    return timed(lambda: fetch(sql, *parameters))


def misspelt(group: str) -> Row:
    """Our own matching, which PostgreSQL narrows and Python weighs, beside Qs."""
    sql = (
        "SELECT id, similarity(upper(name), %s) AS likeness FROM cases_person"
        " WHERE upper(name) %% %s ORDER BY likeness DESC, id LIMIT 10"
    )
    name = MISSPELT.name.upper()
    run("SET pg_trgm.similarity_threshold = 0.5")
    ours, bare = alternate(
        timed(lambda: nearest(MISSPELT, on=days.today())), timed(lambda: fetch(sql, name, name))
    )
    run("RESET pg_trgm.similarity_threshold")
    return Row(
        group, "Likely matches of a misspelt name", ours.ms, "Qs", bare.ms, ours.over(bare), 3
    )


def measure_pages(house: House) -> list[Row]:
    """Queries of a page, the same with few rows, and its size before compression."""
    queries, growing, sizes = [], [], []
    for page in pages.pages(house.subjects):
        client = Client()
        client.force_login(User.objects.get(username=page.user))
        n, body = ask(client, page.path)
        queries.append(Row("Queries of a page", page.name, n, bar=MOST_QUERIES))
        if page.few:
            growing.append(growing_row(page, n, body, *ask(client, page.path + page.few)))
        if page.size_bar:
            kilobytes = len(body) / 1000
            sizes.append(Row("HTML, kB", page.name, kilobytes, bar=page.size_bar, note=rows(body)))
    return queries + growing + sizes


def ask(client: Client, path: str) -> tuple[int, bytes]:
    """The number of queries, once the session is warm, and the page."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path} answered {response.status_code}.")
    return len(queries), response.content


def growing_row(page: pages.Page, many: int, body: bytes, few: int, body_of_few: bytes) -> Row:
    note = f"{rows(body)} against {rows(body_of_few)}"
    return Row("Queries by rows", page.name, many, "", few, many / few, 1, note=note)


def rows(body: bytes) -> str:
    inside = re.search(rb"<tbody>(.*?)</tbody>", body, re.DOTALL)
    return f"{inside.group(1).count(b'<tr>')} rows" if inside else ""


def measure_letter(house: House) -> list[Row]:
    """The recap as PDF through the application, beside WeasyPrint alone on the same HTML.

    The list of 200 rows has no page yet: its floor is not measured either.
    """
    path = reverse("reports:recap_file", args=[house.subjects.year, "pdf"])
    recap = figures.recap(Period.year(house.subjects.year), figures.Measure.INTAKES)
    html = render_to_string(files.PRINTED, files.printed(recap))
    ours, bare = alternate(house.asker("kepala", path), weasyprint(html), requests=10)
    group = "PDF, ms"
    return [
        Row(group, "Letter of one page (recap)", ours.ms, "Wp", bare.ms, ours.over(bare), 1.3),
        annual_report(house, group),
        letters_together(group),
        missing(group, "List of 200 rows", "Wl", None, 1.15),
    ]


# So many milliseconds may the paper of a whole year take.
LONGEST = 10_000


def annual_report(house: House, group: str) -> Row:
    path = reverse("reports:annual_report_file", args=[house.subjects.year])
    [ours] = alternate(house.asker("kepala", path), requests=2)
    return Row(group, "Laporan tahunan", ours.ms, "10 s", LONGEST, ours.ms / LONGEST, 1)


def letters_together(group: str) -> Row:
    """Forty letters numbered, printed, frozen and bound into one PDF, beside as many times
    WeasyPrint alone on the same HTML, of which the tenth part is measured."""
    tenth = weasyprint(letter_html(), times=TOGETHER // 10)
    ours, bare = alternate(write_together(), tenth, requests=1, warm_up=1)
    name, floor = f"{TOGETHER} letters in one PDF", f"{TOGETHER}Wp"
    return Row(group, name, ours.ms, floor, 10 * bare.ms, ours.over(bare) / 10, 1.1)


def weasyprint(html: str, times: int = 1) -> Callable[[], float]:
    """Warm: fonts and stylesheets are read once."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    styles = [printing.font_faces(), printing.letter_css(), "@page { size: A4 }"]
    sheets = [CSS(string=style, font_config=fonts) for style in styles]

    def draw():
        for _ in range(times):
            HTML(string=html).write_pdf(
                stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1"
            )

    return timed(draw)
