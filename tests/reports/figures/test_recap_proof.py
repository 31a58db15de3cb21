"""/recap/proof/: one number with all that stands behind it, on paper."""

from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from reports.figures.closing.models import RecapEdition
from reports.figures.proof import views
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.reports.figures.closing.closed import AFTER, MONTH, close, stays

pytestmark = pytest.mark.django_db

PAGE = reverse("reports:recap_proof")
CELL = reverse("reports:recap_cell")
ASKED = {"from": "2026-10-01", "to": "2026-10-31", "measure": "terjaring"}
REASON = "Pemeriksaan Inspektorat."


@pytest.fixture(autouse=True)
def november(time_machine_at):
    time_machine_at(AFTER)


def paper(client, read_pdf, asked=ASKED, **said):
    answer = client.post(f"{PAGE}?{'&'.join(f'{k}={v}' for k, v in asked.items())}", said)
    return " ".join(read_pdf(answer).split())


def test_it_says_the_number_its_definition_edition_and_rows(client, login, read_pdf):
    one, two = stays(2, intake__person__name="Kenarisatu")
    edition = close()
    login(Role.HEAD)
    assertContains(client.get(CELL, ASKED), f"{PAGE}?from=2026-10-01")
    text = paper(client, read_pdf)
    for said in (
        "Berkas bukti",
        "2 terjaring",
        "Setiap kali terjaring dihitung",
        "edisi 1",
        "Tidak ada yang berubah sejak itu.",
        "Angka ini dalam edisi 1: 2",
        edition.fingerprint[:4].upper(),
        "tanpa nama",
    ):
        assert str(said) in text, said
    # What of whom: neither a name nor a number of a file without a reason.
    for who in ("Kenarisatu", one.person.file_number, two.person.file_number):
        assert str(who) not in text, who
    assert Entry.objects.filter(verb="exported", details__page__startswith="berkas bukti").exists()


def test_a_month_that_changed_says_both_numbers_and_one_that_is_open_that_it_is(
    client, login, read_pdf
):
    stays(1)
    login(Role.HEAD)
    assert "SEMENTARA" in paper(client, read_pdf)
    close()
    stays(1)
    text = paper(client, read_pdf)
    assert "Ada yang berubah sejak itu." in text
    assert "Angka ini dalam edisi 1: 1" in text
    assert "2 terjaring" in text


def test_names_stand_there_with_a_reason_that_is_kept(client, login, read_pdf):
    [stay] = stays(1, intake__person__name="Kenarisatu")
    login(Role.HEAD)
    address = f"{PAGE}?from=2026-10-01&to=2026-10-31&measure=terjaring"
    assertContains(client.post(address, {"with_names": "on"}), "Tulis untuk apa nama-nama ini")
    text = paper(client, read_pdf, with_names="on", reason=REASON)
    # A narrow column breaks a long word.
    assert "Kenarisatu" in text.replace(" ", "")
    assert str(stay.person.file_number) in text
    assert REASON in text
    assert Entry.objects.get(verb="exported").details["reason"] == REASON


def test_patrol_and_letters_stand_beside_their_row(client, login, read_pdf):
    order = f.OrderLetterFactory(
        number="800/12/RPTC", valid_from=MONTH.first, valid_until=MONTH.last
    )
    patrol = f.PatrolFactory(order_letter=order)
    intake = f.IntakeFactory(
        met_on=date(2026, 10, 5), by_patrol=True, patrol=patrol, outcome="police"
    )
    other = f.IntakeFactory(met_on=date(2026, 10, 5), outcome="police")
    on_day = f.LetterFactory(person_id=intake.person_id, dated_on=date(2026, 10, 5))
    later = f.LetterFactory(person_id=intake.person_id, dated_on=date(2026, 10, 20))
    withdrawn = f.withdraw(f.LetterFactory(person_id=other.person_id, dated_on=date(2026, 10, 5)))
    login(Role.HEAD)
    text = paper(client, read_pdf)
    assert patrol.number in text.replace(" ", "")
    assert "800/12/RPTC" in text.replace(" ", "")
    assert on_day.check_code in text.replace(" ", "")
    assert later.check_code not in text
    assert withdrawn.check_code not in text


def test_a_file_of_ones_own_is_counted_and_not_told(client, login, read_pdf):
    head = login(Role.HEAD)
    [stay] = stays(1, intake__person__name="Kenarisatu")
    f.ConflictFactory(person=stay.person, user=head, recorded_by=head)
    letter = f.LetterFactory(person_id=stay.person_id, dated_on=date(2026, 10, 14))
    text = paper(client, read_pdf, with_names="on", reason=REASON)
    assert "Kenarisatu" not in text
    assert stay.person.file_number not in text
    assert str(stay.intake.classification) not in text
    assert letter.check_code not in text
    assert "1 dari berkas yang tertutup" in text


def test_a_number_of_very_many_rows_asks_for_a_narrower_one(client, login, monkeypatch):
    monkeypatch.setattr(views, "MOST", 1)
    stays(2)
    login(Role.HEAD)
    page = client.post(f"{PAGE}?from=2026-10-01&to=2026-10-31", {})
    assertContains(page, "Pilih angka yang lebih sempit")
    assert not RecapEdition.objects.exists()


@pytest.mark.parametrize(
    "roles",
    [
        [Role.SOCIAL_WORKER],
        # Opens rows by the one, reads editions by the other.
        [Role.SOCIAL_WORKER, Role.OFFICE],
    ],
)
def test_it_is_made_by_the_head_alone_and_others_get_no_link(client, login, roles):
    stays(1)
    login(*roles)
    assertNotContains(client.get(CELL, ASKED), PAGE)
    assert client.get(PAGE, ASKED).status_code == 403


def test_a_period_that_is_none(client, login):
    login(Role.HEAD)
    assert client.get(PAGE, ASKED | {"to": "2026-09-01"}).status_code == 400
