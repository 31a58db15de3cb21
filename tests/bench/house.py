"""A database of the bench with its server and the people who are logged in there."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from tests.bench import databases, pages
from tests.bench.browser import Answer, Browser, log_in
from tests.bench.server import Server

STAFF = ["trc", "piket", "peksos", "kepala", "mitra"]


@dataclass(frozen=True)
class Size:
    database: str
    people: int
    house: int = 100

    @property
    def title(self) -> str:
        return f"{self.people:,} people"


SIZES = [Size("rptc_bench_20k", 20_000), Size("rptc_bench_100k", 100_000)]


@dataclass(frozen=True)
class House:
    size: Size
    server: Server
    subjects: pages.Subjects
    cookies: dict[str, str]

    def browser(self, username: str) -> Browser:
        return Browser(self.server.port, self.cookies[username])

    def asker(self, username: str, path: str, form=None) -> Callable[[], float]:
        """An act that asks for a page and returns how many ms it took."""
        browser = self.browser(username)
        return lambda: good(browser.ask(path, form), path).ms

    def floor(self, name: str) -> Callable[[], float]:
        form = {"n": 1} if name == "Fi" else None
        return self.asker("kepala", self.subjects.floors[name], form)


def good(answer: Answer, path: str, *statuses: int) -> Answer:
    if answer.status not in (statuses or (200, 302)):
        raise SystemExit(f"{path} answered {answer.status}.")
    return answer


def open_house(size: Size, running: ExitStack) -> House:
    databases.use(size.database)
    server = Server(size.database)
    running.callback(server.stop)
    server.wait()
    return House(size, server, pages.choose(), {name: log_in(name) for name in STAFF})
