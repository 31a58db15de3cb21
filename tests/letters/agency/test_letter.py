"""What the Dinas signs: initialed, carried there, back with its own number, day and hour."""

import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters import actions
from rptc.letters.agency.models import LetterStep, Step
from rptc.letters.files import frozen_file
from rptc.letters.models import Letter, LetterCounter, LetterKind
from rptc.waiting import count_for, firsts_for
from tests import factories as f
from tests.letters.agency.agency import KIND, at_agency, for_agency
from tests.letters.test_issuing import issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(login):
    return login(Role.OFFICE)


def page(letter, name="letter_detail"):
    return reverse(f"letters:{name}", args=[letter.pk])


def waits(user):
    return {kind.key: number for kind, number in count_for(user) if number}


def today():
    return days.today().isoformat()


def signed_elsewhere(letter):
    """Our own PDF as BSrE gives it back: with a field that holds a signature."""
    made = PdfWriter(clone_from=PdfReader(io.BytesIO(bytes(frozen_file(letter).content))))
    signature = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Sig"),
            NameObject("/Filter"): NameObject("/Adobe.PPKLite"),
            NameObject("/SubFilter"): NameObject("/adbe.pkcs7.detached"),
            NameObject("/Contents"): TextStringObject("tanda tangan"),
        }
    )
    field = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Sig"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/V"): made._add_object(signature),
        }
    )
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([made._add_object(field)])})
    made._root_object[NameObject("/AcroForm")] = form
    file = io.BytesIO()
    made.write(file)
    return SimpleUploadedFile("tte.pdf", file.getvalue(), "application/pdf")


def test_office_and_head_initial_it_and_it_is_carried_to_the_dinas(client, login, office):
    letter = for_agency(office)
    assert letter.number == ""
    assert not LetterCounter.objects.filter(kind__code=KIND).exists()
    assert waits(office) == {"letters-to-initial": 1}
    assertRedirects(client.post(page(letter, "letter_initial_office")), page(letter))
    head = login(Role.HEAD)
    assert waits(head)["letters-to-initial-head"] == 1
    client.post(page(letter, "letter_initial_head"))
    login(office)
    assert waits(office) == {"letters-to-carry": 1}
    sent = {"send_key": str(letter.send_key), "done_on": today(), "carried_by": "Dg. Ba'do"}
    for _ in range(2):
        assertRedirects(client.post(page(letter, "letter_carry"), sent), page(letter))
    assert waits(office) == {"letters-at-agency": 1}
    steps = LetterStep.objects.order_by("pk").values_list("step", "recorded_by")
    assert list(steps) == [
        ("office", office.pk),
        ("head", head.pk),
        ("carried", office.pk),
    ]
    shown = client.get(page(letter))
    assertContains(shown, "Dg. Ba&#x27;do")
    assertContains(shown, "Catat kembali dari Dinas")


def test_days_at_the_dinas_stand_on_the_first_page_of_the_office(
    client, login, office, time_machine_at
):
    letter = at_agency(office, about="Berkas 00417")
    time_machine_at(days.now() + days.ONE_DAY * 3)
    login(office)
    [row] = firsts_for(office)["letters-at-agency"]
    assert row.text == "Di Dinas, 3 hari"
    assertContains(client.get(reverse("reports:today")), "Di Dinas, 3 hari")
    listed = client.get(reverse("letters:letter_list"), {"state": "agency"})
    assertContains(listed, "Di Dinas, 3 hari")
    assert [row.pk for row in listed.context["page_obj"]] == [letter.pk]


def test_each_step_is_done_once_and_in_its_turn(client, login, office):
    letter = for_agency(office)
    sent = {"send_key": str(letter.send_key), "done_on": today(), "carried_by": "Baharuddin"}
    assertContains(client.post(page(letter, "letter_carry"), sent), "Belum ada paraf Kepala UPT")
    client.post(page(letter, "letter_initial_office"))
    again = client.post(page(letter, "letter_initial_office"), follow=True)
    assertContains(again, "Langkah ini sudah dicatat.")
    login(Role.HEAD)
    client.post(page(letter, "letter_initial_head"))
    login(office)
    before = (days.today() - days.ONE_DAY).isoformat()
    early = client.post(page(letter, "letter_carry"), sent | {"done_on": before})
    assertContains(early, "Tidak mungkin sebelum")
    tomorrow = (days.today() + days.ONE_DAY).isoformat()
    late = client.post(page(letter, "letter_carry"), sent | {"done_on": tomorrow})
    assertContains(late, "belum terjadi")
    assert LetterStep.objects.count() == 2


def test_a_letter_of_the_unit_goes_nowhere(client, office):
    letter = issue(office)
    refused = client.post(page(letter, "letter_initial_office"), follow=True)
    assertContains(refused, "tidak sedang menunggu tanda tangan Kepala Dinas")
    assertNotContains(client.get(page(letter)), "Ditandatangani Kepala Dinas")


def test_back_on_paper_its_number_and_day_follow(client, office):
    letter = at_agency(office)
    scan = page(letter, "letter_scan")
    file = SimpleUploadedFile("surat.pdf", f.blank_sheet(), "application/pdf")
    sent = {"file": file, "code": letter.shown_code}
    assertRedirects(client.post(scan, sent), page(letter))
    letter.refresh_from_db()
    assert (letter.number, letter.waits_for_scan) == ("", False)
    assert waits(office) == {"letters-without-number": 1}
    day = days.today() - days.ONE_DAY
    sent = {"number": "460/77/Dinsos", "source": "Dinas Sosial", "dated_on": day.isoformat()}
    assertRedirects(client.post(page(letter, "letter_number"), sent), page(letter))
    letter = Letter.objects.get(pk=letter.pk)
    assert (letter.number, letter.dated_on, letter.state[0]) == ("460/77/Dinsos", day, "Berlaku")
    assert waits(office) == {}


def test_signed_electronically_elsewhere_it_is_the_frozen_one_with_its_hour(client, office):
    letter = at_agency(office)
    scan = page(letter, "letter_scan")
    without = client.post(scan, {"file": signed_elsewhere(letter), "is_electronic": "on"})
    assertContains(without, "Tulis kapan surat ini ditandatangani elektronik.")
    at = days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")
    file = signed_elsewhere(letter)
    sent = {"file": file, "is_electronic": "on", "signed_at": at}
    assertRedirects(client.post(scan, sent), page(letter))
    frozen = frozen_file(letter)
    file.seek(0)
    assert bytes(frozen.content) == file.read()
    assert frozen.is_electronic
    assert frozen.signed_at.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M") == at
    assertContains(client.get(page(letter)), "Ditandatangani elektronik")
    assertContains(
        client.get(reverse("letters:letter_check", args=[letter.check_code])), "berlaku"
    )


def test_nothing_comes_back_that_was_not_carried(client, office):
    letter = for_agency(office)
    with pytest.raises(ValidationError, match="Catat dahulu kapan"):
        actions.add_scan(letter, f.blank_sheet(), by=office)
    assertNotContains(client.get(page(letter)), "Catat kembali dari Dinas")


def test_the_paper_leaves_room_for_the_head_of_the_dinas(client, office, read_pdf):
    f.SignatoryFactory(name="Drs. Kepala Unit")
    text = read_pdf(client.get(page(for_agency(office), "letter_file")))
    assert "Kepala Dinas Sosial" in text
    assert "Drs. Kepala Unit" not in text


def test_a_kind_is_signed_by_the_dinas_from_now_on(client, office):
    before = issue(office, KIND)
    kind = LetterKind.objects.get(code=KIND)
    address = reverse("letters:letter_kind_edit", args=[kind.pk])
    typed = {
        name: getattr(kind, name)
        for name in ["name", "classification", "mark", "pattern", "numbering", "paper"]
    }
    assert client.post(address, typed | {"signed_by": "agency"}).status_code == 302
    before.refresh_from_db()
    assert before.signed_by == "unit"
    assert issue(office, KIND).signed_by == "agency"


def test_a_withdrawn_letter_waits_nowhere(office):
    letter = at_agency(office)
    f.withdraw(letter)
    assert waits(office) == {}
    assert not Letter.objects.at_agency().exists()


# --- What the database refuses ----------------------------------------------------------------


def test_the_database_keeps_the_order_of_steps_and_never_changes_one(office):
    letter = for_agency(office)
    row = {"letter": letter, "done_on": days.today(), "recorded_by": office}
    carried = row | {"step": Step.CARRIED, "carried_by": "Baharuddin"}
    for wrong in [row | {"step": Step.HEAD}, carried, row | {"step": "lain"}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            LetterStep.objects.create(**wrong)
    done = LetterStep.objects.create(**row, step=Step.OFFICE)
    early = {"done_on": days.today() - days.ONE_DAY}
    for wrong in [
        row | {"step": Step.OFFICE},
        row | {"step": Step.HEAD} | early,
        row | {"step": Step.HEAD, "carried_by": "Baharuddin"},
        row | {"step": Step.OFFICE, "letter": issue(office)},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            LetterStep.objects.create(**wrong)
    for change in [
        lambda rows: rows.update(done_on=datetime.date(2020, 1, 1)),
        lambda r: r.delete(),
    ]:
        with pytest.raises(DatabaseError), transaction.atomic():
            change(LetterStep.objects.filter(pk=done.pk))


def test_the_database_lets_the_day_change_with_the_number_of_the_dinas_alone(office):
    letter, other = at_agency(office), issue(office, number_later=True)
    day = days.today() - days.ONE_DAY
    for row, change in [
        (letter, {"dated_on": day, "year": day.year}),
        (letter, {"signed_by": "unit"}),
        (other, {"dated_on": day, "number": "1/A", "number_source": "Agenda"}),
    ]:
        with pytest.raises(DatabaseError), transaction.atomic():
            Letter.objects.filter(pk=row.pk).update(**change)
    actions.number_letter(letter, number="1/D", source="Dinas", dated_on=day, by=office)
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(dated_on=days.today())


def test_the_database_asks_the_hour_of_what_was_signed_elsewhere(office):
    letter = at_agency(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        f.LetterFileFactory(letter=letter, kind="scan", is_electronic=True)
