"""Photos: what is stored of an upload, who may look, and what is written down of a look."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.people.photos import actions
from cases.people.photos.models import Photo
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.pictures import STORED_BYTES, encode
from tests import pictures
from tests.factories import IntakeFactory, PatrolFactory, PersonFactory, PhotoFactory, StayFactory

pytestmark = pytest.mark.django_db
REFUSED, CLEANED = pictures.refused(), pictures.cleaned()


def add_url(person):
    return reverse("cases:photo_add", args=[person.pk])


def show_url(photo):
    return reverse("cases:photo", args=[photo.pk])


def sent(*files, kind="face", key=None, **fields):
    """The form as a browser sends it; a file is bytes, or (name, bytes)."""
    uploads = [file if isinstance(file, tuple) else ("foto.jpg", file) for file in files]
    return {
        "send_key": key or uuid.uuid4(),
        "kind": kind,
        "note": "",
        "photos": [SimpleUploadedFile(name, content, "image/jpeg") for name, content in uploads],
        **fields,
    }


def stored_files(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


@pytest.fixture
def person(login):
    login(Role.SOCIAL_WORKER)
    return PersonFactory()


# What is stored


@pytest.mark.parametrize("about", sorted(REFUSED))
def test_a_hostile_upload_is_refused_in_words(client, person, settings, about):
    response = client.post(add_url(person), sent(REFUSED[about]))
    assert response.status_code == 200
    assert response.context["form"].errors["photos"]
    assert not Photo.objects.exists()
    assert stored_files(settings) == []


@pytest.mark.parametrize("about", sorted(CLEANED))
def test_what_is_stored_is_a_picture_of_our_own_making(client, person, settings, about):
    name, content = CLEANED[about]
    assertRedirects(
        client.post(add_url(person), sent((name, content))),
        reverse("cases:person_detail", args=[person.pk]),
    )
    photo, (path,) = Photo.objects.get(), stored_files(settings)
    stored = path.read_bytes()
    assert stored != content
    assert len(stored) == photo.size <= STORED_BYTES
    assert path.suffix == ".jpg"
    assert path.parent.parent == settings.MEDIA_ROOT / "photos"
    assert path.stat().st_mode & 0o077 == 0
    image = Image.open(io.BytesIO(stored))
    assert (image.format, image.mode) == ("JPEG", "RGB")
    assert max(image.size) <= 1280
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for secret in (b"<script", b"<?php", b"rahasia", b"Kamera", b"PK\x03\x04", b"AAAA"):
        assert secret not in stored


def test_the_place_of_a_phones_photo_does_not_come_in(client, person, settings):
    sent_photo = pictures.from_a_phone()
    assert Image.open(io.BytesIO(sent_photo)).getexif().get_ifd(0x8825)
    client.post(add_url(person), sent(sent_photo))
    image = Image.open(io.BytesIO(stored_files(settings)[0].read_bytes()))
    assert not image.getexif().get_ifd(0x8825)
    assert image.size == (300, 400), "upright"


def test_heic_is_refused_with_what_to_do(client, person):
    response = client.post(add_url(person), sent(pictures.heic()))
    assertContains(response, "Foto HEIC belum dapat dibaca. Di iPhone:")


def test_a_torn_picture_is_refused_after_a_pdf_was_printed():
    import weasyprint.images  # noqa: F401  (from then on Pillow would let torn pictures pass)
    from django.core.exceptions import ValidationError

    torn = pictures.jpeg()[:-400]
    with pytest.raises(ValidationError, match="tidak lengkap"):
        encode(SimpleUploadedFile("foto.jpg", torn))


def test_a_grey_of_16_bits_is_not_cut_off():
    deep = Image.linear_gradient("L").convert("I").point(lambda grey: grey * 256).convert("I;16")
    picture = encode(SimpleUploadedFile("foto.png", pictures.saved(deep, "PNG")))
    darkest, lightest = Image.open(io.BytesIO(picture.content)).convert("L").getextrema()
    assert darkest < 10
    assert lightest > 245


# Sending


def test_several_at_once_and_a_bad_one_costs_no_good_one(client, person):
    files = [pictures.jpeg(1), pictures.SVG, pictures.png(), pictures.webp()]
    response = client.post(add_url(person), sent(*files, kind="mark", note="Tato"), follow=True)
    assertContains(response, "3 foto tersimpan.")
    assertContains(response, "Foto 2 dari 4: Berkas ini bukan foto yang dapat dibaca.")
    assert {(p.kind, p.note, p.person) for p in Photo.objects.all()} == {("mark", "Tato", person)}


@pytest.mark.parametrize("files", [0, 11, 40])
def test_none_or_too_many(client, person, files):
    response = client.post(add_url(person), sent(*[pictures.jpeg()] * files))
    assert response.status_code in {200, 400}
    assert not Photo.objects.exists()


def test_a_flood_is_refused_before_it_is_read(client, person, settings):
    settings.FILE_UPLOAD_MAX_TOTAL_SIZE = 1000
    assert client.post(add_url(person), sent(pictures.jpeg())).status_code == 400
    assert not Photo.objects.exists()


def test_the_same_picture_sent_again_is_one_row(client, person, settings):
    form = sent(pictures.jpeg())
    for data in (form, form, sent(pictures.jpeg()), sent(pictures.jpeg(), pictures.jpeg())):
        for file in data["photos"]:
            file.seek(0)
        client.post(add_url(person), data)
    assert Photo.objects.count() == len(stored_files(settings)) == 1
    client.post(add_url(PersonFactory()), sent(pictures.jpeg()))
    assert Photo.objects.count() == 2, "the same picture of somebody else is another row"


def test_the_same_form_for_another_person_says_so(client, person):
    key = uuid.uuid4()
    client.post(add_url(person), sent(pictures.jpeg(), key=key))
    response = client.post(add_url(PersonFactory()), sent(pictures.jpeg(), key=key))
    assertContains(response, "Foto ini sudah tersimpan dengan keterangan lain.")
    assert Photo.objects.count() == 1


def test_files_go_when_their_rows_do_not_stay(person, settings):
    by = PersonFactory().recorded_by
    good = encode(SimpleUploadedFile("a.jpg", pictures.jpeg(1)))
    impossible = type(good)(content=pictures.jpeg(2), sha256="not a hash")
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.add_person_photos(
            person, [good, impossible], kind="face", note="", page_key=uuid.uuid4(), by=by
        )
    assert not Photo.objects.exists()
    assert stored_files(settings) == []


# Looking


def test_a_look_is_answered_from_the_file_and_written_down(client, login):
    content = pictures.jpeg()
    photo = PhotoFactory(content=content)
    user = login(Role.CARETAKER)
    response = client.get(show_url(photo))
    assert response.content == content
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Disposition"] == f'inline; filename="foto-{photo.pk}.jpg"'
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    look = Entry.objects.get(verb="viewed_photo")
    assert (look.actor, look.object_id, look.person_id) == (user, photo.pk, photo.person_id)


def test_the_file_itself_has_no_address(client, login):
    photo = PhotoFactory()
    login(Role.HEAD)
    for folder in ("", "media/", "static/", "photos/"):
        assert client.get(f"/{folder}{photo.file.name}").status_code == 404


def test_the_house_sees_whom_it_holds(client, login):
    held, gone = PhotoFactory(), PhotoFactory(person=StayFactory(ended=True, days_ago=2).person)
    login(Role.CARETAKER)
    assert client.get(show_url(held)).status_code == 200
    assert client.get(show_url(gone)).status_code == 404
    assert client.get(add_url(gone.person)).status_code == 404
    for role in (Role.SOCIAL_WORKER, Role.HEAD):
        login(role)
        assert client.get(show_url(gone)).status_code == 200


def test_field_officers_see_their_patrol_and_no_photo_of_a_person(client, login):
    user = login(Role.FIELD)
    own = PatrolFactory(recorded_by=user)
    mine = [PhotoFactory(of_patrol=True, patrol=own), PhotoFactory(waits=True, patrol=own)]
    met = IntakeFactory(by_patrol=True, patrol=own, recorded_by=user).person
    others = [
        PhotoFactory(),
        PhotoFactory(person=met, recorded_by=user),
        PhotoFactory(of_patrol=True),
        PhotoFactory(waits=True),
    ]
    assert {client.get(show_url(photo)).status_code for photo in mine} == {200}
    answers = [client.get(show_url(photo)) for photo in others]
    never = client.get(reverse("cases:photo", args=[987654321]))
    assert {answer.status_code for answer in answers} == {404}
    assert {answer.content for answer in answers} == {never.content}


def test_a_sealed_file_hides_its_photos(client, login):
    photo = PhotoFactory(person=PersonFactory(is_sealed=True))
    login(Role.SOCIAL_WORKER)
    assert client.get(show_url(photo)).status_code == 404


def test_a_lost_file_is_not_found(client, login):
    photo = PhotoFactory()
    photo.file.storage.delete(photo.file.name)
    login(Role.HEAD)
    assert client.get(show_url(photo)).status_code == 404
    assert not Entry.objects.filter(verb="viewed_photo").exists()


def test_a_photo_is_hidden_with_a_reason(client, login, settings):
    photo = PhotoFactory()
    login(Role.CARETAKER)
    url = reverse("cases:photo_hide", args=[photo.pk])
    assertContains(client.post(url, {"reason": ""}), "Tulis mengapa foto ini dibuang.")
    assertRedirects(
        client.post(url, {"reason": "Bukan orangnya."}),
        reverse("cases:person_detail", args=[photo.person_id]),
    )
    assert client.get(show_url(photo)).status_code == 404
    assert client.get(url).status_code == 404
    assert Entry.objects.get(verb="hid").details == {"reason": "Bukan orangnya."}
    assert len(stored_files(settings)) == 1


# Where it is shown


def test_the_newest_face_stands_on_the_file_and_the_stay(client, login):
    stay = StayFactory()
    PhotoFactory(person=stay.person)
    face = PhotoFactory(person=stay.person)
    PhotoFactory(person=stay.person, kind="card")
    login(Role.HEAD)
    shown = f'<span class="rp-photo lg"><img src="{show_url(face)}?with='
    assertContains(client.get(reverse("cases:person_detail", args=[stay.person_id])), shown)
    assertContains(client.get(reverse("cases:stay_detail", args=[stay.pk])), shown)


def test_arrivals_show_faces_and_how_many_wait_for_a_row(client, login, count_queries):
    intake = IntakeFactory(by_patrol=True)
    face = PhotoFactory(person=intake.person)
    waiting = PhotoFactory.create_batch(2, waits=True, patrol=intake.patrol)
    PhotoFactory(
        waits=True, patrol=intake.patrol, hidden_at="2026-01-01T00:00Z", hidden_reason="x"
    )
    login(Role.CARETAKER)
    url = reverse("cases:stay_arrivals")
    response = client.get(url)
    assertContains(response, show_url(face))
    assertContains(response, "2 foto belum dilengkapi.")
    assertNotContains(response, show_url(waiting[0]))
    few = count_queries(url)
    for _ in range(8):
        PhotoFactory(person=IntakeFactory(by_patrol=True, patrol=intake.patrol).person)
    assert count_queries(url) == few


def test_a_file_of_many_photos_asks_no_more(login, count_queries):
    person = PhotoFactory().person
    login(Role.SOCIAL_WORKER)
    url = reverse("cases:person_detail", args=[person.pk])
    few = count_queries(url)
    PhotoFactory.create_batch(8, person=person)
    assert count_queries(url) == few


# Constraints


@pytest.mark.parametrize(
    "columns",
    [
        {"person": None},
        {"waits_for_row": True},
        {"size": 0},
        {"sha256": "abc"},
        {"hidden_reason": "tanpa waktu"},
    ],
)
def test_the_database_refuses(columns):
    photo = PhotoFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.filter(pk=photo.pk).update(**columns)
