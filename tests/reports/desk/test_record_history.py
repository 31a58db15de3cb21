"""Who changed and who opened a record: old -> new, in words."""

import pghistory
import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.people.models import Person
from reports.desk.history.records import KINDS, TECHNICAL, Field, name_of
from rptc.accounts import actions
from rptc.accounts.permissions import Role
from rptc.audit.record import record
from tests import factories as f

pytestmark = pytest.mark.django_db


def url(kind, row, query=""):
    return reverse("reports:record_history", args=[kind, row.pk]) + query


def test_a_change_is_told_in_words(client, login):
    head = login(Role.HEAD)
    person = f.PersonFactory(name="Daeng Naba", religion="")
    with pghistory.context(user=head.pk):
        Person.objects.filter(pk=person.pk).update(name="Daeng Tata", religion="islam")
    page = client.get(url("person", person))
    assertContains(page, "Daeng Naba")
    assertContains(page, "Daeng Tata")
    assertContains(page, "agama:")
    assertContains(page, "Islam")
    assertContains(page, head.full_name)
    assertNotContains(page, "send_key")


def test_the_way_back_leads_to_the_record(client, login):
    login(Role.HEAD)
    for kind, name, row in [
        ("person", "cases:person_detail", f.PersonFactory()),
        ("public-report", "cases:public_report_detail", f.PublicReportFactory()),
        ("user", "accounts:user_detail", f.UserFactory()),
    ]:
        assertContains(client.get(url(kind, row)), f'href="{reverse(name, args=[row.pk])}"')
    login(Role.PRIVACY)
    person = f.PersonFactory()
    page = reverse("cases:person_detail", args=[person.pk])
    assertNotContains(client.get(url("person", person)), f'href="{page}"')


def test_keys_dates_and_moments_are_words(client, login):
    login(Role.HEAD)
    stay = f.StayFactory()
    worker = f.UserFactory(full_name="Siti Aminah")
    f.AssignmentFactory(stay=stay, to_worker=worker)
    page = client.get(url("stay", stay))
    assertContains(page, "Siti Aminah")
    assertContains(page, "WITA")
    assertContains(page, f"{stay.last_on:%d/%m/%Y}")


def test_a_command_and_the_database_have_names_too(client, login):
    login(Role.HEAD)
    person = f.PersonFactory()
    with pghistory.context(command="import_register"):
        Person.objects.filter(pk=person.pk).update(alias="Aco")
    assertContains(client.get(url("person", person)), "perintah import_register")
    assertContains(client.get(url("person", person)), "langsung di basis data")


def test_passwords_are_named_and_never_shown(client, login):
    login(Role.HEAD)
    user = f.UserFactory(roles=[Role.FIELD])
    actions.reset_password(user, by=f.UserFactory(roles=[Role.ADMIN]))
    assertContains(client.get(url("user", user)), "Kata sandi diatur ulang")


def test_the_log_names_who_opened_the_file(client, login):
    login(Role.HEAD)
    person = f.PersonFactory()
    record(f.UserFactory(full_name="Rahmat Hidayat"), "opened", person)
    page = client.get(url("person", person, "?log=1"))
    assertContains(page, "Rahmat Hidayat")
    assertContains(page, "membuka klien")


def test_the_data_protection_officer_gets_the_log_and_no_content(client, login):
    login(Role.PRIVACY)
    person = f.PersonFactory(name="Daeng Naba")
    record(f.UserFactory(full_name="Rahmat Hidayat"), "opened", person)
    page = client.get(url("person", person))
    assertContains(page, "Rahmat Hidayat")
    assertNotContains(page, "Daeng Naba")


def test_a_social_worker_sees_the_log_of_the_own_case_only(client, login):
    worker = login(Role.SOCIAL_WORKER)
    own, other = f.StayFactory(social_worker=worker), f.StayFactory()
    record(f.UserFactory(full_name="Rahmat Hidayat"), "opened", own.person)
    record(f.UserFactory(full_name="Rahmat Hidayat"), "opened", other.person)
    assertContains(client.get(url("person", own.person, "?log=1")), "Rahmat Hidayat")
    assertNotContains(client.get(url("person", other.person, "?log=1")), "membuka klien")


def test_out_of_reach_is_404_and_without_permission_403(client, login):
    sealed = f.PersonFactory(is_sealed=True)
    login(Role.SOCIAL_WORKER)
    assert client.get(url("person", sealed)).status_code == 404
    assert client.get("/history/person/987654321/").status_code == 404
    assert client.get("/history/nonsense/1/").status_code == 404
    assert client.get(url("user", f.UserFactory())).status_code == 403
    login(Role.CARETAKER)
    assert client.get(url("person", f.StayFactory().person)).status_code == 403


def test_a_referral_that_reveals_health_has_no_history_for_others(client, login):
    partner = f.PartnerFactory(name="Yayasan Rahasia", reveals_health=True)
    referral = f.ReferralFactory(partner=partner)
    login(Role.SOCIAL_WORKER)
    hidden, never = client.get(url("referral", referral)), client.get("/history/referral/98765/")
    assert hidden.status_code == 404
    assert hidden.content == never.content


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_has_a_page(client, login, kind):
    login(Role.HEAD)
    row = make(kind)
    assertContains(client.get(url(kind, row)), "Dibuat")


def make(kind):
    model = KINDS[kind].model
    factory = getattr(f, f"{model.__name__}Factory", None)
    if factory:
        return factory()
    if row := model.objects.first():
        return row
    return model.objects.create(**OTHERS[kind]())


OTHERS = {
    "signatory": lambda: {"name": "Rahmat Hidayat"},
    "register-import": lambda: {
        "file_name": "register.xlsx",
        "sha256": "0" * 64,
        "recorded_by": f.UserFactory(),
    },
}


def test_every_column_has_a_name_for_readers():
    for kind in KINDS.values():
        for column in kind.model._meta.concrete_fields:
            if column.name not in TECHNICAL:
                assert name_of(column) != column.name.replace("_", " ")


def test_pages_of_a_long_history_join(client, login):
    """The oldest change of a page is compared with the newest of the next page."""
    login(Role.HEAD)
    person = f.PersonFactory()
    for number in range(60):
        Person.objects.filter(pk=person.pk).update(alias=f"Aco {number}")
    second = client.get(url("person", person, "?page=2"))
    assert len(second.context["changes"]) == 11
    assert second.context["changes"][0].fields == [Field("panggilan", "Aco 8", "Aco 9")]
    first = client.get(url("person", person))
    assert first.context["changes"][-1].fields == [Field("panggilan", "Aco 9", "Aco 10")]


def given_to_somebody_else(stay, times):
    for _ in range(times):
        stay.refresh_from_db()
        f.AssignmentFactory(stay=stay)


def test_queries_do_not_grow(login, count_queries):
    login(Role.HEAD)
    stay = f.StayFactory()
    given_to_somebody_else(stay, times=2)
    few = count_queries(url("stay", stay))
    given_to_somebody_else(stay, times=8)
    assert count_queries(url("stay", stay)) == few


def test_the_privacy_officer_reads_no_log_of_a_merge_with_a_file_of_their_family(client, login):
    officer = login(Role.PRIVACY)
    merge = f.MergeFactory()
    f.ConflictFactory(user=officer, person=merge.lost)
    page = reverse("reports:record_history", args=["merge", merge.pk])
    assert client.get(page).status_code == 404
    assert client.get(page.replace(str(merge.pk), str(f.MergeFactory().pk))).status_code == 200
