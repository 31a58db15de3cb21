import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests.factories import PlanFactory, PlanItemFactory, ReferralFactory, StayFactory


def url_of(part, stay):
    return reverse(f"cases:{part}", args=[stay.pk])


@pytest.fixture
def seen(client, login):
    def seen(stay, role, part="stay_plan"):
        login(role)
        return client.get(url_of(part, stay))

    return seen


def test_offers_the_next_step(seen):
    stay = StayFactory()
    assertContains(seen(stay, Role.SOCIAL_WORKER), "Tulis rencana")
    assertContains(seen(stay, Role.SOCIAL_WORKER, "stay_referrals"), "Rujuk ke mitra")
    PlanFactory(stay=stay)
    assertContains(seen(stay, Role.SOCIAL_WORKER), "Lanjutkan rencana")


def test_house_staff_see_neither(seen):
    stay = PlanFactory().stay
    for part in ("stay_plan", "stay_referrals"):
        assert seen(stay, Role.CARETAKER, part).status_code == 403
        assertNotContains(seen(stay, Role.CARETAKER, "stay_detail"), url_of(part, stay))


def test_a_referral_that_reveals_health_is_left_out_for_others(seen):
    closed = ReferralFactory(partner__reveals_health=True)
    others = seen(closed.stay, Role.SOCIAL_WORKER, "stay_referrals")
    assertContains(others, "Belum ada rujukan.")
    assertNotContains(others, closed.partner.name)
    assertContains(seen(closed.stay, Role.HEAD, "stay_referrals"), closed.partner.name)


def test_counts_what_is_left_of_a_plan(seen):
    plan = PlanFactory()
    PlanItemFactory.create_batch(4, plan=plan)
    assertContains(seen(plan.stay, Role.HEAD), "4 kegiatan, 4 belum selesai")


@pytest.mark.parametrize("part", ["stay_detail", "stay_plan", "stay_referrals"])
def test_queries_stay_constant(login, count_queries, part):
    stay = StayFactory()
    login(Role.HEAD)
    url = url_of(part, stay)
    plan = PlanItemFactory(plan__stay=stay).plan
    ReferralFactory(stay=stay)
    few = count_queries(url)
    PlanItemFactory.create_batch(4, plan=plan)
    ReferralFactory.create_batch(4, stay=stay)
    assert count_queries(url) == few
