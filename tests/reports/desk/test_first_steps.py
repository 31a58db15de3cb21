"""What a new unit fills in first, until it is done."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.stays.models import StayRule
from reports.desk.today.first_steps import STEPS, State, first_steps
from rptc.accounts.permissions import GRANTS, Role
from rptc.letters.models import Unit
from tests import factories as f
from tests.test_permissions import ACCESS

pytestmark = pytest.mark.django_db


def open_ones(user):
    return {step.label for step, state in first_steps(user) if state != State.DONE}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.label)
def test_whoever_reads_of_a_step_may_open_its_page(step):
    assert GRANTS[step.permission] <= ACCESS[step.page]


def test_each_role_reads_its_own_steps_until_they_are_done(client, login):
    office = login(Role.OFFICE)
    page = client.get(reverse("reports:today"))
    assertContains(page, "Langkah pertama")
    assertContains(page, f'href="{reverse("cases:team_list")}"')
    assert "Akun petugas TRC" not in {step.label for step, _ in first_steps(office)}
    assertNotContains(page, "Selesai, tidak ada lagi")
    Unit.objects.update_or_create(pk=1, defaults={"phone": "(0411) 000000"})
    f.SignatoryFactory()
    f.EmblemFactory()
    f.BedFactory()
    f.HotSpotFactory()
    f.VehicleFactory()
    assert open_ones(office) <= {"Regu patroli", "Mitra"}
    f.TeamFactory()
    f.PartnerFactory()
    assert first_steps(office) == []
    assertNotContains(client.get(reverse("reports:today")), "Langkah pertama")


def test_the_head_names_the_legal_basis_and_the_admin_the_accounts():
    head, admin = f.UserFactory(roles=[Role.HEAD]), f.UserFactory(roles=[Role.ADMIN])
    StayRule.objects.update(legal_basis="")
    assert "Dasar hukum masa pembinaan" in open_ones(head)
    StayRule.objects.update(legal_basis="Perwali 1/2026")
    assert "Dasar hukum masa pembinaan" not in open_ones(head)
    assert "Akun petugas piket" in open_ones(admin)
    f.RoleGrantFactory(role=Role.CARETAKER, confirmed_at=None)
    states = {step.label: state for step, state in first_steps(admin)}
    assert states["Akun petugas piket"] == State.WAITS
    assert states["Akun petugas TRC"] == State.OPEN
    f.UserFactory(roles=[Role.CARETAKER])
    assert "Akun petugas piket" not in open_ones(admin)


@pytest.mark.parametrize("role", [Role.FIELD, Role.CARETAKER, Role.AGENCY, Role.PRIVACY])
def test_who_sets_nothing_up_reads_of_no_step(role):
    assert first_steps(f.UserFactory(roles=[role])) == []


def test_all_steps_are_one_query(django_assert_num_queries):
    head = f.UserFactory(roles=[Role.HEAD])
    head.has_perm("cases.change_room")
    with django_assert_num_queries(1):
        first_steps(head)
