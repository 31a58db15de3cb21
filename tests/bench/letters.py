"""Forty letters at one go: each is numbered, printed and frozen, and all leave in one PDF."""

import uuid
from collections.abc import Callable

from django.db import transaction
from django.template.loader import render_to_string

from rptc import days
from rptc.accounts.models import User
from rptc.letters.actions import issue_letter
from rptc.letters.files import letters_response
from rptc.letters.models import Letter, LetterKind
from rptc.letters.printing import NO_CODE, TEMPLATE, drawn_with, signs_on
from rptc.letters.texts.actions import sheet_of
from rptc.letters.texts.models import text_in_force
from tests.bench.measuring import timed

TOGETHER = 40
KIND = "serah-terima"
# A handover to the family, of one page.
FACTS = {
    "klien.nama": "Bahri Daeng Ukur",
    "klien.jenis_kelamin": "laki-laki",
    "klien.umur": "sekitar 40 tahun",
    "klien.berkas": "00001",
    "masa.mulai": "1 November 2026",
    "masa.selesai": "5 November 2026",
    "keluar.hari": "Kamis, 5 November 2026",
    "keluar.pukul": "pukul 10.00 WITA",
    "keluar.petugas": "Petugas Ukur, S.Sos.",
    "keluar.cara": "Kembali ke keluarga",
    "penerima.nama": "Sitti Uji Kecepatan",
    "penerima.hubungan": "saudara",
    "penerima.kartu": "KTP",
    "penerima.nomor": "7371123456789012",
    "penerima.alamat": "Jalan Veteran, Makassar",
}


class TakenBack(Exception):
    pass


def write_together() -> Callable[[], float]:
    """Nothing is kept: a letter is never deleted, and the database is used again."""
    by = User.objects.get(username="kepala")

    def write():
        try:
            with transaction.atomic():
                letters_response([write_one(by) for _ in range(TOGETHER)], by)
                raise TakenBack
        except TakenBack:
            pass

    return timed(write)


def write_one(by: User) -> Letter:
    return issue_letter(KIND, facts=FACTS, about="Berkas 00001", by=by, send_key=uuid.uuid4())


def bare_html() -> str:
    """The page of such a letter, for WeasyPrint alone."""
    today = days.today()
    kind = LetterKind.objects.get(code=KIND)
    text = text_in_force(kind)
    letter = Letter(
        kind=kind, dated_on=today, number=kind.number(1, today), check_code=NO_CODE, text=text
    )
    context = drawn_with(letter, sheet_of(text, FACTS)) | {"signatory": signs_on(today)}
    return render_to_string(TEMPLATE, context)
