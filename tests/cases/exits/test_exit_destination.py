"""Whither somebody goes is closed to all but those of the case and who decides: to a partner
always, whichever it is."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.exits import actions
from cases.exits.models import Exit, ExitKind
from partners.directory.models import Partner
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Letter
from tests.factories import (
    AssignmentFactory,
    DelegationFactory,
    ExitFactory,
    ExitWitnessFactory,
    FollowUpFactory,
    LeftFactory,
    LetterFactory,
    PartnerContactFactory,
    PartnerFactory,
    StayFactory,
    UserFactory,
    exit_kind,
)

pytestmark = pytest.mark.django_db
NAME = "Yayasan Rahasia"
MASKED = "Dirujuk ke mitra, tujuan tertutup"
TO_ANY_PARTNER = [
    {"receiver": f"Ibu Ratna, {NAME}"},
    {"receiver": "Sentra Wirajaya"},
    {"receiver": "Ibu Ratna", "address": "Jl. Nuri 7"},
]
NAMED_OTHERWISE = [
    {"receiver": f"Ibu Ratna, {NAME}"},
    {"receiver": "staf y.r. makassar"},
    {"receiver": "Ibu Ratna", "address": "Kantor Y.R."},
]
each_reader = pytest.mark.parametrize("role", [Role.CARETAKER, Role.SOCIAL_WORKER])


@pytest.fixture
def partner():
    names = {"name": NAME, "short_name": "Y.R.", "address": "Jl. Nuri 7"}
    return PartnerFactory(**names, closes_destination=True)


def given_to(worker, stay):
    """It is their case from now on, as the head said."""
    head = UserFactory(roles=[Role.HEAD])
    AssignmentFactory(stay=stay, to_worker=worker, recorded_by=head)


def handover(*, receiver=NAME, address="", code="mitra", **columns):
    """Approved, and waits for whoever comes for the klien."""
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    given = {
        "stay": StayFactory(social_worker=worker, days_ago=2),
        "state": "approved",
        "decided_by": UserFactory(roles=[Role.HEAD]),
        "decided_at": days.now() - days.ONE_DAY,
        "decision_note": "Rahasia ini benar.",
        "recorded_by": worker,
        "relation": "",
        "reason": "Untuk pendampingan rahasia.",
    }
    kind = exit_kind(code)
    return ExitFactory(kind=kind, receiver=receiver, address=address, **given | columns)


def page_of(exit):
    return reverse("cases:exit_detail", args=[exit.pk])


def pages(exit):
    return [
        page_of(exit),
        reverse("cases:stay_detail", args=[exit.stay_id]),
        reverse("cases:person_detail", args=[exit.stay.person_id]),
        reverse("cases:exit_list"),
    ]


def is_closed(client, exit):
    client.force_login(UserFactory(roles=[Role.CARETAKER]))
    return b"tujuan tertutup" in client.get(page_of(exit)).content


# To a partner


@each_reader
@pytest.mark.parametrize("said", TO_ANY_PARTNER)
def test_no_page_tells_to_which_partner(client, login, partner, role, said):
    exit = handover(**said)
    login(role)
    for page in pages(exit):
        shown = client.get(page)
        assertNotContains(shown, said["receiver"])
        assertNotContains(shown, "ahasia")
    assertContains(client.get(page_of(exit)), MASKED)


def test_the_closed_page_is_the_same_whichever_partner_it_is(client, login, partner):
    """But for the numbers, and who and when."""
    login(Role.SOCIAL_WORKER)
    worker, head = UserFactory(roles=[Role.SOCIAL_WORKER]), UserFactory(roles=[Role.HEAD])
    at = days.now() - days.ONE_DAY

    def facts(receiver):
        given = {"recorded_by": worker, "decided_by": head, "decided_at": at}
        exit = handover(receiver=receiver, stay=StayFactory(social_worker=worker), **given)
        Exit.objects.filter(pk=exit.pk).update(recorded_at=at)
        return client.get(page_of(exit)).text.split("<dl", 1)[1].split("</dl>")[0]

    assert facts(NAME) == facts("Sentra Wirajaya") == facts("")


@pytest.mark.parametrize("who", ["recorded_by", "decided_by", "social worker"])
def test_those_of_the_case_and_the_head_are_told(client, partner, who):
    exit = handover()
    if who == "social worker":
        type(exit).objects.filter(pk=exit.pk).update(recorded_by=UserFactory())
        exit.recorded_by_id, who = None, exit.stay.social_worker
    client.force_login(who if not isinstance(who, str) else getattr(exit, who))
    assertContains(client.get(pages(exit)[0]), NAME)
    assertContains(client.get(pages(exit)[1]), NAME)


@each_reader
def test_nobody_else_hands_over_completes_or_prints(client, login, role):
    exit = handover()
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


def test_nor_by_leaving_together_with_the_right_name(client, login):
    """The answer is the same for the right name and for any other."""
    exit = handover()
    login(Role.SOCIAL_WORKER)
    typed = {
        "send_key": str(uuid.uuid4()),
        "kind": exit.kind_id,
        "receiver": NAME,
        "left_at": days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M"),
        "stays": [exit.stay_id],
    }
    page = reverse("cases:exit_together")
    assertContains(client.post(page, typed), "Belum disetujui Kepala UPT.")
    assertContains(client.post(page, typed | {"receiver": "Lain"}), "Belum disetujui Kepala UPT.")
    exit.refresh_from_db()
    assert exit.state == "approved"


def test_what_was_gathered_is_not_filled_in_for_somebody_else():
    """Else the right name would be known by it."""
    before = handover(address="Jl. Nuri 7", state="cancelled", decided_by=None, decided_at=None)
    for by, taken_over in (
        (before.recorded_by, "Jl. Nuri 7"),
        (UserFactory(roles=[Role.SOCIAL_WORKER]), ""),
    ):
        again = Exit(stay=before.stay, kind=before.kind, receiver=NAME)
        again = actions.end_stay(again, left_at=None, by=by)
        assert again.address == taken_over
        actions.cancel_exit(again, reason="Tidak jadi.", by=by)


def test_its_letter_is_no_part_of_the_offices_register(client, login):
    exit = handover(items_handed="Tas.")
    said = {"left_at": days.now(), "receiver": NAME, "file_number": exit.stay.person.file_number}
    exit.next_contact_on, exit.next_contact_way = days.today() + days.ONE_DAY, "call"
    exit.save()
    exit = actions.hand_over(exit, **said, by=exit.recorded_by)
    assert exit.handover_letter.is_sealed
    office = login(Role.OFFICE)
    assert not Letter.objects.visible_to(office).exists()


def test_history_is_for_those_who_are_told(client, login):
    exit = handover()
    witness = ExitWitnessFactory(exit=exit, name="Saksi Rahasia")
    history = [
        reverse("reports:record_history", args=["exit", exit.pk]),
        reverse("reports:record_history", args=["exit-witness", witness.pk]),
    ]
    login(Role.SOCIAL_WORKER)
    assert [client.get(page).status_code for page in history] == [404, 404]
    client.force_login(exit.recorded_by)
    for page in history:
        assertContains(client.get(page), "Rahasia")


def test_follow_ups_do_not_tell_it_either(client, login, read_pdf):
    left = LeftFactory(days_ago=30, code="mitra", receiver=NAME, address="Jl. Rahasia 1")
    worker = login(Role.SOCIAL_WORKER)
    record = reverse("cases:follow_up_record", args=[left.pk, 30])
    for page in (reverse("cases:follow_up_list"), record):
        assertNotContains(client.get(page), "Rahasia")
    assert "Rahasia" not in read_pdf(client.get(reverse("cases:follow_up_print")))
    given_to(worker, left.stay)
    assertContains(client.get(record), "Jl. Rahasia 1")


def test_who_was_met_afterwards_does_not_tell_it(client, login):
    left = LeftFactory(days_ago=30, code="mitra", receiver=NAME)
    met = {"met": "Ibu Rahasia", "note": "Di kantor Rahasia.", "next_text": "Rahasia lagi"}
    told = FollowUpFactory(exit=left, day=7, **met)
    worker = login(Role.SOCIAL_WORKER)
    pages = [
        reverse("cases:follow_up_detail", args=[told.pk]),
        reverse("cases:follow_up_list") + "?when=done",
        reverse("cases:person_timeline", args=[left.stay.person_id]),
        reverse("cases:stay_referrals", args=[left.stay_id]),
    ]
    for page in pages:
        assertNotContains(client.get(page), "Rahasia")
    assertContains(client.get(pages[2]), MASKED)
    history = reverse("reports:record_history", args=["follow-up", told.pk])
    assert client.get(history).status_code in {403, 404}
    given_to(worker, left.stay)
    for page in pages:
        assertContains(client.get(page), "Ibu Rahasia")


def test_the_form_that_mends_it_does_not_tell_it_either(client, login):
    """But to who wrote it, until somebody else has written into it."""
    left = LeftFactory(days_ago=30, code="mitra", receiver=NAME)
    writer = UserFactory(roles=[Role.SOCIAL_WORKER])
    met = {"met": "Ibu Rahasia", "note": "Di kantor Rahasia.", "next_text": "Rahasia lagi"}
    told = FollowUpFactory(exit=left, day=7, recorded_by=writer, **met)
    edit = reverse("cases:follow_up_edit", args=[told.pk])
    detail = reverse("cases:follow_up_detail", args=[told.pk])
    worker = login(Role.SOCIAL_WORKER)
    assert client.get(edit).status_code == client.post(edit, {}).status_code == 404
    assertNotContains(client.get(detail), edit)
    client.force_login(writer)
    assertContains(client.get(edit), "Ibu Rahasia")
    assertContains(client.get(detail), edit)
    told.met, told.version = "Ibu Ratna Rahasia", 2
    told.save()
    assert client.get(edit).status_code == 404
    given_to(worker, left.stay)
    client.force_login(worker)
    assertContains(client.get(edit), "Ibu Ratna Rahasia")
    assertContains(client.get(detail), edit)


def test_who_stands_in_for_the_head_is_told_of_what_waits_for_them(client, login):
    """And of what they decided; a delegation opens no other destination."""
    columns = {
        "stay__days_ago": 1,
        "kind": exit_kind("mitra"),
        "relation": "",
        "items_handed": "Tas",
    }
    contact = {"next_contact_on": days.today() + days.ONE_DAY, "next_contact_way": "call"}
    waits = ExitFactory(receiver="Panti Menunggu", **columns, **contact)
    other = handover(receiver="Panti Diputuskan")
    deputy = UserFactory(roles=[Role.SOCIAL_WORKER])
    DelegationFactory(delegate=deputy, approvals=["exit"])
    client.force_login(deputy)
    assertNotContains(client.get(page_of(other)), "Panti Diputuskan")
    assertContains(client.get(page_of(waits)), "Panti Menunggu")
    client.post(waits.decide_url, {"decision": "approve", "note": "Ya.", "seen": waits.seen})
    assertContains(client.get(page_of(waits)), "Panti Menunggu")
    deputy.delegations.update(ended_at=days.now())
    assertNotContains(client.get(page_of(waits)), "Panti Menunggu")


# Other ways of leaving


def test_a_way_of_leaving_that_is_closed(client, login):
    exit = handover(code="daerah-asal", receiver="Dinas Sosial Bone")
    assert not is_closed(client, exit)
    login(Role.HEAD)
    kind = exit.kind
    exit.handover_letter = LetterFactory()
    exit.save()
    ticked = {name: "on" for name in ("needs_receiver", "closes_destination", "is_active")}
    client.post(reverse("cases:exit_kind_edit", args=[kind.pk]), ticked)
    exit.handover_letter.refresh_from_db()
    assert exit.handover_letter.is_sealed
    assert is_closed(client, exit)
    assertContains(client.get(page_of(exit)), f"{kind}, tujuan tertutup")


def test_hospitals_are_closed_and_families_never():
    closed = ExitKind.objects.filter(closes_destination=True)
    assert set(closed.values_list("code", flat=True)) == {"mitra", "rumah-sakit"}
    for code, closes in (("mitra", False), ("keluarga", True)):
        with pytest.raises(IntegrityError), transaction.atomic():
            ExitKind.objects.filter(code=code).update(closes_destination=closes)


def test_that_of_partners_is_no_setting(client, login):
    login(Role.HEAD)
    page = reverse("cases:exit_kind_edit", args=[exit_kind("mitra").pk])
    client.post(page, {"needs_receiver": "on", "is_active": "on"})
    assert exit_kind("mitra").closes_destination


@each_reader
@pytest.mark.parametrize("said", NAMED_OTHERWISE)
def test_whoever_names_a_closed_partner_elsewhere_is_closed_too(
    client, login, partner, role, said
):
    exit = handover(code="daerah-asal", **said)
    login(role)
    for page in pages(exit):
        assertNotContains(client.get(page), said["receiver"])
    assertContains(client.get(page_of(exit)), "Dipulangkan ke daerah asal, tujuan tertutup")


def test_a_mother_with_the_name_of_a_partners_contact_receives_her_child(client, login, partner):
    name = PartnerContactFactory(partner=partner, name="Hj. Saidah").name
    exit = ExitFactory(receiver=name, address=partner.address)
    login(Role.CARETAKER)
    assertContains(client.get(page_of(exit)), name)


@pytest.mark.parametrize("name", ["'Aisyiyah Peduli", "(Rumah Singgah)"])
def test_a_name_that_begins_with_a_sign_is_known_too(client, login, name):
    PartnerFactory(name=name, closes_destination=True)
    exit = handover(code="daerah-asal", receiver=f"Ibu Ratna, {name}")
    login(Role.SOCIAL_WORKER)
    assertNotContains(client.get(page_of(exit)), "Ibu Ratna")


def change(client, partner, **changes):
    """On the partner's page, by the head."""
    client.force_login(UserFactory(roles=[Role.HEAD]))
    columns = "name short_name kind phone address".split()
    typed = {name: getattr(partner, name) for name in columns}
    typed |= {"is_active": "on", "shown_version": partner.version}
    if partner.closes_destination:
        typed["closes_destination"] = "on"
    typed |= changes
    page = reverse("partners:partner_edit", args=[partner.pk])
    assert client.post(page, {k: v for k, v in typed.items() if v}).status_code == 302
    partner.refresh_from_db()


def test_closing_a_partner_closes_what_was_typed_before_and_opens_it_again(client):
    partner = PartnerFactory(name=NAME, short_name="Y.R.")
    exit = handover(code="daerah-asal", receiver=f"Ibu Ratna, {NAME}")
    assert not is_closed(client, exit)
    change(client, partner, closes_destination="on")
    assert is_closed(client, exit)
    change(client, partner, closes_destination="")
    assert not is_closed(client, exit)


def test_a_new_name_counts_beside_the_old_one(client, partner):
    old, new = (handover(code="daerah-asal", receiver=name) for name in (NAME, "Rumah Teduh"))
    assert (is_closed(client, old), is_closed(client, new)) == (True, False)
    change(client, partner, name="Rumah Teduh")
    assert (is_closed(client, old), is_closed(client, new)) == (True, True)


def test_several_partners_are_closed_from_the_start_for_different_reasons():
    closed = Partner.objects.filter(closes_destination=True)
    assert closed.count() >= 3
    assert set(closed.values_list("reveals_health", flat=True)) == {True, False}
