"""The receipt of help: signed by who received it, or with a thumb-print, and kept as SPJ."""

from django.urls import reverse

from cases.exits.letters import letters_ever_of, register_letters
from cases.help.models import Help
from cases.people.letters import KLIEN, briefly, of_klien
from rptc.letters.signatures.sides import Hand, Side, Signing
from rptc.letters.texts.sorts import LONG_SUM, Name, Subject, Way, register
from rptc.words import angka, rupiah_terbilang, tanggal_panjang, tanggal_surat

RECEIPT = "tanda-terima-bantuan"


def facts(row: Help) -> dict:
    return of_klien(row.stay.person) | {
        "bantuan.alasan": str(row.reason),
        "bantuan.barang": row.what,
        "bantuan.rupiah": angka(row.amount),
        "bantuan.terbilang": rupiah_terbilang(row.amount),
        "bantuan.hari": tanggal_panjang(row.paid_on),
        "bantuan.anggaran": str(row.budget_line),
        "bantuan.penerima": row.received_by,
        "bantuan.petugas": str(row.paid_by),
        "bantuan.disetujui": tanggal_surat(row.decided_at),
    }


def subject(row: Help) -> Subject:
    person = row.stay.person
    about = f"Bantuan, berkas {person.file_number}"
    closed = Help.objects.of_closed_place().filter(pk=row.pk)
    return Subject(about, person.pk, is_sealed=person.is_sealed or closed.exists())


def _hands(row, letter):
    """Whoever is named as the receiver; else the klien."""
    gives = Hand(Side.GIVES, str(row.paid_by or ""), "petugas", is_staff=True)
    if row.received_by:
        return [Hand(Side.RECEIVES, row.received_by, "yang menerima"), gives]
    return [Hand(Side.KLIEN, str(row.stay.person), "yang menerima"), gives]


def _signable(user):
    """Of files that this user reads, with who received it."""
    rows = Help.objects.of_file(user).telling_place_to(user)
    return rows.select_related("stay__person", "paid_by")


register(
    Way(
        code=RECEIPT,
        act="cases.Help",
        column="letter",
        facts=facts,
        subject=subject,
        signing=Signing(
            _hands,
            _signable,
            lambda row: reverse("cases:help_detail", args=[row.pk]),
            lambda row: briefly(row.stay.person),
            lambda row: not row.is_goods,
        ),
        names=KLIEN
        | {
            "bantuan.alasan": Name("Untuk apa", "Modal atau peralatan usaha " * 2, "Obat"),
            "bantuan.barang": Name("Barang", "Kompor, wajan dan gerobak kecil " * 6),
            "bantuan.rupiah": Name("Jumlah, rupiah", "1.000.000.000", "1"),
            "bantuan.terbilang": Name("Jumlah dengan huruf", LONG_SUM),
            "bantuan.hari": Name("Hari diberikan", "Rabu, 30 September 2026", "Jumat, 1 Mei 2026"),
            "bantuan.anggaran": Name("Mata anggaran", "Bantuan sosial perorangan " * 3, "APBD"),
            "bantuan.penerima": Name.of_a_person("Yang menerima, bila bukan klien", ""),
            "bantuan.petugas": Name.of_a_person("Yang membayar", ""),
            "bantuan.disetujui": Name("Disetujui pada", "30 September 2026", "1 Mei 2026"),
        },
    )
)


def _of_closed(closed):
    """Of help that somebody else received in stays with one of these exits."""
    received = Help.objects.exclude(received_by="")
    return letters_ever_of(received.filter(stay__in=closed.values("stay")))


def _naming():
    return letters_ever_of(Help.objects.of_closed_place())


register_letters(_of_closed, _naming)
