"""What the environment and `.local/env` say, and what is no answer."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from rptc.environment import Environment, database

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
