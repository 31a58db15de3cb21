"""The letters of an exit: the family's promise, the record of the handover, the travel letter."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse

from cases.exits.destinations import is_closed
from cases.exits.models import Exit, ExitState, PromiseText
from cases.file.consents import closed as consents
from cases.house.belongings.models import Belonging, BelongingEnd, EndKind
from cases.people import access
from cases.people.access import Data
from cases.people.letters import KLIEN, briefly, of_klien
from cases.people.models import Person
from cases.stays.ways_out import WayOut
from rptc import days
from rptc.accounts.models import User
from rptc.letters.actions import issue_for
from rptc.letters.closing import let_nothing_close
from rptc.letters.models import Letter
from rptc.letters.prints import AGE
from rptc.letters.signatures.sides import Hand, Opened, Side, Signing
from rptc.letters.texts.sorts import Name, Rows, Subject, Way, register
from rptc.letters.ties import tied_letters, tied_to
from rptc.words import pukul, tanggal_panjang, tanggal_surat


@dataclass(frozen=True)
class Sort:
    """`kind` is the code of the letter's kind, `column` where the exit keeps its letter; empty
    where a row ties them (rptc/letters/ties.py)."""

    code: str
    kind: str
    column: str
    label: str


PROMISE = Sort("promise", "pernyataan-keluarga", "promise_letter", "Surat pernyataan keluarga")
HANDOVER = Sort("handover", "serah-terima", "handover_letter", "Berita acara serah terima")
TRAVEL = Sort("travel", "surat-jalan", "travel_letter", "Surat jalan")
# Signed or carried at the door, by night as well (docs/access.md): house staff hand them out. The
# others are of who may know the identity of the klien.
AT_THE_DOOR = {PROMISE, HANDOVER, TRAVEL}
# How "nothing" is written down, where something must be.
SAYS_NOTHING = [["tidak ada"], ["tdk ada"], ["nihil"], ["kosong"], [""]]
ENDING = Sort("ending", "berita-acara-terminasi", "", "Berita acara terminasi")
CARED_FOR = Sort("cared-for", "surat-keterangan", "", "Surat keterangan telah dibina")
TO_POLICE = Sort("to-police", "pelimpahan-kepolisian", "", "Pelimpahan ke penegak hukum")
DEATH = Sort("death", "surat-kematian", "", "Surat keterangan kematian")
SORTS = {
    sort.code: sort for sort in (PROMISE, HANDOVER, ENDING, CARED_FOR, TRAVEL, TO_POLICE, DEATH)
}
COLUMNS = [sort.column for sort in SORTS.values() if sort.column]
# Whoever left so was cared for until the end that was planned.
PLANNED = {WayOut.FAMILY, WayOut.PARTNER, WayOut.HOME_DISTRICT, WayOut.ALONE}


def letters_of(exit: Exit) -> list[tuple[Sort, Letter | None]]:
    """The letters that this exit has or can have, in the order in which they are needed."""
    tied = tied_letters(exit) if _may_be_tied(exit) else {}
    letters = {sort: _letter(exit, sort, tied) for sort in SORTS.values()}
    return [(sort, each) for sort, each in letters.items() if _fits(exit, sort, each)]


def _may_be_tied(exit):
    """Before somebody has left, only the law is written to: else nothing is asked."""
    is_underway = exit.state in {ExitState.PROPOSED, ExitState.APPROVED}
    return not is_underway or exit.kind.code == WayOut.LAW


def letter_of_exit(exit: Exit, sort: Sort) -> Letter | None:
    return _letter(exit, sort, {} if sort.column else tied_letters(exit))


def _letter(exit, sort, tied):
    return getattr(exit, sort.column) if sort.column else tied.get(sort.kind)


def _fits(exit, sort, letter):
    if exit.state in {ExitState.REFUSED, ExitState.CANCELLED}:
        return letter is not None
    way, is_done = exit.kind.code, exit.state == ExitState.DONE
    if sort == PROMISE:
        return exit.is_to_family and bool(exit.receiver)
    if sort == TRAVEL:
        return way == WayOut.HOME_DISTRICT
    if sort == TO_POLICE:
        return way == WayOut.LAW and exit.state in {ExitState.APPROVED, ExitState.DONE}
    if sort == DEATH:
        return way == WayOut.DIED and is_done
    if sort == CARED_FOR:
        return is_done and way in PLANNED
    if sort == ENDING:
        return is_done and exit.is_to_family and bool(exit.receiver)
    return is_done and bool(exit.receiver)


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


# Letters of rooms to the right that say whither somebody goes: of closed exits, and of acts that
# name a closed partner by themselves.
_beside: list[Callable[[QuerySet[Exit]], QuerySet[Letter]]] = []
_naming: list[Callable[[], QuerySet[Letter]]] = [consents.letters]


def register_letters(
    of_exits: Callable[[QuerySet[Exit]], QuerySet[Letter]],
    naming: Callable[[], QuerySet[Letter]],
):
    _beside.append(of_exits)
    _naming.append(naming)


def letters_ever_of(acts: QuerySet) -> QuerySet[Letter]:
    """All that these acts ever had: one from before a correction says the same."""
    return Letter.objects.filter(pk__in=acts.values("history__letter"))


def seal_closed_letters(exit: Exit | None = None) -> None:
    """A partner or a way of leaving was closed, or this exit is: letters that were written before
    are out of reach, too."""
    let_nothing_close()
    closed = Exit.objects.filter(is_closed())
    if exit:
        closed = closed.filter(pk=exit.pk)
    for column in COLUMNS:
        named = closed.values(column)
        Letter.objects.filter(pk__in=named, is_sealed=False).update(is_sealed=True)
    found = [letters(closed) for letters in [tied_to, *_beside]]
    if exit is None:
        found += [letters() for letters in _naming]
    for letters in found:
        letters.filter(is_sealed=False).update(is_sealed=True)


def issue(exit: Exit, sort: Sort, *, by: User) -> Letter:
    """The letter of a locked exit: the one that stands, or a new one after a withdrawal or
    a correction."""
    before = letter_of_exit(exit, sort)
    if before and before.is_current:
        return before
    if not _fits(exit, sort, before):
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
        "klien.lahir": _born(stay.person),
        "klien.alamat": stay.person.address,
        "keluar.petugas_nip": exit.done_by.nip if exit.done_by else "",
        "keluar.petugas_jabatan": exit.done_by.position if exit.done_by else "",
        "saksi.pertama": witnesses[0].name if witnesses else "",
        "saksi.kedua": witnesses[1].name if witnesses[1:] else "",
        **_of_death(getattr(exit, "death", None)),
    }


def _born(person):
    """Where and when, as far as it is known."""
    day = tanggal_surat(person.born_on)
    return ", ".join(filter(None, [person.birthplace, day]))


def _of_death(death):
    """Without the cause: it is the doctor's to say."""
    told = (
        {
            "hari": tanggal_panjang(death.died_at),
            "pukul": pukul(death.died_at),
            "di": death.place,
            "dokter": death.doctor,
            "diperiksa_di": death.examined_where,
            "keluarga": death.family,
            "dimakamkan": tanggal_panjang(death.buried_on),
            "makam": death.burial_place,
            "dimakamkan_oleh": death.burial_by,
        }
        if death
        else {}
    )
    return {f"meninggal.{name}": told.get(name, "") for name in DEATH_NAMES}


def subject(exit: Exit) -> Subject:
    person = exit.stay.person
    is_sealed = person.is_sealed or _is_closed(exit)
    return Subject(f"Berkas {person.file_number}", person.pk, is_sealed=is_sealed)


DAY = "Rabu, 30 September 2026"
HOUR = "pukul 22.45 WITA"
LONG_PLACE = "Rumah sakit umum daerah di Kota Makassar, ruang gawat darurat " * 3
DEATH_NAMES = {
    "hari": Name("Hari meninggal", DAY, DAY),
    "pukul": Name("Jam meninggal", HOUR, HOUR),
    "di": Name("Meninggal di", LONG_PLACE, "RPTC"),
    "dokter": Name.of_a_person("Dokter yang memeriksa", ""),
    "diperiksa_di": Name("Diperiksa di", LONG_PLACE),
    "keluarga": Name.of_a_person("Keluarga yang diberi tahu", ""),
    "dimakamkan": Name("Hari pemakaman", DAY),
    "makam": Name("Dimakamkan di", LONG_PLACE),
    "dimakamkan_oleh": Name.of_a_person("Dimakamkan oleh", ""),
}
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
    "klien.lahir": Name("Tempat dan tanggal lahir", "Jeneponto, 30 September 1974", says=AGE),
    "klien.alamat": Name("Alamat klien", "Jalan Poros Malino, Kelurahan Bontoramba " * 4),
    "keluar.petugas_nip": Name("NIP petugas yang menyerahkan", "197001011995031001"),
    "keluar.petugas_jabatan": Name("Jabatan petugas itu", "Pekerja Sosial Ahli Muda " * 4),
    "saksi.pertama": Name.of_a_person("Saksi pertama", ""),
    "saksi.kedua": Name.of_a_person("Saksi kedua", ""),
    **{f"meninggal.{name}": known for name, known in DEATH_NAMES.items()},
}


def _hands_of_handover(exit, letter):
    """Who gives and who receives; witnesses where there are any, and the head if they like."""
    officer = exit.done_by
    gives = Hand(
        Side.GIVES,
        str(officer or ""),
        (officer and officer.position) or "petugas",
        is_staff=True,
    )
    return [gives, Hand(Side.RECEIVES, exit.receiver, exit.relation), *_others(exit, letter)]


def _hands_of_promise(exit, letter):
    promises = Hand(Side.DECLARES, exit.receiver, exit.relation, has_duty=True)
    return [promises, *_others(exit, letter)]


def _others(exit, letter):
    first = sorted(exit.witnesses.all(), key=lambda row: row.pk)[:2]
    witnesses = [row.name for row in first]
    names = [*witnesses, "", ""]
    head = letter.signatory
    return [
        Hand(Side.WITNESS_1, names[0], is_asked=bool(names[0])),
        Hand(Side.WITNESS_2, names[1], is_asked=bool(names[1])),
        Hand(Side.KNOWS, head.name if head else "", "Kepala UPT", is_asked=False, is_staff=True),
    ]


def told_exits(user: User, exits=None):
    """Those (among these) whose receiver this user may know: nobody hands over, prints, completes
    or has signed another."""
    exits = Exit.objects.all() if exits is None else exits
    return exits.visible_to(user).telling_destination_to(user)


def _page(exit):
    return reverse("cases:exit_detail", args=[exit.pk])


def _signing(hands):
    return Signing(
        hands,
        lambda user: told_exits(user).select_related("stay__person", "done_by"),
        _page,
        lambda exit: briefly(exit.stay.person),
    )


def _to_withdraw(user, letter):
    """Of a closed exit the office reads no letter: whoever may print it asks to withdraw it."""
    exits = told_exits(user)
    if letter.kind.code in {sort.kind for sort in AT_THE_DOOR}:
        return exits
    person = Person.objects.filter(pk=letter.person_id).first()
    is_known = person is not None and Data.IDENTITY in access.known(user, person).data
    return exits if is_known else exits.none()


OPENED = Opened(_to_withdraw, _page)


SIGNED = {PROMISE: _signing(_hands_of_promise), HANDOVER: _signing(_hands_of_handover)}

register(
    *(
        Way(
            code=sort.kind,
            act="cases.Exit",
            names=NAMES,
            facts=facts,
            subject=subject,
            column=sort.column,
            signing=SIGNED.get(sort),
            opened=None if sort in SIGNED else OPENED,
        )
        for sort in SORTS.values()
    )
)


def _belongings_of_closed(closed):
    """Of what was given to others in stays with one of these exits."""
    given = BelongingEnd.objects.to_others()
    return letters_ever_of(given.filter(stay__in=closed.values("stay")))


def _belongings_naming():
    return letters_ever_of(BelongingEnd.objects.of_closed_place())


register_letters(_belongings_of_closed, _belongings_naming)
