"""Builds what is missing, starts the servers, measures everything once."""

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

from tests.bench import databases, inside, one_client, together
from tests.bench.house import Size, open_house
from tests.bench.table import Row


def measure(sizes: list[Size], *, rebuild: bool) -> Iterator[Row]:
    for size in sizes:
        prepare(size, rebuild=rebuild)
    with ExitStack() as running:
        houses = [open_house(size, running) for size in sizes]
        # What was registered is taken back before the servers stop, whatever happens.
        for house in houses:
            running.callback(together.take_back, house)
        yield from one_client.measure_pages(houses)
        for house in houses:
            yield from one_client.measure_acts(house)
        yield together.measure_memory(houses[0], running)
        for house in houses:
            databases.use(house.size.database)
            yield from inside.measure_sql(house)
            yield from inside.measure_figures(house)
        yield from inside.measure_pages(houses[-1])
        yield from inside.measure_letter(houses[-1])
        yield from together.measure_pages(houses[-1])
        yield from together.measure_writes(houses[-1])


def measure_acts(size: Size, *, rebuild: bool) -> Iterator[Row]:
    """What one client writes."""
    prepare(size, rebuild=rebuild)
    with ExitStack() as running:
        house = open_house(size, running)
        running.callback(together.take_back, house)
        yield from one_client.measure_acts(house)


def measure_letters(size: Size, *, rebuild: bool) -> Iterator[Row]:
    """Letters that leave together: they need a house, and no server."""
    prepare(size, rebuild=rebuild)
    databases.use(size.database)
    yield inside.letters_together("PDF, ms")


def prepare(size: Size, *, rebuild: bool) -> None:
    began = time.monotonic()
    if databases.prepare(size.database, size.people, size.house, rebuild=rebuild):
        tell(f"{size.database} made in {time.monotonic() - began:.0f} s")


def tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
