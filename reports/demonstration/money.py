"""The money of three who are in the house, and of one who left without it."""

from datetime import timedelta

from cases.help.money.actions import (
    correct_money,
    count_money,
    move_money,
    take_from_bags,
    write_receipt,
)
from cases.help.money.models import MoneyMovement, Way, money_in_bags
from reports.demonstration.dice import key_of, own_dice
from rptc import days

# key, days ago, hour, which way, rupiah, does a second one count it
MOVED = [
    ("planned", 3, 10, Way.TAKEN, 150_000, True),
    ("planned", 1, 11, Way.DRAWN, 20_000, True),
    ("over by a day", 5, 9, Way.TAKEN, 320_000, True),
    ("over by a day", 2, 16, Way.DRAWN, 70_000, False),
    ("bag kept", 6, 15, Way.TAKEN, 45_000, True),
]
# What lay in the bag of this one stands in the ledger since.
FROM_BAG = ("man", 2, 13)
# Written wrongly, and set right.
MENDED = ("over by a day", 4, 9, 50_000, "Seharusnya milik klien lain.")


def add(story, patrols):
    dice = own_dice(story, "Uang titipan")
    key, ago, hour, rupiah, why = MENDED
    story.tell(
        *(_moved(story, dice, *moved) for moved in MOVED),
        _from_bag(story, dice, *FROM_BAG),
        _mended(story, dice, key, ago, hour, rupiah, why),
    )


def _written(story, dice, key, way, rupiah):
    row = MoneyMovement(
        stay=story.house[key], way=way, amount=rupiah, at=days.now(), send_key=key_of(dice)
    )
    return move_money(row, by=story.staff["piket"])


def _moved(story, dice, key, ago, hour, way, rupiah, is_counted):
    yield story.ago(ago, hour, 10)
    row = _written(story, dice, key, way, rupiah)
    if is_counted:
        yield story.ago(ago, hour, 15)
        row = count_money(row, amount=rupiah, by=story.staff["peksos"])
    if key == "planned":
        write_receipt(row, by=story.staff["piket"])


def _from_bag(story, dice, key, ago, hour):
    yield story.ago(ago, hour, 30)
    by, stay = story.staff["piket"], story.house[key]
    items = list(money_in_bags(by).filter(bag__stay=stay).order_by("pk"))
    if items:
        row = MoneyMovement(stay=stay, send_key=key_of(dice))
        row = take_from_bags(row, items=items, by=by)
        yield days.now() + timedelta(minutes=4)
        count_money(row, amount=row.amount, by=story.staff["peksos"])


def _mended(story, dice, key, ago, hour, rupiah, why):
    yield story.ago(ago, hour, 5)
    wrong = _written(story, dice, key, Way.TAKEN, rupiah)
    yield story.ago(ago, hour, 20)
    row = correct_money(
        MoneyMovement(note=why, send_key=key_of(dice)), wrong=wrong, by=story.staff["peksos"]
    )
    yield story.ago(ago, hour, 25)
    count_money(row, amount=rupiah, by=story.staff["piket"])
