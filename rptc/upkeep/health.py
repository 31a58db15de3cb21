"""Is the server well? Asked by the city's monitoring (/ready/) and by the page of the admin.

None of it names anybody, or says a path, an address or a version to a stranger.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from rptc.storage import RESERVE
from rptc.words import angka

# A second factor counts in steps of 30 seconds, and takes the neighbours too.
CLOCKS_APART = 30
GIB = 1024**3


@dataclass(frozen=True)
class Reading:
    key: str
    label: str
    is_well: bool
    said: str


def readings() -> Iterator[Reading]:
    yield _database()
    yield _files()
    yield _disk()


def _database():
    """It answers, and its clock is ours: deadlines are compared by both."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
    except DatabaseError:
        return Reading("database", "Basis data", False, "tidak menjawab")
    if apart > CLOCKS_APART:
        return Reading("database", "Basis data", False, f"jamnya berbeda {apart:.0f} detik")
    return Reading("database", "Basis data", True, "menjawab, jamnya sama")


def _files():
    try:
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=settings.MEDIA_ROOT) as file:
            file.write(b"rptc")
    except OSError:
        return Reading("files", "Foto dan pindaian", False, "tidak dapat ditulis")
    return Reading("files", "Foto dan pindaian", True, "dapat ditulis")


def _disk():
    try:
        space = shutil.disk_usage(settings.MEDIA_ROOT)
    except OSError:
        return Reading("disk", "Cakram", False, "tidak terbaca")
    free = f"terisi {space.used * 100 // space.total}%, sisa {angka(space.free // GIB)} GB"
    # Files stop at the reserve; said well before.
    return Reading("disk", "Cakram", space.free > 4 * RESERVE, free)
