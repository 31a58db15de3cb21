"""Obat (R43): under a label where the name reveals an illness, at hours that move in Ramadan."""

import datetime
import io
import random
import uuid

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.health.findings.models import Finding
from cases.health.findings.words import add_words
from cases.health.medicines.models import Dose, FastingPeriod, Medicine
from cases.health.medicines.names import add_names
from cases.health.medicines.planned import planned
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.cases.health.test_findings import health
from tests.database_roles import as_owner

pytestmark = pytest.mark.django_db
CANARY = "Kenariobat"
TIME = datetime.time
DAY = datetime.date(2026, 11, 24)
NOON = days.at(DAY, TIME(12, 30))


@pytest.fixture(autouse=True)
def _at_noon(time_machine_at):
    time_machine_at(NOON)


def typed(**changes):
    said = {
        "send_key": str(uuid.uuid4()),
        "name": "Amlodipin 5 mg",
        "label": "",
        "dose": "1 tablet",
        "hours": "07.00, 19.00",
        "meal": "after",
        "note": "",
        "moves_in_fast": "on",
        "prescribed_by": "Puskesmas Barombong",
        "first_on": f"{DAY}",
        "last_on": "",
    }
    return said | changes


def write(stay):
    return reverse("cases:medicine_write", args=[stay.pk])


def of(name, row):
    return reverse(f"cases:{name}", args=[row.pk])


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


def test_a_medicine_is_written_and_read_on_the_file(client, worker):
    stay = f.StayFactory()
    assertRedirects(client.post(write(stay), typed()), health(stay.person))
    page = client.get(health(stay.person))
    assertContains(page, "Amlodipin 5 mg, 1 tablet")
    assertContains(page, "07.00, 19.00, sesudah makan")
    row = Medicine.objects.get()
    assert row.hours == [TIME(7), TIME(19)]
    assert "Amlodipin" not in str(Medicine.objects.values()) + str(Entry.objects.values())


@pytest.mark.parametrize(
    ("hours", "read"),
    [("7 dan 19", [TIME(7), TIME(19)]), ("19:30; 6.15 6.15", [TIME(6, 15), TIME(19, 30)])],
)
def test_hours_are_read_as_people_write_them(client, worker, hours, read):
    client.post(write(f.StayFactory()), typed(hours=hours))
    assert Medicine.objects.get().hours == read


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Tulis nama obatnya."),
        ({"dose": ""}, "Tulis dosisnya"),
        ({"hours": ""}, "Tulis jam minumnya, atau pilih bila perlu."),
        ({"hours": "pagi"}, "“pagi” bukan jam."),
        ({"hours": "25.00"}, "“25.00” bukan jam."),
        ({"hours": "1 2 3 4 5 6 7"}, "Paling banyak 6 jam"),
        ({"name_is_secret": "on"}, "Tulis sebutan yang dibaca petugas piket"),
        ({"last_on": "2026-11-20"}, "Hari terakhir sesudah hari pertama."),
        ({"first_on": "2026-11-01", "last_on": "2026-11-20"}, "Hari ini sudah lewat."),
        ({"prescribed_by": ""}, "Tulis resep dari siapa."),
    ],
)
def test_a_refused_one_says_what_is_missing(client, worker, changes, said):
    page = client.post(write(f.StayFactory()), typed(**changes))
    assertContains(page, said)
    assert not Medicine.objects.exists()


def test_who_prescribes_has_to_know_of_an_allergy_or_a_warning(client, worker):
    stay = f.StayFactory()
    f.AllergyFactory(person=stay.person, substance="aspirin", is_severe=True)
    f.FlagFactory(person=stay.person, kind="health", what_to_do="Alergi amoksisilin.")
    page = client.post(write(stay), typed(name="Aspirin 80 mg"))
    for words in ("Alergi aspirin, berat", "Alergi amoksisilin.", "Tanyakan dahulu"):
        assertContains(page, words)
    assert not Medicine.objects.exists()
    known = typed(name="Aspirin 80 mg") | {"prescriber_knows": "on"}
    assertRedirects(client.post(write(stay), known), health(stay.person))


def test_a_warning_on_health_stands_beside_the_allergies(client, worker, login):
    row = f.MedicineFactory(hours_since=days.at(DAY, TIME(0)))
    f.FlagFactory(person=row.stay.person, kind="health", what_to_do="Alergi amoksisilin.")
    page = client.get(health(row.stay.person))
    assertContains(page, "Alergi amoksisilin.")
    assertNotContains(page, "Belum ada alergi yang tercatat.")
    login(Role.CARETAKER)
    assertContains(client.get(reverse("cases:medicine_round")), "Alergi amoksisilin.")


def test_who_has_left_gets_it_elsewhere(client, worker):
    stay = f.LeftFactory(days_ago=1).stay
    assertContains(client.post(write(stay), typed()), "Masa pembinaan ini sudah berakhir")


def test_house_staff_read_the_label_alone_wherever_it_stands(client, login, read_pdf):
    row = f.MedicineFactory(
        secret=True, name=CANARY, prescribed_by=f"Klinik {CANARY}", note="di depan petugas"
    )
    f.BedUseFactory(stay=row.stay)
    login(Role.CARETAKER)
    for url in (
        health(row.stay.person),
        of("medicine_detail", row),
        reverse("cases:person_detail", args=[row.stay.person_id]),
        reverse("cases:medicine_round"),
        "/",
    ):
        page = client.get(url)
        assertNotContains(page, CANARY)
        if url != "/":
            assertContains(page, "Amplop biru")
    assert client.get(
        reverse("reports:record_history", args=["medicine", row.pk])
    ).status_code in (
        403,
        404,
    )
    for name in ("cases:medicine_round_print", "cases:evening_sheet"):
        text = read_pdf(client.get(reverse(name)))
        assert CANARY not in text
        assert "Amplop biru" in text


def test_who_reads_the_file_reads_the_name_there_and_on_no_paper(client, login, read_pdf):
    row = f.MedicineFactory(secret=True, name=CANARY)
    for role in (Role.SOCIAL_WORKER, Role.HEAD):
        login(role)
        assertContains(client.get(health(row.stay.person)), CANARY)
        assertContains(client.get(of("medicine_detail", row)), CANARY)
        assert CANARY not in read_pdf(client.get(reverse("cases:evening_sheet")))
    login(Role.SOCIAL_WORKER)
    assertNotContains(client.get(reverse("cases:medicine_round")), CANARY)
    assert CANARY not in read_pdf(client.get(reverse("cases:medicine_round_print")))


def test_who_is_both_reads_of_a_closed_file_the_label(client, login):
    row = f.MedicineFactory(secret=True, name=CANARY)
    f.SealFactory(person=row.stay.person)
    login(Role.CARETAKER, Role.SOCIAL_WORKER)
    page = client.get(health(row.stay.person))
    assertContains(page, "Amplop biru")
    assertNotContains(page, CANARY)
    login(Role.SOCIAL_WORKER)
    assert client.get(health(row.stay.person)).status_code == 404
    assert client.get(of("medicine_detail", row)).status_code == 404


def test_two_who_edit_see_both_versions_field_by_field(client, worker):
    row = f.MedicineFactory()
    url = of("medicine_edit", row)
    client.post(url, typed(dose="2 tablet", hours="08.00", shown_version="1"))
    page = client.post(url, typed(dose="3 tablet", hours="09.00", shown_version="1"))
    assertContains(page, "Catat dahulu obat pukul 07.00")
    assertContains(page, '<a href="#id_hours">Jam minum</a>')
    f.DoseFactory(medicine=row, slot=TIME(19))
    f.DoseFactory(medicine=row)
    f.DoseFactory(medicine=row, due_on=DAY)
    client.post(url, typed(dose="2 tablet", hours="08.00", shown_version="1"))
    page = client.post(url, typed(dose="3 tablet", hours="09.00", shown_version="1"))
    for words in ("Data ini diubah orang lain", "2 tablet", "08.00", "3 tablet"):
        assertContains(page, words)
    row.refresh_from_db()
    assert (row.dose, row.hours, row.version) == ("2 tablet", [TIME(8)], 2)


def test_a_stopped_one_says_why_and_is_not_due_any_more(client, worker):
    row = f.MedicineFactory()
    assertContains(client.post(of("medicine_end", row), {"reason": ""}), "Tulis mengapa")
    client.post(of("medicine_end", row), {"reason": "Kata dokter cukup."})
    assertContains(client.post(of("medicine_end", row), {"reason": "Lagi"}), "sudah dihentikan")
    row.refresh_from_db()
    assert planned([row], DAY, DAY)[-1].slot == TIME(7)
    assertContains(client.get(health(row.stay.person)), "Kata dokter cukup.")
    assert client.get(of("medicine_edit", row)).status_code == 404


def test_one_as_needed_is_written_with_its_own_hour(client, login):
    user = login(Role.CARETAKER)
    row = f.MedicineFactory(needed=True, hours=[])
    data = {"send_key": str(uuid.uuid4()), "given_at": "2026-11-24T11:20", "said": "Sakit kepala"}
    for _ in range(2):
        assertRedirects(client.post(of("medicine_give", row), data), of("medicine_detail", row))
    dose = Dose.objects.get()
    assert (dose.due_on, dose.slot, dose.recorded_by) == (DAY, TIME(11, 20), user)
    again = data | {"send_key": str(uuid.uuid4())}
    assertContains(client.post(of("medicine_give", row), again), "Jam itu sudah dicatat.")
    early = again | {"given_at": "2026-11-01T11:20"}
    assertContains(client.post(of("medicine_give", row), early), "baru mulai")
    with_hours = f.MedicineFactory()
    assertContains(client.post(of("medicine_give", with_hours), again), "Obat ini punya jam.")
    assertContains(client.get(of("medicine_detail", row)), "Sakit kepala")


def test_a_wrong_tap_is_put_right_and_two_see_both(client, login):
    login(Role.CARETAKER)
    dose = f.DoseFactory()
    url = reverse("cases:dose_edit", args=[dose.pk])
    bad = client.post(url, {"shown_version": "1", "outcome": "refused", "said": ""})
    assertContains(bad, "Tulis kata-katanya")
    client.post(url, {"shown_version": "1", "outcome": "refused", "said": "Mual"})
    page = client.post(url, {"shown_version": "1", "outcome": "absent", "said": ""})
    assertContains(page, "Data ini diubah orang lain")
    assertContains(page, "Menolak")
    dose.refresh_from_db()
    assert (dose.outcome, dose.said) == ("refused", "Mual")


def test_the_key_is_changed_and_the_name_stays(settings, login):
    head = login(Role.HEAD)
    row = f.MedicineFactory(name="Rifampisin")
    finding = f.FindingFactory(complaint="Batuk", stay=row.stay)
    settings.TEXT_KEYS = newest = (Fernet.generate_key().decode(), *settings.TEXT_KEYS)
    with as_owner():
        call_command("rotate_keys", stdout=io.StringIO())
    settings.TEXT_KEYS = newest[:1]
    (again,) = add_names([Medicine.objects.get(pk=row.pk)], head)
    assert again.shown == "Rifampisin"
    (finding,) = add_words([Finding.objects.get(pk=finding.pk)], head)
    assert finding.complaint == "Batuk"
    assert row.history.count() == 1


# -- Hours --------------------------------------------------------------------------------------


def moved(hour, fasts):
    """The rule in Python, beside the SQL."""

    def minutes(clock):
        return clock.hour * 60 + clock.minute

    if hour <= fasts.sahur or hour >= fasts.buka:
        return hour
    to_sahur = minutes(hour) - minutes(fasts.sahur)
    return fasts.sahur if to_sahur < minutes(fasts.buka) - minutes(hour) else fasts.buka


def test_in_ramadan_hours_move_and_two_that_fall_together_say_so(client, login, time_machine_at):
    fasts = f.FastingPeriodFactory()
    day = datetime.date(2027, 2, 10)
    time_machine_at(days.at(day, TIME(17)))
    three = [TIME(7), TIME(13), TIME(19)]
    row = f.MedicineFactory(hours=[*three[:2], TIME(14), TIME(19)], stay__days_ago=1)
    stays_put = f.MedicineFactory(hours=three, moves_in_fast=False, stay=row.stay)
    found = [(due.slot, due.times, due.is_moved) for due in planned([row], day, day)]
    assert found == [(fasts.sahur, 1, True), (fasts.buka, 2, True), (TIME(19), 1, False)]
    assert [due.slot for due in planned([stays_put], day, day)] == three
    login(Role.CARETAKER)
    page = client.get(reverse("cases:medicine_round"))
    assertContains(page, "18.10 saat buka, 2 kali")


def test_the_sql_and_the_rule_agree(time_machine_at):
    """Thirty medicines at random hours, before, in and after Ramadan."""
    dice = random.Random("puasa")
    fasts = f.FastingPeriodFactory()
    time_machine_at(days.at(datetime.date(2027, 3, 20), TIME(12)))
    stay = f.StayFactory(days_ago=60)
    first = datetime.date(2027, 2, 5)
    for _ in range(30):
        hours = {TIME(dice.randrange(24), dice.randrange(60)) for _ in range(dice.randint(1, 6))}
        begins = first + dice.randint(0, 9) * days.ONE_DAY
        row = f.MedicineFactory(
            stay=stay,
            hours=sorted(hours),
            first_on=begins,
            last_on=begins + dice.randint(0, 40) * days.ONE_DAY,
            moves_in_fast=dice.random() < 0.7,
        )
        told = {(due.day, due.slot): due.times for due in planned([row], first, days.today())}
        expected = {}
        day = row.first_on
        while day <= min(row.last_on, days.today()):
            fasting = row.moves_in_fast and fasts.first_on <= day <= fasts.last_on
            for hour in row.hours:
                slot = moved(hour, fasts) if fasting else hour
                expected[day, slot] = expected.get((day, slot), 0) + 1
            day += days.ONE_DAY
        assert told == expected


def test_hours_before_the_stay_or_before_they_were_written_were_never_due():
    row = f.MedicineFactory(hours_since=days.at(DAY, TIME(8)))
    assert [due.slot for due in planned([row], DAY, DAY)] == [TIME(19)]
    row = f.MedicineFactory(hours_since=NOON, stay__days_ago=0)
    assert [due.slot for due in planned([row], DAY, DAY)] == [TIME(19)]


@pytest.mark.parametrize(("reason", "slots"), [("hospital", [7]), ("school", [7, 19])])
def test_a_hospital_gives_what_is_due_while_they_are_there(reason, slots):
    """A school does not: who brings them there gives it, or writes that they were not here."""
    row = f.MedicineFactory(hours_since=days.at(DAY, TIME(0)))
    f.LeaveFactory(stay=row.stay, reason=reason)
    assert [due.slot.hour for due in planned([row], DAY, DAY)] == slots


def test_the_months_of_fasting_are_kept_by_head_and_office(client, login):
    login(Role.OFFICE)
    url = reverse("cases:fasting_period_list")
    data = {"first_on": "2027-02-08", "last_on": "2027-03-09", "sahur": "04:15", "buka": "18:10"}
    assertContains(client.post(url, data | {"first_on": f"{DAY}"}), "paling cepat besok")
    assertContains(client.post(url, data | {"buka": "04:00"}), "Buka sesudah sahur.")
    assertRedirects(client.post(url, data), url)
    assertContains(client.post(url, data), "Bertumpuk")
    row = FastingPeriod.objects.get()
    edit = of("fasting_period_edit", row)
    assertRedirects(client.post(edit, data | {"last_on": "2027-03-10"}), url)


def test_one_that_has_begun_changes_its_last_day_alone(client, login, time_machine_at):
    row = f.FastingPeriodFactory()
    time_machine_at(days.at(datetime.date(2027, 2, 20), TIME(9)))
    login(Role.HEAD)
    data = {"first_on": "2027-02-08", "last_on": "2027-03-09", "sahur": "04:15", "buka": "18:10"}
    page = client.post(of("fasting_period_edit", row), data | {"sahur": "04:00"})
    assertContains(page, "hanya hari terakhirnya")
    page = client.post(of("fasting_period_edit", row), data | {"last_on": "2027-02-19"})
    assertContains(page, "Hari ini sudah lewat.")


def test_one_that_is_over_is_not_stretched_over_hours_that_were_given(
    client, login, time_machine_at
):
    row = f.FastingPeriodFactory()
    time_machine_at(days.at(datetime.date(2027, 3, 10), TIME(9)))
    login(Role.HEAD)
    data = {"first_on": "2027-02-08", "last_on": "2027-03-10", "sahur": "04:15", "buka": "18:10"}
    assertContains(client.post(of("fasting_period_edit", row), data), "sudah berakhir")


@pytest.mark.parametrize(
    ("hours", "told"), [("08.00, 19.00", "Pertama kali: "), ("", "Obat tercatat.")]
)
def test_when_it_is_given_first_is_said(client, worker, hours, told):
    stay = f.StayFactory()
    as_needed = {} if hours else {"as_needed": "on"}
    page = client.post(write(stay), typed(hours=hours) | as_needed, follow=True)
    assertContains(page, told)
    if hours:
        assertContains(page, "pukul 19.00")


# -- What the database refuses ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"name_is_secret": True}, "medicine_with_a_secret_name_has_a_label"),
        ({"hours": []}, "medicine_has_hours_or_is_as_needed"),
        ({"as_needed": True}, "medicine_has_hours_or_is_as_needed"),
        ({"hours": [TIME(n) for n in range(7)]}, "medicine_has_hours_or_is_as_needed"),
        ({"last_on": datetime.date(2020, 1, 1)}, "medicine_ends_after_it_begins"),
        ({"ended_at": NOON}, "medicine_end_says_who_and_why"),
    ],
)
def test_the_database_refuses(columns, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        f.MedicineFactory(**columns)


def test_another_medicine_is_another_row():
    row = f.MedicineFactory()
    with pytest.raises(DatabaseError, match="another row"), transaction.atomic():
        Medicine.objects.filter(pk=row.pk).update(sealed_name="x")


def test_a_dose_is_written_once_and_keeps_its_hour():
    dose = f.DoseFactory()
    with pytest.raises(IntegrityError, match="dose_is_written_once"), transaction.atomic():
        f.DoseFactory(medicine=dose.medicine)
    with pytest.raises(DatabaseError), transaction.atomic():
        Dose.objects.filter(pk=dose.pk).update(slot=TIME(8))
    with pytest.raises(IntegrityError, match="dose_refused_says_why"), transaction.atomic():
        f.DoseFactory(outcome="refused")


@pytest.mark.parametrize("changes", [{"hours": "12.00, 23.00"}, {"moves_in_fast": ""}])
def test_other_hours_wait_for_a_dose_that_is_due_this_hour(client, worker, changes):
    """It does not wait as missed yet, and would be gone with the old hours."""
    row = f.MedicineFactory(hours=[TIME(12)], hours_since=days.at(DAY, TIME(8)))
    same = typed(hours="12.00", shown_version="1")
    page = client.post(of("medicine_edit", row), same | changes)
    assertContains(page, "Catat dahulu obat pukul 12.00")
    row.refresh_from_db()
    assert (row.hours, row.moves_in_fast) == ([TIME(12)], True)


def test_an_earlier_last_day_takes_no_missed_dose_away(client, worker):
    row = f.MedicineFactory(hours=[TIME(7)], first_on=DAY - days.ONE_DAY, stay__days_ago=3)
    data = typed(hours="07.00", last_on=f"{DAY - days.ONE_DAY}", shown_version="1")
    data["first_on"] = f"{row.first_on}"
    assertContains(client.post(of("medicine_edit", row), data), "Hari ini sudah lewat.")
