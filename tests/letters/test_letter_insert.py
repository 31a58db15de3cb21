"""Nomor sisipan: a number between two, with its reason (docs/rules.md, Letters)."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains

from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters import actions
from rptc.letters.models import Letter, LetterKind
from tests import factories as f
from tests.at_once import at_once
from tests.letters.test_issuing import SCAN, issue

pytestmark = pytest.mark.django_db
PAGE = reverse("letters:letter_insert")
REGISTER = reverse("letters:letter_register_print")
WHY = "Ditulis tangan ketika listrik padam."


def on(days_ago):
    return days.today() - datetime.timedelta(days=days_ago)


def typed(**more):
    kind = LetterKind.objects.get(code="perpanjangan").pk
    form = {"kind": kind, "dated_on": on(5), "about": "Berkas 00009", "inserted_because": WHY}
    return form | {"send_key": uuid.uuid4()} | more


@pytest.fixture
def office(login):
    return login(Role.OFFICE)


@pytest.fixture
def numbered(office):
    """Numbers 1 and 2, with days between them on which none was given; of one year."""
    with days.told_at(datetime.datetime(2026, 11, 24, 4, tzinfo=datetime.UTC)):
        yield issue(office, on=on(9)), issue(office, on=on(1))


def test_a_letter_on_paper_stands_behind_the_last_number_of_its_days(client, office, numbered):
    client.post(PAGE, typed())
    client.post(PAGE, typed(about="Berkas 00010"))
    first, second = Letter.objects.filter(inserted_because=WHY).order_by("pk")
    assert [first.number, second.number] == [
        "460/1.a/PMP/RPTC/XI/2026",
        "460/1.b/PMP/RPTC/XI/2026",
    ]
    assert issue(office).sequence == 3
    assert Entry.objects.filter(actor=office, verb="inserted", object_id=first.pk).exists()


def test_it_stands_in_its_place_in_the_register_with_its_reason(
    client, office, numbered, read_pdf
):
    client.post(PAGE, typed())
    text = read_pdf(client.get(REGISTER, {"year": 2026}))
    places = [text.index(f"460/{number}/PMP") for number in ("1", "1.a", "2")]
    assert places == sorted(places)
    assert WHY in " ".join(text.split())
    letter = Letter.objects.get(inserted="a")
    page = client.get(reverse("letters:letter_detail", args=[letter.pk]))
    assertContains(page, WHY)
    assertContains(page, "Pindaian lembarnya menyusul")


def test_its_sheet_needs_no_code_and_is_then_the_frozen_one(client, office, numbered):
    client.post(PAGE, typed())
    letter = Letter.objects.get(inserted="a")
    scan = SimpleUploadedFile("surat.pdf", SCAN, "application/pdf")
    client.post(reverse("letters:letter_scan", args=[letter.pk]), {"file": scan})
    assert bytes(letter.files.get().content) == SCAN
    letter.refresh_from_db()
    assert letter.state[0] == "Berlaku"


def test_where_no_later_day_has_a_number_it_is_the_next_one(client, office, numbered):
    client.post(PAGE, typed(dated_on=on(0)))
    letter = Letter.objects.get(inserted_because=WHY)
    assert (letter.sequence, letter.inserted) == (3, "")


def test_a_letter_that_was_printed_without_a_number_is_inserted_with_a_reason(
    client, office, numbered
):
    letters = [issue(office, on=on(5), number_later=True) for _ in range(2)]
    for letter, because in zip(letters, (WHY, ""), strict=True):
        page = reverse("letters:letter_number", args=[letter.pk])
        client.post(page, {"inserted_because": because})
        letter.refresh_from_db()
    assert [letter.number for letter in letters] == [
        "460/1.a/PMP/RPTC/XI/2026",
        "460/3/PMP/RPTC/XI/2026",
    ]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"inserted_because": ""}, "Tulis mengapa surat ini disisipkan."),
        ({"about": ""}, "Tulis surat itu tentang apa."),
        ({"kind": ""}, "Pilih jenis suratnya."),
        ({"dated_on": "2026-11-25"}, "Tanggal ini belum terjadi."),
        ({"dated_on": "2026-11-02"}, "Belum ada nomor jenis ini sampai tanggal itu."),
    ],
)
def test_says_what_is_wrong(client, office, numbered, wrong, words):
    assertContains(client.post(PAGE, typed(**wrong)), words)
    assert Letter.objects.count() == 2


def test_a_kind_of_casework_or_numbered_outside_is_not_offered(client, office):
    LetterKind.objects.filter(code="surat-jalan").update(numbering="outside")
    page = client.get(PAGE).content.decode()
    assert "Surat jalan" not in page
    assert str(LetterKind.objects.get(code="notula-konferensi")) not in page


def test_the_same_form_again_makes_one_letter(client, office, numbered):
    form = typed()
    for _ in range(2):
        client.post(PAGE, form)
    assert Letter.objects.filter(inserted="a").count() == 1


def test_one_about_a_sealed_file_is_the_heads_and_its_writers(client, login, office, numbered):
    client.post(PAGE, typed(is_sealed="on"))
    letter = Letter.objects.get(inserted="a")
    assert letter.is_sealed
    login(Role.OFFICE)
    assert client.get(reverse("letters:letter_detail", args=[letter.pk])).status_code == 404


def test_after_z_there_is_no_letter_left(office, numbered):
    first, _ = numbered
    for mark in "abcdefghijklmnopqrstuvwxyz":
        f.LetterFactory(
            kind=first.kind,
            dated_on=on(5),
            year=2026,
            sequence=1,
            inserted=mark,
            inserted_because=WHY,
            number=f"460/1.{mark}/PMP/RPTC/XI/2026",
        )
    letter = issue(office, on=on(5), number_later=True)
    with pytest.raises(ValidationError, match="26 nomor sisipan"):
        actions.number_letter(letter, inserted_because=WHY, by=office)


@pytest.mark.parametrize("change", [{"inserted_because": "lain"}, {"inserted": "b"}])
def test_number_and_reason_never_change(client, office, numbered, change):
    client.post(PAGE, typed())
    with pytest.raises(InternalError), transaction.atomic():
        Letter.objects.filter(inserted="a").update(**change)


def test_the_database_refuses_one_without_a_reason(numbered):
    first, _ = numbered
    with pytest.raises(IntegrityError), transaction.atomic():
        f.LetterFactory(kind=first.kind, sequence=1, inserted="a", number="460/1.a/PMP")


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_eight_at_once_get_eight_letters():
    office = f.UserFactory(roles=[Role.OFFICE])
    day = datetime.date(2026, 11, 1)
    issue(office, on=day)
    issue(office, on=day + datetime.timedelta(days=2))
    forms = [typed(dated_on=day + days.ONE_DAY, about=f"Berkas {n}") for n in range(8)]
    answers = at_once(*[(office, PAGE, form) for form in forms])
    assert [answer.status_code for answer in answers] == [302] * 8
    marks = Letter.objects.filter(inserted_because=WHY).values_list("inserted", flat=True)
    assert sorted(marks) == list("abcdefgh")
