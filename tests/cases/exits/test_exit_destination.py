"""A destination that reveals health is closed to all but those of the case and who decides."""

import uuid
from importlib import import_module

import pytest
from django.db import connection
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.exits import actions
from cases.gate.models import PartnerName, ReferredTo
from partners.directory.models import Partner
from partners.referrals.actions import propose_referral
from partners.referrals.models import Referral
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Letter
from tests.factories import (
    AssignmentFactory,
    ExitFactory,
    FollowUpFactory,
    LeftFactory,
    PartnerFactory,
    ReferralFactory,
    StayFactory,
    UserFactory,
    exit_kind,
)

pytestmark = pytest.mark.django_db
NAME = "Yayasan Rahasia"
WAYS = [
    {"receiver": f"Ibu Ratna, {NAME}"},
    {"receiver": "staf y.r. makassar"},
    {"receiver": "Ibu Ratna", "address": "Kantor Y.R."},
    {"receiver": "hj. saidah"},
    {"receiver": "Ibu Ratna", "address": "jl. nuri 7, lantai 2"},
    {"receiver": "Ibu Ratna", "referred": True},
]


@pytest.fixture
def partner():
    names = {"name": NAME, "short_name": "Y.R.", "contact": "Hj. Saidah", "address": "Jl. Nuri 7"}
    return PartnerFactory(**names, reveals_health=True)


def given_to(worker, stay):
    """It is their case from now on, as the head said."""
    head = UserFactory(roles=[Role.HEAD])
    AssignmentFactory(stay=stay, to_worker=worker, recorded_by=head)


def handover(partner, *, receiver, address="", referred=False, **columns):
    """Approved, and waits for whoever comes for the klien."""
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = StayFactory(social_worker=worker, days_ago=2)
    if referred:
        ReferralFactory(stay=stay, partner=partner)
    given = {
        "state": "approved",
        "decided_by": UserFactory(roles=[Role.HEAD]),
        "decided_at": days.now() - days.ONE_DAY,
        "decision_note": "Rahasia ini benar.",
        "recorded_by": worker,
        **columns,
    }
    return ExitFactory(
        stay=stay,
        kind=exit_kind("mitra"),
        receiver=receiver,
        relation="",
        address=address,
        reason="Untuk pendampingan rahasia.",
        **given,
    )


def pages(exit):
    return [
        reverse("cases:exit_detail", args=[exit.pk]),
        reverse("cases:stay_detail", args=[exit.stay_id]),
        reverse("cases:person_detail", args=[exit.stay.person_id]),
        reverse("cases:exit_list"),
    ]


@pytest.mark.parametrize("role", [Role.CARETAKER, Role.SOCIAL_WORKER])
@pytest.mark.parametrize("said", WAYS)
def test_no_page_tells_the_destination(client, login, partner, role, said):
    exit = handover(partner, **said)
    login(role)
    for page in pages(exit):
        shown = client.get(page)
        assertNotContains(shown, said["receiver"])
        assertNotContains(shown, "ahasia")
    assertContains(client.get(pages(exit)[0]), "Tertutup")


@pytest.mark.parametrize("who", ["recorded_by", "decided_by"])
def test_those_of_the_case_and_who_decides_are_told(client, partner, who):
    exit = handover(partner, receiver=NAME)
    client.force_login(getattr(exit, who))
    assertContains(client.get(pages(exit)[0]), NAME)
    assertContains(client.get(pages(exit)[1]), NAME)


def test_another_partner_is_told_to_the_house(client, login, partner):
    exit = handover(partner, receiver="Sentra Wirajaya", referred=False)
    login(Role.CARETAKER)
    assertContains(client.get(pages(exit)[0]), "Sentra Wirajaya")


def test_a_mother_with_the_name_of_a_partners_contact_receives_her_child(client, login, partner):
    exit = ExitFactory(receiver=partner.contact, address=partner.address)
    login(Role.CARETAKER)
    assertContains(client.get(pages(exit)[0]), partner.contact)


def test_who_goes_to_another_partner_in_the_end_is_told_to_the_house(client, login, partner):
    other = PartnerFactory(name="Panti Terbuka")
    exit = handover(partner, receiver=f"Staf {other.name}", referred=True)
    login(Role.CARETAKER)
    assertContains(client.get(pages(exit)[0]), other.name)


@pytest.mark.parametrize("role", [Role.CARETAKER, Role.SOCIAL_WORKER])
def test_nobody_else_hands_over_completes_or_prints(client, login, partner, role):
    exit = handover(partner, receiver=NAME)
    login(role)
    for name, more in [
        ("exit_hand_over", []),
        ("exit_piece", ["receiver"]),
        ("exit_proof_add", []),
        ("exit_needed_print", []),
        ("exit_letter", ["handover"]),
    ]:
        assert client.get(reverse(f"cases:{name}", args=[exit.pk, *more])).status_code == 404
    page = reverse("cases:exit_hand_over", args=[exit.pk])
    assert client.post(page, {"receiver": "Siapa saja"}).status_code == 404


def test_its_letter_is_no_part_of_the_offices_register(client, login, partner):
    exit = handover(partner, receiver=NAME, items_handed="Tas.")
    said = {"left_at": days.now(), "receiver": NAME, "file_number": exit.stay.person.file_number}
    exit.next_contact_on, exit.next_contact_way = days.today() + days.ONE_DAY, "call"
    exit.save()
    exit = actions.hand_over(exit, **said, by=exit.recorded_by)
    assert exit.handover_letter.is_sealed
    office = login(Role.OFFICE)
    assert not Letter.objects.visible_to(office).exists()


def test_history_is_for_those_who_are_told(client, login, partner):
    exit = handover(partner, receiver=NAME)
    page = reverse("reports:record_history", args=["exit", exit.pk])
    login(Role.SOCIAL_WORKER)
    assert client.get(page).status_code == 404
    client.force_login(exit.recorded_by)
    assertContains(client.get(page), NAME)


def test_follow_ups_do_not_tell_it_either(client, login, partner, read_pdf):
    left = LeftFactory(days_ago=30, code="mitra", receiver=NAME, address="Jl. Rahasia 1")
    worker = login(Role.SOCIAL_WORKER)
    record = reverse("cases:follow_up_record", args=[left.pk, 30])
    for page in (reverse("cases:follow_up_list"), record):
        assertNotContains(client.get(page), "Rahasia")
    assert "Rahasia" not in read_pdf(client.get(reverse("cases:follow_up_print")))
    given_to(worker, left.stay)
    assertContains(client.get(record), "Jl. Rahasia 1")


@pytest.mark.parametrize("name", ["'Aisyiyah Peduli", "(Rumah Singgah)"])
def test_a_name_that_begins_with_a_sign_is_known_too(client, login, name):
    partner = PartnerFactory(name=name, reveals_health=True)
    exit = handover(partner, receiver=f"Ibu Ratna, {name}")
    login(Role.SOCIAL_WORKER)
    assertNotContains(client.get(reverse("cases:exit_detail", args=[exit.pk])), "Ibu Ratna")


def test_who_was_met_afterwards_does_not_tell_it(client, login, partner):
    left = LeftFactory(days_ago=30, code="mitra", receiver=NAME)
    met = {"met": "Ibu Rahasia", "note": "Di kantor Rahasia.", "next_text": "Rahasia lagi"}
    told = FollowUpFactory(exit=left, day=7, **met)
    worker = login(Role.SOCIAL_WORKER)
    pages = [
        reverse("cases:follow_up_detail", args=[told.pk]),
        reverse("cases:follow_up_list") + "?when=done",
        reverse("cases:person_detail", args=[left.stay.person_id]),
        reverse("cases:stay_detail", args=[left.stay_id]),
    ]
    for page in pages:
        assertNotContains(client.get(page), "Rahasia")
    history = reverse("reports:record_history", args=["follow-up", told.pk])
    assert client.get(history).status_code in {403, 404}
    given_to(worker, left.stay)
    for page in pages:
        assertContains(client.get(page), "Ibu Rahasia")


def change(client, partner, **changes):
    """On the partner's page, by the head."""
    client.force_login(UserFactory(roles=[Role.HEAD]))
    columns = "name short_name contact phone address".split()
    typed = {name: getattr(partner, name) for name in columns} | {"is_active": "on"}
    if partner.reveals_health:
        typed["reveals_health"] = "on"
    typed |= changes
    page = reverse("partners:partner_edit", args=[partner.pk])
    assert client.post(page, {k: v for k, v in typed.items() if v}).status_code == 302
    partner.refresh_from_db()


def is_closed(client, exit):
    client.force_login(UserFactory(roles=[Role.CARETAKER]))
    return b"Tertutup" in client.get(pages(exit)[0]).content


@pytest.mark.parametrize("said", [{"receiver": f"Ibu Ratna, {NAME}"}, WAYS[-1]])
def test_marking_a_partner_closes_what_was_typed_before_and_opens_it_again(client, said):
    partner = PartnerFactory(name=NAME, short_name="Y.R.")
    exit = handover(partner, **said)
    assert not is_closed(client, exit)
    change(client, partner, reveals_health="on")
    assert is_closed(client, exit)
    change(client, partner, reveals_health="")
    assert not is_closed(client, exit)


def test_a_new_name_counts_and_the_old_one_no_longer(client, partner):
    old, new = (handover(partner, receiver=name) for name in (NAME, "Rumah Teduh"))
    assert (is_closed(client, old), is_closed(client, new)) == (True, False)
    change(client, partner, name="Rumah Teduh")
    assert (is_closed(client, old), is_closed(client, new)) == (False, True)


def test_a_referral_that_is_proposed_is_told_with_it(client, partner):
    exit = handover(partner, receiver="Ibu Ratna")
    assert not is_closed(client, exit)
    written = Referral(stay=exit.stay, partner=partner, need="Dukungan", send_key=uuid.uuid4())
    propose_referral(written, by=exit.recorded_by)
    assert is_closed(client, exit)


def test_an_older_database_is_filled_with_the_same(partner):
    PartnerFactory(name="Panti Terbuka", contact="Ibu Hartati", address="Jl. Melati 2")
    stay = ReferralFactory(partner=partner).stay
    ReferralFactory(partner=partner, stay=stay, state="revoked", ended_at=days.now())
    told = [rows_told(PartnerName), rows_told(ReferredTo)]
    migration = import_module("partners.migrations.0002_names_and_referrals_told_to_the_left")
    for model, fill in ((PartnerName, migration.NAMES), (ReferredTo, migration.REFERRALS)):
        model.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(fill)
    assert [rows_told(PartnerName), rows_told(ReferredTo)] == told


def rows_told(model):
    columns = [field.attname for field in model._meta.fields if field.name != "id"]
    return sorted(model.objects.values_list(*columns))


def test_the_demonstration_knows_such_a_partner():
    assert Partner.objects.filter(reveals_health=True).exists()
