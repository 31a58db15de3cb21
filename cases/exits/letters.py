"""The letters of an exit: the family's promise, the record of the handover, the travel letter."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from cases.exits.destinations import is_closed
from cases.exits.models import Exit, ExitState, PromiseText
from cases.house.belongings.models import Belonging, EndKind
from cases.people.letters import KLIEN, of_klien
from cases.stays.ways_out import WayOut
from rptc import days
from rptc.accounts.models import User
from rptc.letters.actions import issue_for
from rptc.letters.models import Letter
from rptc.letters.texts.sorts import Name, Rows, Subject, Way, register
from rptc.words import pukul, tanggal_panjang, tanggal_surat


@dataclass(frozen=True)
class Sort:
    """`kind` is the code of the letter's kind, `column` where the exit keeps its letter."""

    code: str
    kind: str
    column: str
    label: str


PROMISE = Sort("promise", "pernyataan-keluarga", "promise_letter", "Surat pernyataan keluarga")
HANDOVER = Sort("handover", "serah-terima", "handover_letter", "Berita acara serah terima")
TRAVEL = Sort("travel", "surat-jalan", "travel_letter", "Surat jalan")
# How "nothing" is written down, where something must be.
SAYS_NOTHING = [["tidak ada"], ["tdk ada"], ["nihil"], ["kosong"], [""]]
SORTS = {sort.code: sort for sort in (PROMISE, HANDOVER, TRAVEL)}


def letters_of(exit: Exit) -> list[tuple[Sort, Letter | None]]:
    """The letters that this exit has or can have, in the order in which they are needed."""
    return [(sort, getattr(exit, sort.column)) for sort in SORTS.values() if _fits(exit, sort)]


def _fits(exit, sort):
    if exit.state in {ExitState.REFUSED, ExitState.CANCELLED}:
        return getattr(exit, sort.column) is not None
    if sort == PROMISE:
        return exit.is_to_family and bool(exit.receiver)
    if sort == TRAVEL:
        return exit.kind.code == WayOut.HOME_DISTRICT
    return exit.state == ExitState.DONE and bool(exit.receiver)


def handed(exit):
    """Papers and things that went along, a line each: what was written down, and what of the bags
    was given back, which whoever writes "tidak ada" has not thought of."""
    back = Belonging.objects.filter(
        bag__stay=exit.stay, end__kind__in=[EndKind.RETURNED, EndKind.FAMILY]
    )
    lines = [
        f"{item.told} ({item.bag})" for item in back.select_related("bag").order_by("bag", "pk")
    ]
    written = [line.strip() for line in exit.items_handed.splitlines() if line.strip()]
    if lines and [line.strip(" .-").casefold() for line in written] in SAYS_NOTHING:
        written = []
    return written + lines


def _is_closed(exit):
    return Exit.objects.filter(is_closed(), pk=exit.pk).exists()


def seal_closed_letters() -> None:
    """A partner or a way of leaving was closed: letters that were written before are out of reach,
    too."""
    for sort in SORTS.values():
        named = Exit.objects.filter(is_closed()).values(sort.column)
        Letter.objects.filter(pk__in=named, is_sealed=False).update(is_sealed=True)


def issue(exit: Exit, sort: Sort, *, by: User) -> Letter:
    """The letter of a locked exit: the one that stands, or a new one after a withdrawal or
    a correction."""
    before = getattr(exit, sort.column)
    if before and before.is_current:
        return before
    if not _fits(exit, sort):
        raise ValidationError(f"{sort.label} belum dapat dibuat untuk terminasi ini.")
    return issue_for(exit, sort.kind, by=by)


def facts(exit: Exit) -> dict:
    stay, promise = exit.stay, exit.promise or PromiseText.objects.in_force(days.today())
    witnesses = list(exit.witnesses.order_by("pk")[:2])
    contact_way = exit.get_next_contact_way_display() if exit.next_contact_on else ""
    return of_klien(stay.person) | {
        "penerima.nama": exit.receiver,
        "penerima.hubungan": exit.relation,
        "penerima.kartu": exit.get_identity_kind_display(),
        "penerima.nomor": exit.identity_number,
        "penerima.alamat": exit.address,
        "penerima.telepon": exit.receiver_phone,
        "keluar.hari": tanggal_panjang(exit.left_at),
        "keluar.tanggal": tanggal_surat(exit.left_at),
        "keluar.pukul": pukul(exit.left_at),
        "keluar.petugas": str(exit.done_by or ""),
        "keluar.cara": str(exit.kind),
        "keluar.kontak": tanggal_surat(exit.next_contact_on),
        "keluar.kontak_lewat": contact_way.lower(),
        "masa.mulai": tanggal_surat(stay.began_at),
        "masa.selesai": tanggal_surat(exit.left_at),
        "serah": [{"apa": line} for line in handed(exit)],
        "pernyataan": [{"kalimat": each} for each in promise.sentences] if promise else [],
        "saksi.pertama": witnesses[0].name if witnesses else "",
        "saksi.kedua": witnesses[1].name if witnesses[1:] else "",
    }


def subject(exit: Exit) -> Subject:
    person = exit.stay.person
    is_sealed = person.is_sealed or _is_closed(exit)
    return Subject(f"Berkas {person.file_number}", person.pk, is_sealed=is_sealed)


DAY = "Rabu, 30 September 2026"
NAMES = KLIEN | {
    "penerima.nama": Name.of_a_person("Yang menerima", ""),
    "penerima.hubungan": Name("Hubungan", "Saudara sepupu dari pihak ibu " * 2, "Ibu"),
    "penerima.kartu": Name("Kartu penerima", "Kartu lain yang berfoto"),
    "penerima.nomor": Name("Nomor kartu", "7371014101740001"),
    "penerima.alamat": Name("Alamat tujuan", "Jalan Poros Malino, Kelurahan Bontoramba " * 4),
    "penerima.telepon": Name("Telepon penerima", "0812 0000 0000 000"),
    "keluar.hari": Name("Hari keluar", DAY, DAY),
    "keluar.tanggal": Name("Tanggal keluar", "30 September 2026"),
    "keluar.pukul": Name("Jam keluar", "pukul 22.45 WITA", "pukul 22.45 WITA"),
    "keluar.petugas": Name.of_a_person("Petugas yang menyerahkan", ""),
    "keluar.cara": Name("Cara keluar", "Dipulangkan ke daerah asal di luar Sulawesi", "Keluarga"),
    "keluar.kontak": Name("Kontak berikutnya pada", "30 September 2026"),
    "keluar.kontak_lewat": Name("Kontak berikutnya lewat", "lewat kelurahan atau mitra"),
    "masa.mulai": Name("Masa pembinaan mulai", "30 September 2026", "1 Mei 2026"),
    "masa.selesai": Name("Masa pembinaan sampai", "30 September 2026", "1 Mei 2026"),
    "serah": Rows(
        "Surat dan barang yang diserahkan", {"apa": Name("Apa", "Kartu Keluarga, asli")}, 40
    ),
    "pernyataan": Rows(
        "Isi pernyataan keluarga",
        {"kalimat": Name("Kalimat", "Membina dan tidak membiarkan kembali ke jalan. " * 3)},
        8,
    ),
    "saksi.pertama": Name.of_a_person("Saksi pertama", ""),
    "saksi.kedua": Name.of_a_person("Saksi kedua", ""),
}
register(
    *(Way(sort.kind, "cases.Exit", NAMES, facts, subject, sort.column) for sort in SORTS.values())
)
