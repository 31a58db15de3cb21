"""What came with the children and dependent adults who went home: papers, witnesses, promises."""

from datetime import timedelta

from cases.exits.actions import add_piece, add_proof, add_witness
from cases.exits.deaths.models import Death
from cases.exits.models import Exit, ExitProof, ExitWitness, PromiseText
from cases.exits.pieces import what_is_missing
from cases.people.flags.actions import raise_flag
from cases.people.flags.models import Flag
from cases.people.photos.models import Photo
from reports.demonstration import names, pictures
from rptc import days

HOMES = [
    "Rumah milik sendiri, tinggal bersama kakek dan nenek.",
    "Rumah sewa dua kamar. Ada tetangga yang ikut mengawasi.",
    "Rumah layak, dekat sekolah. Ibu berjualan di pasar.",
]
ITEMS = ["Pakaian.", "Akta kelahiran dan pakaian."]
# Of so many there is no paper, and two people vouch for them.
WITNESSED = 0.2
UNSEEN = "Rumah di luar kota. Dinas Sosial setempat diminta memeriksanya."


def add(story):
    """Those of the official years, in bulk."""
    story.card, story.paper = pictures.card(), pictures.paper()
    promise = PromiseText.objects.in_force(story.today)
    card, paper = pictures.kept(story, story.card), pictures.kept(story, story.paper)
    for exit in story.rows[Exit]:
        if exit.kind.code == "meninggal":
            _bury(story, exit)
        if exit.kind.code == "daerah-asal":
            exit.receiver, exit.address = send_home(story, exit.stay.person)
        if exit.kind.needs_address:
            exit.address = exit.address or names.address(story.dice)
        if exit.kind.to_family and exit.decided_by:
            _gather(story, exit, promise, card, paper)


def send_home(story, person):
    """Receiver and address. Whoever is sent back to where they are from is not from Makassar."""
    if person.origin is None or person.origin.is_in_makassar:
        person.origin, person.origin_text = story.dice.choice(story.people.near), ""
    place = person.origin
    body = place.parent or f"Provinsi {place}"
    return f"Dinas Sosial {body}", f"Kecamatan {place}, {body}" if place.parent else body


def _bury(story, exit):
    """Somebody died in care: the file is sealed, and what followed is written down."""
    died_at = exit.left_at
    exit.stay.person.is_sealed = True
    story.add(
        Death(
            exit=exit,
            died_at=died_at,
            place="Kamar lansia, RPTC Makassar",
            found_by=str(exit.recorded_by),
            doctor="dr. Nurmiati",
            examined_at=died_at + timedelta(minutes=50),
            examined_where="RPTC Makassar",
            cause="Gagal jantung",
            police="Polsek setempat",
            police_told_at=died_at + timedelta(minutes=20),
            family_untold_reason="Keluarganya belum diketahui.",
            recorded_by=exit.recorded_by,
            recorded_at=died_at + timedelta(minutes=15),
        )
    )
    story.note(exit.recorded_by, "sealed", exit.stay.person, died_at + timedelta(minutes=15))


def _gather(story, exit, promise, card, paper):
    """All of it before the decision."""
    at, left_on = exit.recorded_at + timedelta(minutes=25), days.day_of(exit.left_at)
    on = days.day_of(at)
    _paper(story, exit, paper, at)
    exit.identity_photo = _photo(
        story, exit, card, at, f"KTP, {exit.receiver}", Photo.Kind.RECEIVER
    )
    for column, value in {
        "receiver_phone": phone(story),
        **_home(story, exit, on),
        **_identity(story, exit),
        **_contact(story, left_on),
        "promise": promise,
        "promise_signed_on": left_on,
        "items_handed": story.dice.choice(ITEMS),
    }.items():
        setattr(exit, column, value)


def _paper(story, exit, paper, at):
    by = {"recorded_by": exit.recorded_by, "recorded_at": at}
    if story.chance(WITNESSED):
        for witness in _witnesses(story, exit):
            witness.recorded_by, witness.recorded_at = exit.recorded_by, at
            story.add(witness)
        return
    proof = story.add(ExitProof(exit=exit, **_kind_of_paper(story), **by))
    label = ExitProof.Kind(proof.kind).label
    proof.photo = _photo(story, exit, paper, at, f"{label}, {exit.receiver}")


def _photo(story, exit, drawing, at, note, kind=Photo.Kind.CARD):
    """Of one drawing there is one file, whoever it is said to belong to."""
    return story.add(
        Photo(
            person=exit.stay.person,
            kind=kind,
            note=note[:120],
            recorded_by=exit.recorded_by,
            recorded_at=at,
            **drawing,
        )
    )


# The living house: by the actions of the exit's page, each piece that its kind and klien need.


def gather(story, exit, *, lacks=()):
    """The pieces that are not there yet, but those that still lack."""
    by, exit = exit.recorded_by, Exit.objects.get(pk=exit.pk)
    for piece in what_is_missing(exit, by=by):
        if piece.code == "proof" and piece.code not in lacks:
            _prove(story, exit, by)
        elif piece.code == "ban":
            _forbid(story, exit, by)
        elif piece.code not in {"", "belongings", *lacks}:
            values = _values(story, exit, piece.code)
            picture = story.card if piece.code == "identity" else None
            add_piece(exit, values, picture=picture, by=by)


def forbid_first(story, exit, *, by):
    """Of who is not safe, before they go with somebody."""
    if any(piece.code == "ban" for piece in what_is_missing(exit, by=by)):
        _forbid(story, exit, by)


def _forbid(story, exit, by):
    """Somebody whom no receiver is called like."""
    flag = Flag(
        person=exit.stay.person,
        kind=Flag.Kind.DO_NOT_RELEASE,
        whom="Puang Lolo Dg. Sitaba (tetangga)",
        what_to_do="Tahan dengan sopan, dan telepon Kepala UPT.",
        reason="Disebut klien dalam asesmen.",
        send_key=story.key(),
    )
    raise_flag(flag, by=by)


def _prove(story, exit, by):
    if story.chance(WITNESSED):
        for witness in _witnesses(story, exit):
            add_witness(witness, by=by)
        return
    proof = ExitProof(exit=exit, send_key=story.key(), **_kind_of_paper(story))
    add_proof(proof, picture=story.paper, by=by)


def _values(story, exit, code):
    today = days.today()
    if code == "home":
        return _home(story, exit, today)
    if code == "identity":
        return _identity(story, exit)
    if code == "contact":
        return _contact(story, today + timedelta(days=1))
    if code == "promise":
        return {"promise": PromiseText.objects.in_force(today), "promise_signed_on": today}
    return {"items_handed": story.dice.choice(ITEMS)}


# What both are told


def phone(story):
    return f"0411 555 {story.dice.randint(100, 999)}"


def _kind_of_paper(story):
    kind = story.pick({"kk": 60, "birth": 30, "village": 10})
    number = str(story.dice.randint(10**15, 10**16 - 1)) if kind == "kk" else ""
    return {"kind": ExitProof.Kind(kind), "number": number}


def _witnesses(story, exit):
    return [
        ExitWitness(
            exit=exit,
            name=name,
            address=f"Ketua RT {number:02d}, {names.address(story.dice)}"[:200],
            phone=phone(story),
            send_key=story.key(),
        )
        for number, name in enumerate(_two_names(story), 1)
    ]


def _two_names(story):
    """Of two people, whatever the dice say."""
    one = other = names.name(story.dice, "L", 50)
    while other == one:
        other = names.name(story.dice, "L", 50)
    return one, other


def _home(story, exit, on):
    if story.chance(0.15):
        return {"home_unchecked_reason": UNSEEN}
    return {
        "home_checked_on": on,
        "home_checked_by": str(exit.recorded_by),
        "home_result": story.dice.choice(HOMES),
    }


def _identity(story, exit):
    sex = "P" if exit.relation.startswith(("Ibu", "Bibi")) else "L"
    return {"identity_kind": "ktp", "identity_number": _nik(story, sex)}


def _contact(story, left_on):
    way = story.dice.choice(["visit", "visit", "call"])
    return {"next_contact_on": left_on + timedelta(days=7), "next_contact_way": way}


def _nik(story, sex):
    day = story.dice.randint(1, 28) + (40 if sex == "P" else 0)
    born = f"{day:02d}{story.dice.randint(1, 12):02d}{story.dice.randint(65, 95)}"
    return f"737109{born}{story.dice.randint(1, 9999):04d}"
