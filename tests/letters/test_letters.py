import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.models import Letter, LetterKind
from tests import factories as f
from tests.letters.test_issuing import SCAN, issue, outside_kind

pytestmark = pytest.mark.django_db
LIST = reverse("letters:letter_list")
REGISTER, TOGETHER = reverse("letters:letter_register_print"), reverse("letters:letter_together")


def test_shows_number_kind_and_state(client, login):
    office = login(Role.OFFICE)
    letter = issue(office)
    waiting = issue(office, number_later=True)
    answer = client.get(LIST)
    assertContains(answer, letter.number)
    assertContains(answer, "Belum bernomor")
    assertNotContains(client.get(LIST, {"state": "number"}), letter.number)
    assertContains(client.get(LIST, {"q": letter.number}), letter.number)
    assert waiting.number == ""


def test_a_letter_about_a_sealed_file_is_the_heads_and_its_writers(client, login):
    office = login(Role.OFFICE)
    own, other = issue(office, is_sealed=True), f.LetterFactory(is_sealed=True, numbered=True)
    assertContains(client.get(LIST), own.number)
    assertNotContains(client.get(LIST), other.number)
    for name in ("letter_detail", "letter_file"):
        assert client.get(reverse(f"letters:{name}", args=[other.pk])).status_code == 404
    login(Role.HEAD)
    assertContains(client.get(LIST), other.number)


def test_queries_do_not_grow(login, count_queries):
    login(Role.OFFICE)
    f.LetterFactory(numbered=True)
    few = count_queries(LIST)
    f.LetterFactory.create_batch(10, numbered=True)
    assert count_queries(LIST) == few


def test_the_page_of_a_letter_leads_to_its_file(client, login, read_pdf):
    letter = issue(login(Role.OFFICE))
    answer = client.get(reverse("letters:letter_detail", args=[letter.pk]))
    assertContains(answer, letter.shown_code)
    text = read_pdf(client.get(reverse("letters:letter_file", args=[letter.pk])))
    assert letter.number in text
    assert letter.shown_code in text
    assert "SURAT PERSETUJUAN PERPANJANGAN MASA PEMBINAAN" in text


def test_a_file_that_was_changed_behind_our_back_is_not_shown(client, login):
    letter = issue(login(Role.OFFICE))
    f.LetterFileFactory(letter=letter, kind="scan", sha256="0" * 64)
    with pytest.raises(RuntimeError, match="not what was frozen"):
        client.get(reverse("letters:letter_file", args=[letter.pk]))


def test_number_comes_later_then_the_scan(client, login, tmp_path):
    letter = issue(login(Role.OFFICE), number_later=True)
    page = reverse("letters:letter_detail", args=[letter.pk])
    assertRedirects(client.post(reverse("letters:letter_number", args=[letter.pk])), page)
    letter.refresh_from_db()
    assert letter.sequence == 1
    scan = reverse("letters:letter_scan", args=[letter.pk])
    assertContains(client.post(scan, {"file": ""}), "Pilih berkas PDF")
    (tmp_path / "foto.pdf").write_bytes(b"bukan pdf")
    with (tmp_path / "foto.pdf").open("rb") as file:
        assertContains(
            client.post(scan, {"file": file, "code": letter.check_code}), "Ini bukan berkas PDF"
        )
    (tmp_path / "surat.pdf").write_bytes(SCAN)
    with (tmp_path / "surat.pdf").open("rb") as file:
        assertRedirects(client.post(scan, {"file": file, "code": letter.check_code}), page)
    assert client.get(reverse("letters:letter_file", args=[letter.pk])).content == SCAN


def test_a_number_from_outside_needs_its_source(client, login):
    outside_kind()
    letter = issue(login(Role.OFFICE))
    url = reverse("letters:letter_number", args=[letter.pk])
    assertContains(client.post(url, {"number": "", "source": ""}), "Tulis dari mana nomornya")
    taken = f.LetterFactory(numbered=True).number
    response = client.post(url, {"number": taken, "source": "Buku agenda"})
    assert list(response.context["form"].errors) == ["number"]
    client.post(url, {"number": "800/5", "source": "Buku agenda"})
    assert Letter.objects.get(pk=letter.pk).number == "800/5"


def test_withdrawal_goes_to_the_head(client, login):
    office = login(Role.OFFICE)
    letter = issue(office)
    url = reverse("letters:letter_withdraw", args=[letter.pk])
    typed = {"send_key": uuid.uuid4(), "reason": ""}
    assertContains(client.post(url, typed), "Tulis mengapa surat ini ditarik")
    for _ in range(2):
        client.post(url, typed | {"reason": "Salah tanggal."})
    page = client.get(reverse("letters:letter_detail", args=[letter.pk]))
    assertContains(page, "Diminta ditarik", count=2)
    login(Role.HEAD)
    assertContains(client.get(reverse("reports:approvals")), "Salah tanggal.")
    decide = reverse("letters:withdrawal_decide", args=[letter.pk])
    page = client.post(decide, {"decision": ""})
    assertContains(page, "Pilih tarik surat atau tetap berlaku.")
    assertRedirects(client.post(decide, {"decision": "approve"}), reverse("reports:approvals"))
    assert not Letter.objects.get(pk=letter.pk).is_valid
    assertContains(client.get(decide), "Penarikan surat ini sudah diputuskan oleh")
    page = client.get(reverse("letters:letter_detail", args=[letter.pk]))
    assertContains(page, "Salah tanggal.")


def test_the_pattern_of_a_number_must_hold_the_number(client, login):
    login(Role.OFFICE)
    kind = f.LetterFactory().kind
    url = reverse("letters:letter_kind_edit", args=[kind.pk])
    typed = {
        "name": kind.name,
        "classification": "400.9",
        "mark": kind.mark,
        "numbering": "own",
        "signed_by": "unit",
        "paper": "A4",
    }
    assertContains(client.post(url, typed | {"pattern": "RPTC/{tahun}"}), "harus memuat {urut}")
    answer = client.post(url, typed | {"pattern": "{urut}/{kepala}"})
    assertContains(answer, "yang dikenal")
    client.post(url, typed | {"pattern": "{klasifikasi}/{urut}/{tahun}"})
    assertContains(client.get(reverse("letters:letter_kind_list")), "400.9/1/")


def test_two_counters_do_not_write_the_same_number(client, login):
    login(Role.OFFICE)
    kind = LetterKind.objects.get(code="perpanjangan")
    url = reverse("letters:letter_kind_edit", args=[kind.pk])
    fields = ["name", "classification", "mark", "pattern", "numbering", "paper", "signed_by"]
    typed = {name: getattr(kind, name) for name in fields}
    other = LetterKind.objects.get(code="surat-jalan")
    same = typed | {"mark": other.mark, "classification": other.classification}
    assertContains(client.post(url, same), f"{other} mendapat nomor yang sama")
    assert client.post(url, same | {"numbering": "outside"}).status_code == 302
    assert client.post(url, typed).status_code == 302


def test_the_register_of_a_year_and_a_kind_is_printed(client, login, read_pdf):
    letter = issue(login(Role.OFFICE))
    f.LetterFactory(numbered=True, is_sealed=True, number="460/999/TERTUTUP")
    kind, year = letter.kind, letter.dated_on.year
    text = read_pdf(client.get(REGISTER, {"year": year, "kind": kind.pk}))
    assert letter.number in text.replace("\n", "")
    assert "999" not in text
    assert f"Tahun {year}" in text
    assert "Tidak ada surat yang cocok" in read_pdf(client.get(REGISTER, {"year": year - 1}))


def test_what_the_address_asks_wrongly_prints_all(client, login, read_pdf):
    letter = issue(login(Role.OFFICE))
    text = read_pdf(client.get(REGISTER, {"year": "semua", "kind": "-1"}))
    assert letter.number in text.replace("\n", "")


def test_the_register_asks_no_more_for_more_letters(login, count_queries):
    login(Role.OFFICE)
    f.LetterFactory(numbered=True)
    few = count_queries(REGISTER)
    f.LetterFactory.create_batch(10, numbered=True)
    assert count_queries(REGISTER) == few


def test_the_letters_of_a_page_are_printed_together_and_each_is_noted(client, login, read_pdf):
    office = login(Role.OFFICE)
    letters = [issue(office) for _ in range(3)]
    sealed = f.LetterFactory(numbered=True, is_sealed=True)
    text = read_pdf(client.get(TOGETHER))
    assert all(letter.number in text for letter in letters)
    noted = Entry.objects.filter(verb="printed", actor=office)
    assert sorted(noted.values_list("object_id", flat=True)) == [each.pk for each in letters]
    assert sealed.pk not in noted.values_list("object_id", flat=True)
    none = client.get(TOGETHER, {"q": "tidak ada"}, follow=True)
    assertContains(none, "Tidak ada surat yang berlaku")


def test_many_letters_together_ask_no_more_than_few(client, login, count_queries):
    office = login(Role.OFFICE)
    for _ in range(2):
        issue(office)
    few = count_queries(TOGETHER)
    for _ in range(3):
        issue(office)
    assert count_queries(TOGETHER) == few
