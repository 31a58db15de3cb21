"""Every way round a child's release that anybody has thought of, and who stands in it."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.exits import actions
from cases.exits.forms import ExitForm
from cases.exits.models import Exit, ExitKind
from cases.exits.pieces import what_is_missing
from cases.house.leaves.actions import start_leave
from cases.house.leaves.models import Leave
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    DelegationFactory,
    ExitFactory,
    ExitProofFactory,
    ExitWitnessFactory,
    FlagFactory,
    PersonFactory,
    RelationFactory,
    StayFactory,
    UnwelcomeFactory,
    UserFactory,
    classification,
    exit_kind,
)

pytestmark = pytest.mark.django_db


def worker():
    return UserFactory(roles=[Role.SOCIAL_WORKER])


def head():
    return UserFactory(roles=[Role.HEAD])


def approved():
    exit = ExitFactory(whole=True, stay__days_ago=1)
    return actions.decide_exit(exit, approve=True, note="", by=head())


def hand_over(exit):
    number = exit.stay.person.file_number
    said = {"left_at": days.now(), "receiver": exit.receiver, "file_number": number}
    return actions.hand_over(exit, **said, by=UserFactory(roles=[Role.CARETAKER]))


# -- Who must not come in does not receive --------------------------------------------------------


@pytest.mark.parametrize("whole_house", [True, False])
def test_who_must_not_be_received_receives_nobody(whole_house):
    exit = approved()
    person = None if whole_house else exit.stay.person
    ban = UnwelcomeFactory(name="Rosdiyana", person=person, reason="Memukul anaknya.")
    with pytest.raises(ValidationError, match="daftar jangan terima: Rosdiyana"):
        hand_over(exit)
    ban.ended_at, ban.ended_by, ban.end_reason = days.now(), head(), "Salah orang."
    ban.save()
    assert hand_over(exit).state == "done"


def test_a_ban_stops_the_request_and_the_decision():
    stay = StayFactory(child=True, days_ago=1)
    exit = ExitFactory(whole=True, stay=stay)
    UnwelcomeFactory(name="Rosdiana", person=stay.person)
    with pytest.raises(ValidationError, match="daftar jangan terima"):
        actions.decide_exit(exit, approve=True, note="Tetap.", by=head())
    assert "daftar jangan terima" in str(
        [piece.missing for piece in what_is_missing(exit, by=head())]
    )
    adult = StayFactory(days_ago=1)
    UnwelcomeFactory(name="Rosdiana", person=adult.person)
    asked = Exit(stay=adult, kind=exit_kind(), receiver="Ibu Rosdiana", relation="Ibu")
    with pytest.raises(ValidationError, match="daftar jangan terima"):
        actions.end_stay(asked, left_at=days.now(), by=worker())


def test_a_ban_of_another_klien_stops_nobody():
    exit = approved()
    UnwelcomeFactory(name="Rosdiana", person=PersonFactory())
    assert hand_over(exit).state == "done"


def test_to_who_is_forbidden_for_another_klien_nobody_goes_without_the_head():
    FlagFactory(whom="Rudi Hartono (paman)")
    staff, now = worker(), days.now()
    stays = [StayFactory(days_ago=1), StayFactory(days_ago=1)]
    asked = Exit(stay=stays[0], kind=exit_kind(), receiver="Rudi Hartono", relation="Paman")
    assert actions.end_stay(asked, left_at=now, by=staff).state == "proposed"
    with pytest.raises(actions.SomeStay) as refused:
        actions.leave_together(
            [stays[1]],
            kind=exit_kind(),
            receiver="Rudi Hartono",
            address="Gowa",
            reason="",
            left_at=now,
            go_on=False,
            page_key=uuid.uuid4(),
            by=staff,
        )
    assert "Belum disetujui Kepala UPT" in str(refused.value.refused)


def test_what_was_warned_of_since_the_approval_is_read_at_the_handover(client, login):
    exit = approved()
    FlagFactory(whom="Rosdiana (bibi)")
    login(Role.CARETAKER)
    page = client.get(reverse("cases:exit_hand_over", args=[exit.pk]))
    assertContains(page, "dilarang untuk klien lain")


def test_an_ambulance_does_not_wait_for_the_list_at_the_door():
    stay = StayFactory(child=True, days_ago=1)
    UnwelcomeFactory(name="Rosdiana", person=None)
    exit = Exit(stay=stay, kind=exit_kind("rumah-sakit"), receiver="Perawat Rosdiana, RSUD Daya")
    caretaker = UserFactory(roles=[Role.CARETAKER])
    assert actions.end_stay(exit, left_at=days.now(), by=caretaker).state == "done"


# -- Out for a while ------------------------------------------------------------------------------


def test_who_is_forbidden_for_another_klien_takes_nobody_out_but_by_who_may_allow_it():
    FlagFactory(whom="Rudi Hartono (paman)")
    now = days.now()
    times = {"left_at": now, "expected_at": now + days.ONE_HOUR}
    stay = StayFactory(child=True, days_ago=1)
    leave = Leave(stay=stay, reason="other", place="Pasar", escort="Rudi Hartono", **times)
    with pytest.raises(ValidationError, match="mencatat izin ini"):
        start_leave(leave, by=UserFactory(roles=[Role.CARETAKER]))
    assert start_leave(leave, by=worker()).pk


@pytest.mark.parametrize("known_by", ["flag", "ban", "mark"])
def test_nobody_takes_out_for_a_while_whom_they_must_not_have(known_by):
    stay = StayFactory(child=True, days_ago=1)
    if known_by == "flag":
        FlagFactory(person=stay.person, kind="do_not_release", whom="Baso (paman)")
    elif known_by == "ban":
        UnwelcomeFactory(name="Baso", person=stay.person)
    else:
        uncle = PersonFactory(name="Baso", sex="L")
        RelationFactory(
            person=uncle,
            other=stay.person,
            kind="relative",
            suspected_exploitation=True,
            exploitation_note="Menyuruh mengamen.",
        )
    now = days.now()
    times = {"left_at": now, "expected_at": now + days.ONE_HOUR}
    leave = Leave(stay=stay, reason="other", place="Pasar", escort="Paman Baso", **times)
    with pytest.raises(ValidationError, match="Tidak boleh mendampingi"):
        start_leave(leave, by=UserFactory(roles=[Role.CARETAKER]))
    assert not Leave.objects.exists()
    leave.escort = "Peksos Rina"
    assert start_leave(leave, by=UserFactory(roles=[Role.CARETAKER])).pk


def test_who_may_be_a_child_does_not_go_out_alone(client, login):
    login(Role.CARETAKER)
    unknown = {"age_kind": "unknown", "age_years": None, "age_stated_on": None}
    stay = StayFactory(days_ago=1, **{f"intake__person__{k}": v for k, v in unknown.items()})
    response = client.post(
        reverse("cases:leave_start", args=[stay.pk]),
        {"reason": "other", "place": "Pasar", "left_at": "", "expected_at": "", "escort": ""},
    )
    assertContains(response, "Anak tidak pergi sendiri.")


# -- The kind of exit -----------------------------------------------------------------------------


def test_no_setting_takes_the_receiver_of_a_child_away():
    ExitKind.objects.filter(code="keluarga").update(needs_receiver=False, needs_address=False)
    stay = StayFactory(child=True, days_ago=1)
    form = ExitForm(
        {"kind": exit_kind().pk, "relation": "Ibu", "send_key": "0" * 32},
        instance=Exit(stay=stay),
        by=worker(),
    )
    assert form.errors["receiver"] == ["Tulis siapa yang menerima."]
    exit = ExitFactory(whole=True, receiver="", stay=stay)
    with pytest.raises(ValidationError, match="Penerima belum lengkap"):
        actions.decide_exit(exit, approve=True, note="", by=head())


def test_whoever_is_said_to_be_family_proves_it_by_whichever_way_a_child_leaves():
    exit = ExitFactory(kind=exit_kind("daerah-asal"), stay__days_ago=1, relation="Ayah")
    with pytest.raises(ValidationError, match="Belum ada bukti hubungan"):
        actions.decide_exit(exit, approve=True, note="", by=head())
    Exit.objects.filter(pk=exit.pk).update(
        state="approved", decided_by=head(), decided_at=days.now()
    )
    with pytest.raises(IntegrityError, match="every piece"), transaction.atomic():
        Exit.objects.filter(pk=exit.pk).update(state="done", left_at=days.now(), done_by=worker())


@pytest.mark.parametrize("kind", ["rumah-sakit", "penegak-hukum", "melarikan-diri"])
def test_no_child_goes_to_the_family_in_an_emergency(kind):
    stay = StayFactory(child=True, days_ago=1)
    columns = {"stay": stay, "kind": exit_kind(kind), "receiver": "Rosdiana", "relation": "Ibu"}
    caretaker = UserFactory(roles=[Role.CARETAKER])
    with pytest.raises(ValidationError, match="bukan keadaan darurat"):
        actions.end_stay(Exit(**columns), left_at=days.now(), by=caretaker)
    stay.refresh_from_db()
    assert stay.is_open


def test_who_turns_out_to_be_a_child_does_not_leave_as_an_adult():
    stay = StayFactory(days_ago=1, intake__provisional=classification("lansia"))
    asked = Exit(stay=stay, kind=exit_kind("mandiri"), items_handed="Tidak ada.")
    exit = actions.end_stay(asked, left_at=days.now(), by=worker())
    actions.decide_exit(exit, approve=True, note="", by=head())
    person = stay.person
    person.age_kind, person.age_years, person.age_stated_on = "exact", 15, days.today()
    person.save()
    with pytest.raises(ValidationError, match="Anak tidak dapat keluar dengan cara mandiri"):
        hand_over(exit)
    with pytest.raises(IntegrityError, match="for adults"), transaction.atomic():
        Exit.objects.filter(pk=exit.pk).update(state="done", left_at=days.now(), done_by=worker())


# -- Who decides ----------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [ExitProofFactory, ExitWitnessFactory])
def test_who_added_a_piece_does_not_decide(part):
    exit = ExitFactory(whole=True)
    both = UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER])
    part(exit=exit, recorded_by=both)
    with pytest.raises(ValidationError, match="mengajukan atau melengkapi"):
        actions.decide_exit(exit, approve=True, note="", by=both)
    with pytest.raises(IntegrityError, match="gathered a piece"), transaction.atomic():
        Exit.objects.filter(pk=exit.pk).update(
            state="approved", decided_by=both, decided_at=days.now()
        )
    assert actions.decide_exit(exit, approve=True, note="", by=head()).state == "approved"


GATHER = {
    "proof": lambda exit, by: ExitProofFactory(exit=exit, recorded_by=by),
    "witness": lambda exit, by: ExitWitnessFactory(exit=exit, recorded_by=by),
    "column": lambda exit, by: actions.add_piece(exit, {"home_result": "Rumah baik."}, by=by),
}


@pytest.mark.parametrize("part", GATHER)
def test_what_the_head_completed_waits_for_the_dinas_or_a_delegate(client, login, part):
    exit, of_worker = ExitFactory(whole=True), ExitFactory(whole=True)
    both = UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER])
    delegate = DelegationFactory(delegate=UserFactory(roles=[Role.OFFICE])).delegate
    dinas = UserFactory(roles=[Role.AGENCY])
    GATHER[part](exit, both)
    assert set(Exit.objects.waiting_for(both)) == {of_worker}
    assert set(Exit.objects.waiting_for(delegate)) == {exit, of_worker}
    assert set(Exit.objects.waiting_for(dinas)) == {exit}
    decide = reverse("cases:exit_decide", args=[exit.pk])
    login(both)
    assert client.get(decide).status_code == 404
    page = client.get(reverse("cases:exit_detail", args=[exit.pk]))
    assertContains(page, "Yang memutuskan: Plt. atau Plh., atau Dinas")
    login(dinas)
    assertContains(client.get(reverse("reports:approvals")), decide)
    client.post(decide, {"decision": "approve"})
    exit.refresh_from_db()
    assert (exit.state, exit.decided_by) == ("approved", dinas)


def test_who_completed_it_does_not_find_it_waiting(login):
    exit = ExitFactory(whole=True)
    delegation = DelegationFactory(delegate=UserFactory(roles=[Role.SOCIAL_WORKER]))
    actions.add_piece(exit, {"home_result": "Rumah baik."}, by=delegation.delegate)
    assert not Exit.objects.waiting_for(delegation.delegate).exists()
    assert not Exit.objects.waiting_for(UserFactory(roles=[Role.AGENCY])).exists()


def test_who_wrote_a_column_of_it_does_not_decide():
    exit = ExitFactory(whole=True)
    both = UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER])
    actions.add_piece(exit, {"home_unchecked_reason": "", "home_result": "Rumah baik."}, by=both)
    with pytest.raises(ValidationError, match="mengajukan atau melengkapi"):
        actions.decide_exit(exit, approve=True, note="", by=both)


# -- What a warning tells of another child ----------------------------------------------------


def test_a_mark_of_another_child_names_that_child_to_whom_it_may(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(child=True, days_ago=1)
    other = PersonFactory(name="Melati", is_sealed=True)
    mother = RelationFactory(other=stay.person).person
    RelationFactory(person=mother, other=other, marked=True)
    page = reverse("cases:stay_end", args=[stay.pk])
    told = client.get(page)
    assertContains(told, "Diduga mengeksploitasi anak: Rosdiana.")
    assertNotContains(told, "Melati")
    assertNotContains(told, "Mengambil uang anak.")
    login(Role.HEAD)
    told = client.get(reverse("cases:exit_decide", args=[ExitFactory(stay=stay).pk]))
    assertContains(told, "Melati")
