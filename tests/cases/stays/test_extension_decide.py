"""Perpanjangan decided: the clock, the letter, who decides, and a question taken back."""

import datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.stays.extensions import actions
from cases.stays.extensions.models import Extension
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.words import inisial
from tests.cases.stays.extension_forms import (
    DECIDE_SEVERAL,
    approve,
    decide,
    later,
)
from tests.factories import (
    ExtensionFactory,
    StayFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


# -- Decided ------------------------------------------------------------------------------------


def test_the_head_approves_and_the_clock_follows(client, login):
    stay = StayFactory(days_ago=8)
    first = stay.last_on
    extension = ExtensionFactory(stay=stay, new_last_on=later(4))
    login(Role.HEAD)
    page = client.get(decide(extension))
    assertContains(page, "6 hari lebih lama. Seluruhnya menjadi 13 hari.")
    assertContains(page, "Lebih lama dari aturan")
    assertRedirects(
        client.post(decide(extension), {"decision": "approve"}), reverse("reports:approvals")
    )
    stay.refresh_from_db()
    assert (stay.last_on, stay.days_over, stay.length) == (later(4), 0, 13)
    board = client.get(reverse("cases:stay_list"))
    assertContains(board, "diperpanjang")
    assertNotContains(board, "Lewat 2 hari")
    detail = client.get(reverse("cases:stay_detail", args=[stay.pk]))
    assertContains(detail, "Semula sampai")
    assertContains(detail, f"{first:%Y}")
    assert Entry.objects.filter(verb="approved", person_id=stay.person_id).exists()


def test_the_file_tells_both_last_days(client, login):
    stay = StayFactory(days_ago=8)
    extension = approve(ExtensionFactory(stay=stay, new_last_on=later(4)))
    login(Role.HEAD)
    page = client.get(reverse("cases:person_detail", args=[stay.person_id]))
    assertContains(page, "Masa pembinaan diperpanjang")
    for day in (extension.from_last_on, extension.new_last_on):
        assertContains(page, f"Hari terakhir {day:%d/%m/%Y}.")


def test_the_file_tells_what_was_refused(client, login):
    extension = ExtensionFactory(stay=StayFactory(days_ago=8), new_last_on=later(4))
    head = login(Role.HEAD)
    actions.decide_extension(extension, approve=False, note="Keluarga siap.", by=head)
    page = client.get(reverse("cases:person_detail", args=[extension.stay.person_id]))
    assertContains(page, "Perpanjangan ditolak")
    assertContains(page, f"Diminta sampai {later(4):%d/%m/%Y}.")
    assertNotContains(page, "Masa pembinaan diperpanjang")


def test_longer_again_from_where_it_ended(db):
    stay = StayFactory(days_ago=8)
    approve(ExtensionFactory(stay=stay, new_last_on=later(2)))
    stay.refresh_from_db()
    approve(ExtensionFactory(stay=stay, new_last_on=later(6)))
    days_of = stay.extensions.order_by("pk").values_list("from_last_on", "new_last_on")
    assert list(days_of) == [(later(-2), later(2)), (later(2), later(6))]
    assert Stay.objects.get().last_on == later(6)


def test_a_refusal_says_why_and_waits_for_a_social_worker(client, login):
    extension = ExtensionFactory(stay=StayFactory(days_ago=8))
    login(Role.HEAD)
    assertContains(client.post(decide(extension), {"note": ""}), "Pilih setujui atau tolak.")
    page = client.post(decide(extension), {"decision": "refuse"})
    assertContains(page, "Tulis mengapa ditolak.")
    client.post(decide(extension), {"decision": "refuse", "note": "Keluarga sudah siap."})
    extension.refresh_from_db()
    assert extension.state == "refused"
    assert Stay.objects.get().last_on == extension.from_last_on

    worker = login(Role.SOCIAL_WORKER)
    figures = client.get(reverse("reports:today")).context["figures"]
    refused = next(f for f in figures if f.label.startswith("Perpanjangan ditolak"))
    assert refused.number == client.get(refused.url).context["page_obj"].paginator.count == 1
    actions.propose_extension(
        Extension(stay=extension.stay, new_last_on=later(2), reason="Dijemput lusa."), by=worker
    )
    assert not Extension.objects.to_be_resolved().exists()


def test_a_refusal_is_resolved_when_the_stay_ends(db):
    extension = ExtensionFactory(refused=True)
    assert Extension.objects.to_be_resolved().get() == extension
    Stay.objects.update(ended_at=days.now())
    assert not Extension.objects.to_be_resolved().exists()


def test_what_the_head_asked_the_dinas_decides_without_a_name(client, login):
    head = UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER])
    of_head = ExtensionFactory(recorded_by=head)
    login(Role.AGENCY)
    assertNotContains(client.get(DECIDE_SEVERAL), of_head.stay.person.name)
    answer = client.post(decide(of_head), {"decision": "approve"}, follow=True)
    person = of_head.stay.person
    assertContains(answer, f"Perpanjangan {inisial(person.name, person.age_today)} disetujui.")


def test_a_day_that_has_passed_meanwhile_is_not_approved(client, login, time_machine_at):
    extension = ExtensionFactory(stay=StayFactory(days_ago=8), new_last_on=later(1))
    time_machine_at(days.now() + datetime.timedelta(days=3))
    login(Role.HEAD)
    assertContains(client.post(decide(extension), {"decision": "approve"}), "sudah lewat")
    client.post(decide(extension), {"decision": "refuse", "note": "Ajukan lagi."})
    extension.refresh_from_db()
    assert extension.state == "refused"


def test_several_are_decided_on_one_page_each_by_itself(client, login):
    login(Role.HEAD)
    one, two, three = (ExtensionFactory() for _ in range(3))
    assertContains(client.get(reverse("reports:approvals")), DECIDE_SEVERAL)
    page = client.post(
        DECIDE_SEVERAL, {f"{one.pk}-decision": "approve", f"{two.pk}-decision": "refuse"}
    )
    assertContains(page, "Tulis mengapa ditolak.")
    assertContains(page, "Belum ada yang tersimpan.")
    assert Extension.objects.waiting().count() == 3
    answer = {
        f"{one.pk}-decision": "approve",
        f"{two.pk}-decision": "refuse",
        f"{two.pk}-note": "Keluarga sudah siap.",
    }
    page = client.post(DECIDE_SEVERAL, answer, follow=True)
    assertContains(page, "1 perpanjangan disetujui, 1 ditolak.")
    states = Extension.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["approved", "refused", "proposed"]
    page = client.post(DECIDE_SEVERAL, {f"{three.pk}-note": ""}, follow=True)
    assertContains(page, "Belum ada yang diputuskan.")
    assert [three] == list(Extension.objects.waiting())


def test_a_row_that_cannot_be_decided_holds_nobody_back(client, login, time_machine_at):
    passed = ExtensionFactory(stay=StayFactory(days_ago=8), new_last_on=later(1))
    good = ExtensionFactory(new_last_on=later(12))
    time_machine_at(days.now() + datetime.timedelta(days=3))
    login(Role.HEAD)
    both = {f"{passed.pk}-decision": "approve", f"{good.pk}-decision": "approve"}
    page = client.post(DECIDE_SEVERAL, both)
    assertContains(page, "sudah lewat")
    assert [row.row for row in page.context["rows"]] == [passed]
    good.refresh_from_db()
    assert good.state == "approved"
