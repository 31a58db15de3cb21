"""Wajib lapor (R44): who heard it reports, the clock runs from when it was told, and it ends only
with office, receiver, hour and number of each office."""

import datetime
import random
import uuid
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.law.reports import actions, figures
from cases.law.reports.models import (
    ReportOffice,
    ReportRule,
    ReportToOffice,
    ViolenceReport,
    ViolenceWords,
)
from cases.law.reports.words import versions_of
from cases.people.doubles import actions as doubles
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.actions import decide_withdrawal
from rptc.letters.models import Letter
from rptc.waiting import about, count_for
from tests import factories as f
from tests.database_roles import as_owner
from tests.dumps import dumped

pytestmark = pytest.mark.django_db
WRITE = reverse("cases:violence_report_write")
LIST = reverse("cases:violence_report_list")
CANARY = "Kenaritakut"
LAST_EVENING = days.at(datetime.date(2026, 12, 31), datetime.time(23, 30))


def clock(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def detail(report):
    return reverse("cases:violence_report_detail", args=[report.pk])


def tell(report, side="police"):
    return reverse("cases:violence_report_tell", args=[report.pk, side])


def correct(report):
    return reverse("cases:violence_report_correct", args=[report.pk])


def of(person):
    return f"{WRITE}?person={person.pk}"


def typed(user, **changes):
    return {
        "send_key": str(uuid.uuid4()),
        "rule": str(ReportRule.objects.filter(name="Kekerasan seksual").first().pk),
        "said": 'Ma\'ruf bilang: "takut".',
        "told_at": clock(days.now()),
        "heard_by": str(user.pk),
    } | changes


def told(side="police", **changes):
    return {
        "send_key": str(uuid.uuid4()),
        "office": str(ReportOffice.objects.get(side=side).pk),
        "receiver": "Aipda Hasriani",
        "at": clock(days.now()),
        "way": "phone",
        "number": "LP/12/2026",
    } | changes


def waits(user):
    return {kind.key: number for kind, number in count_for(user) if kind.key.startswith("viol")}


# -- Written by whoever heard it ---------------------------------------------------------------


def test_house_staff_write_what_they_heard_and_the_clock_runs_from_then(client, login):
    user = login(Role.CARETAKER)
    stay = f.StayFactory(days_ago=2)
    told_at = days.now() - 4 * days.ONE_HOUR
    response = client.post(of(stay.person), typed(user, told_at=clock(told_at)))
    report = ViolenceReport.objects.get()
    assertRedirects(response, detail(report))
    assert (report.person, report.stay) == (stay.person, stay)
    assert report.due_at - report.told_at == 72 * days.ONE_HOUR
    page = client.get(detail(report))
    assertContains(page, "Sisa 67 jam")
    assertContains(page, "Ma&#x27;ruf bilang: &quot;takut&quot;.")
    assertContains(page, "3 x 24 jam sejak diceritakan")
    assertContains(page, "belum dikonfirmasi")


def test_on_the_last_evening_of_the_year_the_hours_go_on(client, login, time_machine_at):
    time_machine_at(LAST_EVENING)
    user = login(Role.SOCIAL_WORKER)
    person = f.StayFactory(days_ago=1).person
    client.post(of(person), typed(user, told_at="2026-12-31T23:30"))
    due = days.at(datetime.date(2027, 1, 3), datetime.time(23, 30))
    assert ViolenceReport.objects.get().due_at == due


def test_the_same_form_twice_is_one_report(client, login):
    user = login(Role.CARETAKER)
    person, data = f.StayFactory().person, typed(user)
    for _ in range(2):
        assert client.post(of(person), data).status_code == 302
    assertContains(client.post(of(person), data | {"said": "Lain."}), "sudah terkirim")
    assert [ViolenceReport.objects.count(), ViolenceWords.objects.count()] == [1, 1]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"said": ""}, "Tulis apa yang dikatakan"),
        ({"rule": ""}, "Pilih apa yang diceritakan."),
        ({"told_at": "2031-01-01T08:00"}, "Waktu ini belum terjadi."),
    ],
)
def test_a_mistake_is_said_at_its_field(client, login, changes, said):
    user = login(Role.CARETAKER)
    person = f.StayFactory().person
    assertContains(client.post(of(person), typed(user, **changes)), said)
    assert not ViolenceReport.objects.exists()


def test_the_office_that_reaches_no_file_writes_whom_it_is_about(client, login):
    user = login(Role.OFFICE)
    f.StayFactory(intake__person__name="Becce")
    shut = client.post(WRITE, typed(user, file="Becce", whom=""))
    assertContains(shut, "Tidak ada berkas seperti ini")
    assertContains(client.post(WRITE, typed(user, file="", whom="")), "tulis siapa orangnya")
    data = typed(user, file="", whom="Anak perempuan di lampu merah.")
    assert client.post(WRITE, data).status_code == 302
    report = ViolenceReport.objects.get()
    assert (report.person, report.stay) == (None, None)
    assertContains(client.get(detail(report)), "Anak perempuan di lampu merah.")


def test_who_is_in_the_house_is_offered_before_old_files_of_the_name(client, login):
    user = login(Role.SOCIAL_WORKER)
    for _ in range(6):
        f.IntakeFactory(person__name="Fatimah", outcome="advised")
    here = f.StayFactory(intake__person__name="Fatimah").person
    shown = client.post(WRITE, typed(user, file="fatimah", whom=""))
    assertContains(shown, f"Ditemukan: {here.file_number} Fatimah ({here.sex}, ")
    assertContains(shown, ", di rumah);", count=1)
    assertContains(shown, "Masih ada yang lain.")


def test_a_trc_officer_finds_whom_they_met_by_name_and_nobody_else(client, login):
    user = login(Role.FIELD)
    met = f.IntakeFactory(recorded_by=user, person__name="Dg. Ma'ruf").person
    f.IntakeFactory(person__name="Dg. Lain")
    assertContains(client.post(WRITE, typed(user, file="Dg. Lain", whom="")), "Tidak ada berkas")
    shown = client.post(WRITE, typed(user, file="ma'ruf", whom=""))
    told_apart = f"{met.file_number} Dg. Ma&#x27;ruf ({met.sex}, {met.age_today})"
    assertContains(shown, f"Ditemukan: {told_apart}.")
    client.post(WRITE, typed(user, file=met.file_number, whom=""))
    assert ViolenceReport.objects.get().person == met


def test_a_name_takes_no_file_and_half_a_name_finds_none(client, login):
    user = login(Role.SOCIAL_WORKER)
    f.StayFactory(intake__person__name="Rahmania Dg. Bau")
    half = client.post(WRITE, typed(user, file="ani", whom="Ani, 9 tahun, di Losari"))
    assertContains(half, "Tidak ada berkas seperti ini")
    whole = client.post(WRITE, typed(user, file="rahmania", whom=""))
    assertContains(whole, "Bila orangnya benar, tulis nomor berkasnya.")
    assert not ViolenceReport.objects.exists()


def test_of_several_of_one_name_the_number_is_asked(client, login):
    user = login(Role.SOCIAL_WORKER)
    people = [f.StayFactory(intake__person__name=f"Sitti {n}").person for n in "AB"]
    page = client.post(WRITE, typed(user, file="sitti", whom=""))
    assertContains(page, f"{people[0].file_number} Sitti A")
    client.post(WRITE, typed(user, file=people[1].file_number, whom=""))
    assert ViolenceReport.objects.get().person == people[1]


def test_a_social_worker_joins_it_to_the_file(client, login):
    report = f.ViolenceReportFactory(stay=None, whom="Anak kecil.")
    stay = f.StayFactory(days_ago=1)
    login(Role.SOCIAL_WORKER)
    page = reverse("cases:violence_report_join", args=[report.pk])
    assertContains(client.get(page), "Anak kecil.")
    assertRedirects(client.post(page, {"person": str(stay.person_id)}), detail(report))
    report.refresh_from_db()
    assert (report.person, report.stay) == (stay.person, stay)
    with pytest.raises(ValidationError):
        actions.join_report(report, person=f.PersonFactory(), by=f.UserFactory())


def join(report):
    return reverse("cases:violence_report_join", args=[report.pk])


def test_a_social_worker_moves_it_from_the_wrong_file_and_the_head_is_told_again(client, login):
    report = f.ViolenceReportFactory(known=True, said="Kata itu.")
    wrong, right = report.person, f.StayFactory(days_ago=2)
    head = f.UserFactory(roles=[Role.HEAD])
    actions.write_letter(report, "ppa", by=f.UserFactory(roles=[Role.CARETAKER]))
    login(Role.SOCIAL_WORKER)
    moved = {"person": str(right.person_id), "whom": "", "why": "Salah orang."}
    assertContains(client.post(join(report), moved | {"why": ""}), "Tulis mengapa dipindahkan.")
    same = moved | {"person": str(wrong.pk)}
    assertContains(client.post(join(report), same), "sudah pada berkas itu")
    assertRedirects(client.post(join(report), moved), detail(report))
    report.refresh_from_db()
    assert (report.person, report.stay, report.known_at) == (right.person, right, None)
    assert waits(head)["violence-to-know"] == 1
    page = client.get(detail(report))
    assertContains(page, "Salah orang.")
    letter = reverse("cases:violence_report_letter", args=[report.pk, "ppa"])
    assert client.get(letter).status_code == 404
    assert not Letter.objects.get().is_current


def test_moved_to_no_file_it_says_whom_it_is_about(client, login):
    report = f.ViolenceReportFactory()
    login(Role.SOCIAL_WORKER)
    moved = {"person": "", "whom": "", "why": "Bukan dia."}
    assertContains(client.post(join(report), moved), "Tulis siapa orangnya")
    client.post(join(report), moved | {"whom": "Ani, 9 tahun."})
    report.refresh_from_db()
    assert (report.person, report.stay) == (None, None)
    assertContains(client.get(detail(report)), "Ani, 9 tahun.")


def test_nobody_else_moves_a_report(client, login):
    report = f.ViolenceReportFactory(recorded_by=login(Role.CARETAKER))
    assert client.post(join(report), {"person": "", "whom": "x", "why": "x"}).status_code == 403


def test_what_was_told_after_the_stay_is_of_no_stay(client, login):
    user = login(Role.SOCIAL_WORKER)
    left = f.LeftFactory(days_ago=2).stay
    client.post(of(left.person), typed(user))
    assert ViolenceReport.objects.get().stay is None


# -- Told to the offices -----------------------------------------------------------------------


def test_it_is_done_only_when_each_office_has_given_a_number(client, login):
    user = login(Role.SOCIAL_WORKER)
    report = f.ViolenceReportFactory(recorded_by=user)
    client.post(tell(report), told(number=""))
    assertContains(client.get(detail(report)), "Nomor belum ada")
    assert list(ViolenceReport.objects.open()) == [report]
    client.post(tell(report, "ppa"), told("ppa", receiver="Nurhayati", number="PPA-1"))
    assert list(ViolenceReport.objects.open()) == [report]
    row = ReportToOffice.objects.get(side="police")
    client.post(tell(report), told() | {"shown_version": row.version})
    assert list(ViolenceReport.objects.done()) == [report]
    assertContains(client.get(detail(report)), "Sudah dilaporkan")
    assert row.history.count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"receiver": ""}, "Tulis siapa yang menerima."),
        ({"office": ""}, "Pilih kantornya."),
        ({"way": ""}, "Pilih cara melapornya."),
        ({"at": "2020-01-01T08:00"}, "Waktu ini sebelum diceritakan."),
        ({"number": "-"}, "Tulis nomornya dengan huruf atau angka"),
    ],
)
def test_an_office_is_told_with_all_but_the_number(client, login, changes, said):
    report = f.ViolenceReportFactory(recorded_by=login(Role.CARETAKER))
    assertContains(client.post(tell(report), told(**changes)), said)
    assert not ReportToOffice.objects.exists()


def test_two_who_tell_the_same_office_read_of_each_other(client, login):
    user = login(Role.SOCIAL_WORKER)
    report = f.ViolenceReportFactory(recorded_by=user)
    f.ReportToOfficeFactory(report=report)
    page = client.post(tell(report), told(receiver="Orang lain"))
    assertContains(page, "Orang lain baru saja mencatat")
    row = ReportToOffice.objects.get()
    data = told(receiver="Kedua") | {"shown_version": row.version}
    ReportToOffice.objects.update(receiver="Pertama", version=row.version + 1)
    assertContains(client.post(tell(report), data), "diubah orang lain")
    assert ReportToOffice.objects.get().receiver == "Pertama"


def test_a_rule_that_asks_one_office_is_done_with_one(client, login):
    rule = ReportRule.objects.get(name="Kekerasan seksual")
    rule.asks_ppa, rule.hours = False, None
    rule.save()
    report = f.ViolenceReportFactory(recorded_by=login(Role.CARETAKER), rule=rule)
    assertContains(client.get(detail(report)), "tanpa batas waktu")
    assert client.get(tell(report, "ppa")).status_code == 404
    f.ReportToOfficeFactory(report=report)
    assert list(ViolenceReport.objects.done()) == [report]


def test_a_rule_that_changes_leaves_the_clock_of_what_was_told(login):
    report = f.ViolenceReportFactory()
    ReportRule.objects.update(hours=24, asks_ppa=False)
    report = ViolenceReport.objects.with_told().get()
    assert (report.span, report.asked) == ("3 x 24 jam", ["police", "ppa"])


def test_what_uptd_ppa_is_told_of_a_child_it_is_told_once(client, login):
    user = login(Role.SOCIAL_WORKER)
    victim = f.ChildVictimFactory()
    report = f.ViolenceReportFactory(recorded_by=user, stay=None, person=victim.intake.person)
    client.post(tell(report, "ppa"), told("ppa", receiver="Nurhayati"))
    victim.refresh_from_db()
    assert victim.told_to == "Nurhayati, UPTD PPA Kota Makassar, telepon"


def test_what_uptd_ppa_knows_of_the_intake_stands_in_the_form(client, login):
    user = login(Role.SOCIAL_WORKER)
    victim = f.ChildVictimFactory(
        told_at=days.now(), told_by=user, told_to="Ibu Hasnah, per telepon"
    )
    report = f.ViolenceReportFactory(recorded_by=user, stay=None, person=victim.intake.person)
    f.ReportToOfficeFactory(report=report)
    page = client.get(detail(report))
    assertContains(page, "Sudah diberi tahu tentang anak ini: Ibu Hasnah, per telepon")
    assertContains(page, 'value="Ibu Hasnah, per telepon"')


# -- Who reads it ------------------------------------------------------------------------------


def test_who_typed_it_reads_it_until_it_is_done_and_no_longer(client, login):
    user = login(Role.CARETAKER)
    report = f.ViolenceReportFactory(recorded_by=user, said=CANARY)
    assertContains(client.get(detail(report)), CANARY)
    assertNotContains(client.get(LIST), CANARY)
    f.ReportToOfficeFactory(report=report)
    last = client.post(tell(report, "ppa"), told("ppa"), follow=True)
    assertContains(last, "Laporan ini lengkap")
    page = client.get(detail(report))
    for words in ("Laporan lengkap", "Aipda Hasriani", "LP/12/2026"):
        assertContains(page, words)
    for words in (CANARY, str(report.person), report.rule.name):
        assertNotContains(page, words)
    assert client.get(correct(report)).status_code == 404
    assert versions_of(report, user) == []
    assertContains(client.get(LIST), "Laporan Anda tampil di sini sampai lengkap.")
    login(Role.CARETAKER)
    assert client.get(detail(report)).status_code == 404


@pytest.mark.parametrize("role", sorted({Role.FIELD, Role.CARETAKER, Role.OFFICE, Role.ADMIN}))
def test_what_a_colleague_typed_is_nowhere(client, login, role):
    report = f.ViolenceReportFactory(said=CANARY)
    user = login(role)
    for page in (detail(report), tell(report), correct(report)):
        assert client.get(page).status_code == 404
    assert waits(user) == {"violence-late": 0, "violence-open": 0}
    assertNotContains(client.get(LIST + "?show=open"), detail(report))


def test_who_heard_it_sees_it_wait_though_another_typed_it(client, login):
    heard = login(Role.CARETAKER)
    report = f.ViolenceReportFactory(heard_by=heard)
    assert waits(heard)["violence-open"] == 1
    assertContains(client.get(detail(report)), "Saya takut pada Om itu.")


def test_a_social_worker_reads_those_of_files_that_are_open_to_them(client, login):
    worker = login(Role.SOCIAL_WORKER)
    report, closed = f.ViolenceReportFactory(), f.ViolenceReportFactory()
    closed.person.is_sealed = True
    closed.person.save()
    assert client.get(detail(report)).status_code == 200
    assert client.get(detail(closed)).status_code == 404
    assert waits(worker)["violence-open"] == 1


def test_nobody_reads_of_their_own_family(client, login):
    head = login(Role.HEAD)
    report = f.ViolenceReportFactory()
    f.ConflictFactory(user=head, person=report.person)
    assert client.get(detail(report)).status_code == 404
    assert waits(head)["violence-to-know"] == 0


def test_a_name_is_not_said_to_who_may_not_open_the_file(client, login):
    user = login(Role.OFFICE)
    report = f.ViolenceReportFactory(recorded_by=user, person__name="Kenarinama")
    for page in (detail(report), LIST + "?show=open"):
        assertNotContains(client.get(page), "Kenarinama")
        assertContains(client.get(page), f"Berkas tertutup {report.person.file_number}")


# -- Waiting and known -------------------------------------------------------------------------


def test_the_head_knows_at_once_and_says_so(client, login):
    report = f.ViolenceReportFactory()
    head = login(Role.HEAD)
    assert waits(head) == {"violence-late": 0, "violence-open": 1, "violence-to-know": 1}
    client.post(reverse("cases:violence_report_acknowledge", args=[report.pk]))
    report.refresh_from_db()
    assert report.known_by == head
    assert waits(head)["violence-to-know"] == 0


def test_what_the_head_wrote_is_known(client, login):
    user = login(Role.HEAD)
    person = f.StayFactory().person
    client.post(of(person), typed(user))
    assert ViolenceReport.objects.get().known_by == user


def test_who_stands_in_for_the_head_reads_it_until_and_after_they_know(client):
    report, other = f.ViolenceReportFactory(), f.ViolenceReportFactory(known=True)
    user = f.UserFactory(roles=[Role.CARETAKER])
    f.DelegationFactory(delegate=user, approvals=["incident"])
    client.force_login(user)
    client.post(reverse("cases:violence_report_acknowledge", args=[report.pk]))
    assert client.get(detail(report)).status_code == 200
    assert client.get(detail(other)).status_code == 404


def test_who_stands_in_for_the_head_does_not_know_what_they_wrote(client):
    user, head = f.UserFactory(roles=[Role.CARETAKER]), f.UserFactory(roles=[Role.HEAD])
    f.DelegationFactory(delegate=user, approvals=["incident"])
    client.force_login(user)
    client.post(of(f.StayFactory(days_ago=2).person), typed(user))
    report = ViolenceReport.objects.get()
    assert report.known_at is None
    assert [waits(each)["violence-to-know"] for each in (user, head)] == [0, 1]
    acknowledge = reverse("cases:violence_report_acknowledge", args=[report.pk])
    assertNotContains(client.get(detail(report)), acknowledge)
    client.post(acknowledge)
    report.refresh_from_db()
    assert report.known_at is None


def test_a_late_one_stands_first_and_says_how_late(client, login):
    worker = login(Role.SOCIAL_WORKER)
    late, running = f.ViolenceReportFactory(late=True), f.ViolenceReportFactory()
    assert waits(worker) == {"violence-late": 1, "violence-open": 1}
    assertContains(client.get(LIST), "Lewat 3 x 24 jam")
    assertNotContains(client.get(LIST), detail(running))
    rows = about([late.person_id], worker)[late.person_id]
    assert "violence-late" in [row.waits.key for row in rows]


def test_a_list_asks_no_more_for_more_rows(login, count_queries):
    login(Role.SOCIAL_WORKER)
    f.ViolenceReportFactory()
    few = count_queries(LIST + "?show=open")
    f.ViolenceReportFactory.create_batch(6)
    assert count_queries(LIST + "?show=open") == few
    assert few <= 25


# -- Mended, and kept --------------------------------------------------------------------------


def mended(report, user, **changes):
    row = ViolenceReport.objects.get(pk=report.pk)
    data = typed(user, told_at=clock(row.told_at), heard_by=str(row.heard_by_id), why="Keliru.")
    return data | {"shown_version": row.version} | changes


def test_a_correction_is_a_version_and_both_are_read(client, login):
    user = login(Role.CARETAKER)
    report = f.ViolenceReportFactory(recorded_by=user, said="Kata lama.")
    earlier = report.told_at - 2 * days.ONE_HOUR
    data = mended(report, user, said="Kata baru.", told_at=clock(earlier))
    assertRedirects(client.post(correct(report), data), detail(report))
    page = client.get(detail(report))
    for words in ("Kata baru.", "Kata lama.", "Keliru.", "Versi sebelumnya (1)"):
        assertContains(page, words)
    now = ViolenceReport.objects.get()
    assert now.due_at - now.told_at == 72 * days.ONE_HOUR
    assert now.history.count() == 2


def test_a_correction_that_changes_nothing_is_none(client, login):
    user = login(Role.CARETAKER)
    report = f.ViolenceReportFactory(recorded_by=user, said="Sama.")
    ViolenceReport.objects.update(told_at=report.told_at.replace(second=0, microsecond=0),
                                  version=2)  # fmt: skip
    page = client.post(correct(report), mended(report, user, said="Sama."))
    assertContains(page, "Tidak ada yang berubah.")


def test_who_mends_an_older_version_reads_of_the_newer(client, login):
    user = login(Role.SOCIAL_WORKER)
    report = f.ViolenceReportFactory(recorded_by=user)
    data = mended(report, user)
    ViolenceReport.objects.update(version=5)
    assertContains(client.post(correct(report), data), "diubah orang lain")


def short_rule(**columns):
    one = {"name": "Lain", "hours": None, "asks_police": False, "from_on": "2020-01-01"}
    return ReportRule.objects.create(**one | columns)


def test_who_heard_it_takes_no_office_and_no_hour_away(client, login):
    user = login(Role.CARETAKER)
    report = f.ViolenceReportFactory(recorded_by=user, known=True, late=True)
    for changes in (
        {"rule": short_rule().pk},
        {"rule": short_rule(name="Lain lagi", asks_police=True).pk},
        {"told_at": clock(days.now())},
    ):
        page = client.post(correct(report), mended(report, user, **changes))
        assertContains(page, "Minta pekerja sosial memperbaikinya.")
    assert ViolenceReport.objects.get().version == report.version


def test_another_rule_or_hour_is_known_anew_and_its_letter_is_written_anew(client, login):
    worker = login(Role.SOCIAL_WORKER)
    head = f.UserFactory(roles=[Role.HEAD])
    report = f.ViolenceReportFactory(known=True)
    first = actions.write_letter(report, "ppa", by=worker)
    data = mended(report, worker, rule=short_rule().pk, told_at=clock(days.now()))
    assertRedirects(client.post(correct(report), data), detail(report))
    report.refresh_from_db()
    assert (report.asked, report.due_at, report.known_at) == (["ppa"], None, None)
    assert waits(head)["violence-to-know"] == 1
    assert actions.write_letter(report, "ppa", by=worker) != first
    client.force_login(head)
    client.post(reverse("cases:violence_report_acknowledge", args=[report.pk]))
    report.refresh_from_db()
    assert report.known_by == head


def test_a_head_whose_own_report_was_mended_reads_it_again(client, login):
    head = login(Role.HEAD)
    client.post(of(f.StayFactory(days_ago=2).person), typed(head))
    report = ViolenceReport.objects.get()
    worker = login(Role.SOCIAL_WORKER)
    client.post(correct(report), mended(report, worker, rule=short_rule().pk))
    assert waits(head)["violence-to-know"] == 1
    actions.acknowledge_report(report, by=head)
    assert waits(head)["violence-to-know"] == 0


def test_no_sql_hides_a_report_on_another_file_or_from_the_head():
    report, other = f.ViolenceReportFactory(), f.StayFactory()
    known = f.ViolenceReportFactory(known=True)
    for row, columns in [
        (report, {"person": other.person, "stay": None}),
        (report, {"person": other.person, "stay": other}),
        (report, {"stay": None}),
        (known, {"known_at": None, "known_by": None}),
        (known, {"known_by": f.UserFactory()}),
    ]:
        with pytest.raises(DatabaseError), transaction.atomic():
            ViolenceReport.objects.filter(pk=row.pk).update(**columns)


def test_words_are_never_rewritten_nor_a_report_deleted():
    report = f.ViolenceReportFactory()
    tries = [
        lambda: ViolenceWords.objects.update(sealed_said="x"),
        lambda: ViolenceWords.objects.all().delete(),
        lambda: ViolenceReport.objects.filter(pk=report.pk).update(told_at=days.now()),
        lambda: ViolenceReport.objects.filter(pk=report.pk).delete(),
    ]
    for attempt in tries:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    with pytest.raises(DatabaseError), as_owner(), transaction.atomic():
        ViolenceWords.objects.update(recorded_at=days.now())


@pytest.mark.parametrize(
    "columns",
    [
        {"due_at": None, "asks_police": False, "asks_ppa": False},
        {"due_at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)},
        {"known_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)},
        {"person": None},
    ],
)
def test_the_database_refuses_a_report_that_cannot_be(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        f.ViolenceReportFactory(**columns)


@pytest.mark.parametrize(
    "columns",
    [
        {"name": ""},
        {"asks_police": False, "asks_ppa": False},
        {"hours": 0},
        {"until_on": datetime.date(1999, 1, 1)},
    ],
)
def test_the_database_refuses_a_rule_that_cannot_be(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportRule.objects.filter(name="Kekerasan seksual").update(**columns)


def test_an_office_is_told_once_and_is_of_its_side():
    row = f.ReportToOfficeFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        f.ReportToOfficeFactory(report=row.report)
    with pytest.raises(IntegrityError), transaction.atomic():
        f.ReportToOfficeFactory(office=ReportOffice.objects.get(side="ppa"))
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportToOffice.objects.update(receiver="")
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportToOffice.objects.update(report=f.ViolenceReportFactory())
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


def test_it_goes_along_when_two_files_are_one():
    report = f.ViolenceReportFactory()
    kept = f.PersonFactory()
    worker, head = f.UserFactory(roles=[Role.SOCIAL_WORKER]), f.UserFactory(roles=[Role.HEAD])
    merge = f.MergeFactory(kept=kept, lost=report.person, recorded_by=worker)
    doubles.decide_merge(merge, approve=True, note="", seen=merge.seen, by=head)
    report.refresh_from_db()
    assert report.person == kept


@pytest.mark.django_db(transaction=True)
def test_no_backup_holds_what_was_said(client, login):
    user = login(Role.CARETAKER)
    data = typed(user, said=f"{CANARY} satu", whom=f"{CANARY} dua", file="")
    assert client.post(WRITE, data).status_code == 302
    assert CANARY not in dumped()


# -- The letter --------------------------------------------------------------------------------


def test_the_letter_says_that_and_not_what_was_said(client, login, read_pdf):
    user = login(Role.CARETAKER)
    report = f.ViolenceReportFactory(recorded_by=user, said=CANARY)
    write = reverse("cases:violence_report_letter_write", args=[report.pk, "ppa"])
    letter = reverse("cases:violence_report_letter", args=[report.pk, "ppa"])
    assert client.get(letter).status_code == 404
    assertRedirects(client.post(write), detail(report))
    text = " ".join(read_pdf(client.get(letter)).split())
    assert "Kekerasan seksual" in text
    assert CANARY not in text
    client.post(write)
    assert Letter.objects.count() == 1


def test_who_may_not_open_the_file_prints_no_letter_that_names_it(client, login):
    user = login(Role.CARETAKER)
    report = f.ViolenceReportFactory(recorded_by=user, stay=None, person=f.PersonFactory())
    write = reverse("cases:violence_report_letter_write", args=[report.pk, "ppa"])
    assertNotContains(client.get(detail(report)), write)
    assert client.post(write).status_code == 404


def test_the_office_has_the_letter_in_no_list(client, login):
    report = f.ViolenceReportFactory()
    letter = actions.write_letter(report, "police", by=f.UserFactory(roles=[Role.CARETAKER]))
    assert letter not in Letter.objects.visible_to(login(Role.OFFICE))


def test_who_reads_the_report_asks_for_the_withdrawal_of_its_letter(client, login):
    report = f.ViolenceReportFactory()
    writer = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    letter = actions.write_letter(report, "police", by=writer)
    url = reverse("letters:letter_withdraw", args=[letter.pk])
    login(Role.OFFICE)
    assert client.get(url).status_code == 404
    login(Role.CARETAKER)
    assert client.get(url).status_code == 404
    client.force_login(writer)
    assertContains(client.get(detail(report)), url)
    said = {"reason": "Salah berkas.", "send_key": uuid.uuid4()}
    for _ in range(2):
        assertRedirects(client.post(url, said), detail(report))
    asked = letter.withdrawals.get()
    assertContains(client.get(detail(report)), "Diminta ditarik")
    decide_withdrawal(asked, approve=True, by=f.UserFactory(roles=[Role.HEAD]))
    assertNotContains(client.get(detail(report)), "Surat yang berlaku")


def test_a_letter_of_before_a_move_is_withdrawn_by_who_opens_both_files(client, login):
    worker = login(Role.SOCIAL_WORKER)
    report = f.ViolenceReportFactory()
    letter = actions.write_letter(report, "police", by=worker)
    url, wrong = reverse("letters:letter_withdraw", args=[letter.pk]), report.person
    right = f.StayFactory(days_ago=5).person
    said = {"person": right, "whom": "", "why": "Salah berkas."}
    report = actions.move_report(report, **said, by=worker)
    assertContains(client.get(detail(report)), "dibuat sebelum koreksi")
    assert client.get(url).status_code == 200
    f.SealFactory(person=wrong)
    assertNotContains(client.get(detail(report)), url)
    assert client.get(url).status_code == 404


# -- Settings ----------------------------------------------------------------------------------


def test_the_head_confirms_a_rule_and_keeps_the_offices(client, login):
    login(Role.HEAD)
    rule = ReportRule.objects.first()
    page = reverse("cases:report_rule_edit", args=[rule.pk])
    assertContains(client.get(reverse("cases:report_rule_list")), "belum dikonfirmasi")
    data = {
        "name": rule.name,
        "hours": 72,
        "asks_police": "on",
        "asks_ppa": "on",
        "source": "UU 12/2022 Pasal 45",
        "is_confirmed": "on",
        "from_on": "2022-05-09",
        "until_on": "",
        "order": 1,
    }
    client.post(page, data)
    rule.refresh_from_db()
    assert (rule.is_confirmed, rule.source) == (True, "UU 12/2022 Pasal 45")
    office = {"side": "police", "name": "Polsek Tamalate", "phone": "0411 555 100", "order": 5}
    client.post(reverse("cases:report_office_list"), office)
    assert ReportOffice.objects.get(name="Polsek Tamalate").dialled == "0411555100"


def test_a_rule_of_another_time_is_not_chosen(client, login):
    user = login(Role.CARETAKER)
    rule = ReportRule.objects.get(name="Kekerasan seksual")
    rule.from_on = days.today()
    rule.save()
    person = f.StayFactory(days_ago=9).person
    before = clock(days.now() - 3 * days.ONE_DAY)
    page = client.post(of(person), typed(user, told_at=before))
    assertContains(page, "Aturan ini tidak berlaku pada hari itu.")


@pytest.mark.parametrize("chosen", ["old", "new"])
def test_after_midnight_of_a_new_rule_the_old_evening_has_its_rule(
    client, login, time_machine_at, chosen
):
    time_machine_at(LAST_EVENING)
    ReportRule.objects.update(until_on=datetime.date(2026, 12, 31))
    old = ReportRule.objects.get(name="Kekerasan seksual")
    new = ReportRule.objects.create(name=old.name, hours=24, from_on=datetime.date(2027, 1, 1))
    time_machine_at(LAST_EVENING + days.ONE_HOUR)
    user = login(Role.CARETAKER)
    rule = {"old": old, "new": new}[chosen]
    data = typed(user, rule=str(rule.pk), told_at="2026-12-31T23:30", file="", whom="Anak kecil.")
    assert client.post(WRITE, data).status_code == 302
    assert ViolenceReport.objects.get().rule == old


# -- Laporan dalam batas waktu ------------------------------------------------------------------

FIGURES = reverse("cases:violence_report_figures")


def numbers(response):
    return {label: number for number, label, _ in response.context["counts"]}


def test_the_year_counts_what_was_told_and_each_number_opens_its_rows(client, login):
    login(Role.HEAD)
    f.told_report()
    f.told_report(told_at=days.now() - 9 * days.ONE_HOUR, due_at=days.now() - 8.8 * days.ONE_HOUR)
    f.ViolenceReportFactory()
    f.ViolenceReportFactory(late=True)
    year = days.today().year
    response = client.get(FIGURES, {"year": year})
    told = numbers(response)
    assert sum(told.values()) == 2 * told["Diceritakan"]
    for number, _, address in response.context["counts"]:
        shown = client.get(FIGURES + address)
        assert shown.context["page_obj"].paginator.count == number
    assert client.get(FIGURES, {"year": "1850"}).context["year"] == year


def test_the_old_year_ends_at_midnight_of_ours(client, login, time_machine_at):
    time_machine_at(LAST_EVENING)
    login(Role.HEAD)
    f.ViolenceReportFactory(told_at=LAST_EVENING)
    time_machine_at(LAST_EVENING + days.ONE_HOUR)
    f.ViolenceReportFactory(told_at=LAST_EVENING + days.ONE_HOUR)
    for year in (2026, 2027):
        assert numbers(client.get(FIGURES, {"year": year}))["Diceritakan"] == 1


def kind_by_hand(due_at, asked, told, now):
    """`told`: {side: (when, has it a number)}."""
    done = all(side in told and told[side][1] for side in asked)
    if done:
        last = max(when for when, _ in told.values())
        return "in_time" if due_at is None or last <= due_at else "late"
    return "over" if due_at is not None and due_at <= now else "running"


@pytest.mark.gate
def test_a_thousand_cases_are_counted_as_by_hand():
    dice, now = random.Random(45), days.now()  # noqa: S311
    expected, by = Counter(), f.UserFactory()
    rule = ReportRule.objects.first()
    offices = {side: ReportOffice.objects.filter(side=side).first() for side in ("police", "ppa")}
    for _ in range(1_000):
        told_at = now - datetime.timedelta(minutes=dice.randrange(1, 9_000))
        hours = dice.choice([None, 1, 24, 72])
        due_at = told_at + datetime.timedelta(hours=hours) if hours else None
        asked = dice.choice([["police"], ["ppa"], ["police", "ppa"]])
        report = ViolenceReport.objects.create(
            rule=rule,
            told_at=told_at,
            due_at=due_at,
            heard_by=by,
            recorded_by=by,
            asks_police="police" in asked,
            asks_ppa="ppa" in asked,
        )
        told = {}
        for side in asked:
            if dice.random() < 0.8:
                share = dice.choice([0, 0.01, 0.3, 1])
                told[side] = told_at + share * (now - told_at), dice.random() < 0.8
                ReportToOffice.objects.create(
                    report=report,
                    side=side,
                    office=offices[side],
                    receiver="Aipda Uji",
                    at=told[side][0],
                    way="phone",
                    number="LP/1" if told[side][1] else "",
                    recorded_by=by,
                )
        expected[kind_by_hand(due_at, asked, told, now)] += 1
    found = figures.counted(ViolenceReport.objects.all(), now)
    assert min(expected.values()) > 50
    assert {name: getattr(found, name) for name in expected} == dict(expected)
    assert found.told == 1_000


def test_an_office_that_is_used_no_more_stays_with_what_it_was_told(client, login):
    login(Role.HEAD)
    row = f.ReportToOfficeFactory()
    page = reverse("cases:report_office_edit", args=[row.office_id])
    client.post(page, {"name": "Polrestabes, Unit PPA", "phone": "", "order": 1})
    row.office.refresh_from_db()
    assert (row.office.is_active, row.office.side) == (False, "police")
    assertContains(client.get(detail(row.report)), "Polrestabes, Unit PPA")
