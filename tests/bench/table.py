"""What the bench prints."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

MISSING = "belum ada"


@dataclass(frozen=True)
class Row:
    """One thing measured: ours, its floor, and how they stand to the bar.

    The bar is for the ratio; where there is no floor, for the number itself. `at_least` turns it
    round: requests a second have to reach it.
    """

    group: str
    name: str
    ours: float | None
    floor_name: str = ""
    floor: float | None = None
    ratio: float | None = None
    bar: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def is_ok(self) -> bool | None:
        value = self.ours if self.ratio is None else self.ratio
        if value is None or self.bar is None:
            return None
        return value >= self.bar if self.at_least else value <= self.bar

    @property
    def verdict(self) -> str:
        return {None: "", True: "ok", False: "OVER"}[self.is_ok]


def missing(group: str, name: str, floor_name: str, floor: float, bar: float) -> Row:
    """What the application does not have yet."""
    return Row(group, name, None, floor_name, floor, None, bar, note=MISSING)


def lines(rows: Iterable[Row]) -> Iterator[str]:
    group = None
    for row in rows:
        if row.group != group:
            group = row.group
            yield f"\n{group}"
            yield f"  {'':46}{'ours':>9}  {'floor':14}{'ratio':>7}  {'bar':>7}"
        floor = f"{row.floor_name:4}{number(row.floor):>9}" if row.floor_name else ""
        sign = "" if row.bar is None else ">=" if row.at_least else "<="
        bar = f"{sign}{row.bar:g}" if row.bar is not None else ""
        yield (
            f"  {row.name:46}{number(row.ours):>9}  {floor:14}{number(row.ratio, 2):>7}  {bar:>7}"
            f"  {row.verdict:5}{row.note}"
        ).rstrip()


def number(value: float | None, digits: int = 1) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def show(rows: Iterable[Row], *, as_json: bool) -> None:
    """The table grows while it is measured; JSON comes at the end."""
    shown = []
    if as_json:
        shown = [asdict(row) | {"ok": row.is_ok} for row in rows]
        sys.stdout.write(f"{json.dumps(shown, indent=1)}\n")
        return
    for line in lines(keep(rows, shown)):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    over = [f"{row.name} ({row.group})" for row in shown if row.is_ok is False]
    sys.stdout.write(f"\n{len(over)} over the bar: {'; '.join(over) or 'none'}.\n")


def keep(rows: Iterable[Row], kept: list[Row]) -> Iterator[Row]:
    for row in rows:
        kept.append(row)
        yield row
