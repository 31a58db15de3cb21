"""What letters say of the people that they are about: only one that says what was corrected is of
before the correction. Each text knows it of itself (LetterText.says); this is what was said by
letters from before there were texts."""

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
# Letters of several people that name each of them in full, whoever they are.
NAMES_EACH = {"berita-acara-penerimaan", "permohonan-dokumen"}


def kinds_without(facts: set[str]) -> list[str]:
    """The codes of the kinds that say none of these facts; a kind that nobody listed may."""
    return [code for code, printed in PRINTS.items() if not printed & facts]
