"""To whom things of a klien were given says whither they went, and is told as that is
(docs/rules.md, Exits)."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.exits.letters import seal_closed_letters
from cases.exits.receivers import tell_the_gate
from cases.house.belongings import actions
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Letter
from tests.factories import (
    BagFactory,
    BelongingEndFactory,
    BelongingFactory,
    ExitFactory,
    LeftFactory,
    PartnerFactory,
    StayFactory,
    UserFactory,
    exit_kind,
)

pytestmark = pytest.mark.django_db
WHO = "Rina Kenari, Panti Melati Biru"


@pytest.fixture
def worker():
    return UserFactory(roles=[Role.SOCIAL_WORKER])


def given(stay, worker, to_whom=WHO, **more):
    item = BelongingFactory(bag=BagFactory(stay=stay, listed=True))
    end = BelongingEndFactory(
        stay=stay, kind="family", to_whom=to_whom, recorded_by=worker, **more
    )
    item.bag.items.update(end=end)
    return end


def to_a_partner(worker):
    exit = LeftFactory(
        code="mitra",
        stay__social_worker=worker,
        recorded_by=worker,
        receiver="Rina Kenari",
        relation="",
    )
    tell_the_gate(exit)
    return exit.stay


def pages(end):
    return [
        reverse("cases:belonging_list", args=[end.stay_id]),
        reverse("reports:record_history", args=["belonging-end", end.pk]),
    ]


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.CARETAKER])
def test_who_took_it_for_a_partner_is_told_to_those_of_the_case_alone(client, login, worker, role):
    end = given(to_a_partner(worker), worker)
    letter = actions.issue_end_letter(end, by=worker)
    login(role)
    for page in pages(end):
        assertNotContains(client.get(page), "Kenari", status_code=client.get(page).status_code)
    assertContains(client.get(pages(end)[0]), "penerima tertutup")
    assert client.get(reverse("cases:belonging_end_letter", args=[end.pk])).status_code == 404
    assert client.get(reverse("letters:letter_sign", args=[letter.pk])).status_code == 404
    client.force_login(worker)
    assertContains(client.get(pages(end)[0]), WHO)
    assert client.get(reverse("cases:belonging_end_letter", args=[end.pk])).status_code == 200


def test_the_head_reads_it(client, login, worker):
    end = given(to_a_partner(worker), worker)
    login(Role.HEAD)
    for page in pages(end):
        assertContains(client.get(page), "Rina Kenari")


def test_the_office_finds_no_receipt_of_it_in_the_register(client, login, worker):
    letter = actions.issue_end_letter(given(to_a_partner(worker), worker), by=worker)
    assert Letter.objects.get(pk=letter.pk).is_sealed
    login(Role.OFFICE)
    assert client.get(reverse("letters:letter_file", args=[letter.pk])).status_code == 404


@pytest.mark.parametrize("to_whom", ["Sitti, kakak", ""])
def test_what_went_to_family_or_to_the_klien_is_read_as_before(client, login, worker, to_whom):
    stay = StayFactory(days_ago=3, social_worker=worker)
    end = given(stay, worker, to_whom="Sitti, kakak", at=days.now())
    if not to_whom:
        end = BelongingEndFactory(stay=stay, kind="returned", to_whom="", recorded_by=worker)
    letter = actions.issue_end_letter(end, by=worker)
    assert not Letter.objects.get(pk=letter.pk).is_sealed
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(pages(end)[0]), "Sitti, kakak")
    assert client.get(reverse("cases:belonging_end_letter", args=[end.pk])).status_code == 200


def test_the_name_of_a_closed_partner_is_closed_whatever_the_exit(client, login, worker):
    stay = StayFactory(days_ago=3, social_worker=worker)
    end = given(stay, worker, to_whom="Rina, Rumah Aman Mawar")
    letter = actions.issue_end_letter(end, by=worker)
    assert not Letter.objects.get(pk=letter.pk).is_sealed
    PartnerFactory(name="Rumah Aman Mawar", closes_destination=True)
    seal_closed_letters()
    assert Letter.objects.get(pk=letter.pk).is_sealed
    login(Role.SOCIAL_WORKER)
    assertNotContains(client.get(pages(end)[0]), "Mawar")


def test_a_receipt_of_before_is_sealed_with_the_exit(worker):
    stay = StayFactory(days_ago=3, social_worker=worker)
    letter = actions.issue_end_letter(given(stay, worker), by=worker)
    exit = ExitFactory(stay=stay, kind=exit_kind("mitra"), receiver="Rina Kenari")
    seal_closed_letters(exit)
    assert Letter.objects.get(pk=letter.pk).is_sealed


@pytest.mark.parametrize("is_sealed", [False, True])
def test_what_somebody_left_behind_is_not_known_of_a_closed_file(client, login, is_sealed):
    stay = StayFactory(ended=True, days_ago=2, intake__person__is_sealed=is_sealed)
    bag = BelongingFactory(bag__stay=stay).bag
    login(Role.CARETAKER)
    page = client.get(reverse("cases:bag_list"))
    assert (bag.number in page.content.decode()) != is_sealed
    answer = client.get(reverse("cases:belonging_list", args=[stay.pk]))
    assert answer.status_code == (404 if is_sealed else 200)


def test_the_changes_are_asked_as_nobodys_of_the_house(client, login):
    """Who is house staff and a social worker reads of a closed file what the page of the house
    shows, and not its history."""
    bag = BelongingFactory(bag__stay__intake__person__is_sealed=True).bag
    login(Role.CARETAKER, Role.SOCIAL_WORKER)
    assertContains(client.get(reverse("cases:bag_list")), bag.number)
    history = reverse("reports:record_history", args=["bag", bag.pk])
    assert client.get(history).status_code == 404
