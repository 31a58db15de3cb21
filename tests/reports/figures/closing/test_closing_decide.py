"""/closings/<closing>/decide/: the head closes what was prepared, or sends it back."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from reports.figures.closing.models import Closing, RecapEdition
from reports.figures.periods import Period
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.reports.figures.closing.closed import AFTER, MONTH, close, stays

pytestmark = pytest.mark.django_db
APPROVALS = reverse("reports:approvals")


@pytest.fixture(autouse=True)
def november(time_machine_at):
    time_machine_at(AFTER)


def page(row):
    return reverse("reports:closing_decide", args=[row.pk])


def test_it_shows_what_will_be_closed(client, login):
    stays(2)
    row = f.ClosingFactory()
    login(Role.HEAD)
    assertContains(client.get(APPROVALS), "Oktober 2026")
    shown = client.get(page(row))
    assertContains(shown, "awal 0 + masuk 2 − keluar 2 = akhir 0")
    assertContains(shown, "edisi 1 dan tidak berubah lagi")
    assertRedirects(client.post(page(row), {"decision": "approve", "seen": row.seen}), APPROVALS)
    assert RecapEdition.objects.get().closing == row


def test_the_next_edition_says_what_changed_since_the_last(client, login):
    stays(1)
    close()
    stays(1)
    row = f.ClosingFactory(first=MONTH.first, until=MONTH.until)
    login(Role.HEAD)
    assertContains(client.get(page(row)), "Berubah sejak edisi 1")


def test_an_arrival_that_came_to_light_since_takes_the_button_away(client, login):
    row = f.ClosingFactory()
    f.IntakeFactory(met_on="2026-10-20", by_patrol=True)
    login(Role.HEAD)
    shown = client.get(page(row))
    assertContains(shown, "1 kedatangan belum dipastikan.")
    assert [verb.said for verb in shown.context["form"].verbs] == ["refuse"]
    client.post(page(row), {"decision": "approve", "seen": row.seen})
    assert not RecapEdition.objects.exists()


def test_sending_it_back_needs_words(client, login):
    row = f.ClosingFactory()
    login(Role.HEAD)
    said = {"decision": "refuse", "seen": row.seen}
    assertContains(client.post(page(row), said), "Tulis alasannya.")
    client.post(page(row), said | {"note": "Tunggu."})
    row.refresh_from_db()
    assert row.state == "refused"


@pytest.mark.parametrize("role", [Role.OFFICE, Role.SOCIAL_WORKER, Role.PARTNER])
def test_who_may_not(client, login, role):
    login(role)
    assert client.get(page(f.ClosingFactory())).status_code in (403, 404)


def test_no_sql_moves_the_days_of_a_closing_or_its_decision():
    waiting, closed = f.ClosingFactory(), close(Period.month(2026, 9)).closing
    for row, other in [
        (waiting, {"until": days.today()}),
        (closed, {"until": days.today()}),
        (closed, {"decided_by": f.UserFactory()}),
    ]:
        with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
            Closing.objects.filter(pk=row.pk).update(**other)
