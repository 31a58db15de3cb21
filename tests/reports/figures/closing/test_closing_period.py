"""/closings/<period>/: what stops a closing, what it counts, the editions beside each other."""

import pytest
from django.db import connection
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.intakes.models import Intake
from reports.figures.closing.models import Closing, RecapEdition
from reports.figures.periods import Period
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.reports.figures.closing.closed import AFTER, MONTH, Writes, close, settle, stays

pytestmark = pytest.mark.django_db

PAGE = reverse("reports:closing_period", args=[MONTH])


@pytest.fixture(autouse=True)
def november(time_machine_at):
    time_machine_at(AFTER)


def test_its_address_is_the_month():
    assert PAGE == "/closings/2026-10/"


def test_the_office_prepares_it_and_the_head_closes_it(client, login):
    stays(2)
    login(Role.OFFICE)
    assertContains(client.get(PAGE), "Siapkan penutupan")
    prepare = reverse("reports:closing_prepare", args=[MONTH])
    assertRedirects(client.post(prepare), PAGE)
    page = client.get(PAGE)
    assertContains(page, "Menunggu keputusan Kepala UPT.")
    assertNotContains(page, "Siapkan penutupan")
    row = Closing.objects.get()
    login(Role.HEAD)
    assertContains(client.get(PAGE), row.decide_url)
    shown = client.get(row.decide_url)
    assertContains(shown, "Oktober 2026")
    said = {"decision": "approve", "seen": row.seen}
    assertRedirects(client.post(row.decide_url, said), reverse("reports:approvals"))
    assertContains(client.get(PAGE), "Tertutup. Tidak ada yang berubah sejak itu.")


def test_who_decides_reads_who_prepares_the_next_edition(client, login):
    stays(1)
    login(Role.HEAD)
    assertContains(client.get(PAGE), "Penutupan disiapkan Tata Usaha, lalu ditutup Kepala UPT.")
    close()
    assertNotContains(client.get(PAGE), "disiapkan Tata Usaha")
    stays(1)
    assertContains(client.get(PAGE), "Edisi berikutnya disiapkan Tata Usaha")
    login(Role.OFFICE)
    assertNotContains(client.get(PAGE), "disiapkan Tata Usaha")
    assertContains(client.get(PAGE), "Siapkan edisi berikutnya")


def test_what_stops_it_is_named_with_its_number(client, login):
    f.IntakeFactory(met_on=MONTH.first, by_patrol=True)
    login(Role.OFFICE)
    page = client.get(PAGE)
    assertContains(page, "1 kedatangan belum dipastikan.")
    assertNotContains(page, "Siapkan penutupan")
    assertNotContains(page, reverse("cases:stay_arrivals"))


def test_prepared_twice_it_says_so(client, login):
    login(Role.OFFICE)
    prepare = reverse("reports:closing_prepare", args=[MONTH])
    client.post(prepare)
    assertContains(client.post(prepare, follow=True), "sudah menunggu Kepala UPT")
    assert Closing.objects.count() == 1


def test_what_changed_since_says_who_and_when_and_names_nobody(client, login):
    worker = login(Role.SOCIAL_WORKER)
    [stay] = stays(1, person__name="Kenarisatu Duapuluh")
    edition = close()
    page, elderly = (
        reverse("cases:intake_settle", args=[stay.intake_id]),
        f.classification("lansia"),
    )
    client.post(page, {"classification": elderly.pk, "certainty": "confirmed"})
    assert Intake.objects.get().settled == elderly
    login(Role.OFFICE)
    page = client.get(PAGE)
    assertContains(page, "Berubah sejak ditutup")
    assertContains(page, f"<ins>{elderly.name}</ins>")
    assertContains(page, str(worker))
    assertContains(page, "Siapkan edisi berikutnya")
    assertNotContains(page, "Kenarisatu")
    assertContains(page, reverse("reports:recap_edition_file", args=[edition.pk]))


def test_two_editions_stand_beside_each_other(client, login):
    stays(1)
    close()
    stays(1)
    close()
    login(Role.AGENCY)
    page = client.get(PAGE)
    for said in ("Edisi 1", "Edisi 2", "+1", "Digantikan", "Berlaku"):
        assertContains(page, said)


def test_sent_back_it_says_why(client, login):
    row = f.ClosingFactory(first=MONTH.first, until=MONTH.until)
    login(Role.HEAD)
    said = {"decision": "refuse", "note": "Tunggu lembar Tello.", "seen": row.seen}
    client.post(row.decide_url, said)
    login(Role.OFFICE)
    page = client.get(PAGE)
    assertContains(page, "Dikembalikan: Tunggu lembar Tello.")
    assertContains(page, "Siapkan penutupan")


@pytest.mark.parametrize("slug", ["2027", "1999", "2026-13", "2026-00", "26-10", "2026-1"])
def test_no_such_period(client, login, slug):
    login(Role.HEAD)
    assert client.get(f"/closings/{slug}/").status_code == 404


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.FIELD, Role.CARETAKER, Role.PARTNER])
def test_who_may_not(client, login, role):
    login(role)
    assert client.get(PAGE).status_code == 403
    assert client.post(reverse("reports:closing_prepare", args=[MONTH])).status_code == 403


def test_queries_do_not_grow_with_changes(login, count_queries):
    login(Role.HEAD)
    [stay] = stays(1)
    close()
    settle(stay)
    stays(1)
    few = count_queries(PAGE)
    stays(8)
    assert count_queries(PAGE) == few <= 26


def test_a_year_is_closed_as_a_month_is(client, login, time_machine_at):
    stays(2)
    time_machine_at("2027-01-05T04:00:00+00:00")
    edition = close(Period.year(2026))
    login(Role.HEAD)
    assertContains(client.get("/closings/2026/"), "Edisi 1")
    assert edition.period.title == "Tahun 2026"


def test_while_somebody_writes_the_pages_open_and_nothing_is_closed(client, login):
    stays(1)
    row = f.ClosingFactory()
    login(Role.HEAD)
    for page in (PAGE, row.decide_url):
        with connection.execute_wrapper(Writes(9)):
            assert client.get(page).status_code == 200
    client.get(row.decide_url)
    with connection.execute_wrapper(Writes(9)):
        client.post(row.decide_url, {"decision": "approve", "seen": row.seen})
    assert not RecapEdition.objects.exists()
