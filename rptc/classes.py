"""Classes of data (docs/data.md): of every column of every table, what it is, how long it is kept,
and what is done with it then.

Each room has its table in a `classes.py`: {label of a model: Keeps}. Columns are named one by one,
so that a new column without a class fails a test instead of taking one by chance.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial


class Until(StrEnum):
    """How long a row is kept. Years come from the archive schedule of the city (JRA); until the
    unit has it, nothing is destroyed by itself."""

    FILE = "berkas klien"
    LETTERS = "arsip surat"
    OFFICE = "arsip kerja"
    ACCOUNT = "akun, lalu arsip kerja"
    LOG = "catatan akses"
    USE = "selama dipakai"


class Emptied(StrEnum):
    """What is done when its time is over. A count must stay what it was."""

    # All of K2 to K4 but what `stays`, which tells of nobody once the names are gone: when, which
    # class, how it ended.
    BLANKED = "dikosongkan"
    DELETED = "baris dihapus"
    # It names no klien.
    STAYS = "tetap"
    ENDS = "berakhir sendiri"


@dataclass(frozen=True)
class Keeps:
    """The columns of one table by class, words apart."""

    until: Until
    emptied: Emptied
    # The running of the house: beds, meals, staff, settings.
    k1: str = ""
    # Who somebody is, and that they were here.
    k2: str = ""
    # Health, law, violence, and what says it: a class, a need, free words about a klien.
    k3: str = ""
    # Secrets, and the log.
    k4: str = ""
    # Of these, what is not emptied, because it is counted or leads to what is.
    stays: str = ""

    @property
    def classes(self) -> dict[str, list[str]]:
        columns = {"K1": self.k1, "K2": self.k2, "K3": self.k3, "K4": self.k4}
        return {name: words.split() for name, words in columns.items() if words}


# What goes with the file of a klien: the row, or what it tells of them.
deleted_with_file = partial(Keeps, Until.FILE, Emptied.DELETED)
blanked_with_file = partial(Keeps, Until.FILE, Emptied.BLANKED)

# Of rows that a form made, and of those that somebody decides on: who, when, and the machinery.
SENT = "id recorded_by recorded_at send_key send_digest"
DECIDED = f"{SENT} decided_by decided_at"
