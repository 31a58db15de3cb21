"""What the code cites stands in the repository, under the heading that it names."""

import re
import subprocess
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CITED = re.compile(r"docs/(\w+\.md)(?:, ([A-Z][\w ]*\w))?")
OUTSIDE = re.compile(r"(?<!docs/)\b(design|features|domain|security|speed|style)\.md\b")


def sources():
    listed = subprocess.run(
        ["git", "ls-files", "*.py", "*.html", "*.js", "*.css", "*.toml", "script/*"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = [ROOT / name for name in listed.stdout.split()]
    return [file for file in files if file.is_file() and file != Path(__file__)]


def headings(name):
    return re.findall(r"^#+ (.+)$", (ROOT / "docs" / name).read_text(), re.MULTILINE)


def test_every_citation_leads_to_a_heading():
    cited = 0
    for file in sources():
        # A citation may go over the end of a line of a comment or docstring.
        text = re.sub(r"\s*\n\s*#?\s*", " ", file.read_text())
        for name, heading in CITED.findall(text):
            cited += 1
            known = headings(name)
            assert not heading or any(known_as.startswith(heading) for known_as in known), (
                f"{file.relative_to(ROOT)} cites {name}, {heading}"
            )
    assert cited > 50


def test_nothing_cites_a_paper_outside_the_repository():
    outside = [str(file) for file in sources() if OUTSIDE.search(file.read_text())]
    assert outside == []
