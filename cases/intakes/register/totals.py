"""What a JUMLAH line says, beside what was read."""

import re
from collections import Counter

from cases.intakes.register.header import Header
from cases.intakes.register.lines import SO_FAR, YEAR, line_of, number_in
from cases.intakes.register.reading import Reading
from cases.intakes.register.words import SEXES

COUNT_NAMES = {"L": "laki-laki", "P": "perempuan", "rows": "seluruhnya"}
WRITTEN = re.compile(
    r"(?P<sex>\b(?:laki\W*laki|perempuan|lk|pr|l|p|pria|wanita)\b)?[\s:=(]*(?P<count>[0-9]{1,5})\b",
    re.IGNORECASE,
)


def written_counts(header: Header, cells, line: str) -> dict[str, int]:
    """What a JUMLAH line says: of L, of P, of all."""
    columns = header.columns
    written = {}
    for half, sex in (("male", "L"), ("female", "P")):
        for column in columns.get(half, ()):
            if column < len(cells) and (count := number_in(cells[column])) is not None:
                written[sex] = count
    halves = {c for half in ("male", "female") for c in columns.get(half, ())}
    inside = enumerate(cells[: header.right + 1])
    rest = line_of(cell for column, cell in inside if column not in halves)
    if SO_FAR.search(rest):
        rest = YEAR.sub("", rest)
    numbers = []
    for found in WRITTEN.finditer(rest):
        sex = SEXES.get(re.sub(r"\W", "", (found["sex"] or "").lower()))
        if sex:
            written[sex] = int(found["count"])
        else:
            numbers.append(int(found["count"]))
    if len(numbers) == 3 and numbers[0] + numbers[1] == numbers[2]:
        written |= {"L": numbers[0], "P": numbers[1]}
    elif len(numbers) == 2 and not written:
        return {"L": numbers[0], "P": numbers[1]}
    if numbers:
        written["rows"] = numbers[-1]
    return written


def agrees(written: dict[str, int], counted: Counter) -> bool:
    return all(counted[what] == count for what, count in written.items())


def counts_of(reading: Reading) -> Counter:
    """Everything read so far, in all sheets."""
    counts = Counter(row.sex for row in reading.rows)
    return counts + Counter(rows=len(reading.rows), refused=reading.refused_rows)


def difference(written: dict[str, int], counted: Counter) -> str:
    refused = f" dan {counted['refused']} baris ditolak" if counted["refused"] else ""
    said, read = (
        ", ".join(
            f"{name} {counts[what]}" for what, name in COUNT_NAMES.items() if what in written
        )
        for counts in (written, counted)
    )
    return f"JUMLAH tertulis {said}; terbaca {read}{refused}."
