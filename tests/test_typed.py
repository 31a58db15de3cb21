"""What is taken of what was typed, whatever the form."""

import time
import uuid
from urllib.parse import urlencode

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.aftercare.forms import DaysField
from cases.gate.visits.models import Inquiry
from rptc.accounts.permissions import Role
from tests.factories import PatrolFactory, ShiftNoteFactory, StayFactory, UserFactory
from tests.test_sentences import every_field

TURNED = "Bu\u202edi\u2066 \u200fGo\x00wa\u061c"


def inquiry(**typed):
    return {
        "send_key": uuid.uuid4(),
        "channel": "gate",
        "asked_at": "2026-01-02T10:00",
        "sought": "Budi",
        "answer": "come",
        **typed,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("at", ["0001-01-01T00:00", "0202-11-25T10:00", "9999-12-31T23:59"])
def test_a_slip_in_the_year_is_said_and_breaks_no_list(client, login, at):
    login(Role.CARETAKER)
    answer = client.post(reverse("cases:inquiry_register"), inquiry(asked_at=at))
    assertContains(answer, "Periksa tahunnya")
    assert not Inquiry.objects.exists()
    assert client.get(reverse("cases:inquiry_list")).status_code == 200


def test_every_day_and_moment_is_of_our_time():
    """A form that was read before the rule was would take any year."""
    kinds = (forms.DateField, forms.DateTimeField)
    days = [field for _, _, field in every_field() if isinstance(field, kinds)]
    assert len(days) > 20
    for field in days:
        with pytest.raises(forms.ValidationError, match="Periksa tahun"):
            field.run_validators(field.to_python("0202-11-25"))


@pytest.mark.django_db
def test_what_nobody_sees_is_left_out(client, login):
    login(Role.CARETAKER)
    client.post(reverse("cases:inquiry_register"), inquiry(sought=TURNED, note="\u202e \u202c"))
    stored = Inquiry.objects.get()
    assert (stored.sought, stored.note) == ("Budi Gowa", "")
    answer = client.post(reverse("cases:inquiry_register"), inquiry(sought="\u202e"))
    assert answer.context["form"].errors["sought"] == ["Wajib diisi."]


@pytest.mark.django_db
def test_it_is_left_out_of_what_is_sought_too(client, login):
    login(Role.SOCIAL_WORKER)
    answer = client.get(reverse("cases:person_list"), {"q": TURNED})
    assertContains(answer, "Budi Gowa")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/people/?q=\N{SUPERSCRIPT TWO}",
        "/settings/users/?q=%00",
        "/recap/2024/?measure=",
        "/recap/cell/?from=2024-01-01&to=2024-12-31&classification=%00",
        "/incidents/?month=9999-12",
        "/intakes/?night=0001-01-01",
        "/intakes/export/0/",
        "/intakes/export/9999/",
    ],
)
def test_an_address_that_nobody_was_given_is_answered(client, login, address):
    login(Role.HEAD)
    assert client.get(address).status_code in {200, 404}


NO_PAGE_OF_OURS = [
    "x",
    "cases:bed_list",
    "account_login",
    "http://[",
    "//x",
    "/\\\\x",
    "?x",
    "\ud800",
    "http://testserver/",
    "javascript:1",
    "https://example.org/",
    "\u00e9",
]


@pytest.mark.django_db
@pytest.mark.parametrize("there", NO_PAGE_OF_OURS)
def test_a_way_back_that_is_no_page_of_ours_is_not_taken(client, login, there):
    """Neither after an act nor after the login; and it breaks neither."""
    login(Role.CARETAKER)
    url = reverse("cases:shift_note_acknowledge", args=[ShiftNoteFactory().pk])
    query = urlencode({"next": there}, errors="surrogatepass")
    answers = [client.post(f"{url}?{query}"), client.get(f"/login/?{query}")]
    client.logout()
    user = UserFactory(roles=[Role.CARETAKER])
    user.set_password("satu-dua-tiga-4")
    user.save()
    answers.append(client.get(f"/login/?{query}"))
    typed = {"login": user.username, "password": "satu-dua-tiga-4"}
    answers.append(client.post(f"/login/?{query}", typed))
    assert [answer.status_code for answer in answers] == [302, 302, 200, 302]
    ways = [answer.url for answer in answers if answer.status_code == 302]
    assert set(ways) <= {"/shifts/", "/"}, ways


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "prefix", "made"),
    [
        ("cases:incident_register", "people", None),
        ("cases:plan_write", "items", StayFactory),
        ("cases:bag_take", "items", StayFactory),
    ],
)
@pytest.mark.parametrize("number", ["99999999", "60", "x", "9" * 5000, ""])
def test_rows_that_nobody_wrote_are_refused_at_once(client, login, name, prefix, made, number):
    login(Role.SOCIAL_WORKER)
    url = reverse(name, args=[made().pk] if made else [])
    # What a worker writes down once, for the first page of a role, is not measured.
    client.get(url)
    typed = {"send_key": uuid.uuid4(), f"{prefix}-TOTAL_FORMS": number}
    began = time.perf_counter()
    answer = client.post(url, typed | {f"{prefix}-INITIAL_FORMS": number})
    assert time.perf_counter() - began < 2
    assert answer.status_code == 200
    said = {"99999999": "Paling banyak", "60": "Paling banyak"}.get(number, "")
    assertContains(answer, said or "Muat ulang halaman ini.")


@pytest.mark.parametrize("typed", ["7, " + "9" * 5_000, "1" * 12])
def test_a_day_of_thousands_of_digits_is_no_day(typed):
    with pytest.raises(forms.ValidationError, match="Hari sesudah keluar"):
        DaysField().clean(typed)


@pytest.mark.django_db
def test_a_row_of_a_number_that_no_page_has_is_passed_over(client, login):
    officer = login(Role.FIELD)
    url = reverse("cases:patrol_intakes", args=[PatrolFactory(recorded_by=officer).pk])
    typed = urlencode({"send_key": uuid.uuid4(), f"{'9' * 5000}-name": "Budi"})
    kind = "application/x-www-form-urlencoded"
    assert client.post(url, typed, content_type=kind).status_code == 302


@pytest.mark.django_db
def test_a_connection_that_breaks_is_refused_and_is_no_failure(client, login, monkeypatch):
    login(Role.CARETAKER)

    def broken(*args):
        raise OSError("connection reset")

    monkeypatch.setattr("django.test.client.FakePayload.read", broken)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(reverse("cases:inquiry_register"), inquiry()).status_code == 403
