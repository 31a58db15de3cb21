"""Rows of a patrol, sent as the page sends them (static/js: one request a row, its own key)."""

import json
import threading
import uuid
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from django.conf import settings


class Sender:
    """Sends a row as the page does; one connection a thread."""

    def __init__(self, address, patrol_id, session, author):
        self.address, self.author = urlsplit(address), author
        self.path = f"/patrols/{patrol_id}/intakes/"
        token = "a" * 32
        self.headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "X-Requested-With": "fetch",
            "X-CSRFToken": token,
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={token}",
        }
        self.own, self.connections = threading.local(), []

    def row(self, number, classification_id):
        return {
            "send_key": str(uuid.uuid4()),
            "author": self.author,
            "0-name": f"Orang {number}",
            "0-sex": "L",
            "0-source": "guess",
            "0-provisional": classification_id,
            "0-outcome": "brought",
        }

    def post(self, row):
        """(status, content) of the answer. Raises OSError or HTTPException where there is none."""
        if not hasattr(self.own, "connection"):
            self.own.connection = HTTPConnection(
                self.address.hostname, self.address.port, timeout=60
            )
            self.connections.append(self.own.connection)
        self.own.connection.request("POST", self.path, urlencode(row), self.headers)
        response = self.own.connection.getresponse()
        return response.status, response.read()

    def __call__(self, row):
        """(key, whether it is saved) as the page reads it."""
        status, content = self.post(row)
        assert status == 200, content[:300]
        answer = json.loads(content)
        return answer["key"], answer["saved"]

    def forget(self):
        """The next row of this thread begins on a connection of its own."""
        self.own.connection.close()

    def close(self):
        for connection in self.connections:
            connection.close()
