"""Eight clients at once, a thousand writes, and the memory of master and workers."""

from contextlib import ExitStack

from cases.casework.assessments.models import Answer, Assessment
from cases.casework.services.models import GroupSession, Service
from cases.intakes.models import Intake
from cases.people.models import Person
from cases.stays.models import Stay
from tests.bench import databases, pages
from tests.bench.browser import Browser
from tests.bench.house import House, good
from tests.bench.measuring import Crowd, crowd
from tests.bench.server import Server
from tests.bench.table import Row

REQUESTS, WRITES = 240, 1000
P95_BAR, WRITES_BAR, MEMORY_BAR = 1.6, 0.14, 1.7


def measure_pages(house: House) -> list[Row]:
    rows = []
    for page in pages.pages(house.subjects):
        if page.clients_bar:
            name = page.clients_floor or page.floor
            floor = crowd_asks(house, "kepala", house.subjects.floors[name])
            ours = crowd_asks(house, page.user, page.path)
            rows += crowd_rows(house, page.name, ours, name, floor, page.clients_bar)
    return rows


def crowd_asks(
    house: House, username: str, path: str, requests: int = REQUESTS, form=None
) -> Crowd:
    def make_act(client):
        browser = house.browser(username)

        def act(number):
            answer = browser.ask(path, form)
            return answer.ms, answer.status in (200, 302)

        return act

    return crowd(make_act, requests)


def crowd_rows(
    house: House, name: str, ours: Crowd, floor_name: str, floor: Crowd, bar: float
) -> list[Row]:
    group = f"Eight clients, {house.size.title}"
    ratio = ours.per_second / floor.per_second
    note = f"{ours.errors} errors" if ours.errors else ""
    return [
        Row(
            group,
            f"{name}, requests a second",
            ours.per_second,
            floor_name,
            floor.per_second,
            ratio,
            bar,
            at_least=True,
            note=note,
        ),
        Row(group, f"{name}, p95 by the median", ours.p95_over_median, bar=P95_BAR),
    ]


def measure_writes(house: House) -> list[Row]:
    """Eight officers register people at once: no error, every number once and without a gap."""
    before = Person.objects.order_by("pk").last().pk
    floor = crowd_asks(
        house, "kepala", house.subjects.floors["Fi"], requests=WRITES // 2, form={"n": 1}
    )
    ours = crowd(lambda client: registers(house), WRITES)
    files = Person.objects.filter(pk__gt=before).order_by("pk")
    gaps = files.last().pk - files.first().pk + 1 - files.count()
    group = f"Eight clients, {house.size.title}"
    return [
        *crowd_rows(house, "Register", ours, "Fi", floor, WRITES_BAR),
        Row(group, f"Register, errors in {WRITES} writes", ours.errors, bar=0),
        Row(group, f"Register, gaps in {files.count()} file numbers", gaps, bar=0),
    ]


def registers(house: House):
    browser = house.browser("trc")

    def register(number: int) -> tuple[float, bool]:
        path, form = pages.met_row(house.subjects, number)
        answer = browser.ask(path, form)
        return answer.ms, answer.status == 302

    return register


def take_back(house: House) -> None:
    """Removes whom and what the measurement wrote down: the database is used again."""
    databases.use(house.size.database)
    people = Person.objects.filter(name__startswith=pages.MEASURED)
    for rows in (Stay.objects, Intake.objects):
        rows.filter(person__in=people).delete()
    people.delete()
    sessions = GroupSession.objects.filter(place__startswith=pages.MEASURED)
    Service.objects.filter(session__in=sessions).delete()
    sessions.delete()
    drafts = Assessment.objects.drafts()
    Answer.objects.filter(assessment__in=drafts).delete()
    drafts.delete()


def measure_memory(house: House, running: ExitStack) -> Row:
    """After every page has been shown and before any PDF; the bare one after its floors."""
    bare = Server(house.size.database, urls="tests.bench.floor_urls")
    running.callback(bare.stop)
    bare.wait()
    browser = Browser(bare.port, house.cookies["kepala"])
    for name, path in house.subjects.floors.items():
        for _ in range(10):
            good(browser.ask(path, {"n": 1} if name == "Fi" else None), path, 200, 302)
    ours, floor = house.server.memory(), bare.memory()
    return Row(
        "Memory of master and two workers, MB",
        "Before any PDF",
        ours,
        "bare",
        floor,
        ours / floor,
        MEMORY_BAR,
    )
