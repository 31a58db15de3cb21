"""Every form of every page with what nobody should type: a page answers at once, never a failure.

In `script/test` 5 requests a form and 4 addresses, drawn by chance that is the same each time;
100 a form, some 20,000 in all, with `RPTC_FULL_SIZE=1 script/test tests/test_odd_input.py`.
"""

import random
import re
import time
import traceback
from datetime import date, timedelta
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import path

from rptc import days
from tests.sizes import IS_FULL, some
from tests.test_permissions import ACCESS, ANYONE, PUBLIC, make_url, person_of

pytestmark = [pytest.mark.gate, pytest.mark.django_db]

AT_LEAST, SLOWEST = 100 if IS_FULL else 5, 5
HUGE, MANY = "9" * 20, "99999999"
# Half of a letter, as only a program sends it; and the NUL that PostgreSQL keeps in no text.
HALF, NUL = "\ud800", "\x00"
LONG = "x" * 1_000_000
TEXTS = [
    "   ",
    NUL,
    HALF,
    LONG,
    "\u202e kanan ke kiri",
    "O'Neil <b>\U0001f600</b> %s {0}",
    "1" * 5_000,
]
DAYS = ["0001-01-01", "9999-12-31", "2023-02-29", "bukan hari", HALF]
MOMENTS = ["0001-01-01T00:00", "9999-12-31T23:59", "2023-02-29T10:00", "bukan saat", HALF]
MONTHS = ["0001-01", "9999-12", "2024-13", NUL]
NUMBERS = ["-1", HUGE, MANY, "1e400", "NaN", "\u00b2", LONG]
CHOICES = ["-1", HUGE, "tidak ada", NUL, HALF, "", "1" * 5_000]
ODD = {"date": DAYS, "datetime-local": MOMENTS, "month": MONTHS, "number": NUMBERS}
ODD |= {"select": CHOICES, "radio": CHOICES, "checkbox": CHOICES, "hidden": CHOICES}
QUERIES = [
    f"page={HUGE}",
    "page=-1",
    "page=x",
    "next=//x",
    "next=http://[",
    "q=%00",
    "q=%E2%80%AE",
]
QUERIES += ["q=%ED%A0%80", "page=1&page=2", "show[]=1", f"from={HUGE}&to=x", f"q={'x' * 5_000}"]
ADDRESSES = len(QUERIES) if IS_FULL else 4


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


def requests_of(fields):
    """(what it is about, body, kind of body) of everything hostile that this form can be sent."""
    plain = {name: usual(*field) for name, field in fields.items() if field[0] != "file"}
    files = [name for name, (kind, _) in fields.items() if kind == "file"]
    for about, pairs in typed(fields, plain):
        yield about, urlencode(list(pairs), errors="surrogatepass").encode(), FORM
    for about, content in [*BODIES, ("empty parts", multipart({name: "" for name in fields}))]:
        yield about, content, KINDS.get(about, MULTIPART_CONTENT)
    for name in files:
        for about, odd in odd_files():
            yield f"{name}={about}", multipart(plain | {name: odd}), MULTIPART_CONTENT
        yield f"{name}=text", multipart(plain | {name: "bukan berkas"}), MULTIPART_CONTENT
    text = next((name for name, (kind, _) in fields.items() if kind not in ODD), None)
    if text and plain:
        upload = SimpleUploadedFile("isi.txt", b"berkas", "text/plain")
        yield f"{text}=a file", multipart(plain | {text: upload}), MULTIPART_CONTENT


def typed(fields, plain):
    """(what it is about, pairs): each field odd, twice, missing, as an array; then the whole."""
    yield "as usual", plain.items()
    for name, (kind, _) in fields.items():
        if name == "csrfmiddlewaretoken" or kind == "file" or LATER_ROW.search(name):
            continue
        rest = [(key, value) for key, value in plain.items() if key != name]
        for odd in ODD.get(kind, TEXTS):
            yield f"{name}={odd[:20]!r}", [*rest, (name, odd)]
            yield f"{name} twice, {odd[:20]!r}", [*plain.items(), (name, odd[:5_000])]
        yield f"no {name}", rest
        yield f"{name}[]", [*rest, (f"{name}[]", "1"), (f"{name}[0][x]", "1")]
        if name.endswith("_FORMS"):
            for count in (MANY, HUGE, "-1", "", "x"):
                yield f"{name}={count}", [*rest, (name, count)]
    yield "nothing", []
    yield (
        "of another form",
        [("password", "x"), ("is_superuser", "1"), ("items-TOTAL_FORMS", MANY)],
    )
    yield "6,500 fields", [*plain.items(), *((f"f{number}", "1") for number in range(6_500))]
    yield (
        "a field 3,000 times",
        [(name, value) for name, value in plain.items() for _ in range(300)],
    )
    for odd in ("", NUL, HALF, "[]", HUGE, "'\"><script>alert(1)</script>", "null", "x" * 50_000):
        yield f"all {odd[:20]!r}", [(name, odd) for name in plain]


FORM = "application/x-www-form-urlencoded"
BODIES = [
    ("json", b'{"name": ["x", {"y": 1}]}'),
    ("xml", b"<?xml version='1.0'?><x/>"),
    ("no utf-8", b"name=%FF%FE%80&%ED%A0%80=%ED%A0%80"),
    ("bytes", bytes(range(256)) * 20),
    ("half a part", b'--x\r\nContent-Disposition: form-data; name="photos"; filename="a'),
    ("no boundary", b"--x--"),
    (
        "name of a part",
        b'--x\r\nContent-Disposition: form-data; name="\xed\xa0\x80"\r\n\r\n1\r\n--x--',
    ),
]
KINDS = {
    "json": "application/json",
    "xml": "application/xml",
    "no utf-8": FORM,
    "bytes": FORM,
    "half a part": "multipart/form-data; boundary=x",
    "no boundary": "multipart/form-data",
    "name of a part": "multipart/form-data; boundary=x",
}


def multipart(typed):
    return encode_multipart(BOUNDARY, typed)


def odd_files():
    yield "nothing", SimpleUploadedFile("kosong.jpg", b"", "image/jpeg")
    yield (
        "a long name",
        SimpleUploadedFile("n" * 400 + ".pdf", b"%PDF-1.7 %%EOF", "application/pdf"),
    )
    yield "another place", SimpleUploadedFile("../../etc/passwd", b"x", "image/png")
    yield "noise", SimpleUploadedFile("a.xlsx", bytes(range(256)) * 4_000, "x/y")


def send(client, method, url, content=None, kind=FORM):
    """What is wrong with the answer to a request, or with the page that it leads to; "" when
    nothing is. Its changes are undone."""
    began = time.perf_counter()
    try:
        with transaction.atomic():
            if method == "get":
                answer = client.get(url + (f"?{content.decode()}" if content else ""))
            else:
                answer = client.generic("POST", url, content or b"", content_type=kind)
            status = answer.status_code
            if status == 302 and answer.url.startswith("/"):
                status = client.get(answer.url).status_code
            transaction.set_rollback(True)
    except Exception:
        return traceback.format_exc(limit=-4)
    took = time.perf_counter() - began
    if took > SLOWEST:
        return f"{took:.1f} seconds"
    return f"{status}" if status >= 500 else ""


def fits_an_address(asked):
    _, content, kind = asked
    return kind == FORM and content.isascii() and len(content) < 60_000


def faults(client, name, url, everything=False):
    """(how many requests, what was wrong) of an address and each form of its page."""
    wrong, count = [], 0
    chance = random.Random(name)
    for query in QUERIES if everything else chance.sample(QUERIES, ADDRESSES):
        joined = f"{url}{'&' if '?' in url else '?'}{query}"
        wrong.append((query, send(client, "get", joined)))
    page = client.get(url)
    found = []
    if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
        found = Forms(page.content.decode()).forms
    # A button of another page has no form here, and takes whatever is sent to it.
    found = [(f["method"].lower(), f["action"] or url, f["fields"]) for f in found]
    for method, path_of, fields in found or [("post", url, {})]:
        if path_of in AWAY:
            continue
        asked = [one for one in requests_of(fields) if method == "post" or fits_an_address(one)]
        if not everything:
            asked = asked[:1] + chance.sample(asked[1:], min(AT_LEAST, len(asked) - 1))
        count += len(asked)
        for about, content, kind in asked:
            failure = send(client, method, path_of, content, kind)
            wrong.append((f"{method} {path_of} {about}", failure))
    return count, [f"{about}\n{failure}" for about, failure in wrong if failure]


@pytest.mark.parametrize("name", some(ACCESS.keys() | PUBLIC | ANYONE))
def test_odd_input_is_answered(client, name, record_property):
    roles = sorted(ACCESS.get(name, []))
    user = person_of(*roles[:1])
    if name not in PUBLIC:
        client.force_login(user)
    count, wrong = faults(client, name, make_url(name, user))
    record_property("requests", count)
    assert not wrong, f"{len(wrong)} of {count}\n" + "\n".join(wrong)


# --- The walk itself -----------------------------------------------------------------------


class Planted(forms.Form):
    number = forms.CharField(required=False)


def page_with(act):
    """A page with one form, about which `act` is careless."""

    def view(request):
        if request.method == "POST":
            act(request)
        return HttpResponse(f'<form method="post">{Planted()}</form>')

    return view


def slow(request):
    """As long as there are rows, and somebody says that there are very many."""
    until = time.perf_counter() + (0.2 if len(request.POST.get("number", "")) > 900_000 else 0)
    while time.perf_counter() < until:
        pass


PLANTED = {
    "a number": lambda request: int(request.POST.get("number", "1") or 1),
    "a missing field": lambda request: request.POST["number"],
    "a day": lambda request: date.fromisoformat(request.POST.get("number") or "2026-01-01"),
    "json": lambda request: request.content_type == "application/json" and 1 / 0,
    "slow": slow,
}
urlpatterns = [
    path(f"{about.replace(' ', '-')}/", page_with(act), name=about)
    for about, act in PLANTED.items()
]


@pytest.mark.parametrize("about", PLANTED)
def test_the_walk_finds_a_planted_fault(client, about, settings, monkeypatch):
    settings.ROOT_URLCONF = "tests.test_odd_input"
    monkeypatch.setattr("tests.test_odd_input.SLOWEST", 0.1)
    client.force_login(person_of())
    _, wrong = faults(client, about, f"/{about.replace(' ', '-')}/", everything=True)
    assert wrong, about


def test_each_form_is_sent_at_least_twenty():
    assert len(list(requests_of({}))) > 20
    assert len(list(requests_of({"name": ["text", ""]}))) > 30
