"""The list of a homecoming: what it needs, what is there, and what is missing, which comes first.

A near region needs neither a stop on the way nor a letter through the province; a region outside
Sulawesi Selatan needs both.
"""

from dataclasses import dataclass

from django.urls import reverse

from cases.papers.homecoming.letters import DIRECT, PROVINCE, RECEIPT
from cases.papers.homecoming.models import Homecoming, HomecomingPiece, Step
from cases.papers.lists import lines_of
from rptc.letters.models import Letter
from rptc.letters.ties import tied_letters
from rptc.words import angka

IDENTITY_CARD = "ktp"


@dataclass(frozen=True)
class Row:
    """One line: `step` leads to a form, `letter_sort` to a letter that is written here."""

    label: str
    said: str
    is_there: bool
    step: str = ""
    letter_sort: str = ""
    letter: Letter | None = None
    piece: HomecomingPiece | None = None
    # Where the KTP is written down.
    card: str = ""


def rows_of(homecoming: Homecoming, user) -> list[Row]:
    """The missing first."""
    pieces = {row.code: row for row in homecoming.pieces.select_related("finding", "recorded_by")}
    letters = tied_letters(homecoming)
    rows = [
        _identity(homecoming, pieces.get(Step.IDENTITY), user),
        _typed(Step.FIT, pieces),
        _letter("Surat ke Dinas Sosial tujuan", DIRECT, letters),
        _money(pieces.get(Step.MONEY)),
        _letter("Kuitansi", RECEIPT, letters),
        _typed(Step.ESCORT, pieces),
        _typed(Step.MEETS, pieces),
    ]
    if not homecoming.is_near:
        rows.append(_typed(Step.TRANSIT, pieces))
    if homecoming.is_outside:
        rows.append(_letter("Surat lewat Dinas Sosial Provinsi", PROVINCE, letters))
    return sorted(rows, key=lambda row: row.is_there)


def _identity(homecoming, piece, user):
    """The KTP that is there says so by itself; else a letter of the police stands for it."""
    if piece:
        return _of_piece(Step.IDENTITY, piece)
    lines = lines_of(homecoming.stay.person, user)
    card = next((line for line in lines if line.kind.code == IDENTITY_CARD), None)
    if card and card.is_there:
        return Row(Step.IDENTITY.label, "KTP ada, pada Dokumen", True)
    said = "salah satu cukup: KTP dicatat pada Dokumen, surat Polsek di sini"
    return Row(Step.IDENTITY.label, said, False, Step.IDENTITY, card=_card_page(homecoming, card))


def _card_page(homecoming, card):
    """Where it is said that the KTP is there: kept with the person, and not a second time here."""
    if card and card.paper:
        return reverse("cases:paper_detail", args=[card.paper.pk])
    page = reverse("cases:paper_write", args=[homecoming.stay.person_id])
    return f"{page}?kind={card.kind.pk}" if card else page


def _typed(step, pieces):
    piece = pieces.get(step)
    return _of_piece(step, piece) if piece else Row(step.label, "belum", False, step)


def _of_piece(step, piece):
    return Row(step.label, said_of(piece), True, step, piece=piece)


def said_of(piece):
    relation = f"{piece.who} ({piece.relation})" if piece.relation else piece.who
    day = f"{piece.on:%d/%m/%Y}" if piece.on else ""
    return ", ".join(filter(None, [relation, piece.number, day, piece.words]))


def _money(piece):
    if piece is None:
        return Row(Step.MONEY.label, "belum", False, Step.MONEY)
    said = f"tiket Rp{angka(piece.ticket)}, uang saku Rp{angka(piece.pocket)}"
    return Row(Step.MONEY.label, said, True, Step.MONEY, piece=piece)


def _letter(label, sort, letters):
    letter = letters.get(sort)
    is_there = letter is not None and letter.is_current
    if letter is None:
        said = "belum dibuat"
    else:
        said = f"nomor {letter.number or 'belum ada'}, {letter.dated_on:%d/%m/%Y}"
        said += "" if is_there else "; ditarik atau sebelum koreksi"
    return Row(label, said, is_there, letter_sort=sort, letter=letter)
