"""The letter of an extension: what it says, and none before the approval."""

from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains

from cases.stays.extensions.models import Extension
from cases.stays.models import Stay, StayRule
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.actions import mark_corrected
from rptc.letters.models import Letter
from rptc.words import tanggal_panjang
from tests.cases.stays.extension_forms import (
    approve,
    later,
)
from tests.factories import (
    ExtensionFactory,
    LetterFactory,
    PersonFactory,
    StayFactory,
)

pytestmark = pytest.mark.django_db


def test_the_letter_says_from_when_until_when_and_why(client, login, read_pdf):
    stay = StayFactory(days_ago=8, intake__person=PersonFactory(name="Hamzah Daeng Ngalle"))
    extension = approve(ExtensionFactory(stay=stay, new_last_on=later(4)))
    assert extension.letter.number.startswith("460/1/PMP/RPTC/")
    assert extension.letter.person_id == stay.person_id
    login(Role.CARETAKER)
    address = reverse("cases:extension_letter", args=[extension.pk])
    assertContains(client.get(reverse("cases:stay_detail", args=[stay.pk])), address)
    text = read_pdf(client.get(address))
    for words in [
        "PERPANJANGAN MASA PEMBINAAN",
        extension.letter.number,
        "Hamzah Daeng Ngalle",
        tanggal_panjang(extension.from_last_on),
        tanggal_panjang(later(4)),
        "13 hari, 6 hari lebih lama",
        extension.reason,
        "disetujui untuk diperpanjang",
    ]:
        assert words in text
    assert "Berdasarkan" not in text
    assert "dasar hukum" not in text
    Stay.objects.update(ended_at=days.now())
    assert client.get(address).status_code == 404


def test_each_of_several_gets_a_number_of_its_own(db):
    StayRule.objects.update(legal_basis="Perwali 1 Tahun 2026")
    letters = [approve(ExtensionFactory(new_last_on=later(9))).letter for _ in range(3)]
    assert [letter.sequence for letter in letters] == [1, 2, 3]
    content = bytes(letters[0].files.get().content)
    assert (
        "Berdasarkan Perwali 1 Tahun 2026" in PdfReader(BytesIO(content)).pages[0].extract_text()
    )


def test_no_letter_before_the_approval(client, login):
    extension = ExtensionFactory(refused=True)
    login(Role.HEAD)
    address = reverse("cases:extension_letter", args=[extension.pk])
    assert client.get(address).status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.update(letter=LetterFactory())


def test_one_of_before_a_correction_says_so_and_a_new_one_takes_its_place(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=8, social_worker=worker)
    extension = approve(ExtensionFactory(stay=stay, new_last_on=later(4)))
    before = extension.letter
    write = reverse("cases:extension_letter_write", args=[extension.pk])
    client.post(write)
    assert Extension.objects.get().letter == before
    mark_corrected([extension.stay.person_id], {"sex"}, since=before.recorded_at)
    page = client.get(reverse("cases:stay_detail", args=[extension.stay_id]))
    assertContains(page, "Surat sebelum koreksi")
    assertContains(page, "Buat surat baru")
    for _ in range(2):
        client.post(write)
    after = Extension.objects.get().letter
    assert after != before
    assert after.is_current
    assert Letter.objects.filter(kind__code="perpanjangan").count() == 2
    page = client.get(reverse("cases:stay_detail", args=[extension.stay_id]))
    assertNotContains(page, "Buat surat baru")
