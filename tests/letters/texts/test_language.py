"""The language of the texts of letters (rptc/letters/texts) and how they are laid out."""

import time

import pytest
from django.core.exceptions import ValidationError

from rptc.letters.texts.language import fill, parse, used
from rptc.letters.texts.layout import end_apart, lay_out

NAMES = {
    "klien.nama": "",
    "alasan": "",
    "obat": "",
    "barang": {"nama": "", "jumlah": ""},
    "tas": {"kode": "", "isi": {"nama": ""}},
}


def laid(text, **facts):
    facts = {"klien.nama": "Becce Uji"} | {k.replace("__", "."): v for k, v in facts.items()}
    return lay_out(fill(parse(text, NAMES), facts))


def told(text, **facts):
    """Each part as (sort, rows of texts)."""
    parts = laid(text, **facts)
    return [(part.sort, [[str(cell) for cell in row] for row in part.rows]) for part in parts]


def html(text, **facts):
    return "".join(cell.html for part in laid(text, **facts) for row in part.rows for cell in row)


def test_a_field_a_condition_and_a_list():
    text = "Nama {klien.nama}.[jika obat] Obat {obat} hari.[lainnya] Tanpa obat.[selesai]"
    assert told(text, obat="7") == [("p", [["Nama Becce Uji. Obat 7 hari."]])]
    assert told(text) == [("p", [["Nama Becce Uji. Tanpa obat."]])]
    rows = [{"nama": "Sarung", "jumlah": "1"}, {"nama": "Topi", "jumlah": "2"}]
    text = "[setiap barang]\n{barang.nomor}) {barang.nama}, {barang.jumlah}\n[selesai]\nSelesai."
    assert told(text, barang=rows) == [("p", [["1) Sarung, 1\n2) Topi, 2\nSelesai."]])]
    assert told("[jika tidak barang]Nihil.[selesai]", barang=[]) == [("p", [["Nihil."]])]


def test_a_list_within_a_list():
    text = "[setiap tas]\n{tas.kode}: [setiap tas.isi]{tas.isi.nama} [selesai]\n[selesai]"
    bags = [{"kode": "T-1", "isi": [{"nama": "a"}, {"nama": "b"}]}, {"kode": "T-2", "isi": []}]
    assert told(text, tas=bags) == [("p", [["T-1: a b\nT-2:"]])]


def test_paragraphs_facts_lists_tables_and_small_print():
    text = """Pembuka.

# Klien
Nama : {klien.nama}
Alasan : {alasan}

1. Satu
2. Dua
- Titik
| NO | BARANG | JUMLAH |
[setiap barang]
| {barang.nomor} | {barang.nama} | {barang.jumlah} |
[selesai]
> Catatan.
"""
    parts = told(text, alasan="Sakit", barang=[{"nama": "Sarung", "jumlah": "1"}])
    assert parts == [
        ("p", [["Pembuka."]]),
        ("h", [["Klien"]]),
        ("dl", [["Nama", "Becce Uji"], ["Alasan", "Sakit"]]),
        ("ol", [["Satu"], ["Dua"]]),
        ("ul", [["Titik"]]),
        ("table", [["NO", "BARANG", "JUMLAH"], ["1", "Sarung", "1"]]),
        ("note", [["Catatan."]]),
    ]
    assert laid(text)[5].columns == ["no", "", "n"]


def test_the_last_fact_may_stand_on_the_sheet_of_those_who_sign():
    first, last = end_apart(laid("Satu : 1\nDua : 2\nTiga : 3"))
    assert [len(part.rows) for part in (first, last)] == [2, 1]
    assert (first.goes_on, last.goes_on) == (False, True)
    assert len(end_apart(laid("Satu : 1\nDua : 2\n\nSelesai."))) == 2


def test_what_is_left_out_leaves_no_empty_line():
    text = "Nama : {klien.nama}\n[jika obat]Obat : {obat}[selesai]\nAlasan : {alasan}"
    assert told(text, alasan="Sakit") == [("dl", [["Nama", "Becce Uji"], ["Alasan", "Sakit"]])]


# What people are called, or typed into a field: it is printed, and nothing else.
HOSTILE = [
    "[selesai]",
    "{alasan}",
    "[setiap barang]",
    "# Judul",
    "| a | b |",
    "Kepala : lain",
    "1. satu",
    "**tebal**",
    "<script>alert(1)</script>",
    '<img src="https://example.org/x.png">',
    "{{ settings.SECRET_KEY }}",
    "{% include 'base.html' %}",
    "\u202eterbalik",
    "a\nb",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_is_printed_as_it_is_and_never_read(value):
    assert told("{klien.nama}", klien__nama=value, alasan="rahasia") == [("p", [[value]])]
    assert told("| NO | {klien.nama} |", klien__nama=value) == [("table", [["NO", value]])]
    assert told("Nama : {klien.nama}", klien__nama=value) == [("dl", [["Nama", value]])]
    assert "<script" not in html("{klien.nama}", klien__nama=value)


@pytest.mark.parametrize(
    "text",
    [
        "<b>tebal</b>",
        '<a href="https://example.org">x</a>',
        "https://example.org/?a=1&b=2",
        "<style>@import url(file:///etc/passwd)</style>",
        "&lt;",
    ],
)
def test_html_and_addresses_in_a_text_are_letters(text):
    assert told(text) == [("p", [[text]])]
    written = html(text)
    assert "<" not in written.replace("<br>", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("satu\n{klien.umur}", "Baris 2: tidak ada isian bernama {klien.umur}."),
        ("{klien.nama", "Baris 1: tanda { tidak berpasangan."),
        ("klien.nama}", "Baris 1: tanda } tidak berpasangan."),
        ("{}", "Baris 1: tidak ada isian bernama {}."),
        ("{klien.nama.__class__}", "tidak ada isian"),
        ("{0}", "tidak ada isian"),
        ("{{ klien.nama }}", "tidak berpasangan"),
        ("{% if klien.nama %}", "tidak ada isian"),
        ("[kalau obat]x[selesai]", "Baris 1: [kalau obat] tidak dikenal."),
        ("[jika]x[selesai]", "[jika] tidak dikenal."),
        ("[jika umur]x[selesai]", "tidak ada isian bernama {umur}"),
        ("a\n\n[jika obat] x", "Baris 3: bagian obat belum ditutup dengan [selesai]."),
        ("x [selesai]", "[selesai] tanpa"),
        ("[lainnya]", "[lainnya] hanya sekali"),
        ("[jika obat]a[lainnya]b[lainnya]c[selesai]", "[lainnya] hanya sekali"),
        ("[setiap barang]a[lainnya]b[selesai]", "[lainnya] hanya sekali"),
        ("[setiap klien.nama]x[selesai]", "klien.nama bukan daftar."),
        ("{barang}", "{barang} adalah daftar"),
        ("{barang.nama}", "{barang.nama} hanya ada di dalam [setiap barang]."),
        ("[setiap tas.isi]x[selesai]", "hanya ada di dalam [setiap tas]."),
        ("[setiap barang][setiap barang]x[selesai][selesai]", "sudah di dalam dirinya"),
        ("[jika obat]" * 4 + "x" + "[selesai]" * 4, "paling dalam 3"),
        ("[jika obat or 1]x[selesai]", "tidak dikenal"),
        ("[jika obat]x[selesai", "tidak berpasangan"),
    ],
)
def test_what_is_not_known_is_refused_with_its_line(text, said):
    with pytest.raises(ValidationError) as refused:
        parse(text, NAMES)
    assert said in refused.value.messages[0]


def test_three_deep_is_read():
    text = "[jika obat]" * 3 + "x" + "[selesai]" * 3
    assert told(text, obat="7") == [("p", [["x"]])]


def test_a_result_has_an_end_whatever_the_lists_hold():
    many = [{"nama": "x" * 200, "jumlah": "1"}] * 2_000
    with pytest.raises(ValidationError, match="60 halaman"):
        told("[setiap barang]{barang.nama}[selesai]", barang=many)
    bags = [{"kode": "a", "isi": [{"nama": ""}] * 2_000}] * 2_000
    began = time.monotonic()
    with pytest.raises(ValidationError, match="terlalu panjang"):
        told("[setiap tas][setiap tas.isi][selesai][selesai]", tas=bags)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("text", ["[" * 20_000, "{" * 20_000, " " * 20_000, "[jika obat]" * 1_800])
def test_a_hostile_text_is_answered_at_once(text):
    began = time.monotonic()
    try:
        parse(text, NAMES)
    except ValidationError:
        pass
    assert time.monotonic() - began < 2


def test_which_fields_a_text_prints():
    text = "{klien.nama}[jika alasan]x[selesai][setiap barang]{barang.nama}[selesai]"
    assert used(parse(text, NAMES)) == {"klien.nama", "barang.nama"}


def test_a_span_that_is_new_is_marked_where_it_is_read():
    text = "lama baru {klien.nama}"
    parts = lay_out(fill(parse(text, NAMES, [(5, 9)]), {"klien.nama": "A<B"}))
    assert parts[0].rows[0][0].marked == "lama <mark class=new>baru</mark> <mark>A&lt;B</mark>"
