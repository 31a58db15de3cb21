"""Codes on paper: who makes whose, and what they are good for."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.actions import digest_of_code, make_paper_codes, use_paper_code
from rptc.accounts.models import PaperCode
from rptc.accounts.permissions import Role
from tests.accounts.test_login import code_of
from tests.factories import RoleGrantFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "perahu-layar-biru"
SET_UP = "/account/2fa/activate/"


@pytest.fixture
def head():
    user = UserFactory(username="kepala", roles=[Role.HEAD])
    user.set_password(PASSWORD)
    user.save()
    return user


def enter(client, user):
    client.post("/login/", {"login": user.username, "password": PASSWORD})
    once_more(client)


def once_more(client):
    """Pages of the second factor ask for the password again."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def set_up(client, **typed):
    """As the page is filled in: the code of the picture that it shows, and what is typed."""
    client.get(SET_UP)
    return client.post(SET_UP, {"code": code_of(client.session["mfa.totp.secret"])} | typed)


def test_a_password_alone_sets_up_no_second_factor_of_the_head(client, head):
    """Who got the password of a head without one would be the head from then on."""
    enter(client, head)
    assertContains(client.get(SET_UP), "Kode kertas")
    assertContains(set_up(client), "Ketik satu kode dari kertas Anda.")
    assertContains(
        set_up(client, paper_code="abcd-efgh-jkmn-pqrs"), "Kode kertas ini tidak berlaku"
    )
    assert not Authenticator.objects.filter(user=head).exists()

    code = make_paper_codes(head, by=None)[0]
    assert set_up(client, paper_code=code).url == reverse("mfa_view_recovery_codes")
    assert head.paper_codes.get(digest=digest_of_code(code)).used_at


def test_a_mistyped_code_of_the_application_spends_no_paper(client, head):
    code = make_paper_codes(head, by=None)[0]
    enter(client, head)
    client.get(SET_UP)
    assertContains(client.post(SET_UP, {"code": "000000", "paper_code": code}), "Kode salah.")
    assert head.paper_codes.valid().count() == 6


def test_who_decides_nothing_shows_no_paper(client):
    worker = UserFactory(username="peksos", roles=[Role.SOCIAL_WORKER])
    worker.set_password(PASSWORD)
    worker.save()
    enter(client, worker)
    assertNotContains(client.get(SET_UP), "Kode kertas")
    assert set_up(client).url == reverse("mfa_view_recovery_codes")


def test_who_came_in_by_the_second_factor_changes_the_telephone_without_paper(client, head):
    secret = generate_totp_secret()
    TOTP.activate(head, secret)
    enter(client, head)
    client.post("/login/2fa/", {"code": code_of(secret)})
    once_more(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=head).exists()
    assertNotContains(client.get(SET_UP), "Kode kertas")


def test_who_confirms_one_of_the_three_gives_the_first_codes(client, login):
    head = login(Role.HEAD)
    grant = RoleGrantFactory(role=Role.AGENCY, confirmed_at=None)
    confirm = reverse("accounts:grant_confirm", args=[grant.user_id, grant.pk])
    page = reverse("accounts:paper_code_give", args=[grant.user_id])
    assert client.get(page).status_code == 404
    assert client.post(confirm).url == page
    codes = client.post(page).context["codes"]
    assert len(set(codes)) == 6
    for code in codes:
        assertNotContains(client.get(page), code)
        assert not PaperCode.objects.filter(digest=code).exists()
    assert {row.made_by for row in grant.user.paper_codes.all()} == {head}
    # Another head did not confirm it; and once its owner has a second factor it is theirs.
    login(Role.HEAD)
    assert client.post(page).status_code == 404
    login(head)
    TOTP.activate(grant.user, generate_totp_secret())
    assert client.post(page).status_code == 404


def test_who_becomes_one_of_the_three_sets_the_second_factor_up_anew(client, login):
    """Who made the account gave its first password, and may have come in before its owner."""
    user, secret, intruder = UserFactory(roles=[Role.OFFICE]), generate_totp_secret(), Client()
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, secret)
    enter(intruder, user)
    intruder.post("/login/2fa/", {"code": code_of(secret)})
    assert intruder.get("/account/").status_code == 200
    grant = RoleGrantFactory(user=user, role=Role.PRIVACY, confirmed_at=None)
    login(Role.HEAD)
    codes = reverse("accounts:paper_code_give", args=[user.pk])
    assert client.post(reverse("accounts:grant_confirm", args=[user.pk, grant.pk])).url == codes
    assert not Authenticator.objects.filter(user=user).exists()
    assert intruder.get("/account/").url.startswith("/login/")
    enter(intruder, user)
    assertContains(intruder.get(SET_UP), "Kode kertas")
    # Who is one already keeps it.
    TOTP.activate(user, secret)
    other = RoleGrantFactory(user=user, role=Role.AGENCY, confirmed_at=None)
    client.post(reverse("accounts:grant_confirm", args=[user.pk, other.pk]))
    assert Authenticator.objects.filter(user=user).exists()


def test_other_roles_need_no_codes(client, login):
    login(Role.HEAD)
    grant = RoleGrantFactory(role=Role.OFFICE, confirmed_at=None)
    confirm = reverse("accounts:grant_confirm", args=[grant.user_id, grant.pk])
    assert client.post(confirm).url == reverse("accounts:user_detail", args=[grant.user_id])


def test_ones_own_codes_need_the_second_factor_and_make_the_old_ones_void(client, head):
    page = reverse("accounts:paper_code_make")
    enter(client, head)
    assertNotContains(client.post(page), "rp-codes")
    with pytest.raises(ValidationError, match="bukan Anda yang membuatnya"):
        make_paper_codes(head, by=head)
    old = make_paper_codes(head, by=None)
    TOTP.activate(head, generate_totp_secret())
    assertContains(client.get(page), "Masih berlaku: 6.")
    new = client.post(page).context["codes"]
    with pytest.raises(ValidationError, match="tidak berlaku"):
        use_paper_code(head, old[0], by=head)
    assert use_paper_code(head, new[0], by=head)
    assert head.paper_codes.count() == 12


def test_the_password_is_asked_once_more_before_codes_are_made(client, login):
    login(Role.HEAD)
    answer = client.post(reverse("accounts:paper_code_make"))
    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_who_has_nobody_else_gets_codes_at_the_machine(head):
    said = StringIO()
    call_command("paper_codes", "kepala", stdout=said)
    assert use_paper_code(head, said.getvalue().split()[0], by=head)
    with pytest.raises(CommandError, match="is no head"):
        call_command("paper_codes", UserFactory(roles=[Role.OFFICE]).username)
