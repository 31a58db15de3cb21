"""On a partner's telephone its people come in by name and code; and nobody else does."""

import datetime

import pytest
from django.contrib.auth import get_user
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.patrols.devices.actions import forget_codes, set_code
from cases.patrols.devices.middleware import COOKIE
from cases.patrols.devices.models import CODE_LETS_IN, Device, DeviceUser
from partners.directory.models import Partner
from partners.members.actions import say_left
from partners.members.models import MemberLeft
from rptc import days
from rptc.accounts.actions import log_out_everywhere
from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.cases.patrols.devices.conftest import CODE, put_cookie
from tests.database_roles import EVERYBODY, read_as

pytestmark = pytest.mark.django_db
LOGIN, PORTAL = reverse("cases:phone_login"), reverse("partners:portal")
CHOOSE, LOCK, UNLOCK = "/devices/screen/code/", "/devices/screen/lock/", "/devices/screen/unlock/"
PASSWORD = "panjang-dan-sandi-7"  # noqa: S105


@pytest.fixture
def phone(client):
    """Of a partner of two, who both have the code CODE on it; nobody is logged in."""
    phone = f.PartnerPhoneFactory()
    put_cookie(client, phone.device)
    for _ in range(2):
        member = f.MemberFactory(partner=phone.partner)
        set_code(phone.device, CODE, by=member.user)
    return phone


@pytest.fixture
def one(phone):
    return phone.partner.members.order_by("pk").first()


@pytest.fixture
def other(phone):
    return phone.partner.members.order_by("pk").last()


def come_in(client, member, code=CODE):
    return client.post(LOGIN, {"who": member.user_id, "code": code})


def is_out(client):
    return client.get(PORTAL).url.startswith("/login/")


def test_each_comes_in_by_their_own_name_and_code(client, phone, one, other):
    set_code(phone.device, "837261", by=other.user)
    page = client.get(LOGIN)
    for member in (one, other):
        assertContains(page, member.user.full_name)
    assertContains(client.get("/login/"), LOGIN)
    assertContains(come_in(client, other), "Kode salah. Sisa 4 kali")
    assert come_in(client, other, "837261").status_code == 302
    assert get_user(client) == other.user
    assertContains(client.get(PORTAL), phone.partner.name)
    assert Entry.objects.filter(verb="came_by_code", actor=other.user).exists()
    client.post("/logout/")
    come_in(client, one)
    assert get_user(client) == one.user


def test_what_is_missing_is_said(client, phone):
    page = client.post(LOGIN, {"who": "", "code": "12"})
    assertContains(page, "Pilih nama Anda.")
    assertContains(page, "terdiri dari 6 angka")


def test_five_wrong_codes_void_it_until_the_password(client, phone, one, other):
    for left in (4, 3, 2, 1):
        assertContains(come_in(client, one, "000111"), f"Sisa {left} kali")
    assertRedirects(come_in(client, one, "000111"), "/login/")
    # Nobody was proven: the log names the phone, and nobody as who typed.
    entry = Entry.objects.get(verb="voided_code", object_id=phone.device_id)
    assert (entry.actor, entry.details) == (None, {"user": one.user_id})
    assert not Entry.objects.filter(actor=one.user).exists()
    # Not even the right one; and of the other nothing has changed.
    assertContains(come_in(client, one), "Pilih nama Anda.")
    assertNotContains(client.get(LOGIN), one.user.full_name)
    come_in(client, other)
    assert get_user(client) == other.user


def test_a_locked_screen_gives_no_five_tries_more(client, phone, one):
    come_in(client, one)
    client.get(PORTAL)
    assert client.post(LOCK).status_code == 204
    assertRedirects(client.get(PORTAL), f"{UNLOCK}?next=%2Fportal%2F")
    for _ in range(5):
        client.post(UNLOCK, {"code": "000111"})
    assert get_user(client).is_anonymous
    assertContains(come_in(client, one), "Pilih nama Anda.")


def test_a_code_opens_the_screen_again(client, phone, one):
    come_in(client, one)
    client.get(PORTAL)
    client.post(LOCK)
    assertRedirects(client.post(f"{UNLOCK}?next={PORTAL}", {"code": CODE}), PORTAL)


def test_a_code_makes_no_other_code(client, phone, one):
    come_in(client, one)
    before = DeviceUser.objects.get(user=one.user).code_hash
    assertRedirects(
        client.post(CHOOSE, {"code": "192837", "again": "192837"}), reverse("account_index")
    )
    assert DeviceUser.objects.get(user=one.user).code_hash == before


def test_after_the_password_a_code_is_chosen_first(client, phone):
    new = f.MemberFactory(partner=phone.partner)
    client.force_login(new.user)
    assertRedirects(client.get(PORTAL), f"{CHOOSE}?next=%2Fportal%2F")
    assertContains(client.get(CHOOSE), "30 hari")
    client.post(f"{CHOOSE}?next={PORTAL}", {"code": "192837", "again": "192837"})
    assert client.get(PORTAL).status_code == 200
    client.post("/logout/")
    come_in(client, new, "192837")
    assert get_user(client) == new.user


def test_it_is_no_login_elsewhere(client, phone, one):
    elsewhere = client.__class__()
    assertRedirects(elsewhere.get(LOGIN), "/login/")
    assertRedirects(elsewhere.post(LOGIN, {"who": one.user_id, "code": CODE}), "/login/")
    assert get_user(elsewhere).is_anonymous
    patrol = f.DeviceFactory()
    set_code(patrol, CODE, by=one.user)
    put_cookie(elsewhere, patrol)
    assertRedirects(elsewhere.post(LOGIN, {"who": one.user_id, "code": CODE}), "/login/")
    assert get_user(elsewhere).is_anonymous
    assertNotContains(elsewhere.get("/login/"), LOGIN)


def test_nobody_of_another_partner(client, phone):
    stranger = f.MemberFactory()
    # A row that should not be there gives nothing.
    set_code(phone.device, CODE, by=stranger.user)
    assertNotContains(client.get(LOGIN), stranger.user.full_name)
    assertContains(come_in(client, stranger), "Pilih nama Anda.")
    assert get_user(client).is_anonymous
    # With their password they do not work on it either.
    client.force_login(stranger.user)
    assert is_out(client)


@pytest.mark.parametrize("role", [Role.HEAD, Role.FIELD, Role.SOCIAL_WORKER, Role.ADMIN])
def test_nobody_of_ours_works_on_it(client, login, phone, role):
    login(role)
    assert client.get("/menu/").url.startswith("/login/")


@pytest.mark.parametrize(
    "end",
    [
        lambda one, other, phone: Partner.objects.filter(pk=phone.partner_id).update(
            is_active=False
        ),
        lambda one, other, phone: User.objects.filter(pk=one.user_id).update(is_active=False),
        lambda one, other, phone: say_left(MemberLeft(member=one), by=other.user),
        lambda one, other, phone: one.user.grants.update(ends_on=days.today()),
        lambda one, other, phone: Device.objects.filter(pk=phone.device_id).update(
            locked_at=days.now(), locked_by=f.UserFactory()
        ),
        lambda one, other, phone: log_out_everywhere(one.user, by=f.UserFactory()),
        lambda one, other, phone: put_password(one.user),
    ],
    ids=["partner over", "closed", "left", "role over", "locked", "logged out", "password"],
)
def test_when_it_is_over_an_open_session_and_the_code_are(client, phone, one, other, end):
    come_in(client, one)
    assert client.get(PORTAL).status_code == 200
    read_as(EVERYBODY, reader=other.user_id)
    end(one, other, phone)
    read_as(EVERYBODY)
    assert client.get(PORTAL).status_code in {302, 403}
    put_cookie(client, phone.device)
    come_in(client, one)
    assert get_user(client).is_anonymous


def put_password(user):
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])


def test_after_thirty_days_the_password_is_asked_for(client, phone, one):
    past = days.now() - CODE_LETS_IN - datetime.timedelta(minutes=1)
    DeviceUser.objects.filter(user=one.user).update(chosen_at=past)
    assertContains(come_in(client, one), "Pilih nama Anda.")
    client.force_login(one.user)
    assertRedirects(client.get(PORTAL), f"{CHOOSE}?next=%2Fportal%2F")


def test_a_login_by_code_ends_with_the_phone(client, phone, one):
    """It was lost, and another one took its place: the cookie is void."""
    come_in(client, one)
    client.get(PORTAL)
    Device.objects.filter(pk=phone.device_id).update(token_hash="x" * 64)
    assert is_out(client)


def test_a_login_by_code_is_good_on_that_phone_alone(client, phone, one):
    """Without its cookie, and with that of another phone of the same partner."""
    come_in(client, one)
    another = f.PartnerPhoneFactory(partner=phone.partner)
    set_code(another.device, CODE, by=one.user)
    put_cookie(client, another.device)
    assert is_out(client)
    put_cookie(client, phone.device)
    come_in(client, one)
    del client.cookies[COOKIE]
    assert is_out(client)


def test_a_login_by_code_stands_among_ones_devices(client, phone, one):
    elsewhere = client.__class__()
    elsewhere.force_login(one.user)
    come_in(client, one)
    shown = elsewhere.get(reverse("accounts:session_list")).context["sessions"]
    assert [session.session_key for session in shown] == [client.session.session_key]
    elsewhere.post(reverse("accounts:session_end_others"))
    assert is_out(client)


def test_a_code_that_was_voided_meanwhile_is_a_wrong_one(client, phone, one):
    come_in(client, one)
    client.get(PORTAL)
    client.post(LOCK)
    forget_codes(phone.device)
    assertContains(client.post(UNLOCK, {"code": CODE}), "Kode salah. Sisa 4 kali")


def test_queries_do_not_grow_with_the_people(client, phone, count_queries):
    few = count_queries(LOGIN)
    for _ in range(5):
        set_code(phone.device, CODE, by=f.MemberFactory(partner=phone.partner).user)
    assert count_queries(LOGIN) <= few
    assertContains(client.get(LOGIN), 'type="radio"', count=7)


def test_who_is_asked_goes_to_no_other_site(client, phone, one):
    answer = client.post(f"{LOGIN}?next=https://example.org/", {"who": one.user_id, "code": CODE})
    assert answer.url == "/"
