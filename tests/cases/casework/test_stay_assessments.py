"""The part Asesmen of a file."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests.factories import AssessmentFactory, PersonFactory, StayFactory

pytestmark = pytest.mark.django_db


def url(stay):
    return reverse("cases:stay_assessments", args=[stay.pk])


def test_the_three_stages_stand_side_by_side(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(social_worker=worker, child=True)
    page = client.get(url(stay))
    for stage in ("Asesmen awal", "Asesmen komprehensif", "Asesmen akhir"):
        assertContains(page, stage)
    assertContains(page, "Isi asesmen awal")
    AssessmentFactory(
        done=True, stay=stay, recorded_by=worker, risk="high", conclusion="Takut pulang."
    )
    page = client.get(url(stay))
    assertContains(page, "Risiko tinggi")
    assertContains(page, "Takut pulang.")
    assertContains(page, "Lengkapi asesmen komprehensif")


def test_the_head_reads_and_asks_nothing(client, login):
    login(Role.HEAD)
    stay = AssessmentFactory(done=True).stay
    page = client.get(url(stay))
    assertContains(page, "Baca jawaban")
    assertNotContains(page, "Tanyakan lagi")


def test_a_sealed_file_and_a_draft_are_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = StayFactory(intake__person=PersonFactory(is_sealed=True))
    assert client.get(url(sealed)).status_code == 404
    for assessment in (AssessmentFactory(), AssessmentFactory(done=True, stay=sealed)):
        for page in ("detail", "print"):
            address = reverse(f"cases:assessment_{page}", args=[assessment.pk])
            assert client.get(address).status_code == 404


def test_the_summary_says_what_it_came_to(client, login):
    worker = login(Role.SOCIAL_WORKER)
    done = AssessmentFactory(done=True, stay__social_worker=worker, conclusion="Ingin pulang.")
    page = client.get(reverse("cases:person_detail", args=[done.stay.person_id]))
    assertContains(page, "Ingin pulang.")
