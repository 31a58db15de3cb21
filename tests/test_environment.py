"""What the environment and `.local/env` say, and what is no answer."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from rptc.environment import Environment, database, mail_server

OURS = "postgres://rptc:a@127.0.0.1:5433/rptc"


def test_an_address_says_how_to_connect():
    said = database("postgres://rptc:p%40ss%2Fw@db.example:5433/rumah?sslmode=verify-full")
    assert said == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "rumah",
        "USER": "rptc",
        "PASSWORD": "p@ss/w",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "verify-full"},
    }


@pytest.mark.parametrize(
    "address",
    [
        "mysql://rptc:rahasia@db/rptc",
        "postgres://rptc:rahasia@db",
        "postgres://rptc:rahasia@db:543x/rptc",
        # Signs of a password that mean something else in an address.
        "postgres://rptc:rahasia/1@db:5432/rptc",
        "postgres://rptc:rahasia#1@db:5432/rptc",
        "postgres://rptc:rahasia?1@db:5432/rptc",
        "postgres://rptc:rahasia@db/rptc?sslmod=require",
        "postgres://rptc:rahasia@db/rptc?sslmode",
    ],
)
def test_what_is_no_address_is_named_without_the_password(address):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_RUNTIME_URL") as refused:
        database(address, "DATABASE_RUNTIME_URL")
    assert "rahasia" not in str(refused.value)


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "env"
    file.write_text(f"DATABASE_URL={OURS}\nDATABASE_RUNTIME_URL=postgres://rptc_web:b@c/rptc\n")
    return file


@pytest.mark.parametrize(("given", "is_there"), [(None, True), (OURS, True), (OURS + "2", False)])
def test_the_run_time_address_belongs_to_its_database(monkeypatch, file, given, is_there):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_RUNTIME_URL", raising=False)
    if given:
        monkeypatch.setenv("DATABASE_URL", given)
    assert bool(Environment(file).get("DATABASE_RUNTIME_URL")) is is_there


def test_a_mail_server_says_how_to_connect():
    said = mail_server("smtp://rptc:p%40ss%2Fw@mail.example")
    assert (said["HOST"], said["PORT"], said["USER"]) == ("mail.example", 587, "rptc")
    assert said["PASSWORD"] == "p@ss/w"  # noqa: S105
    assert (said["USE_TLS"], said["USE_SSL"]) == (True, False)
    said = mail_server("smtps://mail.example")
    assert (said["PORT"], said["USE_TLS"], said["USE_SSL"]) == (465, False, True)
    # Nothing leaves the machine in plain words.
    said = mail_server("smtp://127.0.0.1")
    assert (said["PORT"], said["USE_TLS"]) == (25, False)
    assert mail_server("")["HOST"] == ""


@pytest.mark.parametrize(
    "address",
    [
        "mail.example:587",
        "http://rptc:rahasia@mail.example",
        "smtp://",
        "smtp://rptc:rahasia@mail.example:port",
        "smtp://rptc:rahasia@mail.example/x",
        "smtp://mail.example?tls=no",
    ],
)
def test_what_is_no_mail_server_is_named_without_the_password(address):
    with pytest.raises(ImproperlyConfigured, match="RPTC_MAIL") as refusal:
        mail_server(address)
    assert "rahasia" not in str(refusal.value)


@pytest.mark.parametrize(
    ("sender", "is_one"),
    [
        ("rptc@example.go.id", True),
        ("RPTC Makassar <rptc@example.go.id>", True),
        ("RPTC <rptc@example.go.id", False),
        ("rptc", False),
        ("", False),
        ("rptc@example.go.id\nBcc: a@b.id", False),
    ],
)
def test_a_sender_is_an_address(monkeypatch, tmp_path, sender, is_one):
    monkeypatch.setenv("RPTC_MAIL_FROM", sender)
    environment = Environment(tmp_path / "env")
    if is_one:
        assert environment.sender("RPTC_MAIL_FROM") == sender
        return
    with pytest.raises(ImproperlyConfigured, match="RPTC_MAIL_FROM"):
        environment.sender("RPTC_MAIL_FROM")
