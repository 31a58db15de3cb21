"""While guests are in the house, the plan of beds names nobody."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.models import Unit
from tests.factories import (
    BedUseFactory,
    PersonFactory,
    RelationFactory,
    StayFactory,
    TriageFactory,
)

pytestmark = pytest.mark.django_db

BOARD = reverse("cases:bed_list")
BEGIN, END = reverse("cases:guests_begin"), reverse("cases:guests_end")
NOON = datetime.datetime(2024, 5, 10, 12, tzinfo=days.WITA)


@pytest.fixture
def house(today):
    """Somebody in a bed with a baby, somebody in isolation, somebody who waits."""
    mother, baby, ill, waits = (
        StayFactory(intake__person=PersonFactory(name=name, sex="P", age_years=years))
        for name, years in (
            ("Kenari Ibu", 24), ("Kenari Bayi", 1), ("Kenari Sakit", 30), ("Kenari Baru", 30)
        )
    )  # fmt: skip
    RelationFactory(person=mother.person, other=baby.person, kind="mother")
    bed = BedUseFactory(stay=mother, override="Permintaan Kenari.", set_aside=["age"]).bed
    BedUseFactory(bed=bed, stay=baby, in_cot=True)
    BedUseFactory(stay=ill, bed__room__purpose="isolation")
    TriageFactory(intake=ill.intake, answers={"batuk": True}, bed_hint="Kamar isolasi")
    return waits


@pytest.mark.parametrize("role", [Role.HEAD, Role.CARETAKER, Role.SOCIAL_WORKER])
def test_while_guests_are_there_the_plan_of_beds_shows_initials(client, login, house, role):
    login(role)
    assertContains(client.get(BOARD), "Kenari Ibu")
    assertRedirects(client.post(BEGIN), BOARD)
    page = client.get(BOARD)
    for told in ("Kenari", "batuk", "Foto "):
        assertNotContains(page, told)
    assertContains(page, "K.\xa0I.")
    assertContains(page, "Ada tamu.")
    assertContains(page, "1 orang belum punya tempat tidur.")
    client.post(END)
    assertContains(client.get(BOARD), "Kenari Ibu")


def test_it_ends_by_itself_at_midnight(client, login, house):
    login(Role.HEAD)
    with time_machine.travel(NOON):
        login(Role.HEAD)
        client.post(BEGIN)
        assert Unit.current().has_guests
    with time_machine.travel(datetime.datetime(2024, 5, 10, 23, 59, tzinfo=days.WITA)):
        assert Unit.current().has_guests
    with time_machine.travel(datetime.datetime(2024, 5, 11, 0, 0, tzinfo=days.WITA)):
        assert not Unit.current().has_guests


def test_who_let_guests_in_stands_in_the_log(client, login):
    user = login(Role.OFFICE)
    sheet = reverse("reports:guest_sheet")
    assertRedirects(client.post(BEGIN, {"next": sheet}), sheet)
    assertContains(client.get(sheet), "Papan memakai inisial")
    client.post(END, {"next": sheet})
    verbs = Entry.objects.filter(actor=user).order_by("pk").values_list("verb", flat=True)
    assert [verb for verb in verbs if verb in ("received_guests", "saw_guests_off")] == [
        "received_guests",
        "saw_guests_off",
    ]


@pytest.mark.parametrize(
    ("role", "has_it"), [(Role.HEAD, True), (Role.OFFICE, True), (Role.CARETAKER, False)]
)
def test_the_sheet_is_one_tap_from_hari_ini(client, login, role, has_it):
    login(role)
    sheet = f'href="{reverse("reports:guest_sheet")}"'
    assert (sheet in client.get(reverse("reports:today")).text) == has_it
