"""Every form of every page with what nobody should type: a page answers, and never a failure."""

import re
import traceback
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.db import transaction

from rptc import days
from tests.test_permissions import ACCESS, make_url, person_of

pytestmark = [pytest.mark.gate, pytest.mark.django_db]

HUGE = "9" * 20
TEXTS = ["   ", "\x00", "\u202e kanan ke kiri", "x" * 5_000, "O'Neil <b>\U0001f600</b> %s {0}"]
DAYS = ["0001-01-01", "9999-12-31", "2023-02-29", "bukan hari"]
MOMENTS = ["0001-01-01T00:00", "9999-12-31T23:59", "2023-02-29T10:00", "bukan saat"]
MONTHS = ["0001-01", "9999-12", "2024-13"]
NUMBERS = ["-1", HUGE, "1e400", "NaN", "²"]
CHOICES = ["-1", HUGE, "tidak ada", "\x00", ""]
ODD = {"date": DAYS, "datetime-local": MOMENTS, "month": MONTHS, "number": NUMBERS}
ODD |= {"select": CHOICES, "radio": CHOICES, "checkbox": CHOICES, "hidden": CHOICES}


# On every page, and it ends the walk.
AWAY = {"/logout/"}
# The second row of several is read as the first.
LATER_ROW = re.compile(r"(^|-)[1-9][0-9]?-")


class Forms(HTMLParser):
    """The forms of a page: {"method", "action", "fields": {name: [kind, value]}}."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.form, self.select = [], None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name, value = attrs.get("name"), attrs.get("value")
        if tag == "form":
            self.form = {"method": "get", "action": "", **attrs, "fields": {}}
            self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag == "option" and self.select:
            if not self.form["fields"][self.select][1] and value:
                self.form["fields"][self.select][1] = value
        elif name and tag == "select":
            self.select = name
            self.form["fields"][name] = ["select", ""]
        elif name and tag == "textarea":
            self.form["fields"][name] = ["text", ""]
        elif name and tag in {"input", "button"}:
            kind = attrs.get("type", "text")
            self.form["fields"].setdefault(name, [kind, value or ""])

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None


def usual(kind, value):
    """What somebody in a hurry types."""
    moment = days.now().astimezone(days.WITA) - timedelta(minutes=5)
    typed = {
        "date": f"{moment:%Y-%m-%d}",
        "datetime-local": f"{moment:%Y-%m-%dT%H:%M}",
        "month": f"{moment:%Y-%m}",
        "time": f"{moment:%H:%M}",
        "number": "1",
        "email": "uji@contoh.test",
        "tel": "081234567890",
    }
    return value or typed.get(kind, "Uji")


def asked(fields):
    """The usual answer to all, then each field odd, then each field missing."""
    plain = {name: usual(*field) for name, field in fields.items() if field[0] != "file"}
    yield "", plain
    for name, (kind, _) in fields.items():
        if name == "csrfmiddlewaretoken" or kind == "file" or LATER_ROW.search(name):
            continue
        for odd in ODD.get(kind, TEXTS):
            yield f"{name}={odd[:20]!r}", plain | {name: odd}
        yield f"no {name}", {key: value for key, value in plain.items() if key != name}


def send(client, method, url, data):
    """The failure, or "", of a request and the page that it leads to; its changes are undone."""
    try:
        with transaction.atomic():
            answer = getattr(client, method)(url, data)
            status = answer.status_code
            if status == 302 and answer.url.startswith("/"):
                status = client.get(answer.url).status_code
            transaction.set_rollback(True)
    except Exception:
        return traceback.format_exc(limit=-4)
    return f"{status}" if status >= 500 else ""


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_odd_input_is_answered(client, name):
    user = person_of(sorted(ACCESS[name])[0])
    client.force_login(user)
    url = make_url(name, user)
    answers = []
    for query in [f"page={HUGE}", "page=-1", "page=x", "next=//x", "q=%00", "q=%E2%80%AE"]:
        joined = f"{url}{'&' if '?' in url else '?'}{query}"
        answers.append((query, send(client, "get", joined, None)))
    page = client.get(url)
    if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
        for form in Forms(page.content.decode()).forms:
            method, path = form["method"].lower(), form["action"] or url
            if path in AWAY:
                continue
            for about, data in asked(form["fields"]):
                answers.append((f"{method} {path} {about}", send(client, method, path, data)))
    failed = [f"{about}\n{failure}" for about, failure in answers if failure]
    assert not failed, f"{len(failed)} of {len(answers)}\n" + "\n".join(failed)
