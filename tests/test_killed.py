"""Workers of the web process and all of PostgreSQL are killed while rows arrive: what was
acknowledged is there, and nothing is there twice or half.

A hundred rows; a thousand with `RPTC_FULL_SIZE=1 script/test tests/test_killed.py`.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.test import Client

from rptc.accounts.permissions import Role
from rptc.upkeep.programs import address, pipe, program
from tests.factories import PatrolFactory, UserFactory, classification
from tests.ports import free_port
from tests.senders import Sender
from tests.sizes import IS_FULL, size
from tests.test_setup import Clone

pytestmark = pytest.mark.gate

ROOT = Path(settings.BASE_DIR)
ROWS, SENDERS = size(1_000), 6
KILLS, CRASHES = (16, 2) if IS_FULL else (3, 1)
# Seconds that a row may take to be saved, over all kills and crashes.
LONGEST = 120
# A worker begins within the time that a request may take, also where many tests run at once.
OPTIONS = ["--no-control-socket", "--log-level", "warning", "--timeout", "300"]
# Of each row: it is there once, with one person, one line in the log and one in the history.
COUNTED = """
SELECT (SELECT count(*) FROM cases_intake), (SELECT count(DISTINCT send_key) FROM cases_intake),
       (SELECT count(*) FROM cases_person),
       (SELECT count(*) FROM cases_person p WHERE NOT EXISTS
           (SELECT FROM cases_intake i WHERE i.person_id = p.id)),
       (SELECT count(DISTINCT pgh_obj_id) FROM cases_intakeevent WHERE pgh_label = 'insert')
"""


def children(pid):
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Machine:
    """A cluster of its own, and before it the web process as deploy/rptc.service starts it."""

    def __init__(self, folder):
        self.clone = Clone(folder / "clone")
        self.clone.cluster("up")
        self.port = free_port()
        self.said = (folder / "said").open("w+")
        copied = [program("psql"), "-qX", "-v", "ON_ERROR_STOP=1", self.clone.env["DATABASE_URL"]]
        # What was committed in the database of this run: to migrate anew takes a minute.
        pipe([program("pg_dump"), "--dbname", address()], copied, stdout=self.said)
        self.web = subprocess.Popen(  # noqa: S603
            [
                sys.executable,
                "-m",
                "gunicorn",
                "rptc.wsgi",
                "--preload",
                "--workers",
                "2",
                *OPTIONS,
            ]
            + ["--bind", f"127.0.0.1:{self.port}"],
            env=self.environment,
            cwd=ROOT,
            stdout=self.said,
            stderr=self.said,
        )
        self.wait_for_web()

    @property
    def environment(self):
        """That of the tests, whose keys the session is signed with, but for the database."""
        addresses = {key: text for key, text in self.clone.env.items() if "DATABASE" in key}
        return {**os.environ, **addresses, "RPTC_DEBUG": "1"}

    def wait_for_web(self):
        while self.web.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
        raise AssertionError("The web process did not start.")

    def kill_worker(self):
        """The one that came up first: it serves."""
        for pid in children(self.web.pid)[:1]:
            os.kill(pid, signal.SIGKILL)

    def crash_postgres(self):
        """All of its processes at once, and it starts again."""
        pid = int((self.clone.data / "postmaster.pid").read_text().splitlines()[0])
        for each in [pid, *children(pid)]:
            os.kill(each, signal.SIGKILL)
        self.clone.cluster("up")

    def counted(self):
        connection = psycopg2.connect(self.clone.env["DATABASE_URL"])
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT name FROM cases_person")
            names = {name for (name,) in cursor.fetchall()}
            cursor.execute(COUNTED)
            counted = cursor.fetchone()
        connection.close()
        return names, counted

    def switch_off(self):
        self.web.terminate()
        self.web.wait(timeout=60)
        self.said.close()
        self.clone.remove()


@pytest.fixture
def officer(transactional_db):
    return UserFactory(roles=[Role.FIELD])


@pytest.fixture
def patrol(officer):
    return PatrolFactory(recorded_by=officer)


@pytest.fixture
def session(officer):
    """One that is open."""
    client = Client()
    client.force_login(officer)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def machine(patrol, session):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        machine = Machine(Path(folder))
        yield machine
        machine.switch_off()


class Phone:
    """Keeps a row until it is acknowledged, as the page does. Of each tenth the first answer is
    lost on the way: the row was saved, and is sent again."""

    def __init__(self, send):
        self.send, self.lock = send, threading.Condition()
        self.acknowledged, self.lost, self.statuses = set(), set(), {}

    def __call__(self, row):
        """A server that always fails is a failure, and no test that never ends."""
        until = time.monotonic() + LONGEST
        while not self.is_saved(row):
            assert time.monotonic() < until, self.statuses

    def is_saved(self, row):
        try:
            status, content = self.send.post(row)
        except (OSError, HTTPException):
            self.send.forget()
            status, content = None, b""
        with self.lock:
            self.statuses[status] = self.statuses.get(status, 0) + 1
            if status != 200 or self.loses_answer(row["0-name"]):
                return False
            answer = json.loads(content)
            assert answer["saved"], content
            assert answer["key"] == row["send_key"]
            self.acknowledged.add(row["0-name"])
            self.lock.notify_all()
            return True

    def loses_answer(self, name):
        if name in self.lost or not name.endswith("7"):
            return False
        self.lost.add(name)
        return True

    def wait_for(self, number):
        with self.lock:
            self.lock.wait_for(lambda: len(self.acknowledged) >= number)
            return set(self.acknowledged)


def test_what_was_acknowledged_is_there_once_whoever_is_killed(machine, officer, patrol, session):
    send = Sender(f"http://127.0.0.1:{machine.port}", patrol.pk, session, officer.pk)
    kind = classification().pk
    phone, rows = Phone(send), [send.row(number, kind) for number in range(ROWS)]
    blows = [machine.kill_worker] * KILLS
    for crash in range(CRASHES):
        blows.insert((crash + 1) * len(blows) // (CRASHES + 1), machine.crash_postgres)
    with ThreadPoolExecutor(SENDERS) as senders:
        sent = [senders.submit(phone, row) for row in rows]
        for number, blow in enumerate(blows, start=1):
            known = phone.wait_for(number * ROWS // (len(blows) + 1))
            blow()
            names, _ = machine.counted()
            assert known - names == set(), blow
        for each in sent:
            each.result()
    send.close()
    names, counted = machine.counted()
    assert names == phone.acknowledged == {row["0-name"] for row in rows}
    assert counted == (ROWS, ROWS, ROWS, 0, ROWS), phone.statuses
    assert len(phone.lost) == ROWS // 10
    # They were hit while rows came.
    assert phone.statuses.keys() - {200}
