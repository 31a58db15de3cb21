"""Bagian RPTC: what LPPD, LKPJ and LKjIP hold of this house in a year."""

import datetime
import re
import uuid
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from reports.figures.annual.contents import annual
from reports.figures.city_part.contents import city_part
from reports.figures.city_part.models import CityPartWord
from reports.figures.models import Indicator
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.models import Signatory
from tests import factories as f
from tests.asked import MOST, asked_by
from tests.reports.figures.closing.closed import stays
from tests.reports.figures.test_ledger import left, met_again

pytestmark = pytest.mark.django_db
YEAR = 2024


def page(year=YEAR):
    return reverse("reports:city_part", args=[year])


def file(year=YEAR):
    return reverse("reports:city_part_file", args=[year])


def text_of(client, year=YEAR):
    return client.get(reverse("reports:city_part_text", args=[year])).context["text"]


def writing(year=YEAR):
    return reverse("reports:city_part_write", args=[year])


def at(month, day, hour=10, year=YEAR):
    return days.at(date(year, month, day), datetime.time(hour))


def typed(**more):
    return {"problems": "Ruang penuh.", "follow_up": "Ditambah.", "send_key": uuid.uuid4()} | more


def one_line(text):
    return " ".join(text.split())


@pytest.fixture
def lived():
    """Two left and one came back, one was referred, one was given clothes; of five children who
    need it somebody was served."""
    met_again(left(), 20)
    gone = left(code="mandiri").stay
    f.StayFactory(began_at=at(5, 2), ended_at=at(5, 9), person__name="Kenarisatu Ujungpandang")
    f.ServiceFactory(stay=gone, done_at=gone.began_at + datetime.timedelta(hours=2))
    f.ReferralFactory(stay=gone, sent=True, sent_at=gone.began_at + datetime.timedelta(hours=3))
    f.SpmTargetFactory(year=YEAR, line="b", number=5)


def test_each_number_is_that_of_the_annual_report(login, lived):
    """No second truth: both read the pages of the year."""
    head = login(Role.HEAD)
    part, found = city_part(head, YEAR, to_send=True), annual(YEAR)
    told = {line.label: line.now for line in part.lines}
    assert told["Terjaring"] == found.recap.total == part.recap.total > 0
    assert (told["Orang"], told["Pembinaan"]) == (found.people, found.stays)
    assert (told["Diterima di RPTC"], told["Dibina di tempat"]) == (3, 1)
    assert sum(line.now for line in part.lines[3:]) == found.recap.total
    assert part.classes == found.compared
    assert part.exits.ledger == found.returns.ledger
    assert part.exits.left_out == found.returns.left_out
    assert part.length == found.course.sums.length
    counted = [each for each in part.partnership if each.headline and each.headline.m]
    assert [str(each.headline) for each in counted] == [
        str(each.headline) for each in found.partnership
    ]
    assert counted


def test_target_and_what_was_done_of_it_are_those_of_the_last_triwulan(client, login, lived):
    login(Role.AGENCY)
    spm = client.get(reverse("reports:spm_quarter", args=[YEAR, 4])).context["found"]
    part = client.get(page()).context["part"]
    assert (part.spm.rows, part.spm.period) == (spm.rows, spm.period)
    assert [row.number for row in part.spm.rows] == [None, 5, None, None]
    assertContains(client.get(page()), "belum ditetapkan", count=3)


def test_the_year_before_stands_beside_it_where_both_were_written_down(client, login):
    stays(3, at=at(2, 1))
    login(Role.OFFICE)
    assertNotContains(client.get(page()), "Selisih")
    stays(2, at=at(2, 1, year=YEAR - 1))
    found = client.get(page())
    lines = {line.label: (line.now, line.before) for line in found.context["part"].lines}
    assert lines["Terjaring"] == lines["Orang"] == lines["Pembinaan"] == (3, 2)
    assert lines["Diterima di RPTC"] == (3, 2)
    assertContains(found, "Selisih")
    assert "Terjaring, setiap kali ditemui, menurut harinya: 3 (2023: 2)" in text_of(client)


def test_what_was_not_recorded_is_no_0_and_nothing_is_computed_from_it(client, login, read_pdf):
    """An old register knows whom it met, and no stay and no outcome."""
    stays(3, at=at(2, 1))
    old = {"met_on": date(YEAR - 1, 2, 1), "door": "register", "outcome": "unrecorded"}
    f.IntakeFactory.create_batch(2, **old)
    login(Role.OFFICE)
    found = client.get(page())
    lines = {line.label: line for line in found.context["part"].lines}
    assert (lines["Terjaring"].before, lines["Terjaring"].difference) == (2, 1)
    for label in ("Pembinaan", "Diterima di RPTC", "Diserahkan", "Dibina di tempat"):
        assert (lines[label].before, lines[label].difference) == (None, None)
    assert (lines["Tidak tercatat"].before, lines["Tidak tercatat"].difference) == (2, None)
    assertContains(found, "tidak dicatat")
    paper = one_line(read_pdf(client.get(file())))
    for told in (paper, text_of(client)):
        assert "tidak dicatat" in told
    assert "Jumlah: tidak dicatat" in text_of(client, YEAR - 1)
    assert "realisasi 0" not in text_of(client, YEAR - 1)
    assertContains(client.get(page(YEAR - 1)), "tidak dicatat")
    itself = {line.label: line.now for line in client.get(page(YEAR - 1)).context["part"].lines}
    assert (itself["Terjaring"], itself["Pembinaan"], itself["Diserahkan"]) == (2, None, None)


def test_all_seven_indicators_stand_with_why_one_has_no_figure(client, login, read_pdf, lived):
    login(Role.OFFICE)
    paper, text = one_line(read_pdf(client.get(file()))), text_of(client)
    for number, name in Indicator.choices:
        assert f"{number}. {name}" in paper
        assert f"{name}: " in text
    assert "belum ada" in paper


def test_each_total_says_what_it_counts(client, login, read_pdf, lived):
    login(Role.OFFICE)
    found, paper = client.get(page()), one_line(read_pdf(client.get(file())))
    for said in ("masa pembinaan yang mulai tahun itu", "Yang keluar tahun itu", "setiap kali"):
        assertContains(found, said)
        assert said in paper


def test_the_paper_and_the_text_say_the_same_and_name_nobody(client, login, read_pdf, lived):
    Signatory.objects.create(name="Drs. Syamsul Bahri", starts_on=date(2020, 1, 1))
    f.CityPartWordFactory()
    office = login(Role.OFFICE)
    found = client.get(page())
    paper, text = one_line(read_pdf(client.get(file()))), text_of(client)
    for said in ("Tempat tidur perempuan penuh", "Ruang kedua dibuka", "belum ditetapkan"):
        assertContains(found, said)
        assert said in paper
        assert said in text
    assert "Drs. Syamsul Bahri" in paper
    assert re.search(r"Permasalahan Tempat tidur .* Tindak lanjut Ruang kedua", paper)
    for name in ("Kenarisatu", office.full_name):
        assert name not in paper
        assert name not in text
    line = Entry.objects.get(verb="printed")
    assert line.details["page"] == "Bagian RPTC 2024"
    assert len(line.details["sha256"]) == 64


def test_the_dinas_reads_no_exit_that_its_page_of_returns_hides(client, login, lived):
    login(Role.AGENCY)
    returns = client.get(reverse("reports:returns") + f"?year={YEAR}&cut=cara-keluar")
    part = client.get(page()).context["part"]
    assert part.exits.ledger == returns.context["ledger"]
    assert part.exits.ledger.hides_something
    assert part.exits.left_out is None
    assertContains(client.get(page()), "Angka kecil disembunyikan")
    login(Role.OFFICE)
    assert not client.get(page()).context["part"].exits.ledger.hides_something


def test_of_a_running_year_who_is_outside_reads_what_is_over(client, login, time_machine_at):
    time_machine_at(at(5, 10, 12))
    stays(6, at=at(2, 1))
    stays(1, at=at(5, 2))
    login(Role.HEAD)
    part = client.get(page()).context["part"]
    assert (part.recap.total, part.spm.number) == (7, 2)
    for role in (Role.OFFICE, Role.AGENCY):
        login(role)
        found = client.get(page())
        part = found.context["part"]
        assert (part.recap.total, part.spm.number) == (6, 1)
        assert (part.lines, part.classes, part.exits, part.length.n) == ((), [], None, 0)
        assertContains(found, "Terjaring sampai 30 April 2024: <b>6</b>")
        assert "Terjaring sampai 30 April 2024: 6" in text_of(client)
        assert client.get(file()).status_code == 200
    time_machine_at(at(1, 10, 12))
    assertContains(client.get(page()), "belum ada bulan yang berakhir")
    assertContains(client.get(reverse("reports:city_part_text", args=[YEAR])), "belum ada bulan")
    assert client.get(file()).status_code == 400


def test_a_year_that_is_not_is_not_found(client, login):
    login(Role.OFFICE)
    for year in (1999, days.today().year + 1):
        assert {client.get(url(year)).status_code for url in (page, file, writing)} == {404}


def test_more_rows_ask_no_more(client, login, count_queries, lived):
    login(Role.HEAD)
    stays(1, at=at(7, 1, year=YEAR - 1))
    f.CityPartWordFactory()
    few = count_queries(page())
    assert few <= 25
    stays(6, at=at(7, 1))
    f.CityPartWordFactory.create_batch(3)
    assert count_queries(page()) == few


def test_as_lines_it_asks_no_more_than_any_page(client, login, lived):
    stays(1, at=at(7, 1, year=YEAR - 1))
    f.CityPartWordFactory()
    for role in (Role.HEAD, Role.OFFICE, Role.AGENCY):
        login(role)
        asked, answer = asked_by(client, reverse("reports:city_part_text", args=[YEAR]))
        assert (answer.status_code, asked <= MOST) == (200, True), asked


# --- Permasalahan and tindak lanjut --------------------------------------------------------


def test_the_office_writes_both_and_the_last_stands(client, login):
    office = login(Role.OFFICE)
    assertContains(client.get(page()), "Belum ditulis.")
    first = typed(problems="Kurang petugas.")
    for data in (first, first, typed()):
        assertRedirects(client.post(writing(), data), page())
    assert CityPartWord.objects.count() == 2
    found = client.get(page())
    assertContains(found, "Ruang penuh.")
    assertContains(found, office.full_name)
    assert "Kurang petugas." not in text_of(client)
    assertContains(client.get(writing()), "Kurang petugas.")
    assert Entry.objects.filter(verb="wrote").count() == 2


def test_one_without_the_other_is_asked_for(client, login):
    login(Role.OFFICE)
    found = client.post(writing(), typed(follow_up=""))
    assertContains(found, "Tulis tindak lanjutnya")
    assert not CityPartWord.objects.exists()


def test_who_reads_alone_is_not_offered_to_write(client, login):
    for role in (Role.HEAD, Role.AGENCY):
        login(role)
        assertNotContains(client.get(page()), writing())
        assert client.post(writing(), typed()).status_code == 403


def test_the_database_keeps_each_as_it_was_written():
    rows = CityPartWord.objects.filter(pk=f.CityPartWordFactory().pk)
    for change in (lambda: rows.update(problems="Lain"), lambda: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    for wrong in ({"problems": ""}, {"follow_up": ""}, {"year": 1999}):
        with pytest.raises(DatabaseError), transaction.atomic():
            f.CityPartWordFactory(**wrong)
