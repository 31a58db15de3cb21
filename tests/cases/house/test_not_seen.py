"""Not seen is red until found: wherever a stay is told of, whatever has been done about it."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.house.presence.models import Absence
from cases.people.doubles.hints import _last_stay
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    AbsenceActFactory,
    AbsenceFactory,
    BedUseFactory,
    StayFactory,
)

pytestmark = pytest.mark.django_db

TODAY = reverse("reports:today")
WATCHING = [Role.HEAD, Role.CARETAKER, Role.SOCIAL_WORKER]


@pytest.fixture
def boy():
    """A child whom nobody has seen for thirty hours; one act is done, the police are not told."""
    stay = StayFactory(child=True, days_ago=3, intake__person__name="Ridwan Saputra")
    seen = days.now() - 30 * days.ONE_HOUR
    absence = AbsenceFactory(stay=stay, last_seen_at=seen, noticed_at=seen + days.ONE_HOUR)
    AbsenceActFactory(absence=absence)
    return absence


def pages_of(stay):
    """Every page that says where somebody in the house is."""
    return [
        reverse("cases:person_detail", args=[stay.person_id]),
        reverse("cases:stay_detail", args=[stay.pk]),
        reverse("cases:stay_list"),
        reverse("cases:bed_list"),
        TODAY,
    ]


@pytest.mark.parametrize("role", WATCHING)
def test_nobody_looks_safe_who_is_not_seen(client, login, boy, role):
    login(role)
    BedUseFactory(stay=boy.stay)
    for page in pages_of(boy.stay):
        response = client.get(page)
        assertContains(response, "Tidak terlihat 30 jam")
        assertNotContains(response, "Dalam RPTC")
        assertNotContains(response, "Berjalan</span>", msg_prefix=page)


@pytest.mark.parametrize("role", WATCHING)
def test_the_first_page_begins_with_them_until_they_are_found(client, login, boy, role):
    login(role)
    page = client.get(TODAY)
    assert {figure.label: figure.number for figure in page.context["figures"]}[
        "Tidak terlihat"
    ] == 1
    text = page.text
    assert text.index("Ridwan Saputra") < text.index('id="j-sekarang"')
    assertContains(page, "Belum: polisi diberi tahu, keluarga diberi tahu.")
    assertContains(page, reverse("cases:absence_detail", args=[boy.pk]))
    Absence.objects.update(ended_at=days.now(), ended_by=boy.recorded_by, ended_how="returned")
    page = client.get(TODAY)
    assertNotContains(page, "Tidak terlihat 30 jam")


def test_on_the_first_page_seven_are_named_the_longest_first(client, login, boy):
    login(Role.CARETAKER)
    AbsenceFactory.create_batch(8)
    page = client.get(TODAY)
    assertContains(page, "2 orang lagi")
    assertContains(page, reverse("cases:absence_detail", args=[boy.pk]))


def test_of_a_closed_file_the_first_page_tells_nothing(client, login):
    login(Role.SOCIAL_WORKER)
    AbsenceFactory(stay__intake__person__is_sealed=True, stay__intake__person__name="Rahasia")
    assertNotContains(client.get(TODAY), "Rahasia")


@pytest.mark.parametrize("name", ["reports:today", "cases:stay_list"])
def test_query_count_does_not_grow(login, count_queries, boy, name):
    login(Role.SOCIAL_WORKER)
    few = count_queries(reverse(name))
    for _ in range(4):
        AbsenceActFactory()
    assert count_queries(reverse(name)) == few


def test_the_wall_says_it(client, login, read_pdf, boy):
    login(Role.CARETAKER)
    BedUseFactory(stay=boy.stay)
    assert "tidak terlihat" in read_pdf(client.get(reverse("cases:bed_print"))).split("Hadir 0")[1]


def test_who_meets_them_again_reads_it(boy):
    assert _last_stay(boy.stay.person).startswith("tidak terlihat di RPTC sejak")


def test_of_a_closed_file_the_bed_and_the_hours_are_told(client, login):
    sealed = AbsenceFactory(
        stay__intake__person__is_sealed=True, last_seen_at=days.now() - 5 * days.ONE_HOUR,
        stay__days_ago=2,
    )  # fmt: skip
    login(Role.SOCIAL_WORKER)
    page = client.get(reverse("cases:person_sealed", args=[sealed.stay.person_id]))
    assertContains(page, "Tidak terlihat 5 jam")
    assertNotContains(page, "Dalam RPTC")


# What the database holds


def told(stay):
    return Stay.objects.get(pk=stay.pk).not_seen_since


def test_a_stay_follows_its_absence():
    absence = AbsenceFactory()
    assert told(absence.stay) == absence.last_seen_at
    other = StayFactory(days_ago=1)
    Absence.objects.update(stay=other)
    assert (told(absence.stay), told(other)) == (None, absence.last_seen_at)
    Absence.objects.update(ended_at=days.now(), ended_by=absence.recorded_by, ended_how="seen")
    assert told(other) is None
    again = AbsenceFactory(stay=other)
    assert told(other) == again.last_seen_at
    again.delete()
    assert told(other) is None


def test_nobody_writes_it_by_hand(boy):
    with pytest.raises(IntegrityError, match="follows from an absence"), transaction.atomic():
        Stay.objects.update(not_seen_since=None)
