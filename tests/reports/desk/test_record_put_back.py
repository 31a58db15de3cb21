"""The old value of a field that is no legal fact is put back from its history."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.house.evening.models import ImportantNumber
from cases.people.models import Person
from cases.places.models import Region
from reports.desk.history.records import KINDS
from rptc.accounts.permissions import GRANTS, Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.reports.desk.test_record_history import make, url

pytestmark = pytest.mark.django_db


def changed(person, **columns):
    Person.objects.filter(pk=person.pk).update(**columns)
    person.refresh_from_db()
    return person.history.latest("pgh_id")


def put_back(client, person, event, column, kind="person"):
    address = reverse("reports:record_put_back", args=[kind, person.pk, event.pk, column])
    return client.post(address, follow=True)


def test_one_tap_on_the_change_puts_the_old_value_back(client, login):
    worker = login(Role.SOCIAL_WORKER)
    person = f.PersonFactory(religion="islam", school="SD Inpres 3")
    event = changed(person, religion="hindu")
    assertContains(client.get(url("person", person)), "Kembalikan agama ke “Islam”")
    page = put_back(client, person, event, "religion")
    assertContains(page, "Isian dikembalikan")
    version = person.version
    person.refresh_from_db()
    assert (person.religion, person.school) == ("islam", "SD Inpres 3")
    # Who has the form open is shown that somebody was quicker.
    assert person.version == version + 1
    assert Entry.objects.filter(verb="put_field_back", actor=worker, object_id=person.pk).exists()
    # What stood meanwhile is still told, and can come back the same way.
    assertContains(page, "Kembalikan agama ke “Hindu”")


def test_a_value_that_points_elsewhere_goes_back_too(client, login):
    login(Role.SOCIAL_WORKER)
    region = Region.objects.first()
    person = f.PersonFactory(origin=region)
    put_back(client, person, changed(person, origin=None), "origin")
    person.refresh_from_db()
    assert person.origin == region


def test_what_was_changed_again_stays(client, login):
    login(Role.SOCIAL_WORKER)
    person = f.PersonFactory(remarks="Pandai menjahit")
    event = changed(person, remarks="Suka menjahit")
    changed(person, remarks="Penjahit")
    page = put_back(client, person, event, "remarks")
    assertContains(page, "sudah diubah lagi sesudah itu")
    person.refresh_from_db()
    assert person.remarks == "Penjahit"
    assertNotContains(page, "Kembalikan keterangan ke “Pandai menjahit”")


def test_pressed_twice_the_second_undoes_nothing(client, login):
    login(Role.SOCIAL_WORKER)
    person = f.PersonFactory(school="SD Inpres 3")
    event = changed(person, school="SD Inpres 4")
    put_back(client, person, event, "school")
    assertContains(put_back(client, person, event, "school"), "sudah diubah lagi")
    person.refresh_from_db()
    assert person.school == "SD Inpres 3"


def test_the_beginning_has_nothing_before_it(client, login):
    login(Role.SOCIAL_WORKER)
    person = f.PersonFactory(school="SD Inpres 3")
    assertNotContains(client.get(url("person", person)), "Kembalikan")
    put_back(client, person, person.history.latest("pgh_id"), "school")
    person.refresh_from_db()
    assert person.school == "SD Inpres 3"


@pytest.mark.parametrize("column", ["name", "nik", "sex", "age_years", "is_sealed", "nonsense"])
def test_a_legal_fact_is_corrected_on_its_own_page_alone(client, login, column):
    login(Role.SOCIAL_WORKER)
    person = f.PersonFactory(name="Daeng Naba")
    event = changed(person, name="Daeng Tata", nik="7371010101100001", nik_status="claimed")
    assertNotContains(client.get(url("person", person)), "Kembalikan")
    assert put_back(client, person, event, column).status_code == 404
    person.refresh_from_db()
    assert (person.name, person.nik) == ("Daeng Tata", "7371010101100001")


def test_what_no_form_would_take_today_is_refused_in_words(client, login):
    login(Role.HEAD)
    number = ImportantNumber.objects.create(name="Polsek", number="0411110")
    ImportantNumber.objects.filter(pk=number.pk).update(number="0411112")
    event = number.history.latest("pgh_id")
    ImportantNumber.objects.create(name="Piket Dinas", number="0411110")
    page = put_back(client, number, event, "number", kind="important-number")
    assertContains(page, "Nomor ini sudah ada dalam daftar")


def test_whose_file_is_closed_and_who_may_not_change(client, login):
    person = f.PersonFactory(school="SD Inpres 3")
    event = changed(person, school="SD Inpres 4")
    login(Role.PRIVACY)
    assert put_back(client, person, event, "school").status_code == 403
    login(Role.HEAD)
    assertNotContains(client.get(url("person", person)), "Kembalikan")
    assert put_back(client, person, event, "school").status_code == 403
    login(Role.SOCIAL_WORKER)
    other = f.PersonFactory(school="SD Inpres 3")
    assert put_back(client, other, event, "school").status_code == 404
    changed(person, is_sealed=True)
    assert put_back(client, person, event, "school").status_code == 404
    person.refresh_from_db()
    assert person.school == "SD Inpres 4"


@pytest.mark.parametrize("name", sorted(name for name in KINDS if KINDS[name].put_back))
def test_each_column_is_one_of_the_kind_and_has_who_may(name):
    kind = KINDS[name]
    columns = {column.name for column in kind.model._meta.concrete_fields if column.editable}
    assert kind.put_back <= columns
    assert kind.put_back_by in GRANTS
    assert hasattr(make(name), "history")
