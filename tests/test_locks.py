"""People are locked in one place, or the order of locks is anybody's (cases/people/locks.py)."""

import re
from pathlib import Path

from django.conf import settings

ROOMS = ["rptc", "cases", "partners", "reports"]
LOCKS_PEOPLE = re.compile(
    r"Person\.objects\s*(\.\w+\([^()]*\)\s*)*\.select_for_update|\blocked\((\w+\.)*person\b"
)


def test_people_are_locked_in_their_own_module():
    root = Path(settings.BASE_DIR)
    files = [path for room in ROOMS for path in (root / room).rglob("*.py")]
    found = {path.relative_to(root) for path in files if LOCKS_PEOPLE.search(path.read_text())}
    assert found == {Path("cases/people/locks.py")}
