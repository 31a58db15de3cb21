"""Rows that are each sent three times at once, a thousand in full: as many rows."""

import json
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from cases.intakes.models import Intake
from cases.people.models import Person
from rptc.accounts.permissions import Role
from tests.factories import PatrolFactory, UserFactory, classification
from tests.sizes import size

ROWS, TIMES = size(1_000), 3


@pytest.mark.gate
def test_rows_sent_three_times_at_once_are_there_once(live_server):
    officer = UserFactory(roles=[Role.FIELD])
    patrol = PatrolFactory(recorded_by=officer)
    client = Client()
    client.force_login(officer)
    send = Sender(live_server.url, f"/patrols/{patrol.pk}/intakes/", client, officer)

    rows = [send.row(number) for number in range(ROWS)]
    with ThreadPoolExecutor(TIMES * 2) as threads:
        answers = list(threads.map(send, [row for row in rows for _ in range(TIMES)]))
    send.close()

    assert all(saved for _, saved in answers)
    assert {key for key, _ in answers} == {row["send_key"] for row in rows}
    assert Intake.objects.filter(recorded_by=officer).count() == ROWS
    assert Person.objects.count() == ROWS


class Sender:
    """Sends a row as the page does; one connection a thread."""

    def __init__(self, address, path, client, officer):
        self.address, self.path, self.author = urlsplit(address), path, officer.pk
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        token = "a" * 32
        self.headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "X-Requested-With": "fetch",
            "X-CSRFToken": token,
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={token}",
        }
        self.own, self.connections = threading.local(), []

    def row(self, number):
        return {
            "send_key": str(uuid.uuid4()),
            "author": self.author,
            "0-name": f"Orang {number}",
            "0-sex": "L",
            "0-source": "guess",
            "0-provisional": classification().pk,
            "0-outcome": "brought",
        }

    def __call__(self, row):
        if not hasattr(self.own, "connection"):
            self.own.connection = HTTPConnection(self.address.hostname, self.address.port)
            self.connections.append(self.own.connection)
        self.own.connection.request("POST", self.path, urlencode(row), self.headers)
        response = self.own.connection.getresponse()
        content = response.read()
        assert response.status == 200, content[:300]
        answer = json.loads(content)
        return answer["key"], answer["saved"]

    def close(self):
        for connection in self.connections:
            connection.close()
