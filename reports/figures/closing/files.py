"""The figures of an edition for another application of the office: what the page of the period
shows, exact, under the same right (docs/open-data.md, Within). Never a row, and never a name."""

from django.conf import settings
from django.urls import reverse

from reports.figures.closing.freezing import fingerprint_of
from reports.figures.public.files import as_json
from reports.figures.public.shown import DEFINITIONS, UNITS
from reports.figures.recap.figures import Measure
from rptc.days import day_of

BALANCE = ("awal", "masuk", "keluar", "akhir")


def figures_of(edition) -> dict:
    """All that the edition keeps but its rows."""
    content = edition.content
    return {
        "periode": content["period"],
        "tabel": {measure.value: _table(content["tables"][measure.value]) for measure in Measure},
        "mutasi": dict(zip(BALANCE, content["balance"], strict=True)),
        "masih_dapat_berubah": {
            "klasifikasi_sementara": content["unsettled"],
            "asal_belum_diketahui": content["without_origin"],
            "mungkin_satu_orang": content["doubles"],
        },
    }


def _table(table):
    rows = [
        {"kode": code, "nama": name, "L": male, "P": female, "jumlah": male + female}
        for code, name, male, female in table["rows"]
    ]
    sums = {key: sum(row[key] for row in rows) for key in ("L", "P", "jumlah")}
    left_out = [{"sebab": text, "jumlah": count} for text, count in table["left_out"]]
    return {"klasifikasi": rows, "jumlah": sums, "tidak_masuk_tabel": left_out}


def edition_file(edition, is_newest, unit) -> bytes:
    figures = figures_of(edition)
    described = _described(edition) | {
        "berlaku": is_newest,
        "definisi": DEFINITIONS,
        "satuan": UNITS,
        "sumber": unit.source,
        "contoh": unit.is_demo,
    }
    return as_json({"keterangan": described, "angka": figures, "sha256": fingerprint_of(figures)})


def editions_file(editions, unit) -> bytes:
    """Which closed periods there are: of each the edition that counts."""
    told = [
        _described(each) | {"alamat": settings.PUBLIC_ADDRESS + address_of(each)}
        for each in editions
    ]
    return as_json({"sumber": unit.source, "contoh": unit.is_demo, "edisi": told})


def address_of(edition) -> str:
    return reverse("reports:recap_edition_data", args=[edition.pk])


def _described(edition):
    return {
        "judul": edition.period.title,
        "masa": edition.period.slug,
        "edisi": edition.number,
        "ditutup": day_of(edition.closed_at).isoformat(),
        "sidik": edition.fingerprint,
    }
