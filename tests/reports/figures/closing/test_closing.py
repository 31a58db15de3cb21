"""What is frozen when a period is closed, and what the next edition says of it."""

import datetime
import hashlib
import io

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from pypdf import PdfReader

from cases.intakes.models import Intake
from reports.figures.closing.actions import NOTHING_NEW, decide_closing, prepare_closing
from reports.figures.closing.changes import ADDED, CHANGED, GONE, changes
from reports.figures.closing.freezing import BUSY, fingerprint_of, freeze
from reports.figures.closing.models import Closing, RecapEdition
from reports.figures.periods import Period
from reports.figures.recap import figures
from reports.figures.recap.figures import Measure
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.at_once import at_once
from tests.database_roles import as_owner
from tests.reports.figures.closing.closed import AFTER, MONTH, WITHIN, Writes, close, settle, stays

pytestmark = pytest.mark.django_db


@pytest.fixture
def november(time_machine_at):
    time_machine_at(AFTER)


def office():
    return f.UserFactory(roles=[Role.OFFICE])


def codes(edition, measure=Measure.INTAKES):
    rows = edition.content["tables"][measure.value]["rows"]
    return {code: (male, female) for code, _, male, female in rows if male or female}


def test_an_edition_keeps_the_figures_and_the_rows_behind_them(november):
    stays(3)
    stays(1, intake__child=True)
    edition = close()
    recap = figures.recap(MONTH, Measure.INTAKES)
    assert sum(sum(each) for each in codes(edition).values()) == recap.total == 4
    assert [row[0] for row in edition.content["intakes"]] == sorted(
        Intake.objects.values_list("pk", flat=True)
    )
    assert edition.content["balance"] == [0, 4, 4, 0]
    assert edition.fingerprint == fingerprint_of(edition.content) == freeze(MONTH).fingerprint
    assert bytes(edition.pdf).startswith(b"%PDF")


def test_no_name_is_kept(november):
    f.StayFactory(began_at=WITHIN, ended_at=WITHIN + days.ONE_DAY, person__name="Kenarisatu")
    assert "Kenarisatu" not in str(close().content)


def test_its_paper_says_which_edition_it_is_and_its_fingerprint(november):
    stays(2)
    edition = close()
    pages = PdfReader(io.BytesIO(bytes(edition.pdf))).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    for said in ("edisi 1", "Bulan Oktober Tahun 2026", edition.fingerprint[:4].upper()):
        assert said in text


def test_what_comes_later_makes_the_next_edition_beside_the_first(november):
    [first, second] = stays(2)
    one = close()
    before = hashlib.sha256(bytes(one.pdf)).hexdigest()
    with pytest.raises(ValidationError, match=NOTHING_NEW):
        prepare_closing(Closing.of(MONTH), by=office())
    settle(first)
    stays(1)
    two = close()
    one.refresh_from_db()
    assert hashlib.sha256(bytes(one.pdf)).hexdigest() == before
    assert (one.number, two.number) == (1, 2)
    assert one.fingerprint != two.fingerprint
    told = changes(one, two.content, two)
    kinds = {change.kind for change in told}
    assert kinds == {ADDED, CHANGED}
    [settled] = [
        change for change in told if change.kind == CHANGED and "Terjaring" in change.text
    ]
    assert ("klasifikasi ditetapkan", "belum", "ya") in settled.values
    assert settled.at is not None
    assert second.intake_id not in {change.text for change in told}


def test_a_row_that_goes_to_another_month_is_gone_from_this_one(november):
    [stay] = stays(1)
    one = close()
    Intake.objects.filter(pk=stay.intake_id).update(met_on="2026-09-30")
    told = changes(one, freeze(MONTH).content)
    assert [change.kind for change in told] == [GONE, CHANGED]
    assert told[1].values == [("orang belum diketahui asalnya", "1", "0")]


def test_a_stay_that_ends_after_the_month_does_not_change_it(november):
    [stay] = stays(1, ended=False)
    one = close()
    stay.ended_at = AFTER
    stay.save()
    assert freeze(MONTH).fingerprint == one.fingerprint


def test_a_change_by_sql_is_found(november):
    [stay] = stays(1)
    one = close()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_person SET sex = 'P' WHERE id = %s", [stay.person_id])
    told = changes(one, freeze(MONTH).content)
    assert {"jenis kelamin"} == {what for change in told for what, _, _ in change.values}


def test_a_change_of_the_content_itself_is_found(november):
    """By whoever owns the tables: the fingerprint no longer fits."""
    stays(1)
    one = close()
    changed = one.content | {"balance": [0, 9, 9, 0]}
    assert fingerprint_of(changed) != one.fingerprint


# What stops it


def test_a_period_that_runs_is_not_closed(november):
    with pytest.raises(ValidationError, match="belum berakhir"):
        prepare_closing(Closing.of(Period.month(2026, 11)), by=office())


def test_an_arrival_that_nobody_confirmed_stops_it(november):
    intake = f.IntakeFactory(met_on=MONTH.first, by_patrol=True)
    assert intake.whereabouts == "on_the_way" or Intake.objects.on_the_way().exists()
    with pytest.raises(ValidationError, match="1 kedatangan belum dipastikan"):
        prepare_closing(Closing.of(MONTH), by=office())


def test_what_may_be_mended_later_stops_nothing_and_is_counted(november):
    stays(1, person__origin=None, person__origin_text="")
    edition = close()
    assert edition.content["unsettled"] == 1
    assert edition.content["without_origin"] == 1


def test_the_head_closes_what_was_read_and_nothing_else(november):
    [stay] = stays(1)
    row = prepare_closing(Closing.of(MONTH), by=office())
    seen = row.seen
    settle(stay)
    with pytest.raises(ValidationError, match="diubah setelah Anda membukanya"):
        decide_closing(row, approve=True, seen=seen, by=f.UserFactory(roles=[Role.HEAD]))
    assert not RecapEdition.objects.exists()


def test_nobody_closes_what_they_prepared(november):
    both = f.UserFactory(roles=[Role.OFFICE, Role.HEAD])
    row = prepare_closing(Closing.of(MONTH), by=both)
    with pytest.raises(ValidationError):
        decide_closing(row, approve=True, seen=row.seen, by=both)


def test_what_the_head_prepared_the_dinas_closes(november):
    head = f.UserFactory(roles=[Role.OFFICE, Role.HEAD])
    row = prepare_closing(Closing.of(MONTH), by=head)
    agency = f.UserFactory(roles=[Role.AGENCY])
    decide_closing(row, approve=True, seen=row.seen, by=agency)
    assert RecapEdition.objects.get().closed_by == agency


def test_sent_back_it_can_be_prepared_again(november):
    row = prepare_closing(Closing.of(MONTH), by=office())
    head = f.UserFactory(roles=[Role.HEAD])
    decide_closing(row, approve=False, note="Tunggu lembar Tello.", seen=row.seen, by=head)
    assert not RecapEdition.objects.exists()
    assert close().number == 1


def test_it_waits_once(november):
    prepare_closing(Closing.of(MONTH), by=office())
    with pytest.raises(ValidationError, match="sudah menunggu"):
        prepare_closing(Closing.of(MONTH), by=office())


def test_what_runs_is_not_prepared_by_its_address_either(client, login, november):
    login(Role.OFFICE)
    address = reverse("reports:closing_prepare", args=[Period.month(2026, 11)])
    client.post(address)
    assert client.get(address).status_code == 405
    assert not Closing.objects.exists()


# The last minute of the year in Makassar


def test_half_past_eleven_on_new_years_eve_is_of_the_old_year(time_machine_at):
    late = datetime.datetime(2026, 12, 31, 15, 30, tzinfo=datetime.UTC)
    time_machine_at(late + days.ONE_DAY)
    stays(1, at=late)
    edition = close(Period.month(2026, 12))
    assert edition.content["balance"] == [0, 1, 0, 1]
    assert close(Period.year(2026)).content["balance"] == [0, 1, 0, 1]


# What the database holds


def test_an_edition_is_changed_by_nobody(november):
    edition = close()
    for act in (
        lambda: RecapEdition.objects.filter(pk=edition.pk).update(fingerprint="0" * 64),
        lambda: RecapEdition.objects.filter(pk=edition.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_closed_one_is_not_opened_again(november):
    closing = close().closing
    with pytest.raises(DatabaseError), transaction.atomic():
        Closing.objects.filter(pk=closing.pk).update(state="proposed")


def test_what_is_written_while_figures_are_read_is_read_again(november):
    """Each statement sees what was committed before it: between two of them somebody may write."""
    stays(1)
    with connection.execute_wrapper(Writes(1)):
        frozen = freeze(MONTH)
    assert frozen == freeze(MONTH)
    assert frozen.content["balance"] == [0, 2, 2, 0]
    with connection.execute_wrapper(Writes(9)), pytest.raises(ValidationError, match=BUSY):
        freeze(MONTH)


@pytest.mark.django_db(transaction=True)
def test_two_heads_at_once_close_it_once(time_machine_at):
    time_machine_at(AFTER)
    stays(1)
    row = prepare_closing(Closing.of(MONTH), by=office())
    said = {"decision": "approve", "note": "", "seen": row.seen}
    heads = [f.UserFactory(roles=[Role.HEAD]) for _ in range(2)]
    at_once(*((head, row.decide_url, said) for head in heads))
    assert RecapEdition.objects.get().number == 1
