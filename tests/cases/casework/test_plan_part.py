import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests.factories import PlanFactory, PlanItemFactory, ReferralFactory, StayFactory


@pytest.fixture
def seen(client, login):
    def seen(stay, role):
        login(role)
        return client.get(reverse("cases:stay_detail", args=[stay.pk]))

    return seen


def test_offers_the_next_step(seen):
    stay = StayFactory()
    assertContains(seen(stay, Role.SOCIAL_WORKER), "Tulis rencana")
    assertContains(seen(stay, Role.SOCIAL_WORKER), "Rujuk ke mitra")
    PlanFactory(stay=stay)
    assertContains(seen(stay, Role.SOCIAL_WORKER), "Lanjutkan rencana")


def test_house_staff_see_neither(seen):
    page = seen(PlanFactory().stay, Role.CARETAKER)
    assertNotContains(page, 'id="rencana"')
    assertNotContains(page, 'id="rujukan"')


def test_a_referral_that_reveals_health_is_left_out_for_others(seen):
    closed = ReferralFactory(partner__reveals_health=True)
    others = seen(closed.stay, Role.SOCIAL_WORKER)
    assertContains(others, "Belum ada rujukan.")
    assertNotContains(others, closed.partner.name)
    assertContains(seen(closed.stay, Role.HEAD), closed.partner.name)


def test_counts_what_is_left_of_a_plan(seen):
    plan = PlanFactory()
    PlanItemFactory.create_batch(4, plan=plan)
    assertContains(seen(plan.stay, Role.HEAD), "4 kegiatan, 4 belum selesai")


def test_queries_stay_constant(login, count_queries):
    stay = StayFactory()
    login(Role.HEAD)
    url = reverse("cases:stay_detail", args=[stay.pk])
    plan = PlanFactory(stay=stay)
    ReferralFactory(stay=stay)
    few = count_queries(url)
    PlanItemFactory.create_batch(4, plan=plan)
    ReferralFactory.create_batch(4, stay=stay)
    assert count_queries(url) == few
