"""What each kind of letter says of the people that it is about: only one that says what was
corrected is of before the correction. A test reads the templates for it."""

NAME, SEX, AGE, CLASS = "name", "sex", "age", "class"
ALL = {NAME, SEX, AGE, CLASS}

PRINTS = {
    "perpanjangan": ALL,
    "berita-acara-penerimaan": ALL,
    "pernyataan-keluarga": {NAME, SEX, AGE},
    "serah-terima": {NAME, SEX, AGE},
    "surat-jalan": {NAME, SEX, AGE},
    "tanda-terima-titipan": {NAME},
    "berita-acara-titipan": {NAME},
}


def kinds_without(facts: set[str]) -> list[str]:
    """The codes of the kinds that say none of these facts; a kind that nobody listed may."""
    return [code for code, printed in PRINTS.items() if not printed & facts]
