import datetime
import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.intakes.models import Intake
from cases.people.models import Person
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import PersonFactory, StayFactory, UserFactory, classification

URL = reverse("cases:intake_register")


def posted(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "door": "family",
        "met_on": days.today().isoformat(),
        "name": "Rahma'",
        "sex": "P",
        "age_years": "9",
        "age_kind": "exact",
        "source": "family",
        "provisional": classification("anjal").pk,
        "outcome": "brought",
        **changes,
    }


def test_piket_takes_somebody_in_and_goes_on_to_the_arrival(client, login):
    login(Role.CARETAKER)
    response = client.post(URL, posted())
    intake = Intake.objects.get()
    arrivals = f"{reverse('cases:stay_arrivals')}?intake={intake.pk}"
    assert response.headers["Location"] == arrivals
    assert (intake.person.name, intake.door, intake.patrol) == ("Rahma'", "family", None)


def test_a_known_person_gets_no_second_file(client, login):
    login(Role.SOCIAL_WORKER)
    person = PersonFactory()
    client.post(f"{URL}?person={person.pk}", posted(outcome="advised"))
    assert Person.objects.get() == person
    assert person.intakes.count() == 1


def test_a_file_out_of_reach_cannot_be_named(client, login):
    login(Role.CARETAKER)
    gone = StayFactory(ended=True, days_ago=4).person
    assert client.get(f"{URL}?person={gone.pk}").status_code == 404
    assert client.get(f"{URL}?person=x").status_code == 404


def test_mistakes_are_said_and_what_was_typed_stays(client, login):
    login(Role.CARETAKER)
    later = (days.today() + datetime.timedelta(days=1)).isoformat()
    response = client.post(URL, posted(met_on=later, provisional="", age_years="130"))
    assertContains(response, "Tanggal ini belum terjadi.")
    assertContains(response, "Pilih satu klasifikasi.")
    assertContains(response, "Umur paling tinggi 120 tahun.")
    assertContains(response, "Rahma&#x27;")
    assert not Intake.objects.exists()


def test_a_victim_has_a_class_outside_the_table_and_a_sealed_file(client, login):
    login(Role.SOCIAL_WORKER)
    victim = classification("korban").pk
    response = client.post(URL, posted(provisional=victim))
    assertContains(response, "hanya untuk yang diantar UPTD PPA atau polisi")
    client.post(URL, posted(provisional=victim, door="uptd_ppa"))
    assert Person.objects.get().is_sealed


def test_the_same_form_twice_is_one_intake(client, login):
    login(Role.CARETAKER)
    form = posted()
    client.post(URL, form)
    client.post(URL, form)
    assert (Intake.objects.count(), Person.objects.count()) == (1, 1)
    response = client.post(URL, {**form, "name": "Lain"})
    assertContains(response, "sudah terkirim", status_code=409)


def test_a_birth_date_after_the_day_is_refused(client, login):
    login(Role.CARETAKER)
    response = client.post(URL, posted(age_years="", born_on=days.today().isoformat()))
    assert response.status_code == 302
    later = (days.today() + datetime.timedelta(days=1)).isoformat()
    assertContains(client.post(URL, posted(born_on=later)), "sesudah tanggal terjaring")


@pytest.mark.parametrize("role", [Role.CARETAKER, Role.SOCIAL_WORKER])
def test_a_typed_birth_date_is_shown(client, login, role):
    login(role)
    client.post(URL, posted(name="Ani", sex="P", born_on="2026-02-03"))
    intake = Intake.objects.get()
    assertContains(
        client.get(reverse("cases:intake_detail", args=[intake.pk])), "lahir 03/02/2026"
    )
    if role == Role.SOCIAL_WORKER:
        file = reverse("cases:person_detail", args=[intake.person_id])
        assertContains(client.get(file), "lahir 03/02/2026")


def test_a_birth_date_of_the_file_is_not_told_to_the_house(client, login):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    client.force_login(worker)
    client.post(URL, posted(name="Ani", sex="P", born_on="2026-02-03"))
    intake = Intake.objects.get()
    login(Role.CARETAKER)
    shown = client.get(reverse("cases:intake_detail", args=[intake.pk]))
    assertContains(shown, "Ani")
    assertNotContains(shown, "03/02/2026")
