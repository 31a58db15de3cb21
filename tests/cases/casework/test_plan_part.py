import pytest
from django.contrib.auth.context_processors import PermWrapper
from django.template import Context, Template
from django.test import RequestFactory

from cases.casework.plans.parts import plans_of
from partners.referrals.parts import referrals_of
from rptc.accounts.permissions import Role
from tests.factories import PlanFactory, PlanItemFactory, ReferralFactory, StayFactory, UserFactory


@pytest.fixture
def draw(db):
    def draw(stay, *roles):
        user = UserFactory(roles=roles)
        request = RequestFactory().get("/")
        request.user = user
        page = Template("{% load plans referrals %}{% plan_part stay %}{% referral_part stay %}")
        context = {"stay": stay, "user": user, "perms": PermWrapper(user), "request": request}
        return page.render(Context(context))

    return draw


def test_offers_the_next_step(draw):
    stay = StayFactory()
    assert "Tulis rencana" in draw(stay, Role.SOCIAL_WORKER)
    assert "Rujuk ke mitra" in draw(stay, Role.SOCIAL_WORKER)
    PlanFactory(stay=stay)
    assert "Lanjutkan rencana" in draw(stay, Role.SOCIAL_WORKER)


def test_house_staff_see_neither(draw):
    assert draw(PlanFactory().stay, Role.CARETAKER).strip() == ""


def test_a_referral_that_reveals_health_is_left_out_for_others(draw):
    closed = ReferralFactory(partner__reveals_health=True)
    part = draw(closed.stay, Role.SOCIAL_WORKER)
    assert "Belum ada rujukan." in part
    assert closed.partner.name not in part
    assert closed.partner.name in draw(closed.stay, Role.HEAD)


def test_queries_stay_constant(db, django_assert_num_queries):
    stay = StayFactory()
    head = UserFactory(roles=[Role.HEAD])
    head.has_perm("partners.approve_referral")
    PlanItemFactory.create_batch(4, plan=PlanFactory(stay=stay))
    ReferralFactory.create_batch(4, stay=stay)
    with django_assert_num_queries(2):
        [plan] = plans_of(stay)
        referrals = referrals_of(stay, head)
        assert [str(referral.partner) for referral in referrals]
    assert (plan.lines, plan.open_lines, plan.late_lines) == (4, 4, 0)
