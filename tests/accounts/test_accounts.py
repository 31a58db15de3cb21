"""Accounts: prepared by the admin, confirmed by the head, closed and reset by the right people."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc import days
from rptc.accounts import actions
from rptc.accounts.models import RoleGrant, User
from rptc.accounts.permissions import Role
from tests.factories import DelegationFactory, RoleGrantFactory, UserFactory

pytestmark = pytest.mark.django_db

PREPARE = "/settings/users/add/"


def data(**changes):
    return {
        "username": "Siti.Aminah",
        "full_name": "Siti Aminah, S.Sos.",
        "nip": "",
        "position": "Pekerja Sosial",
        "phone": "",
        "roles": ["social_worker"],
        "starts_on": "2026-01-05",
        "last_on": "",
    } | changes


@pytest.fixture
def prepared(client, login):
    """An account as the admin has just prepared it."""
    login(Role.ADMIN)
    client.post(PREPARE, data())
    return User.objects.get(username="siti.aminah")


def test_a_prepared_account_has_no_role_until_the_head_confirms(client, login, prepared):
    grant = prepared.grants.get()
    assert not prepared.roles_today
    assert not prepared.has_usable_password()

    login(Role.HEAD)
    page = client.get(reverse("accounts:user_detail", args=[prepared.pk]))
    assertContains(page, "Sahkan peran")
    client.post(reverse("accounts:grant_confirm", args=[prepared.pk, grant.pk]))

    assert User.objects.get(pk=prepared.pk).roles_today == {Role.SOCIAL_WORKER}


def test_a_refused_role_gives_nothing(client, login, prepared):
    login(Role.HEAD)
    grant = prepared.grants.get()
    client.post(reverse("accounts:grant_refuse", args=[prepared.pk, grant.pk]))
    assert not User.objects.get(pk=prepared.pk).roles_today
    with pytest.raises(ValidationError, match="sudah diputuskan"):
        actions.confirm_grant(grant, by=UserFactory(roles=[Role.HEAD]))


def test_the_same_form_twice_makes_one_account(client, prepared):
    response = client.post(PREPARE, data())
    assert response.url == reverse("accounts:password_reset", args=[prepared.pk])
    assert RoleGrant.objects.filter(user=prepared).count() == 1


def test_a_new_account_goes_on_to_one_password_that_is_handed_over(client, login):
    login(Role.ADMIN)
    page = client.post(PREPARE, data(), follow=True)
    user = User.objects.get(username="siti.aminah")
    assertContains(page, "Peran menunggu pengesahan")
    assertContains(page, "Buat kata sandi</button>")
    assertNotContains(page, "Atur ulang")
    page = client.post(page.redirect_chain[-1][0])
    assertContains(page, page.context["password"])
    assertNotContains(page, "Atur ulang")
    account = reverse("accounts:user_detail", args=[user.pk])
    # Lost before it was used: it is still the first.
    assertNotContains(client.get(account), "Atur ulang")
    client.logout()
    client.post("/login/", {"login": user.username, "password": page.context["password"]})
    login(Role.ADMIN)
    assertContains(client.get(account), "Atur ulang kata sandi")


def test_who_is_to_decide_gets_no_password_from_who_prepared_them(client, login):
    login(Role.ADMIN)
    response = client.post(PREPARE, data(roles=["head"]))
    user = User.objects.get(username="siti.aminah")
    assert response.url == reverse("accounts:user_detail", args=[user.pk])


def test_a_name_that_is_taken_says_so_and_keeps_what_was_typed(client, prepared):
    response = client.post(PREPARE, data(full_name="Orang Lain"))
    assertContains(response, "Nama pengguna ini sudah dipakai.")
    assertContains(response, "Orang Lain")


def test_the_technician_corrects_a_name_and_no_role(client, login):
    login(Role.ADMIN)
    user = UserFactory(roles=[Role.OFFICE])
    page = reverse("accounts:user_edit", args=[user.pk])
    assertContains(client.post(page, {"full_name": "Siti Aminah", "nip": "123"}), "NIP terdiri")
    sent = {"full_name": "Siti Aminah", "nip": "19850101 201001 1 001", "roles": ["head"]}
    assert client.post(page, sent).url == reverse("accounts:user_detail", args=[user.pk])
    user.refresh_from_db()
    assert (user.full_name, user.nip) == ("Siti Aminah", "198501012010011001")
    assert user.roles_today == {Role.OFFICE}


def test_mistakes_are_shown_at_once(client, login):
    login(Role.ADMIN)
    response = client.post(PREPARE, data(username="", nip="12", roles=[]))
    assertContains(response, "NIP terdiri dari 18 angka, baru terisi 2.")
    assertContains(response, "3 isian perlu diperbaiki")
    assert not User.objects.filter(full_name="Siti Aminah, S.Sos.").exists()


def test_only_the_declared_fields_are_taken(client, login):
    """Mass assignment: columns that the form does not show stay as they are."""
    login(Role.ADMIN)
    client.post(
        PREPARE,
        data(is_active="", must_change_password="on", password="x", confirmed_at="2026-01-01"),
    )
    user = User.objects.get(username="siti.aminah")
    assert user.is_active
    assert not user.has_usable_password()
    assert user.grants.get().confirmed_at is None


@pytest.mark.parametrize(
    ("held", "added"), [(Role.PARTNER, Role.OFFICE), (Role.FIELD, Role.PARTNER)]
)
def test_a_partners_user_holds_no_other_role(client, login, held, added):
    login(Role.ADMIN)
    user = UserFactory(roles=[held])
    response = client.post(
        reverse("accounts:grant_prepare", args=[user.pk]),
        {"role": added, "starts_on": "2026-01-05"},
    )
    assertContains(response, "Pengguna mitra tidak memegang peran lain")
    assert user.grants.count() == 1


def test_two_roles_that_exclude_each_other_are_not_even_prepared_one_after_the_other():
    user = UserFactory()
    RoleGrantFactory(user=user, role=Role.PARTNER, confirmed_at=None)
    refused = pytest.raises(IntegrityError, match="partner_user_holds_no_other_role")
    with refused, transaction.atomic():
        RoleGrantFactory(user=user, role=Role.OFFICE, confirmed_at=None)


def test_a_partners_form_cannot_add_a_second_role(client, login):
    login(Role.ADMIN)
    response = client.post(PREPARE, data(roles=["partner", "office"]))
    assertContains(response, "Pengguna mitra tidak boleh memegang peran lain.")


def test_nobody_confirms_what_they_prepared_or_their_own():
    head = UserFactory(roles=[Role.HEAD, Role.ADMIN])
    prepared = RoleGrantFactory(role=Role.OFFICE, confirmed_at=None, prepared_by=head)
    own = RoleGrantFactory(user=head, role=Role.OFFICE, confirmed_at=None)
    for grant in (prepared, own):
        assert grant not in RoleGrant.objects.waiting_for(head)
        with pytest.raises(ValidationError, match="bukan Anda"):
            actions.confirm_grant(grant, by=head)
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleGrant.objects.filter(pk=grant.pk).update(
                confirmed_by=head, confirmed_at=days.now()
            )


def test_the_dinas_decides_on_what_a_head_prepared_and_who_becomes_head():
    dinas = UserFactory(roles=[Role.AGENCY])
    head = UserFactory(roles=[Role.HEAD])
    by_head = RoleGrantFactory(role=Role.OFFICE, confirmed_at=None, prepared_by=head)
    of_head = RoleGrantFactory(user=head, role=Role.FIELD, confirmed_at=None)
    new_head = RoleGrantFactory(role=Role.HEAD, confirmed_at=None)
    other = RoleGrantFactory(role=Role.OFFICE, confirmed_at=None)
    in_its_place = UserFactory(roles=[Role.OFFICE])
    DelegationFactory(delegate=in_its_place, approvals=["grant"], recorded_by=dinas)
    for user in (dinas, in_its_place):
        assert set(RoleGrant.objects.waiting_for(user)) == {by_head, of_head, new_head}
    assert other in RoleGrant.objects.waiting_for(head)


def test_a_delegate_confirms_until_the_last_day(time_machine):
    time_machine.move_to(datetime.datetime(2026, 3, 10, 12, tzinfo=days.WITA))
    delegate = UserFactory(roles=[Role.SOCIAL_WORKER])
    DelegationFactory(delegate=delegate, approvals=["grant"])
    grant = RoleGrantFactory(role=Role.OFFICE, confirmed_at=None)
    assert grant in RoleGrant.objects.waiting_for(delegate)

    time_machine.move_to(datetime.datetime(2026, 3, 11, 0, 0, tzinfo=days.WITA))
    tomorrow = User.objects.get(pk=delegate.pk)
    assert grant not in RoleGrant.objects.waiting_for(tomorrow)


def test_an_ended_role_gives_nothing_from_the_same_moment(client, login):
    login(Role.HEAD)
    user = UserFactory(roles=[Role.OFFICE])
    client.post(reverse("accounts:grant_end", args=[user.pk, user.grants.get().pk]))
    assert not User.objects.get(pk=user.pk).roles_today


@pytest.mark.parametrize("page", ["user_deactivate", "user_activate"])
def test_nobody_closes_or_opens_their_own_account(client, login, page):
    head = login(Role.HEAD)
    assert client.post(reverse(f"accounts:{page}", args=[head.pk])).status_code == 404


def test_only_a_head_closes_a_heads_account(client, login):
    head = UserFactory(roles=[Role.HEAD])
    url = reverse("accounts:user_deactivate", args=[head.pk])
    login(Role.ADMIN)
    assert client.post(url).status_code == 404
    login(Role.HEAD)
    assert client.post(url).status_code == 302
    assert not User.objects.get(pk=head.pk).is_active


def test_a_deactivated_user_is_out_at_the_next_request(client, login):
    officer = login(Role.OFFICE)
    assert client.get("/account/").status_code == 200
    actions.deactivate_user(officer, by=UserFactory(roles=[Role.ADMIN]))
    assert client.get("/account/").url == "/login/?next=/account/"


def test_a_reset_password_is_shown_once_and_must_be_changed(client, login):
    login(Role.OFFICE)
    user = UserFactory(roles=[Role.SOCIAL_WORKER])
    url = reverse("accounts:password_reset", args=[user.pk])
    answer = client.post(url)
    password = answer.context["password"]
    assertContains(answer, password)
    assert "no-store" in answer["Cache-Control"]
    assertNotContains(client.get(url), password)

    client.logout()
    client.post("/login/", {"login": user.username, "password": password})
    assert client.get(reverse("menu")).url == reverse("account_change_password")
    new = {"oldpassword": password, "password1": password, "password2": password}
    refused = client.post("/account/password/", new)
    assertContains(refused, "Kata sandi baru harus berbeda dari yang sekarang.")

    new |= {"password1": "perahu-layar-biru", "password2": "perahu-layar-biru"}
    # On to where they were going; whoever changes their own later stays at their account.
    assert client.post("/account/password/", new).url == "/"
    again = {"oldpassword": "perahu-layar-biru"}
    again |= {"password1": "layar-perahu-putih", "password2": "layar-perahu-putih"}
    assert client.post("/account/password/", again).url == "/account/"
    assert client.get(reverse("menu")).status_code == 200


def test_a_reset_ends_every_session_of_the_account(client, login):
    officer = login(Role.SOCIAL_WORKER)
    actions.reset_password(officer, by=UserFactory(roles=[Role.OFFICE]))
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("role", [Role.HEAD, Role.ADMIN, Role.AGENCY, Role.PRIVACY])
def test_the_office_does_not_reset_those_who_decide(client, login, role):
    """With a new password one could log in as the head."""
    login(Role.OFFICE)
    user = UserFactory(roles=[role])
    url = reverse("accounts:password_reset", args=[user.pk])
    assert client.get(url).status_code == client.post(url).status_code == 404
    login(Role.ADMIN)
    assert client.get(url).status_code == (200 if role == Role.ADMIN else 404)


def test_the_office_does_not_reset_who_may_soon_decide(client, login):
    login(Role.OFFICE)
    waiting = RoleGrantFactory(role=Role.HEAD, confirmed_at=None).user
    delegate = UserFactory(roles=[Role.SOCIAL_WORKER])
    tomorrow = days.today() + datetime.timedelta(days=1)
    DelegationFactory(delegate=delegate, starts_on=tomorrow, last_on=tomorrow)
    for user in (waiting, delegate):
        url = reverse("accounts:password_reset", args=[user.pk])
        assert client.post(url).status_code == 404


def test_nobody_resets_their_own_password(client, login):
    admin = login(Role.ADMIN)
    url = reverse("accounts:password_reset", args=[admin.pk])
    assert client.post(url).status_code == 404


def test_each_reset_leaves_its_trace_and_never_the_password(client, login):
    office = login(Role.OFFICE)
    user = UserFactory(roles=[Role.SOCIAL_WORKER])
    for _ in range(2):
        client.post(reverse("accounts:password_reset", args=[user.pk]))
    resets = user.history.filter(pgh_label="password_reset")
    assert [event.pgh_context["user"] for event in resets] == [office.pk] * 2
    assert not hasattr(resets[0], "password")


def test_the_list_is_searched_and_its_queries_do_not_grow(client, login, count_queries):
    login(Role.ADMIN)
    RoleGrantFactory(user__full_name="Zainuddin", confirmed_at=None)
    few = count_queries("/settings/users/")
    UserFactory.create_batch(8, roles=[Role.FIELD])
    assert count_queries("/settings/users/") == few
    page = client.get("/settings/users/?q=zainu")
    assertContains(page, "Zainuddin")
    assertContains(page, "Belum disahkan")
    assert len(page.context["page_obj"]) == 1


def test_who_waits_for_a_role_reads_why_nothing_opens(client, login):
    waits = "belum disahkan Kepala UPT"
    grant = RoleGrantFactory(confirmed_at=None, prepared_by=UserFactory())
    login(grant.user)
    assertContains(client.get(reverse("account_index")), waits)
    login(Role.FIELD)
    assertNotContains(client.get(reverse("account_index")), waits)


def test_whose_role_was_refused_is_told_to_the_admin(client, login):
    grant = RoleGrantFactory(
        confirmed_at=None,
        refused_at=days.now(),
        refused_by=UserFactory(roles=[Role.HEAD]),
        prepared_by=UserFactory(),
    )
    others = {
        UserFactory(roles=[Role.FIELD]),
        RoleGrantFactory(confirmed_at=None, prepared_by=UserFactory()).user,
        UserFactory(is_active=False),
    }
    found = set(User.objects.without_role())
    assert grant.user in found
    assert not found & others
    login(Role.ADMIN)
    assertContains(client.get(reverse("reports:today")), "Pengguna aktif tanpa peran")
    page = client.get(reverse("accounts:user_list"), {"without_role": "1"})
    assert set(page.context["page_obj"]) == found


def test_a_role_is_refused_from_the_page_that_confirms_it(client, login):
    grant = RoleGrantFactory(confirmed_at=None, prepared_by=UserFactory())
    login(Role.HEAD)
    confirm, refuse = (
        reverse(f"accounts:grant_{name}", args=[grant.user_id, grant.pk])
        for name in ("confirm", "refuse")
    )
    assertContains(client.get(confirm), refuse)
    assertContains(client.post(refuse, follow=True), "ditolak.")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("pendek-1", "paling sedikit 10 huruf"),
        ("siti.aminah", "terlalu mirip dengan nama Anda"),
        ("1234567890", "dipakai banyak orang"),
        ("8204719365", "tidak boleh angka saja"),
    ],
)
def test_why_a_password_is_refused_is_said_in_our_words(client, login, typed, said):
    user = UserFactory(username="siti.aminah", full_name="Siti Aminah")
    user.set_password("perahu-layar-biru")
    user.save()
    login(user)
    new = {"oldpassword": "perahu-layar-biru", "password1": typed, "password2": typed}
    page = client.post("/account/password/", new)
    assertContains(page, said)
    assertNotContains(page, "Sandi anda")


def test_a_name_for_the_login_says_of_what_it_is_made(client, login):
    login(Role.ADMIN)
    page = client.post(reverse("accounts:user_prepare"), {"username": "siti aminah!"})
    assertContains(page, "hanya berisi huruf, angka dan titik")
