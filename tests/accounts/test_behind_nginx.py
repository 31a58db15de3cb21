"""The README's nginx before the application: what a visitor types as their address counts for
nothing."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings

from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from tests.factories import UserFactory

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]

ROOT = Path(django_settings.BASE_DIR)
README = (ROOT / "README.md").read_text()
UNPACKED = ROOT / ".local" / "nginx" / "usr" / "sbin" / "nginx"
PASSWORD = "perahu-layar-biru"
WAIT = "Terlalu banyak percobaan yang gagal"
CONFIG = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen {port};
    {location}
  }}
}}
"""


def location(application):
    """As the README has it, before this application."""
    [lines] = re.findall(r"^    location / \{.*?^    \}", README, re.MULTILINE | re.DOTALL)
    return lines.replace("http://127.0.0.1:8000", application)


@pytest.fixture
def nginx(live_server):
    """The port of 127.0.0.1 on which it listens."""
    folder = Path(tempfile.mkdtemp())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = folder / "nginx.conf"
    listen = f"127.0.0.1:{port}"
    at = location(live_server.url)
    config.write_text(CONFIG.format(folder=folder, port=listen, location=at))
    program = shutil.which("nginx") or UNPACKED
    # A worker of root would drop to a user who may not exist here, or not enter the folder.
    user = ["-g", "user root;"] if os.geteuid() == 0 else []
    process = subprocess.Popen(  # noqa: S603
        [program, "-c", config, "-p", folder, "-e", folder / "error.log", *user]
    )
    try:
        wait_for(port, process, folder)
        yield port
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=30)
        shutil.rmtree(folder)


def wait_for(port, process, folder):
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError((folder / "error.log").read_text())


def enter(port, password, *, at, headers=()):
    """Log in as a visitor whose address is `at`. Returns status and text."""
    connection = HTTPConnection("127.0.0.1", port, source_address=(at, 0), timeout=30)
    token = "a" * 32
    connection.request(
        "POST",
        "/login/",
        urlencode({"login": "peksos", "password": password}),
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"csrftoken={token}",
            "X-CSRFToken": token,
            **dict(headers),
        },
    )
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def forged(number):
    """Each time another: what a visitor may type to look like somebody else."""
    return {
        "X-Forwarded-For": f"203.0.113.{number}",
        "X-Real-IP": f"203.0.113.{number}",
        "Forwarded": f"for=203.0.113.{number}",
        "X_Forwarded_For": f"203.0.113.{number}",
        "X-Forwarded-Proto": "https",
    }


def test_a_forged_address_counts_for_nothing(nginx, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    user = UserFactory(username="peksos", roles=[Role.SOCIAL_WORKER])
    user.set_password(PASSWORD)
    user.save()
    guesses = [enter(nginx, "salah", at="127.0.0.2", headers=forged(n)) for n in range(6)]
    assert [WAIT in text for _, text in guesses] == [False] * 5 + [True]
    status, text = enter(nginx, PASSWORD, at="127.0.0.2", headers=forged(99))
    assert (status, WAIT in text) == (200, True)
    # Somebody guesses, and the owner enters from another address all the same.
    status, _ = enter(nginx, PASSWORD, at="127.0.0.3")
    assert status == 302
    assert User.objects.get(pk=user.pk).last_login
