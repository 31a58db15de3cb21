"""The receipt of money that was entrusted, drawn or given back."""

from django.urls import reverse

from cases.exits.letters import letters_ever_of, register_letters
from cases.help.money.models import MoneyMovement
from cases.people.letters import KLIEN, briefly, of_klien
from rptc.letters.signatures.sides import Hand, Side, Signing
from rptc.letters.texts.sorts import LONG_SUM, Name, Subject, Way, register
from rptc.words import angka, pukul, rupiah_terbilang, tanggal_panjang

RECEIPT = "tanda-terima-uang"
YES = "ya"


def facts(row: MoneyMovement) -> dict:
    return of_klien(row.stay.person) | {
        "uang.masuk": YES if row.is_in else "",
        "uang.disita": YES if row.way == row.Way.SEIZED else "",
        "uang.rupiah": angka(row.amount),
        "uang.terbilang": rupiah_terbilang(row.amount),
        "uang.hari": tanggal_panjang(row.at),
        "uang.pukul": pukul(row.at),
        "uang.penerima": row.to_whom,
        "uang.saksi": row.witness,
        "uang.keterangan": row.note,
        "uang.petugas": str(row.recorded_by),
        "uang.dihitung": str(row.counted_by or ""),
    }


def subject(row: MoneyMovement) -> Subject:
    person = row.stay.person
    about = f"Uang titipan, berkas {person.file_number}"
    closed = MoneyMovement.objects.of_closed_place().filter(pk=row.pk)
    return Subject(about, person.pk, is_sealed=person.is_sealed or closed.exists())


def readable_receipts(user):
    """Of which this user reads the sum, and to whom it was given."""
    rows = MoneyMovement.objects.visible_to(user).telling_place_to(user)
    return rows.exclude(pk__in=MoneyMovement.objects.to_count_by(user).values("pk"))


def _hands(row, letter):
    klien = Hand(Side.KLIEN, str(row.stay.person), "pemilik")
    staff = str(row.recorded_by)
    if row.is_in:
        hands = [klien, Hand(Side.RECEIVES, staff, "petugas", is_staff=True)]
    else:
        receiver = Hand(Side.RECEIVES, row.to_whom) if row.to_whom else klien
        hands = [receiver, Hand(Side.GIVES, staff, "petugas", is_staff=True)]
    return [*hands, Hand(Side.WITNESS_1, row.witness)] if row.witness else hands


register(
    Way(
        code=RECEIPT,
        act="cases.MoneyMovement",
        column="letter",
        facts=facts,
        subject=subject,
        signing=Signing(
            _hands,
            lambda user: readable_receipts(user).select_related("stay__person", "recorded_by"),
            lambda row: reverse("cases:money_list", args=[row.stay_id]),
            lambda row: briefly(row.stay.person),
            lambda row: True,
        ),
        names=KLIEN
        | {
            "uang.masuk": Name("Uang dititipkan", YES, YES),
            "uang.disita": Name("Uang disita"),
            "uang.rupiah": Name("Jumlah, rupiah", "1.000.000.000", "1"),
            "uang.terbilang": Name("Jumlah dengan huruf", LONG_SUM, "satu rupiah"),
            "uang.hari": Name("Hari", "Rabu, 30 September 2026", "Jumat, 1 Mei 2026"),
            "uang.pukul": Name("Jam", "pukul 22.45 WITA", "pukul 22.45 WITA"),
            "uang.penerima": Name.of_a_person("Yang menerima, bila bukan klien", ""),
            "uang.saksi": Name.of_a_person("Saksi", ""),
            "uang.keterangan": Name("Keterangan", "Untuk ongkos ke Takalar. " * 10),
            "uang.petugas": Name.of_a_person("Petugas", ""),
            "uang.dihitung": Name.of_a_person("Dihitung juga oleh", ""),
        },
    )
)


def _of_closed(closed):
    """What was given out in stays with one of these exits."""
    return letters_ever_of(
        MoneyMovement.objects.filter(stay__in=closed.values("stay"), is_in=False)
    )


def _naming():
    return letters_ever_of(MoneyMovement.objects.naming_closed())


register_letters(_of_closed, _naming)
