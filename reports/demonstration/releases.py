"""What came with the children and dependent adults who went home: papers, witnesses, promises."""

from datetime import timedelta

from cases.exits.deaths.models import Death
from cases.exits.models import Exit, ExitProof, ExitState, ExitWitness, PromiseText
from cases.people.photos.models import Photo
from reports.demonstration import names, pictures
from rptc import days

GONE = {ExitState.REFUSED, ExitState.CANCELLED}
HOMES = [
    "Rumah milik sendiri, tinggal bersama kakek dan nenek.",
    "Rumah sewa dua kamar. Ada tetangga yang ikut mengawasi.",
    "Rumah layak, dekat sekolah. Ibu berjualan di pasar.",
]
UNSEEN = "Rumah di luar kota. Dinas Sosial setempat diminta memeriksanya."


def add(story):
    promise = PromiseText.objects.in_force(story.today)
    card, paper = pictures.card(story), pictures.paper(story)
    for exit in story.rows[Exit]:
        if exit.kind.code == "meninggal":
            _bury(story, exit)
        if exit.kind.code == "daerah-asal":
            _send_home(story, exit)
        if exit.kind.needs_address:
            exit.address = exit.address or names.address(story.dice)
        if exit.decided_by is None and exit.state == ExitState.DONE:
            continue
        if exit.kind.to_family and exit.state not in GONE:
            _gather(story, exit, promise, card, paper)


def _send_home(story, exit):
    """Whoever is sent back to where they are from is not from Makassar."""
    person = exit.stay.person
    if person.origin is None or person.origin.is_in_makassar:
        person.origin, person.origin_text = story.dice.choice(story.people.near), ""
    place = person.origin
    body = place.parent or f"Provinsi {place}"
    exit.address = f"Kecamatan {place}, {body}" if place.parent else body
    exit.receiver = f"Dinas Sosial {body}"


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
    """All of it before the decision; a child's request of yesterday still lacks two pieces."""
    at = exit.recorded_at + timedelta(minutes=25)
    child = exit.stay.person.age.is_child_on(days.day_of(at))
    in_progress = exit.state == ExitState.PROPOSED and child
    sex = "P" if exit.relation.startswith(("Ibu", "Bibi")) else "L"
    exit.receiver_phone = f"0411 555 {story.dice.randint(100, 999)}"
    _proof(story, exit, paper, at)
    _home(story, exit, days.day_of(at))
    if not in_progress:
        exit.identity_kind = "ktp"
        exit.identity_number = _nik(story, sex)
        exit.identity_photo = _photo(story, exit, card, at, f"KTP, {exit.receiver}")
        left_on = days.day_of(exit.left_at) if exit.left_at else story.today
        exit.next_contact_on = left_on + timedelta(days=7)
        exit.next_contact_way = story.dice.choice(["visit", "visit", "call"])
    if exit.state == ExitState.DONE:
        exit.promise, exit.promise_signed_on = promise, days.day_of(exit.left_at)
        exit.items_handed = story.dice.choice(["Pakaian.", "Akta kelahiran dan pakaian."])


def _two_names(story):
    """Of two people, whatever the dice say."""
    one = other = names.name(story.dice, "L", 50)
    while other == one:
        other = names.name(story.dice, "L", 50)
    return one, other


def _proof(story, exit, paper, at):
    if story.chance(0.2):
        for number, name in enumerate(_two_names(story), 1):
            story.add(
                ExitWitness(
                    exit=exit,
                    name=name,
                    address=f"Ketua RT {number:02d}, {names.address(story.dice)}"[:200],
                    phone=f"0411 555 {story.dice.randint(100, 999)}",
                    recorded_by=exit.recorded_by,
                    recorded_at=at,
                )
            )
        return
    kind = ExitProof.Kind(story.pick({"kk": 60, "birth": 30, "village": 10}))
    photo = _photo(story, exit, paper, at, f"{kind.label}, {exit.receiver}")
    story.add(
        ExitProof(
            exit=exit,
            kind=kind,
            number=str(story.dice.randint(10**15, 10**16 - 1)) if kind == "kk" else "",
            photo=photo,
            recorded_by=exit.recorded_by,
            recorded_at=at,
        )
    )


def _home(story, exit, on):
    if story.chance(0.15):
        exit.home_unchecked_reason = UNSEEN
        return
    exit.home_checked_on, exit.home_checked_by = on, str(exit.recorded_by)
    exit.home_result = story.dice.choice(HOMES)


def _nik(story, sex):
    day = story.dice.randint(1, 28) + (40 if sex == "P" else 0)
    born = f"{day:02d}{story.dice.randint(1, 12):02d}{story.dice.randint(65, 95)}"
    return f"737109{born}{story.dice.randint(1, 9999):04d}"


def _photo(story, exit, drawing, at, note):
    """Of one drawing there is one file, whoever it is said to belong to."""
    return story.add(
        Photo(
            person=exit.stay.person,
            kind=Photo.Kind.CARD,
            note=note[:120],
            recorded_by=exit.recorded_by,
            recorded_at=at,
            **drawing,
        )
    )
