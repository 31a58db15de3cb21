from datetime import date

import pytest

from cases.intakes.register.words import (
    CLASS_NAMES,
    NICKNAMES,
    StatedAge,
    UnknownClass,
    Unreadable,
    read_age,
    read_class,
    read_date,
    read_name,
    read_nik,
    read_origin,
    read_sex,
    read_ticked_sex,
)

ON = date(2024, 5, 1)


@pytest.mark.parametrize(
    ("sex", "texts"),
    [
        ("L", "L|l|Lk|LK.|lk|Laki-laki|LAKI - LAKI|laki laki|Laki2|Pria|Cowok| (L) |L."),
        ("P", "P|p|Pr|Pr.|PEREMPUAN|Perempuan |Wanita|cewek|W|Prp"),
    ],
)
def test_sex(sex, texts):
    assert {read_sex(text) for text in texts.split("|")} == {sex}


@pytest.mark.parametrize("value", [None, "", "-", "LP", "L/P", "L?", "=L", "X", 1, True, "Waria"])
def test_a_sex_that_is_not_said_is_not_guessed(value):
    with pytest.raises(Unreadable, match="L atau P"):
        read_sex(value)


@pytest.mark.parametrize("tick", ["✓", "√", "v", "V", "x", "X", 1, "1", True, "ü"])
def test_a_tick_in_one_of_two_columns(tick):
    assert read_ticked_sex(tick, None) == "L"
    assert read_ticked_sex("-", tick) == "P"


@pytest.mark.parametrize(
    ("male", "female"), [(None, None), ("x", "x"), ("P", None), ("?", None), (12, 8), (0, "-")]
)
def test_ticks_that_do_not_say_one_sex(male, female):
    with pytest.raises(Unreadable, match="satu kolom"):
        read_ticked_sex(male, female)


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("anjal", "Anjal|ANJAL |anak jalanan|Anak  Jalanan|Anjal (pengamen)|Anak-Jalanan"),
        ("gepeng", "Gepeng|Gelandangan & Pengemis|gelandangan/pengemis|Pengemis|GELANDANGAN"),
        ("lansia", "Lansia|LANSIA TERLANTAR|Lanjut Usia|Lansia Terlantar (lansia)"),
        ("orang-terlantar", "OT|O.T.|Org. Terlantar|Orang Terlantar"),
        ("napza", "NAPZA|Napza|Korban Napza"),
        ("odgj", "ODGJ|Gangguan Jiwa|Psikotik"),
        ("tuna-susila", "TS|T.S|WTS|PSK|Tuna Susila|tuna-susila"),
        ("adk", "ADK|Anak dengan Kedisabilitasan"),
        ("abh", "ABH|Anak Berhadapan dengan Hukum"),
        ("anak-terlantar", "Anak Terlantar"),
    ],
)
def test_classes_and_their_nicknames(code, texts):
    assert {read_class(text, NICKNAMES) for text in texts.split("|")} == {code}


def test_every_class_is_read_by_its_own_name():
    assert {code: read_class(name, NICKNAMES) for code, name in CLASS_NAMES.items()} == {
        code: code for code in CLASS_NAMES
    }


@pytest.mark.parametrize("text", ["Badut", "Manusia Silver", "Anjal/Badut", "Terlantar", "Waria"])
def test_a_word_nobody_knows_is_asked(text):
    with pytest.raises(UnknownClass):
        read_class(text, NICKNAMES)


@pytest.mark.parametrize("value", [None, "", "-", 0, 12, True, "Anjal?", "=Anjal", "Anjal/ODGJ",
                                   "Lansia (ODGJ)", "Gepeng, TS", "x" * 5000])  # fmt: skip
def test_a_class_that_is_not_said_is_not_guessed(value):
    with pytest.raises(Unreadable, match="klasifikasi") as caught:
        read_class(value, NICKNAMES)
    assert value is True or not isinstance(caught.value, UnknownClass)


@pytest.mark.parametrize(
    ("value", "age"),
    [
        (9, StatedAge("exact", 9)),
        ("9 thn", StatedAge("exact", 9)),
        ("9th.", StatedAge("exact", 9)),
        ("9 (sembilan) tahun", StatedAge("exact", 9)),
        ("9,5 thn", StatedAge("exact", 9)),
        ("0", StatedAge("exact", 0)),
        ("8 bln", StatedAge("exact", 0)),
        ("1 thn 5 bln", StatedAge("exact", 1)),
        ("18 bulan", StatedAge("exact", 1)),
        ("3 hari", StatedAge("exact", 0)),
        ("± 30", StatedAge("about", 30)),
        ("±30 thn", StatedAge("about", 30)),
        ("+/- 30", StatedAge("about", 30)),
        ("sekitar 30 tahun", StatedAge("about", 30)),
        ("Kira-kira 30", StatedAge("about", 30)),
        ("30-an", StatedAge("about", 30)),
        ("30an tahun", StatedAge("about", 30)),
        ("1992", StatedAge("about", 32)),
        ("anak", StatedAge("child")),
        ("DEWASA", StatedAge("adult")),
        ("Lansia", StatedAge("elder")),
        ("Makassar, 26-10-1992", StatedAge("birth", None, date(1992, 10, 26), "Makassar")),
        ("Ujung Pandang 26 Okt 92", StatedAge("birth", None, date(1992, 10, 26), "Ujung Pandang")),
        ("26/10/1992", StatedAge("birth", None, date(1992, 10, 26))),
        (date(1992, 10, 26), StatedAge("birth", None, date(1992, 10, 26))),
        (33903, StatedAge("birth", None, date(1992, 10, 26))),
        ("Bone, 1-2-24", StatedAge("birth", None, date(2024, 2, 1), "Bone")),
        ("Bone, 1-2-25", StatedAge("birth", None, date(1925, 2, 1), "Bone")),
        ("31 thn / Bone, 26-10-1992", StatedAge("birth", None, date(1992, 10, 26), "Bone")),
        ("Makassar, ± 30", StatedAge("about", 30, None, "Makassar")),
        ("Makassar, -", StatedAge("unknown", None, None, "Makassar")),
        *[(text, StatedAge()) for text in (None, "", "-", "?", "tdk diketahui", "...", "n/a")],
    ],
)
def test_ages(value, age):
    assert read_age(value, on=ON) == age


@pytest.mark.parametrize("value", ["150", -3, "30-40", "> 60", "Makassar", "31-02-1992", "=9",
                                   "26-10-2030", "thn", "9 x", True, "1" * 5000])  # fmt: skip
def test_an_age_that_cannot_be_read(value):
    with pytest.raises(Unreadable):
        read_age(value, on=ON)


@pytest.mark.parametrize(
    "value",
    [
        "08.01.24", "08-01-2024", "8/1/24", "8 Januari 2024", "8 Jan 2024", "8-Jan-24",
        "08 JANUARI 2024", "Senin, 8 Januari 2024", "Senin/8-1-2024", "tgl 08-01-2024",
        "2024-01-08", "2024-01-08T00:00:00", "08-01-2024 21.30", "8/1/2024 pukul 21.00 WITA",
        date(2024, 1, 8), 45299, "45299", 45299.9, "8 Januari", "8/1", "8", 8, "8 jan '24",
    ],
)  # fmt: skip
def test_days(value):
    assert read_date(value, year=2024, month=1) == date(2024, 1, 8)


@pytest.mark.parametrize(
    "value",
    [
        None, "", "Senin", "31/02/2024", "01/13/2024", "8-9 Januari 2024", "08-01-2204", True,
        "08012024", "=DATE(2024,1,8)", "8 s/d 9 Januari 2024", 2.5, 1e30, "0", "32", "1" * 5000,
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_read(value):
    with pytest.raises(Unreadable):
        read_date(value, year=2024, month=1)


def test_a_day_without_a_year_needs_the_sheets():
    for value in ("8 Januari", "8/1", 8):
        with pytest.raises(Unreadable):
            read_date(value)


def test_names_and_origins():
    assert read_name("  DG.  TOLA ") == "DG. TOLA"
    assert {read_name(text) for text in ("X", "Mr. X", "tanpa nama", "-", "?", "N.N", None)} == {
        ""
    }
    assert read_origin("Kab.  Gowa") == "Kab. Gowa"
    assert {read_origin(text) for text in ("tidak diketahui", "-", "", None)} == {""}


def test_nik():
    assert read_nik("'7371 0126 1092 0001") == "7371012610920001"
    assert {read_nik(value) for value in (None, "-", "tidak ada")} == {""}
    for value in (7371012610920001, "7,37101E+15", "12345", "737101261092000X"):
        with pytest.raises(Unreadable):
            read_nik(value)
