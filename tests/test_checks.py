"""`check --deploy` in production settings, in a process of its own: clean, or it says why not."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from rptc import checks

PRODUCTION = {
    "RPTC_DEBUG": "0",
    "RPTC_SECRET_KEY": "p7Vn2kq8Xw5Zr4Tb9Yc6Md3Lf1Gh0Js7Ka5Qe8Ru2Ow4Iz6Ny9",
    "RPTC_TEXT_KEYS": "dGVzdHMtb25seS1uby1rZXktb2YtYS1yZWFsLWhvdXM=",
    "RPTC_ALLOWED_HOSTS": "rptc.example.go.id",
    "DATABASE_URL": "postgres://owner:secret@127.0.0.1:5432/rptc",
    "DATABASE_RUNTIME_URL": "postgres://web:secret@127.0.0.1:5432/rptc",
    "RPTC_TRUSTED_PROXIES": "1",
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


def test_production_settings_are_clean():
    answer = manage("check", "--deploy", "--fail-level=WARNING", **PRODUCTION)
    assert answer.returncode == 0, answer.stderr
    assert "no issues (0 silenced)" in answer.stdout


@pytest.mark.parametrize(
    ("missing", "warning"),
    [("DATABASE_RUNTIME_URL", "rptc.E002"), ("RPTC_TRUSTED_PROXIES", "rptc.W002")],
)
def test_what_production_should_have_is_said(missing, warning):
    """A web process that would be the owner; a proxy whose address would be everybody's."""
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


def test_the_check_is_silent_with_a_runtime_role(settings):
    settings.RUNTIME_DATABASE = {"USER": "rptc_web"}
    assert checks.web_process_is_not_the_owner(None) == []
