"""Registers as offices keep them: each test is another untidy year."""

import csv
import random
from collections import Counter
from datetime import date

import pytest

from cases.intakes.register.words import CLASS_NAMES, NICKNAMES, StatedAge
from cases.intakes.register.workbook import UnusableFile
from tests import DATA
from tests.cases.intakes.register.sheets import (
    HEADER,
    lines_of,
    ods,
    people,
    read,
    read_file,
    xlsx,
)

JAN_8 = date(2024, 1, 8)


def row(number=1, name="Wati", sex="P", age=8, origin="Tallo", kind="Anjal", day=JAN_8, *rest):
    return [number, name, sex, age, origin, kind, day, *(rest or ("Fly Over", ""))]


def test_the_register_of_2024_is_the_official_table():
    reading = read_file(DATA / "register_razia_2024.xlsx")

    counted = Counter((CLASS_NAMES[one.class_code], one.sex) for one in reading.rows)
    with (DATA / "recaps_2022_2024.csv").open(encoding="utf-8", newline="") as file:
        official = [line for line in csv.DictReader(file) if line["year"] == "2024"]
    assert counted == Counter(
        {
            (line["classification"], sex): int(line[column])
            for line in official
            for sex, column in (("L", "male"), ("P", "female"))
            if int(line[column])
        }
    )
    assert len(reading.rows) == 583
    assert (reading.refused, reading.warnings, reading.unknown_classes) == ([], [], {})
    assert [sheet.month for sheet in reading.sheets] == list(range(1, 13))


def test_a_row_is_read_whole():
    reading = read(
        [
            ["DATA PMKS TERJARING BULAN JANUARI 2024"],
            [],
            HEADER,
            row(1, " Besse  Tenri ", "Pr", "Makassar, 26-10-1992", "Kab. Gowa", "WTS", "08.01.24",
                "Pasar Terong", "dipulangkan\nke keluarga"),
        ]
    )  # fmt: skip

    (one,) = reading.rows
    assert (one.sheet, one.row, one.number_in_sheet) == ("JAN", 4, 1)
    assert (one.name, one.sex, one.origin, one.place) == (
        "Besse Tenri",
        "P",
        "Kab. Gowa",
        "Pasar Terong",
    )
    assert one.age == StatedAge("birth", None, date(1992, 10, 26), "Makassar")
    assert (one.class_code, one.class_text, one.met_on) == ("tuna-susila", "WTS", JAN_8)
    assert one.remarks == "dipulangkan\nke keluarga"
    assert reading.sheets[0].header_row == 3


# Layouts


def test_two_header_rows_with_ticks_under_jenis_kelamin():
    reading = read(
        [
            ["NO", "NAMA", "JENIS KELAMIN", "", "UMUR", "ALAMAT", "KLASIFIKASI", "TGL", "LOKASI"],
            ["", "", "L", "P"],
            [1, 2, 3, 4, 5, 6, 7, 8, 9],
            [1, "Ani", "", "√", 9, "Tallo", "Anjal", "8/1/24", "Fly Over"],
            [2, "Budi", "x", "", 9, "Tallo", "Anjal", "", "Fly Over"],
            [3, "Cua", "", 1, 9, "Tallo", "Anjal", "", "Fly Over"],
            [4, "Dg. Nai", "L", "-", 9, "Tallo", "Anjal", "", "Fly Over"],
            [5, "Eka", "v", "v", 9, "Tallo", "Anjal", "", "Fly Over"],
            [6, "Fai", "", "", 9, "Tallo", "Anjal", "", "Fly Over"],
            ["", "JUMLAH", 2, 2, "", "", "", "", ""],
        ],
        merges=[(0, 2, 0, 3), *[(0, column, 1, column) for column in (0, 1, 4, 5, 6, 7, 8)]],
    )

    assert [one[:2] for one in people(reading)] == [
        ("Ani", "P"), ("Budi", "L"), ("Cua", "P"), ("Dg. Nai", "L"),
    ]  # fmt: skip
    assert [(one.row, one.column, one.value) for one in reading.refused] == [
        (8, "L/P", "v v"),
        (9, "L/P", ""),
    ]
    assert reading.warnings == []


def test_the_date_stands_on_a_merged_line_above_its_people():
    head = ["NO", "NAMA", "L/P", "USIA", "ASAL", "JENIS PMKS", "KETERANGAN"]
    reading = read(
        [
            ["REGISTER RAZIA PMKS TAHUN 2023"],
            [],
            head,
            ["Razia tanggal 2 Januari 2023 di Fly Over"],
            [1, "Ani", "P", 9, "Tallo", "Anjal", ""],
            [2, "Budi", "L", 9, "Tallo", "Anjal", ""],
            [],
            ["Hari/Tanggal : Selasa, 3 Januari 2023"],
            ["Lokasi : Pasar Terong"],
            [3, "Cua", "P", 9, "Tallo", "Anjal", ""],
            ["TANGGAL 04-02-2023 LOKASI LAMPU MERAH VETERAN"],
            [4, "Dewi", "P", 9, "Tallo", "Anjal", ""],
            ["Rabu, 5 April 2023"],
            [5, "Eka", "P", 9, "Tallo", "Anjal", ""],
            ["", "Tanggal :", date(2023, 4, 6), "", "Lokasi :", "MTC Karebosi"],
            [6, "Fai", "P", 9, "Tallo", "Anjal", ""],
        ],
        name="2023",
        merges=[(row, 0, row, 6) for row in (0, 3, 7, 8, 10, 12)],
    )

    assert [(one.met_on, one.place) for one in reading.rows] == [
        (date(2023, 1, 2), "Fly Over"),
        (date(2023, 1, 2), "Fly Over"),
        (date(2023, 1, 3), "Pasar Terong"),
        (date(2023, 2, 4), "LAMPU MERAH VETERAN"),
        (date(2023, 4, 5), ""),
        (date(2023, 4, 6), "MTC Karebosi"),
    ]
    assert (reading.refused, reading.warnings) == ([], [])


def test_what_stands_above_the_header_counts_when_it_says_so():
    reading = read(
        [
            ["Laporan hasil razia di Kota Makassar tahun 2023"],
            ["Nomor : 460/12/2023 tanggal 2 Januari 2023"],
            ["Hari / Tanggal", ":", "Senin, 9 Januari 2023"],
            ["Lokasi", ":", "Jl. Veteran"],
            ["Pukul", ":", "21.00 - 24.00"],
            ["No", "Nama", "L/P", "Usia", "Asal", "PMKS"],
            [1, "Ani", "P", 9, "Tallo", "Anjal"],
        ],
        name="Sheet1",
    )

    assert [(one.met_on, one.place) for one in reading.rows] == [(date(2023, 1, 9), "Jl. Veteran")]


def test_the_number_and_date_of_a_letter_are_no_date_of_people():
    reading = read(
        [["Surat tugas nomor 460/2023 tanggal 2 Januari 2023"], HEADER[:6], row()[:6]],
        name="Sheet1",
    )

    assert [(one.row, one.column) for one in reading.refused] == [(3, "TGL TERJARING")]


def test_lines_above_people_may_be_numbered_and_spelled_in_many_ways():
    spellings = [
        "I. Razia hari Senin tgl 8 Januari 2024 pukul 21.00 s/d selesai di Jl. Pettarani",
        "II Selasa, 9 Januari 2024 (malam)",
        "Tanggal 10 Januari",
        "11/1/24",
        date(2024, 1, 12),
    ]
    rows = [HEADER[:6]]
    for spelling in spellings:
        rows += [[spelling], row()[:6]]
    reading = read(rows, name="JAN 2024")

    assert [one.met_on.day for one in reading.rows] == [8, 9, 10, 11, 12]
    assert [one.place for one in reading.rows] == ["Jl. Pettarani", "", "", "", ""]


def test_below_a_note_with_a_day_an_empty_date_is_not_known():
    reading = read([HEADER, row(1), ["Sisanya dari tgl 9 Januari 2024"], row(2, day=""), row(3)])

    assert [one.number_in_sheet for one in reading.rows] == [1, 3]
    assert [one.row for one in reading.refused] == [4]


def test_day_and_place_in_one_column():
    head = ["NO", "NAMA", "JK", "USIA", "ASAL", "JENIS PMKS", "TANGGAL / TEMPAT RAZIA"]
    days = [
        "Senin, 08/01/2024 - Jl. Veteran",
        "",
        "Pasar Terong, 9 Januari 2024",
        "8-9 Jan 2024 X",
    ]
    reading = read([head, *[[*row(n)[:6], day] for n, day in enumerate(days)]])

    assert [(one.met_on.day, one.place) for one in reading.rows] == [
        (8, "Jl. Veteran"), (8, "Jl. Veteran"), (9, "Pasar Terong"),
    ]  # fmt: skip
    assert [(one.column, one.value) for one in reading.refused] == [(head[-1], "8-9 Jan 2024 X")]


def test_a_second_table_of_people_beside_the_first_is_said_to_be_unread():
    half = ["NO", "NAMA", "UMUR", "L/P", "KLASIFIKASI", "TGL"]
    person = [1, "Ani", 9, "P", "Anjal", JAN_8]
    reading = read([[*half, "", *half], [*person, "", *person]])

    assert len(reading.rows) == 1
    assert "tabel orang kedua (kolom H, I, J, K, L, M)" in reading.warnings[0].text


def test_counts_below_two_columns_of_ticks_are_not_ticks():
    reading = read(
        [
            ["NO", "KLASIFIKASI", "L", "P", "UMUR", "NAMA", "TGL"],
            [1, "Anjal", "x", "", 9, "Ani", JAN_8],
            ["", "JUMLAH", 1, 0],
            [1, "Anak Jalanan", 1, 0, 1],
            ["NO", "KLASIFIKASI", "L", "P", "JUMLAH"],
            [1, "Anak Jalanan", 1, 0, 1],
            ["", "JUMLAH", 1, 0, 1],
        ]
    )

    assert people(reading) == [("Ani", "L", "anjal", JAN_8)]
    assert (reading.refused, reading.warnings) == ([], [])


def test_one_sheet_for_the_year_with_a_part_a_month():
    reading = read(
        [
            ["", "REGISTER TAHUN 2022"],
            ["", "BULAN JANUARI"],
            ["", *HEADER],
            ["", *row(1, day="8 Januari 2022")],
            ["", *row(2, day="")],
            ["", "", "JUMLAH", 2],
            ["", "BULAN FEBRUARI"],
            ["", *HEADER],
            ["", *row(1, day="")],
            ["", *row(2, day="3")],
            ["", *row(3, day="4 Feb")],
            ["", "", "JUMLAH", 4],
            ["", "", "JUMLAH S/D FEBRUARI 2022", 4],
        ],
        name="REGISTER",
    )

    assert [one.met_on for one in reading.rows] == [
        date(2022, 1, 8), date(2022, 1, 8), date(2022, 2, 3), date(2022, 2, 4),
    ]  # fmt: skip
    # An empty date does not reach over the month's line.
    assert [(one.row, one.column) for one in reading.refused] == [(9, "TGL")]
    assert reading.warnings == []


def test_the_header_again_on_every_printed_page():
    page = [["Halaman berikut"], HEADER, [1, 2, 3, 4, 5, 6, 7, 8, 9]]
    body = [row(number, day="sda" if number > 1 else JAN_8) for number in range(1, 31)]
    reading = read([HEADER, *body[:10], *page, *body[10:20], *page, *body[20:]])

    assert len(reading.rows) == 30
    assert {one.met_on for one in reading.rows} == {JAN_8}


def test_columns_in_another_order_and_a_table_that_begins_at_d7():
    pad = ["", "", ""]
    reading = read(
        [
            *[[]] * 6,
            [*pad, "TGL RAZIA", "KATEGORI PPKS", "NAMA PPKS", "USIA", "JK", "TEMPAT RAZIA",
             "DAERAH ASAL", "NIK", "CATATAN"],
            [*pad, "2024-01-08", "ODGJ", "Mr. X", "± 40", "LAKI - LAKI", "Losari", "-",
             "7371012610920001", "dibawa ke RS"],
        ]
    )  # fmt: skip

    (one,) = reading.rows
    assert (one.name, one.sex, one.class_code, one.met_on) == ("", "L", "odgj", JAN_8)
    assert (one.age, one.origin, one.nik) == (StatedAge("about", 40), "", "7371012610920001")
    assert (one.place, one.remarks, one.number_in_sheet) == ("Losari", "dibawa ke RS", None)


def test_group_labels_above_the_columns():
    reading = read(
        [
            ["NO", "IDENTITAS KLIEN", "", "", "", "KLASIFIKASI", "RAZIA", "", "KET"],
            ["", "NAMA", "L/P", "UMUR", "ALAMAT", "", "TANGGAL", "LOKASI", ""],
            [1, "Ani", "P", 9, "Tallo", "Anjal", "8-1-2024", "Fly Over", "pulang"],
        ],
        merges=[(0, 1, 0, 4), (0, 6, 0, 7), (0, 0, 1, 0), (0, 5, 1, 5), (0, 8, 1, 8)],
    )

    (one,) = reading.rows
    assert (one.name, one.age.years, one.origin) == ("Ani", 9, "Tallo")
    assert (one.met_on, one.place, one.remarks) == (JAN_8, "Fly Over", "pulang")


def test_labels_in_two_rows_that_belong_together():
    reading = read(
        [
            ["N O", "N A M A", "L / P", "UMUR", "ALAMAT", "JENIS", "TGL", "TEMPAT", "KET."],
            ["", "PMKS", "", "(THN)", "ASAL", "PMKS", "TERJARING", "RAZIA", ""],
            [1, "Ani", "P", 9, "Tallo", "Anjal", "8-1-2024", "Fly Over", "pulang"],
        ]
    )

    (one,) = reading.rows
    assert (one.name, one.sex, one.class_code, one.place) == ("Ani", "P", "anjal", "Fly Over")
    assert (one.origin, one.remarks) == ("Tallo", "pulang")


def test_birth_and_address_in_several_columns():
    head = ["NO", "NAMA", "JENIS KELAMIN", "TEMPAT LAHIR", "TGL LAHIR", "UMUR", "ALAMAT", "", ""]
    reading = read(
        [
            [*head, "KLASIFIKASI", "HARI / TGL TERJARING"],
            ["", "", "", "", "", "", "KELURAHAN", "KECAMATAN", "KOTA"],
            [1, "Ani", "P", "Bone", date(2015, 2, 3), 8, "Suangga", "Tallo", "Makassar", "Anjal",
             "Senin, 8 Januari 2024"],
            [2, "Budi", "L", "Gowa", "", "12 thn", "", "", "Gowa", "Anjal", ""],
            [3, "Cua", "L", "", date(2015, 2, 3), 30, "", "", "Gowa", "Anjal", ""],
        ],
        merges=[(0, 6, 0, 8)],
    )  # fmt: skip

    ani, budi, cua = reading.rows
    assert ani.age == StatedAge("birth", None, date(2015, 2, 3), "Bone")
    assert ani.origin == "Suangga, Tallo, Makassar"
    assert budi.age == StatedAge("exact", 12, None, "Gowa")
    assert [one.row for one in reading.warnings] == [5]
    assert "tidak cocok" in cua.warnings[0]


def test_classes_places_and_days_merged_down_over_their_people():
    reading = read(
        [
            HEADER,
            row(1, "Ani", kind="Gepeng", day="8-1-2024"),
            [2, "Budi", "L", 40, "Tallo"],
            [3, "Cua", "L", 40, "Tallo"],
            row(4, "Dewi", kind="OT", day="9-1-2024"),
        ],
        merges=[(1, 5, 3, 5), (1, 6, 3, 6), (1, 7, 3, 7)],
    )

    assert [(one.class_code, one.met_on.day, one.place) for one in reading.rows] == [
        *[("gepeng", 8, "Fly Over")] * 3,
        ("orang-terlantar", 9, "Fly Over"),
    ]


def test_same_as_above_is_said_in_many_ways():
    dittos = ["", "sda", "s.d.a", "Idem", "-", '"', "''", "〃", "s d a."]
    reading = read([HEADER, row(1), *[row(n, day=mark) for n, mark in enumerate(dittos, start=2)]])

    assert [one.met_on for one in reading.rows] == [JAN_8] * 10


def test_class_place_and_origin_can_be_as_above_but_only_when_said():
    reading = read(
        [HEADER, row(1), row(2, "B", "L", 9, "sda", "idem", "", '"', ""), row(3, kind="", day="")]
    )

    second = reading.rows[1]
    assert (second.class_code, second.class_text) == ("anjal", "Anjal")
    assert (second.origin, second.place) == ("Tallo", "Fly Over")
    assert [(one.row, one.column) for one in reading.refused] == [(4, "KLASIFIKASI")]


def test_blocks_of_numbers_beside_and_below_are_not_people():
    side = ["", "KLASIFIKASI", "L", "P", "JUMLAH"]
    reading = read(
        [
            [*HEADER, *side],
            [*row(1), "", "Anak Jalanan", 1, 0, 1],
            [*row(2, sex="L"), "", "Gepeng", 0, 1, 1],
            ["", "JUMLAH", 2],
            [],
            ["", "Anak Jalanan", 1, 1],
            ["", "Laki-laki", 1],
            [],
            ["NO", "KLASIFIKASI PPKS", "L", "P", "TOTAL"],
            [1, "Anak Jalanan", 1, 0, 1],
            [2, "ODGJ", 0, 1, 1],
            [3, "Tuna Susila", 1, 1, 2],
            ["", "JUMLAH", 2, 2, 4],
            [],
            ["", "Mengetahui,", "", "", "", "Makassar, 31 Januari 2024"],
            ["", "Kepala UPT RPTC", "", "", "", "Pembuat Laporan"],
            ["", "Dra. Fulanah, M.Si", "", "", "", "Fulan, S.Sos"],
            ["", "NIP. 19700101 199001 2 001", "", "", "", "NIP. 19800101 200501 1 002"],
        ]
    )

    assert len(reading.rows) == 2
    assert reading.refused == []
    assert [one.text for one in reading.warnings] == [
        "Ada isi di luar tabel (kolom K, L, M, N). Isinya tidak dibaca."
    ]


def test_a_block_of_numbers_right_against_the_table():
    reading = read(
        [
            [
                "NO",
                "NAMA",
                "L/P",
                "UMUR",
                "JENIS PMKS",
                "TGL",
                "NO",
                "JENIS PMKS",
                "L",
                "P",
                "JML",
            ],
            [1, "Ani", "P", 9, "Anjal", JAN_8, 1, "Anak Jalanan", 1, 0, 1],
        ]
    )

    assert people(reading) == [("Ani", "P", "anjal", JAN_8)]


def test_a_sheet_with_the_recap_and_one_with_the_officers_are_left_out():
    reading = read_file(
        xlsx(
            {
                "REKAP": [
                    ["REKAP TAHUN 2024"],
                    ["NO", "KLASIFIKASI PPKS", "JENIS KELAMIN", "", "TOTAL"],
                    ["", "", "L", "P", ""],
                    [1, "Anak Jalanan", 1, 1, 2],
                ],
                "JAN": [HEADER, row()],
                "PETUGAS": [["NO", "NAMA", "L/P", "JABATAN"], [1, "Fulan", "L", "Danru"]],
                "LAMA": [HEADER, row()],
            },
            hidden=["LAMA"],
        )
    )

    assert len(reading.rows) == 1
    assert reading.refused == []
    assert [(one.sheet, one.row) for one in reading.warnings] == [
        ("REKAP", None), ("PETUGAS", None), ("LAMA", None),
    ]  # fmt: skip


def test_people_go_on_after_a_total_and_a_signature():
    reading = read(
        [
            HEADER,
            row(1),
            ["", "JUMLAH", 1],
            ["", "Mengetahui"],
            row(2, "", day=""),
            row(3, sex="?", day=""),
            row("", "Cua", kind="Manusia silver", day=""),
        ]
    )

    assert [one.number_in_sheet for one in reading.rows] == [1, 2]
    assert [(one.row, one.column) for one in reading.refused] == [(6, "L/P"), (7, "KLASIFIKASI")]


def test_a_person_after_a_recap_is_not_swallowed():
    recap = [["NO", "KLASIFIKASI", "L", "P", "JUMLAH"], [1, "Anak Jalanan", 1, 0, 1]]
    reading = read([HEADER, row(1), *recap, row(2), *recap, row(3, kind="Badut"), row(4)])

    assert [one.number_in_sheet for one in reading.rows] == [1, 2, 4]
    assert [one.row for one in reading.refused] == [8]


# What refuses a row


@pytest.mark.parametrize(
    ("changed", "column", "value"),
    [
        ({"sex": ""}, "L/P", ""),
        ({"sex": "L?"}, "L/P", "L?"),
        ({"sex": "=L"}, "L/P", "=L"),
        ({"kind": ""}, "KLASIFIKASI", ""),
        ({"kind": "Badut"}, "KLASIFIKASI", "Badut"),
        ({"kind": "Anjal/ODGJ"}, "KLASIFIKASI", "Anjal/ODGJ"),
        ({"kind": "=Anjal"}, "KLASIFIKASI", "=Anjal"),
        ({"day": "31/02/2024"}, "TGL", "31/02/2024"),
        ({"day": "8-9 Januari 2024"}, "TGL", "8-9 Januari 2024"),
        ({"day": "=TODAY()"}, "TGL", "=TODAY()"),
        ({"day": ""}, "TGL", ""),
    ],
)
def test_what_cannot_be_read_refuses_the_row(changed, column, value):
    reading = read([HEADER, row(**changed), row(2)])

    (refusal,) = reading.refused
    assert (refusal.sheet, refusal.row, refusal.column) == ("JAN", 2, column)
    assert refusal.value == value
    assert refusal.expected.endswith(".")
    assert [one.number_in_sheet for one in reading.rows] == [2]


def test_two_bad_cells_are_two_refusals_of_one_row():
    reading = read([HEADER, row(sex="?", kind="?")])

    assert [one.column for one in reading.refused] == ["L/P", "KLASIFIKASI"]
    assert reading.refused_rows == 1


def test_below_a_day_that_cannot_be_read_an_empty_one_is_not_the_last_good_one():
    reading = read([HEADER, row(1), row(2, day="99/99/9999"), row(3, day=""), row(4)])

    assert [one.number_in_sheet for one in reading.rows] == [1, 4]
    assert [one.row for one in reading.refused] == [3, 4]


def test_a_line_above_with_an_impossible_day_gives_none():
    reading = read([HEADER[:6], ["Razia tanggal 31 Februari 2024"], row()[:6]], name="FEB")

    assert reading.rows == []
    assert [(one.row, one.column) for one in reading.refused] == [(3, "TGL TERJARING")]
    assert [one.row for one in reading.warnings] == [2]


def test_a_table_without_a_class_refuses_all_its_rows():
    head = [label for label in HEADER if label != "KLASIFIKASI"]
    reading = read([head, [1, "Ani", "P", 9, "Tallo", JAN_8, "Fly Over", ""]])

    assert [(one.row, one.column) for one in reading.refused] == [(2, "KLASIFIKASI")]


# Unknown classes


def test_an_unknown_class_is_asked_once_for_all_its_rows():
    rows = [
        HEADER,
        row(1, kind="Pak Ogah"),
        row(2),
        row(3, kind="PAK  OGAH"),
        row(4, kind="Badut"),
    ]

    reading = read(rows)
    assert reading.unknown_classes == {
        "pak ogah": [("JAN", 2), ("JAN", 4)],
        "badut": [("JAN", 5)],
    }

    answered = read(rows, nicknames=NICKNAMES | {"Pak Ogah": "gepeng", "badut": "gepeng"})
    assert len(answered.rows) == 4
    assert answered.unknown_classes == {}


# Ages, NIK, dates against the sheet


def test_an_age_that_cannot_be_read_stays_unknown_and_is_kept_in_the_remarks():
    reading = read([HEADER, row(1, age="30-40"), row(2, age=150), row(3, age=date(2031, 1, 1))])

    assert [one.age for one in reading.rows] == [StatedAge()] * 3
    assert reading.rows[0].remarks == "Umur tertulis: 30-40"
    assert [one.row for one in reading.warnings] == [2, 3, 4]


def test_a_nik_typed_as_a_number_is_not_guessed():
    head = [*HEADER, "NIK"]
    reading = read(
        [head, [*row(1), 7371012610920001], [*row(2), "7371 0126 1092 0001"], [*row(3), "12345"]]
    )

    assert [one.nik for one in reading.rows] == ["", "7371012610920001", ""]
    assert [one.row for one in reading.warnings] == [2, 4]


def test_a_day_of_another_month_or_year_is_a_warning():
    reading = read(
        [
            ["DATA BULAN JANUARI 2024"],
            HEADER,
            row(1, day="08/02/2024"),
            row(2, day="08-01-2023"),
            row(3, day=date(2024, 8, 1)),
        ]
    )

    assert [one.met_on for one in reading.rows] == [
        date(2024, 2, 8), date(2023, 1, 8), date(2024, 8, 1),
    ]  # fmt: skip
    assert [one.row for one in reading.warnings] == [3, 4, 5]
    assert "tertukar" in reading.rows[2].warnings[0]


def test_the_year_that_was_asked_for_completes_and_doubts():
    reading = read([HEADER, row(1, day="8 Januari"), row(2, day="8/1/23")], year=2024)

    assert [one.met_on.year for one in reading.rows] == [2024, 2023]
    assert [one.row for one in reading.warnings] == [3]


# JUMLAH


@pytest.mark.parametrize(
    ("total", "is_doubtful"),
    [
        (["", "JUMLAH", 2], False),
        (["", "JUMLAH", 3], True),
        (["JUMLAH : 2 ORANG"], False),
        (["JUMLAH : 5 ORANG"], True),
        (["", "TOTAL", "L = 1", "P = 1"], False),
        (["", "TOTAL", "L = 2", "P = 0"], True),
        (["", "Jumlah Laki-laki", 1], False),
        (["", "Jumlah Laki-laki", 2], True),
        (["", "JUMLAH", 1, 1, 2], False),
        (["", "JUMLAH"], False),
    ],
)
def test_a_total_that_differs_is_a_warning(total, is_doubtful):
    reading = read([HEADER, row(1), row(2, sex="L"), total])

    assert bool(reading.warnings) == is_doubtful
    assert len(reading.rows) == 2


def test_a_total_may_count_the_year_so_far():
    sheets = {
        "JAN": [HEADER, row(1), row(2), ["", "JUMLAH", 2]],
        "FEB": [HEADER, row(1, day="1/2/2024"), ["", "JUMLAH", 3]],
        "MAR": [HEADER, row(1, day="1/3/2024"), ["", "JUMLAH", 5]],
    }
    reading = read_file(xlsx(sheets))

    assert [one.sheet for one in reading.warnings] == ["MAR"]


def test_a_refused_row_shows_in_the_total():
    reading = read([HEADER, row(1), row(2, kind="Badut"), ["", "JUMLAH", 2]])

    assert [one.text for one in reading.warnings] == [
        "JUMLAH tertulis seluruhnya 2; terbaca seluruhnya 1 dan 1 baris ditolak."
    ]


# Kept, never dropped


def test_a_column_nobody_knows_goes_to_the_remarks():
    reading = read([[*HEADER, "AGAMA"], [*row(1, "Ani", "P", 9, "Tallo", "Anjal", JAN_8, "F", "x"),
                                         "Islam"]])  # fmt: skip

    assert reading.rows[0].remarks == "x; AGAMA: Islam"
    assert [one.row for one in reading.warnings] == [1]


def test_people_are_called_hari_and_jumlah_is_no_name():
    reading = read(
        [
            HEADER,
            row("", "Hari Santoso", sex=""),
            row("", "Total Bangun"),
            row("", "Tempatwati"),
        ]
    )

    assert [one.name for one in reading.rows] == ["Total Bangun", "Tempatwati"]
    assert [one.row for one in reading.refused] == [2]


def test_lines_that_were_numbered_ahead_are_not_people():
    reading = read([HEADER, row(1), [2], [3], [4, "", "", "", "", "", JAN_8]])

    assert [one.reason for one in reading.ignored[1:]] == ["Hanya nomor urut."] * 2
    assert reading.refused_rows == 1


def test_every_filled_line_is_accounted_for_once():
    """Whatever a sheet holds: people, scraps of people, headers, totals, in any order."""
    chance = random.Random(2024)  # noqa: S311
    scraps = ["", "", "", "L", "P", "x", "Anjal", "Badut", 1, 2, 9.5, "JUMLAH", "NAMA", "sda"]
    scraps += ["Razia tanggal 2 Januari 2024", "NIP", JAN_8, "KLASIFIKASI", "=1", True, "TOTAL"]
    for _ in range(25):
        rows = [HEADER]
        for _ in range(40):
            kind = chance.random()
            if kind < 0.3:
                rows.append(row(chance.randint(1, 99)))
            elif kind < 0.35:
                rows.append(HEADER)
            else:
                rows.append([chance.choice(scraps) for _ in range(chance.randint(0, 11))])
        reading = read(rows)
        filled = [
            ("JAN", line)
            for line, cells in enumerate(rows, start=1)
            if any(cell != "" for cell in cells)
        ]
        assert lines_of(reading) == filled


# Other kinds of files


ROWS = [["REGISTER TAHUN 2024"], HEADER, row(1), row(2, "Budi", "Lk", "± 30", day="")]


def test_ods_reads_as_xlsx_does():
    assert people(read_file(ods({"JAN": ROWS}))) == people(read_file(xlsx({"JAN": ROWS})))


def test_an_old_xls():
    reading = read_file(DATA / "register_small.xls")

    assert people(reading) == [
        ("Ani", "P", "anjal", date(2021, 3, 1)),
        ("Budi", "L", "gepeng", date(2021, 3, 2)),
        ("", "L", "odgj", date(2021, 3, 2)),
    ]
    assert (reading.refused, reading.warnings) == ([], [])


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
def test_csv_as_excel_writes_it(delimiter, encoding):
    lines = [
        ["DATA PMKS TERJARING", "", "", "", "", "", "", "", ""],
        HEADER,
        ["1", "Wati", "P", "± 30", "Tallo, Makassar", "Anjal", "08/01/2024", "Jl. A.P", "a;b"],
        ["2", "Renée", "L", "Makassar, 26-10-1992", "", "Gepeng", "", "", ""],
    ]
    text = "".join(
        delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in line) + "\r\n"
        for line in lines
    )
    reading = read_file(text.encode(encoding))

    assert people(reading) == [
        ("Wati", "P", "anjal", JAN_8),
        ("Renée", "L", "gepeng", JAN_8),
    ]
    assert reading.rows[0].age == StatedAge("about", 30)
    assert reading.rows[0].remarks == "a;b"
    assert (reading.rows[0].sheet, reading.rows[0].row) == ("CSV", 3)


def test_one_sheet_can_be_chosen():
    data = xlsx({"JAN": ROWS, "FEB": [HEADER, row(1, day="1/2/2024")]})

    assert [one.sheet for one in read_file(data, sheet="FEB").rows] == ["FEB"]
    with pytest.raises(UnusableFile, match="JAN, FEB"):
        read_file(data, sheet="MAR")


@pytest.mark.parametrize(
    "rows",
    [
        [["Daftar belanja"], ["Beras", 10]],
        [["KLASIFIKASI", "L", "P", "JUMLAH"], ["Anak Jalanan", 1, 2, 3]],
    ],
)
def test_a_file_without_people_is_unusable(rows):
    with pytest.raises(UnusableFile, match="register"):
        read(rows)
