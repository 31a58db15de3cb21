"""A published year as files: CSV with its description, and JSON (docs/open-data.md)."""

import json

from django.conf import settings
from django.urls import reverse
from django.urls.converters import StringConverter

from reports.figures.public.shown import (
    DEFINITIONS,
    HIDDEN_NOTE,
    SUM_NAME,
    UNITS,
    indicators_of,
    tables_of,
)
from rptc.days import day_of
from rptc.sheets import plain_csv

HEADS = (
    "tahun",
    "periode",
    "ukuran",
    "kode_klasifikasi",
    "klasifikasi",
    "jenis_kelamin",
    "jumlah",
    "dari",
    "keterangan",
)
SEXES = ("L", "P", "L+P")
HIDDEN = "disembunyikan"
LICENCE = (
    "Boleh dibaca, disalin, diolah dan dibagikan oleh siapa saja, dengan menyebut sumber dan"
    " tahunnya."
)
ALL = {
    "kode_klasifikasi": "Kode klasifikasi; kosong pada JUMLAH dan pada klasifikasi yang digabung.",
    "jenis_kelamin": "L laki-laki, P perempuan, L+P keduanya; kosong pada indikator kemitraan.",
    "jumlah": "Angkanya; kosong bila disembunyikan.",
    "dari": "Pada indikator kemitraan: jumlah dari berapa.",
    "periode": "2025 setahun, 2025-T1 triwulan pertama, 2025-01 Januari.",
    "keterangan": f"“{HIDDEN}” bila angkanya tidak ditampilkan.",
}


def title_of(year: int) -> str:
    return f"Pemerlu Pelayanan Kesejahteraan Sosial yang ditemui dan dibina RPTC, {year}"


def csv_file(row, unit) -> bytes:
    return plain_csv(HEADS, _lines(row.figures))


def _lines(figures):
    year = figures["year"]
    for table in tables_of(figures):
        measure = table.measure.value
        for line in [*table.lines, *([table.total] if table.total else [])]:
            for sex, number in zip(SEXES, line.numbers, strict=True):
                yield [year, str(year), measure, line.code, line.name, sex, *_number(number)]
        for span, number in table.periods:
            yield [year, span.slug, measure, "", SUM_NAME, SEXES[2], *_number(number)]
    for each in indicators_of(figures):
        name = f"{each.name}: {each.measure}"
        measure = f"indikator-{each.number}"
        dari = "" if each.m is None else each.m
        number, _, said = _number(each.n)
        yield [year, str(year), measure, "", name, "", number, dari, said]


def _number(number):
    """(jumlah, dari, keterangan)"""
    return ("", "", HIDDEN) if number is None else (number, "", "")


def described(row, unit) -> dict:
    """What Satu Data asks of a data set: what, of whom, in which unit, since when, from whom."""
    figures = row.figures
    table = tables_of(figures)
    return {
        "judul": title_of(row.year),
        "ringkasan": "Jumlah menurut klasifikasi dan jenis kelamin, jumlah menurut bulan dan"
        " triwulan, dan tujuh indikator kemitraan. Tanpa nama dan tanpa angka kecil.",
        "definisi": DEFINITIONS,
        "satuan": UNITS,
        "klasifikasi_yang_digabung": next((t.together for t in table if t.together), []),
        "kolom": ALL,
        "periode": str(row.year),
        "cakupan": unit.city,
        "sumber": unit.source,
        "edisi": figures["edition"],
        "ditutup": figures["closed_on"],
        "terbitan": row.number,
        "dibuka": day_of(row.recorded_at).isoformat(),
        "lisensi": LICENCE,
        "perlindungan": HIDDEN_NOTE,
        "kontak": contact_of(unit),
        "alamat": address_of(row.year),
        "contoh": unit.is_demo,
    }


def contact_of(unit) -> dict:
    return {
        "unit": unit.name,
        "alamat": unit.address,
        "telepon": unit.phone,
        "surel": unit.email,
    }


def address_of(year=None, extension="") -> str:
    if extension:
        path = reverse("reports:open_year_file", args=[year, extension])
    elif year:
        path = reverse("reports:open_year", args=[year])
    else:
        path = reverse("reports:open_years")
    return settings.PUBLIC_ADDRESS + path


def json_file(row, unit) -> bytes:
    return as_json(
        {"keterangan": described(row, unit), "angka": row.figures, "sha256": row.sha256}
    )


def as_json(content) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def years_file(rows, unit) -> bytes:
    """Which years there are, for a program: each with its files."""
    years = [
        {
            "tahun": row.year,
            "terbitan": row.number,
            "dibuka": day_of(row.recorded_at).isoformat(),
            "sha256": row.sha256,
            "berkas": {name: address_of(row.year, name) for name in FILES},
        }
        for row in rows
    ]
    return as_json({"sumber": unit.source, "contoh": unit.is_demo, "tahun": years})


def text_file(row, unit) -> bytes:
    """The description, to be read by people and laid beside the CSV."""
    told = described(row, unit)
    lines = [told["judul"], "=" * len(told["judul"]), ""]
    if unit.is_demo:
        lines += ["CONTOH. Angka di sini bukan data sesungguhnya.", ""]
    for name, value in told.items():
        if name == "judul" or value in ("", [], False):
            continue
        heading = name.replace("_", " ").capitalize()
        if isinstance(value, dict):
            lines += [f"{heading}:", *(f"  {key}: {said}" for key, said in value.items() if said)]
        elif isinstance(value, list):
            lines.append(f"{heading}: {', '.join(value)}")
        else:
            lines.append(f"{heading}: {'ya' if value is True else value}")
    lines.append(f"Sidik SHA-256 angka: {row.sha256}")
    return ("\n".join(lines) + "\n").encode()


# extension: (content type, how it is made)
FILES = {
    "csv": ("text/csv; charset=utf-8", csv_file),
    "json": ("application/json", json_file),
    "txt": ("text/plain; charset=utf-8", text_file),
}


class OpenExtension(StringConverter):
    regex = "|".join(FILES)
