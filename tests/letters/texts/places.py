"""Where each line of a letter stands, so that no new WeasyPrint, font or stylesheet moves one
unseen. What is kept in `places.json` is written anew, once the pages were looked at, with

    RPTC_WRITE_PLACES=1 .venv/bin/python -m pytest -m gate tests/letters/texts/test_places.py
"""

import hashlib
import io
import json
import os
from pathlib import Path

from pypdf import PdfReader

KEPT = Path(__file__).with_name("places.json")
WRITES = bool(os.environ.get("RPTC_WRITE_PLACES"))


def places_of(content: bytes) -> list[str]:
    """A fingerprint of each page: its words, with where they stand, to a point (0.35 mm)."""
    return [_fingerprint(page) for page in PdfReader(io.BytesIO(content)).pages]


def _fingerprint(page):
    found = []

    def see(text, cm, tm, font, size):
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((round(x), round(y), text.strip()))

    page.extract_text(visitor_text=see)
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()[:12]


def kept() -> dict[str, list[str]]:
    return json.loads(KEPT.read_text())


def keep(name: str, places: list[str]) -> None:
    known = (kept() if KEPT.exists() else {}) | {name: places}
    KEPT.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n")
