import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partners.referrals.actions import decide_referral
from partners.referrals.models import Referral
from partners.referrals.models import ReferralState as S
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import about, count_for
from tests.factories import (
    AssignmentFactory,
    DelegationFactory,
    ExitFactory,
    PartnerFactory,
    ReferralFactory,
    RoleGrantFactory,
    UserFactory,
)
from tests.partners.referrals.way import referral_at

URL = reverse("partners:referral_list")


@pytest.fixture
def closed(db):
    """Of another's case, to a partner whose destination is closed."""
    return ReferralFactory(
        partner=PartnerFactory(closes_destination=True),
        need="Pendampingan sebaya",
    )


def test_names_person_need_and_partner(client, login):
    login(Role.SOCIAL_WORKER)
    referral = ReferralFactory()
    page = client.get(URL)
    for text in [referral.person.name, referral.partner.name, referral.need]:
        assertContains(page, text)


def test_a_closed_destination_says_nothing_but_its_state(client, login, closed):
    login(Role.SOCIAL_WORKER)
    page = client.get(URL)
    assertContains(page, "Dirujuk ke mitra, tujuan tertutup")
    rows = page.content.decode().split('<ul class="rp-folk')[1]
    address = reverse("partners:referral_detail", args=[closed.pk])
    for secret in [closed.person.name, closed.partner.name, closed.need, address]:
        assert secret not in rows


def test_the_filter_does_not_say_it_either(client, login, closed):
    login(Role.SOCIAL_WORKER)
    page = client.get(URL, {"partner": closed.partner_id})
    assertNotContains(page, "Dirujuk ke mitra, tujuan tertutup")
    assert page.context["page_obj"].paginator.count == 0


@pytest.mark.parametrize("who", ["writer", "main social worker", "head"])
def test_those_of_the_case_and_who_decides_see_it(client, login, closed, who):
    user = UserFactory(roles=[Role.HEAD if who == "head" else Role.SOCIAL_WORKER])
    if who == "writer":
        closed.recorded_by = user
    if who == "main social worker":
        head = UserFactory(roles=[Role.HEAD])
        AssignmentFactory(stay=closed.stay, to_worker=user, recorded_by=head)
    closed.save()
    login(user)
    assertContains(client.get(URL, {"partner": closed.partner_id}), closed.person.name)


def test_the_rule_in_rows_and_in_one_row_is_the_same(closed):
    RoleGrantFactory(user=closed.recorded_by, role=Role.SOCIAL_WORKER)
    other = UserFactory(roles=[Role.SOCIAL_WORKER])
    for user in [other, closed.recorded_by, UserFactory(roles=[Role.HEAD])]:
        visible = Referral.objects.visible_to(user).filter(pk=closed.pk).exists()
        listed = Referral.objects.with_telling(user).get(pk=closed.pk)
        assert visible == listed.is_told


def test_who_stands_in_reads_what_waits_and_what_they_decided(client, db):
    """Whoever they are otherwise: a delegation opens no other referral."""
    partner = PartnerFactory(closes_destination=True)
    waits, other = referral_at("proposed", partner=partner), referral_at("sent", partner=partner)
    deputy = UserFactory(roles=[Role.OFFICE])
    delegation = DelegationFactory(delegate=deputy, approvals=["referral"])
    assert set(Referral.objects.listed_for(deputy)) == {waits}
    assert set(Referral.objects.visible_to(deputy)) == {waits}
    client.force_login(deputy)
    assert client.get(reverse("partners:referral_detail", args=[other.pk])).status_code == 404
    assertNotContains(client.get(URL), other.person.name)
    decide_referral(waits, approve=True, by=deputy, seen=waits.seen)
    assertContains(client.get(URL), waits.person.name)
    delegation.ended_at = days.now()
    delegation.save()
    assert client.get(URL).status_code == 403
    assert not Referral.objects.visible_to(type(deputy).objects.get(pk=deputy.pk)).exists()


def test_by_state(client, login):
    login(Role.SOCIAL_WORKER)
    draft, sent = ReferralFactory(), ReferralFactory(sent=True)
    page = client.get(URL, {"state": "sent"})
    assertContains(page, sent.person.name)
    assertNotContains(page, draft.person.name)


def test_queries_do_not_grow_with_the_rows(login, count_queries):
    login(Role.SOCIAL_WORKER)
    ReferralFactory()
    few = count_queries(URL)
    ReferralFactory.create_batch(8)
    ReferralFactory.create_batch(3, partner__reveals_health=True)
    assert count_queries(URL) <= few


def test_who_is_at_the_partner_and_still_counted_in_the_house_is_asked_about(client, login):
    worker = login(Role.SOCIAL_WORKER)
    there = [referral_at(state, by=worker) for state in (S.ARRIVED, S.IN_SERVICE, S.FINISHED)]
    referral_at(S.ACCEPTED, by=worker)
    leaving = referral_at(S.ARRIVED, by=worker)
    ExitFactory(stay=leaving.stay)
    page = client.get(f"{URL}?need=house")
    assert {row.pk for row in page.context["page_obj"]} == {row.pk for row in there}
    # Of others with a closed destination there is no word here: these are of one's own.
    ReferralFactory(partner__reveals_health=True)
    assertNotContains(client.get(f"{URL}?need=house"), "Sebagian saringan ini")
    end = reverse("cases:stay_end", args=[there[0].stay_id])
    assertContains(client.get(reverse("partners:referral_detail", args=[there[0].pk])), end)
    assertNotContains(client.get(reverse("partners:referral_detail", args=[leaving.pk])), "Akhiri")
    assert end in [row.url for row in about([there[0].person_id], worker)[there[0].person_id]]
    assert dict((kind.key, n) for kind, n in count_for(worker))["referrals-still-in-house"] == 3


def test_a_week_after_the_service_whoever_may_be_back_is_not_asked_about(login, time_machine_at):
    referral_at(S.FINISHED, by=login(Role.SOCIAL_WORKER))
    assert Referral.objects.still_in_house().count() == 1
    time_machine_at(days.now() + 8 * days.ONE_DAY)
    assert not Referral.objects.still_in_house().exists()
