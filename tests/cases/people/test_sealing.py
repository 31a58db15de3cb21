"""A file closed to all but named people, and opened in an emergency."""

import html
import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.people.actions import seal_file
from cases.people.models import Person
from cases.people.sealing.actions import end_seal, judge_emergency
from cases.people.sealing.models import EmergencyAccess, Seal, SealReader
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.database_roles import as_owner

pytestmark = pytest.mark.django_db


def worker():
    return f.UserFactory(roles=[Role.SOCIAL_WORKER])


def url(name, person):
    return reverse(f"cases:{name}", args=[person.pk])


def file_of(person):
    return url("person_detail", person)


def sealing(*named, **said):
    return {
        "send_key": str(uuid.uuid4()),
        "reason": "hunted",
        "explanation": "Ayah tiri datang dua kali.",
        "named": [user.pk for user in named],
        **said,
    }


def emergency(**said):
    return {
        "send_key": str(uuid.uuid4()),
        "reason": "medicine",
        "what": "Kejang, ambulans menanyakan obatnya.",
        **said,
    }


# Closed


def test_it_is_closed_to_all_but_those_who_are_named(client, login):
    me, named, other, writer = login(Role.SOCIAL_WORKER), worker(), worker(), worker()
    stay = f.StayFactory(
        intake__person__name="Sartika Permatasari",
        intake__person__recorded_by=writer,
        social_worker=me,
    )
    person = stay.person
    f.StayFactory(
        intake__person=person,
        days_ago=90,
        ended_at=days.now() - 80 * days.ONE_DAY,
        social_worker=other,
    )
    page = client.get(url("person_seal", person))
    assertContains(page, f"Berkas tertutup {person.file_number}")
    assertRedirects(client.post(url("person_seal", person), sealing(named)), file_of(person))
    for reader, status in [(me, 200), (named, 200), (other, 404), (writer, 404)]:
        client.force_login(reader)
        assert client.get(file_of(person)).status_code == status
        assert Stay.objects.visible_to(reader).filter(pk=stay.pk).exists() == (status == 200)
    client.force_login(f.UserFactory(roles=[Role.HEAD]))
    assert client.get(file_of(person)).status_code == 200
    # What the house must know, it goes on knowing.
    client.force_login(f.UserFactory(roles=[Role.CARETAKER]))
    assertContains(client.get(file_of(person)), "Sartika Permatasari")


def test_a_substitute_who_is_not_named_does_not_stand_in_for_it(client, login):
    me = worker()
    stay = f.StayFactory(social_worker=me)
    substitute = f.SubstitutionFactory(worker=me).substitute
    assert Stay.objects.visible_to(substitute).filter(pk=stay.pk).exists()
    f.SealReaderFactory(seal__person=stay.person, user=me)
    client.force_login(substitute)
    assert client.get(file_of(stay.person)).status_code == 404


@pytest.mark.parametrize("said", [{"reason": ""}, {"explanation": ""}])
def test_it_is_closed_with_a_reason(client, login, said):
    login(Role.SOCIAL_WORKER)
    person = f.PersonFactory()
    assert client.post(url("person_seal", person), sealing(**said)).status_code == 200
    assert not Seal.objects.exists()


def test_who_reads_it_is_told_to_them_alone(client, login):
    reader = f.SealReaderFactory()
    client.force_login(reader.user)
    page = client.get(url("person_seal", reader.person))
    assertContains(page, "Ayah tiri datang dua kali")
    assertContains(page, reader.user.full_name)
    login(Role.SOCIAL_WORKER)
    assert client.get(url("person_seal", reader.person)).status_code == 404


def test_the_head_opens_it_again_and_it_is_as_it_was(client, login):
    writer = worker()
    person = f.PersonFactory(recorded_by=writer)
    f.SealReaderFactory(seal__person=person)
    login(Role.HEAD)
    assertContains(client.post(url("person_unseal", person), {"reason": ""}), "Tulis alasannya.")
    client.post(url("person_unseal", person), {"reason": "Ayah tiri ditahan."})
    person.refresh_from_db()
    assert (person.is_sealed, person.for_named_only) == (False, False)
    client.force_login(writer)
    assert client.get(file_of(person)).status_code == 200
    login(Role.SOCIAL_WORKER)
    assert client.post(url("person_unseal", person), {"reason": "x"}).status_code == 403


def test_what_was_sealed_from_the_start_stays_so(client, login):
    person = f.PersonFactory(is_sealed=True)
    f.SealFactory(person=person, was_sealed=True)
    login(Role.HEAD)
    client.post(url("person_unseal", person), {"reason": "Keliru."})
    person.refresh_from_db()
    assert (person.is_sealed, person.for_named_only) == (True, False)


def test_a_file_for_named_people_is_merged_with_none(client, login):
    login(Role.HEAD)
    kept = f.SealFactory().person
    merge = f.MergeFactory(kept=Person.objects.get(pk=kept.pk), lost=f.PersonFactory())
    page = client.post(merge.decide_url, {"decision": "approve", "note": ""})
    assertContains(page, "ditutup untuk orang bernama")


def test_whoever_has_two_roles_reads_it_as_the_house_and_no_more(client, login):
    """House staff, and a social worker: rights add up, but not to what neither role may read."""
    login(Role.SOCIAL_WORKER, Role.CARETAKER)
    person = f.StayFactory(intake__person__nik="7371010101800001").person
    f.SealReaderFactory(seal__person=person)
    assertContains(client.get(file_of(person)), person.name)
    assertNotContains(client.get(file_of(person)), "7371010101800001")
    for name in ("person_edit", "person_seal", "merge_propose", "person_unseal"):
        assert client.get(url(name, person)).status_code in {403, 404}
    assert client.post(url("person_seal", person), sealing()).status_code == 404
    history = reverse("reports:record_history", args=["person", person.pk])
    assert client.get(history).status_code == 404


def test_whose_case_it_is_is_always_named_and_who_stands_in_is_not(client):
    one = f.SubstitutionFactory()
    person = f.StayFactory(social_worker=one.worker).person
    client.force_login(one.substitute)
    client.post(url("person_seal", person), sealing())
    assert set(Person.objects.visible_to(one.worker)) == {person}
    assert not Person.objects.visible_to(one.substitute).exists()


def test_the_head_is_told_of_each(client, login):
    seal = f.SealFactory()
    login(Role.HEAD)
    assertContains(client.get(reverse("reports:approvals")), seal.person.file_number)
    client.post(reverse("cases:seal_acknowledge", args=[seal.pk]))
    seal.refresh_from_db()
    assert seal.known_at is not None


def test_what_closed_it_meanwhile_is_not_opened(client, login):
    """A class outside the table, or a death, while it was closed for named people."""
    seal = f.SealFactory()
    with transaction.atomic():
        seal_file(Person.objects.get(pk=seal.person_id), by=seal.recorded_by)
    login(Role.HEAD)
    client.post(url("person_unseal", seal.person), {"reason": "Sudah aman."})
    seal.person.refresh_from_db()
    assert (seal.person.is_sealed, seal.person.for_named_only) == (True, False)


def test_a_number_that_is_anothers_by_now_is_said(client, login):
    number = {"nik": "7371010101800001", "nik_status": "confirmed"}
    seal = f.SealFactory(person=f.PersonFactory(**number))
    f.PersonFactory(**number)
    login(Role.HEAD)
    page = client.post(url("person_unseal", seal.person), {"reason": "Sudah aman."})
    assertContains(page, "sudah dipastikan milik klien lain")


# In an emergency


@pytest.fixture
def sealed(db):
    """In the house, in a bed, closed to whoever logs in."""
    stay = f.StayFactory(
        intake__person__name="Sartika Permatasari",
        intake__person__is_sealed=True,
        social_worker=worker(),
    )
    f.BedUseFactory(stay=stay)
    return stay


def test_others_see_number_and_bed_and_nothing_else(client, login, sealed):
    login(Role.SOCIAL_WORKER)
    person = sealed.person
    bed = reverse("cases:bed_detail", args=[sealed.bed_uses.get().bed_id])
    assertContains(client.get(reverse("cases:bed_list")), bed)
    assertContains(client.get(bed), url("person_sealed", person))
    page = client.get(url("person_sealed", person))
    assertContains(page, f"Berkas tertutup {person.file_number}")
    assertContains(page, str(sealed.bed_uses.get().bed))
    for hidden in ("Sartika", sealed.social_worker.full_name, "hari 1"):
        assertNotContains(page, hidden)


def test_of_who_is_not_in_the_house_the_page_says_nothing(client, login):
    login(Role.SOCIAL_WORKER)
    gone = f.StayFactory(ended=True, days_ago=3, intake__person__is_sealed=True).person
    nobody = Person(pk=gone.pk + 1000)
    on_the_way = f.IntakeFactory(person__is_sealed=True).person
    for person in (gone, nobody, on_the_way):
        assert client.get(url("person_sealed", person)).status_code == 404
        assert client.post(url("person_sealed", person), emergency()).status_code == 404


def test_it_opens_for_an_hour_to_be_read_and_the_head_is_told(client, login, sealed):
    me, person = login(Role.SOCIAL_WORKER), sealed.person
    assert client.get(file_of(person)).status_code == 404
    page = client.post(url("person_sealed", person), emergency(), follow=True)
    assertContains(page, "Sartika Permatasari")
    assertContains(page, "Akses darurat.")
    assertNotContains(page, "pukul pukul")
    # No button is offered that could only lead nowhere.
    for offered in ("Ubah identitas", "Tambah foto", "Hubungkan orang", "Tambah keterangan"):
        assertNotContains(page, offered)
    assert client.get(url("stay_detail", sealed)).status_code == 200
    # Read, and nothing else.
    assert client.get(url("person_edit", person)).status_code == 404
    assert client.post(url("person_edit", person), {"name": "Lain"}).status_code == 404
    assert client.post(url("stay_assign", sealed), {}).status_code == 404
    assert not Person.objects.visible_to(me).filter(pk=person.pk).exists()
    opened = EmergencyAccess.objects.get()
    assert Entry.objects.get(verb="broke_glass").person_id == person.pk
    assert list(EmergencyAccess.objects.unread_by(sealed.social_worker)) == [opened]
    head = f.UserFactory(roles=[Role.HEAD])
    assert list(EmergencyAccess.objects.waiting_for(head)) == [opened]
    with time_machine.travel(days.now() + timedelta(minutes=61)):
        login(me)
        assert client.get(file_of(person)).status_code == 404
        assertNotContains(client.get(reverse("cases:person_list")), "Akses darurat.")


def test_an_emergency_takes_nothing_from_whom_the_file_is_open_anyway(client, login, sealed):
    """The head, who reads in it what only named people read; and who is named while it lasts."""
    head = login(Role.HEAD)
    client.post(url("person_sealed", sealed.person), emergency())
    assert EmergencyAccess.objects.open_for(head).exists()
    assertContains(client.get(file_of(sealed.person)), url("person_seal", sealed.person))
    assert client.get(url("stay_referrals", sealed)).status_code == 200
    named = login(Role.SOCIAL_WORKER)
    client.post(url("person_sealed", sealed.person), emergency())
    assert client.get(url("stay_referrals", sealed)).status_code == 404
    f.SealReaderFactory(seal__person=sealed.person, user=named)
    assert client.get(url("stay_referrals", sealed)).status_code == 200


def test_all_that_its_pages_offer_can_be_read_and_nothing_be_done(client, login, sealed):
    pages = [
        file_of(sealed.person),
        url("stay_detail", sealed),
        url("intake_detail", sealed.intake),
        url("plan_detail", f.PlanFactory(stay=sealed)),
        url("exit_detail", f.ExitFactory(stay=sealed)),
    ]
    login(Role.SOCIAL_WORKER)
    client.post(url("person_sealed", sealed.person), emergency())
    for page in pages:
        shown = client.get(page).content.decode()
        content = shown[shown.index("<main") : shown.index("</main>")]
        assert "<form" not in content, page
        for address in set(re.findall(r'href="(/[^"]+)"', content)) - {"/login/"}:
            assert client.get(html.unescape(address)).status_code == 200, (page, address)


@pytest.mark.parametrize("said", [{"reason": ""}, {"what": "Kejang."}])
def test_whoever_opens_it_says_why(client, login, sealed, said):
    login(Role.SOCIAL_WORKER)
    assert client.post(url("person_sealed", sealed.person), emergency(**said)).status_code == 200
    assert not EmergencyAccess.objects.exists()


def test_the_head_judges_it_and_not_their_own(client, login):
    opened = f.EmergencyAccessFactory()
    login(Role.HEAD)
    page = client.get(url("emergencyaccess_decide", opened))
    assertContains(page, "Kejang, ambulans")
    assertContains(client.post(opened.decide_url, {"decision": "refuse"}), "Tulis mengapa")
    client.post(opened.decide_url, {"decision": "approve", "note": ""})
    opened.refresh_from_db()
    assert opened.state == "fair"
    own = f.EmergencyAccessFactory(recorded_by=login(Role.HEAD))
    assert client.get(own.decide_url).status_code == 404
    # Nor does one head judge another's.
    login(Role.HEAD)
    assert client.get(own.decide_url).status_code == 404


def test_the_privacy_officer_judges_the_heads_alone_and_learns_no_name(client, login):
    head = f.UserFactory(roles=[Role.HEAD])
    of_head = f.EmergencyAccessFactory(recorded_by=head, person__name="Sartika Permatasari")
    of_worker = f.EmergencyAccessFactory()
    login(Role.PRIVACY)
    for address in (of_head.decide_url, reverse("cases:emergencyaccess_list")):
        page = client.get(address)
        assertContains(page, of_head.person.file_number)
        assertNotContains(page, "Sartika")
    assertNotContains(page, of_worker.person.file_number)
    assert client.get(of_worker.decide_url).status_code == 404
    client.post(of_head.decide_url, {"decision": "refuse", "note": "Tidak ada yang gawat."})
    of_head.refresh_from_db()
    assert of_head.state == "unfair"


def test_a_privacy_officer_is_not_told_that_there_was_none(client, login):
    f.EmergencyAccessFactory()
    login(Role.PRIVACY)
    page = client.get(reverse("cases:emergencyaccess_list"))
    assertNotContains(page, "Tidak ada akses darurat")
    assertContains(page, "tertulis di catatan akses")


def test_one_that_was_not_fair_is_over_and_is_not_repeated(client, login, sealed):
    me, person = login(Role.SOCIAL_WORKER), sealed.person
    client.post(url("person_sealed", person), emergency())
    opened = EmergencyAccess.objects.get()
    head = f.UserFactory(roles=[Role.HEAD])
    judge_emergency(opened, approve=False, note="Tidak gawat.", by=head)
    assert client.get(file_of(person)).status_code == 404
    # Nor does any page say that it is still open.
    assertNotContains(client.get(reverse("cases:person_list")), "Akses darurat.")
    login(me)
    page = client.post(url("person_sealed", person), emergency())
    assertContains(page, "dinilai tidak wajar")


def test_it_prints_nothing_and_opens_no_list(client, login, sealed):
    login(Role.SOCIAL_WORKER)
    client.post(url("person_sealed", sealed.person), emergency())
    exit = f.ExitFactory(stay=sealed)
    assert client.get(url("exit_needed_print", exit)).status_code == 404
    register = reverse("cases:register_export", args=[sealed.entered_on.year])
    assertNotContains(client.get(register), "Sartika Permatasari")


def test_who_closed_it_is_told_whoever_opens_it(client, login):
    """Who opens it is not named, and reads nothing of the seal itself."""
    seal = f.SealFactory(person=f.StayFactory().person)
    login(Role.SOCIAL_WORKER)
    client.post(url("person_sealed", seal.person), emergency())
    assert EmergencyAccess.objects.get().told_to == seal.recorded_by


def test_whose_case_it_is_reads_that_it_was_opened(client):
    opened = f.EmergencyAccessFactory(told_to=worker())
    client.force_login(opened.told_to)
    assertContains(client.get(reverse("cases:emergencyaccess_list")), "Sudah saya baca")
    client.post(url("emergencyaccess_read", opened))
    assert not EmergencyAccess.objects.unread_by(opened.told_to)
    client.force_login(opened.recorded_by)
    assert client.post(url("emergencyaccess_read", opened)).status_code == 404


# What the database refuses


@pytest.mark.parametrize(
    ("given", "constraint"),
    [
        (lambda: {"what": "Kejang."}, "emergency_says_what_happened"),
        (lambda: {"until": days.now() + timedelta(minutes=62)}, "emergency_lasts_an_hour"),
    ],
)
def test_the_database_refuses(given, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        f.EmergencyAccessFactory(**given())


def test_an_emergency_is_not_made_longer():
    f.EmergencyAccessFactory()
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        EmergencyAccess.objects.update(until=days.now())


# Who reads it, afterwards


def add_url(seal):
    return reverse("cases:sealreader_add", args=[seal.pk])


def end_url(reader):
    return reverse("cases:sealreader_end", args=[reader.pk])


def test_who_closed_it_names_one_more_and_the_head_is_told(client, login):
    me, more, other = login(Role.SOCIAL_WORKER), worker(), worker()
    seal = f.SealReaderFactory(seal__recorded_by=me, user=me).seal
    assertContains(client.get(url("person_seal", seal.person)), add_url(seal))
    assertContains(client.get(add_url(seal)), more.full_name)
    assertContains(client.post(add_url(seal), {"user": ""}), "Pilih orangnya.")
    page = client.post(add_url(seal), {"user": more.pk}, follow=True)
    assertContains(page, f"{more} ikut membaca berkas ini.")
    assertContains(client.post(add_url(seal), {"user": more.pk}), "sudah membaca berkas ini")
    client.force_login(more)
    assert client.get(file_of(seal.person)).status_code == 200
    # One who is named names nobody.
    assertNotContains(client.get(url("person_seal", seal.person)), add_url(seal))
    for nobody in (more, other):
        client.force_login(nobody)
        assert client.get(add_url(seal)).status_code == 404
        assert client.post(add_url(seal), {"user": other.pk}).status_code == 404
    login(Role.HEAD)
    assertContains(client.get(reverse("reports:approvals")), f"{more} ikut membaca")
    reader = SealReader.objects.get(user=more)
    acknowledge = reverse("cases:sealreader_acknowledge", args=[reader.pk])
    client.post(acknowledge)
    assert client.post(acknowledge).status_code == 404
    assertNotContains(client.get(reverse("reports:approvals")), f"{more} ikut membaca")
    assert Entry.objects.filter(verb="named_reader", person_id=seal.person_id).count() == 1


def test_who_closed_it_and_reads_it_no_more_names_nobody(client, login):
    me = login(Role.SOCIAL_WORKER)
    seal = f.SealFactory(recorded_by=me)
    assert client.get(add_url(seal)).status_code == 404


def test_the_head_ends_a_reader_and_never_whose_case_it_is(client, login):
    stay = f.StayFactory(social_worker=worker())
    seal = f.SealReaderFactory(seal__person=stay.person, user=stay.social_worker).seal
    named = f.SealReaderFactory(seal=seal)
    login(Role.HEAD)
    assertContains(client.get(url("person_seal", stay.person)), end_url(named))
    page = client.post(end_url(named), follow=True)
    assertContains(page, f"{named.user} tidak lagi membaca berkas ini.")
    assertContains(client.post(end_url(named), follow=True), "sudah tidak membaca")
    keeper = SealReader.objects.get(user=stay.social_worker)
    assertContains(client.post(end_url(keeper), follow=True), "serahkan dahulu kliennya")
    client.force_login(named.user)
    assert client.get(file_of(stay.person)).status_code == 404
    client.force_login(stay.social_worker)
    assert client.get(file_of(stay.person)).status_code == 200
    assert client.post(end_url(named)).status_code == 403


def test_a_file_whose_readers_are_gone_waits_for_the_head(client, login, count_queries):
    login(Role.HEAD)
    kept, alone = f.SealReaderFactory(), f.SealReaderFactory()
    listed = reverse("cases:seal_list")
    line = f'href="{listed}?show=alone"'
    assertNotContains(client.get(reverse("reports:today")), line)
    User.objects.filter(pk=alone.user_id).update(is_active=False)
    assertContains(client.get(reverse("reports:today")), line)
    page = client.get(listed, {"show": "alone"})
    assertContains(page, alone.person.file_number)
    assertNotContains(page, kept.person.file_number)
    assertNotContains(page, alone.person.name)
    assertContains(client.get(listed), kept.person.file_number)
    assertContains(client.get(reverse("cases:emergencyaccess_list")), listed)
    assertContains(client.get(url("person_seal", alone.person)), "akunnya ditutup")
    few = count_queries(listed)
    f.SealReaderFactory.create_batch(5)
    assert count_queries(listed) == few
    # The head names another: nothing waits any more.
    client.post(add_url(alone.seal), {"user": worker().pk})
    assertNotContains(client.get(reverse("reports:today")), line)
    assertNotContains(client.get(reverse("reports:approvals")), "ikut membaca")


# What SQL of the run-time role cannot do


def sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


ENDED = "UPDATE cases_seal SET ended_at = now(), end_reason = 'x', ended_by_id = "
OPENS = [
    "UPDATE cases_seal SET person_id = {other} WHERE id = {seal}",
    "UPDATE cases_sealreader SET person_id = {other} WHERE seal_id = {seal}",
    "UPDATE cases_sealreader SET user_id = {other_worker} WHERE seal_id = {seal}",
    "UPDATE cases_sealreader SET ended_at = now(), ended_by_id = {worker} WHERE seal_id = {seal}",
    "INSERT INTO cases_sealreader (seal_id, person_id, user_id, since, added_by_id)"
    " VALUES ({seal}, {person}, {other_worker}, now(), {other_worker})",
    "INSERT INTO cases_sealreader (seal_id, person_id, user_id, since)"
    " VALUES ({seal}, {person}, {other_worker}, now())",
    "UPDATE cases_seal SET was_sealed = FALSE WHERE id = {seal}",
    "UPDATE cases_seal SET recorded_by_id = {worker} WHERE id = {seal}",
    ENDED + "{worker} WHERE id = {seal}",
    "UPDATE cases_person SET for_named_only = FALSE WHERE id = {person}",
    "UPDATE cases_person SET is_sealed = FALSE, for_named_only = FALSE WHERE id = {person}",
    "UPDATE cases_person SET is_sealed = FALSE WHERE id = {other}",
    "UPDATE cases_person SET for_named_only = TRUE WHERE id = {other}",
    # One that is over already, beside the one that holds.
    "INSERT INTO cases_seal (person_id, reason, explanation, was_sealed, recorded_by_id,"
    " recorded_at, send_key, send_digest, ended_at, ended_by_id, end_reason)"
    " SELECT person_id, reason, explanation, FALSE, recorded_by_id, now(), gen_random_uuid(), '',"
    " now(), {worker}, 'x' FROM cases_seal WHERE id = {seal}",
]


@pytest.mark.parametrize("text", OPENS)
def test_no_sql_opens_a_closed_file(text):
    person = f.PersonFactory(is_sealed=True)
    reader = f.SealReaderFactory(seal__person=person)
    other = f.PersonFactory(is_sealed=True)
    named = {"seal": reader.seal_id, "person": person.pk, "other": other.pk}
    named["other_worker"] = worker().pk
    said = "pgtrigger: Cannot|A closed file is|A seal stands|names readers"
    with pytest.raises(DatabaseError, match=said), transaction.atomic():
        sql(text.format(**named, worker=reader.user_id))
    person.refresh_from_db()
    assert (person.is_sealed, person.for_named_only) == (True, True)


def test_what_a_file_was_before_is_not_typed():
    """A seal that says that it was open, ended at once, would open what a class had closed."""
    person = f.PersonFactory(is_sealed=True)
    assert Seal.objects.get(pk=f.SealFactory(person=person, was_sealed=False).pk).was_sealed


def test_a_seal_that_is_over_is_over():
    head = f.UserFactory(roles=[Role.HEAD])
    seal = end_seal(f.SealFactory(), reason="Ayah tiri ditahan.", by=head)
    for text in ("ended_at = NULL, ended_by_id = NULL, end_reason = ''", "end_reason = 'y'"):
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(f"UPDATE cases_seal SET {text} WHERE id = %s", seal.pk)  # noqa: S608


def test_no_sql_deletes_a_seal_or_who_is_named():
    reader = f.SealReaderFactory()
    f.SealFactory()
    sql("DELETE FROM cases_sealreader")
    sql("DELETE FROM cases_seal")
    assert (Seal.objects.count(), SealReader.objects.count()) == (2, 1)
    with as_owner(), transaction.atomic():
        with pytest.raises(DatabaseError, match="pgtrigger: Cannot"), transaction.atomic():
            sql("DELETE FROM cases_sealreader WHERE id = %s", reader.pk)
