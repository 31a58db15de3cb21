import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests.factories import IntakeFactory, LeftFactory, PersonFactory, SealFactory, StayFactory

URL = reverse("cases:person_list")


def test_finds_by_parts_of_name_alias_nik_and_file_number(client, login):
    login(Role.SOCIAL_WORKER)
    person = PersonFactory(name="Sitti Aminah", alias="Dg. Ngai", nik="7371041010920001")
    PersonFactory(name="Hamzah")
    for query in ("amin", "ngai sitti", "7371 0410 1092 0001", person.file_number):
        response = client.get(URL, {"q": query})
        assertContains(response, "Sitti Aminah")
        assertNotContains(response, "Hamzah")


def test_what_matters_to_the_database_is_only_text(client, login):
    login(Role.SOCIAL_WORKER)
    PersonFactory()
    for query in ("%", "_", "'; --", "\\", "0", "9" * 40, "x" * 5000):
        assert client.get(URL, {"q": query}).status_code == 200


def test_orders_by_times_caught(client, login):
    login(Role.HEAD)
    once, thrice = PersonFactory(name="Sekali"), PersonFactory(name="Tiga kali")
    IntakeFactory(person=once)
    IntakeFactory.create_batch(3, person=thrice)
    rows = list(client.get(URL, {"order": "times", "show": "all"}).context["page_obj"])
    assert [(row.name, row.times) for row in rows] == [("Tiga kali", 3), ("Sekali", 1)]


def test_who_reads_a_closed_file_as_house_staff_is_not_told_its_catches(client, login):
    """Nor by its place among the others, nor in the file of the list."""
    login(Role.SOCIAL_WORKER, Role.CARETAKER)
    closed, once = StayFactory().person, StayFactory().person
    IntakeFactory.create_batch(3, person=closed)
    SealFactory(person=closed)
    for order in ("", "times", "last"):
        page = client.get(URL, {"order": order})
        shown = {row.pk: (row.times, row.last_met_on) for row in page.context["page_obj"]}
        assert shown[closed.pk] == (None, None)
        assert shown[once.pk][0] == 1
        assertContains(page, "Terjaring 1 kali")
        assertNotContains(page, "Terjaring 4 kali")
        if order:
            assert list(shown) == [once.pk, closed.pk]
    login(Role.HEAD)
    assertContains(client.get(URL, {"order": "times"}), "Terjaring 4 kali")


def test_without_a_question_it_is_who_is_in_the_house(client, login):
    login(Role.HEAD)
    here, gone = StayFactory(days_ago=2).person, LeftFactory(days_ago=9).stay.person
    page = client.get(URL)
    assert list(page.context["page_obj"]) == [here]
    assertContains(page, "Di RPTC atau dalam perjalanan, 1 klien")
    everybody = client.get(URL, {"show": "all"})
    assert set(everybody.context["page_obj"]) == {here, gone}
    # Whoever asks asks of all.
    assert list(client.get(URL, {"q": gone.name}).context["page_obj"]) == [gone]
    assert gone in client.get(URL, {"sex": gone.sex}).context["page_obj"]


def test_an_empty_house_leads_to_all_files(client, login):
    login(Role.HEAD)
    PersonFactory()
    page = client.get(URL)
    assertContains(page, "Tidak ada klien di RPTC")
    assertContains(page, f'href="{URL}?show=all"')


def test_people_and_catches_are_two_views_of_one_page(client, login):
    login(Role.SOCIAL_WORKER)
    IntakeFactory()
    for address in (URL, URL + "?show=all", reverse("cases:intake_list")):
        page = client.get(address)
        for other in (URL, URL + "?show=all", reverse("cases:intake_list")):
            assertContains(page, f'<a href="{other}"')
        assertContains(page, f'<a href="{address}" aria-current="page"')
    # TRC has no files: only the catches.
    login(Role.FIELD)
    assertNotContains(client.get(reverse("cases:intake_list")), "Semua berkas")


@pytest.mark.parametrize("query", ["", "?show=all"])
def test_query_count_does_not_grow(login, count_queries, query):
    login(Role.HEAD)
    StayFactory()
    few = count_queries(URL + query)
    StayFactory.create_batch(9)
    assert count_queries(URL + query) == few
