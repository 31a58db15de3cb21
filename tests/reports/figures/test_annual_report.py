"""Laporan tahunan: one paper of a year, whose numbers are those of the pages that it names."""

import datetime
from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.intakes.models import Classification
from reports.figures.annual.contents import annual
from reports.figures.annual.sentences import of_months, of_summary
from reports.figures.periods import Period
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.models import Signatory
from tests import factories as f
from tests.reports.figures.closing.closed import close, settle, stays
from tests.reports.figures.test_ledger import left, met_again

pytestmark = pytest.mark.django_db
YEAR = 2024


def page(year=YEAR):
    return reverse("reports:annual_report", args=[year])


def file(year=YEAR):
    return reverse("reports:annual_report_file", args=[year])


def at(month, day, hour=10, year=YEAR):
    return days.at(date(year, month, day), datetime.time(hour))


def bars(chart):
    return [(month.was.number or 0, month.now.number or 0) for month in chart.months]


def one_line(text):
    return " ".join(text.split())


@pytest.fixture
def lived():
    """A year of which every section tells: two left and one came back, one was referred, one was
    given clothes; patrols rode and a school was visited."""
    came_back = left()
    met_again(came_back, 20)
    gone = left(code="mandiri").stay
    f.StayFactory(began_at=at(5, 2), ended_at=at(5, 9), person__name="Kenarisatu Ujungpandang")
    f.ServiceFactory(stay=gone, done_at=gone.began_at + datetime.timedelta(hours=2))
    f.ReferralFactory(stay=gone, sent=True, sent_at=gone.began_at + datetime.timedelta(hours=3))
    f.PatrolFactory(started_at=at(2, 1))
    f.PatrolFactory(started_at=at(12, 31, 23))
    f.PreventionFactory(on=date(YEAR, 6, 1), reached=45)
    f.PreventionFactory(on=date(YEAR, 8, 1), reached=None, kind="campaign")
    f.PreventionFactory(on=date(YEAR - 1, 8, 1), reached=500)


def test_each_number_is_that_of_its_own_page(client, login, lived):
    """No second truth: what a section tells is read from the context of the page it names."""
    login(Role.HEAD)
    found = annual(YEAR)
    told = {
        section.key: client.get(section.page(found.period)).context for section in found.sections
    }

    assert [section.number for section in found.sections] == list(range(1, 11))
    recap = told["summary"]
    assert found.recap == recap["recap"]
    assert found.recap.total
    assert [found.recap.total, found.people, found.stays] == [n for _, n in recap["sums"]]
    assert found.balance == recap["balance"]
    assert bars(found.months_chart) == bars(recap["months_chart"])
    assert sum(line.now for line in found.months) == found.recap.total
    assert found.services == told["services"]["services"]
    assert found.course == told["casework"]["course"]
    assert found.prevention == told["prevention"]["found"]
    assert found.prevention.rides.patrols == 2
    [shown, counted] = [
        [(str(each.definition), str(each.headline)) for each in some if each.headline.m]
        for some in (told["partnership"]["told"], found.partnership)
    ]
    assert shown == counted
    assert counted
    assert found.returns.ledger == told["returns"]["ledger"]
    assert found.returns.left_out == told["returns"]["left_out"]
    standing = told["standing"]
    assert list(found.standing.open) == standing["open"]
    assert [stop.text for stop, _ in standing["stops"]] == []


def test_the_paper_says_them_in_order_and_names_nobody(client, login, read_pdf, lived):
    Signatory.objects.create(name="Drs. Syamsul Bahri", starts_on=date(2020, 1, 1))
    office = login(Role.OFFICE)
    text = one_line(read_pdf(client.get(file())))
    heads = [
        "1. Ringkasan",
        "2. Yang terjaring menurut klasifikasi",
        "3. Yang terjaring menurut bulan",
        "4. Klien di RPTC",
        "5. Layanan",
        "6. Pendampingan",
        "7. Sesudah keluar",
        "8. Kemitraan",
        "9. Pencegahan dan patroli",
        "10. Penutupan dan mutu data",
        "Lampiran: register pencegahan",
    ]
    # Once in the contents, and once where it stands.
    assert [text.count(head) for head in heads] == [2] * len(heads)
    places = [text.rindex(head) for head in heads]
    assert places == sorted(places)
    assert "SEMENTARA" in text
    assert "Belum ditutup." in text
    assert "2 kegiatan pencegahan menjangkau 45 orang" in text
    assert "Drs. Syamsul Bahri" in text
    for name in ("Kenarisatu", office.full_name):
        assert name not in text
    line = Entry.objects.get(verb="printed")
    assert line.details["page"] == "laporan tahunan 2024"
    assert len(line.details["sha256"]) == 64


def test_a_closed_year_carries_its_edition_until_something_changes(client, login, read_pdf):
    [stay, _] = stays(2, at=at(10, 14))
    edition = close(Period.year(YEAR))
    login(Role.HEAD)
    assertContains(client.get(page()), "Rekap tertutup")
    text = one_line(read_pdf(client.get(file())))
    assert "SEMENTARA" not in text
    assert "sama dengan rekap edisi 1" in text
    assert edition.fingerprint[:4].upper() in text

    settle(stay)
    assertContains(client.get(page()), "Berubah sejak ditutup (edisi 1).")
    assert "SEMENTARA" in read_pdf(client.get(file()))


def test_a_year_without_anything_has_no_empty_section(client, login, read_pdf):
    login(Role.HEAD)
    text = one_line(read_pdf(client.get(file(2011))))
    assert "Sepanjang tahun 2011 tidak ada yang tercatat terjaring." in text
    assert "2. Penutupan dan mutu data" in text
    for absent in ("Layanan", "Kemitraan", "Lampiran", "JUMLAH"):
        assert absent not in text
    assertContains(client.get(page(2011)), "Laporan tahunan 2011")
    assert client.get(page(days.today().year + 1)).status_code == 404
    assert client.get(file(1999)).status_code == 404


def test_a_running_year_is_sementara_and_is_not_read_by_the_office(
    client, login, read_pdf, time_machine_at
):
    """Of the same days of the year before, and of no month that is to come."""
    time_machine_at(at(3, 10, 12))
    stays(3, at=at(2, 1))
    stays(2, at=at(2, 1, year=YEAR - 1))
    stays(4, at=at(9, 1, year=YEAR - 1))
    login(Role.HEAD)
    found = annual(YEAR)
    assert (found.recap.total, found.before.total) == (3, 2)
    assert [line.now for line in found.months] == [0, 3, 0, *[None] * 9]
    assert of_months(found) == [
        "Paling banyak pada Februari (3), paling sedikit pada Januari (0)."
    ]
    assert any("masa yang sama tahun 2023 (2)" in each for each in of_summary(found))
    text = one_line(read_pdf(client.get(file())))
    assert "Sejak 1 Januari sampai 10 Maret 2024 tercatat 3 kali terjaring" in text
    assert "Masa ini belum berakhir." in text

    login(Role.OFFICE)
    assertContains(client.get(page()), "dapat dibaca sesudah tahunnya berakhir")
    assert client.get(file()).status_code == 400
    assert client.get(file(YEAR - 1)).status_code == 200
    recap = reverse("reports:recap_year", args=[YEAR])
    assertNotContains(client.get(recap), page())
    assertContains(client.get(reverse("reports:recap_year", args=[YEAR - 1])), page(YEAR - 1))


@pytest.mark.parametrize("role", [Role.AGENCY, Role.SOCIAL_WORKER])
def test_who_reads_the_recap_alone_is_not_offered_it(client, login, role):
    login(role)
    assert {client.get(url).status_code for url in (page(), file())} == {403}
    assertNotContains(client.get(reverse("reports:recap_year", args=[YEAR])), page())


def test_more_rows_ask_no_more(client, login, count_queries, lived):
    login(Role.HEAD)
    few = count_queries(page()), count_queries(file())
    assert few[0] <= 25
    stays(6, at=at(7, 1))
    f.PreventionFactory.create_batch(6, on=date(YEAR, 7, 1))
    f.PatrolFactory.create_batch(3, started_at=at(7, 2))
    assert (count_queries(page()), count_queries(file())) == few


def test_the_longest_names_stand_on_the_paper(client, login, read_pdf):
    length = Classification._meta.get_field("name").max_length
    long = ("Anak dengan kebutuhan khusus & 'terlantar' " * 5)[:length].strip()
    stay = f.StayFactory(began_at=at(5, 2), ended_at=at(5, 3))
    Classification.objects.filter(pk=stay.intake.classification_id).update(name=long)
    Signatory.objects.create(
        name="Dr. " + "Andi Baso " * 11, title="Kepala UPT " * 14, starts_on=date(2020, 1, 1)
    )
    f.PreventionFactory(on=date(YEAR, 7, 1), subject="TanpaSpasi" * 16, place="Jalan" * 32)
    login(Role.HEAD)
    text = one_line(read_pdf(client.get(file())))
    assert long.split()[0] in text
    assert f"Semuanya {long} (1)." in text
    assert "TanpaSpasi" in text
