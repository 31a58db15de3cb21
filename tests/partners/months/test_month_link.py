"""The link that a social worker sends from their own WhatsApp for a month."""

import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains

from partners.months.models import MonthLink
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.factories import PartnerContactFactory, PartnerFactory
from tests.partners.months.links import of_case, page_of
from tests.partners.months.scene import IN_TIME, url

pytestmark = pytest.mark.django_db
MISSING = reverse("partners:month_report_missing")


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(IN_TIME, tick=True):
        yield


@pytest.fixture
def worker():
    return f.UserFactory(roles=[Role.SOCIAL_WORKER], full_name="Rahmawati Basir")


def test_a_link_is_made_from_the_list_of_what_is_missing(client, login, worker):
    contact = PartnerContactFactory(name="H. Anwar", phone="0411 555 666")
    of_case(worker, contact.partner, 2)
    login(worker)
    assertContains(client.get(MISSING), "WhatsApp ke H. Anwar")
    page = client.post(url("month_link", contact.partner), {"contact": contact.pk})
    text = page.context["text"]
    assert "Assalamualaikum H. Anwar. RPTC Makassar menanyakan 2 klien selama Oktober 2026" in text
    assert "Zulkarnain" not in text
    token = text.split("/bulan/")[1].split("/")[0]
    assert client.get(page_of(token)).status_code == 200
    link = MonthLink.objects.get()
    assert token not in str(link.__dict__)
    assert Entry.objects.filter(verb="sent_month_link", actor=worker).count() == 2
    assertContains(client.get(MISSING), "Tautan dibuat")


def test_a_masked_partner_is_greeted_without_a_name(client, login, worker):
    contact = PartnerContactFactory(name="H. Anwar", partner__closes_destination=True)
    of_case(worker, contact.partner)
    login(worker)
    page = client.post(url("month_link", contact.partner), {"contact": contact.pk})
    assert page.context["text"].startswith("Assalamualaikum. RPTC")
    assert str(contact.partner) not in page.context["text"]


def test_of_whom_nobody_is_missing_no_link_is_made(client, login, worker):
    partner = PartnerFactory()
    login(worker)
    # Whether nobody is there, or only those of a colleague's case, it answers the same.
    assert client.post(url("month_link", partner)).status_code == 404
    of_case(f.UserFactory(roles=[Role.SOCIAL_WORKER]), partner)
    assert client.post(url("month_link", partner)).status_code == 404
    assert not MonthLink.objects.exists()


def test_the_list_asks_no_more_for_more_partners(login, count_queries, worker):
    login(worker)
    of_case(worker, PartnerContactFactory().partner)
    few = count_queries(MISSING)
    for _ in range(8):
        of_case(worker, PartnerContactFactory().partner)
    assert count_queries(MISSING) == few
