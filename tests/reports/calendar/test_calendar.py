"""The calendar of official reports: which periods are asked for, when each is due, and who writes
down that it was sent."""

import datetime
import uuid
from datetime import date, time

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.stays.free_days.models import FreeDay
from reports.calendar import periods
from reports.calendar.models import OfficialReport, ReportSent
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.waiting import count_for, firsts_for
from tests import factories as f
from tests.at_once import at_once

pytestmark = pytest.mark.django_db
# A Tuesday.
NOW = days.at(date(2026, 11, 24), time(9))
PAGE = "reports:report_calendar"


@pytest.fixture(autouse=True)
def now(time_machine_at):
    time_machine_at(NOW)


def url(name, *args):
    return reverse(f"reports:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def sending(report, year=2026, month=10):
    return url("report_sent_add", report, year, month)


def typed(by, **more):
    return {
        "sent_on": days.today().isoformat(),
        "sent_by": by.pk,
        "way": "letter",
        "number": "460/118/RPTC/XI/2026",
        "send_key": uuid.uuid4(),
    } | more


def described(**more):
    return {
        "name": "Laporan aset",
        "recipient": "BPKAD",
        "ground": "",
        "every": "12",
        "due_day": "31",
        "due_month": "1",
        "due_days": "",
        "ready": "",
        "valid_from": "2025-01-01",
        "valid_until": "",
    } | more


def monthly(**more):
    """One that is asked for October 2026 alone, of what is over."""
    return f.OfficialReportFactory(**{"valid_from": date(2026, 10, 1)} | more)


def due(report):
    """{first day of a period: when it is due}"""
    return {each.period.first: each.due_on for each in periods.asked(report)}


def refused(constraint, *ways):
    for way in ways:
        with pytest.raises(DatabaseError) as error, transaction.atomic():
            way()
        assert error.value.__cause__.diag.constraint_name == constraint


# Which periods, and when they are due


def test_only_what_is_over_is_asked_for_since_the_day_it_counts_from():
    report = f.OfficialReportFactory(valid_from=date(2026, 9, 30))
    assert list(due(report)) == [date(2026, 10, 1), date(2026, 9, 1)]
    OfficialReport.objects.update(valid_until=date(2026, 9, 30))
    assert list(due(report)) == [date(2026, 9, 1)]
    OfficialReport.objects.update(is_confirmed=False, valid_from=None, valid_until=None)
    assert due(report) == {}


@pytest.mark.parametrize(
    ("every", "firsts"),
    [
        (3, [(2026, 7), (2026, 4), (2026, 1)]),
        (6, [(2026, 1)]),
        (12, []),
    ],
)
def test_triwulan_semester_and_year_are_those_of_the_calendar(every, firsts):
    report = f.OfficialReportFactory(every=every, valid_from=date(2026, 1, 15))
    assert list(due(report)) == [date(year, month, 1) for year, month in firsts]


def test_a_year_begins_at_midnight_in_makassar(time_machine_at):
    report = f.OfficialReportFactory(every=12, due_day=31, valid_from=date(2026, 12, 31))
    time_machine_at(days.at(date(2026, 12, 31), time(23, 30)))
    assert due(report) == {}
    time_machine_at(days.at(date(2027, 1, 1), time(0, 10)))
    # 31 January 2027 is a Sunday.
    assert due(report) == {date(2026, 1, 1): date(2027, 2, 1)}


def test_a_short_month_has_its_last_day(time_machine_at):
    time_machine_at(days.at(date(2029, 3, 20), time(9)))
    report = f.OfficialReportFactory(due_day=31, valid_from=date(2029, 1, 1))
    # 28 February 2029 is a Wednesday; 31 March a Saturday.
    assert due(report) == {
        date(2029, 2, 1): date(2029, 4, 2),
        date(2029, 1, 1): date(2029, 2, 28),
    }
    OfficialReport.objects.update(due_day=30, due_month=2)
    assert due(report)[date(2029, 1, 1)] == date(2029, 3, 30)


def test_so_many_days_after_the_period():
    report = f.OfficialReportFactory(
        due_day=None, due_month=None, due_days=10, valid_from=date(2026, 10, 1)
    )
    assert due(report) == {date(2026, 10, 1): date(2026, 11, 10)}


def test_a_free_day_moves_it_to_the_next_working_day():
    report = f.OfficialReportFactory(valid_from=date(2026, 8, 1))
    # 5 September 2026 is a Saturday, and so is no working day.
    assert due(report)[date(2026, 8, 1)] == date(2026, 9, 7)
    assert due(report)[date(2026, 10, 1)] == date(2026, 11, 5)
    FreeDay.objects.create(on=date(2026, 11, 5), name="Libur contoh")
    FreeDay.objects.create(on=date(2020, 11, 6), name="Tiap tahun", is_yearly=True)
    assert due(report)[date(2026, 10, 1)] == date(2026, 11, 9)


def test_after_weeks_of_free_days_it_is_due_all_the_same():
    report = f.OfficialReportFactory(valid_from=date(2026, 10, 1))
    for number in range(10):
        on = date(2026, 11, 5) + datetime.timedelta(days=number)
        FreeDay.objects.create(on=on, name="Libur panjang")
    assert due(report)[date(2026, 10, 1)] == date(2026, 11, 16)
    for number in range(10, 60):
        on = date(2026, 11, 5) + datetime.timedelta(days=number)
        FreeDay.objects.create(on=on, name="Libur panjang")
    assert due(report)[date(2026, 10, 1)] == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "tiap bulan, tanggal 5 bulan berikutnya"),
        ({"every": 3, "due_month": 2}, "tiap triwulan, tanggal 5, bulan ke-2 sesudahnya"),
        ({"every": 12, "due_day": 28, "due_month": 2}, "tiap tahun, 28 Februari"),
        (
            {"due_day": None, "due_month": None, "due_days": 14},
            "tiap bulan, 14 hari sesudahnya",
        ),
    ],
)
def test_when_is_said_in_words(more, said):
    assert f.OfficialReportFactory.build(**more).when == said


# Sent


def test_the_office_writes_down_that_it_was_sent_once(client, login):
    office, report = login(Role.OFFICE), monthly()
    data = typed(office)
    for _ in range(2):
        page = client.post(sending(report), data, follow=True)
        assertContains(page, "dicatat terkirim")
    row = ReportSent.objects.get()
    assert (row.report, row.first_on, row.last_on) == (
        report,
        date(2026, 10, 1),
        date(2026, 10, 31),
    )
    assert (row.due_on, row.is_in_time, row.recorded_by) == (date(2026, 11, 5), False, office)
    assertContains(page, "460/118/RPTC/XI/2026")
    assertContains(page, "Terlambat dikirim")
    assert client.post(sending(report), data | {"number": "7"}).status_code == 409
    assert Entry.objects.get(object_id=row.pk, verb="noted").actor == office


def test_a_second_note_of_the_same_period_is_refused(client, login):
    head = login(Role.HEAD)
    report = f.ReportSentFactory(report=monthly()).report
    assertContains(client.post(sending(report), typed(head)), "sudah dicatat terkirim")
    assertRedirects(client.get(sending(report)), url("official_report_detail", report))
    assert ReportSent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_write_it_down_once():
    report = monthly()
    posts = [
        (user, sending(report), typed(user))
        for user in (f.UserFactory(roles=[role]) for role in (Role.OFFICE, Role.HEAD))
    ]
    answers = at_once(*posts)
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert ReportSent.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"sent_on": "2026-11-25"}, "Tanggal ini belum terjadi."),
        ({"sent_on": "2026-09-30"}, "sebelum masa laporannya dimulai"),
        ({"sent_on": ""}, "Tulis kapan dikirim."),
        ({"way": ""}, "Pilih caranya."),
        ({"sent_by": ""}, "Pilih siapa yang mengirim."),
    ],
)
def test_what_is_wrong_is_said_in_words(client, login, more, said):
    office, report = login(Role.OFFICE), monthly()
    assertContains(client.post(sending(report), typed(office, **more)), said)
    assert not ReportSent.objects.exists()


def test_who_sent_it_is_of_office_or_head(client, login):
    office, report = login(Role.OFFICE), monthly()
    other = f.UserFactory(roles=[Role.CARETAKER])
    client.post(sending(report), typed(office, sent_by=other.pk))
    assert not ReportSent.objects.exists()


def test_what_is_not_asked_for_is_not_there(client, login):
    login(Role.OFFICE)
    report, quarterly = monthly(), f.OfficialReportFactory(every=3)
    for address in (
        sending(report, 2026, 11),
        sending(report, 2026, 9),
        sending(report, 2026, 13),
        sending(report, 0, 1),
        sending(quarterly, 2026, 5),
    ):
        assert client.get(address).status_code == 404, address


def test_a_day_that_is_typed_after_it_was_due_is_called_so(client, login):
    """Sent in time, somebody says on 24 November: both days stand there."""
    office, report = login(Role.OFFICE), monthly()
    client.post(sending(report), typed(office, sent_on="2026-11-05"))
    (row,) = periods.asked(report)
    assert (row.is_in_time, row.counts) == (False, True)
    page = client.get(url("official_report_detail", report))
    assertContains(page, "Dicatat terlambat")
    assertContains(page, "Dikirim 05/11/2026")
    assertContains(page, "Dicatat 24/11/2026")
    assertContains(page, "seluruhnya 0 dari 1 tepat waktu")


def test_what_was_sent_in_time_stays_so_whatever_the_calendar_says_later(
    client, login, time_machine_at
):
    report = monthly()
    time_machine_at(days.at(date(2026, 11, 5), time(23, 50)))
    office = login(Role.OFFICE)
    client.post(sending(report), typed(office, sent_on="2026-11-05"))
    time_machine_at(NOW)
    login(office)
    OfficialReport.objects.update(due_day=2, valid_from=date(2026, 11, 1))
    (row,) = periods.asked(report)
    assert (row.due_on, row.is_in_time) == (date(2026, 11, 5), True)
    assertContains(client.get(url("official_report_detail", report)), "Tepat waktu")


# Taken back


def test_a_mistake_is_taken_back_with_a_reason_and_stays_to_be_read(client, login):
    row = f.ReportSentFactory(report=monthly())
    head = login(Role.HEAD)
    page = url("report_sent_take_back", row)
    assertContains(client.post(page, {"reason": ""}), "Tulis alasannya.")
    shown = client.post(page, {"reason": "Salah bulan, Ma'rang"}, follow=True)
    assertContains(shown, "dicatat belum terkirim")
    assertContains(shown, "Salah bulan, Ma&#x27;rang")
    row.refresh_from_db()
    assert (row.taken_back_by, row.take_back_reason) == (head, "Salah bulan, Ma'rang")
    assert [each.is_late for each in periods.asked(row.report)] == [True]
    assertContains(client.post(page, {"reason": "Lagi"}), "sudah dibatalkan")
    client.post(sending(row.report), typed(head))
    assert ReportSent.objects.standing().count() == 1


def test_a_form_that_comes_again_after_it_was_taken_back_says_so(client, login):
    office, report = login(Role.OFFICE), monthly()
    client.post(sending(report), data := typed(office))
    row = ReportSent.objects.get()
    client.post(url("report_sent_take_back", row), {"reason": "Keliru."})
    assertContains(client.post(sending(report), data, follow=True), "sudah dibatalkan")
    assert not ReportSent.objects.standing().exists()


def test_what_was_sent_stays_as_it_was_written():
    row = f.ReportSentFactory()
    rows, by = ReportSent.objects.filter(pk=row.pk), f.UserFactory()
    for change in ({"sent_on": date(2026, 11, 1)}, {"number": "1"}, {"due_on": date(2027, 1, 1)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    assert rows.delete()[0] == 0
    over = {"taken_back_at": days.now(), "taken_back_by": by}
    refused(
        "report_sent_taken_back_by_somebody_for_a_reason",
        lambda: rows.update(**over),
        lambda: rows.update(take_back_reason="Keliru."),
    )
    rows.update(**over, take_back_reason="Keliru.")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(taken_back_at=None, taken_back_by=None, take_back_reason="")
    f.ReportSentFactory(report=row.report)
    refused("report_sent_once_for_a_period", lambda: f.ReportSentFactory(report=row.report))
    refused(
        "report_sent_after_it_began",
        lambda: f.ReportSentFactory(sent_on=date(2026, 9, 30)),
    )
    refused("report_sent_for_a_period", lambda: f.ReportSentFactory(first_on=date(2026, 10, 2)))


# The reports themselves


def test_office_and_head_write_a_report_and_change_it(client, login):
    login(Role.OFFICE)
    page = client.post(url("official_report_add"), described(), follow=True)
    row = OfficialReport.objects.get(name="Laporan aset")
    assertContains(page, "belum dikonfirmasi")
    assertContains(page, "tiap tahun, 31 Januari")
    assertContains(client.post(url("official_report_add"), described()), "dengan nama ini")
    login(Role.HEAD)
    edit = url("official_report_edit", row)
    data = described(is_confirmed="on", recipient="BPKAD Ma'rang", shown_version=row.version)
    assertRedirects(client.post(edit, data), url("official_report_detail", row))
    row.refresh_from_db()
    assert (row.is_confirmed, row.recipient) == (True, "BPKAD Ma'rang")
    assertNotContains(client.get(url("official_report_detail", row)), "belum dikonfirmasi")
    assertContains(client.post(edit, data | {"name": "Lain"}), "diubah orang lain")
    assert [each.verb for each in Entry.objects.filter(object_id=row.pk).order_by("pk")][:2] == [
        "added",
        "changed",
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"name": ""}, "Tulis nama laporannya."),
        ({"recipient": ""}, "Tulis kepada siapa."),
        ({"every": ""}, "Pilih masanya."),
        ({"due_days": "10"}, "Isi salah satu"),
        ({"due_day": "", "due_month": ""}, "Isi salah satu"),
        ({"due_day": "32"}, "tanggal 1 sampai 31"),
        ({"due_month": "7"}, "bulan 1 sampai 6"),
        ({"due_day": "", "due_month": "", "due_days": "181"}, "Hari 1 sampai 180"),
        ({"valid_from": ""}, "Tulis dihitung mulai kapan."),
        ({"valid_from": "1999-12-31"}, "Paling awal 01/01/2000."),
        ({"valid_until": "2024-12-31"}, "Ini sebelum dihitung mulai."),
    ],
)
def test_what_is_wrong_with_a_report_is_said_in_words(client, login, more, said):
    login(Role.OFFICE)
    assertContains(client.post(url("official_report_add"), described(**more)), said)
    assert not OfficialReport.objects.filter(recipient="BPKAD").exists()


def test_days_alone_need_no_month(client, login):
    """The month that the form proposes is not in their way."""
    login(Role.OFFICE)
    client.post(url("official_report_add"), described(due_day="", due_days="10"))
    row = OfficialReport.objects.get(name="Laporan aset")
    assert (row.due_days, row.due_day, row.due_month) == (10, None, None)


def test_what_was_sent_for_a_month_is_of_that_month(client, login):
    report = f.ReportSentFactory(report=monthly()).report
    login(Role.OFFICE)
    data = described(every="3", shown_version=report.version)
    page = client.post(url("official_report_edit", report), data)
    assertContains(page, "masa laporan ini tidak diubah lagi")
    rows = OfficialReport.objects.filter(pk=report.pk)
    refused("official_report_keeps_its_periods", lambda: rows.update(every=3))
    assert OfficialReport.objects.exclude(pk=report.pk).delete()[0] == 0


def test_the_database_refuses_a_report_that_no_form_writes():
    rows = OfficialReport.objects.filter(pk=f.OfficialReportFactory().pk)
    refused("official_report_is_due_in_one_way", lambda: rows.update(due_days=3))
    refused("official_report_is_due_soon_enough", lambda: rows.update(due_day=32))
    refused("official_report_is_of_a_period", lambda: rows.update(every=2))
    refused("official_report_says_what_and_to_whom", lambda: rows.update(recipient=""))
    refused(
        "official_report_is_confirmed_with_its_first_day",
        lambda: rows.update(valid_from=None),
    )


def test_what_the_program_brings_along_is_not_confirmed_and_asked_of_nobody(client, login):
    login(Role.OFFICE)
    brought = OfficialReport.objects.all()
    assert {row.name for row in brought} >= {"Rekap bulanan", "SPM", "SKM", "Satu Data"}
    assert not any(row.is_confirmed or row.valid_from for row in brought)
    page = client.get(url("report_calendar"))
    assertContains(page, "belum dikonfirmasi")
    assertContains(page, "Belum dihitung")
    assertContains(page, "Tidak ada yang menunggu dikirim.")


# The pages


def test_what_waits_stands_first_and_opens_its_table(client, login):
    login(Role.OFFICE)
    late = monthly(name="Rekap contoh")
    soon = monthly(name="Aset", due_day=26, ready="")
    page = client.get(url("report_calendar"))
    assert [str(row) for row, *_ in page.context["page_obj"].object_list] == [
        "Rekap contoh Oktober 2026",
        "Aset Oktober 2026",
    ]
    assertContains(page, reverse("reports:recap_month", args=[2026, 10]))
    assertContains(page, "Lewat 19 hari")
    assertContains(page, sending(late))
    assertContains(page, sending(soon))
    for show, name in (("late", "Rekap contoh"), ("due", "Aset")):
        rows = client.get(url("report_calendar"), {"show": show}).context["page_obj"].object_list
        assert [row.report.name for row, *_ in rows] == [name]


@pytest.mark.parametrize(
    ("ready", "every", "address"),
    [
        ("recap", 12, "/recap/2025/"),
        ("recap", 3, "/recap/?from=2026-07-01&amp;to=2026-09-30"),
        ("spm", 3, "/spm/2026/3/"),
        ("spm", 1, "/services/?month=2026-10&amp;months=1"),
        ("skm", 6, "/skm/"),
        ("partnership", 12, "/partnership/?year=2025"),
        ("annual", 12, "/annual-report/2025/"),
        ("city_part", 12, "/city-part/2025/"),
        ("data_set", 12, "/data-set/2025/"),
    ],
)
@pytest.mark.parametrize("role", [Role.OFFICE, Role.HEAD])
def test_each_table_is_one_tap_away_and_opens(client, login, role, ready, every, address):
    login(role)
    report = f.OfficialReportFactory(ready=ready, every=every, valid_from=date(2025, 12, 1))
    page = client.get(url("official_report_detail", report))
    assertContains(page, f'href="{address}"')
    assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_the_reports_of_the_city_open_the_part_of_the_unit(client, login):
    login(Role.OFFICE)
    for name in ("LPPD, bagian RPTC", "LKPJ, bagian RPTC", "LKjIP, bagian RPTC"):
        report = OfficialReport.objects.get(name=name)
        page = client.get(url("official_report_detail", report))
        assertContains(page, 'href="/city-part/2025/"')
    assertContains(client.get(url("report_calendar")), 'href="/city-part/2025/"', count=3)


def test_the_agency_reads_and_presses_nothing(client, login):
    report = f.ReportSentFactory(report=monthly(name="Rekap contoh")).report
    waits = monthly(ready="spm")
    login(Role.AGENCY)
    page = client.get(url("report_calendar"))
    assertContains(page, "Rekap contoh")
    for there in (page, client.get(url("official_report_detail", report))):
        assertNotContains(there, "Sudah dikirim")
        assertNotContains(there, "Ternyata belum")
        assertNotContains(there, url("official_report_add"))
    # What they may not open is not offered.
    assertNotContains(client.get(url("official_report_detail", waits)), "/services/")


def test_in_time_is_n_of_m_and_what_is_older_is_a_number(client, login):
    login(Role.HEAD)
    report = f.OfficialReportFactory(valid_from=date(2025, 9, 1))
    months = [days.add_months(date(2025, 9, 1), number) for number in range(14)]
    for first in months:
        # Of September 2025 and of October 2026 nobody wrote anything down; one was late.
        if first in {months[0], months[-1]}:
            continue
        due_on = days.add_months(first, 1).replace(day=5)
        late = first == months[5]
        f.ReportSentFactory(
            report=report,
            first_on=first,
            last_on=days.add_months(first, 1) - days.ONE_DAY,
            due_on=due_on,
            sent_on=due_on + days.ONE_DAY if late else due_on,
        )
    page = client.get(url("official_report_detail", report))
    assert len(page.context["periods"]) == 12
    assertContains(page, "seluruhnya 11 dari 14 tepat waktu")
    assertContains(page, "Sebelumnya 1 dari 2 tepat waktu; 1 tidak pernah dicatat terkirim")
    assertContains(client.get(url("report_calendar")), "11 dari 14")
    waiting = client.get(url("report_calendar")).context["page_obj"].paginator.count
    assert waiting == 1


def test_what_is_not_due_yet_is_not_counted_as_late(client, login):
    login(Role.HEAD)
    report = monthly(due_day=30)
    page = client.get(url("official_report_detail", report))
    assert page.context["in_time"] == (0, 0)


def test_queries_do_not_grow(login, count_queries):
    login(Role.HEAD)
    report = f.ReportSentFactory(report=monthly()).report
    pages = [url("report_calendar"), url("official_report_detail", report)]
    few = [count_queries(page) for page in pages]
    OfficialReport.objects.filter(pk=report.pk).update(valid_from=date(2026, 1, 1))
    for month in (8, 9):
        first = date(2026, month, 1)
        last = days.add_months(first, 1) - days.ONE_DAY
        f.ReportSentFactory(report=report, first_on=first, last_on=last)
        f.ReportSentFactory(first_on=first, last_on=last)
    f.OfficialReportFactory.create_batch(5)
    assert [count_queries(page) for page in pages] == few
    assert max(few) <= 25


# Hari Ini


def told(user):
    return {
        waits.key: number for waits, number in count_for(user) if waits.key.startswith("reports-")
    }


@pytest.mark.parametrize("role", [Role.OFFICE, Role.HEAD])
def test_late_and_due_stand_on_hari_ini_until_they_are_sent(client, login, role):
    user = login(role)
    assert told(user) == {"reports-late": 0, "reports-due": 0}
    late, soon = monthly(name="Rekap contoh"), monthly(name="Aset", due_day=30, ready="")
    assert told(user) == {"reports-late": 1, "reports-due": 1}
    page = client.get("/")
    assertContains(page, "Rekap contoh Oktober 2026")
    assertContains(page, reverse("reports:recap_month", args=[2026, 10]))
    for report in (late, soon):
        assertContains(page, sending(report))
        client.post(sending(report), typed(user))
    assert told(user) == {"reports-late": 0, "reports-due": 0}
    row = ReportSent.objects.get(report=late)
    client.post(url("report_sent_take_back", row), {"reason": "Keliru."})
    assert told(user) == {"reports-late": 1, "reports-due": 0}


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2026, 11, 23), None),
        (date(2026, 11, 24), "reports-due"),
        (date(2026, 11, 30), "reports-due"),
        (date(2026, 12, 1), "reports-late"),
    ],
)
def test_a_week_before_its_day_it_is_told_of_and_on_it_too(time_machine_at, day, key):
    monthly(due_day=30)
    office = f.UserFactory(roles=[Role.OFFICE])
    time_machine_at(days.at(day, time(23, 30)))
    assert {name for name, number in told(office).items() if number} == ({key} if key else set())


def test_nobody_else_is_told(client):
    monthly()
    for role in set(Role) - {Role.OFFICE, Role.HEAD}:
        assert told(f.UserFactory(roles=[role])) == {}


def test_of_many_three_are_named_and_the_list_has_all(client, login):
    user = login(Role.OFFICE)
    f.OfficialReportFactory(name="Rekap contoh", valid_from=date(2026, 5, 1))
    assert told(user)["reports-late"] == 6
    named = firsts_for(user)["reports-late"]
    assert [row.title for row in named] == [
        "Rekap contoh Mei 2026",
        "Rekap contoh Juni 2026",
        "Rekap contoh Juli 2026",
    ]
    assertContains(client.get("/"), "Laporan lain yang lewat tanggalnya")


def test_what_ended_a_year_ago_waits_no_longer(login):
    user = login(Role.OFFICE)
    report = f.OfficialReportFactory(valid_from=date(2025, 1, 1), valid_until=date(2025, 11, 23))
    assert len(due(report)) == 10
    assert told(user) == {"reports-late": 0, "reports-due": 0}


# SPM of more than a month


def test_the_spm_of_a_triwulan_is_that_of_its_months(client, login):
    login(Role.OFFICE)
    page = client.get("/services/", {"month": "2026-05", "months": "3"})
    assertContains(page, "Triwulan II 2026")
    assertNotContains(page, reverse("cases:service_list"))
    assert page.context["after"] == date(2026, 7, 1)
    assert client.get("/services/", {"month": "2026-08", "months": "²"}).context["months"] == 1
