"""Signed on the screen, by thumb-print and on paper: all equal, and of the frozen bytes."""

import datetime
import hashlib
import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.actions import mark_corrected
from rptc.letters.files import frozen_file
from rptc.letters.models import Letter
from rptc.letters.prints import NAME
from rptc.letters.signatures.models import Signature
from tests import factories as f
from tests.letters.signatures.signing import (
    LANGUAGE,
    handed_over,
    page,
    photo,
    receipt,
    scan,
    signed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def piket(login):
    return login(Role.CARETAKER)


@pytest.fixture
def letter(piket):
    return handed_over(piket).handover_letter


def check_page(letter):
    return reverse("letters:letter_check", args=[letter.check_code])


def test_signed_on_the_screen_by_thumb_and_on_paper_it_is_valid_and_whole(client, piket, read_pdf):
    exit = handed_over(piket)
    letter = exit.handover_letter
    f.ExitWitnessFactory(exit=exit, name="Daeng Nai")
    before = bytes(frozen_file(letter).content)
    client.post(page(letter), signed(letter, "gives"))
    client.post(page(letter), signed(letter, "receives", thumb=photo(), **LANGUAGE))
    assertContains(client.get(check_page(letter)), "Ditandatangani 2 dari 3")
    sent = signed(letter, "witness_1", paper=scan(), code=letter.shown_code.lower())
    answer = client.post(page(letter), sent, follow=True)
    assertContains(answer, "Semua yang diminta sudah menandatangani.")

    rows = {row.side: row for row in Signature.objects.all()}
    assert [rows[side].way for side in ("gives", "receives", "witness_1")] == [
        "screen",
        "thumb",
        "paper",
    ]
    for row in rows.values():
        assert row.signed_sha256 == hashlib.sha256(before).hexdigest()
        assert row.sha256 == hashlib.sha256(row.kept).hexdigest()
    assert rows["receives"].name == "Hj. Saenab"
    assert rows["receives"].as_whom == "nenek dari ibu"
    assert rows["receives"].language == "mak"
    # The letter is byte for byte what it was.
    assert bytes(frozen_file(letter).content) == before
    stranger = client.get(check_page(letter))
    assertContains(stranger, "Surat ini berlaku")
    assertContains(stranger, "Ditandatangani 3 dari 3")
    assertNotContains(stranger, "Saenab")

    text = read_pdf(client.get(page(letter, "signature_sheet_print")))
    for words in ["LEMBAR TANDA TANGAN", "Hj. Saenab", "Daeng Nai", "bahasa Makassar"]:
        assert words in text
    assert hashlib.sha256(before).hexdigest() in text.replace("\n", "")


def test_the_page_asks_one_person_at_a_time_and_shows_the_letter_first(client, letter):
    first = client.get(page(letter))
    assert first.context["hand"].side == "gives"
    assertContains(first, "Baca dahulu, 1 halaman")
    assertContains(first, "BERITA ACARA SERAH TERIMA")
    assertContains(first, frozen_file(letter).sha256[:4].upper())
    read = client.get(page(letter, "letter_sign_file"))
    assert read.content == bytes(frozen_file(letter).content)
    looks = Entry.objects.filter(person_id=letter.person_id, verb="opened")
    assert looks.get().object_id == letter.pk
    client.post(page(letter), signed(letter, "gives"))
    second = client.get(page(letter))
    assert second.context["hand"].side == "receives"
    assertContains(second, "2 dari 2: Hj. Saenab")
    assertContains(second, f.strokes())


def test_a_name_with_an_apostrophe_signs_as_it_is(client, piket):
    letter = handed_over(piket, receiver="Nur'aini <b> Dg. Ti'no").handover_letter
    client.post(page(letter), signed(letter, "gives"))
    client.post(page(letter), signed(letter, "receives"))
    assert Signature.objects.get(side="receives").name == "Nur'aini <b> Dg. Ti'no"
    assertContains(client.get(page(letter)), "Nur&#x27;aini &lt;b&gt; Dg. Ti&#x27;no")
    assert client.get(page(letter, "signature_sheet_print")).status_code == 200


def test_the_same_form_sent_twice_is_one_signature(client, letter):
    sent = signed(letter, "gives")
    for _ in range(2):
        assertRedirects(client.post(page(letter), sent), page(letter))
    assert Signature.objects.count() == 1
    # Under the same key something else: said, and not saved.
    other = client.post(page(letter), sent | {"strokes": f.strokes(width=200)})
    assertContains(other, "sudah terkirim dengan isi lain")


def test_two_at_once_sign_for_one_person_once(client, letter):
    client.post(page(letter), signed(letter, "gives"))
    late = client.post(page(letter), signed(letter, "gives"))
    assertContains(late, "Surat ini sudah ditandatangani olehnya.")
    assert Signature.objects.count() == 1


BAD = {
    "nothing": ({"strokes": ""}, "Belum ada tanda tangannya"),
    "a dot": ({"strokes": "M10 10L11 10"}, "terlalu kecil"),
    "outside of the box": ({"strokes": f.strokes(width=300)}, "tidak terbaca"),
    "no path of ours": ({"strokes": 'M1 1"/><script>'}, "tidak terbaca"),
    "a curve": ({"strokes": "M1 1C1 1 2 2 3 3"}, "tidak terbaca"),
    "a book of lines": ({"strokes": "M10 10" + "L20 20" * 6000}, "terlalu panjang"),
    "read aloud in no language": ({"read_to_them": "on"}, "Pilih bahasa"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_signature_is_refused_in_words(client, letter, what):
    more, said = BAD[what]
    client.post(page(letter), signed(letter, "gives"))
    answer = client.post(page(letter), signed(letter, "receives", **more))
    assertContains(answer, said)
    assert Signature.objects.count() == 1


def test_nobody_signs_in_a_place_that_the_letter_does_not_have(client, letter):
    for side in ("klien", "lain", ""):
        answer = client.post(page(letter), signed(letter, side))
        assertContains(answer, "Muat ulang halaman ini.")
    assert not Signature.objects.exists()


def test_one_way_and_not_two(client, letter):
    sent = signed(letter, "receives", strokes=f.strokes(), thumb=photo())
    assertContains(client.post(page(letter), sent), "lebih dari satu cara")


def test_a_file_that_is_no_picture_is_refused(client, letter):
    answer = client.post(page(letter), signed(letter, "receives", thumb=scan()))
    assertContains(answer, "PDF bukan foto")
    assert not Signature.objects.exists()


def test_a_sheet_of_another_letter_is_refused(client, letter):
    another = f.LetterFileFactory().letter
    for code, said in [
        ("", "Ketik kode periksa"),
        (another.shown_code, "lembar surat lain"),
    ]:
        answer = client.post(page(letter), signed(letter, "receives", paper=photo(), code=code))
        assertContains(answer, said)
    assert not Signature.objects.exists()
    sent = signed(letter, "receives", paper=photo(), code=letter.shown_code)
    client.post(page(letter), sent)
    assert Signature.objects.get().way == "paper"


def test_paper_may_have_been_signed_before_it_was_scanned(client, piket, time_machine_at):
    letter = handed_over(piket).handover_letter
    printed = letter.recorded_at
    at = (printed + days.ONE_HOUR).astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")
    early = (printed - days.ONE_HOUR).astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")
    sent = signed(letter, "receives", paper=photo(), code=letter.shown_code)
    assertContains(client.post(page(letter), sent | {"signed_at": at}), "belum terjadi")
    time_machine_at(printed + days.ONE_HOUR * 3)
    for moment, said in [(early, "belum dicetak pada waktu itu")]:
        again = signed(letter, "receives", paper=photo(), code=letter.shown_code)
        assertContains(client.post(page(letter), again | {"signed_at": moment}), said)
    again = signed(letter, "receives", paper=photo(), code=letter.shown_code)
    client.post(page(letter), again | {"signed_at": at})
    row = Signature.objects.get()
    assert row.signed_at < row.recorded_at
    assert row.signed_at.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M") == at


def test_what_came_back_meanwhile_is_read_before_it_is_signed(client, letter):
    sent = signed(letter, "receives")
    f.LetterFileFactory(letter=letter, kind="scan")
    assertContains(client.post(page(letter), sent), "berganti sejak halaman dibuka")
    assert not Signature.objects.exists()


def test_a_withdrawn_or_corrected_letter_is_signed_no_more(client, piket):
    exit = handed_over(piket)
    letter = exit.handover_letter
    sent = signed(letter, "receives")
    mark_corrected([letter.person_id], {NAME}, since=letter.recorded_at)
    assertContains(client.post(page(letter), sent), "dibuat sebelum koreksi")
    Letter.objects.filter(pk=letter.pk).update(corrected_at=None)
    f.withdraw(letter)
    assertContains(client.post(page(letter), sent), "sudah ditarik")
    assert not Signature.objects.exists()


def test_a_receipt_is_signed_by_the_owner_and_the_officer(client, piket):
    bag = receipt(piket)
    listed = client.get(reverse("cases:belonging_list", args=[bag.stay_id]))
    assertContains(listed, "Tanda tangan 0 dari 2")
    client.post(page(bag.letter), signed(bag.letter, "klien", thumb=photo()))
    client.post(page(bag.letter), signed(bag.letter, "receives"))
    listed = client.get(reverse("cases:belonging_list", args=[bag.stay_id]))
    assertContains(listed, "Tanda tangan 2 dari 2")
    row = Signature.objects.get(way="thumb")
    picture = client.get(reverse("letters:signature_picture", args=[row.pk]))
    assert picture["Content-Type"] == "image/jpeg"
    assert picture.content == row.kept
    assert picture["Cache-Control"] == "no-store"


def test_a_paper_of_money_is_signed_on_paper_alone(client, piket):
    bag = receipt(piket, money=True)
    assertContains(client.get(page(bag.letter)), "Surat ini memuat uang")
    client.post(page(bag.letter), signed(bag.letter, "klien"))
    client.post(page(bag.letter), signed(bag.letter, "klien", thumb=photo()))
    assert not Signature.objects.exists()
    sent = signed(bag.letter, "klien", paper=scan(), code=bag.letter.check_code)
    client.post(page(bag.letter), sent)
    assert Signature.objects.get().is_pdf


def test_a_pdf_that_does_something_is_no_scan(client, letter):
    from tests.letters.test_letter_scan import with_launch, written

    file = scan()
    file = type(file)("lembar.pdf", written(with_launch()), "application/pdf")
    sent = signed(letter, "receives", paper=file, code=letter.check_code)
    assertContains(client.post(page(letter), sent), "bukan pindaian biasa")


def test_a_letter_that_is_not_signed_here_has_no_page(client, login):
    login(Role.HEAD)
    assert client.get(page(f.LetterFileFactory().letter)).status_code == 404
    assert client.get(reverse("letters:letter_sign", args=[0])).status_code == 404


def test_the_hour_is_that_of_the_day_in_makassar(client, login, time_machine_at):
    """31 December, 23.30 WITA."""
    last = days.at(days.today().replace(month=12, day=31), datetime.time(23, 30))
    time_machine_at(last)
    letter = handed_over(login(Role.CARETAKER)).handover_letter
    client.post(page(letter), signed(letter, "gives"))
    assertContains(client.get(page(letter)), "23.30")


def test_the_pages_ask_no_more_with_more_signatures(client, piket, count_queries):
    exit = handed_over(piket)
    letter = exit.handover_letter
    client.post(page(letter), signed(letter, "gives"))
    few = count_queries(page(letter))
    client.post(page(letter), signed(letter, "witness_1", name="Daeng Nai"))
    client.post(page(letter), signed(letter, "witness_2", name="Daeng Te'ne"))
    assert Signature.objects.count() == 3
    assert count_queries(page(letter)) == few
    assert few <= 25


def test_each_key_is_its_senders(client, letter):
    sent = signed(letter, "gives") | {"send_key": str(uuid.uuid4())}
    client.post(page(letter), sent)
    assert str(Signature.objects.get().send_key) == sent["send_key"]
