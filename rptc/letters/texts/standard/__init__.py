"""The words of letters as the program brings them along, one text of each kind."""

import re
from pathlib import Path

SECTIONS = {
    "bentuk": "form",
    "judul": "heading",
    "yth": "addressee",
    "sifat": "nature",
    "lampiran": "enclosure",
    "dasar hukum": "legal_basis",
    "isi": "body",
    "tanda tangan": "signers",
    "tembusan": "copies",
}

# Of texts that say something else than the one before: raised by one with the file.
EDITIONS = {
    "berita-acara-titipan": 2,
    "kuitansi-pemulangan": 2,
    "persetujuan-klien": 2,
    "serah-terima": 2,
    "surat-keterangan": 2,
    "surat-rujukan": 2,
    "tanda-terima-bantuan": 2,
    "tanda-terima-perlengkapan": 2,
    "tanda-terima-titipan": 2,
    "tanda-terima-uang": 2,
}


def standard_text(code: str) -> dict[str, str]:
    """The columns of a LetterText, from the file of this kind: a section each, "== isi"."""
    file = Path(__file__).with_name(f"{code}.txt").read_text(encoding="utf-8")
    _, *sections = re.split(r"^== (.+)\n", file, flags=re.MULTILINE)
    names, texts = sections[::2], sections[1::2]
    return {SECTIONS[name]: text.strip() for name, text in zip(names, texts, strict=True)}
