"""PDF, XLSX and CSV of a recap hold the same figures."""

import io
from datetime import date

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from python_calamine import CalamineWorkbook

from cases.intakes.models import Classification
from reports.figures.periods import Period
from reports.figures.recap import figures, files
from reports.figures.recap.figures import Measure
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.models import Signatory, Unit
from tests.reports.figures.official import OFFICIAL, official_rows
from tests.reports.figures.test_figures import intake, make_official

pytestmark = pytest.mark.django_db


def file_url(year, extension, **query):
    return reverse("reports:recap_file", args=[year, extension], query=query or None)


def pdf_text(content):
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert len(reader.pages) == 1
    return reader.pages[0].extract_text()


def csv_lines(year):
    rows = official_rows(year)
    total, male, female = OFFICIAL[year]
    return [
        "Klasifikasi,Laki-laki,Perempuan,Jumlah",
        *(f"{name},{m},{f},{m + f}" for name, m, f in rows),
        f"JUMLAH,{male},{female},{total}",
    ]


@pytest.fixture
def _signed():
    Unit.objects.update(postal_code="90225", phone="(0411) 000000")
    Signatory.objects.create(
        name="Drs. Syamsul Bahri, M.Si.",
        rank="Pembina, IV/a",
        nip="197001011995031999",
        starts_on=date(2020, 1, 1),
    )


@pytest.mark.usefixtures("_signed")
@pytest.mark.parametrize("year", OFFICIAL)
def test_an_official_year_on_one_page(client, login, year):
    login(Role.HEAD)
    make_official(year)

    response = client.get(file_url(year, "pdf"))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="rekap-{year}.pdf"'
    text = pdf_text(response.content)
    for number, (name, male, female) in enumerate(official_rows(year), 1):
        assert f"{number} {name} {male} {female} {male + female}" in text
    total, male, female = OFFICIAL[year]
    assert f"JUMLAH {male} {female} {total}" in text
    assert f"Data Jumlah PMKS dibina\nDinas Sosial Kota Makassar Tahun {year}" in text
    for line in (
        "UPT RUMAH PERLINDUNGAN DAN TRAUMA CENTER",
        "NO KLASIFIKASI PPKS",
        "JENIS KELAMIN",
        "Sumber: Dinas Sosial Kota Makassar.",
        "Drs. Syamsul Bahri, M.Si.",
        "Pembina, IV/a",
        "NIP 19700101 199503 1 999",
    ):
        assert line in text
    assert "SEMENTARA" not in text


@pytest.mark.usefixtures("_signed")
def test_csv_and_xlsx_hold_the_same_figures(client, login):
    login(Role.HEAD)
    make_official(2024)

    text = client.get(file_url(2024, "csv")).content.decode()
    book = client.get(file_url(2024, "xlsx")).content

    assert text.splitlines() == csv_lines(2024)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    sheet = [row[1:] for row in rows if row[1] and row[1] != "KLASIFIKASI PPKS"]
    assert [",".join(str(int(n)) if i else n for i, n in enumerate(row)) for row in sheet] == (
        csv_lines(2024)[1:]
    )


@pytest.mark.usefixtures("_signed")
@pytest.mark.parametrize("measure", Measure)
def test_an_open_year_prints_as_sementara_on_one_page(client, login, measure, today):
    login(Role.HEAD)
    intake(today)
    for n in range(5):
        Classification.objects.create(
            code=f"baru-{n}", name=f"Kelas baru {n}", short_name="Baru", order=50, first_year=2025
        )
    text = pdf_text(client.get(file_url(today.year, "pdf", measure=measure)).content)
    assert "SEMENTARA" in text
    assert f"Periode berjalan sampai 31/12/{today.year}." in text
    assert "Syamsul Bahri" in text


def test_prints_before_anyone_may_sign(client, login):
    login(Role.HEAD)
    assert "Kepala UPT," in pdf_text(client.get(file_url(2024, "pdf")).content)


def test_each_period_has_its_file(client, login):
    login(Role.HEAD)
    intake(date(2024, 3, 31))
    month = client.get(reverse("reports:recap_month_file", args=[2024, 3, "csv"]))
    quarter = client.get(
        reverse("reports:recap_period_file", args=["csv"]),
        {"from": "2024-01-01", "to": "2024-03-31", "measure": "orang"},
    )
    for response, name in (
        (month, "rekap-2024-03.csv"),
        (quarter, "rekap-2024-01-01_2024-03-31-orang.csv"),
    ):
        assert response.content.decode().splitlines()[-1] == "JUMLAH,1,0,1"
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'


def test_what_was_printed_is_recorded(client, login):
    user = login(Role.HEAD)
    client.get(file_url(2024, "pdf"))
    client.get(file_url(2024, "csv"))
    entries = Entry.objects.filter(actor=user).order_by("pk")
    assert [entry.verb for entry in entries] == ["printed", "exported"]
    assert entries[1].details["rows"] == 9


BEHIND_BLANKS = [" =", "\u00a0+", "\u3000＝", "\ufeff-"]


@pytest.mark.parametrize("start", [*"=+-@\t\r|%", *"＝＋－＠", *BEHIND_BLANKS])
def test_a_name_is_never_a_formula(start):
    Classification.objects.create(
        code="aneh", name=f"{start}1+1", short_name="Aneh", order=99, first_year=2024
    )
    recap = figures.recap(Period.year(2024), "terjaring")
    assert f"'{start}1+1" in files.csv_file(recap).decode()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(files.xlsx_file(recap)))
    values = [row[1] for row in rows.get_sheet_by_index(0).to_python()]
    assert any(str(value).strip().endswith("1+1") for value in values)


# --- manage.py recap -----------------------------------------------------------------------


def run(*arguments):
    out = io.StringIO()
    call_command("recap", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("year", OFFICIAL)
def test_the_command_prints_the_official_table(year):
    make_official(year)
    """Under the heads that programs read."""
    heads, *lines = run(str(year)).splitlines()
    assert heads == "classification,male,female,total"
    assert lines == csv_lines(year)[1:]


def test_the_command_takes_periods_measures_and_files(tmp_path):
    intake(date(2024, 3, 31))
    assert run("2024", "--month", "3").splitlines()[-1] == "JUMLAH,1,0,1"
    assert run("2024", "--month", "4").splitlines()[-1] == "JUMLAH,0,0,0"
    span = ["--from", "2024-03-31", "--to", "2024-03-31", "--measure", "pembinaan"]
    assert run("2024", *span).splitlines()[-1] == "JUMLAH,0,0,0"
    for extension, start in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        path = tmp_path / f"rekap.{extension}"
        assert run("2024", "--format", extension, "--output", str(path)) == ""
        assert path.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["1800"], "Tahun 2000 sampai"),
        ([], "Sebutkan tahun"),
        (["2024", "--month", "13"], "invalid choice"),
        (["--from", "2024-02-02", "--to", "2024-02-01"], "tidak boleh sebelum"),
        (["--from", "2024-02-02"], "dipakai bersama"),
        (["2024", "--from", "2023-02-02", "--to", "2024-02-01"], "tidak dalam tahun 2024"),
        (["2024", "--format", "pdf"], "--output"),
    ],
)
def test_the_command_refuses_in_words(arguments, message):
    with pytest.raises(CommandError, match=message):
        run(*arguments)
