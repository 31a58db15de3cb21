"""Nobody reads the file of themselves or of their family, and nobody decides about it."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.casework.assignments.models import Assignment
from cases.exits.models import Exit
from cases.gate.incidents.parts import add_parts
from cases.house.tasks.models import Task
from cases.intakes.models import Intake
from cases.people import access
from cases.people.access import Manner
from cases.people.conflicts.actions import close_to_family, end_conflict
from cases.people.conflicts.models import Conflict
from cases.people.doubles.actions import merge_files, undo_merge
from cases.people.doubles.hints import people_hinted_to
from cases.people.doubles.models import Merge
from cases.people.models import Person
from cases.people.photos.models import Photo
from cases.people.reach import Level
from cases.people.sealing.actions import open_in_emergency
from cases.people.sealing.models import EmergencyAccess, SealReader
from cases.stays.extensions.actions import decide_extension
from cases.stays.extensions.models import Extension
from cases.stays.models import Stay
from partners.referrals.models import Referral
from reports.desk.approvals import waiting_for
from reports.desk.looks.unusual import findings
from rptc import days, waiting
from rptc.accounts.models import OwnFile, User
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.models import Letter
from tests import factories as f
from tests.test_canaries import text_of
from tests.test_permissions import ACCESS, URLS

pytestmark = pytest.mark.django_db

NAME = "Kenariasih Duapuluh"
OWN = reverse("cases:conflict_own")
LIST = reverse("cases:conflict_list")
ADD = reverse("cases:conflict_add")


def again(user):
    """As the next request reads them."""
    return User.objects.get(pk=user.pk)


def family(user, person, **said):
    f.ConflictFactory(user=user, person=person, **said)
    return again(user)


def typed(person, **said):
    return {
        "send_key": str(uuid.uuid4()),
        "number": person.file_number,
        "tie": "sibling",
        "explanation": "Adik kandung.",
        **said,
    }


# -- Access ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_above_every_role_the_own_file_is_closed(role):
    user = f.UserFactory(roles=[role])
    other = f.StayFactory().person
    person = f.StayFactory(intake__person__recorded_by=user, intake__recorded_by=user).person
    before = {p.pk: access.known(user, p) for p in (person, other)}
    user = family(user, person)
    assert access.known(user, person) == access.OF_OWN_FILE
    assert access.known(user, other) == before[other.pk]
    rows = Person.objects.filter(pk=person.pk)
    for condition in (access.open_to, access.whole_to, access.house_to):
        assert not rows.filter(condition(user, "pk")).exists()
        assert rows.filter(~condition(user, "pk")).exists()
    assert not rows.filter(access.hinted_to(user)).exists()
    assert not Intake.objects.visible_to(user).filter(person=person).exists()


@pytest.mark.parametrize(
    "roles", [[Role.HEAD], [Role.SOCIAL_WORKER], [Role.SOCIAL_WORKER, Role.CARETAKER]]
)
def test_neither_case_nor_seal_nor_emergency_opens_it(roles):
    user = f.UserFactory(roles=roles)
    stay = f.StayFactory(social_worker=user)
    f.SealReaderFactory(seal=f.SealFactory(person=stay.person), user=user)
    f.EmergencyAccessFactory(recorded_by=user, person=stay.person)
    user = family(user, stay.person)
    user.is_reading = True
    assert access.known(user, stay.person).level == Level.NOTHING
    assert not Stay.objects.visible_to(user).exists()


def test_who_stands_in_for_the_worker_reads_it_no_more(client, login):
    substitute = login(Role.SOCIAL_WORKER)
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    f.SubstitutionFactory(worker=worker, substitute=substitute)
    person = f.StayFactory(social_worker=worker).person
    family(substitute, person)
    url = reverse("cases:person_detail", args=[person.pk])
    assert client.get(url).status_code == 404


def test_a_list_needs_no_query_for_it(login, count_queries):
    user = login(Role.HEAD)
    f.StayFactory.create_batch(2)
    url = reverse("cases:person_list")
    few = count_queries(url)
    for _ in range(5):
        family(user, f.StayFactory().person)
    assert count_queries(url) == few


def test_it_counts_from_the_next_question_until_the_head_ends_it():
    user, head = f.UserFactory(roles=[Role.SOCIAL_WORKER]), f.UserFactory(roles=[Role.HEAD])
    person = f.PersonFactory()
    conflict = close_to_family(Conflict(person=person, user=user, tie="child"), by=user)
    assert again(user).own_files == {person.pk}
    end_conflict(conflict, reason="Salah berkas.", by=head)
    assert again(user).own_files == frozenset()
    assert access.known(again(user), person).manner == Manner.OPEN


# -- Who says it, and who ends it --------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PARTNER}))
def test_each_says_it_of_themselves_and_the_file_is_closed(client, login, role):
    user, person = login(role), f.StayFactory(intake__person__name=NAME).person
    assertContains(client.get(f"{OWN}?person={person.pk}"), person.file_number)
    assertRedirects(client.post(OWN, typed(person)), OWN)
    page = client.get(OWN)
    assertContains(page, person.file_number)
    assertNotContains(page, NAME)
    assert client.get(reverse("cases:person_detail", args=[person.pk])).status_code in {403, 404}
    assert Conflict.objects.get().recorded_by == user
    assert Entry.objects.filter(verb="registered", person_id=person.pk).exists()


def test_a_mistake_is_shown_beside_what_was_typed(client, login):
    login(Role.CARETAKER)
    person = f.PersonFactory()
    page = client.post(OWN, typed(person, number="99999999", tie=""))
    assertContains(page, "Tidak ada berkas dengan nomor itu.")
    assertContains(page, "Pilih hubungannya.")
    client.post(OWN, typed(person))
    assertContains(client.post(OWN, typed(person)), "Sudah tercatat.")


def test_the_head_says_it_of_another_and_lists_all(client, login):
    login(Role.HEAD)
    user, person = f.UserFactory(full_name="Rahma"), f.PersonFactory(name=NAME)
    assertContains(client.post(ADD, typed(person)), "Pilih petugasnya.")
    assertRedirects(client.post(ADD, typed(person, user=user.pk)), LIST)
    page = client.get(LIST)
    assertContains(page, f"Rahma, berkas {person.file_number}")
    assertNotContains(page, NAME)
    end = reverse("cases:conflict_end", args=[Conflict.objects.get().pk])
    assertContains(client.post(end, {"reason": ""}), "Tulis alasannya.")
    assertRedirects(client.post(end, {"reason": "Ternyata namanya sama saja."}), LIST)
    assertContains(client.get(f"{LIST}?show=ended"), "Ternyata namanya sama saja.")
    assert again(user).own_files == frozenset()


def test_nobody_says_it_of_another_but_the_head():
    by, user = f.UserFactory(roles=[Role.SOCIAL_WORKER]), f.UserFactory()
    with pytest.raises(ValidationError):
        close_to_family(Conflict(person=f.PersonFactory(), user=user, tie="self"), by=by)


def test_nobody_ends_their_own_and_the_heads_is_the_privacy_officers(client, login):
    head = login(Role.HEAD)
    of_head = f.ConflictFactory(user=head)
    of_another = f.ConflictFactory()
    end = reverse("cases:conflict_end", args=[of_head.pk])
    assert client.get(end).status_code == 404
    with pytest.raises(ValidationError):
        end_conflict(of_head, reason="Bukan keluarga.", by=head)
    officer = login(Role.PRIVACY)
    of_officer = f.ConflictFactory(user=officer)
    for conflict, status in [(of_head, 200), (of_another, 404), (of_officer, 404)]:
        url = reverse("cases:conflict_end", args=[conflict.pk])
        assert client.get(url).status_code == status
    with pytest.raises(IntegrityError), transaction.atomic():
        Conflict.objects.filter(pk=of_another.pk).update(
            ended_at=days.now(), ended_by=of_another.user, end_reason="Saya sendiri."
        )


def test_the_list_has_as_many_queries_for_many(login, count_queries):
    login(Role.PRIVACY)
    f.ConflictFactory()
    few = count_queries(LIST)
    f.ConflictFactory.create_batch(8)
    assert count_queries(LIST) == few


def test_what_was_said_stays():
    conflict = f.ConflictFactory()
    for change in ({"tie": "other"}, {"user": f.UserFactory()}):
        with pytest.raises(Exception, match="conflict_keeps_what_was_said|update"):  # noqa: PT011
            with transaction.atomic():
                Conflict.objects.filter(pk=conflict.pk).update(**change)


# -- Merges -------------------------------------------------------------------------------------


def test_a_merge_moves_it_and_its_undo_brings_it_back():
    user = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    kept, lost = f.PersonFactory(), f.PersonFactory()
    for _twice in range(2):
        f.ConflictFactory(user=user, person=lost)
    by = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    merge = merge_files(Merge(kept=kept, lost=lost, reason="Kartunya sama."), by=by)
    assert again(user).own_files == {kept.pk}
    assert access.known(again(user), kept) == access.OF_OWN_FILE
    undo_merge(merge, by=by)
    assert again(user).own_files == {lost.pk}
    assert OwnFile.objects.filter(user=user).count() == 2


# -- What they meet -----------------------------------------------------------------------------


def test_in_the_house_it_is_a_closed_file_with_a_number(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay = f.StayFactory(intake__person__name=NAME)
    bed = f.BedUseFactory(stay=stay).bed
    board = reverse("cases:bed_list")
    assertContains(client.get(board), NAME)
    family(user, stay.person)
    page = client.get(board)
    assertNotContains(page, NAME)
    assertContains(page, "Terisi, berkas tertutup")
    assertNotContains(client.get(reverse("cases:bed_detail", args=[bed.pk])), NAME)
    closed = reverse("cases:person_sealed", args=[stay.person_id])
    page = client.get(closed)
    assertContains(page, f"Berkas tertutup {stay.person.file_number}")
    assertNotContains(page, NAME)
    assertNotContains(page, "Akses darurat</h2>", html=False)


def test_an_emergency_is_refused_without_saying_why(client, login):
    user = login(Role.SOCIAL_WORKER)
    person = f.StayFactory().person
    family(user, person)
    said = {
        "send_key": str(uuid.uuid4()),
        "reason": "life",
        "what": "Kejang di kamar mandi, parah.",
    }
    url = reverse("cases:person_sealed", args=[person.pk])
    page = client.post(url, said, follow=True)
    assertContains(page, "Berkas ini tertutup bagi Anda.")
    assertNotContains(page, "keluarga")
    with pytest.raises(ValidationError, match="tertutup bagi Anda"):
        open_in_emergency(
            EmergencyAccess(person=person, reason="life", what="x" * 30), by=again(user)
        )
    assert not EmergencyAccess.objects.exists()


def test_no_hint_no_photo_no_search_no_letter(client, login):
    user = login(Role.HEAD)
    person = f.StayFactory(
        intake__person__name=NAME, intake__person__nik="7371010101900001"
    ).person
    photo = f.PhotoFactory(person=person)
    letter = f.LetterFactory(person_id=person.pk)
    assert Photo.objects.visible_to(user).filter(pk=photo.pk).exists()
    assert Letter.objects.visible_to(user).filter(pk=letter.pk).exists()
    user = family(user, person)
    assert not people_hinted_to(user).filter(pk=person.pk).exists()
    assert client.get(reverse("cases:photo", args=[photo.pk])).status_code == 404
    assert not Letter.objects.visible_to(user).filter(pk=letter.pk).exists()
    for query in (NAME, "7371010101900001", person.file_number):
        for name in ("cases:person_list", "cases:intake_list"):
            assertNotContains(client.get(reverse(name), {"q": query}), f"/people/{person.pk}/")
    history = reverse("reports:record_history", args=["person", person.pk])
    assert client.get(history).status_code == 404


def test_a_privacy_officer_does_not_read_who_looked_at_it(client, login):
    officer = login(Role.PRIVACY)
    stay, other = f.StayFactory(), f.StayFactory()
    family(officer, stay.person)

    def status(type, number):
        return client.get(reverse("reports:record_history", args=[type, number])).status_code

    assert status("person", stay.person_id) == status("stay", stay.pk) == 404
    assert status("person", other.person_id) == status("stay", other.pk) == 200


def test_a_refused_look_stands_in_the_weekly_list(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay, other = f.StayFactory(), f.StayFactory()
    family(user, stay.person)
    for name, number in [("person_detail", stay.person_id), ("stay_detail", stay.pk)]:
        assert client.get(reverse(f"cases:{name}", args=[number])).status_code == 404
    client.get(reverse("cases:person_detail", args=[other.person_id]))
    client.get(reverse("cases:person_detail", args=[10**8]))
    tried = Entry.objects.filter(verb="was_refused_own")
    assert [entry.person_id for entry in tried] == [stay.person_id] * 2
    [found] = [each for each in findings() if each.kind == "own"]
    assert found.title == f"{user} mencoba 2 kali membuka berkas sendiri atau keluarga"
    login(Role.HEAD)
    page = client.get(reverse("reports:unusual_list"))
    assertContains(page, "membuka berkas sendiri atau keluarga")


# -- Whose case, and who decides ---------------------------------------------------------------


def test_they_are_no_longer_offered_as_its_worker(client, login):
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER], full_name="Nurhayati")
    login(Role.HEAD)
    stay = f.StayFactory()
    url = reverse("cases:stay_assign", args=[stay.pk])
    assertContains(client.get(url), "Nurhayati")
    family(worker, stay.person)
    assertNotContains(client.get(url), "Nurhayati")
    client.post(url, {"send_key": str(uuid.uuid4()), "to_worker": worker.pk, "reason": "Dekat."})
    assert not Assignment.objects.exists()
    seal = reverse("cases:person_seal", args=[stay.person_id])
    assertNotContains(client.get(seal), "Nurhayati")


def test_an_open_stay_of_theirs_needs_another_and_the_head_is_told(client, login):
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(social_worker=worker)
    head = login(Role.HEAD)
    assert not Stay.objects.of_nobody().exists()
    family(worker, stay.person)
    assert Stay.objects.of_nobody().exists()
    told = {waits.key: number for waits, number in waiting.count_for(again(head))}
    assert told["cases-of-nobody"] == 1
    page = client.get(reverse("cases:stay_list"), {"mine": "none"})
    assertContains(page, str(stay.person))


def test_what_is_about_the_heads_family_goes_to_the_dinas():
    head, dinas = f.UserFactory(roles=[Role.HEAD]), f.UserFactory(roles=[Role.AGENCY])
    extension = f.ExtensionFactory()
    rows = Extension.objects
    assert rows.waiting_for(head).exists()
    assert not rows.waiting_for(dinas).exists()
    head = family(head, extension.stay.person)
    assert not rows.waiting_for(head).exists()
    assert rows.waiting_for(dinas).exists()
    assert waiting_for(head) == []
    with pytest.raises(ValidationError, match="Tentang diri sendiri"):
        decide_extension(extension, approve=True, by=head)
    decide_extension(extension, approve=True, by=dinas)
    assert not rows.decided_for(head).exists()


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda stay: f.ExitFactory(stay=stay), Exit),
        (
            lambda stay: f.ReferralFactory(stay=stay, person=stay.person, state="proposed"),
            Referral,
        ),
        (lambda stay: f.AssignmentFactory(stay=stay, state="proposed"), Assignment),
        (lambda stay: f.MergeFactory(lost=stay.person), Merge),
    ],
)
def test_nothing_about_it_waits_for_them(make, kind):
    head = f.UserFactory(roles=[Role.HEAD])
    stay = f.StayFactory(intake__person__child=True)
    make(stay)
    assert kind.objects.waiting_for(head).exists()
    head = family(head, stay.person)
    assert not kind.objects.waiting_for(head).exists()
    assert not kind.objects.visible_to(head).exists()


def test_an_emergency_on_the_heads_family_is_judged_by_the_privacy_officer():
    head, officer = f.UserFactory(roles=[Role.HEAD]), f.UserFactory(roles=[Role.PRIVACY])
    emergency = f.EmergencyAccessFactory()
    assert EmergencyAccess.objects.waiting_for(head).exists()
    head = family(head, emergency.person)
    assert not EmergencyAccess.objects.waiting_for(head).exists()
    assert EmergencyAccess.objects.waiting_for(officer).exists()


def test_a_task_and_an_incident_do_not_tell_of_it():
    head = f.UserFactory(roles=[Role.HEAD])
    stay = f.StayFactory(intake__person__name=NAME)
    f.TaskFactory(stay=stay)
    incident = f.IncidentFactory()
    f.IncidentPersonFactory(incident=incident, stay=stay)
    head = family(head, stay.person)
    assert not Task.objects.visible_to(head).exists()
    [told] = add_parts([incident], head)
    assert not told.is_told
    assert told.parts[-1].name == "Berkas tertutup"


def test_a_partners_user_does_not_read_the_packet_of_their_family():
    referral = f.ReferralFactory(sent=True)
    member = f.MemberFactory(partner=referral.partner).user
    assert Referral.objects.in_portal_of(member).exists()
    member = family(member, referral.person)
    assert not Referral.objects.in_portal_of(member).exists()


def test_an_exit_of_their_family_is_not_for_them_to_know(client, login):
    head = login(Role.HEAD)
    done = {"state": "done", "left_at": days.now(), "done_by": f.UserFactory()}
    exit = f.ExitFactory(**done, must_be_known=True)
    family(head, exit.stay.person)
    url = reverse("cases:exit_acknowledge", args=[exit.pk])
    assert client.post(url).status_code == 404
    exit.refresh_from_db()
    assert exit.known_at is None


def test_nor_what_was_lost_of_their_things(client, login):
    head = login(Role.HEAD)
    end = f.BelongingEndFactory(lost=True)
    family(head, end.stay.person)
    url = reverse("cases:loss_acknowledge", args=[end.pk])
    assert client.post(url).status_code == 404
    end.refresh_from_db()
    assert end.known_at is None


def test_nor_an_incident_with_one_of_them(client, login):
    head = login(Role.HEAD)
    stay = f.StayFactory(days_ago=1)
    incident = f.IncidentFactory(people=[stay])
    family(head, stay.person)
    url = reverse("cases:incident_acknowledge", args=[incident.pk])
    assert client.post(url).status_code == 404
    incident.refresh_from_db()
    assert incident.known_at is None


def test_a_head_does_not_take_back_the_referral_of_their_family(client, login):
    head = login(Role.HEAD)
    referral, other = f.ReferralFactory(sent=True), f.ReferralFactory(sent=True)
    family(head, referral.person)
    urls = [reverse("partners:referral_revoke", args=[row.pk]) for row in (referral, other)]
    assert [client.get(url).status_code for url in urls] == [404, 200]
    assert client.post(urls[0], {"reason": "Salah mitra."}).status_code == 404


def test_an_emergency_on_their_family_is_not_told_to_them(client, login):
    worker = login(Role.SOCIAL_WORKER)
    emergency = f.EmergencyAccessFactory(told_to=worker)
    family(worker, emergency.person)
    url = reverse("cases:emergencyaccess_read", args=[emergency.pk])
    assert client.post(url).status_code == 404


def test_a_reader_of_a_seal_is_not_made_of_them(client, login):
    login(Role.SOCIAL_WORKER)
    other = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(social_worker=other)
    family(other, stay.person)
    said = {
        "send_key": str(uuid.uuid4()),
        "reason": "staff",
        "explanation": "Keluarga pegawai.",
    }
    client.post(reverse("cases:person_seal", args=[stay.person_id]), said)
    assert not SealReader.objects.filter(user=other).exists()


CANARY = "Zqkenari"


@pytest.mark.gate
@pytest.mark.parametrize("role", [Role.HEAD, Role.SOCIAL_WORKER, Role.CARETAKER])
def test_no_list_and_no_page_of_it_names_it(client, role):
    """Every address without a number, and every one about the file and its stay."""
    user = f.UserFactory(roles=[role])
    stay = f.StayFactory(
        intake__person__name=CANARY,
        intake__person__alias=CANARY,
        social_worker=user,
        days_ago=3,
    )
    f.BedUseFactory(stay=stay)
    f.TaskFactory(stay=stay, owner=user)
    f.BagFactory(stay=stay)
    f.LeaveFactory(stay=stay)
    f.VisitFactory(stay=stay)
    f.ExtensionFactory(stay=stay)
    f.PhotoFactory(person=stay.person)
    f.FlagFactory(person=stay.person)
    f.IncidentPersonFactory(incident=f.IncidentFactory(), stay=stay)
    f.ReferralFactory(stay=stay, person=stay.person, state="proposed")
    f.AssignmentFactory(stay=stay, state="proposed")
    client.force_login(user)
    assert CANARY in text_of(client.get(reverse("cases:bed_list")))
    family(user, stay.person)
    numbers = {
        "person_id": stay.person_id,
        "stay_id": stay.pk,
        "intake_id": stay.intake_id,
    }
    heard, asked = [], 0
    for name in sorted(name for name in ACCESS if role in ACCESS[name]):
        arguments = URLS[name]
        if not set(arguments) <= numbers.keys():
            continue
        address = reverse(name, kwargs={each: numbers[each] for each in arguments})
        asked += 1
        with transaction.atomic():
            if CANARY in text_of(client.get(address)):
                heard.append(name)
            transaction.set_rollback(True)
    assert heard == []
    assert asked > 10
