"""What a partner says of all its klien for a month: a tap a row, half of it kept."""

import uuid
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partners.months.models import (
    MonthReport,
    asked_of,
    due_on,
    is_late,
    month_asked,
    untold,
)
from partners.referrals.actions import answer_referral
from partners.referrals.models import Referral
from partners.referrals.models import ReferralState as S
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.policies import whoever_acts
from rptc.waiting import about, count_for, firsts_for
from tests import factories as f
from tests import pictures
from tests.database_roles import as_owner
from tests.factories import MemberFactory, MonthReportFactory, PartnerFactory, ReferralFactory
from tests.partners.months.scene import IN_TIME, LATE, OCTOBER, there, url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(IN_TIME, tick=True):
        yield


@pytest.fixture
def worker():
    return f.UserFactory(roles=[Role.SOCIAL_WORKER])


@pytest.fixture
def member(login):
    member = MemberFactory()
    login(member.user)
    return member


# Which month, and of whom


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2026, 10, 31, 15, 59, tzinfo=UTC), date(2026, 9, 1)),
        (datetime(2026, 10, 31, 16, 0, tzinfo=UTC), OCTOBER),
        # 31 December, 23.30 in Makassar.
        (datetime(2026, 12, 31, 15, 30, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2026, 12, 1)),
    ],
)
def test_the_month_that_is_over_is_asked_about(moment, month):
    with time_machine.travel(moment, tick=False):
        assert month_asked() == month


def test_it_is_late_after_the_seventh():
    assert due_on(OCTOBER) == date(2026, 11, 7)
    assert due_on(date(2026, 12, 1)) == date(2027, 1, 7)
    with time_machine.travel(datetime(2026, 11, 7, 15, 59, tzinfo=UTC), tick=False):
        assert not is_late(OCTOBER)
    with time_machine.travel(datetime(2026, 11, 7, 16, 0, tzinfo=UTC), tick=False):
        assert is_late(OCTOBER)


@pytest.mark.parametrize(
    ("arrived", "is_asked"),
    [
        # In Makassar 22 October 23.59, and 23 October 00.00: ten days of the month, and nine.
        (datetime(2026, 10, 22, 15, 59, tzinfo=UTC), True),
        (datetime(2026, 10, 22, 16, 0, tzinfo=UTC), False),
    ],
)
def test_of_who_came_ten_days_before_its_end_or_earlier(arrived, is_asked):
    there(PartnerFactory(), arrived_at=arrived)
    assert asked_of(Referral.objects.all(), OCTOBER).exists() == is_asked


def test_not_of_who_is_not_there(member):
    ReferralFactory(sent=True, partner=member.partner)
    left = there(member.partner)
    answer_referral(left, S.FINISHED, by=member.user, reason="Bekerja.")
    assert not untold(Referral.objects.all(), OCTOBER).exists()


# Written down by us


def test_a_partner_without_login_tells_us_and_it_counts_as_read(client, login, worker):
    referral = there(PartnerFactory(), stay=f.StayFactory(social_worker=worker))
    login(worker)
    said = {"answer": "changed", "health": "Batuk", "send_key": uuid.uuid4()}
    late = said | {"month": "2026-09-01", "said_by": "Ibu", "channel": "telephone"}
    page = client.post(url("month_report_record", referral), late)
    assertContains(page, "Sekarang bulan lain yang ditanyakan.")
    said["month"] = OCTOBER.isoformat()
    page = client.post(url("month_report_record", referral), said)
    assertContains(page, "Tulis siapa yang menyampaikan.")
    said |= {"said_by": "Ibu Ma'wa", "channel": "telephone"}
    page = client.post(url("month_report_record", referral), said, follow=True)
    report = MonthReport.objects.get()
    assertRedirects(page, url("month_report_detail", report))
    assertContains(page, "Batuk")
    assert report.read_by == worker
    said |= {"health": "Demam", "send_key": uuid.uuid4()}
    client.post(url("month_report_correct", report), said)
    assert MonthReport.objects.newest().get().corrects == report


# Read


def test_something_has_changed_waits_until_it_is_read(client, login, worker):
    referral = there(PartnerFactory(), stay=f.StayFactory(social_worker=worker))
    report = MonthReportFactory(referral=referral, changed=True)
    MonthReportFactory(referral=there(PartnerFactory()), changed=True)
    login(worker)
    assertContains(client.get("/"), "Laporan mitra: ada perubahan")
    rows = client.get(reverse("partners:month_report_list"), {"show": "unread"})
    assert list(rows.context["page_obj"]) == [report]
    assert [row.text for row in about([referral.person_id], worker)[referral.person_id]]
    for _ in range(2):
        page = client.post(url("month_report_read", report), follow=True)
    assertContains(page, worker.full_name)
    assertNotContains(client.get("/"), "Laporan mitra: ada perubahan")


def test_an_answer_by_a_link_waits_until_who_has_the_case_has_looked(client, login, worker):
    referral = there(PartnerFactory(), stay=f.StayFactory(social_worker=worker))
    with whoever_acts():
        report = MonthReportFactory(referral=referral, linked=True)
    page_of_report = url("month_report_detail", report)
    # The head's look, and that of whoever has not the case, end nothing.
    assert login(Role.HEAD)
    assert client.get(page_of_report).status_code == 200
    login(worker)
    assertContains(client.get("/"), "Mitra menjawab lewat tautan")
    rows = client.get(reverse("partners:month_report_list"), {"show": "link"})
    assert list(rows.context["page_obj"]) == [report]
    rows = about([referral.person_id], worker)[referral.person_id]
    assert page_of_report in [row.url for row in rows]
    for _ in range(2):
        assertContains(client.get(page_of_report), worker.full_name)
    report.refresh_from_db()
    assert report.read_by == worker
    assertNotContains(client.get("/"), "Mitra menjawab lewat tautan")
    assert Entry.objects.filter(verb="read_month").count() == 1


def test_the_words_are_read_by_those_of_the_case_and_the_head(client, login, worker):
    referral = there(PartnerFactory(), stay=f.StayFactory(social_worker=worker))
    report = MonthReportFactory(referral=referral, changed=True)
    for user, status in ((worker, 200), (f.UserFactory(roles=[Role.HEAD]), 200)):
        login(user)
        assert client.get(url("month_report_detail", report)).status_code == status
    login(Role.SOCIAL_WORKER)
    for name in ("month_report_detail", "month_report_picture"):
        assert client.get(url(name, report)).status_code == 404
    page = client.get(url("referral_detail", referral))
    assert page.status_code == 200
    assertNotContains(page, url("month_report_detail", report))


def test_the_picture_is_shown_to_them_as_it_was_kept(client, login, worker):
    referral = there(PartnerFactory(), stay=f.StayFactory(social_worker=worker))
    report = MonthReportFactory.build(referral=referral, changed=True)
    report.recorded_by = worker
    report.keep(pictures.jpeg(seed=2))
    report.save()
    login(worker)
    answer = client.get(url("month_report_picture", report))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer.content == report.scan
    bare = MonthReportFactory(referral=there(PartnerFactory()), changed=True)
    assert client.get(url("month_report_picture", bare)).status_code == 404


# Missing


def test_a_missing_month_is_a_row_a_partner_and_seen_by_both(client, login, worker):
    partner = PartnerFactory(name="Yayasan Ma'rang")
    referrals = [there(partner, stay=f.StayFactory(social_worker=worker)) for _ in range(2)]
    there(PartnerFactory())
    assert count_of(worker) == 0
    with time_machine.travel(LATE, tick=True):
        assert count_of(worker) == 1
        [row] = firsts_for(worker)["partner-months-late"]
        assert (row.title, row.text) == (str(partner), "Laporan Oktober belum ada: 2 klien")
        login(worker)
        page = client.get(row.url)
        assert [each.missing for each in page.context["page_obj"]] == [2]
        page = client.get(reverse("cases:stay_referrals", args=[referrals[0].stay_id]))
        assertContains(page, "Laporan Oktober belum ada")
        assertContains(client.get(url("referral_detail", referrals[0])), "Belum ada")


def count_of(user):
    return {kind.key: number for kind, number in count_for(user)}.get("partner-months-late", 0)


def test_who_may_not_know_the_destination_reads_of_no_late_partner(client, login, worker):
    partner = PartnerFactory(name="Klinik Tertutup", closes_destination=True)
    there(partner, stay=f.StayFactory(social_worker=worker))
    with time_machine.travel(LATE, tick=True):
        login(worker)
        assertContains(client.get(reverse("partners:month_report_missing")), "Klinik Tertutup")
        other = login(Role.SOCIAL_WORKER)
        assert count_of(other) == 0
        page = client.get(reverse("partners:month_report_missing"))
        assertNotContains(page, "Klinik Tertutup")


def test_months_between_two_that_were_told_are_missing_and_none_before_the_first(client, login):
    referral = there(PartnerFactory(), arrived_at=datetime(2026, 1, 5, tzinfo=UTC))
    MonthReportFactory(referral=referral, month=date(2026, 7, 1))
    MonthReportFactory(referral=referral, month=date(2026, 9, 1))
    login(Role.HEAD)
    page = client.get(url("referral_detail", referral))
    assertContains(page, "Agustus 2026")
    assertContains(page, "Tidak dilaporkan", count=1)
    assertContains(page, "Oktober 2026")
    assertNotContains(page, "Juni 2026")


# The database


def test_the_database_takes_one_of_each_month():
    report = MonthReportFactory()
    with pytest.raises(IntegrityError, match="month_report_is_one_a_month"):
        MonthReportFactory(referral=report.referral)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"month": date(2026, 10, 2)}, "month_report_is_of_a_month"),
        ({"answer": "changed"}, "month_report_says_what_changed"),
        ({"sealed_home": "x"}, "month_report_says_what_changed"),
        ({"changed": True, "content": b"x"}, "month_report_picture_has_its_hash"),
        ({"said_by": "Ibu"}, "month_report_is_said_by_somebody"),
        ({"channel": "letter"}, "month_report_is_said_by_somebody"),
        ({"read_at": IN_TIME}, "month_report_is_read_by_somebody"),
    ],
)
def test_the_database_refuses_what_cannot_be(wrong, name):
    with pytest.raises(IntegrityError, match=name):
        MonthReportFactory(**wrong)


def test_the_database_takes_none_of_who_is_not_there_nor_a_version_of_another():
    with pytest.raises(IntegrityError, match="is_of_who_is_there"), transaction.atomic():
        MonthReportFactory(referral=ReferralFactory(sent=True))
    with pytest.raises(IntegrityError, match="month_report_corrects_its_like"):
        MonthReportFactory(corrects=MonthReportFactory())


def test_what_was_said_is_never_rewritten_and_read_once():
    report = MonthReportFactory(changed=True)
    rows = MonthReport.objects.filter(pk=report.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(sealed_school="anew")
    rows.update(read_at=days.now(), read_by=report.recorded_by)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(read_at=days.now())
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE partners_monthreport SET sealed_school = 'anew'")
    report.refresh_from_db()
    assert report.sealed_school == "anew"
