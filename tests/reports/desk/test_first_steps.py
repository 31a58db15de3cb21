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
    return {told.step.label for told in first_steps(user) if told.state != State.DONE}


def states(user):
    return {told.step.label: told.state for told in first_steps(user)}


def fill_in_all():
    Unit.objects.update_or_create(pk=1, defaults={"phone": "(0411) 000000"})
    f.SignatoryFactory()
    f.EmblemFactory()
    f.BedFactory()
    f.HotSpotFactory()
    f.VehicleFactory()
    f.TeamFactory()
    f.PartnerFactory(phone="(0411) 000001")
    for role in [Role.FIELD, Role.CARETAKER, Role.SOCIAL_WORKER]:
        f.UserFactory(roles=[role])


def lock(user):
    """As an account is prepared: nobody has made its first password yet."""
    user.set_unusable_password()
    user.save()
    return user


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.label)
def test_whoever_reads_of_a_step_may_open_its_page(step):
    assert GRANTS[step.permission] <= ACCESS[step.page]


def test_each_role_reads_its_own_steps_until_they_are_done(client, login):
    office = login(Role.OFFICE)
    page = client.get(reverse("reports:today"))
    assertContains(page, "Langkah pertama")
    assertContains(page, f'href="{reverse("cases:team_list")}"')
    assert "Akun petugas TRC" not in states(office)
    assertNotContains(page, "Selesai, tidak ada lagi")
    fill_in_all()
    assert first_steps(office) == []


def test_once_it_is_said_that_all_are_done(client, login):
    login(Role.OFFICE)
    today, done = reverse("reports:today"), "Langkah pertama selesai semua."
    assertNotContains(client.get(today), done)
    fill_in_all()
    assertContains(client.get(today), done, count=1)
    assertNotContains(client.get(today), "Langkah pertama")


def test_the_head_names_the_legal_basis_and_the_admin_the_accounts():
    head, admin = f.UserFactory(roles=[Role.HEAD]), f.UserFactory(roles=[Role.ADMIN])
    StayRule.objects.update(legal_basis="")
    assert "Dasar hukum masa pembinaan" in open_ones(head)
    StayRule.objects.update(legal_basis="Perwali 1/2026")
    assert "Dasar hukum masa pembinaan" not in open_ones(head)
    assert "Akun petugas piket" in open_ones(admin)
    f.RoleGrantFactory(role=Role.CARETAKER, confirmed_at=None)
    assert states(admin)["Akun petugas piket"] == State.WAITS
    assert states(admin)["Akun petugas TRC"] == State.OPEN
    f.UserFactory(roles=[Role.CARETAKER])
    assert "Akun petugas piket" not in open_ones(admin)


def test_names_that_are_there_from_the_beginning_are_no_partners_yet():
    office = f.UserFactory(roles=[Role.OFFICE])
    assert "Mitra: telepon atau narahubung" in open_ones(office)


def test_an_account_without_a_password_is_not_done_and_leads_to_it(client, login):
    admin = login(Role.ADMIN)
    officer = lock(f.UserFactory(full_name="Rosmini", roles=[Role.FIELD]))
    assert states(admin)["Akun petugas TRC"] == State.NO_PASSWORD
    page = client.get(reverse("reports:today"))
    assertContains(page, "Kata sandi belum dibuat", count=1)
    assertContains(page, f'href="{reverse("accounts:user_detail", args=[officer.pk])}"')
    lists = client.get(reverse("accounts:user_list") + "?q=rosmini")
    assertContains(lists, "Kata sandi belum dibuat")
    assertNotContains(lists, "Aktif")

    client.post(reverse("accounts:password_reset", args=[officer.pk]))
    assert states(admin)["Akun petugas TRC"] == State.DONE
    assertContains(client.get(reverse("accounts:user_list") + "?q=rosmini"), "Aktif")


def test_a_second_account_without_a_password_opens_no_step_again():
    admin = f.UserFactory(roles=[Role.ADMIN])
    f.UserFactory(roles=[Role.FIELD])
    lock(f.UserFactory(roles=[Role.FIELD]))
    assert states(admin)["Akun petugas TRC"] == State.DONE


def test_a_step_brings_the_role_that_it_names(client, login):
    admin = login(Role.ADMIN)
    step = next(t for t in first_steps(admin) if t.step.label == "Akun petugas piket")
    page = client.get(step.url)
    assert page.context["form"]["roles"].value() == ["caretaker"]


def test_whose_steps_were_done_before_reads_nothing_of_them(client, login):
    admin = login(Role.ADMIN)
    today = reverse("reports:today")
    fill_in_all()
    assert first_steps(admin) == []
    assertNotContains(client.get(today), "Langkah pertama")


@pytest.mark.parametrize("role", [Role.FIELD, Role.CARETAKER, Role.AGENCY, Role.PRIVACY])
def test_who_sets_nothing_up_reads_of_no_step(role):
    assert first_steps(f.UserFactory(roles=[role])) == []


def test_all_steps_are_one_query(django_assert_num_queries):
    head = f.UserFactory(roles=[Role.HEAD])
    head.has_perm("cases.change_room")
    with django_assert_num_queries(1):
        first_steps(head)
