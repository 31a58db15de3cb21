"""What the house keeps: bags listed and not, what went back, what waits for somebody; and those
who were received together."""

from datetime import timedelta

from cases.arrivals.receptions.actions import issue_reception_letter, receive
from cases.arrivals.receptions.models import Reception
from cases.house.belongings.actions import (
    Found,
    end_belongings,
    hang_tag,
    issue_end_letter,
    issue_receipt,
    list_bag,
)
from cases.house.belongings.models import Belonging, BelongingEnd, EndKind
from cases.stays.models import Stay
from reports.demonstration import living
from rptc import days

KINDS = Belonging.Kind
# key in the house: what was in the bag: what, kind, rupiah, state
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
LISTED |= dict.fromkeys(["bag returned", "bag kept", "ran off"], CLOTHES)
# More tell nothing new, and each takes its time to print.
WITH_RECEIPT = {"stranded", "singer", "gatherer", "man", "often met"}
UNLISTED = ["last of them", "nameless", "their mother"]


def add(story, patrols):
    story.tell(
        _ended(story, "singer", 1, EndKind.DESTROYED, story.ago(1, 9), reason="Lem."),
        _ended(
            story,
            "gatherer",
            1,
            EndKind.LOST,
            story.ago(1, 15),
            reason="Tidak ada lagi di tas.",
        ),
        # The first took it along; the second comes for it, and should have yesterday. Of the
        # bag of whoever ran off nobody has thought yet.
        _ended(story, "bag returned", 0, EndKind.RETURNED, story.ago(1, 16, 20)),
        _ended(
            story,
            "bag kept",
            0,
            EndKind.KEPT,
            story.ago(5, 10, 20),
            kept_until=story.today - days.ONE_DAY,
            reason="Diambil kakaknya sesudah gajian.",
        ),
        *(_received(story, patrols[ago]) for ago in (2, 1)),
    )


def hung(story, key, stay, at):
    """A number at the door; in the morning the list, before the owner."""
    if key not in LISTED and key not in UNLISTED:
        return
    at += timedelta(minutes=9)
    yield at
    bag = hang_tag(stay, key=story.key(), by=stay.recorded_by)
    if key in UNLISTED:
        return
    yield at + timedelta(hours=7)
    found = [
        Found(Belonging(what=what, kind=kind, amount=amount, note=note))
        for what, kind, amount, note in LISTED[key]
    ]
    first, by = found[0].belonging, story.staff["piket"]
    first.send_key = story.key()
    list_bag(first, bag=bag, found=found, witness="Klien sendiri", by=by)
    if key in WITH_RECEIPT:
        issue_receipt(bag, by=by)


def _ended(story, key, number, kind, at, **pieces):
    yield at
    stay, by = story.house[key], story.staff["piket"]
    item = list(Belonging.objects.filter(bag__stay=stay).order_by("pk"))[number]
    end = BelongingEnd(stay=stay, kind=kind, at=at, send_key=story.key(), **pieces)
    end_belongings(end, [item], by=by)
    # What was lost still lacks its berita acara, and who fetches the bag signs for it then.
    if kind in {EndKind.RETURNED, EndKind.DESTROYED}:
        issue_end_letter(end, by=by)


def _received(story, patrol):
    """The last two groups that patrols brought, when the last of them was in."""
    yield patrol.ended_at + timedelta(minutes=61)
    stays = Stay.objects.filter(intake__patrol=patrol).select_related("intake").order_by("pk")
    by = living.on_duty(story, patrol.ended_at)
    pairs = [(stay, stay.intake) for stay in stays]
    receive(pairs, at=days.now(), page_key=story.key(), by=by)
    issue_reception_letter(Reception.objects.get(patrol=patrol), by=by)
