"""The letters of a homecoming: to the Dinas of the region, through the province where it is
outside of ours, and the receipt of ticket and pocket money. None says an illness."""

from django.urls import reverse

from cases.exits.destinations import is_closed
from cases.exits.letters import register_letters
from cases.exits.models import Exit, ExitKind
from cases.papers.homecoming.models import SAY_WHITHER, Homecoming, Step
from cases.people.letters import KLIEN, briefly, of_klien
from cases.stays.ways_out import WayOut
from rptc.letters.closing import let_nothing_close
from rptc.letters.signatures.sides import Hand, Opened, Side, Signing
from rptc.letters.texts.sorts import LONG_SUM, Name, Subject, Way, register
from rptc.letters.ties import tied_to
from rptc.words import angka, rupiah_terbilang, tanggal_surat

DIRECT, PROVINCE = "pengantar-pemulangan", "pengantar-provinsi"
RECEIPT = "kuitansi-pemulangan"
SORTS = {DIRECT, PROVINCE, RECEIPT}
LONG_PLACE = "Desa Tolo Selatan, Kecamatan Kelara, Kabupaten Pangkajene dan Kepulauan " * 2


def facts(homecoming: Homecoming) -> dict:
    pieces = {row.code: row for row in homecoming.pieces.all()}
    escort, meets = pieces.get(Step.ESCORT), pieces.get(Step.MEETS)
    stay = homecoming.stay
    leaves = stay.ended_at or homecoming.leaves_on
    return of_klien(stay.person) | {
        "tujuan.dinas": homecoming.office,
        "tujuan.provinsi": str(homecoming.region) if homecoming.is_outside else "",
        "tujuan.tempat": homecoming.destination,
        "tujuan.berangkat": tanggal_surat(leaves),
        "tujuan.pendamping": escort.who if escort else "",
        "tujuan.penjemput": meets.who if meets else "",
        "tujuan.hubungan": meets.relation if meets else "",
        "tujuan.telepon": meets.phone if meets else "",
        **_money(homecoming, pieces.get(Step.MONEY)),
    }


def _money(homecoming, piece):
    total = piece.total if piece else 0
    return {
        "uang.tiket": angka(piece.ticket) if piece else "",
        "uang.saku": angka(piece.pocket) if piece else "",
        "uang.jumlah": angka(total) if piece else "",
        "uang.terbilang": rupiah_terbilang(total) if piece else "",
        "uang.anggaran": homecoming.budget_line,
        "uang.petugas": str(piece.recorded_by) if piece else "",
    }


def is_closed_way(homecoming):
    """Whither they go is told to few: by the exit that they have, or by how it will be."""
    exits = Exit.objects.filter(stay=homecoming.stay, state__in=SAY_WHITHER)
    if exits.exists():
        return exits.filter(is_closed()).exists()
    home = ExitKind.objects.filter(code=WayOut.HOME_DISTRICT)
    return home.filter(closes_destination=True).exists()


def names_closed(homecoming):
    return Homecoming.objects.naming_closed().filter(pk=homecoming.pk).exists()


def seal_letters(homecoming):
    """Where it names a closed partner from now on, those of before are out of reach, too."""
    let_nothing_close()
    if names_closed(homecoming):
        letters = tied_to(Homecoming.objects.filter(pk=homecoming.pk))
        letters.filter(is_sealed=False).update(is_sealed=True)


def subject(homecoming: Homecoming) -> Subject:
    person = homecoming.stay.person
    is_sealed = person.is_sealed or is_closed_way(homecoming) or names_closed(homecoming)
    return Subject(f"Berkas {person.file_number}", person.pk, is_sealed=is_sealed)


NAMES = KLIEN | {
    "tujuan.dinas": Name("Dinas Sosial tujuan", LONG_PLACE, "Dinas Sosial"),
    "tujuan.provinsi": Name("Provinsi tujuan, di luar Sulawesi Selatan", "Nusa Tenggara Timur"),
    "tujuan.tempat": Name("Tempat tujuan", LONG_PLACE, "Gowa"),
    "tujuan.berangkat": Name("Berangkat pada", "30 September 2026"),
    "tujuan.pendamping": Name.of_a_person("Pendamping", ""),
    "tujuan.penjemput": Name.of_a_person("Yang menjemput", ""),
    "tujuan.hubungan": Name("Hubungan yang menjemput", "Saudara sepupu dari pihak ibu"),
    "tujuan.telepon": Name("Telepon yang menjemput", "0812 0000 0000 000"),
    "uang.tiket": Name("Harga tiket", "100.000.000"),
    "uang.saku": Name("Uang saku", "100.000.000"),
    "uang.jumlah": Name("Jumlah", "200.000.000"),
    "uang.terbilang": Name("Jumlah dengan huruf", LONG_SUM),
    "uang.anggaran": Name("Mata anggaran", "5.1.02.04.01.0001 Belanja Perjalanan Dinas " * 2),
    "uang.petugas": Name.of_a_person("Petugas yang menyerahkan uang", ""),
}


def _hands(homecoming, letter):
    gives = homecoming.pieces.filter(code=Step.MONEY).first()
    officer = gives.recorded_by if gives else None
    return [
        Hand(
            Side.GIVES,
            str(officer or ""),
            (officer and officer.position) or "petugas",
            is_staff=True,
        ),
        Hand(Side.RECEIVES, str(homecoming.stay.person), "Klien"),
    ]


def _told(user):
    return Homecoming.objects.visible_to(user).select_related("stay__person", "region")


def _page(homecoming):
    return reverse("cases:homecoming_detail", args=[homecoming.pk])


# Money is signed for on paper.
SIGNING = Signing(
    _hands,
    _told,
    _page,
    lambda homecoming: briefly(homecoming.stay.person),
    lambda homecoming: True,
)
OPENED = Opened(lambda user, letter: _told(user), _page)


def _way(code, **more):
    return Way(code, "cases.Homecoming", NAMES, facts, subject, **more)


register(
    _way(DIRECT, opened=OPENED), _way(PROVINCE, opened=OPENED), _way(RECEIPT, signing=SIGNING)
)


def _of_closed(closed):
    """Letters of homecomings whose stay has one of these exits."""
    exits = closed.filter(state__in=SAY_WHITHER)
    return tied_to(Homecoming.objects.filter(stay__in=exits.values("stay")))


def _naming():
    return tied_to(Homecoming.objects.that_named_closed())


register_letters(_of_closed, _naming)
