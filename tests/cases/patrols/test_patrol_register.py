import datetime
import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.patrols.models import OrderLetter, Patrol, Vehicle
from rptc import days
from rptc.accounts.permissions import Role
from tests.at_once import at_once
from tests.factories import (
    HotSpotFactory,
    OrderLetterFactory,
    PatrolFactory,
    TeamFactory,
    UserFactory,
    VehicleFactory,
)

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


def test_the_first_patrol_of_all_shows_the_points_without_a_tap(client, login):
    user = login(Role.FIELD)
    HotSpotFactory()
    opened = '<details class="rp-fold" open>'
    assertContains(client.get(URL), opened)
    PatrolFactory(recorded_by=user, route="BTP")
    assertNotContains(client.get(URL), opened)


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


# --- A letter, a vehicle and a route that nobody has written down -----------------------------


def added(number="094/201", plate="", **changes):
    """What the browser sends where a letter is added: its days are filled in."""
    first = days.today().replace(day=1)
    last = days.add_months(first, 1) - days.ONE_DAY
    return posted(
        new_letter=number, letter_from=first, letter_until=last, new_plate=plate, **changes
    )


def test_a_letter_and_a_vehicle_are_added_with_the_patrol(client, login):
    user = login(Role.FIELD)
    first = client.get(URL).context["form"].initial["letter_from"]
    assert first == days.today().replace(day=1)
    client.post(URL, added(plate="dd1207xr"))
    patrol = Patrol.objects.get()
    assert patrol.order_letter.number == "094/201"
    assert patrol.order_letter.recorded_by == user
    assert patrol.order_letter.valid_from == first
    assert patrol.order_letter.valid_until == days.add_months(first, 1) - days.ONE_DAY
    assert patrol.vehicle.plate == "DD 1207 XR"


def test_a_letter_that_is_added_runs_a_year_at_most(client, login):
    login(Role.FIELD)
    page = client.post(URL, added() | {"letter_until": "2030-12-31"})
    assertContains(page, "Paling lama setahun")
    assert not OrderLetter.objects.exists()


def test_who_adds_what_is_there_takes_it(client, login):
    login(Role.FIELD)
    letter, vehicle = OrderLetterFactory(number="094/201"), VehicleFactory(plate="DD 1207 XR")
    client.post(URL, added(plate="DD 1207 XR"))
    patrol = Patrol.objects.get()
    assert (patrol.order_letter, patrol.vehicle) == (letter, vehicle)
    assert (OrderLetter.objects.count(), Vehicle.objects.count()) == (1, 1)


def test_a_letter_that_is_over_is_not_added(client, login):
    login(Role.FIELD)
    OrderLetterFactory(
        number="094/101",
        valid_from=days.today() - datetime.timedelta(days=60),
        valid_until=days.today() - datetime.timedelta(days=30),
    )
    assertContains(client.post(URL, added("094/101")), "Surat ini berlaku")
    assertContains(client.post(URL, {**added(), "letter_until": "2020-01-01"}), "Surat ini berl")
    assertContains(client.post(URL, {**added(), "letter_until": ""}), "Tulis tanggalnya.")
    assert not Patrol.objects.exists()
    assert OrderLetter.objects.count() == 1


def test_a_mistake_elsewhere_keeps_the_letter_that_was_typed(client, login):
    login(Role.FIELD)
    page = client.post(URL, added(team=""))
    assertContains(page, 'value="094/201"')
    assert not OrderLetter.objects.exists()


def test_a_vehicle_that_was_retired_stays_so(client, login):
    login(Role.FIELD)
    VehicleFactory(plate="DD 1207 XR", is_active=False)
    assertContains(client.post(URL, added(plate="dd 1207 xr")), "tidak dipakai lagi")


@pytest.mark.parametrize("plate", ["A1B2C3D4E5F6G7H8I9J0", "---"])
def test_what_is_no_plate_is_said(client, login, plate):
    login(Role.FIELD)
    assertContains(client.post(URL, added(plate=plate)), "Tulis seperti pada pelatnya")
    assert not Vehicle.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_the_same_letter_at_once_both_ride_under_it():
    team = TeamFactory()
    officers = [UserFactory(roles=[Role.FIELD]) for _ in range(2)]
    for number in range(5):
        form = {"number": f"094/{number}", "plate": f"DD {number} XR", "team": team.pk}
        answers = at_once(*((officer, URL, added(**form)) for officer in officers))
        assert [answer.status_code for answer in answers] == [302, 302]
        assert OrderLetter.objects.get(number=f"094/{number}").patrols.count() == 2


def test_the_route_is_points_and_what_is_typed_beside_them(client, login):
    login(Role.FIELD)
    spots = [HotSpotFactory(name=name) for name in ("Boulevard", "Losari")]
    client.post(URL, posted(spots=[spot.pk for spot in spots], route="Jl. Veteran"))
    assert Patrol.objects.get().route == "Boulevard, Losari, Jl. Veteran"
    initial = client.get(URL).context["form"].initial
    assert initial["spots"] == [spot.pk for spot in spots]
    assert initial["route"] == "Jl. Veteran"
    assertContains(client.post(URL, posted(route="")), "Pilih titiknya")


def test_a_plate_without_its_spaces_is_the_same_vehicle(client, login):
    login(Role.FIELD)
    vehicle = VehicleFactory(plate="DD1207XR")
    client.post(URL, added(plate="DD 1207 XR"))
    assert Patrol.objects.get().vehicle == vehicle
    assert Vehicle.objects.count() == 1
