"""What a partner says of all its klien for a month: a tap a row, half of it kept."""

import uuid
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
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
from rptc import days, keys
from rptc.accounts.permissions import Role
from rptc.waiting import about, count_for, firsts_for
from tests import factories as f
from tests import pictures
from tests.at_once import at_once
from tests.database_roles import as_owner
from tests.factories import MemberFactory, MonthReportFactory, PartnerFactory, ReferralFactory

pytestmark = pytest.mark.django_db
MONTHS = reverse("partners:portal_months")
# 3 November in Makassar: the month that is asked about is October.
IN_TIME = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)
LATE = datetime(2026, 11, 8, 2, 0, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)


def url(name, row):
    return reverse(f"partners:{name}", args=[row.pk])


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


def there(partner, **more):
    more = {"arrived_at": datetime(2026, 9, 2, 2, 0, tzinfo=UTC)} | more
    return ReferralFactory(there=True, partner=partner, **more)


def same(*referrals, **more):
    return typed({referral: {"answer": "same"} for referral in referrals}, **more)


def typed(rows, **more):
    data = {
        f"r{row.pk}-{name}": value for row, said in rows.items() for name, value in said.items()
    }
    return {"send_key": uuid.uuid4()} | data | more


def photo(content=None):
    return SimpleUploadedFile("foto.jpg", content or pictures.jpeg(), "image/jpeg")


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


# In the portal


def test_half_of_it_is_kept_and_the_rest_is_asked_about_still(client, member):
    first, second, third = (there(member.partner) for _ in range(3))
    there(PartnerFactory())
    page = client.get(MONTHS)
    assert [line.referral for line in page.context["lines"]] == [first, second, third]
    assertNotContains(page, "checked")
    assert len(page.content) < 60_000
    page = client.post(MONTHS, same(first, second), follow=True)
    assertRedirects(page, MONTHS)
    assertContains(page, "2 laporan terkirim. 1 lagi nanti.")
    assert [line.referral for line in page.context["lines"]] == [third]
    assert set(MonthReport.objects.values_list("referral", "answer", "month", "channel")) == {
        (first.pk, "same", OCTOBER, "portal"),
        (second.pk, "same", OCTOBER, "portal"),
    }
    page = client.post(MONTHS, same(third), follow=True)
    assertRedirects(page, reverse("partners:portal"))
    assertNotContains(page, "Isi laporan bulanan")


def test_what_has_changed_lies_under_the_key_with_a_picture_of_our_own_making(client, member):
    referral = there(member.partner)
    said = {"answer": "changed", "school": "Pindah ke kelas 5", "picture": photo()}
    client.post(MONTHS, typed({referral: said}))
    report = MonthReport.objects.get()
    assert keys.opened(report.sealed_school) == "Pindah ke kelas 5"
    assert (report.sealed_health, report.sealed_home) == ("", "")
    assert report.is_whole
    assert report.scan[:2] == b"\xff\xd8"


def test_the_same_form_twice_writes_once(client, member):
    first, second = there(member.partner), there(member.partner)
    data = same(first) | typed({second: {"answer": "changed", "home": "Ibunya datang"}})
    for _ in range(2):
        page = client.post(MONTHS, data, follow=True)
        assertContains(page, "2 laporan terkirim.")
    assert MonthReport.objects.count() == 2


def test_two_colleagues_at_once_tell_of_it_once(transactional_db):
    member = MemberFactory()
    referral = there(member.partner)
    other = MemberFactory(partner=member.partner)
    answers = at_once((member.user, MONTHS, same(referral)), (other.user, MONTHS, same(referral)))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert MonthReport.objects.count() == 1
    late = next(answer for answer in answers if answer.status_code == 200)
    assertContains(late, "Laporan bulan itu sudah ada.")


def test_a_mistake_loses_nothing_and_keeps_the_other_rows(client, member):
    first, second, third = (there(member.partner) for _ in range(3))
    data = same(first) | typed(
        {
            second: {"answer": "changed", "picture": photo()},
            third: {"health": "Sering sakit kepala"},
        }
    )
    page = client.post(MONTHS, data)
    assertContains(page, "1 laporan terkirim.")
    assertContains(page, "Tulis apa yang berubah, paling sedikit satu baris.")
    assertContains(page, "Pilih lagi fotonya.")
    assertContains(page, 'value="Sering sakit kepala"')
    assertContains(page, "Pilih “Ada perubahan” bila ada yang ditulis.")
    assert MonthReport.objects.get().referral == first
    lines = {line.referral: line.form for line in page.context["lines"]}
    assert set(lines) == {second, third}


def test_a_picture_that_is_none_is_said_at_its_row(client, member):
    referral = there(member.partner)
    broken = photo(b"GIF89a")
    said = {"answer": "changed", "school": "Kelas 5", "picture": broken}
    page = client.post(MONTHS, typed({referral: said}))
    assertContains(page, "Gambar GIF tidak diterima.")
    assertContains(page, 'value="Kelas 5"')
    assert not MonthReport.objects.exists()


def test_without_any_answer_nothing_is_sent(client, member):
    there(member.partner)
    assertContains(client.post(MONTHS, {"send_key": uuid.uuid4()}), "Belum ada yang dipilih.")
    assert not MonthReport.objects.exists()


def test_anothers_klien_is_never_told_of(client, member):
    there(member.partner)
    other = there(PartnerFactory())
    client.post(MONTHS, same(other))
    assert not MonthReport.objects.exists()


def test_it_is_mended_beside_the_old_one_until_the_month_after_is_over(client, member):
    report = MonthReportFactory(
        referral=there(member.partner), changed=True, recorded_by=member.user
    )
    page = client.get(url("portal_month_correct", report))
    assertContains(page, "Pindah kelas")
    said = {"answer": "changed", "school": "Pindah sekolah", "send_key": uuid.uuid4()}
    for _ in range(2):
        page = client.post(url("portal_month_correct", report), said, follow=True)
        assertRedirects(page, MONTHS)
    newer = MonthReport.objects.get(corrects=report)
    assert keys.opened(newer.sealed_school) == "Pindah sekolah"
    assertContains(page, "Pindah sekolah")
    assertNotContains(page, "Pindah kelas")
    page = client.post(url("portal_month_correct", report), said | {"send_key": uuid.uuid4()})
    assertContains(page, "Laporan ini sudah diperbaiki.")
    with time_machine.travel(datetime(2026, 12, 1, 2, 0, tzinfo=UTC), tick=True):
        client.force_login(member.user)
        said |= {"school": "Kelas 6", "send_key": uuid.uuid4()}
        page = client.post(url("portal_month_correct", newer), said)
        assertContains(page, "tidak ditanyakan lagi")


def test_after_the_end_and_of_another_partner_it_is_out_of_reach(client, member):
    own = MonthReportFactory(referral=there(member.partner))
    other = MonthReportFactory(referral=there(PartnerFactory()))
    answer_referral(own.referral, S.FINISHED, by=member.user, reason="Bekerja.")
    for report in (own, other):
        assert client.get(url("portal_month_correct", report)).status_code == 404
    assert client.get(MONTHS).context["told"] == []


def test_that_it_is_due_and_then_late_stands_on_the_first_page(client, member):
    there(member.partner)
    assertContains(client.get(reverse("partners:portal")), "1 klien belum dilaporkan")
    with time_machine.travel(LATE, tick=True):
        client.force_login(member.user)
        assertContains(client.get(reverse("partners:portal")), "Terlambat")


def test_the_page_does_not_ask_more_for_more_rows(member, count_queries):
    there(member.partner)
    few = count_queries(MONTHS)
    for _ in range(4):
        MonthReportFactory(referral=there(member.partner))
        there(member.partner)
    assert count_queries(MONTHS) <= few + 1


# Written down by us


def test_a_partner_without_login_tells_us_and_it_counts_as_read(client, login, worker):
    referral = there(PartnerFactory(), stay=f.StayFactory(social_worker=worker))
    login(worker)
    said = {"answer": "changed", "health": "Batuk", "send_key": uuid.uuid4()}
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
    assert [row.text for row in about([referral.person_id], worker)[referral.person_id]]
    for _ in range(2):
        page = client.post(url("month_report_read", report), follow=True)
    assertContains(page, worker.full_name)
    assertNotContains(client.get("/"), "Laporan mitra: ada perubahan")


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
    return {kind.key: number for kind, number in count_for(user)}["partner-months-late"]


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
