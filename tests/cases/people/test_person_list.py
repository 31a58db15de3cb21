from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests.factories import IntakeFactory, PersonFactory

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
    rows = list(client.get(URL, {"order": "times"}).context["page_obj"])
    assert [(row.name, row.times) for row in rows] == [("Tiga kali", 3), ("Sekali", 1)]


def test_query_count_does_not_grow(login, count_queries):
    login(Role.HEAD)
    PersonFactory()
    few = count_queries(URL)
    PersonFactory.create_batch(9)
    assert count_queries(URL) == few
