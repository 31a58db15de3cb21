"""What somebody reads when the machine fails: in words, with what they typed, and nothing half
done."""

import os
import resource
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import reverse
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains

from cases.house.belongings.models import Bag, BelongingPhoto
from cases.people.photos.models import Photo
from rptc import views
from rptc.accounts.permissions import Role
from rptc.charset import only_utf8
from tests import pictures
from tests.cases.house.test_belongings import posted
from tests.cases.people.test_photos import add_url, sent, stored_files
from tests.factories import PersonFactory, StayFactory, UserFactory
from tests.test_odd_input import Forms
from tests.test_permissions import ANYONE, PUBLIC, make_url

pytestmark = pytest.mark.django_db
NOBODY = 65534


# --- A disk that takes no more -------------------------------------------------------------


@contextmanager
def unwritable(folder):
    """For somebody who is not root, as the web process is not."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o500)
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if was_root:
            os.seteuid(0)
        folder.chmod(0o700)


@contextmanager
def room_for(size):
    """The kernel writes so many bytes of a file, and refuses the rest."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def person(client, login):
    """Of whom one photo could be kept: from here on everything is loaded that a page needs."""
    client.raise_request_exception = False
    login(Role.SOCIAL_WORKER)
    person = PersonFactory()
    assert client.post(add_url(person), sent(photo())).status_code == 302
    assert views.server_error(RequestFactory().get("/")).status_code == 500
    return person


def photo(side=64):
    """Of nothing but noise: it stays large, however it is written."""
    return pictures.saved(Image.effect_noise((side, side), 90).convert("RGB"), "JPEG")


def assert_said(response, *typed):
    assertContains(response, "tempat penyimpanan penuh", status_code=507)
    assertContains(response, "Pilih lagi di halaman berikutnya", status_code=507)
    for text in typed:
        assertContains(response, text, status_code=507)
    assert response["Cache-Control"] == "no-store"


def test_a_place_that_cannot_be_written_is_said_and_leaves_no_row(client, person, settings):
    kept = stored_files(settings)
    with unwritable(settings.MEDIA_ROOT):
        response = client.post(add_url(person), sent(photo(70), note="bekas luka di pipi"))
    assert_said(response, "bekas luka di pipi")
    assert Photo.objects.count() == 1
    assert stored_files(settings) == kept
    # The place is mended, and nothing stands in the way.
    assert client.post(add_url(person), sent(photo(70))).status_code == 302
    assert Photo.objects.count() == 2


def test_a_disk_that_fills_up_within_a_file_keeps_no_half_of_it(client, person, settings):
    kept = stored_files(settings)
    with room_for(20_000):
        response = client.post(add_url(person), sent(photo(900), note="tampak samping"))
    assert_said(response, "tampak samping")
    assert Photo.objects.count() == 1
    assert stored_files(settings) == kept


def test_of_several_pictures_none_is_kept_where_one_finds_no_room(client, person, settings):
    kept = stored_files(settings)
    with room_for(20_000):
        response = client.post(add_url(person), sent(photo(32), photo(900)))
    assert_said(response)
    assert Photo.objects.count() == 1
    assert stored_files(settings) == kept


def test_a_bag_whose_picture_finds_no_room_is_not_kept(client, person, settings, login):
    login(Role.CARETAKER)
    kept = stored_files(settings)
    url = reverse("cases:bag_take", args=[StayFactory().pk])
    large = SimpleUploadedFile("foto.jpg", photo(900), "image/jpeg")
    with room_for(20_000):
        response = client.post(
            url, posted({"what": "Cincin", "photos": [large]}, witness="Daeng Situju")
        )
    assert_said(response, "Cincin")
    assert not Bag.objects.exists()
    assert not BelongingPhoto.objects.exists()
    assert stored_files(settings) == kept


def test_a_large_upload_that_finds_no_room_on_its_way_in_is_said(client, person, settings):
    """What is larger than 2.5 MB waits in a file of its own until it is read."""
    settings.FILE_UPLOAD_TEMP_DIR = settings.MEDIA_ROOT.parent / "way-in"
    with unwritable(settings.FILE_UPLOAD_TEMP_DIR):
        response = client.post(add_url(person), sent(b"\xff" * 3_000_000))
    assertContains(response, "tempat penyimpanan penuh", status_code=507)
    assert Photo.objects.count() == 1


# --- A database that does not answer -------------------------------------------------------


def fail(execute, sql, params, many, context):
    raise OperationalError("server closed the connection unexpectedly")


@pytest.mark.parametrize("from_query", [1, 3])
def test_a_page_without_its_database_is_kept_in_no_cache(client, login, from_query):
    """Whether the view finds it gone, or what stands before the view."""
    client.raise_request_exception = False
    login(Role.CARETAKER)
    asked = 0

    def answer(execute, sql, params, many, context):
        nonlocal asked
        asked += 1
        if asked >= from_query:
            return fail(execute, sql, params, many, context)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(answer):
        response = client.post(reverse("cases:inquiry_register"), {"sought": "Daeng Bora"})
    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    assertContains(response, "Daeng Bora", status_code=503)


def test_a_login_without_its_database_keeps_the_name_and_no_password(client):
    client.raise_request_exception = False
    typed = {"login": "peksos", "password": "rahasia-sekali-9", "next": "/people/"}
    with connection.execute_wrapper(fail):
        response = client.post(reverse("account_login"), typed)
    assertContains(response, "peksos", status_code=503)
    assertContains(response, "Kata sandi dan kode tidak disimpan", status_code=503)
    assertNotContains(response, "rahasia-sekali-9", status_code=503)
    assert response["Cache-Control"] == "no-store"


# The code of a letter is printed on it, and no secret.
WITH_SECRETS = sorted((PUBLIC | ANYONE) - {"letters:letter_check", "letters:letter_check_code"})
WITH_SECRETS += ["cases:screen_code", "cases:screen_unlock"]


@pytest.mark.parametrize("name", WITH_SECRETS)
def test_no_page_of_trouble_holds_a_secret(rf, client, name):
    """Every field of a page where one says who one is; of forms no name is taken for granted."""
    user = UserFactory(roles=[Role.FIELD])
    client.force_login(user)
    url = make_url(name, user)
    page = client.get(url)
    if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
        return
    for form in Forms(page.text).forms:
        names = {n for n, (kind, _) in form["fields"].items() if is_secret(n, kind)}
        typed = {field: f"isi-{field}" for field in form["fields"]}
        request = rf.post(form["action"] or url, typed)
        response = views._with_what_was_typed(request, "503.html", 503)
        for field in names:
            assertNotContains(response, f"isi-{field}<", status_code=503)


def is_secret(name, kind):
    return kind == "password" or name in {"code", "again"}


def test_a_code_that_is_no_secret_is_kept(rf):
    request = rf.post("/settings/triage/add/", {"code": "T7", "text": "Demam?"})
    response = views._with_what_was_typed(request, "503.html", 503)
    assertContains(response, "T7", status_code=503)
    assertNotContains(response, "Kata sandi", status_code=503)


# --- A form that is not ours ---------------------------------------------------------------

SETTING = "RPTC_CSRF_TRUSTED_ORIGINS"
OTHER = "https://rptc.lain.example"


@pytest.mark.parametrize(
    "sent", [{"Origin": OTHER}, {"Referer": f"{OTHER}/login/"}, {"Origin": "null"}]
)
def test_an_address_that_the_server_does_not_know_is_said_to_the_technician(sent):
    response = Client(enforce_csrf_checks=True).post("/login/", headers=sent, secure=True)
    assertContains(response, SETTING, status_code=403)
    assertNotContains(response, "terlalu lama terbuka", status_code=403)
    # A foreign page must not have its address recommended by ours.
    assertNotContains(response, "lain.example", status_code=403)


def test_a_page_without_its_token_was_open_for_too_long(settings):
    settings.CSRF_TRUSTED_ORIGINS = [OTHER]
    response = Client(enforce_csrf_checks=True).post("/login/", headers={"Origin": OTHER})
    assertContains(response, "terlalu lama terbuka", status_code=403)
    assertNotContains(response, SETTING, status_code=403)


# --- What is no UTF-8 ----------------------------------------------------------------------

CHARSETS = ["utf-7", "rot13", "base64", "idna", "punycode", "utf-16", "undefined", "klingon", "%%"]
KINDS = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"]


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_charset_is_refused_before_anything_is_read(rf, method, kind, charset):
    environ = {"REQUEST_METHOD": method, "CONTENT_TYPE": f"{kind}; charset={charset}"}
    heard, answer = asked(environ)
    assert heard == ["400 Bad Request"]
    assert "UTF-8" in answer


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", "; charset=UTF-8", '; charset="utf8"'])
def test_utf8_by_any_of_its_names_is_read(charset):
    heard, answer = asked({"CONTENT_TYPE": f"application/x-www-form-urlencoded{charset}"})
    assert (heard, answer) == ([], "dibaca")


def test_the_web_process_asks_it_first():
    text = "from rptc.wsgi import application; print(application.__qualname__)"
    command = [sys.executable, "-c", text]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    assert printed.startswith("only_utf8")


def asked(environ):
    heard = []
    application = only_utf8(lambda environ, start_response: [b"dibaca"])
    answer = application(environ, lambda status, headers: heard.append(status))
    return heard, b"".join(answer).decode()


# --- A page that is for others --------------------------------------------------------------


def test_who_is_refused_reads_for_whom_the_page_is_and_keeps_the_menu(client, login):
    login(Role.FIELD)
    refused = client.get(reverse("cases:bed_exception_list"))
    assertContains(refused, "Halaman ini untuk: <strong>Kepala UPT</strong>", status_code=403)
    assertContains(refused, reverse("cases:patrol_list"), status_code=403)
    lost = client.get(reverse("cases:patrol_detail", args=[1]))
    assertContains(lost, "Halaman tidak ditemukan", status_code=404)
    assertContains(lost, reverse("cases:patrol_list"), status_code=404)


def test_a_page_that_is_not_there_has_no_menu_for_strangers(client):
    lost = client.get("/no-such-page/")
    assertContains(lost, "Halaman tidak ditemukan", status_code=404)
    assertNotContains(lost, reverse("cases:patrol_list"), status_code=404)
