import io
import zipfile
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.intakes.register.words import (
    CLASS_NAMES,
    StatedAge,
    is_ditto,
    key_of,
    read_name,
    read_origin,
)
from cases.intakes.register.workbook import open_workbook, plain_text
from cases.intakes.register.writer import write_register
from tests import DATA
from tests.cases.intakes.register.sheets import read_file

UNIT = ["PEMERINTAH KOTA MAKASSAR", "DINAS SOSIAL", "UPT RPTC"]


@dataclass(frozen=True)
class Line:
    """A row as the database would give it; a ReadRow becomes one to be compared."""

    name: str = "Wati"
    sex: str = "P"
    age: StatedAge = field(default_factory=StatedAge)
    origin: str = ""
    class_code: str = "anjal"
    class_text: str = ""
    met_on: date = date(2024, 1, 8)
    place: str = ""
    remarks: str = ""
    nik: str = ""


def written(rows, year=2024) -> bytes:
    file = io.BytesIO()
    write_register(file, year, rows, unit_lines=UNIT)
    return file.getvalue()


def line_of(row) -> Line:
    return Line(
        **{name: getattr(row, name) for name in Line.__dataclass_fields__} | {"class_text": ""}
    )


def read_again(rows, year=2024):
    reading = read_file(written(rows, year))
    assert (reading.refused, reading.warnings) == ([], [])
    return [line_of(row) for row in reading.rows]


def test_the_register_of_2024_comes_back_with_no_difference():
    rows = read_file(DATA / "register_razia_2024.xlsx").rows

    assert read_again(rows) == [line_of(row) for row in rows]


def test_the_old_columns_a_sheet_a_month():
    sheets = open_workbook(written([Line(), Line(met_on=date(2024, 12, 31))]))

    assert [sheet.name for sheet in sheets] == (
        "JAN FEB MAR APR MEI JUN JUL AGU SEP OKT NOV DES".split()
    )
    assert [row[0] for row in sheets[0].rows[:4]] == [
        *UNIT,
        "DATA PMKS TERJARING BULAN JANUARI 2024",
    ]
    assert sheets[0].rows[5] == (
        "NO|NAMA|L/P|UMUR / TTL|ALAMAT ASAL|KLASIFIKASI|TGL TERJARING|LOKASI|KET".split("|")
    )
    assert sheets[0].rows[6][:3] == [1, "Wati", "P"]
    assert sheets[0].rows[8][1:3] == ["JUMLAH", 1]


@pytest.mark.parametrize(
    "age",
    [
        StatedAge(),
        StatedAge("exact", 0),
        StatedAge("exact", 120),
        StatedAge("about", 30),
        StatedAge("child"),
        StatedAge("adult"),
        StatedAge("elder"),
        StatedAge("birth", None, date(1904, 2, 29)),
        StatedAge("birth", None, date(2024, 1, 8), "Makassar"),
        StatedAge("birth", None, date(1992, 10, 26), "Ujung Pandang, Makassar"),
        StatedAge("about", 30, None, "Bone"),
        StatedAge("child", None, None, "Bone"),
        StatedAge("unknown", None, None, "Kab. Pangkajene dan Kepulauan"),
    ],
)
def test_every_kind_of_age_comes_back(age):
    assert read_again([Line(age=age)]) == [Line(age=age)]


def test_a_nik_travels_as_text_and_only_when_there_is_one():
    rows = [Line(), replace(Line(), nik="7371012610920001")]

    assert read_again(rows) == rows
    assert len(open_workbook(written([Line()]))[0].rows[5]) == 9


@pytest.mark.parametrize("text", ["=1+1", "+62 811", "-5", "@SUM(A1)", "{=1}", "http://a.b", "'x",
                                  "_x0041_", "JUMLAH", "<b>&amp;", "NAMA"])  # fmt: skip
def test_text_that_looks_like_something_else_stays_text(text):
    row = Line(name=f"{text} Wati", remarks=text, place=f"{text} a", origin=f"{text} b")

    assert read_again([row]) == [row]
    with zipfile.ZipFile(io.BytesIO(written([row]))) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml
    assert b"<hyperlink" not in xml


def test_a_year_without_anybody_is_twelve_empty_sheets():
    assert read_again([]) == []


def test_what_does_not_belong_is_not_written():
    with pytest.raises(ValueError, match="2023"):
        written([Line()], year=2023)
    with pytest.raises(ValueError, match="too long"):
        written([Line(remarks="x" * 40_000)])


# Any rows whatever

TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"], exclude_characters="\xa0"),
    max_size=40,
).map(lambda text: " ".join(text.split()))
CLEAN = TEXT.filter(lambda text: text == (plain_text(text) or "") and not is_ditto(text))
NAMES = CLEAN.filter(lambda text: read_name(text) == text)
PLACES = CLEAN.filter(lambda text: read_origin(text) == text)
BIRTHPLACES = st.sampled_from(["", "Makassar", "Ujung Pandang", "Kab. Gowa", "Bone, Sulsel"])
YEARS = st.integers(0, 120)


@st.composite
def ages(draw, met_on):
    kind = draw(st.sampled_from("unknown exact about child adult elder birth".split()))
    years = draw(YEARS) if kind in {"exact", "about"} else None
    earliest = date(met_on.year - 119, 1, 1)
    born_on = draw(st.dates(earliest, met_on)) if kind == "birth" else None
    return StatedAge(kind, years, born_on, draw(BIRTHPLACES))


@st.composite
def rows(draw):
    met_on = draw(st.dates(date(2024, 1, 1), date(2024, 12, 31)))
    return Line(
        name=draw(NAMES),
        sex=draw(st.sampled_from("LP")),
        age=draw(ages(met_on)),
        origin=draw(PLACES),
        class_code=draw(st.sampled_from(sorted(CLASS_NAMES))),
        met_on=met_on,
        place=draw(PLACES),
        remarks=draw(CLEAN),
        nik=draw(st.just("") | st.from_regex(r"[0-9]{16}", fullmatch=True)),
    )


@pytest.mark.gate
@settings(max_examples=40, deadline=None)
@given(st.lists(rows(), max_size=12))
def test_any_rows_come_back_as_they_were(lines):
    lines = sorted(lines, key=lambda line: line.met_on.month)

    assert read_again(lines) == lines


def test_key_of_is_the_form_in_which_nicknames_are_kept():
    assert key_of(" Org.  Terlantar & Co ") == "org terlantar dan co"
