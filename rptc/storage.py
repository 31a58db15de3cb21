import errno
import shutil
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import FileSystemStorage

# Kept free on the disk of the files, in bytes: often the database lies on it too, and a
# database without room stops for everybody.
RESERVE = 512 * 1024**2


class WholeFiles(FileSystemStorage):
    """A file is kept whole or not at all: a disk that is full leaves no half of it."""

    def _save(self, name, content):
        if self._free() < RESERVE:
            raise OSError(errno.ENOSPC, "What is left of the disk is the database's.")
        try:
            return super()._save(name, content)
        except OSError:
            # The name was free when the write began (get_available_name), so this is our half.
            with suppress(OSError):
                Path(self.path(name)).unlink(missing_ok=True)
            raise

    def _free(self):
        place = Path(self.location)
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        return shutil.disk_usage(place).free
