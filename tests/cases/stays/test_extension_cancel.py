"""Perpanjangan taken back, or fallen away with the stay."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.exits.actions import end_stay
from cases.exits.models import Exit
from cases.stays.extensions.models import Extension
from rptc import days
from rptc.accounts.permissions import Role
from tests.cases.stays.extension_forms import (
    approve,
    later,
    posted,
    url,
)
from tests.factories import (
    ExtensionFactory,
    StayFactory,
    UserFactory,
    exit_kind,
)

pytestmark = pytest.mark.django_db


def test_cancelled_with_a_reason_and_asked_anew(client, login):
    login(Role.SOCIAL_WORKER)
    extension = ExtensionFactory()
    cancel = reverse("cases:extension_cancel", args=[extension.pk])
    assertContains(client.post(cancel, {"reason": ""}), "Tulis alasannya.")
    client.post(cancel, {"reason": "Keluarga sudah datang."})
    extension.refresh_from_db()
    assert (extension.state, extension.decision_note) == ("cancelled", "Keluarga sudah datang.")
    client.post(url(extension.stay), posted(new_last_on=later(20).isoformat()))
    assert Extension.objects.waiting().count() == 1
    assert client.get(cancel).status_code == 404


def test_what_was_asked_falls_away_when_the_stay_ends(db):
    extension = ExtensionFactory(stay=StayFactory(days_ago=2))
    left = Exit(stay=extension.stay, kind=exit_kind("melarikan-diri"), reason="Tidak ada.")
    end_stay(left, left_at=days.now(), by=UserFactory(roles=[Role.CARETAKER]))
    extension.refresh_from_db()
    assert (extension.state, extension.decision_note) == ("cancelled", "Masa pembinaan berakhir.")
    with pytest.raises(ValidationError, match="sudah dibatalkan"):
        approve(extension)
