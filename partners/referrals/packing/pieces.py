"""What was ticked, as a page shows it: to whoever ticks, to whoever decides, to the partner."""

import json
from dataclasses import dataclass

from django.urls import reverse

from cases.people import access
from cases.people.models import Person
from partners.referrals.packing.actions import why_not
from partners.referrals.packing.models import ItemKind
from partners.referrals.packing.offers import Offer, offers_of, secrets_read_by
from rptc import keys
from rptc.audit.pictures import mark_of

UNTOLD = "Isinya tidak Anda baca di sini."
TAKEN_BACK = "Tidak dapat dibaca lagi: persetujuannya ditarik."
THROWN_AWAY = "Gambarnya dibuang."


@dataclass(frozen=True)
class Piece:
    """One thing that travels: its name, its words, and where its picture is opened."""

    label: str
    text: str = ""
    address: str = ""
    is_face: bool = False
    # Why a secret one is shared: told to ours, who may read it.
    why: str = ""


def pieces_of_offers(offers: list[Offer]) -> list[Piece]:
    """Of what was ticked on the page of who ticks."""
    return [_of_offer(offer) for offer in offers]


def pieces_of(referral, user) -> list[Piece]:
    """Of what was ticked, or of what was frozen, to one of ours: a secret one to who may read it,
    and nothing but kinds to who does not open the file."""
    items = list(referral.items.ticked().select_related("photo").order_by("pk"))
    if not items:
        return []
    opened = Person.objects.filter(access.whole_to(user, "pk"), pk=referral.person_id).exists()
    secrets = secrets_read_by(user, items) if opened else set()
    offers = {} if referral.sent_at else offers_of(referral.stay, None)
    return [
        _of_item(item, offers) if opened and (item.pk in secrets or not item.is_secret)
        else Piece(str(item), UNTOLD)
        for item in _in_order(items)
    ]  # fmt: skip


def pieces_sent(referral) -> list[Piece]:
    """To the partner: what was frozen, with addresses of its own. What rests on a yes that was
    taken back since is read there no more, in the same hour."""
    items = list(referral.items.frozen().select_related("photo").order_by("pk"))
    lost = {kind for kind in {item.kind for item in items} if why_not(kind, referral)}
    return [
        Piece(str(item), TAKEN_BACK) if item.kind in lost else _of_partner(item)
        for item in _in_order(items)
    ]


def label_and_text(item):
    return json.loads(keys.opened(item.sealed_words))


def _in_order(items):
    order = list(ItemKind)
    return sorted(items, key=lambda item: (order.index(item.kind), item.pk))


def _of_offer(offer, why=""):
    is_face = offer.kind == ItemKind.PHOTO
    return Piece(offer.label, offer.text, _ours(offer.photo), is_face, why)


def _of_item(item, offers):
    why = keys.opened(item.sealed_reason)
    if not item.frozen_at:
        offer = offers.get(item.key)
        return _of_offer(offer, why) if offer else Piece(str(item), "Tidak dapat ikut lagi.")
    label, text = label_and_text(item)
    if item.photo and item.photo.hidden_at:
        text = THROWN_AWAY
    return Piece(label, text, _ours(item.photo), item.kind == ItemKind.PHOTO, why)


def _ours(photo):
    if photo is None or photo.hidden_at:
        return ""
    return f"{reverse('cases:photo', args=[photo.pk])}?with={mark_of(photo.pk)}"


def _of_partner(item):
    label, text = label_and_text(item)
    address, is_face = "", item.kind == ItemKind.PHOTO
    # Thrown away since: a picture of somebody else, or one that should not be.
    if item.photo and item.photo.hidden_at:
        text = THROWN_AWAY
    elif item.photo:
        if is_face:
            address = reverse("partners:portal_photo", args=[item.referral_id])
            address = f"{address}?with={mark_of(item.photo_id)}"
        else:
            address = reverse("partners:portal_scan", args=[item.referral_id, item.pk])
    return Piece(label, text, address, is_face)
