"""An answer that came by a link is undone by us."""

import uuid

import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partners.months import actions
from partners.months.models import MonthReport, untold
from partners.referrals.models import Referral
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.factories import MonthReportFactory, PartnerFactory
from tests.partners.months.links import linked, of_case, page_of, said
from tests.partners.months.scene import IN_TIME, OCTOBER, url

pytestmark = pytest.mark.django_db
MISSING = reverse("partners:month_report_missing")


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(IN_TIME, tick=True):
        yield


@pytest.fixture
def worker():
    return f.UserFactory(roles=[Role.SOCIAL_WORKER], full_name="Rahmawati Basir")


def test_we_undo_it_with_a_reason_and_ask_anew(client, login, worker):
    token, (referral,) = linked(worker)
    client.post(page_of(token), said())
    report = referral.month_reports.get()
    login(worker)
    page = client.get(url("month_report_detail", report))
    assertContains(page, "Ibu Marwah, lewat tautan, tanpa login")
    assertContains(client.get(url("referral_detail", referral)), "lewat tautan: Ibu Marwah")
    page = client.post(url("month_report_undo", report), {"reason": ""})
    assert page.status_code == 200
    page = client.post(url("month_report_undo", report), {"reason": "Salah orang"}, follow=True)
    assertContains(page, "Laporan ini diurungkan dan tidak berlaku.")
    assertContains(page, "Salah orang")
    assertNotContains(page, url("month_report_correct", report))
    assert untold(Referral.objects.all(), OCTOBER).get() == referral
    entry = Entry.objects.get(verb="undid_month")
    assert (entry.actor, entry.person_id) == (worker, referral.person_id)
    page = client.get(reverse("partners:month_report_list") + "?show=undone")
    assertContains(page, "Diurungkan")
    again = client.post(url("month_report_undo", report), {"reason": "Lagi"})
    assertContains(again, "Laporan ini sudah diurungkan.")
    # The page that was sent says nothing any more, and another link may be answered.
    assert client.get(page_of(token)).status_code == 404
    new, _ = actions.send_month_link(referral.partner, by=worker)
    assertContains(client.post(page_of(new), said()), "Terima kasih")


def test_what_came_otherwise_or_was_mended_is_not_undone(client, login, worker):
    (referral,) = of_case(worker, PartnerFactory())
    report = MonthReportFactory(referral=referral)
    login(worker)
    page = client.post(url("month_report_undo", report), {"reason": "Keliru"})
    assertContains(page, "Yang tidak lewat tautan diperbaiki")
    token, (other,) = linked(worker)
    client.post(page_of(token), said())
    by_link = other.month_reports.get()
    changed = {"answer": "changed", "health": "Batuk", "said_by": "Ibu", "channel": "telephone"}
    sent = client.post(url("month_report_correct", by_link), changed | {"send_key": uuid.uuid4()})
    assertRedirects(sent, url("month_report_detail", MonthReport.objects.newest().last()))
    page = client.post(url("month_report_undo", by_link), {"reason": "Keliru"})
    assertContains(page, "Laporan ini sudah diperbaiki.")


def test_a_colleague_without_the_case_finds_nothing_to_undo(client, login, worker):
    token, (referral,) = linked(worker)
    client.post(page_of(token), said())
    login(Role.SOCIAL_WORKER)
    report = referral.month_reports.get()
    assert client.post(url("month_report_undo", report), {"reason": "x"}).status_code == 404
    login(Role.HEAD)
    assertContains(client.get(url("month_report_detail", report)), "lewat tautan")
    assert client.get(url("month_report_undo", report)).status_code == 403


def test_undone_it_is_not_in_the_portal(client, login, worker):
    member = f.MemberFactory()
    (referral,) = of_case(worker, member.partner)
    token, _ = actions.send_month_link(member.partner, by=worker)
    client.post(page_of(token), said())
    report = referral.month_reports.get()
    login(member.user)
    assertContains(client.get(reverse("partners:portal_month")), "Sudah terkirim")
    assert client.get(url("portal_month_correct", report)).status_code == 200
    actions.undo_month(report, reason="Salah orang", by=worker)
    assert client.get(url("portal_month_correct", report)).status_code == 404
