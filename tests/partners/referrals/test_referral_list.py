import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partners.referrals.models import Referral
from rptc.accounts.permissions import Role
from tests.factories import PartnerFactory, ReferralFactory, RoleGrantFactory, UserFactory

URL = reverse("partners:referral_list")


@pytest.fixture
def closed(db):
    """Of another's case, to a partner that reveals health."""
    return ReferralFactory(
        partner=PartnerFactory(reveals_health=True),
        need="Pendampingan sebaya",
        consent_by="Rahasia",
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
    assertContains(page, "Rujukan tertutup")
    rows = page.content.decode().split("<tbody>")[1]
    address = reverse("partners:referral_detail", args=[closed.pk])
    for secret in [closed.person.name, closed.partner.name, closed.need, address]:
        assert secret not in rows


def test_the_filter_does_not_say_it_either(client, login, closed):
    login(Role.SOCIAL_WORKER)
    page = client.get(URL, {"partner": closed.partner_id})
    assertNotContains(page, "Rujukan tertutup")
    assert page.context["page_obj"].paginator.count == 0


@pytest.mark.parametrize("who", ["writer", "main social worker", "head"])
def test_those_of_the_case_and_who_decides_see_it(client, login, closed, who):
    user = UserFactory(roles=[Role.HEAD if who == "head" else Role.SOCIAL_WORKER])
    if who == "writer":
        closed.recorded_by = user
    if who == "main social worker":
        closed.stay.social_worker = user
        closed.stay.save()
    closed.save()
    login(user)
    assertContains(client.get(URL, {"partner": closed.partner_id}), closed.person.name)


def test_the_rule_in_rows_and_in_one_row_is_the_same(closed):
    RoleGrantFactory(user=closed.recorded_by, role=Role.SOCIAL_WORKER)
    other = UserFactory(roles=[Role.SOCIAL_WORKER])
    for user in [other, closed.recorded_by, UserFactory(roles=[Role.HEAD])]:
        visible = Referral.objects.visible_to(user).filter(pk=closed.pk).exists()
        assert visible == closed.shows_destination_to(user)


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
