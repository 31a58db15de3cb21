import datetime
import uuid

from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.patrols.models import Patrol
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import OrderLetterFactory, PatrolFactory, TeamFactory, VehicleFactory

URL = reverse("cases:patrol_register")


def moment(at):
    return at.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def posted(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "team": TeamFactory().pk,
        "route": "Urip, Fly Over",
        "started_at": moment(days.now()),
        **changes,
    }


def test_offers_what_the_last_patrol_had(client, login):
    user = login(Role.FIELD)
    last = PatrolFactory(recorded_by=user, vehicle=VehicleFactory(), route="BTP")
    letter = OrderLetterFactory()
    OrderLetterFactory(
        valid_from=days.today() - datetime.timedelta(days=60),
        valid_until=days.today() - datetime.timedelta(days=30),
    )
    initial = client.get(URL).context["form"].initial
    assert initial["team"] == last.team_id
    assert initial["vehicle"] == last.vehicle_id
    assert initial["route"] == "BTP"
    assert initial["order_letter"] == letter.pk


def test_offers_nothing_of_a_patrol_that_one_did_not_ride_with(client, login):
    login(Role.FIELD)
    PatrolFactory(vehicle=VehicleFactory(), route="BTP", companions="Satpol PP Nurlina")
    page = client.get(URL)
    assert not page.context["form"].initial.keys() & {"team", "vehicle", "route", "companions"}
    assertNotContains(page, "Nurlina")


def test_begins_and_leads_to_the_rows(client, login):
    user = login(Role.FIELD)
    response = client.post(URL, posted())
    patrol = Patrol.objects.get()
    assert response.headers["Location"] == reverse("cases:patrol_intakes", args=[patrol.pk])
    assert patrol.recorded_by == user
    assert [member.user for member in patrol.members.all()] == [user]


def test_shows_the_mistakes_and_keeps_what_was_typed(client, login):
    login(Role.FIELD)
    response = client.post(URL, posted(team="", route="Adhyaksa"))
    assertContains(response, "Pilih salah satu.")
    assertContains(response, 'value="Adhyaksa"')
    assert not Patrol.objects.exists()


def test_refuses_the_future(client, login):
    login(Role.FIELD)
    later = days.now() + datetime.timedelta(hours=3)
    assertContains(client.post(URL, posted(started_at=moment(later))), "belum terjadi")


def test_the_same_form_twice_is_one_patrol(client, login):
    login(Role.FIELD)
    form = posted()
    assert client.post(URL, form).status_code == 302
    assert client.post(URL, form).status_code == 302
    assert Patrol.objects.count() == 1


def test_the_same_key_with_other_content_shows_both(client, login):
    login(Role.FIELD)
    form = posted()
    client.post(URL, form)
    response = client.post(URL, {**form, "route": "Lain"})
    assertContains(response, "Formulir ini sudah terkirim", status_code=409)
    assert Patrol.objects.get().route == "Urip, Fly Over"
