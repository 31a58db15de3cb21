import datetime

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.audit.record import record
from tests.factories import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db

URL = "/history/"


def test_the_data_protection_officer_sees_looks_but_no_names(client, login):
    officer = UserFactory(full_name="Siti Aminah")
    person = PersonFactory(name="Daeng Naba")
    record(officer, "opened", person)
    login(Role.PRIVACY)
    page = client.get(URL)
    assertContains(page, "Siti Aminah")
    assertContains(page, f"membuka klien nomor {person.pk}")
    assertNotContains(page, "Daeng Naba")


def test_an_act_says_how_many_people_it_was_about(client, login):
    """By their numbers, or as a bare number of whom nobody opened."""
    reader = login(Role.PRIVACY)
    record(reader, "printed", page="lembar malam", people=[3, 7])
    record(reader, "ended", people=4)
    page = client.get(URL)
    assertContains(page, "mencetak lembar malam, 2 klien")
    assertContains(page, "mengakhiri, 4 klien")


def test_filters_narrow_the_log(client, login):
    reader = login(Role.PRIVACY)
    one, other = UserFactory(), UserFactory()
    person = PersonFactory()
    look, act = record(one, "opened", person), record(other, "settled", person)
    old = Entry.objects.create(
        actor=one, verb="printed", at=days.now() - datetime.timedelta(days=40)
    )
    today = days.today().isoformat()

    def found(query):
        page = client.get(f"{URL}?{query}").context["page_obj"]
        # That the log was read stands in it, too.
        return {entry for entry in page if entry.actor != reader}

    assert found("") == {look, act, old}
    assert found(f"actor={one.pk}") == {look, old}
    assert found(f"person_id={person.pk}") == {look, act}
    assert found("kind=looks") == {look, old}
    assert found("kind=acts") == {act}
    assert found(f"since={today}") == {look, act}


@pytest.mark.parametrize(
    "query",
    ["actor=x", "person_id=99999999999999999999999", "since=kemarin", "page=zzz", "kind=%00"],
)
def test_nonsense_in_the_address_is_no_failure(client, login, query):
    login(Role.PRIVACY)
    assert client.get(f"{URL}?{query}").status_code == 200


def test_an_act_of_a_command_names_the_command(client, login):
    Entry.objects.create(verb="imported", command="import_register")
    login(Role.HEAD)
    assertContains(client.get(URL), "perintah import_register")


def test_queries_do_not_grow(login, count_queries):
    login(Role.PRIVACY)
    record(UserFactory(), "opened", PersonFactory())
    few = count_queries(URL)
    for _ in range(6):
        record(UserFactory(), "opened", PersonFactory())
    assert count_queries(URL) == few
