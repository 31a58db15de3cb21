"""The receipt of what somebody gave to the house. It names no klien."""

from partners.contributions.models import RECEIPT, Contribution, GiftKind
from rptc.letters.texts.sorts import LONG_NAME, LONG_SUM, Name, Subject, Way, register
from rptc.words import angka, rupiah_terbilang, tanggal, tanggal_panjang

LONG = "Perlengkapan sekolah, kasur, selimut dan makanan untuk anak di asrama. " * 6


def facts(row: Contribution) -> dict:
    is_money = row.kind == GiftKind.MONEY
    return {
        "sumbangan.pemberi": row.giver,
        "sumbangan.jenis": row.get_kind_display(),
        "sumbangan.apa": row.what,
        "sumbangan.jumlah": row.measure,
        "sumbangan.terbilang": rupiah_terbilang(row.amount) if is_money else "",
        "sumbangan.nilai": f"Rp {angka(row.amount)}" if row.is_worth_something else "",
        "sumbangan.hari": tanggal_panjang(row.on),
        "sumbangan.perjanjian": row.pledge.agreement.cited if row.pledge else "",
        "sumbangan.nomor": row.paper_number,
    }


def subject(row: Contribution) -> Subject:
    return Subject(f"Sumbangan {row.get_kind_display().lower()}, {tanggal(row.on)}")


register(
    Way(
        RECEIPT,
        "partners.Contribution",
        {
            "sumbangan.pemberi": Name("Nama pemberi", LONG_NAME[:120], "YPKDS"),
            "sumbangan.jenis": Name("Uang, barang atau layanan", "Layanan", "Uang"),
            "sumbangan.apa": Name("Untuk apa atau barang apa", LONG[:200], "Susu"),
            "sumbangan.jumlah": Name("Jumlah", f"1.000.000 {LONG[:40]}", "1 dus"),
            "sumbangan.terbilang": Name("Jumlah dengan huruf", LONG_SUM),
            "sumbangan.nilai": Name("Nilai", "Rp 1.000.000.000.000"),
            "sumbangan.hari": Name(
                "Hari diterima", "Rabu, 30 September 2026", "Jumat, 1 Mei 2026"
            ),
            "sumbangan.perjanjian": Name("Perjanjian", LONG[:330]),
            "sumbangan.nomor": Name("Nomor surat pemberi", LONG[:60]),
        },
        facts,
        subject,
    )
)
