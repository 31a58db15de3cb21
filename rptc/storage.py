from contextlib import suppress
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """A file is kept whole or not at all: a disk that is full leaves no half of it."""

    def _save(self, name, content):
        try:
            return super()._save(name, content)
        except OSError:
            # The name was free when the write began (get_available_name), so this is our half.
            with suppress(OSError):
                Path(self.path(name)).unlink(missing_ok=True)
            raise
