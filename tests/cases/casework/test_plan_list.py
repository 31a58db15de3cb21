import datetime

from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.casework.plans.models import Plan
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import about
from tests.factories import PlanFactory, PlanItemFactory, SealFactory, StayFactory, UserFactory

URL = reverse("cases:plan_list")


def test_mine_are_those_i_wrote_and_those_of_my_clients(client, login):
    user = login(Role.SOCIAL_WORKER)
    written = PlanFactory(recorded_by=user)
    given = PlanFactory(stay__social_worker=user)
    other = PlanFactory()
    page = client.get(URL)
    assertContains(page, str(written.stay.person))
    assertContains(page, str(given.stay.person))
    assertNotContains(page, str(other.stay.person))
    assertContains(client.get(URL, {"show": "all"}), str(other.stay.person))


def test_late_items_are_those_of_plans_in_force(client, login, yesterday):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=3)
    plan = PlanFactory(
        stay=stay,
        state="approved",
        submitted_at=days.now(),
        decided_at=days.now(),
        decided_by=UserFactory(),
    )
    PlanItemFactory(plan=plan, goal="Sudah lewat", due_on=yesterday)
    PlanItemFactory(plan=plan, goal="Masih nanti", due_on=yesterday + datetime.timedelta(days=9))
    PlanItemFactory(goal="Belum disetujui", due_on=yesterday)
    page = client.get(URL, {"show": "late"})
    assertContains(page, "Sudah lewat")
    assertNotContains(page, "Masih nanti")
    assertNotContains(page, "Belum disetujui")


def test_a_sealed_file_is_not_listed(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = PlanFactory(stay__intake__person__is_sealed=True)
    assertNotContains(client.get(URL, {"show": "all"}), str(sealed.stay.person))


def test_queries_do_not_grow_with_the_rows(login, count_queries):
    login(Role.HEAD)
    PlanItemFactory()
    few = count_queries(f"{URL}?show=all")
    PlanItemFactory.create_batch(8)
    assert count_queries(f"{URL}?show=all") <= few


def test_one_that_was_sent_back_waits_for_who_wrote_it(client, login):
    worker = login(Role.SOCIAL_WORKER)
    decided = {"decided_by": UserFactory(), "decided_at": days.now(), "submitted_at": days.now()}
    plan = PlanFactory(
        state="returned", recorded_by=worker, decision_note="Tambah hari.", **decided
    )
    page = client.get(reverse("cases:plan_list") + "?show=returned")
    assertContains(page, str(plan.stay.person))
    rows = about([plan.stay.person_id], worker)[plan.stay.person_id]
    assert "plans-returned" in [row.waits.key for row in rows]
    edit = reverse("cases:plan_edit", args=[plan.pk])
    assertContains(client.get(edit), "Tambah hari.")


def test_hari_ini_tells_no_line_of_a_file_that_is_open_as_to_house_staff(client, login):
    user = login(Role.CARETAKER, Role.SOCIAL_WORKER)
    plan = PlanFactory(submitted=True)
    PlanItemFactory(plan=plan, owner=user, goal="Belajar menjahit.")
    decided = {"decided_by": UserFactory(roles=[Role.HEAD]), "decided_at": days.now()}
    Plan.objects.filter(pk=plan.pk).update(state="approved", **decided)
    today = reverse("reports:today")
    assertContains(client.get(today), "Belajar menjahit.")
    SealFactory(person=plan.stay.person)
    assertNotContains(client.get(today), "Belajar menjahit.")
