"""One box on every page: each reader finds in it what their lists show them, and nothing else."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.words import tanggal
from tests.factories import (
    AbsenceFactory,
    BedFactory,
    BedUseFactory,
    ConflictFactory,
    IntakeFactory,
    LetterFactory,
    PartnerFactory,
    PersonFactory,
    RoomFactory,
    StayFactory,
    UserFactory,
)
from tests.partners.referrals.way import referral_at

URL = reverse("reports:search")
NIK = "7371014505120001"

pytestmark = pytest.mark.django_db


def look_for(client, text):
    return client.get(URL, {"q": text})


@pytest.fixture
def girl():
    """In Melati 3 since yesterday."""
    person = PersonFactory(name="Nurul Aisyah", alias="Icha", sex="P", nik=NIK)
    stay = StayFactory(days_ago=1, intake=IntakeFactory(person=person))
    BedUseFactory(stay=stay, bed=BedFactory(room=RoomFactory(name="Melati"), label="3"))
    return stay


@pytest.fixture
def words(girl):
    """Each way to her file."""
    return ["nurul", "Icha", NIK, girl.person.file_number, "melati 3"]


@pytest.mark.parametrize("role", [Role.CARETAKER, Role.HEAD, Role.SOCIAL_WORKER])
def test_where_somebody_is_and_since_when(client, login, words, girl, role):
    login(role)
    for word in words:
        if word == NIK and role == Role.CARETAKER:
            continue  # Who may not read a NIK does not look for one.
        page = look_for(client, word)
        assertContains(page, "Nurul Aisyah")
        assertContains(page, f"Melati 3 · sejak {tanggal(girl.began_at)}")
        assertContains(page, reverse("cases:person_detail", args=[girl.person_id]))


def test_what_is_next_is_one_tap_away(client, login, girl):
    login(Role.SOCIAL_WORKER)
    absence = AbsenceFactory(stay=girl)
    page = look_for(client, "nurul")
    assertContains(page, reverse("cases:absence_detail", args=[absence.pk]))
    assertContains(page, "Tidak terlihat")


def test_who_is_in_the_house_comes_first_and_who_left_says_when(client, login):
    login(Role.HEAD)
    gone = StayFactory(ended=True, days_ago=5, intake__person__name="Anwar Sewang")
    here = StayFactory(days_ago=1, intake__person__name="Zulfikar Sewang")
    page = look_for(client, "sewang").text
    assert page.index(str(here.person)) < page.index(str(gone.person))
    assert f"keluar {tanggal(gone.ended_at)}" in page


def test_who_is_with_a_partner_is_not_told_of_as_in_the_house(client, login):
    worker = login(Role.SOCIAL_WORKER)
    there = referral_at("arrived", by=worker)
    closed = referral_at("in_service", partner=PartnerFactory(closes_destination=True))
    page = look_for(client, there.person.file_number)
    assertContains(page, f"di {there.partner.name}, kata mitra · masih tercatat di rumah")
    assertNotContains(look_for(client, closed.person.file_number), "kata mitra")
    login(Role.CARETAKER)
    assertNotContains(look_for(client, there.person.file_number), "kata mitra")


def test_who_was_met_again_since_they_left_is_not_told_of_as_gone(client, login):
    login(Role.SOCIAL_WORKER)
    ended_at = days.now() - 2 * days.ONE_DAY
    gone = StayFactory(ended=True, days_ago=9, ended_at=ended_at)
    again = IntakeFactory(person=gone.person, met_at=days.now(), met_on=days.today())
    assertContains(look_for(client, gone.person.file_number), f"terjaring {again.met_on:%d/%m/%Y}")


def test_a_closed_file_is_not_found_by_any_word(client, login, words, girl):
    person = girl.person
    person.is_sealed = True
    person.save()
    login(Role.SOCIAL_WORKER)
    for word in words:
        page = look_for(client, word)
        assertContains(page, "Tidak ada yang cocok")
        assertNotContains(page, "Nurul")


def test_ones_own_family_is_not_found(client, login, words, girl):
    user = login(Role.HEAD)
    ConflictFactory(user=user, person=girl.person)
    for word in words:
        assertContains(look_for(client, word), "Tidak ada yang cocok")


def test_house_staff_find_who_is_in_the_house_and_nobody_else(client, login):
    login(Role.CARETAKER)
    StayFactory(ended=True, days_ago=5, intake__person__name="Anwar Sewang")
    assertContains(look_for(client, "sewang"), "Tidak ada yang cocok")


def test_the_office_finds_letters_and_no_people(client, login, girl):
    login(Role.OFFICE)
    letter = LetterFactory(numbered=True)
    closed = LetterFactory(numbered=True, is_sealed=True)
    page = look_for(client, letter.number)
    assertContains(page, reverse("letters:letter_detail", args=[letter.pk]))
    assertContains(look_for(client, closed.number), "Tidak ada yang cocok")
    assertContains(look_for(client, "nurul"), "Tidak ada yang cocok")


@pytest.mark.parametrize("role", [Role.AGENCY, Role.FIELD, Role.ADMIN])
def test_it_is_not_for_all(client, login, role):
    login(role)
    assert look_for(client, "nurul").status_code == 403
    assertNotContains(client.get(reverse("menu")), URL)


@pytest.mark.parametrize("text", ["", "a", " ", "%", "\0"])
def test_too_short_a_word_finds_nobody(client, login, girl, text):
    login(Role.HEAD)
    assertNotContains(look_for(client, text), "Nurul")


@pytest.mark.parametrize("text", ["%%", "__", "d'aeng", "\0\0ab", "x" * 5000, "9" * 30, "²³"])
def test_odd_words_end_in_a_page(client, login, text):
    login(Role.HEAD)
    assert look_for(client, text).status_code == 200


def test_ten_at_most_and_the_way_to_all(client, login):
    login(Role.HEAD)
    PersonFactory.create_batch(12, name="Sewang")
    page = look_for(client, "sewang")
    assert len(page.context["people"].elsewhere) == 10
    assertContains(page, f"{reverse('cases:person_list')}?q=sewang")


def test_more_in_a_room_than_are_shown_stand_among_the_beds(client, login):
    """The list of people knows no beds: it would show nobody."""
    login(Role.CARETAKER)
    room = RoomFactory(name="Barak")
    for number in range(12):
        BedUseFactory(stay=StayFactory(days_ago=1), bed=BedFactory(room=room, label=str(number)))
    page = look_for(client, "barak")
    assert len(page.context["people"].here) == 10
    assertNotContains(page, "?q=barak")
    assertContains(page, f'<a href="{reverse("cases:bed_list")}">Semua tempat tidur')


def test_more_people_cost_no_more_queries(login, count_queries):
    login(Role.SOCIAL_WORKER)
    StayFactory.create_batch(2, days_ago=1, intake__person__name="Sewang")
    few = count_queries(f"{URL}?q=sewang")
    StayFactory.create_batch(5, days_ago=1, intake__person__name="Sewang")
    assert count_queries(f"{URL}?q=sewang") == few
    assert few <= 20


def test_a_search_is_written_down(client, login):
    user = login(Role.HEAD)
    look_for(client, "nurul")
    assert Entry.objects.filter(actor=user).latest("pk").details["asked"]


def test_the_box_stands_on_every_page_of_whoever_may(client, login):
    login(Role.HEAD)
    assertContains(client.get(reverse("menu")), f'action="{URL}"')


def test_nobody_is_invented_for_a_stranger(client):
    UserFactory()
    assert client.get(URL).status_code == 302
