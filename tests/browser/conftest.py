"""Chromium, used as a person uses it: find by role and label, wait with `expect`."""

import io
import os
import shutil
import threading
from pathlib import Path
from urllib.parse import urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import connection
from django.test import Client
from playwright.sync_api import expect

from rptc import days
from rptc.accounts.models import User
from tests import factories
from tests.browser.phones import EXPECTED, trc_officer
from tests.database_roles import as_owner

# Playwright keeps an event loop in the thread of the tests; their queries are allowed there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Axe()
THEME = "document.documentElement.dataset.bsTheme"
PHONE, DESK = 360, 1280
# A folder for pictures of the pages, for whoever wants to look at them.
SCREENSHOTS = os.environ.get("RPTC_SCREENSHOTS")

# Most is there at once; a machine that has other work may take its time.
PATIENCE = 40_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "args": CHROMIUM,
    }


class InFlight:
    """The requests that the server has begun and not yet finished."""

    def __init__(self):
        self.number, self.changed = 0, threading.Condition()

    def begin(self, **kwargs):
        with self.changed:
            self.number += 1

    def end(self, **kwargs):
        with self.changed:
            self.number -= 1
            self.changed.notify_all()

    def wait_for_the_last(self):
        with self.changed:
            assert self.changed.wait_for(lambda: self.number <= 0, timeout=PATIENCE / 1000)


@pytest.fixture(autouse=True)
def answered(transactional_db):
    """Before the tables are emptied, the pages are closed and what they had asked is answered: a
    request of a page that is gone would wait for the tables, and they for it."""
    requests = InFlight()
    request_started.connect(requests.begin)
    request_finished.connect(requests.end)
    yield
    requests.wait_for_the_last()
    request_started.disconnect(requests.begin)
    request_finished.disconnect(requests.end)


@pytest.fixture
def console():
    """What the browser complained of, a refusal by the content security policy too.

    A test takes out what it expects; the rest fails it.
    """
    complaints = []
    yield complaints
    assert not complaints, "\n".join(complaints)


def heard_only(console, words):
    """The browser complained of this, as it should, and of nothing else."""
    assert console
    assert all(words in complaint for complaint in console), "\n".join(console)
    console.clear()


@pytest.fixture
def open_browser(new_context, console):
    """open_browser(width=360): a browser of its own, whose complaints are heard."""

    def open_browser(*, width=PHONE, **options):
        height = 780 if width < 768 else 900
        context = new_context(
            viewport={"width": width, "height": height},
            locale="id-ID",
            timezone_id="Asia/Makassar",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        context.on("console", lambda message: _hear(message, console))
        context.on("weberror", lambda error: console.append(str(error.error)))
        return context

    return open_browser


def _hear(message, console):
    if message.type in {"error", "warning"}:
        console.append(f"{message.location.get('url')}: {message.text}")


@pytest.fixture
def profile(tmp_path):
    return tmp_path / "profile"


@pytest.fixture
def phone(browser_type, browser_type_launch_args, profile, live_server, console):
    """A telephone with a profile on disk."""
    context = browser_type.launch_persistent_context(
        profile,
        executable_path=browser_type_launch_args["executable_path"],
        args=CHROMIUM,
        base_url=live_server.url,
        viewport={"width": PHONE, "height": 780},
        locale="id-ID",
        timezone_id="Asia/Makassar",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    context.on("console", lambda message: EXPECTED.search(message.text) or _hear(message, console))
    context.on("weberror", lambda error: console.append(str(error.error)))
    yield context
    context.close()


@pytest.fixture
def officer(transactional_db):
    return trc_officer("regu2")


@pytest.fixture
def browse_as(open_browser, live_server):
    """browse_as(Role.HEAD, url) or browse_as(user, url): a page on which they are logged in."""

    def browse_as(who, url, **options):
        user = who if isinstance(who, User) else factories.UserFactory(roles=[who])
        context = open_browser(base_url=live_server.url, **options)
        context.add_cookies([{**session_cookie(user), "url": live_server.url}])
        page = context.new_page()
        page.goto(url)
        return page

    return browse_as


def session_cookie(user):
    client = Client()
    client.force_login(user)
    name = django_settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


@pytest.fixture
def photograph(request):
    """photograph(page, "step"): a picture of the whole page, where somebody asked for pictures."""

    def photograph(page, step):
        page.wait_for_load_state()
        if SCREENSHOTS:
            name = f"{request.node.originalname}-{step}.png"
            page.screenshot(path=Path(SCREENSHOTS, name), full_page=True)

    return photograph


def misfits(page, *, widths=(PHONE, DESK), night=(PHONE,)):
    """What is wrong with a page on a phone and at a desk; by night, at these widths of them.

    To look at a colour takes the browser longer than all else.
    """
    # A click may just have opened the page: in its first moment a document has no root.
    page.wait_for_load_state()
    seen_at, theme = page.viewport_size, page.evaluate(THEME)
    page.evaluate(AXE.axe_script)
    found = []
    for width in widths:
        found += too_wide(page, width)
        paint(page, "light")
        found += [f"{page.url} at {width}: {line}" for line in violations(page)]
        if width in night:
            # Night changes colours and nothing else.
            paint(page, "dark")
            lines = violations(page, runOnly=["color-contrast"])
            found += [f"{page.url} at {width}, night: {line}" for line in lines]
    paint(page, theme)
    page.set_viewport_size(seen_at)
    return found


def too_wide(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        yield f"{page.url} at {width}: wider than the screen"


def paint(page, theme):
    page.evaluate(f"theme => {{ {THEME} = theme }}", theme)


def violations(page, **options):
    options = {"resultTypes": ["violations"], **options}
    run = "options => axe.run(document, options).then(results => results.violations)"
    for violation in page.evaluate(run, options):
        for node in violation["nodes"]:
            yield f"{violation['id']} {node['target']} {node['html'][:120]}"


class Taps:
    """A finger that counts: what a person taps, besides the letters they type."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def tap(self, locator):
        locator.click()
        self.count += 1

    def choose(self, locator, option):
        """From a list: one tap opens it, one chooses."""
        locator.select_option(option)
        self.count += 2


@pytest.fixture
def taps(record_property):
    """taps(page, "task", bar=6): a finger for one task, which begins on Hari Ini and goes on
    without an address being typed. More taps than the bar fail the test; the table of all tasks
    stands below the run."""
    fingers = []

    def taps(page, task, *, bar):
        assert urlparse(page.url).path == "/"
        finger = Taps(page)
        fingers.append((task, finger, bar))
        return finger

    yield taps
    for task, finger, bar in fingers:
        record_property("taps", (task, finger.count, bar))
        assert finger.count <= bar, f"{task}: {finger.count}"


def pytest_terminal_summary(terminalreporter):
    """How many taps each task takes: said when a test is torn down, which has no name when it
    passes."""
    reports = [*terminalreporter.getreports(""), *terminalreporter.getreports("error")]
    rows = [row for each in reports for name, row in each.user_properties if name == "taps"]
    if rows:
        terminalreporter.section("ketukan")
        for task, count, bar in dict.fromkeys(map(tuple, rows)):
            terminalreporter.line(f"{count:3} dari {bar:2}  {task}")


@pytest.fixture(scope="session")
def made_of_a_day():
    """{day: (rows, folder of files)} of the demonstration: made once, then laid as it was."""
    return {}


@pytest.fixture
def demo(transactional_db, settings, made_of_a_day, tmp_path_factory):
    """The house of the demonstration: demo("kepala") is that account."""
    day = days.today()
    with as_owner():
        if day in made_of_a_day:
            rows, files = made_of_a_day[day]
            connection.ops.lay(rows)
            shutil.copytree(files, settings.MEDIA_ROOT)
        else:
            call_command("demo", stdout=io.StringIO())
            files = tmp_path_factory.mktemp("demo") / "media"
            shutil.copytree(settings.MEDIA_ROOT, files)
            made_of_a_day[day] = connection.ops.all_rows(), files
    return lambda username: User.objects.get(username=username)
