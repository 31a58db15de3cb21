"""The health of those in the living house: what was found, what must not be given, and medicines
with their rounds; the names of two of them reveal an illness, and one dose was forgotten."""

from datetime import date, time, timedelta

from cases.health.findings.actions import add_allergy, correct_finding, write_finding
from cases.health.findings.models import Allergy, Finding, ToldBy
from cases.health.hospital.actions import add_bill, add_guard, hear_news, register_hospital
from cases.health.hospital.models import (
    Hospital,
    HospitalBill,
    HospitalGuard,
    HospitalNews,
    HospitalStay,
    Payer,
)
from cases.health.medicines.actions import Answer, end_medicine, give_doses, write_medicine
from cases.health.medicines.models import FastingPeriod, Meal, Medicine, Outcome
from cases.health.medicines.rounds import round_of
from cases.house.leaves.models import Leave
from reports.demonstration.dice import key_of, own_dice, worker_of
from reports.demonstration.living import on_duty
from rptc import days
from rptc.audit.record import record

# key, days ago and hour, who said it, name, complaint, found, done, measured
FOUND = [
    ("declined", 7, 9, ToldBy.CLINIC, "Perawat Nurhayati, Puskesmas Barombong",
     "Pusing kalau berdiri.", "Tekanan darah tinggi.", "Diberi obat, kontrol sebulan lagi.",
     {"systolic": 165, "diastolic": 95, "pulse": 84, "weight": 52}),
    ("old woman", 1, 9, ToldBy.SELF, "", "Kaki kesemutan.", "", "Gula darah diperiksa besok.",
     {"systolic": 140, "diastolic": 85}),
    ("planned", 2, 16, ToldBy.STAFF, "", "Badannya panas.", "Demam, tidak batuk.",
     "Dikompres, minum banyak.", {"temperature": 38, "weight": 27, "height": 131}),
    ("singer", 1, 9, ToldBy.SELF, "", "Luka di telapak kaki.", "Luka bersih, dua sentimeter.",
     "Dibersihkan dan dibalut.", {}),
]  # fmt: skip
MENDED = ("singer", "Luka bersih, empat sentimeter.", "Salah ukur.")
# key, to what, what happens, is it severe, who said it, name
ALLERGIES = [
    ("over by a day", "aspirin", "Bengkak di muka.", True, ToldBy.FAMILY, "Kakaknya, Dg. Ngalle"),
    ("planned", "udang", "Gatal di tangan.", False, ToldBy.SELF, ""),
]
# key, days ago, name, label, dose, hours (or as needed), meal, how, from whom, so many days
PRESCRIBED = [
    ("declined", 7, "Amlodipin 5 mg", "", "1 tablet", [7], Meal.AFTER, "", "Puskesmas Barombong",
     None),
    ("old woman", 1, "Metformin 500 mg", "", "1 tablet", [7, 19], Meal.WITH, "",
     "Puskesmas Barombong", None),
    ("planned", 2, "Parasetamol sirup", "", "5 ml", [], "", "kalau panas", "Puskesmas Barombong",
     5),
    ("singer", 1, "Amoksisilin 500 mg", "", "1 kapsul", [7, 15, 22], Meal.AFTER, "",
     "Puskesmas Barombong", 5),
    ("over by a day", 6, "Risperidon 2 mg", "Amplop biru", "1 tablet", [7, 19], Meal.AFTER,
     "diminum di depan petugas", "RSKD Dadi", None),
    ("quiet woman", 3, "Haloperidol 1,5 mg", "Amplop hijau", "1 tablet", [19], Meal.AFTER,
     "diminum di depan petugas", "RSKD Dadi", None),
]  # fmt: skip
STOPPED = ("planned", "Panasnya sudah turun.")
REFUSALS = ["Mual.", "Mau tidur.", "Pahit."]


def add(story, patrols):
    dice = own_dice(story, "Obat")
    story.tell(
        _fasting(story),
        _left_for_hospital(story, dice),
        _in_hospital(story, dice),
        *(_found(story, dice, *found) for found in FOUND),
        *(_allergic(story, dice, *allergy) for allergy in ALLERGIES),
        *(_prescribed(story, dice, *prescribed) for prescribed in PRESCRIBED),
        *(
            _round(story, dice, ago, hour)
            for ago in range(7, 0, -1)
            for hour in (7, 15, 19, 22)
            # Forgotten, and still open on the day of the story.
            if (ago, hour) != (1, 19)
        ),
    )


def _fasting(story):
    """Ramadan moves by eleven days a year; the one that comes next."""
    yield story.ago(9, 9)
    first = _ramadan(story.today)
    period = FastingPeriod.objects.create(
        first_on=first, last_on=first + timedelta(days=29), sahur=time(4, 15), buka=time(18, 10)
    )
    record(story.staff["kepala"], "added", period)


def _ramadan(today):
    """The first day of the next one after today, near enough for an example."""
    first = date(2026, 2, 18)
    while first <= today:
        first += timedelta(days=354)
    return first


def _found(story, dice, key, ago, hour, told_by, name, complaint, found, done, measured):
    yield story.ago(ago, hour, 25)
    stay = story.house[key]
    columns = {"stay": stay, "told_by": told_by, "told_by_name": name, **measured}
    words = {"complaint": complaint, "finding": found, "treatment": done}
    by = worker_of(story, stay)
    row = Finding(seen_at=days.now(), send_key=key_of(dice), **columns)
    row = write_finding(row, by=by, **words)
    if key == MENDED[0]:
        yield story.ago(ago, hour, 55)
        _, found, why = MENDED
        new = Finding(seen_at=row.seen_at, corrects=row, send_key=key_of(dice), **columns)
        correct_finding(new, why=why, by=by, **words | {"finding": found})


def _allergic(story, dice, key, substance, reaction, is_severe, told_by, name):
    yield story.ago(2, 10)
    stay = story.house[key]
    allergy = Allergy(
        person=stay.person,
        substance=substance,
        reaction=reaction,
        is_severe=is_severe,
        told_by=told_by,
        told_by_name=name,
        send_key=key_of(dice),
    )
    add_allergy(allergy, by=worker_of(story, stay))


def _prescribed(story, dice, key, ago, name, label, dose, hours, meal, how, whom, length):
    yield story.ago(ago, 10, 10)
    stay = story.house[key]
    medicine = Medicine(
        stay=stay,
        name_is_secret=bool(label),
        label=label,
        dose=dose,
        hours=[time(hour) for hour in hours],
        as_needed=not hours,
        moves_in_fast=bool(hours),
        meal=meal,
        note=how,
        prescribed_by=whom,
        first_on=days.today(),
        last_on=days.today() + timedelta(days=length) if length else None,
        send_key=key_of(dice),
    )
    medicine = write_medicine(medicine, name=name, by=worker_of(story, stay))
    if key == STOPPED[0]:
        yield story.ago(ago - 1, 16, 30)
        end_medicine(medicine, reason=STOPPED[1], by=worker_of(story, stay))


def _left_for_hospital(story, dice):
    """Nine days ago, guarded by the hospital: the guarantee waits, and a bill has come."""
    yield story.ago(9, 16, 10)
    stay = story.house["in hospital"]
    by = worker_of(story, stay)
    row = HospitalStay(
        stay=stay,
        hospital=Hospital.objects.get(name="RSKD Dadi"),
        went_at=days.now() - timedelta(minutes=20),
        needs_guard=False,
        payer=Payer.DINKES,
        payer_note="tanpa NIK",
        needs_guarantee=True,
        guarantee_asked_on=days.today(),
        send_key=key_of(dice),
    )
    row = register_hospital(row, by=by)
    yield story.ago(5, 10)
    news = HospitalNews(
        hospital_stay=row, heard_at=days.now(), heard_from="Perawat Ruslan", send_key=key_of(dice)
    )
    hear_news(news, words="Sudah lebih tenang, mau minum obat.", by=by)
    yield story.ago(4, 11)
    bill = {"on": days.today(), "amount": 3_240_000, "payer": Payer.DINKES}
    add_bill(HospitalBill(hospital_stay=row, send_key=key_of(dice), **bill), by=by)


def _in_hospital(story, dice):
    """Whoever is out at a hospital on the evening before: with a guard for the night."""
    yield story.ago(1, 21, 30)
    leaves = Leave.objects.open().filter(reason=Leave.Reason.HOSPITAL)
    leave = leaves.select_related("stay").order_by("pk").first()
    if leave is None:
        return
    row = HospitalStay(
        stay=leave.stay,
        hospital=Hospital.objects.get(name="RSUD Daya"),
        went_at=leave.left_at,
        payer=Payer.BPJS,
        payer_note="kartu aktif",
        send_key=key_of(dice),
    )
    by = worker_of(story, leave.stay)
    row = register_hospital(row, by=by)
    guard = {"since": days.now(), "until": days.now() + timedelta(hours=10)}
    guard = HospitalGuard(hospital_stay=row, who="Sitti Nompo", send_key=key_of(dice), **guard)
    add_guard(guard, by=by)


def _round(story, dice, ago, hour):
    yield story.ago(ago, hour, 10)
    now = days.now()
    by = on_duty(story, now)
    answers = []
    for line in round_of(by, now).asked:
        if line.dose is None and now - days.ONE_HOUR < line.due.at <= now:
            outcome = dice.choices([Outcome.GIVEN, Outcome.REFUSED], [9, 1])[0]
            if line.is_out:
                outcome = Outcome.ABSENT
            said = dice.choice(REFUSALS) if outcome == Outcome.REFUSED else ""
            due = line.due
            place = (due.medicine_id, line.stay.pk, due.day, due.slot, due.times)
            answers.append(Answer(*place, line.medicine.dose, outcome, said))
    if answers:
        give_doses(answers, key=key_of(dice), by=by)
