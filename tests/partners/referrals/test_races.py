"""Several people at once: one wins, the others read why."""

import uuid

import pytest
from django.urls import reverse

from cases.casework.plans.models import Plan
from partners.referrals.models import Referral
from rptc.accounts.permissions import Role
from tests.at_once import at_once
from tests.cases.casework.plan_forms import plan_data
from tests.factories import (
    MemberFactory,
    PartnerFactory,
    StayFactory,
    UserFactory,
)
from tests.partners.referrals.way import referral_at
from tests.sizes import IS_FULL

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]
ROUNDS = 8 if IS_FULL else 3


def statuses(answers):
    return sorted(answer.status_code for answer in answers)


def refused(answers):
    [loser] = [answer for answer in answers if answer.status_code == 200]
    return loser.content.decode()


def test_two_users_of_a_partner_answer_at_once():
    partner = PartnerFactory()
    users = [MemberFactory(partner=partner).user for _ in range(2)]
    for _ in range(ROUNDS):
        referral = referral_at("sent", partner=partner)
        url = reverse("partners:portal_answer", args=[referral.pk])
        answers = at_once(
            (users[0], url, {"state": "accepted"}),
            (users[1], url, {"state": "declined", "reason": "Tempat penuh."}),
        )
        referral.refresh_from_db()
        assert referral.steps.count() == 3
        assert referral.state in {"accepted", "declined"}
        # Who comes after a refusal finds nothing, or reads what the referral is now.
        late = statuses(answers)
        assert late in ([200, 302], [302, 404])
        if late == [200, 302]:
            assert "Rujukan ini sudah berubah" in refused(answers)


def test_the_same_proposal_three_times_at_once_is_one_row():
    user = UserFactory(roles=[Role.SOCIAL_WORKER])
    partner = PartnerFactory()
    for number in range(ROUNDS):
        stay = StayFactory()
        data = {"send_key": str(uuid.uuid4()), "partner": partner.pk, "need": "Asrama"}
        data["without_basis"] = "Belum ada perjanjian."
        post = (user, reverse("partners:referral_propose", args=[stay.pk]), data)
        answers = at_once(post, post, post)
        assert statuses(answers) == [302, 302, 302]
        assert len({answer["Location"] for answer in answers}) == 1
        assert Referral.objects.count() == number + 1


def test_sending_and_revoking_at_once():
    head = UserFactory(roles=[Role.HEAD])
    for _ in range(ROUNDS):
        referral = referral_at("proposed")
        answers = at_once(
            (
                head,
                reverse("partners:referral_decide", args=[referral.pk]),
                {"decision": "approve", "seen": 1},
            ),
            (
                referral.recorded_by,
                reverse("partners:referral_revoke", args=[referral.pk]),
                {"reason": "Keluarga menjemput.", "seen_steps": 1},
            ),
        )
        referral.refresh_from_db()
        assert statuses(answers) == [200, 302]
        assert referral.steps.count() == 2
        assert referral.get_state_display().lower() in refused(answers).lower()


def test_the_same_plan_three_times_at_once_is_one_row():
    user = UserFactory(roles=[Role.SOCIAL_WORKER])
    for number in range(ROUNDS):
        stay = StayFactory()
        data = plan_data(("Menelusuri keluarga", user))
        post = (user, reverse("cases:plan_write", args=[stay.pk]), data)
        answers = at_once(post, post, post)
        assert statuses(answers) == [302, 302, 302]
        assert Plan.objects.count() == number + 1
