"""`check --deploy` in production settings, in a process of its own: clean, or it says why not."""

import os
import re
import subprocess
import sys

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from rptc import checks, ground
from rptc.environment import Environment
from tests.database_roles import as_owner

PRODUCTION = {
    "RPTC_DEBUG": "0",
    "RPTC_SECRET_KEY": "p7Vn2kq8Xw5Zr4Tb9Yc6Md3Lf1Gh0Js7Ka5Qe8Ru2Ow4Iz6Ny9",
    "RPTC_TEXT_KEYS": "dGVzdHMtb25seS1uby1rZXktb2YtYS1yZWFsLWhvdXM=",
    "RPTC_ALLOWED_HOSTS": "rptc.example.go.id",
    "RPTC_CSRF_TRUSTED_ORIGINS": "https://rptc.example.go.id",
    # No PostgreSQL listens there.
    "DATABASE_URL": "postgres://owner:perahu@127.0.0.1:9/rptc",
    "DATABASE_RUNTIME_URL": "postgres://web:perahu@127.0.0.1:9/rptc",
    "RPTC_TRUSTED_PROXIES": "1",
    "RPTC_BACKUP_RECIPIENTS": "age1nobody",
}


def manage(*arguments, **environment):
    """With nothing of this machine's RPTC or database settings."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("RPTC_", "DATABASE_", "DJANGO_"))
    }
    return subprocess.run(  # noqa: S603 (our own command line)
        [sys.executable, "manage.py", *arguments],
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        env=own | environment,
        check=False,
    )


def test_production_settings_are_clean_but_for_a_database_that_does_not_answer():
    """That all is clean where one does is played by tests/upkeep/test_production.py."""
    answer = manage("check", "--deploy", "--fail-level=WARNING", **PRODUCTION)
    assert answer.returncode == 1
    # W004: this checkout has secrets of its own.
    found = set(re.findall(r"\w+\.[EW]\d+", answer.stderr)) - {"rptc.W004"}
    assert found == {"rptc.E003"}, answer.stderr
    assert "DATABASE_URL does not let us in: connection to server" in answer.stderr
    assert "perahu" not in answer.stderr


@pytest.mark.gate
@pytest.mark.parametrize(
    ("missing", "warning"),
    [
        ("DATABASE_RUNTIME_URL", "rptc.E002"),
        ("RPTC_TRUSTED_PROXIES", "rptc.W002"),
        ("RPTC_CSRF_TRUSTED_ORIGINS", "rptc.W005"),
        ("RPTC_BACKUP_RECIPIENTS", "rptc.W008"),
    ],
)
def test_what_production_should_have_is_said(missing, warning):
    """A web process that would be the owner; a proxy whose address would be everybody's; letters
    that lead nowhere; a backup that nobody could read."""
    answer = manage("check", "--deploy", "--fail-level=WARNING", **PRODUCTION | {missing: ""})
    assert answer.returncode == 1
    assert warning in answer.stderr


@pytest.mark.parametrize("secret", ["RPTC_SECRET_KEY", "RPTC_TEXT_KEYS", "DATABASE_URL"])
def test_production_does_not_start_without_its_secrets(secret):
    answer = manage("check", **PRODUCTION | {secret: ""})
    assert answer.returncode != 0
    assert f"{secret} is not set" in answer.stderr


def test_what_is_no_key_is_refused_and_how_to_make_one_is_said():
    answer = manage("check", **PRODUCTION | {"RPTC_TEXT_KEYS": "rahasia"})
    assert answer.returncode != 0
    assert "RPTC_TEXT_KEYS holds what is no key. Make one with `openssl rand" in answer.stderr


def test_a_database_that_is_not_there_is_said_before_tables_are_made():
    answer = manage("database_answers", **PRODUCTION)
    assert answer.returncode == 1
    assert "DATABASE_URL does not let us in" in answer.stderr
    assert "script/setup --production NAME" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_check_is_silent_with_a_runtime_role(settings):
    settings.RUNTIME_DATABASE = {"USER": "rptc_web"}
    assert checks.web_process_is_not_the_owner(None) == []


def test_secrets_that_others_can_read_are_said(tmp_path):
    file = tmp_path / "env"
    file.write_text("RPTC_SECRET_KEY=one\n")
    file.chmod(0o640)
    [warning] = checks.secrets_are_one_and_kept(None, env=Environment(file))
    assert "can be read by others" in warning.msg
    file.chmod(0o600)
    assert checks.secrets_are_one_and_kept(None, env=Environment(file)) == []


def test_a_secret_of_the_environment_beside_another_of_the_file_is_said(tmp_path, monkeypatch):
    file = tmp_path / "env"
    file.touch(mode=0o600)
    file.write_text("RPTC_TEXT_KEYS=one\n")
    monkeypatch.setenv("RPTC_TEXT_KEYS", "two")
    [warning] = checks.secrets_are_one_and_kept(None, env=Environment(file))
    assert warning.msg.startswith("RPTC_TEXT_KEYS is one in the environment")


@pytest.mark.django_db
def test_the_database_of_the_tests_is_as_it_should_be():
    with as_owner():
        assert checks.ground_stands("default") == []


@pytest.mark.django_db
def test_roles_that_may_too_much_too_little_or_are_not_there_are_said():
    """Asked as the run-time role: then the two have changed places."""
    said = list(ground.gaps(connection, settings.OWNER_DATABASE["USER"]))
    assert said == [
        "The owner may make no database, so that no backup can be proved.",
        f"The role {settings.OWNER_DATABASE['USER']} of the web process may make databases or"
        " roles.",
    ]
    with as_owner():
        assert list(ground.gaps(connection, "nobody")) == [
            "There is no role nobody beside the owner."
        ]


def into(name):
    """A connection of the owner to this database."""
    owner = settings.OWNER_DATABASE
    parts = {key.lower(): owner[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}
    return psycopg2.connect(dbname=name, **parts)


@pytest.fixture
def other_order():
    """A database as PostgreSQL makes one where nobody says more."""
    name = f"rptc_other_{os.getpid()}"
    keeper = into(settings.OWNER_DATABASE["NAME"])
    keeper.autocommit = True
    with keeper.cursor() as cursor:
        cursor.execute(
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'LATIN1'"
            " LOCALE_PROVIDER libc LOCALE 'C'"
        )
        there = into(name)
        yield there
        there.close()
        cursor.execute(f"DROP DATABASE {name}")
    keeper.close()


def test_an_order_that_is_not_indonesian_is_said(other_order):
    assert list(ground.gaps(other_order, settings.RUNTIME_ROLE)) == [
        "The database is kept in LATIN1, not in UTF8: names would be refused.",
        "The database does not sort as in Indonesian (ICU, id).",
    ]


def test_a_role_that_is_not_let_in_is_said(settings):
    settings.RUNTIME_DATABASE = {**settings.OWNER_DATABASE, "PASSWORD": "wrong"}
    [error] = checks.runtime_role_gets_in()
    assert error.id == "rptc.E003"
    assert "DATABASE_RUNTIME_URL does not let us in" in error.msg
    assert "password authentication failed" in error.msg
