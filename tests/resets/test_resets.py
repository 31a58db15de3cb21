"""A new password of head, Dinas or privacy officer: another confirms it, or a code on paper."""

import datetime
import uuid

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc import days
from rptc.accounts.actions import make_paper_codes
from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.resets.actions import decide_reset, give_reset
from rptc.resets.models import Reset
from rptc.waiting import count_for
from tests.factories import DelegationFactory, ResetFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "perahu-layar-biru"
THREE = [Role.HEAD, Role.AGENCY, Role.PRIVACY]


def ask(client, user, **typed):
    data = {"reason": "Lupa, meminta lewat telepon.", "send_key": uuid.uuid4()} | typed
    return client.post(reverse("resets:reset_ask", args=[user.pk]), data)


def give(client, reset):
    return client.post(reverse("resets:reset_give", args=[reset.pk]))


def answer(client, reset, decision="approve"):
    return client.post(reset.decide_url, {"decision": decision, "note": "", "seen": ""})


@pytest.mark.parametrize("role", THREE)
def test_the_admin_alone_gets_no_password_of_the_three(client, login, role):
    """Item: the admin becomes the head."""
    login(Role.ADMIN)
    user = UserFactory(roles=[role])
    user.set_password(PASSWORD)
    user.save()
    at_once = reverse("accounts:password_reset", args=[user.pk])
    assert client.post(at_once).status_code == 404
    ask(client, user)
    reset = Reset.objects.get()
    assert reset.state == "proposed"
    assert give(client, reset).status_code == 404
    assert client.post(reset.decide_url, {"decision": "approve"}).status_code == 403
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_delegate_is_confirmed_too(client, login):
    login(Role.ADMIN)
    delegate = DelegationFactory(delegate=UserFactory(roles=[Role.OFFICE])).delegate
    assert client.post(reverse("accounts:password_reset", args=[delegate.pk])).status_code == 404
    ask(client, delegate)
    assert Reset.objects.get().user == delegate


@pytest.mark.parametrize("role", THREE)
def test_another_of_the_three_confirms_and_the_asker_gives_it_once(client, login, role):
    reset = ResetFactory()
    login(UserFactory(roles=[role]))
    assertContains(client.get(reverse("reports:approvals")), reset.decide_url)
    assert reset.decide_url == reverse("resets:reset_decide", args=[reset.pk])
    assertContains(client.get(reset.decide_url), reset.reason)
    assert answer(client, reset).status_code == 302

    login(reset.recorded_by)
    page = client.get(reverse("resets:reset_ask", args=[reset.user_id]))
    assert page.url == reverse("resets:reset_give", args=[reset.pk])
    password = give(client, reset).context["password"]
    reset.user.refresh_from_db()
    assert reset.user.check_password(password)
    assert reset.user.must_change_password
    assert give(client, reset).status_code == 404
    assertNotContains(client.get(reverse("resets:reset_list")), password)
    assert Entry.objects.filter(verb="gave", object_id=reset.pk).count() == 1


def test_neither_asker_nor_owner_confirms(client, login):
    both = UserFactory(roles=[Role.ADMIN, Role.PRIVACY])
    reset = ResetFactory(recorded_by=both)
    for nobody in (both, reset.user):
        login(nobody)
        assertNotContains(client.get(reverse("reports:approvals")), reset.decide_url)
        assert answer(client, reset).status_code == 404
        with pytest.raises(ValidationError, match="tidak dapat memutuskan"):
            decide_reset(reset, approve=True, by=nobody)
        with pytest.raises(IntegrityError), transaction.atomic():
            Reset.objects.filter(pk=reset.pk).update(
                state="approved", decided_by=nobody, decided_at=days.now()
            )


def test_what_is_refused_gives_nothing(client, login):
    reset = ResetFactory()
    login(Role.AGENCY)
    answer(client, reset, "refuse")
    login(reset.recorded_by)
    assert give(client, reset).status_code == 404
    assertContains(client.get(reverse("resets:reset_list")), "Ditolak")


def test_a_confirmation_is_good_for_three_days(client, login, time_machine_at):
    reset = ResetFactory(confirmed=True)
    time_machine_at(days.now() + datetime.timedelta(days=3, minutes=1))
    login(reset.recorded_by)
    assert give(client, reset).status_code == 404
    assertContains(client.get(reverse("resets:reset_list")), "Lewat waktu")
    assert client.get(reverse("resets:reset_ask", args=[reset.user_id])).status_code == 200


def test_only_the_asker_gives_it(client, login):
    reset = ResetFactory(confirmed=True)
    login(Role.ADMIN)
    assert give(client, reset).status_code == 404
    with pytest.raises(ValidationError, match="sudah dibuat, atau belum"):
        give_reset(reset, by=UserFactory(roles=[Role.ADMIN]))


def test_one_waits_at_a_time(client, login):
    login(Role.ADMIN)
    head = UserFactory(roles=[Role.HEAD])
    ask(client, head)
    assertContains(ask(client, head), "sudah diminta dan menunggu konfirmasi")
    assertContains(ask(client, head, reason=""), "Wajib diisi.")
    assert Reset.objects.count() == 1


def test_a_code_on_paper_confirms_at_once_and_only_once(client, login):
    head = UserFactory(roles=[Role.HEAD])
    code = make_paper_codes(head, by=None)[0]
    login(Role.ADMIN)
    typed = code.upper().replace("-", " ")
    assert ask(client, head, paper_code=typed).url == reverse(
        "resets:reset_give", args=[Reset.objects.get().pk]
    )
    assert give(client, Reset.objects.get()).context["password"]
    for wrong in (code, "salah-salah-salah-sala"):
        assertContains(ask(client, head, paper_code=wrong), "tidak berlaku, atau sudah dipakai")
    assert Reset.objects.count() == 1


def test_nobody_helps_themselves_with_a_code_that_they_made(client, login):
    """Who is privacy officer and admin in one gave the Dinas its first codes."""
    both = login(Role.ADMIN, Role.PRIVACY)
    dinas = UserFactory(roles=[Role.AGENCY])
    dinas.grants.update(confirmed_by=both)
    code = make_paper_codes(dinas, by=both)[0]
    assertContains(ask(client, dinas, paper_code=code), "tidak berlaku, atau sudah dipakai")


def test_it_ends_every_session_and_keeps_the_second_factor(client, login):
    reset = ResetFactory(confirmed=True)
    Authenticator.objects.create(user=reset.user, type="totp", data={"secret": "x"})
    login(reset.user)
    give_reset(reset, by=reset.recorded_by)
    assert client.get("/account/").status_code == 302
    assert Authenticator.objects.filter(user=reset.user).exists()


def test_its_owner_and_the_three_are_told_for_two_weeks(client, login, time_machine_at):
    def told(user):
        user = User.objects.get(pk=user.pk)
        return {waits.key: number for waits, number in count_for(user)}["new-passwords"]

    delegate = DelegationFactory(delegate=UserFactory(roles=[Role.OFFICE])).delegate
    reset = ResetFactory(user=delegate, confirmed=True)
    give_reset(reset, by=reset.recorded_by)
    concerned = [delegate, reset.recorded_by, *(UserFactory(roles=[role]) for role in THREE)]
    others = [UserFactory(roles=[Role.OFFICE]), UserFactory(roles=[Role.ADMIN])]
    assert [told(user) for user in concerned] == [1] * 5
    assert [told(user) for user in others] == [0, 0]
    # Its owner has to choose another before they read anything.
    for user in concerned[1:]:
        login(user)
        assertContains(client.get(reverse("reports:today")), "?lately=1")
    for user in (login(Role.HEAD), login(Role.AGENCY)):
        client.force_login(user)
        assertContains(client.get(reverse("resets:reset_list")), delegate.full_name)
    client.force_login(others[0])
    assertNotContains(client.get(reverse("resets:reset_list")), delegate.full_name)
    time_machine_at(days.now() + datetime.timedelta(days=14, minutes=1))
    assert [told(user) for user in concerned] == [0] * 5
    client.force_login(concerned[2])
    assertContains(client.get(reverse("resets:reset_list")), "Sudah dibuat")
    assertNotContains(client.get(reverse("resets:reset_list") + "?lately=1"), "Sudah dibuat")


@pytest.mark.parametrize("role", [Role.AGENCY, Role.PRIVACY])
def test_what_one_has_to_decide_stands_on_hari_ini_once(client, login, role):
    """Among the decisions; and among what happened lately once it is decided."""
    reset = ResetFactory(user=UserFactory(roles=[Role.HEAD]))
    login(role)
    today, lately = reverse("reports:today"), reverse("resets:reset_list") + "?lately=1"
    assertContains(client.get(today), reset.decide_url)
    assertNotContains(client.get(today), lately)
    assertNotContains(client.get(lately), reset.reason)
    ResetFactory(user=UserFactory(roles=[Role.HEAD]), confirmed=True)
    assertContains(client.get(today), lately)


def test_whose_password_is_no_matter_of_this_page_is_not_there(client, login):
    admin = login(Role.ADMIN)
    for user in (UserFactory(roles=[Role.OFFICE]), admin):
        url = reverse("resets:reset_ask", args=[user.pk])
        assert client.get(url).status_code == 404
    login(Role.OFFICE)
    head = UserFactory(roles=[Role.HEAD])
    assert client.get(reverse("resets:reset_ask", args=[head.pk])).status_code == 403


def test_queries_do_not_grow(login, count_queries):
    login(Role.HEAD)
    ResetFactory()
    few = count_queries(reverse("resets:reset_list"))
    ResetFactory.create_batch(5, confirmed=True)
    assert count_queries(reverse("resets:reset_list")) == few
