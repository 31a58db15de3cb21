"""A logged-in client of the standard library. It times one request after another."""

import http.client
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from rptc.accounts.models import User

# Any 32 letters are a token, as long as cookie and header agree.
CSRF = "bench" * 6 + "xx"


@dataclass(frozen=True)
class Answer:
    ms: float
    status: int
    body: bytes


def log_in(username: str) -> str:
    """A session of this person in the database in use; returns its cookie."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"


class Browser:
    def __init__(self, port: int, cookie: str):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookie = cookie

    def ask(self, path: str, form: dict | None = None, **headers: str) -> Answer:
        headers |= {"Cookie": self.cookie}
        body = None
        if form is not None:
            headers |= {
                "X-CSRFToken": CSRF,
                "Content-Type": "application/x-www-form-urlencoded",
            }
            body = urlencode(form, doseq=True)
        began = time.perf_counter()
        self.connection.request("POST" if form is not None else "GET", path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        return Answer(1000 * (time.perf_counter() - began), response.status, content)
