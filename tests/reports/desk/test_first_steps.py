"""What a new unit fills in first, until it is done."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.law.placements.models import PlacementLimit
from cases.law.reports.models import ReportRule
from cases.papers.models import PaperOffice
from cases.stays.models import StayRule
from cases.voice.complaints.models import ComplaintChannel
from reports.calendar.models import OfficialReport
from reports.desk.today.first_steps import LATER, STEPS, State, steps_for
from reports.figures.seasons.models import SpecialPeriod
from rptc import days
from rptc.accounts.permissions import GRANTS, Role
from rptc.letters.models import Unit
from tests import factories as f
from tests.test_permissions import ACCESS

pytestmark = pytest.mark.django_db


def first_steps(user):
    return steps_for(user)[0]


def later_ones(user):
    return {told.step.label: told for told in steps_for(user)[1]}


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


@pytest.mark.parametrize("step", STEPS + LATER, ids=lambda step: step.label)
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
    assert "Satu mitra: telepon atau narahubung" in open_ones(office)


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
    assert steps_for(f.UserFactory(roles=[role])) == ([], [])


def test_all_steps_are_one_query(django_assert_num_queries):
    head = f.UserFactory(roles=[Role.HEAD])
    head.has_perm("cases.change_room")
    with django_assert_num_queries(1):
        steps_for(head)


# What the program brings, and how somebody of the unit says that it is so.
CONFIRMED = {
    "Kalender laporan": lambda: OfficialReport.objects.update(
        valid_from=days.today(), is_confirmed=True
    ),
    "Masa khusus": lambda: SpecialPeriod.objects.update(is_estimate=False),
    "Saluran pengaduan": lambda: ComplaintChannel.objects.update(source="Kesepakatan unit"),
    "Wajib lapor": lambda: ReportRule.objects.update(is_confirmed=True),
    "Batas titipan": lambda: PlacementLimit.objects.update(is_confirmed=True),
    "Kantor dokumen": lambda: PaperOffice.objects.update(is_confirmed=True),
}


@pytest.mark.parametrize(("label", "confirm"), CONFIRMED.items(), ids=CONFIRMED)
def test_what_the_program_brought_stands_there_until_the_unit_has_confirmed_it(
    client, login, label, confirm
):
    today = days.today()
    SpecialPeriod.objects.filter(is_estimate=True).update(first_on=today, last_on=today)
    head = login(Role.HEAD)
    [told] = [told for each, told in later_ones(head).items() if each.startswith(label)]
    page = client.get(reverse("reports:today"))
    assertContains(page, "Menyusul")
    assertContains(page, f'href="{told.url}"')
    confirm()
    assertNotContains(client.get(reverse("reports:today")), told.step.label)


def test_days_that_lie_ahead_are_not_to_be_confirmed_yet():
    head, tomorrow = f.UserFactory(roles=[Role.HEAD]), days.today() + days.ONE_DAY
    SpecialPeriod.objects.filter(is_estimate=True).update(first_on=tomorrow, last_on=tomorrow)
    assert not [label for label in later_ones(head) if label.startswith("Masa khusus")]


def test_the_admin_reads_whose_account_is_missing_after_the_first_patrol():
    admin = f.UserFactory(roles=[Role.ADMIN])
    accounts = {"Akun Kepala TU", "Akun Dinas", "Akun pejabat PDP"}
    assert later_ones(admin).keys() == accounts
    f.RoleGrantFactory(role=Role.AGENCY, confirmed_at=None)
    assert later_ones(admin)["Akun Dinas"].state == State.WAITS
    for role in [Role.OFFICE, Role.AGENCY, Role.PRIVACY]:
        f.UserFactory(roles=[role])
    assert later_ones(admin) == {}


def test_each_later_step_says_what_completes_it(client, login):
    office = login(Role.OFFICE)
    page = client.get(reverse("reports:today"))
    assert all(step.until for step in LATER)
    for told in later_ones(office).values():
        assertContains(page, told.step.until)


def test_the_old_register_is_no_first_step_and_goes_with_the_first_who_is_met():
    head, label = f.UserFactory(roles=[Role.HEAD]), "Register lama dari Excel, bila ada"
    assert label not in states(head)
    assert label in later_ones(head)
    f.IntakeFactory()
    assert label not in later_ones(head)


def test_a_phone_that_keeps_rows_without_signal_is_a_step_until_one_is_used():
    head, label = f.UserFactory(roles=[Role.HEAD]), "Ponsel patroli"
    f.DeviceFactory(seen_at=None)
    f.DeviceFactory(locked_at=days.now(), locked_by=head)
    assert any(each.startswith(label) for each in later_ones(head))
    f.DeviceFactory()
    assert not any(each.startswith(label) for each in later_ones(head))
