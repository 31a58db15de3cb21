"""A proposal of an exit that is taken back."""

from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.exits.models import Exit
from rptc.accounts.permissions import Role
from tests.cases.exits.test_stay_end import posted, url
from tests.factories import ExitFactory


def test_a_cancelled_proposal_makes_room_for_another(client, login):
    login(Role.SOCIAL_WORKER)
    exit = ExitFactory()
    cancel = reverse("cases:exit_cancel", args=[exit.pk])
    assertContains(client.post(cancel, {"reason": ""}), "Tulis alasannya.")
    client.post(cancel, {"reason": "Keluarga belum siap."})
    client.post(url(exit.stay), posted())
    assert Exit.objects.filter(state="proposed").count() == 1
