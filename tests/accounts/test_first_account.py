from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from rptc.accounts.actions import use_paper_code
from rptc.accounts.models import User
from rptc.accounts.permissions import Role

pytestmark = pytest.mark.django_db


def first(*extra, username="kepala"):
    out = StringIO()
    call_command("first_account", *extra, username=username, name="Rahmat Hidayat", stdout=out)
    return out.getvalue()


def test_the_first_head_logs_in_and_chooses_a_password(client):
    password = first().split()[-1]
    head = User.objects.get(username="kepala")
    assert head.roles_today == {Role.HEAD}
    assert client.post("/login/", {"login": "kepala", "password": password}).status_code == 302
    assert client.get("/settings/users/").url == "/account/password/"


def test_the_first_head_sets_up_the_second_factor_with_a_code_on_paper():
    [*_, code, password] = [line.split()[-1] for line in first().splitlines()]
    head = User.objects.get(username="kepala")
    assert head.check_password(password)
    assert use_paper_code(head, code, by=head)


def test_there_is_one_first_head_and_one_first_admin():
    first()
    first("--role=admin", username="admin")
    for role in ("head", "admin"):
        with pytest.raises(CommandError, match="already"):
            first(f"--role={role}", username="lain")
    assert User.objects.count() == 2


def test_a_name_that_is_taken_is_refused_in_words():
    first()
    with pytest.raises(CommandError, match="Nama pengguna ini sudah dipakai"):
        first("--role=admin")
