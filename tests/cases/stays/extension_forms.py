"""What the pages of an extension are sent, for the tests of each."""

import datetime
import uuid

from django.urls import reverse

from cases.stays.extensions import actions
from rptc import days
from tests.factories import UserFactory

LIST = reverse("cases:extension_list")
SEVERAL = reverse("cases:extension_propose_several")
DECIDE_SEVERAL = reverse("cases:extension_decide_several")


def url(stay):
    return reverse("cases:extension_propose", args=[stay.pk])


def decide(extension):
    return reverse("cases:extension_decide", args=[extension.pk])


def later(number):
    return days.today() + datetime.timedelta(days=number)


def posted(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "new_last_on": later(5).isoformat(),
        "reason": "Menunggu hasil penelusuran keluarga.",
        **changes,
    }


def approve(extension, by=None):
    return actions.decide_extension(extension, approve=True, note="", by=by or UserFactory())
