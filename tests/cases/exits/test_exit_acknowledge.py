"""An exit at once, and the head who knows of it within a day."""

import datetime

import pytest
from django.urls import reverse

from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    ExitFactory,
    UserFactory,
    exit_kind,
)

pytestmark = pytest.mark.django_db


def test_acknowledging_is_by_another(client, login):
    exit = ExitFactory(state="done", left_at=days.now(), done_by=UserFactory(), must_be_known=True)
    head = login(Role.HEAD)
    client.post(reverse("cases:exit_acknowledge", args=[exit.pk]))
    exit.refresh_from_db()
    assert exit.known_by == head


def test_only_an_emergency_is_late_after_a_day():
    old = {
        "state": "done",
        "left_at": days.now(),
        "done_by": UserFactory(),
        "must_be_known": True,
        "recorded_at": days.now() - datetime.timedelta(hours=25),
    }
    assert ExitFactory(kind=exit_kind("rumah-sakit"), **old).known_late
    assert not ExitFactory(kind=exit_kind("mandiri"), **old).known_late
