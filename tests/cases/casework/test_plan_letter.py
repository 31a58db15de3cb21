"""The approved plan on paper: printed, signed, and not the office's to read."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.casework.plans.actions import write_letter
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Letter
from tests.factories import PersonFactory, PlanFactory, PlanItemFactory, StayFactory, UserFactory

pytestmark = pytest.mark.django_db


def approved(**given):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    plan = PlanFactory(submitted=True, recorded_by=worker, **given)
    PlanItemFactory(plan=plan, goal="Menghubungi sekolah", times=3)
    PlanItemFactory(plan=plan, goal="Menjemput", owner_kind="family", owner=None, owner_name="Ibu")
    plan.state, plan.decided_at = "approved", days.now()
    plan.decided_by = UserFactory(roles=[Role.HEAD])
    plan.save()
    return plan


def page(plan, name="detail"):
    return reverse(f"cases:plan_{name}", args=[plan.pk])


def test_it_is_printed_with_the_wish_first_and_offered_to_be_signed(client, login, read_pdf):
    plan = approved()
    login(plan.recorded_by)
    assertContains(client.get(page(plan)), "Siapkan untuk ditandatangani")
    for _ in range(2):
        assertRedirects(client.post(page(plan, "letter_write")), page(plan))
    letter = Letter.objects.get()
    shown = client.get(page(plan))
    assertContains(shown, reverse("letters:letter_sign", args=[letter.pk]))
    assertContains(shown, "ditandatangani 0 dari 2")
    printed = " ".join(read_pdf(client.get(page(plan, "letter"))).split())
    assert printed.index("Mau pulang ke Mama.") < printed.index("Menghubungi sekolah (3 kali)")
    assert "Keluarga: Ibu" in printed
    assertContains(client.get(reverse("letters:letter_sign", args=[letter.pk])), "Klien / wali")


def test_only_an_approved_one(client, login):
    plan = PlanFactory(submitted=True)
    login(Role.SOCIAL_WORKER)
    client.post(page(plan, "letter_write"))
    assert not Letter.objects.exists()
    assert client.get(page(plan, "letter")).status_code == 404


def test_the_office_has_it_in_no_list_and_reads_none_of_it(client, login):
    plan = approved()
    letter = write_letter(plan, by=plan.recorded_by)
    office = login(Role.OFFICE)
    assert not Letter.objects.visible_to(office).exists()
    assertNotContains(client.get(reverse("letters:letter_list")), letter.number)
    for name in ("letter_detail", "letter_sign"):
        assert client.get(reverse(f"letters:{name}", args=[letter.pk])).status_code in (403, 404)
    login(Role.HEAD)
    assertContains(client.get(reverse("letters:letter_list")), letter.number)


def test_a_sealed_file_is_out_of_reach(client, login):
    plan = approved(stay=StayFactory(intake__person=PersonFactory(is_sealed=True)))
    write_letter(plan, by=plan.recorded_by)
    login(Role.SOCIAL_WORKER)
    for name in ("letter", "detail"):
        assert client.get(page(plan, name)).status_code == 404
    assert client.post(page(plan, "letter_write")).status_code == 404
