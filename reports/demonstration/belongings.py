"""What the house keeps: bags listed and not, what went back, what waits for somebody; and those
who were received together."""

from datetime import timedelta

from cases.arrivals.receptions.models import Reception
from cases.exits.models import Exit
from cases.house.belongings.models import Bag, Belonging, BelongingEnd, EndKind
from cases.stays.models import Stay
from rptc import days

KINDS = Belonging.Kind
# key in the house, what was in the bag: what, kind, rupiah, state
LISTED = {
    "last day": [
        ("Ransel dengan baju", KINDS.GOODS, None, "Sobek"),
        ("Uang", KINDS.MONEY, 85_000, ""),
    ],
    "over by a day": [
        ("Telepon Vivo", KINDS.PHONE, None, "Layar retak"),
        ("Sarung", KINDS.GOODS, None, ""),
    ],
    "stranded": [
        ("Koper", KINDS.GOODS, None, "Terkunci"),
        ("Cincin", KINDS.JEWELLERY, None, "Perak"),
    ],
    "man": [("Telepon Oppo", KINDS.PHONE, None, "Mati"), ("Uang", KINDS.MONEY, 240_000, "")],
    "often met": [("Keranjang jualan", KINDS.GOODS, None, "")],
    "gatherer": [("Gerobak", KINDS.GOODS, None, ""), ("Uang", KINDS.MONEY, 12_000, "")],
    "singer": [
        ("Ukulele", KINDS.GOODS, None, "Senar putus"),
        ("Lem", KINDS.GOODS, None, "Satu kaleng"),
    ],
}
CLOTHES = [("Tas kain dengan baju", KINDS.GOODS, None, "")]
UNLISTED = ["last of them", "nameless", "their mother"]


def add(story, house):
    hung = [(house[key], rows) for key, rows in LISTED.items()]
    hung += [(house[key], None) for key in UNLISTED]
    hung += [(stay, CLOTHES) for stay in _who_left(story)]
    things = {}
    # In the order of arrival: the counter knows no other.
    for stay, rows in sorted(hung, key=lambda pair: pair[0].recorded_at):
        bag = _hang(story, stay, stay.recorded_at + timedelta(minutes=5))
        things[id(stay)] = _list(story, bag, rows) if rows else []
    glue, coins = things[id(house["singer"])][1], things[id(house["gatherer"])][1]
    _end(story, glue, EndKind.DESTROYED, story.ago(1, 9), reason="Lem.")
    _end(story, coins, EndKind.LOST, story.ago(1, 15), reason="Tidak ada lagi di tas.")
    _leave(story, *(things[id(stay)][0] for stay in _who_left(story)))
    _receive(story)


def _who_left(story):
    """One who went home, one whose bag is kept, one who ran away."""
    exits = [exit for exit in story.rows[Exit] if exit.left_at]
    newest_first = sorted(exits, key=lambda exit: exit.left_at, reverse=True)
    planned = [exit for exit in newest_first if not exit.kind.is_emergency]
    kept = next(exit for exit in planned if exit.left_at < story.ago(3, 0))
    ran = next(exit for exit in newest_first if exit.kind.code == "melarikan-diri")
    return [planned[0].stay, kept.stay, ran.stay]


def _leave(story, home, kept, ran):
    """The first took it along; the second comes for it, and should have yesterday. Of the last
    nobody has thought yet."""
    twenty_minutes = timedelta(minutes=20)
    _end(story, home, EndKind.RETURNED, home.bag.stay.ended_at - twenty_minutes)
    _end(
        story,
        kept,
        EndKind.KEPT,
        kept.bag.stay.ended_at - twenty_minutes,
        kept_until=story.today - days.ONE_DAY,
        reason="Diambil kakaknya sesudah gajian.",
    )


def _hang(story, stay, at):
    year = days.day_of(at).year
    serial = sum(bag.year == year for bag in story.rows[Bag]) + 1
    by = stay.recorded_by
    bag = Bag(
        stay=stay,
        number=Bag.tag(year, serial),
        year=year,
        serial=serial,
        recorded_by=by,
        recorded_at=at,
    )
    story.note(by, "took_bag", bag, at, person=stay.person, number=bag.number, items=0)
    return story.add(bag)


def _list(story, bag, rows):
    """In the morning, before the owner."""
    by, at = story.staff["piket"], bag.recorded_at + timedelta(hours=7)
    bag.listed_at, bag.listed_by, bag.witness = at, by, "Klien sendiri"
    story.note(by, "listed_bag", bag, at, person=bag.stay.person, items=len(rows))
    return [
        story.add(
            Belonging(
                bag=bag,
                what=what,
                kind=kind,
                amount=amount,
                note=note,
                recorded_by=by,
                recorded_at=at,
            )
        )
        for what, kind, amount, note in rows
    ]


def _end(story, item, kind, at, **pieces):
    by, stay = story.staff["piket"], item.bag.stay
    item.end = story.add(
        BelongingEnd(stay=stay, kind=kind, at=at, recorded_by=by, recorded_at=at, **pieces)
    )
    story.note(by, "ended_belongings", item.end, at, person=stay.person, items=1)


def _receive(story):
    """The last two groups that patrols brought."""
    groups = {}
    for stay in story.rows[Stay]:
        if stay.intake.patrol and stay.began_at >= story.ago(2, 12):
            groups.setdefault(id(stay.intake.patrol), []).append(stay)
    for stays in groups.values():
        last = max(stays, key=lambda stay: stay.began_at)
        reception = story.add(
            Reception(
                at=last.began_at,
                patrol=last.intake.patrol,
                recorded_by=last.recorded_by,
                recorded_at=last.recorded_at,
            )
        )
        for stay in stays:
            story.add(Reception.stays.through(reception=reception, stay=stay))
        story.note(last.recorded_by, "received", reception, last.recorded_at, people=len(stays))
