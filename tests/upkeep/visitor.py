"""Somebody with a browser in front of a server with HTTPS, far away: follows, fills in, sends."""

import socket
import ssl
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urljoin, urlsplit

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

MOST_STEPS = 8


@dataclass
class Page:
    path: str
    status: int
    headers: list
    content: bytes

    @property
    def text(self):
        return self.content.decode(errors="replace")

    def header(self, name):
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())


@dataclass
class Form:
    action: str
    # Of every field, and what stands in those that have something in them.
    names: set[str] = field(default_factory=set)
    values: dict[str, list[str]] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page, with what stands in their fields."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        # The list, or the text, that the parser stands in.
        self.name, self.typed = "", None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        name, value, kind = said.get("name") or "", said.get("value") or "", said.get("type")
        if tag == "form":
            self.found.append(Form(said.get("action") or ""))
        elif not self.found:
            return
        elif tag == "input" and name and kind not in ("submit", "file"):
            is_off = kind in ("checkbox", "radio") and "checked" not in said
            self._add(name, [] if is_off else [value])
        elif tag in ("select", "textarea"):
            self.name, self.typed = name, [] if tag == "textarea" else None
            self._add(name, [])
        elif tag == "option" and self.name and "selected" in said:
            self._add(self.name, [value])

    def handle_data(self, data):
        if self.typed is not None:
            self.typed.append(data)

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._add(self.name, ["".join(self.typed).removeprefix("\n")])
        if tag in ("select", "textarea"):
            self.name, self.typed = "", None

    def _add(self, name, values):
        form = self.found[-1]
        form.names.add(name)
        form.values[name] = form.values.get(name, []) + values


class Visitor:
    def __init__(self, *, name, port, certificate, at="127.0.0.1"):
        self.name, self.port, self.at = name, port, at
        self.trusts = ssl.create_default_context(cafile=certificate)
        self.cookies, self.set_cookies = {}, []

    def ask(self, method, path, body=None, **headers):
        """One request, with nothing followed."""
        raw = socket.create_connection(("127.0.0.1", self.port), 60, (self.at, 0))
        connection = HTTPConnection(self.name, timeout=60)
        connection.sock = self.trusts.wrap_socket(raw, server_hostname=self.name)
        kept = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        connection.request(method, path, body, {"Cookie": kept, **headers})
        answer = connection.getresponse()
        page = Page(path, answer.status, answer.getheaders(), answer.read())
        connection.close()
        for key, value in page.headers:
            if key.lower() == "set-cookie":
                self.set_cookies.append(value)
                self.cookies |= {one.key: one.value for one in SimpleCookie(value).values()}
        return page

    def go(self, path):
        """To a page, wherever it leads."""
        return self._follow(self.ask("GET", path))

    def send(self, page, forged=None, *, files=(), **typed):
        """Fill in the form of the page that has these fields, send it, and follow."""
        wanted = {"csrfmiddlewaretoken", *typed}
        forms = [form for form in Forms(page.text).found if wanted <= form.names]
        form = next(form for form in forms if "logout" not in form.action)
        fields = form.values | typed | ({"photos": list(files)} if files else {})
        headers = {
            "Content-Type": MULTIPART_CONTENT,
            "Referer": f"https://{self.name}{page.path}",
            **(forged or {}),
        }
        where = urljoin(page.path, form.action) if form.action else page.path
        body = encode_multipart(BOUNDARY, fields)
        return self._follow(self.ask("POST", where, body, **headers))

    def _follow(self, page):
        for _ in range(MOST_STEPS):
            if page.status not in (301, 302, 303):
                return page
            to = urlsplit(urljoin(page.path, page.header("location")))
            page = self.ask("GET", to.path + (f"?{to.query}" if to.query else ""))
        raise AssertionError(f"{page.path} leads nowhere.")
