"""What should come along: of the packet the papers and bags that were ticked, and the medicines in
use today (partners/referrals/safety.py)."""

from dataclasses import dataclass

from partners.referrals.arriving.models import ArrivalThing
from partners.referrals.packing.models import ItemKind
from partners.referrals.packing.pieces import label_and_text
from partners.referrals.safety import words_of

Sort = ArrivalThing.Sort
LONGEST = ArrivalThing._meta.get_field("what").max_length


@dataclass(frozen=True)
class Due:
    """One thing of the list; `key` names it in the form."""

    key: str
    sort: str
    what: str


def due_things(referral) -> list[Due]:
    kinds = [ItemKind.PAPER, ItemKind.BAG]
    found = []
    for item in referral.items.frozen().filter(kind__in=kinds).order_by("kind", "pk"):
        label, text = label_and_text(item)
        if item.kind == ItemKind.PAPER:
            found.append(Due(f"paper-{item.pk}", Sort.PAPER, label))
            continue
        for number, line in enumerate(text.splitlines()):
            found.append(Due(f"bag-{item.pk}-{number}", Sort.BAG, f"{line} ({label})"))
    for word in words_of(referral):
        if word.key.startswith("medicine:"):
            key = word.key.replace(":", "-")
            found.append(Due(key, Sort.MEDICINE, word.text.removeprefix("Obat: ")))
    return [Due(each.key, each.sort, each.what[:LONGEST]) for each in found]
