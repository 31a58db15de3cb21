"""Pembinaan singkat: one line for who stays three days at the most."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.casework.plans.models import BriefGuidance
from rptc.accounts.permissions import Role
from tests.factories import BriefGuidanceFactory, PersonFactory, PlanFactory, StayFactory

pytestmark = pytest.mark.django_db


def url(stay):
    return reverse("cases:guidance_write", args=[stay.pk])


def typed(text="Diberi pengertian, dijemput ibunya."):
    return {"send_key": str(uuid.uuid4()), "text": text}


def test_one_line_without_approval_that_the_head_reads_in_a_list(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=1)
    plan = reverse("cases:stay_plan", args=[stay.pk])
    assertContains(client.get(plan), "Pembinaan singkat")
    data = typed()
    assertRedirects(client.post(url(stay), data), plan)
    assertRedirects(client.post(url(stay), data), plan)
    assert BriefGuidance.objects.count() == 1
    assertContains(client.get(plan), "dijemput ibunya")
    login(Role.HEAD)
    assertContains(client.get(reverse("cases:plan_list") + "?show=brief"), "dijemput ibunya")


def test_only_in_the_first_three_days_and_without_a_plan(client, login):
    login(Role.SOCIAL_WORKER)
    long, planned = StayFactory(days_ago=3), PlanFactory().stay
    assertContains(client.post(url(long), typed()), "hanya untuk tiga hari pertama")
    assertContains(client.post(url(planned), typed()), "sudah ada rencana")
    for stay in (long, planned):
        assertNotContains(client.get(reverse("cases:stay_plan", args=[stay.pk])), "singkat")
    assert not BriefGuidance.objects.exists()


def test_an_empty_line_and_a_second_one_are_refused(client, login):
    login(Role.SOCIAL_WORKER)
    assert client.post(url(StayFactory()), typed("")).context["form"].errors["text"]
    brief = BriefGuidanceFactory()
    assertContains(client.post(url(brief.stay), typed("Lain.")), "sudah dicatat")


def test_a_sealed_file_is_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = StayFactory(intake__person=PersonFactory(is_sealed=True))
    assert client.get(url(sealed)).status_code == 404
