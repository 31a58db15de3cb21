import datetime
import io
import uuid

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.intakes.models import Intake
from cases.intakes.sheets.actions import print_batch
from cases.intakes.sheets.models import PaperSheet, SheetBatch, read_number
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.at_once import at_once
from tests.factories import IntakeFactory, PaperSheetFactory, PatrolFactory, UserFactory
from tests.factories import classification as class_of

LIST, DOOR = reverse("cases:paper_sheet_list"), reverse("cases:intake_register")


def asked(**changes):
    return {"send_key": str(uuid.uuid4()), "copies": "3", "for_whom": "Regu 2", **changes}


def void(sheet):
    return reverse("cases:paper_sheet_void", args=[sheet.pk])


def file_of(batch):
    return reverse("cases:sheet_batch_print", args=[batch.pk])


def at_the_door(sheet, **changes):
    return {
        "send_key": str(uuid.uuid4()),
        "door": "family",
        "met_on": days.today().isoformat(),
        "name": "Rahma",
        "sex": "P",
        "age_years": "30",
        "age_kind": "exact",
        "source": "family",
        "provisional": class_of("gepeng").pk,
        "outcome": "brought",
        "sheet": str(sheet),
        **changes,
    }


def on_the_road(sheet):
    return {
        "send_key": str(uuid.uuid4()),
        "0-name": "Rahma",
        "0-sex": "P",
        "0-age_kind": "exact",
        "0-source": "guess",
        "0-provisional": class_of("gepeng").pk,
        "0-outcome": "advised",
        "0-place": "Simpang Lima",
        "0-sheet": str(sheet),
    }


def printed(copies, by=None):
    by = by or UserFactory(roles=[Role.CARETAKER])
    return print_batch(SheetBatch(copies=copies, for_whom="Piket malam"), by=by)


# -- Numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("LK-2026-0007", (2026, 7)),
        ("lk 2026 7", (2026, 7)),
        ("2025/12", (2025, 12)),
        ("7", (2026, 7)),
        ("0007", (2026, 7)),
        ("LK0007", (2026, 7)),
        ("LK-26-7", None),
        ("abc", None),
        ("2026", (2026, 2026)),
    ],
)
def test_a_number_is_read_as_people_write_it(text, number):
    assert read_number(text, 2026) == number


@pytest.mark.django_db
def test_numbers_have_no_gap_and_begin_anew_each_year(time_machine_at):
    time_machine_at(days.at(datetime.date(2026, 12, 31), datetime.time(22)))
    printed(2)
    with pytest.raises(IntegrityError), transaction.atomic():
        printed(0)
    printed(1)
    time_machine_at(days.at(datetime.date(2027, 1, 1), datetime.time(1)))
    printed(2)
    numbers = [sheet.number for sheet in PaperSheet.objects.order_by("pk")]
    assert numbers == [
        "LK-2026-0001", "LK-2026-0002", "LK-2026-0003", "LK-2027-0001", "LK-2027-0002",
    ]  # fmt: skip


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_five_print_at_once_and_no_number_comes_twice():
    users = [UserFactory(roles=[Role.CARETAKER]) for _ in range(5)]
    answers = at_once(*((user, LIST, asked(copies="4")) for user in users))
    assert {answer.status_code for answer in answers} == {302}
    found = PaperSheet.objects.order_by("sequence").values_list("sequence", flat=True)
    assert list(found) == list(range(1, 21))


# -- Printing -----------------------------------------------------------------------------------


def test_a_batch_is_printed_two_on_a_page_and_logged(client, login, read_pdf):
    login(Role.FIELD)
    assertRedirects(client.post(LIST, asked()), f"{LIST}#cetak")
    batch = SheetBatch.objects.get()
    answer = client.get(file_of(batch))
    text = read_pdf(answer)
    for word in ["LK-", "Pukul", "Tempat", "Panggilan", "Umur", "Klasifikasi", "Anjal"]:
        assert word in text
    assert "Kantong barang" in text
    assert [text.count(sheet.number) for sheet in batch.sheets.all()] == [1, 1, 1]
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 2
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]
    assert Entry.objects.filter(verb="printed", object_id=batch.pk).count() == 2


@pytest.mark.gate
def test_a_hundred_sheets_are_fifty_pages(client, login):
    login(Role.CARETAKER)
    answer = client.get(file_of(printed(100)))
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 50


def test_what_was_typed_is_not_printed_again(client, login, read_pdf):
    login(Role.CARETAKER)
    batch = printed(2)
    typed, left = batch.sheets.order_by("sequence")
    client.post(DOOR, at_the_door(typed))
    text = read_pdf(client.get(file_of(batch)))
    assert left.number in text
    assert typed.number not in text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"copies": "0"}, "Paling sedikit 1."),
        ({"copies": "101"}, "Paling banyak 100."),
        ({"for_whom": ""}, "Wajib diisi."),
    ],
)
def test_mistakes_are_said_beside_their_fields(client, login, change, said):
    login(Role.CARETAKER)
    assertContains(client.post(LIST, asked(**change)), said)
    assert not PaperSheet.objects.exists()


def test_sent_twice_is_one_batch(client, login):
    login(Role.CARETAKER)
    twice = asked()
    client.post(LIST, twice)
    client.post(LIST, twice)
    assert PaperSheet.objects.count() == 3


# -- Typing -------------------------------------------------------------------------------------


def test_a_sheet_is_typed_at_the_door(client, login):
    login(Role.CARETAKER)
    sheet = PaperSheetFactory()
    assertContains(client.get(LIST), f"{DOOR}?sheet={sheet.number}")
    assertContains(client.get(f"{DOOR}?sheet={sheet.number}"), f'value="{sheet.number}"')
    client.post(DOOR, at_the_door(f"lk {sheet.year} {sheet.sequence}"))
    sheet.refresh_from_db()
    assert sheet.intake.person.name == "Rahma"
    detail = reverse("cases:intake_detail", args=[sheet.intake_id])
    assertContains(client.get(detail), sheet.number)
    assertContains(client.get(f"{LIST}?show=used"), detail)


def test_a_sheet_is_typed_as_a_row_of_a_patrol(client, login):
    user = login(Role.FIELD)
    patrol, sheet = PatrolFactory(recorded_by=user), PaperSheetFactory()
    url = reverse("cases:patrol_intakes", args=[patrol.pk])
    client.post(url, on_the_road(sheet))
    sheet.refresh_from_db()
    assert sheet.intake.patrol == patrol
    response = client.post(url, on_the_road(sheet))
    assertContains(response, f"{sheet} sudah diketik: oleh {user}, untuk Rahma.")
    assert Intake.objects.count() == 1


def test_the_second_of_two_clerks_reads_whose_file_it_is(client, login):
    first = login(Role.SOCIAL_WORKER)
    sheet = PaperSheetFactory()
    client.post(DOOR, at_the_door(sheet))
    login(Role.SOCIAL_WORKER)
    response = client.post(DOOR, at_the_door(sheet, name="Yang lain"))
    assertContains(response, f"{sheet} sudah diketik: oleh {first}, untuk Rahma.")
    assertContains(response, "Yang lain")
    assert Intake.objects.count() == 1


def test_a_file_out_of_reach_is_not_named(client, login):
    sheet = PaperSheetFactory(intake=IntakeFactory(outcome="advised"))
    login(Role.CARETAKER)
    response = client.post(DOOR, at_the_door(sheet))
    assertContains(response, "ke berkas yang tidak dapat Anda buka")
    assertNotContains(response, sheet.intake.person.name)
    assertNotContains(client.get(f"{LIST}?show=used"), sheet.intake.person.name)


def test_the_same_form_twice_is_no_clash(client, login):
    login(Role.CARETAKER)
    form = at_the_door(PaperSheetFactory())
    assert client.post(DOOR, form).status_code == 302
    assert client.post(DOOR, form).status_code == 302
    assert Intake.objects.count() == 1


def test_a_number_that_was_never_printed_or_is_no_number(client, login):
    login(Role.CARETAKER)
    assertContains(client.post(DOOR, at_the_door("LK-2026-9999")), "belum pernah dicetak")
    assertContains(client.post(DOOR, at_the_door("abc")), "Tulis seperti yang tercetak")
    assert not Intake.objects.exists()


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_two_clerks_type_the_same_sheet_at_once():
    sheet = PaperSheetFactory()
    users = [UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(2)]
    answers = at_once(*((user, DOOR, at_the_door(sheet)) for user in users))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert Intake.objects.count() == 1


# -- Void ---------------------------------------------------------------------------------------


def test_a_void_sheet_is_never_typed(client, login):
    login(Role.CARETAKER)
    sheet = PaperSheetFactory()
    assertContains(client.post(void(sheet), {"reason": ""}), "Tulis mengapa lembar ini batal.")
    assertRedirects(client.post(void(sheet), {"reason": "Basah."}), LIST)
    assertContains(client.post(void(sheet), {"reason": "Lagi."}), "sudah dinyatakan batal")
    assertContains(client.post(DOOR, at_the_door(sheet)), f"{sheet} dinyatakan batal: Basah.")
    assertContains(client.get(f"{LIST}?show=void"), "Basah.")


def test_the_office_is_led_to_no_page_that_it_may_not_open(client, login):
    login(Role.OFFICE)

    assertNotContains(client.get(LIST), f'href="{reverse("cases:intake_list")}"')


def test_query_count_does_not_grow(login, count_queries):
    login(Role.SOCIAL_WORKER)
    PaperSheetFactory(intake=IntakeFactory())
    few = count_queries(f"{LIST}?show=used")
    for _ in range(5):
        PaperSheetFactory(intake=IntakeFactory())
    assert count_queries(f"{LIST}?show=used") == few


# -- What the database refuses ------------------------------------------------------------------


def refused(**changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperSheetFactory(**changes)


@pytest.mark.django_db
def test_paper_sheet_number_comes_once():
    sheet = PaperSheetFactory()
    refused(sequence=sheet.sequence)


@pytest.mark.django_db
def test_an_intake_has_one_sheet():
    refused(intake=PaperSheetFactory(intake=IntakeFactory()).intake)


@pytest.mark.django_db
def test_paper_sheet_is_used_or_void():
    refused(void=True, intake=IntakeFactory())


@pytest.mark.django_db
def test_paper_sheet_void_says_by_whom_and_why():
    refused(void=True, void_reason="")
    refused(void=True, voided_by=None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"sequence": 900}, {"year": 2020}, {"intake_id": None}, {"voided_at": None}]
)
def test_paper_sheet_is_settled_once_and_keeps_its_number(change):
    sheet = PaperSheetFactory(intake=IntakeFactory())
    if "voided_at" in change:
        sheet = PaperSheetFactory(void=True)
        change = {"voided_at": None, "voided_by": None, "void_reason": ""}
    with pytest.raises(InternalError), transaction.atomic():
        PaperSheet.objects.filter(pk=sheet.pk).update(**change)


@pytest.mark.django_db
def test_paper_sheet_is_never_deleted():
    sheet = PaperSheetFactory()
    with pytest.raises(InternalError), transaction.atomic():
        sheet.delete()
