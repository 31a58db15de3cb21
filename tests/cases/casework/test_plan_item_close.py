import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import PlanFactory, PlanItemFactory, UserFactory


def url(item, plan=None):
    return reverse("cases:plan_item_close", args=[(plan or item.plan).pk, item.pk])


@pytest.fixture
def item(db):
    plan = PlanFactory(
        state="approved",
        submitted_at=days.now(),
        decided_at=days.now(),
        decided_by=UserFactory(),
    )
    return PlanItemFactory(plan=plan)


def test_done(client, login, item):
    user = login(Role.SOCIAL_WORKER)
    client.post(url(item), {"result": "done"})
    item.refresh_from_db()
    assert (item.result, item.result_on, item.result_by) == ("done", days.today(), user)


def test_not_done_says_why(client, login, item):
    login(Role.SOCIAL_WORKER)
    refused = {"result": "refused"}
    assertContains(client.post(url(item), refused), "Tulis alasan mengapa tidak dilakukan.")
    client.post(url(item), refused | {"reason": "Tidak mau ikut."})
    item.refresh_from_db()
    assert (item.result, item.result_reason) == ("refused", "Tidak mau ikut.")


def test_only_once(client, login, item):
    login(Role.SOCIAL_WORKER)
    client.post(url(item), {"result": "done"})
    again = client.post(url(item), {"result": "impossible", "reason": "Salah."})
    assertContains(again, "Hasilnya sudah dicatat: Selesai.")


def test_only_in_the_plan_in_force(client, login):
    login(Role.SOCIAL_WORKER)
    item = PlanItemFactory()
    assertContains(client.post(url(item), {"result": "done"}), "Rencana ini tidak berlaku")


def test_an_item_of_another_plan_is_not_found(client, login, item):
    login(Role.SOCIAL_WORKER)
    assert client.get(url(item, plan=PlanFactory())).status_code == 404
