"""Medians of what alternates: noise of the machine then falls on floor and page alike."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median, quantiles

ROUNDS, REQUESTS, WARM_UP = 3, 40, 5
# A page far over its bar, or a busy machine, does not hold up the whole run.
LONGEST_ROUND = 8
CLIENTS = 8


@dataclass(frozen=True)
class Series:
    """The median of each round, in ms."""

    rounds: list[float]

    @property
    def ms(self) -> float:
        return median(self.rounds)

    def over(self, floor: "Series") -> float:
        """The ratio; each round is compared with the floor of the same minutes."""
        pairs = zip(self.rounds, floor.rounds, strict=True)
        return median(mine / theirs for mine, theirs in pairs)


def alternate(
    *acts: Callable[[], float], requests: int = REQUESTS, warm_up: int = WARM_UP
) -> list[Series]:
    """Each act returns the ms it took; they take turns, `requests` times in each round."""
    for _ in range(warm_up):
        for act in acts:
            act()
    rounds = [[[] for _ in range(ROUNDS)] for _ in acts]
    for number in range(ROUNDS):
        until = time.perf_counter() + LONGEST_ROUND
        for _ in range(requests):
            for act, taken in zip(acts, rounds, strict=True):
                taken[number].append(act())
            if time.perf_counter() > until:
                break
    return [Series([median(times) for times in taken]) for taken in rounds]


def timed(act: Callable[[], object]) -> Callable[[], float]:
    def take() -> float:
        began = time.perf_counter()
        act()
        return 1000 * (time.perf_counter() - began)

    return take


@dataclass(frozen=True)
class Crowd:
    """Eight clients at once: requests a second, and how far the slow ones are from the median."""

    per_second: float
    p95_over_median: float
    errors: int


def crowd(make_act: Callable[[int], Callable[[int], tuple[float, bool]]], requests: int) -> Crowd:
    """`make_act(client)` gives each client its own act; `act(n)` returns (ms, went well)."""

    def run(client: int) -> list[tuple[float, bool]]:
        act = make_act(client)
        return [act(number) for number in range(client, requests, CLIENTS)]

    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = [answer for answers in pool.map(run, range(CLIENTS)) for answer in answers]
    seconds = time.perf_counter() - began
    times = [ms for ms, _ in answers]
    slow = quantiles(times, n=20)[-1] / median(times)
    return Crowd(len(times) / seconds, slow, sum(not well for _, well in answers))
