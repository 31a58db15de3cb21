"""Login, throttling, sessions, second factor."""

import datetime
from io import StringIO

import pghistory
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from rptc import days
from rptc.accounts import actions
from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from tests.factories import DelegationFactory, MemberFactory, RoleGrantFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "perahu-layar-biru"
START = datetime.datetime(2026, 3, 10, 8, 0, tzinfo=days.WITA)


@pytest.fixture
def officer():
    user = UserFactory(username="peksos", roles=[Role.SOCIAL_WORKER])
    user.set_password(PASSWORD)
    user.save()
    return user


def enter(client, username="peksos", password=PASSWORD, **extra):
    return client.post("/login/", {"login": username, "password": password}, **extra)


def test_login_leads_to_the_first_page_of_the_roles(client, officer):
    assert enter(client).url == "/"
    partner = MemberFactory().user
    partner.set_password(PASSWORD)
    partner.save()
    client.logout()
    assert enter(client, partner.username).url == reverse("partners:portal")


def test_login_leads_back_to_the_page_that_was_asked_for(client, officer):
    response = client.post(
        "/login/", {"login": "peksos", "password": PASSWORD, "next": "/people/?q=a"}
    )
    assert response.url == "/people/?q=a"
    client.logout()
    elsewhere = {"login": "peksos", "password": PASSWORD, "next": "https://example.com/"}
    assert client.post("/login/", elsewhere).url == "/"


def test_one_answer_for_wrong_unknown_and_closed(client, officer):
    UserFactory(username="tutup", is_active=False)
    User.objects.filter(username="tutup").update(password=officer.password)
    UserFactory(roles=[Role.OFFICE])
    answers = [
        enter(client, "peksos", "salah"),
        enter(client, "tidak.ada", "salah"),
        enter(client, "tutup", PASSWORD),
    ]
    for answer in answers:
        assertContains(answer, "Nama pengguna atau kata sandi salah.")
        assertContains(answer, "Hubungi Tata Usaha")
    assertNotContains(answers[0], "signup")


def test_where_no_office_can_come_in_the_admin_is_named(client, officer):
    prepared = UserFactory(roles=[Role.OFFICE])
    prepared.set_unusable_password()
    prepared.save()
    for name in ["peksos", "tidak.ada", prepared.username]:
        answer = enter(client, name, "salah")
        assertContains(answer, "Hubungi admin sistem UPT RPTC.", count=2)
        assertNotContains(answer, "Tata Usaha")


def test_no_page_for_strangers_but_the_login(client):
    for path in ["signup", "password/reset", "email", "confirm-email", "social/signup"]:
        for prefix in ["/", "/account/", "/accounts/"]:
            response = client.get(f"{prefix}{path}/")
            assert response.status_code == 404


def test_logout_asks_first(client, login):
    login(Role.FIELD)
    assertContains(client.get("/logout/"), "Keluar dari aplikasi?")
    assert client.get("/account/").status_code == 200
    assertRedirects(client.post("/logout/"), "/login/")
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("roles", "idle", "absolute"),
    [
        ([Role.OFFICE], {"minutes": 15}, {"hours": 10}),
        ([Role.FIELD], {"hours": 14}, {"hours": 14}),
        ([Role.CARETAKER, Role.SOCIAL_WORKER], {"hours": 14}, {"hours": 14}),
    ],
)
def test_sessions_end(client, login, time_machine, roles, idle, absolute):
    """Idle, and in all, however busy; TRC and piket work a whole shift."""
    user = UserFactory(roles=roles)

    def begin():
        client.logout()
        time_machine.move_to(START)
        login(user)
        client.get("/account/")

    second = datetime.timedelta(seconds=1)
    begin()
    time_machine.move_to(START + datetime.timedelta(**idle) - second)
    assert client.get("/account/").status_code == 200

    begin()
    time_machine.move_to(START + datetime.timedelta(**idle) + second)
    assert client.get("/account/").status_code == 302

    begin()
    moment, end = START, START + datetime.timedelta(**absolute)
    step = min(datetime.timedelta(**idle) - second, datetime.timedelta(hours=1))
    while (moment := moment + step) < end:
        time_machine.move_to(moment)
        assert client.get("/account/").status_code == 200
    time_machine.move_to(end + second)
    assert client.get("/account/").status_code == 302


def test_a_session_that_ended_does_not_come_back(client, login, time_machine):
    time_machine.move_to(START)
    login(Role.OFFICE)
    client.get("/account/")
    time_machine.move_to(START + datetime.timedelta(hours=1))
    client.get("/account/")
    time_machine.move_to(START + datetime.timedelta(minutes=5))
    assert client.get("/account/").status_code == 302


def test_a_background_request_without_login_is_told_so(client):
    """401, never a redirect: the page offers login in a new tab and sends again."""
    for headers in ({"HX-Request": "true"}, {"X-Requested-With": "fetch"}):
        response = client.get("/account/", headers=headers)
        assert response.status_code == 401
        assert "Location" not in response


def test_a_page_asks_whether_the_login_lives_before_it_sends(client, login):
    asked = {"headers": {"X-Requested-With": "fetch"}}
    assert client.get("/account/alive/", **asked).status_code == 401
    login(Role.FIELD)
    response = client.get("/account/alive/", **asked)
    assert (response.status_code, response.content) == (200, b"")


def test_where_it_is_required_the_second_factor_comes_first(client, login, settings):
    settings.REQUIRE_2FA = True
    login(Role.HEAD)
    assert client.get("/settings/users/").url == reverse("mfa_activate_totp")


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"X-Requested-With": "fetch"}])
def test_a_script_is_not_led_to_what_comes_first(client, login, settings, headers):
    """It would take the page of the second factor, or of the password, for its answer."""
    settings.REQUIRE_2FA = True
    user = login(Role.HEAD)
    assert client.get("/settings/users/", headers=headers).status_code == 401
    settings.REQUIRE_2FA = False
    user.must_change_password = True
    user.save()
    assert client.get("/settings/users/", headers=headers).status_code == 401
    assert client.get("/settings/users/").url == reverse("account_change_password")


def test_the_second_factor_is_asked_for(client, officer):
    TOTP.activate(officer, generate_totp_secret())
    assert enter(client).url == reverse("mfa_authenticate")
    assert client.get("/account/").status_code == 302
    assertContains(client.get("/login/2fa/"), "Langkah kedua")
    wrong = client.post("/login/2fa/", {"code": "000000"})
    assertContains(wrong, "Kode salah. Tunggu angka yang baru di aplikasi autentikator")
    assert client.post("/logout/").url == "/login/"
    assert Authenticator.objects.filter(user=officer).exists()


def test_the_second_factor_is_set_up_before_any_other_page(client, officer, settings):
    settings.REQUIRE_2FA = True
    enter(client)
    set_up = reverse("mfa_activate_totp")
    assert client.get("/people/").url == set_up
    again = client.get(set_up).url
    assert again.startswith(reverse("account_reauthenticate"))
    assertContains(client.get(again), "Ketik kata sandi Anda sekali lagi")
    assertContains(client.post(again, {"password": "salah"}), "Kata sandi tidak cocok.")
    assert client.post(again, {"password": PASSWORD, "next": set_up}).url == set_up
    assertContains(client.get(set_up), "Pindai gambar ini")
    secret = client.session["mfa.totp.secret"]
    done = client.post(set_up, {"code": code_of(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    assertContains(client.get(done.url), "Kode yang belum dipakai")
    for page in ("mfa_index", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        assert client.get(reverse(page)).status_code == 200
    codes = client.get(reverse("mfa_download_recovery_codes"))
    assert "attachment" in codes["Content-Disposition"]
    assert client.get("/people/").status_code == 200


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


MINUTE = datetime.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("ahead", "said"),
    [(-6, "sekitar 6 menit"), (-1, "Kode salah."), (-20, "Kode salah."), (6, "Kode salah.")],
)
def test_a_code_of_a_slow_telephone_says_so(client, time_machine, ahead, said):
    """One of a moment to come does not: who guesses would send it again then."""
    time_machine.move_to(START)
    secret = generate_totp_secret()
    user = with_second_factor(Role.SOCIAL_WORKER, secret=secret)
    enter(client, user.username)
    time_machine.move_to(START + ahead * MINUTE)
    code = code_of(secret)
    time_machine.move_to(START)
    assertContains(client.post("/login/2fa/", {"code": code}), said)


@pytest.mark.parametrize("ahead", [-6, 6])
def test_who_sets_it_up_is_told_of_any_wrong_clock(client, officer, time_machine, ahead):
    time_machine.move_to(START)
    enter(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    time_machine.move_to(START + ahead * MINUTE)
    code = code_of(secret)
    time_machine.move_to(START)
    page = client.post(reverse("mfa_activate_totp"), {"code": code})
    assertContains(page, "sekitar 6 menit")


def test_a_code_works_once(client, officer):
    secret = generate_totp_secret()
    TOTP.activate(officer, secret)
    code = code_of(secret)
    enter(client)
    assert client.post("/login/2fa/", {"code": code}).url == "/"
    client.post("/logout/")
    enter(client)
    assertContains(client.post("/login/2fa/", {"code": code}), "Kode salah.")


def second_step(client, user, **posted):
    """Password, code, and what is answered where the page asks whether to remember."""
    client.post("/logout/")  # the other logout of the tests takes every cookie away
    enter(client, user.username)
    if posted and client.session.get("account_login"):
        cache.clear()  # a code works once, and half a minute is not over
        secret = decrypt(user.authenticator_set.get(type="totp").data["secret"])
        client.post("/login/2fa/", {"code": code_of(secret)})
        client.post(reverse("mfa_trust"), posted)
    return client.get("/account/").status_code == 200


def with_second_factor(*roles, secret=None):
    user = UserFactory(roles=roles)
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, secret or generate_totp_secret())
    return user


@pytest.mark.parametrize("roles", [[Role.FIELD], [Role.CARETAKER], [Role.FIELD, Role.CARETAKER]])
def test_a_shift_may_be_remembered_on_its_telephone(client, roles, time_machine):
    time_machine.move_to(START)
    user = with_second_factor(*roles)
    assert second_step(client, user, action="trust")
    assert second_step(client, user)
    other = Client()
    assert not second_step(other, user)
    time_machine.shift(datetime.timedelta(days=30, seconds=1))
    assert not second_step(client, user)


def test_who_does_not_want_it_is_not_remembered(client):
    user = with_second_factor(Role.FIELD)
    assert second_step(client, user, action="none")
    assert not second_step(client, user)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.FIELD, Role.CARETAKER, Role.PARTNER}))
def test_nobody_else_is_remembered(client, role, time_machine):
    time_machine.move_to(START)
    user = with_second_factor(Role.FIELD)
    assert second_step(client, user, action="trust")
    # A role that came later wants the second step again, on the same telephone.
    RoleGrantFactory(user=user, role=role)
    assert not second_step(client, user)
    user.grants.filter(role=Role.FIELD).update(ends_on=days.today())
    assert second_step(client, user, action="trust")
    assert not second_step(client, user)


def test_who_stands_in_for_the_head_is_not_remembered(client):
    user = with_second_factor(Role.FIELD)
    assert second_step(client, user, action="trust")
    DelegationFactory(delegate=user)
    assert not second_step(client, user)


def test_a_lost_telephone_is_remembered_no_more(client):
    user = with_second_factor(Role.FIELD)
    assert second_step(client, user, action="trust")
    actions.log_out_everywhere(user, by=UserFactory(roles=[Role.HEAD]))
    assert not second_step(client, user)


def test_the_code_stands_for_the_password_asked_once_more(client, officer):
    secret = generate_totp_secret()
    TOTP.activate(officer, secret)
    client.force_login(officer)
    again, codes = reverse("mfa_reauthenticate"), reverse("mfa_generate_recovery_codes")
    assertContains(client.post(again, {"code": "000000"}), "Kode salah.")
    assert client.post(again, {"code": code_of(secret), "next": codes}).url == codes


def test_a_lost_telephone_is_the_technicians_command(client, officer):
    TOTP.activate(officer, generate_totp_secret())
    with pghistory.context(command="remove_second_factor"):
        call_command("remove_second_factor", "peksos", stdout=StringIO())
    assert enter(client).url == "/"
    event = officer.history.get(pgh_label="second_factor_removed")
    assert event.pgh_context == {"command": "remove_second_factor"}
    for nobody in ("peksos", "tidak.ada"):
        with pytest.raises(CommandError):
            call_command("remove_second_factor", nobody)


def test_pages_of_the_own_account_open(client, login):
    login(Role.FIELD)
    for page in ["account_index", "account_change_password", "mfa_index"]:
        assert client.get(reverse(page)).status_code == 200


def test_colours_of_the_night_are_remembered(client, login):
    user = login(Role.CARETAKER)
    client.post("/account/", {"night_colours": "on"})
    assertContains(client.get("/account/"), 'data-bs-theme="dark"')
    client.post("/account/", {})
    user.refresh_from_db()
    assert not user.night_colours


def test_limits_are_shared_by_all_processes():
    """In the database, not in the memory of one worker."""
    assert type(cache).__name__ == "ConnectionProxy"
    cache.set("rptc", 1)
    assert cache.get("rptc") == 1
    assert isinstance(cache._connections["default"], DatabaseCache)


def test_a_phone_begins_no_user_name_with_a_capital_letter(client):
    assertContains(client.get("/login/"), 'autocapitalize="none"', count=1)
