import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.exits import actions
from cases.exits.models import Exit
from cases.gate.receivers import NOT_TO_THEM
from cases.people.flags.actions import end_flag
from cases.people.flags.models import Flag
from rptc import days
from rptc.accounts.permissions import Role
from rptc.refusals import Refused, write_refusal
from tests.factories import (
    ExitFactory,
    FlagFactory,
    IntakeFactory,
    SealFactory,
    StayFactory,
    UserFactory,
)
from tests.factories import exit_kind as kind


def url(person):
    return reverse("cases:flag_raise", args=[person.pk])


def file_of(person):
    return reverse("cases:person_detail", args=[person.pk])


def posted(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "kind": "do_not_release",
        "whom": "Baso (paman)",
        "what_to_do": "Hubungi Kepala UPT.",
        "reason": "Menyuruh anak mengemis.",
        "audience": "house",
        "ends_on": "",
        **changes,
    }


def test_the_kind_is_chosen_where_what_is_to_be_done_is_known(client, login):
    login(Role.SOCIAL_WORKER)
    page = url(StayFactory().person)
    for asked, chosen in [("do_not_release", "do_not_release"), ("x", ""), ("", "")]:
        form = client.get(page, {"kind": asked}).context["form"]
        assert form["kind"].value() == chosen


def test_a_warning_stands_on_the_file_and_the_stay_until_it_ends(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay = StayFactory(child=True, recorded_by=user)
    client.post(url(stay.person), posted())
    for page in (file_of(stay.person), reverse("cases:stay_detail", args=[stay.pk])):
        assertContains(client.get(page), "Jangan serahkan kepada Baso (paman).")
    end = reverse("cases:flag_end", args=[Flag.objects.get().pk])
    assertContains(client.post(end, {"reason": ""}), "Tulis mengapa peringatan ini berakhir.")
    client.post(end, {"reason": "Sudah didamaikan."})
    assertNotContains(client.get(file_of(stay.person)), "Baso (paman)")
    assertContains(client.get(url(stay.person)), "Sudah didamaikan.")
    assertContains(client.post(end, {"reason": "Lagi"}), "sudah berakhir")


def test_the_worst_stands_on_top_and_the_last_day_is_told(client, login):
    login(Role.SOCIAL_WORKER)
    until = days.today() + timedelta(days=10)
    person = FlagFactory(kind="health", whom="", what_to_do="Alergi obat.").person
    FlagFactory(person=person, ends_on=until)
    page = client.get(file_of(person)).content.decode()
    assert page.index("Jangan serahkan") < page.index("Alergi obat.")
    assert f"Berlaku sampai {until - timedelta(days=1):%d/%m/%Y}." in page


def test_a_warning_that_ran_out_is_no_longer_shown(client, login, time_machine_at):
    flag = FlagFactory(ends_on=days.today() + timedelta(days=2))
    time_machine_at(days.now() + timedelta(days=2))
    login(Role.SOCIAL_WORKER)
    assertNotContains(client.get(file_of(flag.person)), "Jangan serahkan")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"whom": ""}, "Tulis kepada siapa klien tidak boleh diserahkan."),
        ({"whom": ""}, "Belum tahu siapa: pilih peringatan"),
        ({"whom": "paman"}, "Tulis namanya juga, bukan hanya hubungannya."),
        ({"ends_on": "2020-01-01"}, "Tanggal berakhir harus sesudah hari ini."),
        ({"what_to_do": ""}, "Wajib diisi."),
        ({"audience": "head"}, "Pilihan ini tidak ada. Pilih dari daftar."),
    ],
)
def test_mistakes_are_said_beside_their_fields(client, login, change, said):
    login(Role.CARETAKER)
    assertContains(client.post(url(StayFactory().person), posted(**change)), said)
    assert not Flag.objects.exists()


@pytest.mark.parametrize(
    ("audience", "seen_by"),
    [
        ("house", {Role.CARETAKER, Role.SOCIAL_WORKER, Role.HEAD}),
        ("workers", {Role.SOCIAL_WORKER, Role.HEAD}),
        ("head", {Role.HEAD}),
    ],
)
def test_each_warning_has_its_audience(client, login, audience, seen_by):
    flag = FlagFactory(audience=audience, what_to_do="KENARI")
    for role in (Role.CARETAKER, Role.SOCIAL_WORKER, Role.HEAD):
        login(role)
        response = client.get(file_of(flag.person))
        assert ("KENARI" in response.content.decode()) == (role in seen_by)


def test_trc_sees_none_even_of_whom_they_met(client, login):
    user = login(Role.FIELD)
    intake = IntakeFactory(recorded_by=user)
    FlagFactory(person=intake.person, what_to_do="KENARI")
    assertNotContains(client.get(reverse("cases:intake_detail", args=[intake.pk])), "KENARI")


def test_sent_twice_is_one_warning(client, login):
    login(Role.CARETAKER)
    person, twice = StayFactory().person, posted()
    client.post(url(person), twice)
    client.post(url(person), twice)
    assert Flag.objects.count() == 1


# -- It stops a release -------------------------------------------------------------------------


def test_the_form_of_an_exit_shows_it_and_refuses_the_receiver(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(child=True, days_ago=1)
    FlagFactory(person=stay.person)
    page = reverse("cases:stay_end", args=[stay.pk])
    assertContains(client.get(page), "Jangan serahkan kepada Baso (paman).")
    asked = {
        "send_key": str(uuid.uuid4()),
        "kind": kind().pk,
        "receiver": "Baso Dg. Nai",
        "relation": "Paman",
        "address": "Jl. Nuri 3",
    }
    response = client.post(page, asked | {"receiver": "Baso"})
    assertContains(response, "tidak diakhiri hanya untuk penyerahan ini")
    assert not stay.exits.exists()
    client.post(page, asked | {"receiver": "Rosdiana", "relation": "Ibu"})
    assert stay.exits.get().state == "proposed"


PAGES_OF_A_RELEASE = ["cases:exit_detail", "cases:exit_decide", "cases:exit_hand_over"]


@pytest.mark.parametrize("address", PAGES_OF_A_RELEASE)
def test_the_page_that_a_warning_stops_does_not_offer_to_end_it(client, db, address):
    decided = {"state": "approved", "decided_by": UserFactory(), "decided_at": days.now()}
    exit = ExitFactory(receiver="Baso", **(decided if address.endswith("hand_over") else {}))
    flag = FlagFactory(person=exit.stay.person)
    client.force_login(UserFactory(roles=[Role.SOCIAL_WORKER, Role.HEAD]))
    answer = client.get(reverse(address, args=[exit.pk]))
    assertContains(answer, "Jangan serahkan kepada Baso (paman).")
    end = reverse("cases:flag_end", args=[flag.pk])
    assertNotContains(answer, end)
    assertContains(client.get(file_of(flag.person)), end)


def refused(flag, by):
    """Somebody was to receive the klien whom the flag names."""
    exit = Exit(stay=flag.person.stays.get(), kind=kind(), receiver="Baso", relation="Paman")
    with pytest.raises(Refused) as stopped:
        actions.end_stay(exit, left_at=days.now(), by=by)
    write_refusal(stopped.value)


def test_whoever_set_it_or_was_stopped_does_not_end_it_alone_on_that_day(client, db):
    worker, setter, other = (UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(3))
    flag = FlagFactory(recorded_by=setter)
    refused(flag, worker)
    end = reverse("cases:flag_end", args=[flag.pk])
    for user in (setter, worker):
        client.force_login(user)
        assertContains(client.post(end, {"reason": "Salah pasang."}), "orang lain: bukan yang")
        flag.refresh_from_db()
        assert flag.ended_at is None
    client.force_login(other)
    client.post(end, {"reason": "Sudah diperiksa ulang."})
    flag.refresh_from_db()
    assert flag.ended_by == other


def test_a_day_later_whoever_set_it_ends_it(db):
    setter = UserFactory(roles=[Role.SOCIAL_WORKER])
    flag = FlagFactory(recorded_by=setter)
    refused(flag, UserFactory(roles=[Role.SOCIAL_WORKER]))
    Flag.objects.filter(pk=flag.pk).update(stopped_at=days.now() - days.ONE_DAY)
    assert end_flag(flag, "Sudah didamaikan.", by=setter).ended_by == setter


def test_the_card_of_whom_it_names_stops_another_name(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay = StayFactory(child=True, recorded_by=user)
    client.post(url(stay.person), posted(whom_identity_number="7371094108800001"))
    exit = ExitFactory(stay=stay, receiver="Hasanuddin", identity_number="7371094108800001")
    page = client.get(reverse("cases:exit_detail", args=[exit.pk]))
    assertContains(page, "Dilarang")


def test_a_warning_raised_meanwhile_stops_the_decision_and_the_handover(client, login):
    head = login(Role.HEAD)
    exit = ExitFactory(receiver="Baso")
    flag = FlagFactory(person=exit.stay.person, audience="head")
    page = reverse("cases:exit_decide", args=[exit.pk])
    assertContains(client.get(page), "Jangan serahkan kepada Baso (paman).")
    response = client.post(page, {"decision": "approve", "note": "Boleh"})
    assertContains(response, "Jangan serahkan kepada Baso (paman).")
    client.post(page, {"decision": "refuse", "note": "Dilarang."})
    exit.refresh_from_db()
    assert exit.state == "refused"

    other = ExitFactory(receiver="Rosdiana", stay=exit.stay, whole=True)
    actions.decide_exit(other, approve=True, note="", by=head)
    flag = FlagFactory(person=exit.stay.person, audience="head", whom="Rosdiana (ibu)")
    login(Role.CARETAKER)
    hand_over = reverse("cases:exit_hand_over", args=[other.pk])
    given = {"left_at": days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")}
    said = {"receiver": "Rosdiana", "file_number": exit.stay.person.file_number}
    response = client.post(hand_over, given | said)
    assertContains(response, NOT_TO_THEM)
    assertNotContains(response, flag.what_to_do + " Bila")
    assert exit.stay.__class__.objects.open().filter(pk=exit.stay_id).exists()


def test_not_even_an_emergency_goes_to_whom_it_names(db):
    flag = FlagFactory()
    stay = flag.person.stays.get()
    exit = ExitFactory.build(
        stay=stay, kind=kind("penegak-hukum"), receiver="Baso", recorded_by=None
    )
    piket = UserFactory(roles=[Role.CARETAKER])
    with pytest.raises(ValidationError, match="Jangan serahkan kepada Baso"):
        actions.end_stay(exit, left_at=days.now(), by=piket)


def test_house_staff_read_what_to_do_and_not_why(client, login):
    flag = FlagFactory()
    page = reverse("cases:person_detail", args=[flag.person_id])
    login(Role.CARETAKER)
    assertContains(client.get(page), flag.what_to_do)
    assertNotContains(client.get(page), flag.reason)
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(page), flag.reason)


TWO_ROLES = [Role.CARETAKER, Role.SOCIAL_WORKER]


@pytest.fixture
def warned(db):
    """A klien in the house, their file closed, with a warning for the house and one that is not;
    whoever is named in these is to receive them."""
    stay = StayFactory(child=True)
    FlagFactory(person=stay.person, what_to_do="KENARI", reason="GELATIK")
    FlagFactory(person=stay.person, what_to_do="PIPIT", reason="GELATIK", audience="workers")
    SealFactory(person=stay.person)
    decided = {"state": "approved", "decided_by": UserFactory(), "decided_at": days.now()}
    ExitFactory(stay=stay, receiver="Baso", **decided)
    return stay


def pages_with_warnings(stay):
    of_stay = ["cases:bed_place", "cases:belonging_end", "cases:stay_detail"]
    hand_over = reverse("cases:exit_hand_over", args=[stay.exits.get().pk])
    return [file_of(stay.person), hand_over, *(reverse(each, args=[stay.pk]) for each in of_stay)]


def test_of_a_closed_file_two_roles_read_what_the_house_reads(client, login, warned):
    login(*TWO_ROLES)
    for page in pages_with_warnings(warned):
        shown = client.get(page)
        assertContains(shown, "KENARI")
        assertNotContains(shown, "GELATIK")
        assertNotContains(shown, "PIPIT")
    asked = {"left_at": "", "receiver": "Baso", "file_number": warned.person.file_number}
    refused = client.post(reverse("cases:exit_hand_over", args=[warned.exits.get().pk]), asked)
    assertNotContains(refused, "GELATIK")
    assertNotContains(refused, "PIPIT")


def test_of_a_closed_file_two_roles_raise_what_the_house_raises(client, login, warned):
    me = login(*TWO_ROLES)
    said = client.post(url(warned.person), posted(audience="workers"))
    assertContains(said, "Pilihan ini tidak ada. Pilih dari daftar.")
    client.post(url(warned.person), posted(reason="MERPATI"))
    assert Flag.objects.get(recorded_by=me).audience == Flag.Audience.HOUSE
    assertContains(client.get(file_of(warned.person)), "MERPATI")
