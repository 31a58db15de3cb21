"""The nginx and the Caddy of deploy/ before the application: what a visitor types as their address
counts for nothing, what is too big is said, and no name stands in a log."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings

from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from tests.factories import UserFactory
from tests.ports import free_port

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]

ROOT = Path(django_settings.BASE_DIR)
PASSWORD = "perahu-layar-biru"
WAIT = "Terlalu banyak percobaan yang gagal"
NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  {site}
}}
"""
CADDY = """
{{
  admin off
}}
{site}
"""
# What is of the city's machine alone: where it listens, its certificate, its log.
ITS_OWN = {
    "nginx.conf": [
        (r"^server \{\s+listen 80;.*?^\}", ""),
        (r"listen 443 ssl;", "listen {listen};"),
        (r"ssl_certificate\w* [^;]+;", ""),
        (r"/var/log/nginx", "{folder}"),
        (r"http://127\.0\.0\.1:8000", "{application}"),
    ],
    "Caddyfile": [
        (r"^rptc\.example\.go\.id", "http://{listen}"),
        (r"^\ttls .*?$", ""),
        (r"/var/log/caddy", "{folder}"),
        (r"127\.0\.0\.1:8000", "{application}"),
    ],
}


def site(name, **here):
    """As it stands in the repository, before this application."""
    text = (ROOT / "deploy" / name).read_text()
    for pattern, instead in ITS_OWN[name]:
        text, found = re.subn(
            pattern, instead.format(**here), text, flags=re.MULTILINE | re.DOTALL
        )
        assert found, pattern
    return text


def program(name, folder):
    return shutil.which(name) or ROOT / ".local" / name / "usr" / folder / name


def nginx(folder, here):
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, site=site("nginx.conf", **here)))
    # A worker of root would drop to a user who may not exist here, or not enter the folder.
    user = ["-g", "user root;"] if os.geteuid() == 0 else []
    return [program("nginx", "sbin"), "-c", config, "-p", folder, "-e", "stderr", *user]


def caddy(folder, here):
    config = folder / "Caddyfile"
    config.write_text(CADDY.format(site=site("Caddyfile", **here)))
    return [program("caddy", "bin"), "run", "--config", config, "--adapter", "caddyfile"]


PROGRAMS = {"nginx": nginx, "caddy": caddy}
# What each calls an end that finishes what it began.
GENTLE = {"nginx": signal.SIGQUIT, "caddy": signal.SIGTERM}


class Proxy:
    def __init__(self, port, folder, end):
        self.port, self.end, self._log = port, end, folder / "rptc.log"

    def ended_log(self):
        """All it wrote. A line may follow its answer by a moment: the program is ended first."""
        self.end()
        return self._log.read_text()


@pytest.fixture(params=PROGRAMS)
def proxy(request, live_server):
    with before(live_server.url, request.param) as proxy:
        yield proxy


@contextmanager
def before(application, name):
    """It listens on a port of 127.0.0.1."""
    folder = Path(tempfile.mkdtemp())
    port = free_port()
    here = {"listen": f"127.0.0.1:{port}", "folder": folder, "application": application}
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(  # noqa: S603
            PROGRAMS[name](folder, here), stderr=said, env={**os.environ, "HOME": str(folder)}
        )

    def end():
        process.send_signal(GENTLE[name])
        process.wait(timeout=30)

    try:
        wait_for(port, process, folder)
        yield Proxy(port, folder, end)
    finally:
        end()
        shutil.rmtree(folder)


def wait_for(port, process, folder):
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError((folder / "said").read_text())


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


def test_a_forged_address_counts_for_nothing(proxy, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    user = UserFactory(username="peksos", roles=[Role.SOCIAL_WORKER])
    user.set_password(PASSWORD)
    user.save()
    guesses = [enter(proxy.port, "salah", at="127.0.0.2", headers=forged(n)) for n in range(6)]
    assert [WAIT in text for _, text in guesses] == [False] * 5 + [True]
    status, text = enter(proxy.port, PASSWORD, at="127.0.0.2", headers=forged(99))
    assert (status, WAIT in text) == (200, True)
    # Somebody guesses, and the owner enters from another address all the same.
    status, _ = enter(proxy.port, PASSWORD, at="127.0.0.3")
    assert status == 302
    assert User.objects.get(pk=user.pk).last_login


def ask(port, method, path, body=None):
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, {"Content-Type": "application/octet-stream"})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def test_no_name_that_is_searched_for_stands_in_its_log(proxy):
    ask(proxy.port, "GET", "/people/?q=Kenari")
    status, _ = ask(proxy.port, "GET", "/health/")
    assert status == 200
    log = proxy.ended_log()
    assert "/people/" in log
    assert "302" in log
    assert "Kenari" not in log


def test_who_complains_and_a_link_that_is_its_own_key_stand_not_in_its_log(proxy):
    """Every page without a login that takes somebody's word, or bears a code in its address."""
    unlogged = [
        "/keluhan/",
        "/keluhan/jawaban/",
        "/suara/",
        "/survei/abc/",
        "/tempat/abc/",
        "/devices/register/abc/",
        "/check/abc/",
    ]
    for path in unlogged:
        ask(proxy.port, "GET", path)
    ask(proxy.port, "GET", "/menu/")
    log = proxy.ended_log()
    assert "/menu/" in log
    assert len(log.splitlines()) == 1, log


def test_what_is_too_big_is_said_in_words(proxy):
    """Before a byte of it is read."""
    connection = HTTPConnection("127.0.0.1", proxy.port, timeout=60)
    connection.putrequest("POST", "/login/")
    connection.putheader("Content-Length", str(121 * 1024**2))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    assert "kirim lebih sedikit foto" in answer.read().decode()
    connection.close()


@pytest.mark.parametrize("name", PROGRAMS)
def test_an_application_that_is_upgraded_is_waited_for_in_words(name):
    with before(f"http://127.0.0.1:{free_port()}", name) as proxy:
        status, text = ask(proxy.port, "GET", "/login/")
    assert status == 503
    assert "kurang dari setengah menit" in text


UNITS = sorted((ROOT / "deploy").glob("rptc*"))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
def test_systemd_understands_the_units():
    assert len(UNITS) == 7
    command = ["systemd-analyze", "verify", *UNITS]
    said = subprocess.run(command, capture_output=True, text=True).stderr  # noqa: S603
    # The clone may lie elsewhere here.
    strange = [line for line in said.splitlines() if "is not executable" not in line]
    assert strange == []
