"""A letter to sign, and the page on which it is signed."""

import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.exits import actions as exits
from cases.exits.letters import HANDOVER
from cases.house.belongings import actions as belongings
from rptc import days
from rptc.letters.files import frozen_file
from tests import factories as f
from tests import pictures

LANGUAGE = {"read_to_them": "on", "language": "mak"}


def handed_over(by, receiver="Hj. Saenab", **more):
    """An exit that this user has just done, and its berita acara."""
    exit = f.ExitFactory(
        stay__ended=True,
        stay__days_ago=1,
        state="done",
        left_at=days.now(),
        done_by=by,
        must_be_known=True,
        receiver=receiver,
        relation="nenek dari ibu",
        **more,
    )
    exit.handover_letter = exits.write_letter(exit, HANDOVER, by=by)
    return exit


def receipt(by, **item):
    """A bag that this user has listed, and the receipt for it."""
    item = f.BelongingFactory(bag__listed_by=by, **item)
    bag = item.bag
    bag.letter = belongings.issue_receipt(bag, by=by)
    return bag


def page(letter, name="letter_sign"):
    return reverse(f"letters:{name}", args=[letter.pk])


def signed(letter, side, **more):
    """What the page sends: written on the screen, unless it says otherwise."""
    said = {
        "send_key": str(uuid.uuid4()),
        "side": side,
        "signed_sha256": frozen_file(letter).sha256,
    }
    ways = {"strokes", "thumb", "paper"}
    return said | ({} if ways & more.keys() else {"strokes": f.strokes()}) | more


def photo(name="foto.jpg", seed=1):
    return SimpleUploadedFile(name, pictures.jpeg(seed=seed), "image/jpeg")


def scan():
    return SimpleUploadedFile("lembar.pdf", f.blank_sheet(), "application/pdf")
