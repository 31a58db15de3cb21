"""Parts of a page that other rooms draw, and which way templates look."""

import re
from collections import defaultdict
from importlib import import_module
from itertools import chain
from pathlib import Path
from pkgutil import iter_modules

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import get_template

from rptc import parts
from rptc.accounts.models import User
from rptc.accounts.permissions import GRANTS

TEMPLATES = settings.BASE_DIR / "templates"
APPS = ["accounts", "cases", "partners", "reports"]
PARTS = [(place, part) for place, found in parts.registered().items() for part in found]


def texts_of(folder):
    return {path: path.read_text() for path in sorted(Path(TEMPLATES, folder).rglob("*.html"))}


@pytest.mark.parametrize(
    ("folder", "right"), [("cases", "partners"), ("cases", "reports"), ("partners", "reports")]
)
def test_no_template_loads_what_stands_to_its_right(folder, right):
    package = import_module(f"{right}.templatetags")
    libraries = {module.name for module in iter_modules(package.__path__)}
    assert libraries
    for path, text in texts_of(folder).items():
        loaded = " ".join(re.findall(r"{% load ([^%]+) %}", text)).split()
        assert not libraries.intersection(loaded), path
        included = " ".join(re.findall(r"{% (?:include|extends) [^%]+", text))
        assert f"{right}/" not in included, path


def test_every_place_is_asked_for_by_a_page_and_has_parts():
    around = [path.read_text() for path in Path(TEMPLATES).glob("*.html")]
    asked = {
        place
        for text in chain(around, *(texts_of(folder).values() for folder in APPS))
        for place in re.findall(r'{% parts "([\w.]+)"', text)
    }
    assert asked == set(parts.registered())


@pytest.mark.parametrize(
    ("place", "part"), PARTS, ids=lambda value: getattr(value, "template", value)
)
def test_a_part_has_its_template_and_asks_for_a_permission_that_exists(place, part):
    assert get_template(part.template)
    assert part.permission in {"", *GRANTS}


def test_parts_are_drawn_in_their_order_for_whom_they_are(monkeypatch):
    monkeypatch.setattr(parts, "_registered", defaultdict(list))

    def says(title, order, permission="", template="components/empty.html"):
        def read(context, row):
            return row and {"title": f"{title} {row}", "text": "", "url": ""}

        return parts.Part(order, template, read, permission)

    parts.register("a.page", says("Kedua", 2), says("Bukan untuk TRC", 1, "cases.view_stay"))
    parts.register("a.page", says("Pertama", 1))
    officer = User(pk=1)
    officer.roles_today = officer.delegated_today = frozenset()
    context = {"user": officer, "perms": {}, "csrf_token": "", "one": "<b>", "none": None}

    drawn = Template('{% parts "a.page" one %}').render(Context(context))
    assert re.findall(r"\w+ &lt;b&gt;", drawn) == ["Pertama &lt;b&gt;", "Kedua &lt;b&gt;"]
    assert Template('{% parts "a.page" none %}').render(Context(context)) == ""
    assert Template('{% parts "another.page" one %}').render(Context(context)) == ""


def test_what_several_parts_need_is_read_once():
    """In whichever template of the page they are drawn."""
    reads = []

    def read(context, row):
        reads.append(row)
        return row

    context = Context({"request": HttpRequest()})
    assert [parts.once(context, read, row) for row in (1, 1, 2)] == [1, 1, 2]
    assert reads == [1, 2]
