"""A month that is asked about by a link without a login, and what is answered there."""

import uuid

from django.urls import reverse

from partners.months import actions
from tests import factories as f
from tests.factories import PartnerFactory
from tests.partners.months.scene import there


def page_of(token):
    return reverse("partners:month_reply", args=[token])


def of_case(worker, partner, number=1):
    """So many klien of this case who are with the partner."""
    person = {"intake__person__name": "Zulkarnain Ma'rang"}
    stays = [f.StayFactory(social_worker=worker, **person) for _ in range(number)]
    return [there(partner, stay=stay) for stay in stays]


def linked(worker, number=1, contact=None, **partner):
    """(the link, the referrals that it asks about)."""
    partner = contact.partner if contact else PartnerFactory(**partner)
    referrals = of_case(worker, partner, number)
    token, _ = actions.send_month_link(partner, contact=contact, by=worker)
    return token, referrals


def said(*ticked, **more):
    data = {"say": "ticked" if ticked else "all", "same": [each.pk for each in ticked]}
    return data | {"who": "", "said_by": "Ibu Marwah", "send_key": uuid.uuid4()} | more
