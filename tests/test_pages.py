"""The rule that leads from a page's address to its view, its template and its tests (README)."""

import inspect
import re
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import get_resolver

from rptc.management.commands import page

ROOT = Path(settings.BASE_DIR)
LOGIN = ROOT / "tests/accounts/test_login.py"
# What shows no page of its own: it takes what is sent and leads on, or answers with a file.
SHOWS_NO_PAGE = re.compile(
    r"@(require_POST|may_press)\b|(Response|_response|_file|letter_page|pdf_answer)\("
)
TESTS_READ = re.compile(r"^from (tests\.[\w.]+) import", re.MULTILINE)


def addresses(patterns, urls="rptc.urls"):
    """Each address, with the urls.py that it stands in: of an app, those of its rooms."""
    for pattern in patterns:
        if not hasattr(pattern, "url_patterns"):
            yield pattern, urls
            continue
        within = getattr(pattern.urlconf_name, "__name__", urls)
        rooms = getattr(pattern.urlconf_module, "ROOMS", None)
        if rooms is None:
            yield from addresses(pattern.url_patterns, within)
        for room in rooms or []:
            name = within.replace("urls", f"{room}.urls")
            yield from addresses(import_module(name).urlpatterns, name)


ALL = list(addresses(get_resolver().url_patterns))
OURS = [each for each in ALL if not each[0].callback.__module__.startswith("allauth.")]
OF_ALLAUTH = [pattern for pattern, urls in ALL if (pattern, urls) not in OURS]


def asks_for(tests, pattern):
    """Whether tests name a page: by its name, by the beginning of it (cases:exit_{page}), or by
    its address; they or what they share with other tests of their folder."""
    text = tests.read_text()
    for module in TESTS_READ.findall(text):
        shared = ROOT / (module.replace(".", "/") + ".py")
        is_beside = shared.parent == tests.parent and shared.exists()
        text += shared.read_text() if is_beside else ""
    words = pattern.name.split("_")
    begun = [re.escape("_".join(words[:count]) + "_{") for count in range(1, len(words))]
    address = r"[^\s\"'/]+".join(map(re.escape, re.split(r"<[^>]+>", str(pattern.pattern))))
    named = "|".join([rf"\b{pattern.name}\b", *begun, rf"/{address}[\"'?]"])
    return re.search(rf"[\"':/]({named})", text)


def follows_the_rule(pattern, urls):
    view = inspect.unwrap(pattern.callback)
    tests = page.tests_of(view)
    return (
        view.__name__ == pattern.name
        and view.__module__.startswith(urls.removesuffix("urls"))
        and (page.template_of(view) or SHOWS_NO_PAGE.search(inspect.getsource(view)))
        and (tests and asks_for(tests, pattern))
    )


def test_every_address_leads_to_its_view_template_and_tests():
    assert [pattern.name for pattern, urls in OURS if not follows_the_rule(pattern, urls)] == []


def test_the_pages_of_the_login_keep_the_names_of_allauth():
    for pattern in OF_ALLAUTH:
        template = getattr(pattern.callback.view_class, "template_name", "")
        assert not template.endswith(".html") or (ROOT / "templates" / template).exists()
        assert asks_for(LOGIN, pattern), pattern


@pytest.mark.parametrize(
    ("address", "template", "tests"),
    [
        ("/menu/", "menu", "test_menu"),
        ("/letters/", "letters/letter_list", "letters/test_letters"),
        ("/stays/arrivals/", "cases/arrivals/stay_arrivals", "cases/arrivals/test_stay_arrivals"),
        ("/triage/", "cases/intakes/triage_list", "cases/intakes/test_triage"),
        (
            "/devices/screen/code/",
            "cases/patrols/screen_code",
            "cases/patrols/devices/test_screen",
        ),
        ("/recap/2025/", "reports/figures/recap", "reports/figures/test_recap"),
    ],
)
def test_the_command_says_where_a_page_stands(address, template, tests):
    said = StringIO()
    call_command("page", address, stdout=said)
    view, *files = said.getvalue().splitlines()
    assert re.fullmatch(r"\w[\w/]*views\.py:\d+", view)
    assert files == [f"templates/{template}.html", f"tests/{tests}.py"]


def test_the_command_leaves_out_a_template_where_there_is_no_page():
    said = StringIO()
    call_command("page", "/photos/3/", stdout=said)
    assert len(said.getvalue().splitlines()) == 2
