"""A signature that was written on the screen: lines of points, and nothing else. It is drawn in
pages and on paper as it is, so each point is a number within the box."""

import re

from django.core.exceptions import ValidationError

WIDTH, HEIGHT = 320, 176
MOST_POINTS = 4000
LONGEST = MOST_POINTS * 8
# A tap, or a line that slipped, is no signature.
FEWEST_POINTS, SMALLEST = 8, 24
# As PostgreSQL reads it, too (Signature, signature_is_written_in_its_way).
WRITTEN = r"^(M[0-9]{1,3} [0-9]{1,3}(L[0-9]{1,3} [0-9]{1,3})*)+$"
POINT = re.compile(r"[ML]([0-9]{1,3}) ([0-9]{1,3})")

NO_STROKES = "Tanda tangan di layar tidak terbaca. Hapus, lalu tulis lagi."
TOO_LONG = "Tanda tangan di layar terlalu panjang. Hapus, lalu tulis lagi dengan lebih singkat."
TOO_SHORT = "Tanda tangan di layar terlalu kecil. Tulis lagi, selebar kotaknya."


def check_strokes(strokes: str) -> None:
    """Raises ValidationError, in words, for all that is no signature of our own pen."""
    if len(strokes) > LONGEST:
        raise ValidationError(TOO_LONG)
    if not re.fullmatch(WRITTEN, strokes, re.ASCII):
        raise ValidationError(NO_STROKES)
    points = [(int(x), int(y)) for x, y in POINT.findall(strokes)]
    across, down = ([point[axis] for point in points] for axis in (0, 1))
    if max(across) > WIDTH or max(down) > HEIGHT:
        raise ValidationError(NO_STROKES)
    spread = max(max(across) - min(across), max(down) - min(down))
    if len(points) < FEWEST_POINTS or spread < SMALLEST:
        raise ValidationError(TOO_SHORT)
