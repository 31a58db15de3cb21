"""The receipts of belongings, and the berita acara of what was taken away or lost."""

from django.urls import reverse

from cases.house.belongings.models import Bag, BelongingEnd, EndKind
from cases.people.letters import KLIEN, briefly, of_klien
from rptc.letters.signatures.sides import Hand, Side, Signing
from rptc.letters.texts.sorts import LONG_SUM, Name, Rows, Subject, Way, register
from rptc.words import angka, pukul, rupiah_terbilang, tanggal_panjang, tanggal_surat

RECEIPT = "tanda-terima-titipan"
MINUTES = "berita-acara-titipan"
HOW = {
    EndKind.RETURNED: "akhir.dikembalikan",
    EndKind.FAMILY: "akhir.keluarga",
    EndKind.KEPT: "akhir.disimpan",
    EndKind.SEIZED: "akhir.disita",
    EndKind.DESTROYED: "akhir.dimusnahkan",
    EndKind.LOST: "akhir.hilang",
}
YES = "ya"


def of_bag(bag: Bag) -> dict:
    stay = bag.stay
    return (
        of_klien(stay.person)
        | _items(bag.items.order_by("pk"))
        | {
            "tas.nomor": bag.number,
            "tas.tiba": f"{tanggal_panjang(stay.began_at)}, {pukul(stay.began_at)}",
            "tas.dibuka": f"{tanggal_panjang(bag.listed_at)}, {pukul(bag.listed_at)}",
            "tas.di_hadapan": bag.witness,
            "tas.petugas": str(bag.listed_by),
        }
    )


def of_end(end: BelongingEnd) -> dict:
    return (
        of_klien(end.stay.person)
        | _items(end.items.select_related("bag").order_by("bag", "pk"))
        | {name: YES if kind == end.kind else "" for kind, name in HOW.items()}
        | {
            "akhir.hari": tanggal_panjang(end.at),
            "akhir.pukul": pukul(end.at),
            "akhir.penerima": end.to_whom,
            "akhir.disimpan_sampai": tanggal_surat(end.kept_until),
            "akhir.keterangan": end.reason,
            "akhir.petugas": str(end.recorded_by),
        }
    )


def _items(items):
    items = list(items)
    money = sum(item.amount or 0 for item in items)
    return {
        "barang": [
            {
                "nama": f"{item.what}, Rp {angka(item.amount)}" if item.amount else item.what,
                "jumlah": str(item.quantity),
                "keadaan": item.note,
            }
            for item in items
        ],
        "uang": angka(money) if money else "",
        "terbilang": rupiah_terbilang(money) if money else "",
    }


def subject(act: Bag | BelongingEnd) -> Subject:
    person = act.stay.person
    closed = isinstance(act, BelongingEnd) and _tells_closed_place(act)
    about = f"Titipan, berkas {person.file_number}"
    return Subject(about, person.pk, is_sealed=person.is_sealed or closed)


def _tells_closed_place(end):
    return BelongingEnd.objects.of_closed_place().filter(pk=end.pk).exists()


def readable_ends(user):
    """Of which this user reads to whom they were given."""
    return BelongingEnd.objects.visible_to(user).telling_place_to(user)


ITEMS = KLIEN | {
    "barang": Rows(
        "Barang",
        {
            "nama": Name("Nama barang", "Tas ransel warna hitam, ritsleting rusak " * 3, "Topi"),
            "jumlah": Name("Jumlah", "1.000", "1"),
            "keadaan": Name("Keadaan", "Basah, robek di bagian bawah " * 6),
        },
    ),
    "uang": Name("Uang seluruhnya, rupiah", "1.250.000"),
    "terbilang": Name("Uang seluruhnya dengan huruf", LONG_SUM),
}
DAY, HOUR = "Rabu, 30 September 2026", "pukul 22.45 WITA"
OF_BAG = ITEMS | {
    "tas.nomor": Name("Nomor tas", "T-0001/26", "T-0001/26"),
    "tas.tiba": Name("Klien tiba", f"{DAY}, {HOUR}", f"{DAY}, {HOUR}"),
    "tas.dibuka": Name("Tas dibuka", f"{DAY}, {HOUR}", f"{DAY}, {HOUR}"),
    "tas.di_hadapan": Name.of_a_person("Dibuka di hadapan", ""),
    "tas.petugas": Name.of_a_person("Petugas yang mendaftar", ""),
}
# The long case is one of these ways alone; at the shortest the bag has just been listed.
OF_END = ITEMS | {
    "akhir.dikembalikan": Name("Dikembalikan kepada klien"),
    "akhir.keluarga": Name("Diserahkan kepada keluarga"),
    "akhir.disimpan": Name("Disimpan sampai tanggal"),
    "akhir.disita": Name("Disita polisi"),
    "akhir.dimusnahkan": Name("Dimusnahkan"),
    "akhir.hilang": Name("Hilang", YES, YES),
    "akhir.hari": Name("Hari", DAY, DAY),
    "akhir.pukul": Name("Jam", HOUR, HOUR),
    "akhir.penerima": Name.of_a_person("Yang menerima barang", ""),
    "akhir.disimpan_sampai": Name("Disimpan sampai", "30 September 2026"),
    "akhir.keterangan": Name("Alasan dan keterangan", "Tidak ada di lemari. " * 14, "Hilang."),
    "akhir.petugas": Name.of_a_person("Petugas", ""),
}


def _hands_of_bag(bag, letter):
    return [
        Hand(Side.KLIEN, str(bag.stay.person), "yang menitipkan"),
        Hand(Side.RECEIVES, str(bag.listed_by or ""), "petugas", is_staff=True),
    ]


def _hands_of_end(end, letter):
    """Whoever is named as the receiver; else the owner."""
    gives = Hand(Side.GIVES, str(end.recorded_by), "petugas", is_staff=True)
    if end.to_whom:
        return [Hand(Side.RECEIVES, end.to_whom), gives]
    return [Hand(Side.KLIEN, str(end.stay.person), "pemilik"), gives]


def _signing(hands, readable, *related):
    return Signing(
        hands,
        lambda user: readable(user).select_related("stay__person", *related),
        lambda act: reverse("cases:belonging_list", args=[act.stay_id]),
        lambda act: briefly(act.stay.person),
        lambda act: act.items.filter(amount__gt=0).exists(),
    )


BAG_SIGNED = _signing(_hands_of_bag, Bag.objects.visible_to, "listed_by")
END_SIGNED = _signing(_hands_of_end, readable_ends, "recorded_by")

register(
    Way(RECEIPT, "cases.Bag", OF_BAG, of_bag, subject, "letter", BAG_SIGNED),
    Way(RECEIPT, "cases.BelongingEnd", OF_END, of_end, subject, "letter", END_SIGNED),
    Way(MINUTES, "cases.BelongingEnd", OF_END, of_end, subject, "letter"),
)
