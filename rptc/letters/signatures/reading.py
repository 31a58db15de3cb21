"""What a frozen letter says, for whoever reads it on a telephone before they sign."""

import io

from pypdf import PdfReader

MOST_READ = 10


def pages_of(content: bytes) -> tuple[list[list[str]], int]:
    """The lines of its first pages, and how many pages it has. A scan has no lines: it is read
    as PDF."""
    reader = PdfReader(io.BytesIO(content))
    pages = [page.extract_text() for page in reader.pages[:MOST_READ]]
    lines = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    return [page for page in lines if page], len(reader.pages)
