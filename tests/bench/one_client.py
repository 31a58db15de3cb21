"""One client: pages and acts beside their floors, and the large database beside the small one."""

import re
import uuid
from collections.abc import Callable
from itertools import count

from django.urls import reverse

from rptc import days
from tests.bench import databases, pages, rounds
from tests.bench.house import House, good
from tests.bench.measuring import Series, alternate
from tests.bench.table import Row

ACT_BAR, ANSWER_BAR, ROUND_BAR, GROWTH_BAR = 8, 4, 12, 1.3


def measure_pages(houses: list[House]) -> list[Row]:
    """Floor and page of every size take turns, so that sizes are compared in the same minutes."""
    rows, growth = {house.size: [] for house in houses}, []
    for same in zip(*(pages.pages(house.subjects) for house in houses), strict=True):
        acts = []
        for house, page in zip(houses, same, strict=True):
            acts += [house.floor(page.floor), house.asker(page.user, page.path)]
        taken = alternate(*acts)
        for house, page, floor, ours in zip(houses, same, taken[::2], taken[1::2], strict=True):
            rows[house.size].append(row(house, page.name, ours, page.floor, floor, page.bar))
        if len(houses) > 1:
            growth.append(growth_row(same[0].name, taken[1], taken[-1], houses))
    return [row for own in rows.values() for row in own] + growth


def row(house: House, name: str, ours: Series, floor_name: str, floor: Series, bar: float) -> Row:
    group = f"One client, {house.size.title}, ms"
    return Row(group, name, ours.ms, floor_name, floor.ms, ours.over(floor), bar)


def growth_row(name: str, small: Series, large: Series, houses: list[House]) -> Row:
    sizes = f"{houses[-1].size.title} against {houses[0].size.title}, ms"
    return Row(sizes, name, large.ms, "", small.ms, large.over(small), GROWTH_BAR)


def measure_acts(house: House) -> list[Row]:
    """A field of an assessment, and what is written of many in the house at once. Then a person is
    registered, at the door until the stay has begun and as a row of a patrol: from then on more
    are in the house."""
    databases.use(house.size.database)
    acts = [
        ("Keep a field of an assessment", answers(house), ANSWER_BAR),
        ("Hold a session of 40", holds(house), ROUND_BAR),
        (f"Call the roll of {len(house.subjects.called)}", rounds.calls(house), ROUND_BAR),
        (f"Give {len(house.subjects.medicine_ids)} medicines", rounds.gives(house), ROUND_BAR),
    ]
    registered = [
        ("Register at the door, until the stay", arrives(house), ACT_BAR),
        ("Register a row of a patrol", met(house), ACT_BAR),
    ]
    return [*beside_insert(house, acts), *beside_insert(house, registered)]


def beside_insert(house: House, acts: list[tuple[str, Callable[[], float], float]]) -> list[Row]:
    floor, *taken = alternate(house.floor("Fi"), *[act for _, act, _ in acts])
    return [
        row(house, name, ours, "Fi", floor, bar)
        for (name, _, bar), ours in zip(acts, taken, strict=True)
    ]


def answers(house: House) -> Callable[[], float]:
    numbers, browser = count(), house.browser("peksos")

    def answer() -> float:
        path, form = pages.answer_typed(house.subjects, next(numbers))
        return good(browser.ask(path, form), path, 200).ms

    return answer


def holds(house: House) -> Callable[[], float]:
    numbers, browser = count(), house.browser("peksos")

    def hold() -> float:
        path, form = pages.session_held(house.subjects, next(numbers))
        return good(browser.ask(path, form), path, 302).ms

    return hold


def arrives(house: House) -> Callable[[], float]:
    """Two POSTs: the intake, then the confirmed arrival; the page between them is not timed."""
    numbers, browser = count(), house.browser("piket")
    address = reverse("cases:stay_arrivals")

    def arrive() -> float:
        path, form = pages.door_intake(house.subjects, next(numbers))
        taken = good(browser.ask(path, form), path, 302).ms
        waiting = re.findall(rb'name="(\d+-arrived)"', browser.ask(address).body)
        now = days.now().astimezone(days.WITA)
        form = {"at": f"{now:%Y-%m-%dT%H:%M}", "send_key": uuid.uuid4()}
        form |= {name.decode(): "on" for name in waiting}
        # An arrival within the minute of the intake is no error.
        return taken + good(browser.ask(address, form), address, 302).ms

    return arrive


def met(house: House) -> Callable[[], float]:
    numbers, browser = count(), house.browser("trc")

    def meet() -> float:
        path, form = pages.met_row(house.subjects, next(numbers))
        return good(browser.ask(path, form), path, 302).ms

    return meet
