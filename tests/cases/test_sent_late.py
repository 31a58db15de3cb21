"""A form that is sent after somebody else's, or by a double click: what became of it, in words."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f

pytestmark = pytest.mark.django_db


def asked_exit():
    return f.ExitFactory(whole=True, stay__days_ago=1)


def approved_exit():
    decision = {"decided_by": f.UserFactory(), "decided_at": days.now()}
    return f.ExitFactory(whole=True, stay__days_ago=1, state="approved", **decision)


def handing(exit):
    return {
        "left_at": f"{days.now().astimezone(days.WITA):%Y-%m-%dT%H:%M}",
        "receiver": exit.receiver,
        "file_number": exit.stay.person.file_number,
    }


ACTS = [
    (Role.SOCIAL_WORKER, asked_exit, "cases:exit_cancel", {"reason": "Batal."}, "dibatalkan"),
    (Role.CARETAKER, approved_exit, "cases:exit_hand_over", handing, "diserahkan"),
    (
        Role.SOCIAL_WORKER,
        f.ExtensionFactory,
        "cases:extension_cancel",
        {"reason": "Batal."},
        "sudah dibatalkan",
    ),
    (
        Role.SOCIAL_WORKER,
        lambda: f.IncidentFactory(severity="light"),
        "cases:incident_follow_up",
        {"follow_up": "Damai.", "is_done": "on", "shown_version": 1},
        "sudah selesai",
    ),
]


@pytest.mark.parametrize(("role", "make", "address", "typed", "words"), ACTS)
def test_the_second_tap_reads_what_became_of_it(client, login, role, make, address, typed, words):
    login(role)
    row = make()
    url = reverse(address, args=[row.pk])
    typed = typed(row) if callable(typed) else typed
    assert client.post(url, typed).status_code == 302
    assertContains(client.post(url, typed, follow=True), words)
