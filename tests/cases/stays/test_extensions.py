"""Perpanjangan: what the database holds, the lists, and two who act at the same moment."""

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.stays.extensions.models import Extension
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from tests.at_once import at_once
from tests.cases.stays.extension_forms import (
    DECIDE_SEVERAL,
    LIST,
    SEVERAL,
    approve,
    decide,
    later,
    url,
)
from tests.factories import (
    ExtensionFactory,
    StayFactory,
    UserFactory,
    exit_kind,
)

pytestmark = pytest.mark.django_db


# -- What the database holds --------------------------------------------------------------------


def refused(act):
    with pytest.raises(DatabaseError) as raised, transaction.atomic():
        act()
    return str(raised.value)


def test_a_last_day_moves_in_no_other_way(db):
    stay = StayFactory()
    asked = ExtensionFactory(stay=stay)
    for day in (later(30), asked.new_last_on, stay.last_on - days.ONE_DAY):
        move = Stay.objects.filter(pk=stay.pk).update
        assert "approved extension" in refused(lambda move=move, day=day: move(last_on=day))
    approve(asked)
    assert "approved extension" in refused(
        lambda: Stay.objects.filter(pk=stay.pk).update(last_on=asked.from_last_on)
    )


def test_a_last_day_of_a_stay_that_ended_never_moves(db):
    stay = StayFactory(ended=True, days_ago=3)
    by = {"decided_by": UserFactory(), "decided_at": days.now()}
    asked = ExtensionFactory(stay=stay, state="approved", **by)
    refused(lambda: Stay.objects.filter(pk=stay.pk).update(last_on=asked.new_last_on))


def test_an_approval_begins_at_the_last_day_of_an_open_stay(db):
    asked = ExtensionFactory(from_last_on=later(2))
    by = {"decided_by": UserFactory(), "decided_at": days.now()}
    ended = ExtensionFactory(stay=StayFactory(ended=True, days_ago=3))
    for extension in (asked, ended):
        rows = Extension.objects.filter(pk=extension.pk)
        assert "open stay" in refused(lambda rows=rows: rows.update(state="approved", **by))


def test_what_was_asked_is_never_rewritten(db):
    rows = Extension.objects.filter(pk=ExtensionFactory().pk)
    for change in (
        {"new_last_on": later(40)},
        {"reason": "Lain."},
        {"from_last_on": later(1)},
        {"stay": StayFactory()},
    ):
        assert "Cannot update" in refused(lambda change=change: rows.update(**change))


def test_the_other_constraints(db):
    by, stay = UserFactory(), StayFactory()
    decided = {"decided_by": UserFactory(), "decided_at": days.now()}
    for wrong in [
        {"new_last_on": stay.last_on},
        {"state": "approved"},
        {"state": "proposed", **decided},
        {"state": "refused", **decided},
        {"state": "approved", "recorded_by": by, "decided_by": by, "decided_at": days.now()},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            ExtensionFactory(stay=stay, **wrong)
    ExtensionFactory(stay=stay)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExtensionFactory(stay=stay)
    ExtensionFactory(stay=stay, state="approved", **decided)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExtensionFactory(stay=stay, state="approved", **decided)


def test_a_stay_keeps_the_rule_of_its_day_of_entry(db):
    stay = StayFactory()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_stayrule (min_length, max_length, unit, legal_basis, valid_from)"
            " VALUES (1, 3, 'month', '', '2026-01-01') RETURNING id"
        )
        (rule_id,) = cursor.fetchone()
    rows = Stay.objects.filter(pk=stay.pk)
    assert "Cannot update" in refused(lambda: rows.update(rule=rule_id))


# -- Lists --------------------------------------------------------------------------------------


def test_each_list_has_its_rows(client, login):
    waiting, turned_down = ExtensionFactory(), ExtensionFactory(refused=True)
    login(Role.HEAD)
    for show, rows in [("waiting", [waiting]), ("refused", [turned_down]), ("all", None)]:
        page = client.get(LIST, {"show": show}).context["page_obj"]
        assert list(page) == (rows or [turned_down, waiting])
    assertContains(client.get(LIST), decide(waiting))


@pytest.mark.parametrize("page", [f"{LIST}?show=all", DECIDE_SEVERAL, SEVERAL])
def test_query_count_does_not_grow(login, count_queries, page):
    login(Role.HEAD, Role.SOCIAL_WORKER)
    ExtensionFactory()
    StayFactory(days_ago=8)
    few = count_queries(page)
    for _ in range(4):
        ExtensionFactory()
        StayFactory(days_ago=8)
    assert count_queries(page) == few


# -- At the same moment -------------------------------------------------------------------------


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_two_ask_for_the_same_stay_at_once():
    workers = [UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(2)]
    for _ in range(8):
        stay = StayFactory()
        form = {"new_last_on": later(20).isoformat(), "reason": "Menunggu keluarga."}
        answers = at_once(
            *((w, url(stay), {**form, "send_key": str(uuid.uuid4())}) for w in workers)
        )
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        assert stay.extensions.count() == 1


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_an_approval_and_an_end_at_once_leave_one_truth():
    """Either the stay was longer when it ended, or the question fell away; never half of it."""
    head, worker = UserFactory(roles=[Role.HEAD]), UserFactory(roles=[Role.CARETAKER])
    for _ in range(8):
        extension = ExtensionFactory(stay=StayFactory(days_ago=2))
        end = {
            "send_key": str(uuid.uuid4()),
            "kind": exit_kind("melarikan-diri").pk,
            "left_at": days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M"),
            "reason": "Tidak ada di tempat.",
        }
        answers = at_once(
            (head, decide(extension), {"decision": "approve"}),
            (worker, reverse("cases:stay_end", args=[extension.stay_id]), end),
        )
        assert answers[1].status_code == 302
        assert answers[0].status_code in {200, 302, 404}
        extension.refresh_from_db()
        extension.stay.refresh_from_db()
        moved = extension.stay.last_on == extension.new_last_on
        assert (extension.state == "approved") == moved
        assert not extension.stay.is_open
