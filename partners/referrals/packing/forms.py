from dataclasses import dataclass

from django import forms
from django.forms import BoundField

from partners.referrals.packing.models import MOST_REASON, ItemKind
from partners.referrals.packing.offers import Offer, offers_of
from rptc import keys

K = ItemKind
GROUPS = [
    ("Tentang dirinya", [K.NAME, K.PHOTO]),
    ("Keadaan dan rencana", [K.SUMMARY, K.WISH, K.PLAN, K.ANSWERS]),
    ("Yang ikut dibawa", [K.PAPER, K.BAG]),
    ("Rahasia, satu per satu", [K.SCAN, K.HEALTH, K.FINDING, K.SECRET, K.NOTE]),
]
WAYS = {"item", "why"}
# Among what was typed before: the boxes were on that page.
PACKED = "packed"
SAY_WHY = "Tulis mengapa ini dibagikan."


@dataclass(frozen=True)
class Tick:
    offer: Offer
    box: BoundField
    why: BoundField | None


class PackingFields(forms.Form):
    """A box for each thing that can travel; of a secret one, why it is shared."""

    def begin_packing(self, stay, user, items=None):
        """`items` are those that were ticked before; None where nobody ticked yet."""
        self.offers = offers_of(stay, user)
        before = None if items is None else {item.key: item for item in items}
        came_back = PACKED in self.initial
        for key, offer in self.offers.items():
            was = None if before is None else before.get(key)
            is_ticked = offer.is_usual if before is None else was is not None
            if came_back:
                is_ticked = f"item-{key}" in self.initial
            self.fields[f"item-{key}"] = forms.BooleanField(
                label=offer.label, required=False, initial=is_ticked
            )
            if offer.is_secret:
                self.fields[f"why-{key}"] = forms.CharField(
                    label="Mengapa dibagikan",
                    max_length=MOST_REASON,
                    required=False,
                    initial=keys.opened(was.sealed_reason) if was else "",
                )

    @property
    def plain(self):
        """The fields that are no ticks."""
        return [
            field for field in self.visible_fields() if field.name.partition("-")[0] not in WAYS
        ]

    @property
    def groups(self):
        """(title, its ticks) of those that have some."""
        for title, kinds in GROUPS:
            ticks = [self._tick(offer) for offer in self.offers.values() if offer.kind in kinds]
            if ticks:
                yield title, ticks

    @property
    def ticked(self):
        """What is ticked now, whether it was sent or not."""
        return [tick.offer for _, ticks in self.groups for tick in ticks if tick.box.value()]

    def _tick(self, offer):
        why = self[f"why-{offer.key}"] if offer.is_secret else None
        return Tick(offer, self[f"item-{offer.key}"], why)

    def clean_ticks(self, cleaned):
        """{key: why it is shared}, as `ticks`."""
        ticks = {key: "" for key in self.offers if cleaned.get(f"item-{key}")}
        for key in ticks:
            if self.offers[key].is_secret:
                ticks[key] = cleaned.get(f"why-{key}", "")
                if not ticks[key] and f"why-{key}" not in self.errors:
                    self.add_error(f"why-{key}", SAY_WHY)
        cleaned["ticks"] = ticks
