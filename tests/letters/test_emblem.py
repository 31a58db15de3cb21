"""The emblem at the top of all that the unit prints."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.forms import EMBLEM_PIXELS
from rptc.letters.models import Emblem
from tests import factories as f
from tests import pictures
from tests.letters.test_issuing import issue

pytestmark = pytest.mark.django_db

URL = reverse("letters:emblem_change")
REMOVE = reverse("letters:emblem_remove")
UNIT = reverse("letters:unit_settings")


def sent(content, name="lambang.png"):
    return {"picture": SimpleUploadedFile(name, content)}


def images_of(content):
    return [image for page in PdfReader(io.BytesIO(content)).pages for image in page.images]


def page_of(letter):
    return bytes(letter.files.get().content)


def test_a_new_unit_prints_a_clean_letterhead(client, login):
    office = login(Role.OFFICE)
    assertContains(client.get(UNIT), "Belum ada lambang")
    assertContains(client.get(UNIT), f'href="{URL}"')
    content = page_of(issue(office))
    assert images_of(content) == []
    assert "lambang" not in PdfReader(io.BytesIO(content)).pages[0].extract_text().lower()


def test_what_is_uploaded_stands_on_every_letter_of_from_then_on(client, login):
    office = login(Role.OFFICE)
    before = issue(office)
    shown = pictures.saved(pictures.drawing((1000, 1200), "RGBA"), "PNG")
    assertRedirects(client.post(URL, sent(shown)), UNIT)
    assertContains(client.get(UNIT), "data:image/jpeg;base64,")
    assertContains(client.get(URL), "data:image/jpeg;base64,")
    after = issue(office)
    [image] = images_of(page_of(after))
    assert max(image.image.size) == EMBLEM_PIXELS
    assert images_of(page_of(before)) == []
    entry = Entry.objects.get(verb="added", actor=office)
    assert entry.object_id == Emblem.objects.get().pk


def test_the_same_picture_twice_is_one(client, login):
    login(Role.HEAD)
    for _ in range(2):
        client.post(URL, sent(pictures.png()))
    assert Emblem.objects.count() == 1


def test_it_is_removed_and_the_letters_keep_theirs(client, login):
    office = login(Role.OFFICE)
    f.EmblemFactory()
    letter = issue(office)
    assertContains(client.get(UNIT), "Hapus lambang")
    client.post(REMOVE)
    client.post(REMOVE)
    assert Emblem.current() is None
    assertNotContains(client.get(UNIT), "Hapus lambang")
    assert len(images_of(page_of(letter))) == 1
    assert images_of(page_of(issue(office))) == []
    assert Entry.objects.filter(verb="removed").count() == 1


@pytest.mark.parametrize("what", ["svg", "pdf", "svg as jpg", "more than 8 MB", "torn png"])
def test_what_is_no_picture_is_refused_in_words(client, login, what):
    login(Role.ADMIN)
    name, content = pictures.refused()[what]
    page = client.post(URL, sent(content, name))
    assert page.status_code == 200
    assert page.context["form"].errors["picture"]
    assert not Emblem.objects.exists()


def test_no_file_is_asked_for(client, login):
    login(Role.OFFICE)
    assertContains(client.post(URL, {"picture": ""}), "Pilih gambar lambangnya.")


def test_the_web_process_changes_none():
    emblem = f.EmblemFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        Emblem.objects.filter(pk=emblem.pk).update(content=b"other")


@pytest.mark.parametrize(
    "columns", [{"content": None, "sha256": "0" * 64}, {"sha256": ""}, {"sha256": "x"}]
)
def test_a_picture_has_its_hash(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        f.EmblemFactory(**columns)
