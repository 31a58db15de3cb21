"""The weekly report on who is here for longer than two weeks: only what was scored."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.casework.progress.models import Component, ProgressReport, ProgressRow
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.waiting import about, count_for
from tests import factories as f

pytestmark = pytest.mark.django_db


def url(stay):
    return reverse("cases:progress_report_write", args=[stay.pk])


def typed(**changes):
    said = {
        "send_key": str(uuid.uuid4()),
        "on": days.today().isoformat(),
        "conclusion": "Lebih tenang.",
        "body-discipline": "good",
        "body-remark": "Mandi tanpa diminta.",
        "therapy-creativity": "fair",
    }
    return said | changes


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


@pytest.fixture
def stay(worker):
    return f.StayFactory(days_ago=15, social_worker=worker)


def waiting_for(user):
    return {waits.key: number for waits, number in count_for(user)}["progress-reports"]


def test_nothing_is_chosen_beforehand_and_each_component_is_asked_for(client, stay):
    shown = client.get(url(stay))
    assertNotContains(shown, "checked")
    assertNotContains(shown, '<option value="good" selected')
    for component in Component:
        assertContains(shown, f"<summary>{component.label}</summary>")


def test_only_what_was_scored_becomes_a_row(client, worker, stay):
    answer = client.post(url(stay), typed())
    assertRedirects(answer, reverse("cases:stay_notes", args=[stay.pk]))
    report = ProgressReport.objects.get()
    assert (report.on, report.recorded_by) == (days.today(), worker)
    rows = list(report.rows.values_list("component", "discipline", "creativity", "remark"))
    assert rows == [("body", "good", "", "Mandi tanpa diminta."), ("therapy", "", "fair", "")]
    assert Entry.objects.get(verb="wrote").person_id == stay.person_id
    shown = client.get(reverse("cases:stay_notes", args=[stay.pk]))
    assertContains(shown, "Kedisiplinan baik. Mandi tanpa diminta.")


def test_a_report_without_a_score_and_a_remark_without_one_are_refused(client, stay):
    empty = {"body-discipline": "", "body-remark": "", "therapy-creativity": ""}
    assertContains(client.post(url(stay), typed(**empty)), "Nilai sedikitnya satu komponen.")
    refused = client.post(url(stay), typed(**empty | {"duty-remark": "Rajin."}))
    assertContains(refused, "Nilai sedikitnya satu aspek")
    assertContains(refused, "Rajin.")
    assertContains(refused, "Lebih tenang.")
    assert not ProgressReport.objects.exists()


def test_the_first_is_of_the_fifteenth_day_and_none_of_a_day_to_come(client, worker, today):
    stay = f.StayFactory(days_ago=13, social_worker=worker)
    assertContains(client.post(url(stay), typed()), "Laporan dimulai pada hari ke-15")
    later = f.StayFactory(days_ago=14, social_worker=worker)
    tomorrow = (today + days.ONE_DAY).isoformat()
    assertContains(client.post(url(later), typed(on=tomorrow)), "Tanggal ini belum terjadi.")
    assert client.post(url(later), typed()).status_code == 302


def test_sent_twice_is_one_report(client, stay):
    said = typed()
    assert [client.post(url(stay), said).status_code for _ in range(2)] == [302, 302]
    assert ProgressReport.objects.count() == 1
    other = client.post(url(stay), said | {"body-discipline": "poor"})
    assertContains(other, "sudah terkirim dengan isi lain")


def test_it_waits_for_whose_case_it_is_until_it_is_written_and_again_after_a_week(
    client, worker, stay
):
    f.StayFactory(days_ago=13, social_worker=worker)
    f.StayFactory(days_ago=20)
    f.StayFactory(days_ago=20, ended=True, social_worker=worker)
    assert waiting_for(worker) == 1
    [row] = [
        row for row in about([stay.person_id], worker)[stay.person_id] if row.url == url(stay)
    ]
    assert row.text == "Laporan perkembangan pekan ini"
    listed = client.get(reverse("cases:progress_report_list"))
    assert [each.pk for each in listed.context["page_obj"]] == [stay.pk]
    client.post(url(stay), typed())
    assert waiting_for(worker) == 0
    instead = f.SubstitutionFactory(worker=worker).substitute
    f.ProgressReportFactory(
        stay=f.StayFactory(days_ago=30, social_worker=worker), on=days.today() - days.ONE_DAY * 7
    )
    assert waiting_for(worker) == waiting_for(instead) == 1


def test_on_the_fifteenth_day_and_not_before(worker):
    f.StayFactory(days_ago=13, social_worker=worker)
    assert waiting_for(worker) == 0
    f.StayFactory(days_ago=14, social_worker=worker)
    assert waiting_for(worker) == 1


def test_a_closed_file_is_nowhere(client, worker):
    sealed = f.StayFactory(days_ago=20, intake__person__is_sealed=True)
    assert client.get(url(sealed)).status_code == 404
    assert client.post(url(sealed), typed()).status_code == 404
    printed = reverse("cases:progress_report_print", args=[sealed.pk])
    assert client.get(printed).status_code == 404


def test_the_paper_bears_the_head_of_the_house_and_every_week(client, worker, stay, read_pdf):
    week = days.ONE_DAY * 7
    report = f.ProgressReportFactory(stay=stay, on=days.today() - week, conclusion="Mulai betah.")
    f.ProgressRowFactory(report=report, component="duty", diligence="poor", remark="Menyapu.")
    client.post(url(stay), typed())
    paper = read_pdf(client.get(reverse("cases:progress_report_print", args=[stay.pk])))
    for said in ("Laporan Perkembangan", "Piket asrama", "Kurang", "Menyapu.", "Mulai betah."):
        assert said in paper
    assert "Mandi tanpa diminta." in paper
    assert "Ibadah" not in paper
    assert str(worker) in paper
    assert Entry.objects.filter(verb="printed", person_id=stay.person_id).exists()


def test_the_head_reads_and_does_not_write(client, login):
    login(Role.HEAD)
    report = f.ProgressRowFactory().report
    shown = client.get(reverse("cases:stay_notes", args=[report.stay_id]))
    assertContains(shown, "Kebersihan diri")
    assertNotContains(shown, url(report.stay))
    assert client.get(url(report.stay)).status_code == 403


def test_queries_do_not_grow_with_reports(login, count_queries):
    stay = f.StayFactory(days_ago=40, social_worker=login(Role.SOCIAL_WORKER))
    notes = reverse("cases:stay_notes", args=[stay.pk])

    def report():
        made = f.ProgressReportFactory(stay=stay)
        for component in Component:
            f.ProgressRowFactory(report=made, component=component)

    report()
    few = count_queries(notes)
    report()
    report()
    assert count_queries(notes) == few
    assert few <= 25


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"discipline": "", "remark": "Rajin."}, "progress_row_is_scored"),
        ({"component": "duty", "discipline": "good"}, "progress_component_once"),
    ],
)
def test_the_database_refuses(columns, constraint):
    report = f.ProgressRowFactory(component="duty").report
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ProgressRow.objects.create(report=report, **{"component": "bed"} | columns)
