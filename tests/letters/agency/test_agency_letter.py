"""Who signs for the Dinas reads what is laid before them, and nothing else of any file."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters import actions
from rptc.letters.files import frozen_file
from tests import factories as f
from tests.letters.agency.agency import at_agency, for_agency
from tests.letters.test_issuing import issue

pytestmark = pytest.mark.django_db
LIST = "letters:agency_letter_list"


def file_of(letter):
    return reverse("letters:agency_letter_file", args=[letter.pk])


@pytest.fixture
def office():
    return f.UserFactory(roles=[Role.OFFICE])


def test_the_dinas_reads_what_lies_before_it(client, login, office):
    letter = at_agency(office, about="Berkas 00417")
    login(Role.AGENCY)
    page = client.get(reverse(LIST))
    assertContains(page, "Berkas 00417")
    assertContains(page, "Di Dinas, 0 hari")
    assert client.get(file_of(letter)).content == bytes(frozen_file(letter).content)
    assertContains(client.get(reverse("reports:today")), "Surat menunggu tanda tangan Dinas")


def test_neither_before_nor_after_nor_any_other(client, login, office):
    fresh, other, back = for_agency(office), issue(office), at_agency(office)
    actions.add_scan(back, f.blank_sheet(), by=office)
    gone = at_agency(office)
    f.withdraw(gone)
    login(Role.AGENCY)
    assertContains(client.get(reverse(LIST)), "Tidak ada surat yang menunggu")
    for letter in (fresh, other, back, gone):
        assert client.get(file_of(letter)).status_code == 404


def test_a_sealed_file_gives_its_letter_and_a_relative_gives_nothing(client, login, office):
    person = f.PersonFactory(is_sealed=True, name="Rahasia Sekali")
    letter = at_agency(office, person_id=person.pk, is_sealed=True)
    reader = login(Role.AGENCY)
    assert client.get(file_of(letter)).status_code == 200
    assert Entry.objects.filter(person_id=person.pk, actor=reader, verb="printed").exists()
    assertNotContains(client.get(reverse(LIST)), "Rahasia")
    # And the file itself stays shut.
    for name in ("cases:person_detail", "cases:person_timeline"):
        assert client.get(reverse(name, args=[person.pk])).status_code == 403
    f.ConflictFactory(user=reader, person=person)
    login(reader)
    assert client.get(file_of(letter)).status_code == 404
    assertContains(client.get(reverse(LIST)), "Tidak ada surat yang menunggu")


def test_the_register_stays_shut_to_the_dinas(client, login, office):
    letter = at_agency(office)
    login(Role.AGENCY)
    for name in ("letter_detail", "letter_file", "letter_sign", "signature_sheet_print"):
        assert client.get(reverse(f"letters:{name}", args=[letter.pk])).status_code == 403


def test_the_list_asks_no_more_with_more_letters(login, office, count_queries):
    login(Role.AGENCY)
    at_agency(office)
    few = count_queries(reverse(LIST))
    for _ in range(4):
        at_agency(office)
    assert count_queries(reverse(LIST)) == few


def test_no_letter_about_several_of_whom_one_is_their_family(client, login, office):
    reader, person = f.UserFactory(roles=[Role.AGENCY]), f.PersonFactory()
    letter = at_agency(office, people=[person.pk, f.PersonFactory().pk])
    f.ConflictFactory(user=reader, person=person)
    login(Role.AGENCY)
    assert client.get(file_of(letter)).status_code == 200
    login(reader)
    assert client.get(file_of(letter)).status_code == 404
    assertNotContains(client.get(reverse(LIST)), "Di Dinas")
