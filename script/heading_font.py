"""Makes the heading font of the screens: the Latin letters of Source Serif 4 as one small woff2.

    heading_font.py OUTPUT

The package has 1.2 MB with every script and every optical size; the pages need about 50 kB.
"""

import sys
from pathlib import Path

import fontpkg
from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

# Latin with accents, punctuation, currency, arrows and the minus sign, as web fonts call "latin".
LATIN = (
    "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0300-0301,"
    "U+0303-0304,U+0308-0309,U+0323,U+2000-200B,U+2013-2014,U+2018-201A,U+201C-201E,U+2022,U+2026,"
    "U+2032-2033,U+2039-203A,U+2044,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215"
)
OPTICAL_SIZE = 14


def make(output):
    font = TTFont(fontpkg.path("source-serif-4"), recalcTimestamp=False)
    # tnum and pnum let columns of figures stand under each other; every weight stays.
    features = [*Options().layout_features, "tnum", "pnum"]
    subsetter = Subsetter(Options(layout_features=features))
    subsetter.populate(unicodes=parse_unicodes(LATIN))
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"opsz": OPTICAL_SIZE})
    font.flavor = "woff2"
    output.parent.mkdir(parents=True, exist_ok=True)
    draft = output.with_suffix(".new")
    font.save(draft)
    draft.replace(output)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
