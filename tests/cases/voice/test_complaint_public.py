"""The page by which anybody complains, and the one on which the answer is read: no login."""

import re
import uuid

import pytest
from django.core.cache import cache
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.voice.complaints import actions
from cases.voice.complaints.models import Complaint
from cases.voice.complaints.words import read_out
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f

pytestmark = pytest.mark.django_db

PAGE, REPLY = reverse("cases:complaint_public"), reverse("cases:complaint_reply")


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()
    yield
    cache.clear()


def said(**more):
    words = {"about": "staff", "words": "Saya dibentak di gerbang.", "no_name": "on"}
    return words | {"name": "", "phone": "", "send_key": uuid.uuid4()} | more


def code_on(page):
    return re.search(r"([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})", page.content.decode())[1]


def test_it_asks_no_login_and_names_nobody(client):
    user = f.UserFactory(roles=[Role.HEAD], full_name="Rahmawati Basir")
    page = client.get(PAGE)
    assert page.status_code == 200
    assertNotContains(page, user.full_name)
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]


def test_what_is_sent_twice_is_one_and_shows_the_same_code(client):
    data = said()
    first, second = client.post(PAGE, data), client.post(PAGE, data)
    complaint = Complaint.objects.get()
    assert code_on(first) == code_on(second)
    assert code_on(first).replace("-", "") not in complaint.code_hash
    assert (complaint.recorded_by, complaint.channel.code) == (None, "qr")
    assert Entry.objects.get(verb="registered").actor is None


def test_the_head_finds_it_on_hari_ini(client, login):
    client.post(PAGE, said())
    login(Role.HEAD)
    page = client.get(reverse("reports:today"))
    assertContains(page, Complaint.objects.get().number)
    assertContains(page, "Tunjuk petugas")


def test_the_answer_is_read_with_the_code_however_it_is_typed(client):
    code = code_on(client.post(PAGE, said()))
    complaint = Complaint.objects.get()
    assertContains(client.post(REPLY, {"code": code}), "belum ditangani")
    head = f.UserFactory(roles=[Role.HEAD], full_name="Rahmawati Basir")
    actions.answer_complaint(complaint, answer="Kami mohon maaf.", told="code", by=head)
    page = client.post(REPLY, {"code": f" {code.lower().replace('-', ' ')} "})
    assertContains(page, "Kami mohon maaf.")
    for secret in ("Rahmawati", "dibentak"):
        assertNotContains(page, secret)


def test_a_new_code_ends_the_one_before(client, login):
    code = code_on(client.post(PAGE, said()))
    login(Role.HEAD)
    page = client.post(reverse("cases:complaint_code", args=[Complaint.objects.get().pk]))
    client.logout()
    assertContains(client.post(REPLY, {"code": code}), "tidak dikenal")
    assertContains(client.post(REPLY, {"code": code_on(page)}), "belum ditangani")


def test_who_guesses_waits(client):
    for _ in range(20):
        client.post(REPLY, {"code": "AAAA-AAAA-AAAA"})
    assert client.post(REPLY, {"code": "AAAA-AAAA-AAAA"}).status_code == 429


def test_who_sends_very_many_waits_and_a_second_tap_never_does(client):
    data = said()
    client.post(PAGE, data)
    for _ in range(29):
        client.post(PAGE, said())
    assert client.post(PAGE, said()).status_code == 429
    assert client.post(PAGE, data).status_code == 200
    assert Complaint.objects.count() == 30


def test_a_name_is_kept_for_who_wants_to_be_called(client):
    client.post(PAGE, said(no_name="", name="Daeng Ma'ruf", phone="0812 5550 100"))
    complaint = read_out(Complaint.objects.get())
    assert (complaint.name, complaint.phone) == ("Daeng Ma'ruf", "0812 5550 100")


def test_one_about_the_head_goes_past_the_head_to_the_dinas(client, login):
    head = f.UserFactory(roles=[Role.HEAD])
    assertContains(client.get(PAGE), "Ini tentang Kepala UPT")
    data = said(about_head="on")
    assert code_on(client.post(PAGE, data)) == code_on(client.post(PAGE, data))
    complaint = Complaint.objects.get()
    assert complaint.about_user == head
    for user in (head, f.UserFactory(roles=[Role.HEAD])):
        login(user)
        detail = reverse("cases:complaint_detail", args=[complaint.pk])
        assert client.get(detail).status_code == 404
        assertNotContains(client.get(reverse("reports:today")), complaint.number)
    login(Role.AGENCY)
    assertContains(client.get(reverse("cases:complaint_list")), complaint.number)


def test_about_a_head_where_there_is_none_it_is_taken_all_the_same(client):
    client.post(PAGE, said(about_head="on"))
    assert Complaint.objects.get().about_user is None


def test_the_log_keeps_no_address_of_who_complains(client, login):
    client.post(PAGE, said())
    assert Entry.objects.get(verb="registered").address is None
    login(Role.OFFICE)
    client.get(reverse("cases:complaint_list"))
    assert Entry.objects.latest("pk").address


def test_an_empty_one_is_told_what_is_missing(client):
    page = client.post(PAGE, said(words="", no_name=""))
    assertContains(page, "Tulis apa yang diadukan.")
    assertContains(page, "Tulis namanya, atau centang tanpa nama.")
    assert not Complaint.objects.exists()
