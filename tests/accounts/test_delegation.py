import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from pytest_django.asserts import assertContains, assertNotContains

from rptc import days
from rptc.accounts.actions import enter_delegation
from rptc.accounts.models import Delegation
from rptc.accounts.permissions import Role
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
