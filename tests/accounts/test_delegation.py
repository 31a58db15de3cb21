import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc import days
from rptc.accounts.actions import confirm_delegation, end_delegation, enter_delegation
from rptc.accounts.models import Delegation
from rptc.accounts.permissions import Role
from rptc.waiting import count_for
from tests.factories import DelegationFactory, UserFactory

pytestmark = pytest.mark.django_db

URL = "/settings/delegations/add/"


@pytest.fixture
def delegate():
    return UserFactory(full_name="Rahmat Hidayat", roles=[Role.OFFICE])


def data(delegate, today, **changes):
    return {
        "delegate": delegate.pk,
        "kind": "plh",
        "order_number": "800/12/RPTC",
        "starts_on": today.isoformat(),
        "last_on": (today + datetime.timedelta(days=2)).isoformat(),
        "approvals": ["plan", "exit"],
        "send_key": uuid.uuid4(),
    } | changes


def test_the_head_hands_over_and_both_days_count(client, login, delegate, today):
    login(Role.HEAD)
    client.post(URL, data(delegate, today))
    delegation = Delegation.objects.get()
    last = delegation.last_on
    assert delegate.delegated_today >= {"cases.approve_plan", "cases.approve_exit"}
    assert "partners.approve_referral" not in delegate.delegated_today
    assert delegation in Delegation.objects.in_force(last)
    assert delegation not in Delegation.objects.in_force(last + datetime.timedelta(days=1))
    assertContains(client.get("/settings/delegations/"), "Rahmat Hidayat")


def test_the_same_form_twice_is_one_delegation(client, login, delegate, today):
    login(Role.HEAD)
    form = data(delegate, today)
    client.post(URL, form)
    assert client.post(URL, form).status_code == 302
    assert Delegation.objects.count() == 1


def test_the_same_key_with_other_content_shows_both(client, login, delegate, today):
    login(Role.HEAD)
    form = data(delegate, today)
    client.post(URL, form)
    answer = client.post(URL, form | {"order_number": "800/99/RPTC"})
    assertContains(answer, "surat perintah 800/12/RPTC", status_code=409)
    assertContains(answer, "800/99/RPTC", status_code=409)
    assert Delegation.objects.get().order_number == "800/12/RPTC"


def test_only_an_active_inside_user_takes_over(client, login, today):
    head = login(Role.HEAD)
    closed = UserFactory(roles=[Role.OFFICE], is_active=False)
    for nobody in (UserFactory(roles=[Role.PARTNER]), UserFactory(), closed, head):
        assert client.post(URL, data(nobody, today)).status_code == 200
    assert not Delegation.objects.exists()


def test_a_span_that_is_over_or_turned_round_is_refused(client, login, delegate, today):
    login(Role.HEAD)
    before = (today - datetime.timedelta(days=1)).isoformat()
    over = client.post(URL, data(delegate, today, starts_on=before, last_on=before))
    assertContains(over, "Hari terakhir sudah lewat.")
    later = (today + datetime.timedelta(days=9)).isoformat()
    turned = client.post(URL, data(delegate, today, starts_on=later))
    assertContains(turned, "Hari terakhir tidak boleh sebelum hari mulai.")


@pytest.mark.parametrize(("giver", "other"), [(Role.HEAD, Role.AGENCY), (Role.AGENCY, Role.HEAD)])
def test_the_head_and_the_dinas_confirm_each_others(client, login, delegate, today, giver, other):
    confirms = UserFactory(roles=[other])
    gives = login(giver)
    client.post(URL, data(delegate, today, approvals=["plan"]))
    delegation = Delegation.objects.get()
    assert not delegate.delegated_today
    # Neither its giver, nor another of the same office, nor who receives it.
    for nobody in (gives, UserFactory(roles=[giver]), delegate):
        assert not Delegation.objects.waiting_for(nobody).exists()
        with pytest.raises(ValidationError, match="bukan Anda yang memutuskan"):
            confirm_delegation(delegation, by=nobody)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.update(confirmed_by=gives, confirmed_at=days.now())

    login(confirms)
    page = reverse("accounts:delegation_confirm", args=[delegation.pk])
    assertContains(client.get(reverse("reports:approvals")), page)
    assertContains(client.get(page), "800/12/RPTC")
    assertContains(client.post(page, follow=True), f"disahkan {confirms}")
    assert "cases.approve_plan" in type(delegate).objects.get(pk=delegate.pk).delegated_today
    assert client.post(page).status_code == 404


def test_what_is_refused_never_comes_into_force(client, login, delegate):
    delegation = DelegationFactory(delegate=delegate, confirmed_at=None)
    login(Role.AGENCY)
    page = reverse("accounts:delegation_refuse", args=[delegation.pk])
    assertContains(client.get(page), "Tolak pelimpahan")
    client.post(page)
    assert not delegate.delegated_today
    login(delegation.recorded_by)
    assertContains(client.get("/settings/delegations/"), "Ditolak")
    assert client.post(f"/settings/delegations/{delegation.pk}/end/", follow=True)


def test_where_nobody_can_confirm_it_is_in_force_and_says_so(client, login, delegate, today):
    UserFactory(roles=[Role.AGENCY], is_active=False)
    login(Role.HEAD)
    client.post(URL, data(delegate, today))
    assert delegate.delegated_today
    assertContains(client.get("/settings/delegations/"), "berlaku tanpa pengesahan")


def test_head_and_dinas_are_both_told(client, login, delegate):
    DelegationFactory(delegate=delegate)
    for role in (Role.HEAD, Role.AGENCY):
        counted = count_for(login(role))
        assertContains(client.get("/"), "Wewenang yang dilimpahkan: 1")
        assert {waits.key: number for waits, number in counted}["delegations"] == 1


@pytest.mark.parametrize(("giver", "other"), [(Role.HEAD, Role.AGENCY), (Role.AGENCY, Role.HEAD)])
def test_neither_ends_what_the_other_handed_over(client, login, giver, other):
    delegation = DelegationFactory(recorded_by=UserFactory(roles=[giver]))
    page = f"/settings/delegations/{delegation.pk}/end/"
    user = login(other)
    assertNotContains(client.get("/settings/delegations/"), page)
    assert client.post(page).status_code == 404
    with pytest.raises(ValidationError, match="bukan Anda yang mengakhirinya"):
        end_delegation(delegation, by=user)
    login(giver)
    client.post(page)
    delegation.refresh_from_db()
    assert delegation.ended_at


def test_an_early_end_takes_effect_at_once(client, login):
    login(Role.HEAD)
    delegation = DelegationFactory()
    client.post(f"/settings/delegations/{delegation.pk}/end/")
    assert not delegation.delegate.delegated_today
    again = client.post(f"/settings/delegations/{delegation.pk}/end/", follow=True)
    assertContains(again, "Pelimpahan ini sudah berakhir.")


@pytest.mark.parametrize("role", [Role.PARTNER, Role.ADMIN, Role.PRIVACY, Role.AGENCY])
def test_these_never_hold_what_was_handed_over(client, login, role, today):
    user = UserFactory(roles=[role])
    login(Role.AGENCY)
    answer = client.post(URL, data(user, today))
    assert "delegate" in answer.context["form"].errors
    assert not Delegation.objects.exists()
    DelegationFactory(delegate=user)
    assert not user.delegated_today


def test_who_keeps_the_accounts_besides_never_stands_in(client, login, today):
    user = UserFactory(roles=[Role.OFFICE, Role.ADMIN])
    DelegationFactory(delegate=user)
    assert not user.delegated_today
    by = UserFactory(roles=[Role.HEAD])
    row = DelegationFactory.build(delegate=user, recorded_by=by)
    with pytest.raises(ValidationError, match="tidak dapat dilimpahkan"):
        enter_delegation(row, by=by)


def test_a_delegation_ends_with_who_gave_it(delegate):
    row = DelegationFactory(delegate=delegate)
    assert delegate.delegated_today
    row.recorded_by.grants.update(ends_on=days.today())
    assert not type(delegate).objects.get(pk=delegate.pk).delegated_today
    other = DelegationFactory(delegate=UserFactory(roles=[Role.OFFICE]))
    type(delegate).objects.filter(pk=other.recorded_by_id).update(is_active=False)
    assert not other.delegate.delegated_today


def test_the_dinas_hands_over_what_is_its_own(client, login, delegate, today):
    agency = login(Role.AGENCY)
    page = client.get(URL)
    assertContains(page, "Terminasi")
    assertNotContains(page, "Insiden")
    client.post(URL, data(delegate, today, approvals=["plan", "incident"]))
    assert not Delegation.objects.exists()
    row = DelegationFactory.build(delegate=delegate, approvals=["incident"], recorded_by=agency)
    with pytest.raises(ValidationError, match="hanya keputusan Anda sendiri"):
        enter_delegation(row, by=agency)


def test_queries_do_not_grow(login, count_queries):
    login(Role.HEAD)
    DelegationFactory()
    few = count_queries("/settings/delegations/")
    DelegationFactory.create_batch(5)
    assert count_queries("/settings/delegations/") == few


def test_delegation_gives_nothing_before_its_first_day():
    tomorrow = days.today() + datetime.timedelta(days=1)
    user = UserFactory(roles=[Role.OFFICE])
    DelegationFactory(delegate=user, starts_on=tomorrow, last_on=tomorrow)
    assert not user.delegated_today
