"""Second factors lie in the database encrypted, and can be put under another key."""

import importlib
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.management import CommandError, call_command

from rptc import checks, keys
from rptc.audit.models import Entry
from tests.accounts.test_login import code_of
from tests.database_roles import as_owner
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret():
    return generate_totp_secret()


@pytest.fixture
def user(secret):
    user = UserFactory()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return user


def stored(user):
    """All that lies in the database of a user's second factor."""
    return [str(row.data) for row in Authenticator.objects.filter(user=user).order_by("pk")]


def codes_of(user):
    return RecoveryCodes.activate(user).get_unused_codes()


def accepts(user, secret):
    totp = Authenticator.objects.get(user=user, type="totp").wrap()
    return totp.validate_code(code_of(secret))


def rotate():
    said = StringIO()
    with as_owner():
        call_command("rotate_keys", stdout=said)
    return said.getvalue()


def test_neither_seed_nor_code_lies_there_plain(user, secret):
    totp, codes = stored(user)
    assert secret not in totp
    assert not any(code in codes for code in codes_of(user))
    assert accepts(user, secret)


def test_a_new_key_takes_the_place_of_the_old_one(user, secret, settings):
    before, codes = stored(user), codes_of(user)
    old, new = settings.TEXT_KEYS, (Fernet.generate_key().decode(),)
    settings.TEXT_KEYS = new + old
    assert rotate().startswith("2 second factors")
    settings.TEXT_KEYS = new
    assert accepts(user, secret)
    assert codes_of(user) == codes
    assert all(row not in before for row in stored(user))
    settings.TEXT_KEYS = old
    with pytest.raises(InvalidToken):
        codes_of(user)


def test_the_check_says_what_lies_under_an_older_key_or_under_none(user, settings):
    assert checks.secrets_open() == []
    old, new = settings.TEXT_KEYS, (Fernet.generate_key().decode(),)
    settings.TEXT_KEYS = new + old
    [warning] = checks.secrets_open()
    assert warning.id == "rptc.W006"
    assert warning.msg.startswith("2 second factors")
    settings.TEXT_KEYS = new
    [error] = checks.secrets_open()
    assert error.id == "rptc.E004"
    settings.TEXT_KEYS = new + old
    rotate()
    assert checks.secrets_open() == []


def test_a_rotation_is_one_line_of_the_log_and_tells_no_secret(user, secret):
    rotate()
    entry = Entry.objects.get()
    assert (entry.verb, entry.details, entry.actor) == ("rotated_keys", {"rows": 2}, None)
    assert "mengganti kunci" in entry.act


def test_only_the_owner_rotates(user):
    before = stored(user)
    with pytest.raises(CommandError, match="Only the owner"):
        call_command("rotate_keys")
    assert stored(user) == before


def test_what_no_key_opens_is_said_and_nothing_is_changed(user, settings):
    before = stored(user)
    settings.TEXT_KEYS = (Fernet.generate_key().decode(),)
    with pytest.raises(CommandError, match="that RPTC_TEXT_KEYS lacks"):
        rotate()
    assert stored(user) == before
    assert not Entry.objects.exists()


def test_what_lay_there_plain_is_encrypted_by_migrate(user, secret):
    seed = keys.decrypt(Authenticator.objects.get(user=user, type="recovery_codes").data["seed"])
    codes = codes_of(user)
    Authenticator.objects.filter(type="totp").update(data={"secret": secret})
    Authenticator.objects.filter(type="recovery_codes").update(data={"seed": seed, "used_mask": 0})
    step = importlib.import_module("rptc.accounts.migrations.0011_second_factors_are_encrypted")
    for _ in range(2):
        step.encrypt(apps, None)
    assert secret not in stored(user)[0]
    assert seed not in stored(user)[1]
    assert accepts(user, secret)
    assert codes_of(user) == codes


def test_a_seed_that_waits_for_its_first_code_lies_in_no_session_plain(client, user):
    client.force_login(user)
    session = client.session
    session["mfa.totp.secret"] = seed = generate_totp_secret()
    session.save()
    [row] = Session.objects.all()
    assert signing.loads(
        row.session_data, salt="django.contrib.sessions.SessionStore", serializer=Plain
    ).startswith(b"gAAAA")
    assert client.session["mfa.totp.secret"] == seed


class Plain:
    """What lies there, as a thief reads it."""

    def loads(self, data):
        return data


def test_a_session_under_a_key_that_is_gone_is_over(client, user, settings):
    client.force_login(user)
    settings.TEXT_KEYS = (Fernet.generate_key().decode(),)
    assert client.get("/").status_code == 302
