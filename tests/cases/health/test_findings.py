"""Pemeriksaan and alergi (R42): words under the key, numbers in the clear, never rewritten."""

import datetime
import uuid
from tempfile import TemporaryFile

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.health.findings.models import Allergy, Finding
from cases.health.findings.words import add_words
from cases.people.doubles import actions as doubles
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.upkeep.programs import address, pipe, program
from tests import factories as f
from tests.database_roles import as_owner

pytestmark = pytest.mark.django_db
CANARY = "Kenarisakit"
AT = days.at(datetime.date(2026, 12, 31), datetime.time(23, 30))


def health(person):
    return reverse("cases:person_health", args=[person.pk])


def write(stay):
    return reverse("cases:finding_write", args=[stay.pk])


def written(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def typed(**changes):
    said = {
        "send_key": str(uuid.uuid4()),
        "seen_at": written(days.now()),
        "told_by": "self",
        "told_by_name": "",
        "complaint": 'Kata Ma\'ruf: "pusing".',
        "finding": "",
        "treatment": "",
    }
    return said | changes


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


def read(finding, user):
    return add_words([finding], user)[0]


def test_a_finding_is_written_and_read_with_what_was_measured(client, worker):
    stay = f.StayFactory()
    data = typed(systolic="140", diastolic="90", temperature="37.5", treatment="Diberi minum.")
    assertRedirects(client.post(write(stay), data), health(stay.person))
    page = client.get(health(stay.person))
    assertContains(page, "Kata Ma&#x27;ruf: &quot;pusing&quot;.")
    assertContains(page, "tensi 140/90 mmHg")
    assertContains(page, "suhu 37,5 °C")
    assertContains(page, "menurut klien sendiri")


def test_on_the_last_evening_of_the_year_the_hour_is_ours(client, login, time_machine_at):
    time_machine_at(AT)
    login(Role.SOCIAL_WORKER)
    stay = f.StayFactory()
    client.post(write(stay), typed(seen_at="2026-12-31T23:30"))
    assert days.day_of(Finding.objects.get().seen_at) == datetime.date(2026, 12, 31)


def test_the_same_form_twice_is_one_row_and_other_words_are_shown(client, worker):
    stay, data = f.StayFactory(), typed()
    for _ in range(2):
        assertRedirects(client.post(write(stay), data), health(stay.person))
    assert Finding.objects.count() == 1
    assertContains(client.post(write(stay), data | {"treatment": "Lain"}), "sudah terkirim")
    assert Finding.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"complaint": ""}, "Tulis paling sedikit satu"),
        ({"told_by": ""}, "Pilih salah satu."),
        ({"told_by": "clinic"}, "Tulis siapa yang mengatakannya."),
        ({"systolic": "120"}, "Tensi ditulis dengan dua angka"),
        ({"systolic": "80", "diastolic": "120"}, "yang atas lebih besar"),
        ({"temperature": "3.7"}, "30"),
        ({"pulse": "700"}, "250"),
        ({"seen_at": "2020-01-01T08:00"}, "Waktu ini sebelum klien tiba."),
    ],
)
def test_a_refused_one_says_what_is_missing_and_keeps_what_was_typed(
    client, worker, changes, said
):
    stay = f.StayFactory()
    page = client.post(write(stay), typed(finding="Luka di kaki.") | {"finding": ""} | changes)
    assertContains(page, said)
    assert not Finding.objects.exists()


def test_one_that_has_not_happened_is_refused(client, worker):
    stay = f.StayFactory()
    page = client.post(write(stay), typed(seen_at=written(days.now() + days.ONE_DAY)))
    assertContains(page, "Waktu ini belum terjadi.")


def test_of_somebody_who_has_left_the_page_says_so(client, worker):
    stay = f.LeftFactory(days_ago=2).stay
    assertContains(client.get(write(stay)), "Klien sudah keluar.")
    client.post(write(stay), typed(told_by="clinic", told_by_name="dr. Nur, RSUD Daya"))
    page = client.get(health(stay.person))
    assertContains(page, "Sesudah keluar")
    assertContains(page, "dr. nur, rsud daya")


def test_a_correction_stands_beside_the_old_one(client, worker):
    old = f.FindingFactory(complaint="Sakit perut")
    url = reverse("cases:finding_correct", args=[old.pk])
    assertContains(client.get(url), "Sakit perut")
    same = typed(complaint="Sakit perut", seen_at=written(old.seen_at), why="Keliru")
    data = typed(complaint="Sakit gigi", why="Salah dengar")
    client.post(url, data)
    new = Finding.objects.get(corrects=old)
    page = client.get(health(old.stay.person))
    for words in ("Sakit perut", "Sakit gigi", "Salah dengar", "Versi sebelumnya (1)"):
        assertContains(page, words)
    assertContains(client.post(url, same), "sudah diperbaiki")
    assertRedirects(client.get(url), health(old.stay.person))
    assert read(new, worker).complaint == "Sakit gigi"
    without_reason = reverse("cases:finding_correct", args=[new.pk])
    assertContains(client.post(without_reason, typed()), "Tulis mengapa diperbaiki.")


def test_house_staff_read_nothing_of_it_and_cannot_write(client, login):
    finding = f.FindingFactory(complaint=CANARY, stay__days_ago=1)
    f.AllergyFactory(person=finding.stay.person, substance="udang")
    login(Role.CARETAKER)
    page = client.get(health(finding.stay.person))
    assertNotContains(page, CANARY)
    assertNotContains(page, "Pemeriksaan")
    assertContains(page, "udang")
    assert client.get(write(finding.stay)).status_code == 403
    every = reverse("cases:person_findings", args=[finding.stay.person_id])
    assert client.get(every).status_code == 403


def test_a_sealed_file_and_ones_own_are_out_of_reach(client, worker):
    sealed = f.FindingFactory(stay__intake__person__is_sealed=True, complaint=CANARY)
    own = f.FindingFactory(complaint=CANARY)
    f.ConflictFactory(person=own.stay.person, user=worker)
    for finding in (sealed, own):
        person = finding.stay.person_id
        for name, key in [
            ("finding_write", finding.stay_id),
            ("finding_correct", finding.pk),
            ("person_findings", person),
            ("allergy_add", person),
        ]:
            assert client.get(reverse(f"cases:{name}", args=[key])).status_code == 404, name
    assert not Finding.objects.visible_to(worker).exists()
    assert not read(sealed, worker).complaint


def test_all_of_them_are_a_list_whose_queries_do_not_grow(client, worker, count_queries):
    stay = f.StayFactory()
    f.FindingFactory(stay=stay)
    url = reverse("cases:person_findings", args=[stay.person_id])
    few = count_queries(url)
    f.FindingFactory.create_batch(29, stay=stay)
    assert count_queries(url) <= few + 1 <= 26
    assertContains(client.get(url), "Menampilkan")
    assertContains(client.get(health(stay.person)), "Semua")


def test_the_web_process_neither_changes_nor_deletes_one():
    finding = f.FindingFactory()
    for act in (finding.delete, lambda: Finding.objects.update(told_by="staff")):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            act()
    with as_owner():
        for change in ({"told_by": "staff"}, {"pulse": 80}):
            with pytest.raises(DatabaseError, match="stays as it was"), transaction.atomic():
                Finding.objects.filter(pk=finding.pk).update(**change)


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"told_by": "family"}, "finding_says_who"),
        ({"pulse": 5}, "finding_pulse_is_possible"),
        ({"temperature": 50}, "finding_temperature_is_possible"),
        ({"systolic": 120}, "finding_pressure_is_of_two"),
        ({"systolic": 80, "diastolic": 90}, "finding_pressure_is_of_two"),
        ({"reason": "Keliru"}, "finding_correction_says_why"),
    ],
)
def test_the_database_refuses(columns, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        f.FindingFactory(**columns)


def test_a_correction_is_of_the_same_stay():
    old = f.FindingFactory()
    with pytest.raises(IntegrityError, match="same stay"), transaction.atomic():
        f.FindingFactory(corrects=old, reason="Keliru")


# -- Allergies ----------------------------------------------------------------------------------


def allergy(**changes):
    said = {"send_key": str(uuid.uuid4()), "substance": "udang", "reaction": "gatal"}
    return said | {"told_by": "self", "told_by_name": ""} | changes


def test_an_allergy_is_of_the_person_and_holds_in_the_next_stay(client, login, worker):
    stay = f.LeftFactory(days_ago=9).stay
    url = reverse("cases:allergy_add", args=[stay.person_id])
    assertRedirects(client.post(url, allergy(is_severe="on")), health(stay.person))
    assertContains(client.post(url, allergy(substance="Udang")), "Alergi ini sudah tercatat.")
    assertContains(client.post(url, allergy(substance="")), "Tulis alergi terhadap apa.")
    assertContains(client.post(url, allergy(told_by="family")), "Tulis siapa yang")
    f.StayFactory(intake=f.IntakeFactory(person=stay.person))
    page = client.get(health(stay.person))
    assertContains(page, "udang")
    assertContains(page, "Berat")
    login(Role.CARETAKER)
    summary = client.get(reverse("cases:person_detail", args=[stay.person_id]))
    assertContains(summary, "Alergi udang, berat")


def test_it_stands_on_the_first_page_of_the_file_for_everybody(client, login):
    stay = f.StayFactory()
    f.AllergyFactory(person=stay.person, substance="penisilin")
    for role in (Role.CARETAKER, Role.SOCIAL_WORKER, Role.HEAD):
        login(role)
        page = client.get(reverse("cases:person_detail", args=[stay.person_id]))
        assertContains(page, "penisilin")


def test_two_who_edit_see_both_versions(client, worker):
    row = f.AllergyFactory(substance="udang")
    url = reverse("cases:allergy_edit", args=[row.pk])
    first = allergy(substance="udang dan kepiting", shown_version="1")
    assertRedirects(client.post(url, first), health(row.person))
    page = client.post(url, allergy(substance="kerang", shown_version="1"))
    assertContains(page, "Data ini diubah orang lain")
    assertContains(page, "udang dan kepiting")
    assertContains(page, "kerang")
    row.refresh_from_db()
    assert row.substance == "udang dan kepiting"


def test_one_that_was_none_is_ended_with_a_reason_and_stays_readable(client, worker):
    row = f.AllergyFactory()
    url = reverse("cases:allergy_end", args=[row.pk])
    assertContains(client.post(url, {"reason": ""}), "Tulis mengapa tidak berlaku.")
    assertRedirects(client.post(url, {"reason": "Sudah dites."}), health(row.person))
    assertContains(client.get(health(row.person)), "Sudah dites.")
    assertContains(client.post(url, {"reason": "Lagi"}), "sudah dinyatakan tidak berlaku")
    assert client.get(reverse("cases:allergy_edit", args=[row.pk])).status_code == 404


def test_a_merge_takes_everything_along_and_its_undo_brings_it_back(client, worker):
    head = f.UserFactory(roles=[Role.HEAD])
    lost = f.FindingFactory(stay__ended=True, stay__days_ago=9).stay.person
    row = f.AllergyFactory(person=lost)
    medicine = f.MedicineFactory(stay=lost.stays.get())
    kept = f.PersonFactory(sex=lost.sex)
    merge = f.MergeFactory(kept=kept, lost=lost, recorded_by=worker)
    doubles.decide_merge(merge, approve=True, note="", seen=merge.seen, by=head)
    row.refresh_from_db()
    assert row.person == kept
    page = client.get(health(kept))
    for words in ("udang", "Pusing sejak pagi."):
        assertContains(page, words)
    merge.refresh_from_db()
    doubles.undo_merge(merge, by=worker)
    row.refresh_from_db()
    medicine.refresh_from_db()
    assert (row.person, medicine.stay.person) == (lost, lost)


def test_the_log_holds_no_word_of_it(client, worker):
    stay = f.StayFactory()
    client.post(write(stay), typed(complaint=CANARY, finding=CANARY, treatment=CANARY))
    assert CANARY not in str(list(Entry.objects.values()))


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_a_dump_of_the_database_holds_no_word_of_it(client):
    """Written, corrected and refused by the pages, and read by who may; a medicine's name too."""
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(social_worker=worker)
    client.force_login(worker)
    words = dict.fromkeys(("complaint", "finding", "treatment"), CANARY)
    client.post(write(stay), typed(**words))
    client.post(write(stay), typed(**words, seen_at=""))
    old = Finding.objects.get()
    correct = reverse("cases:finding_correct", args=[old.pk])
    client.post(correct, typed(**words, pulse="80", why=CANARY))
    medicine = reverse("cases:medicine_write", args=[stay.pk])
    prescribed = {"dose": "1 tablet", "hours": "07.00", "prescribed_by": "RSUD"}
    prescribed |= {"first_on": f"{days.today()}", "send_key": str(uuid.uuid4())}
    client.post(medicine, prescribed | {"name": CANARY})
    client.post(medicine, prescribed | {"name": CANARY, "dose": ""})
    assertContains(client.get(health(stay.person)), CANARY, count=8)
    assert Finding.objects.count() == 2
    with TemporaryFile() as file:
        pipe([program("pg_dump"), "--dbname", address()], stdout=file)
        file.seek(0)
        dump = file.read().decode()
    assert "cases_finding" in dump
    assert CANARY not in dump


def test_an_allergy_that_is_over_is_none():
    f.AllergyFactory(ended_at=days.now(), ended_by=f.UserFactory(), end_reason="Sudah dites.")
    assert not Allergy.objects.in_force().exists()
