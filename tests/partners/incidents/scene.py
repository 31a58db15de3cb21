"""A klien at a partner, and what happens there."""

import uuid

from django.urls import reverse

from rptc.accounts.permissions import Role
from rptc.waiting import count_for
from tests import factories as f
from tests.factories import MemberFactory, ReferralFactory

KEY = "0a2f8f5e-6f4f-4b67-9a0f-8f5d7f3f0a11"


def url(name, row):
    return reverse(f"partners:{name}", args=[getattr(row, "pk", row)])


def at_partner(worker=None, partner=None, **more):
    worker = worker or f.UserFactory(roles=[Role.SOCIAL_WORKER])
    child = {"stay__intake__person__name": "Rezki Ma'rang", "stay__child": True}
    child["stay__social_worker"] = worker
    partner = partner or MemberFactory().partner
    return ReferralFactory(there=True, partner=partner, **child, **more)


def tap(kind="ran_away"):
    return {"kind": kind, "send_key": uuid.uuid4()}


def waiting(user):
    keys = ("partner-incidents-", "pickups-")
    return {kind.key: number for kind, number in count_for(user) if kind.key.startswith(keys)}
