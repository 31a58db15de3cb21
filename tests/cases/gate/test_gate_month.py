"""Bulan ini di RPTC: counted from the rows, told by initials."""

import datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.gate.month import month_of
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    IncidentFactory,
    InquiryFactory,
    MediationFactory,
    StayFactory,
    UnwelcomeFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db

NOVEMBER = datetime.date(2026, 11, 1)


def url(name="gate_month", year=2026, month=11):
    return reverse(f"cases:{name}", args=[year, month])


def at(day, hour=9, month=11):
    return datetime.datetime(2026, month, day, hour, tzinfo=days.WITA)


@pytest.fixture
def november(time_machine_at):
    time_machine_at(at(25))
    one = StayFactory(days_ago=40, intake__person__name="Kamaruddin Tompo")
    other = StayFactory(days_ago=40)
    known = {"known_by": UserFactory(full_name="Drs. Bahri"), "known_at": at(2, 11)}
    IncidentFactory(happened_at=at(1, 0), people=[one, other], **known)
    fight = IncidentFactory(
        happened_at=at(20), severity="serious", people=[one], what="Kamaruddin lari."
    )
    MediationFactory.create_batch(2, incident=fight, held_at=at(22))
    IncidentFactory(happened_at=at(21), kind="damage", severity="light", people=[other])
    IncidentFactory(happened_at=at(31, 23, month=10), people=[one])
    VisitFactory(stay=one, came_at=at(3), left=True)
    VisitFactory(stay=one, came_at=at(4), refused=True)
    VisitFactory(stay=one, came_at=at(30, month=10), left=True)
    InquiryFactory(asked_at=at(5))
    InquiryFactory(asked_at=at(6), closed=True)


def test_a_month_is_counted_from_its_rows(november):
    month = month_of(NOVEMBER, UserFactory(roles=[Role.HEAD]))
    lines = {line.name: line.numbers for line in month.lines if line.total}
    assert lines == {"Perkelahian": [0, 1, 1], "Kerusakan": [1, 0, 0]}
    assert (month.totals, month.total, month.unknown) == ([1, 1, 1], 3, 1)
    assert len(month.incidents) == 3
    assert month.mediated == 1
    assert dict(month.visits) == {"Diterima": 1, "Ditolak": 1}
    assert dict(month.inquiries)["Belum dijawab"] == 1
    assert sum(number for _, number in month.inquiries) == 2


def test_the_page_leads_to_each_incident_and_the_month_before(client, login, november):
    login(Role.HEAD)
    page = client.get(url())
    assertContains(page, url(month=10))
    assertNotContains(page, url(month=12))
    for incident in page.context["month"].incidents:
        assertContains(page, reverse("cases:incident_detail", args=[incident.pk]))
    assertContains(client.get(reverse("cases:incident_list")), url())


def test_the_paper_reads_initials_and_who_was_told_when(client, login, november, read_pdf):
    login(Role.HEAD)
    text = read_pdf(client.get(url("gate_month_print")))
    assert "Kamaruddin" not in text
    assert "SEMENTARA" in text
    for told in ("Drs. Bahri", "02/11/2026, 11.00", "belum", "tidak perlu", "November 2026"):
        assert told in text
    before = read_pdf(client.get(url("gate_month_print", month=10)))
    assert "SEMENTARA" not in before


def test_a_month_of_nothing_prints_too(client, login, read_pdf):
    login(Role.HEAD)
    assert "Tidak ada insiden." in read_pdf(client.get(url("gate_month_print", 2025, 2)))


@pytest.mark.parametrize(("year", "month"), [(2026, 13), (2026, 0), (1999, 12), (9999, 1)])
def test_no_such_month(client, login, year, month):
    login(Role.HEAD)
    assert client.get(url(year=year, month=month)).status_code == 404


def test_the_page_does_not_ask_more_for_more_rows(login, count_queries, november):
    login(Role.HEAD)
    few = count_queries(url())
    IncidentFactory.create_batch(5, happened_at=at(22))
    VisitFactory.create_batch(3)
    InquiryFactory.create_batch(3)
    UnwelcomeFactory()
    assert count_queries(url()) == few
