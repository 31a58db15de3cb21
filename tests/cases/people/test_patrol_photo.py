"""Pictures of the patrol itself, and "Foto dulu": a picture that waits for its row."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.intakes.models import Intake
from cases.people.photos.models import Photo
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import pictures
from tests.factories import PatrolFactory, PhotoFactory, classification

pytestmark = pytest.mark.django_db


@pytest.fixture
def patrol(login):
    return PatrolFactory(recorded_by=login(Role.FIELD))


def url_of(name, patrol):
    return reverse(f"cases:{name}", args=[patrol.pk])


def send(client, patrol, *contents, kind="face", people=True, **headers):
    url = url_of("patrol_photo_add", patrol) + ("?people" if people else "")
    photos = [SimpleUploadedFile("foto.jpg", content) for content in contents]
    data = {"send_key": uuid.uuid4(), "kind": kind, "photos": photos}
    return client.post(url, data, headers=headers)


def row(*photos, key=None, **fields):
    return {
        "send_key": key or uuid.uuid4(),
        "0-sex": "L",
        "0-provisional": classification("anjal").pk,
        "0-outcome": "brought",
        "0-source": "guess",
        "0-photos": [photo.pk for photo in photos],
        **fields,
    }


def test_pictures_of_the_patrol_stand_on_its_page_and_its_report(client, patrol, read_pdf):
    before = len(client.get(url_of("patrol_report", patrol)).content)
    response = send(client, patrol, *map(pictures.jpeg, (1, 2)), kind="patrol", people=False)
    assertRedirects(response, url_of("patrol_detail", patrol))
    page = client.get(url_of("patrol_detail", patrol))
    for photo in Photo.objects.all():
        assert (photo.kind, photo.waits_for_row, photo.person) == ("patrol", False, None)
        assertContains(page, reverse("cases:photo", args=[photo.pk]))
    report = client.get(url_of("patrol_report", patrol))
    assert "Foto kegiatan" in read_pdf(report)
    assert len(report.content) > before + sum(p.size for p in Photo.objects.all()) / 2


def test_a_picture_of_somebody_waits_for_its_row(client, patrol):
    response = send(client, patrol, pictures.jpeg(1), pictures.jpeg(2))
    assertRedirects(response, url_of("patrol_intakes", patrol))
    photos = list(Photo.objects.waiting())
    page = client.get(url_of("patrol_intakes", patrol))
    assertContains(page, "2 foto belum dilengkapi")
    client.post(url_of("patrol_intakes", patrol), row(photos[0], **{"0-name": "Rendi"}))
    person = Intake.objects.get().person
    photos[0].refresh_from_db()
    assert (photos[0].person, photos[0].patrol, photos[0].waits_for_row) == (person, None, False)
    assertContains(client.get(url_of("patrol_intakes", patrol)), "1 foto belum dilengkapi")
    assert Entry.objects.get(verb="attached").person_id == person.pk


def test_a_face_and_a_card_complete_one_row(client, patrol):
    photos = PhotoFactory.create_batch(2, waits=True, patrol=patrol)
    client.post(url_of("patrol_intakes", patrol), row(*photos))
    assert Intake.objects.get().person.photos.count() == 2


def test_a_row_that_is_sent_again_reads_the_same(client, patrol):
    photo, data = PhotoFactory(waits=True, patrol=patrol), None
    data = row(photo)
    for _ in range(3):
        assertRedirects(
            client.post(url_of("patrol_intakes", patrol), data), url_of("patrol_intakes", patrol)
        )
    assert Intake.objects.count() == 1
    assert Photo.objects.get().person == Intake.objects.get().person


def test_a_picture_completes_one_row_only_and_only_of_its_own_patrol(client, patrol):
    used, other = PhotoFactory(waits=True, patrol=patrol), PhotoFactory(waits=True)
    client.post(url_of("patrol_intakes", patrol), row(used))
    for photo in (used, other):
        response = client.post(url_of("patrol_intakes", patrol), row(photo, **{"0-name": "Ana"}))
        assertContains(response, "Foto ini sudah dipakai atau dibuang.")
        assertContains(response, "Ana")
    assert Intake.objects.count() == 1
    other.refresh_from_db()
    assert other.waits_for_row


@pytest.mark.parametrize("value", ["x", "-1", "1" * 30, "²"])
def test_a_number_that_is_none(client, patrol, value):
    response = client.post(url_of("patrol_intakes", patrol), row(**{"0-photos": value}))
    assert response.status_code == 200
    assert not Intake.objects.exists()


def test_a_row_that_is_refused_keeps_its_picture_chosen(client, patrol):
    photo = PhotoFactory(waits=True, patrol=patrol)
    response = client.post(url_of("patrol_intakes", patrol), row(photo, **{"0-sex": ""}))
    assertContains(response, f'value="{photo.pk}" id="foto-{photo.pk}" data-photo checked')
    photo.refresh_from_db()
    assert photo.waits_for_row


def test_only_the_cards_come_back_to_a_script(client, patrol):
    chosen = PhotoFactory(waits=True, patrol=patrol)
    url = url_of("patrol_photo_add", patrol) + "?people"
    photos = [SimpleUploadedFile("a.jpg", pictures.jpeg(7)), SimpleUploadedFile("b.jpg", b"x")]
    data = {"send_key": uuid.uuid4(), "kind": "face", "photos": photos, "0-photos": [chosen.pk]}
    response = client.post(url, data, headers={"HX-Request": "true"})
    assertContains(response, "2 foto belum dilengkapi")
    assertContains(response, "Foto 2 dari 2: Berkas ini bukan foto")
    assertContains(response, f'id="foto-{chosen.pk}" data-photo checked')
    assertNotContains(response, "<h1")


WAITED = {"Accept": "application/json", "X-Requested-With": "fetch"}


def send_from_phone(client, patrol, content=None, *, key=None, author=None, **fields):
    """As the queue of a phone sends a picture."""
    url = url_of("patrol_photo_add", patrol) + "?people"
    photo = SimpleUploadedFile("foto.jpg", content or pictures.jpeg(7))
    data = {"send_key": key or uuid.uuid4(), "kind": "face", "photos": [photo]}
    data |= {"author": (author or patrol.recorded_by).pk, **fields}
    return client.post(url, data, headers=WAITED).json()


def test_a_picture_that_waited_on_a_phone_is_saved_once_under_its_key(client, patrol):
    key = uuid.uuid4()
    answers = [send_from_phone(client, patrol, key=key) for _ in range(2)]
    photo = Photo.objects.get()
    assert answers == [{"key": str(key), "saved": True, "photos": [photo.pk]}] * 2
    assert photo.waits_for_row


def test_the_phone_is_told_why_its_picture_was_refused(client, patrol):
    answer = send_from_phone(client, patrol, b"x")
    assert not answer["saved"]
    assert "bukan foto" in answer["errors"]["photos"][0]


def test_a_picture_that_waited_is_never_signed_by_another(client, patrol, login):
    other = login(Role.FIELD)
    patrol.members.create(user=other)
    assert send_from_phone(client, patrol)["belongs_to_another"]
    assert not Photo.objects.exists()


def test_a_picture_taken_before_the_patrol_ended_arrives_after_it(client, login):
    patrol = PatrolFactory(recorded_by=login(Role.FIELD), ended_at=days.now())
    late = (days.now() + timedelta(minutes=5)).isoformat()
    assert "sudah selesai" in str(send_from_phone(client, patrol, taken_at=late)["errors"])
    before = (patrol.ended_at - timedelta(minutes=5)).isoformat()
    assert send_from_phone(client, patrol, taken_at=before)["saved"]


def test_selesai_asks_to_complete_or_to_discard(client, patrol):
    photo = PhotoFactory(waits=True, patrol=patrol)
    assertContains(client.get(url_of("patrol_detail", patrol)), "1 foto belum dilengkapi.")
    response = client.post(url_of("patrol_end", patrol), follow=True)
    assertContains(response, "1 foto belum dilengkapi. Lengkapi barisnya, atau buang fotonya")
    patrol.refresh_from_db()
    assert patrol.is_under_way
    hide = reverse("cases:photo_hide", args=[photo.pk])
    assertRedirects(client.post(hide, {"reason": "Kabur."}), url_of("patrol_intakes", patrol))
    client.post(url_of("patrol_end", patrol))
    patrol.refresh_from_db()
    assert not patrol.is_under_way


def test_nobody_is_pictured_after_the_patrol_has_ended(client, login):
    patrol = PatrolFactory(recorded_by=login(Role.FIELD), ended_at=days.now())
    assertContains(send(client, patrol, pictures.jpeg()), "Patroli ini sudah selesai.")
    assert not Photo.objects.exists()
    response = send(client, patrol, pictures.jpeg(), kind="patrol", people=False)
    assertRedirects(response, url_of("patrol_detail", patrol))


def test_a_patrol_of_others_is_out_of_reach(client, login):
    login(Role.FIELD)
    assert send(client, PatrolFactory(), pictures.jpeg()).status_code == 404


def test_the_batch_page_asks_no_more_for_many_pictures(patrol, count_queries):
    PhotoFactory(waits=True, patrol=patrol)
    few = count_queries(url_of("patrol_intakes", patrol))
    PhotoFactory.create_batch(8, waits=True, patrol=patrol)
    assert count_queries(url_of("patrol_intakes", patrol)) == few


def test_several_pictures_in_one_field_as_a_script_writes_them(client, patrol):
    photos = PhotoFactory.create_batch(2, waits=True, patrol=patrol)
    both = ",".join(str(photo.pk) for photo in photos)
    client.post(url_of("patrol_intakes", patrol), row(**{"0-photos": both}))
    assert Intake.objects.get().person.photos.count() == 2
