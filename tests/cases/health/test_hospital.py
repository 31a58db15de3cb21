"""Di rumah sakit (R43): who guards, who pays, what is owed, until it is known what became of them;
never which illness it is."""

import datetime
import random
import uuid
from collections import Counter, defaultdict

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.health.findings.models import Finding
from cases.health.findings.words import add_words
from cases.health.hospital.models import Hospital, HospitalBill, HospitalStay, Payer
from cases.house.leaves.models import Leave
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Letter
from rptc.waiting import count_for
from rptc.words import angka
from tests import factories as f
from tests.cases.health.test_findings import health, written

pytestmark = pytest.mark.django_db
LIST, BILLS = reverse("cases:hospital_list"), reverse("cases:hospital_bills")
DAY = datetime.date(2026, 11, 24)
TEN = days.at(DAY, datetime.time(10))


@pytest.fixture(autouse=True)
def _at_ten(time_machine_at):
    time_machine_at(TEN)


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


def of(name, row):
    return reverse(f"cases:hospital_{name}", args=[row.pk])


def hospital(name="RSUD Daya"):
    return Hospital.objects.get(name=name)


def key():
    return {"send_key": str(uuid.uuid4())}


def typed(**changes):
    said = key() | {
        "hospital": hospital().pk,
        "went_at": written(TEN - days.ONE_HOUR),
        "expected_at": written(TEN + days.ONE_DAY),
        "escort": "Sitti Nompo",
        "needs_guard": "on",
        "payer": "bpjs",
        "payer_note": "kartu aktif",
    }
    return said | changes


def waiting(user):
    found = {waits.key: number for waits, number in count_for(user)}
    return {name: number for name, number in found.items() if "hospital" in name and number}


def test_who_is_in_the_house_goes_out_by_a_leave_and_comes_back_from_it(client, worker):
    stay = f.StayFactory(days_ago=2)
    page = client.post(of("register", stay), typed())
    row = HospitalStay.objects.get()
    assertRedirects(page, of("detail", row))
    assert (row.leave.reason, row.leave.place, row.leave.escort) == (
        "hospital",
        "RSUD Daya",
        "Sitti Nompo",
    )
    assertContains(client.get(LIST), str(stay.person))
    assertContains(client.post(of("register", stay), typed()), "sudah tercatat di rumah sakit")
    assertContains(client.get(health(stay.person)), "RSUD Daya")
    data = {"outcome": "back", "outcome_at": written(TEN)}
    assertRedirects(client.post(of("end", row), data), of("detail", row))
    row.refresh_from_db()
    assert (row.outcome, row.leave.returned_at) == ("back", TEN)
    assert not Leave.objects.open().exists()
    assert client.get(of("edit", row)).status_code == 404


def test_a_leave_that_runs_is_taken_and_no_second_one_made(client, worker):
    leave = f.LeaveFactory()
    page = client.get(of("register", leave.stay))
    assertContains(page, "izin itu dipakai")
    client.post(of("register", leave.stay), typed())
    assert HospitalStay.objects.get().leave == leave
    elsewhere = f.LeaveFactory(reason="school")
    assertContains(
        client.post(of("register", elsewhere.stay), typed()), "izin keluar untuk keperluan lain"
    )


def taken(**changes):
    said = {"hospital": hospital().pk, "left_at": written(TEN - days.ONE_HOUR), "escort": ""}
    return key() | said | {"place": ""} | changes


def test_an_ambulance_at_night_is_written_by_who_is_there_and_told(client, login):
    stay = f.StayFactory(days_ago=2)
    login(Role.CARETAKER)
    file = reverse("cases:person_detail", args=[stay.person_id])
    assertContains(client.get(file), of("taken", stay))
    page = client.post(of("taken", stay), taken(escort="Ma'ruf, ambulans"), follow=True)
    assertRedirects(page, file)
    assertContains(page, "dicatat di rumah sakit")
    leave = Leave.objects.get()
    assert (leave.reason, leave.place, leave.escort) == (
        "hospital",
        "RSUD Daya",
        "Ma'ruf, ambulans",
    )
    assertContains(client.get(reverse("cases:stay_detail", args=[stay.pk])), "Di rumah sakit")
    assertContains(client.get(reverse("cases:roll_call_take")), "Di rumah sakit")
    assert client.get(LIST).status_code == 403
    assertContains(client.post(of("taken", stay), taken()), "sedang izin keluar")
    for role in (Role.HEAD, Role.SOCIAL_WORKER):
        user = login(role)
        assert waiting(user) == {"hospital-taken": 1}
        page = client.get(LIST, {"show": "taken"})
        assertContains(page, str(stay.person))
        assertContains(page, "didampingi Ma&#x27;ruf")
    assertContains(client.get(file), "Catat rawat inap")
    page = client.get(of("register", stay))
    assert page.context["form"].initial["hospital"] == hospital()
    assertRedirects(
        client.post(of("register", stay), typed()), of("detail", HospitalStay.objects.get())
    )
    assert waiting(user) == {}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hospital": ""}, "Pilih rumah sakitnya, atau tulis yang lain."),
        ({"place": "RS Bunda"}, "satu saja"),
        ({"left_at": "2026-11-25T08:00"}, "Waktu ini belum terjadi."),
        ({"left_at": "2026-11-01T08:00"}, "sebelum tiba di RPTC"),
    ],
)
def test_what_is_wrong_of_an_ambulance_is_said(client, login, changes, said):
    login(Role.CARETAKER)
    stay = f.StayFactory(days_ago=2)
    assertContains(client.post(of("taken", stay), taken(**changes)), said)
    assert not Leave.objects.exists()


def test_an_ambulance_to_another_hospital_and_nobody_twice(client, login, time_machine_at):
    """Also on the last night of the year."""
    time_machine_at(days.at(datetime.date(2026, 12, 31), datetime.time(23, 30)))
    login(Role.CARETAKER)
    data = taken(hospital="", place="RS Bunda", left_at="2026-12-31T23:20")
    stay = f.StayFactory(days_ago=2)
    for _ in range(2):
        assert client.post(of("taken", stay), data).status_code == 302
    leave = Leave.objects.get()
    assert (leave.place, days.day_of(leave.expected_at)) == (
        "RS Bunda",
        datetime.date(2027, 1, 1),
    )
    gone = f.LeftFactory(days_ago=1).stay
    assert client.get(of("taken", gone)).status_code == 404


def test_a_visit_to_a_doctor_is_no_stay_in_a_hospital_until_it_is_late(worker):
    f.LeaveFactory(expected_at=TEN + days.ONE_HOUR, stay__social_worker=worker)
    assert waiting(worker) == {}
    f.LeaveFactory(late=True, stay__social_worker=worker)
    assert waiting(worker) == {"hospital-taken": 1}


def test_who_left_us_for_the_hospital_stays_on_the_list(client, worker):
    exit = f.LeftFactory(code="rumah-sakit", days_ago=3, stay__social_worker=worker)
    assert waiting(worker) == {"hospital-left": 1}
    assertContains(client.get(LIST, {"show": "left"}), str(exit.stay.person))
    client.post(of("register", exit.stay), typed(went_at=written(exit.left_at)))
    row = HospitalStay.objects.get()
    assert row.leave is None
    assert waiting(worker) == {"hospital-without-word": 1}
    assertContains(client.get(LIST), "sudah keluar")
    client.post(of("end", row), {"outcome": "family", "outcome_at": written(TEN)})
    row.refresh_from_db()
    assert row.outcome == "family"
    home = f.LeftFactory(days_ago=3, stay__social_worker=worker)
    assertContains(client.post(of("register", home.stay), typed()), "keluar dengan cara lain")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hospital": ""}, "Pilih rumah sakitnya."),
        ({"expected_at": ""}, "Tulis kapan diperkirakan kembali."),
        ({"expected_at": "2026-11-24T08:00"}, "Kembali sesudah masuk."),
        ({"went_at": "2026-11-01T08:00"}, "Waktu ini sebelum klien tiba."),
        ({"went_at": "2026-11-25T08:00"}, "Waktu ini belum terjadi."),
    ],
)
def test_a_refused_one_says_what_is_missing(client, worker, changes, said):
    stay = f.StayFactory(days_ago=2)
    assertContains(client.post(of("register", stay), typed(**changes)), said)
    assert not HospitalStay.objects.exists()
    assert not Leave.objects.exists()


def test_a_child_does_not_go_alone_nor_with_whom_it_must_not(client, worker):
    stay = f.StayFactory(days_ago=2, child=True)
    assertContains(client.post(of("register", stay), typed(escort="")), "Anak tidak pergi sendiri")
    f.FlagFactory(person=stay.person, kind="do_not_release", whom="Sitti Nompo")
    assertContains(client.post(of("register", stay), typed()), "Tidak boleh mendampingi")
    assert not HospitalStay.objects.exists()


def test_how_it_ended_is_said_after_the_exit_where_the_stay_ends_with_it(client, worker):
    row = f.HospitalStayFactory()
    data = {"outcome": "died", "outcome_at": written(TEN)}
    assertContains(client.post(of("end", row), data), "Catat dahulu keluarnya pada berkas.")
    assertContains(client.post(of("end", row), data | {"outcome": ""}), "Pilih apa yang terjadi.")
    early = data | {"outcome": "back", "outcome_at": "2026-11-01T08:00"}
    assertContains(client.post(of("end", row), early), "sebelum masuk rumah sakit")


def test_who_came_back_by_the_house_is_to_be_closed_here(client, worker):
    leave = f.LeaveFactory(back=True)
    row = f.HospitalStayFactory(stay=leave.stay, leave=leave, went_at=leave.left_at)
    assertContains(client.get(LIST), "Sudah kembali, belum ditutup")
    assertContains(client.get(of("detail", row)), "Catat selesai di sini.")
    client.post(of("end", row), {"outcome": "back", "outcome_at": written(TEN)})
    assertNotContains(client.get(LIST), "Sudah kembali")


def test_a_guard_a_word_and_what_the_doctor_said(client, worker):
    row = f.HospitalStayFactory(went_at=TEN - 3 * days.ONE_DAY, stay__days_ago=4)
    assert waiting(worker) == {"hospital-without-word": 1}
    assertContains(client.get(of("detail", row)), "Kosong")
    guard = key() | {"who": "Sitti Nompo", "since": written(TEN), "until": written(TEN)}
    assertContains(client.post(of("guard", row), guard), "Sampai sesudah mulai.")
    guard |= {"until": written(TEN + 4 * days.ONE_HOUR)}
    for _ in range(2):
        assertRedirects(client.post(of("guard", row), guard), of("detail", row))
    assert row.guards.count() == 1
    data = key() | {"heard_at": written(TEN), "heard_from": "dr. Nur", "words": "Kenaridokter."}
    client.post(of("news", row), data | {"expected_on": "2026-11-28"})
    assert waiting(worker) == {}
    page = client.get(of("detail", row))
    assertContains(page, "mungkin pulang 28/11/2026")
    assertNotContains(page, "Kenaridokter")
    (finding,) = add_words(Finding.objects.all(), worker)
    assert (finding.finding, finding.told_by_name) == ("Kenaridokter.", "kabar dari rumah sakit")
    early = key() | {"heard_at": "2026-11-01T08:00", "heard_from": "dr. Nur"}
    assertContains(client.post(of("news", row), early), "sebelum masuk rumah sakit")


def test_two_who_edit_see_both_versions(client, worker):
    row = f.HospitalStayFactory(needs_guarantee=True)
    assert waiting(worker) == {"hospital-without-letter": 1}
    data = {"payer": "dinkes", "payer_note": "tanpa NIK", "shown_version": "1"}
    data |= {"needs_guarantee": "on", "guarantee_asked_on": "2026-11-20"}
    bad = data | {"guarantee_on": "2026-11-19"}
    assertContains(client.post(of("edit", row), bad), "diterima sesudah diminta")
    data |= {"guarantee_on": "2026-11-23", "guarantee_number": "460/31/2026"}
    assertRedirects(client.post(of("edit", row), data), of("detail", row))
    page = client.post(of("edit", row), data | {"payer": "region", "payer_note": "Takalar"})
    for words in ("Data ini diubah orang lain", "tanpa NIK", "Takalar"):
        assertContains(page, words)
    assert waiting(worker) == {}
    assertContains(client.get(of("detail", row)), "460/31/2026")


def test_what_is_asked_for_bears_its_mark(client, worker):
    stay = f.StayFactory(days_ago=3)
    page = client.get(reverse("cases:hospital_register", args=[stay.pk]))
    assert page.context["form"].fields["expected_at"].required


def test_a_bill_is_owed_until_there_is_a_receipt(client, worker):
    row = f.HospitalStayFactory(payer="dinkes")
    data = key() | {"on": f"{DAY}", "amount": "1180000", "payer": "dinkes"}
    assertContains(client.post(of("bill", row), data | {"amount": "0"}), "jumlahnya dalam rupiah")
    assertContains(client.post(of("bill", row), data | {"on": "2026-11-01"}), "sebelum masuk")
    for _ in range(2):
        assertRedirects(client.post(of("bill", row), data), of("detail", row))
    bill = HospitalBill.objects.get()
    assert waiting(worker) == {"hospital-bills-owed": 1}
    paid = {"paid_on": f"{DAY}", "receipt": ""}
    assertContains(client.post(of("pay", bill), paid), "Lunas hanya dengan kuitansi.")
    early = {"paid_on": "2026-11-20", "receipt": "K-12"}
    assertContains(client.post(of("pay", bill), early), "Lunas sesudah tanggal tagihan.")
    assertRedirects(client.post(of("pay", bill), paid | {"receipt": "K-12"}), of("detail", row))
    again = client.post(of("pay", bill), paid | {"receipt": "K-13"})
    assertContains(again, "sudah lunas")
    assert waiting(worker) == {}


def test_the_same_bill_is_asked_about_before_it_is_owed_twice(client, worker):
    row = f.HospitalStayFactory(payer="dinkes")
    data = {"on": f"{DAY}", "amount": "1180000", "payer": "dinkes"}
    page = client.get(of("bill", row))
    assertNotContains(page, "Ini tagihan lain")
    client.post(of("bill", row), key() | data)
    page = client.post(of("bill", row), key() | data)
    assertContains(page, f"Tagihan yang sama sudah dicatat {worker}, 24/11/2026 pukul")
    assertContains(page, "Ini tagihan lain")
    assert HospitalBill.objects.count() == 1
    for other in ({"amount": "1180001"}, {"payer": "bpjs"}, {"is_another": "on"}):
        assertRedirects(client.post(of("bill", row), key() | data | other), of("detail", row))
    client.post(of("bill", f.HospitalStayFactory()), key() | data)
    assert HospitalBill.objects.count() == 5


def test_the_office_reads_amounts_and_not_whose_they_are(client, login):
    """Neither by name nor by the number that stands on its letters: a hospital can say what
    somebody has."""
    bill = f.HospitalBillFactory()
    sealed = f.HospitalBillFactory(hospital_stay__stay__intake__person__is_sealed=True)
    user = login(Role.OFFICE)
    assert waiting(user) == {"hospital-bills-owed": 1}
    for query in ("", "?show=owed", "?year=2026", "?year=9999", "?year=x"):
        page = client.get(BILLS + query)
        assertNotContains(page, f"berkas {bill.hospital_stay.stay.person.file_number}")
        assertNotContains(page, str(bill.hospital_stay.stay.person))
        assertNotContains(page, f"berkas {sealed.hospital_stay.stay.person.file_number}")
    assertContains(client.get(BILLS), angka(2 * bill.amount))
    login(Role.HEAD)
    page = client.get(BILLS)
    assertContains(page, f"berkas {bill.hospital_stay.stay.person.file_number}")
    login(user)
    assert client.get(LIST).status_code == client.get(of("detail", bill)).status_code == 403


def test_whither_somebody_left_is_told_to_those_of_the_case_alone(client, login):
    exit = f.LeftFactory(
        code="rumah-sakit",
        days_ago=2,
        stay__social_worker=f.UserFactory(roles=[Role.SOCIAL_WORKER]),
    )
    row = f.HospitalStayFactory(stay=exit.stay, went_at=exit.left_at)
    other = f.LeftFactory(
        code="rumah-sakit",
        days_ago=2,
        stay__social_worker=f.UserFactory(roles=[Role.SOCIAL_WORKER]),
    )
    login(Role.SOCIAL_WORKER)
    assertNotContains(client.get(LIST), str(exit.stay.person))
    assertNotContains(client.get(LIST, {"show": "left"}), str(other.stay.person))
    for name in ("detail", "edit", "guard", "news", "bill", "end"):
        assert client.get(of(name, row)).status_code == 404
    assertNotContains(client.get(health(exit.stay.person)), "RSUD Daya")
    for left in (exit, other):
        assert client.get(of("register", left.stay)).status_code == 404
    login(Role.HEAD)
    assertContains(client.get(LIST), str(exit.stay.person))


def test_a_sealed_file_and_ones_own_are_out_of_reach(client, worker):
    sealed = f.HospitalStayFactory(stay__intake__person__is_sealed=True)
    own = f.HospitalStayFactory()
    f.ConflictFactory(person=own.stay.person, user=worker)
    for row in (sealed, own):
        assert client.get(of("detail", row)).status_code == 404
        assert client.get(of("register", row.stay)).status_code == 404
        assert client.get(of("pay", f.HospitalBillFactory(hospital_stay=row))).status_code == 404


def test_house_staff_read_who_guards_on_the_evening_sheet_and_nothing_else(
    client, login, read_pdf
):
    guard = f.HospitalGuardFactory(until=TEN + 4 * days.ONE_HOUR)
    empty = f.HospitalStayFactory()
    f.BedUseFactory(stay=empty.stay)
    login(Role.CARETAKER)
    text = " ".join(read_pdf(client.get(reverse("cases:evening_sheet"))).split())
    assert "Penjaga di rumah sakit: Sitti Nompo sampai 14.00." in text
    assert "Penjaga di rumah sakit: belum ada." in text
    assert client.get(LIST).status_code == 403
    assertNotContains(client.get(health(guard.hospital_stay.stay.person)), "Di rumah sakit")


def test_the_sums_of_a_year_are_those_of_the_bills(client, login):
    """A thousand bills drawn at random, summed by hand."""
    dice = random.Random("tagihan")
    places = list(Hospital.objects.all())
    by = f.UserFactory()
    rows = [
        f.HospitalStayFactory(
            hospital=dice.choice(places), over=True, went_at=TEN - days.ONE_DAY, recorded_by=by
        )
        for _ in range(12)
    ]
    paid, owed, people = Counter(), Counter(), defaultdict(set)
    bills = []
    for _ in range(1_000):
        row, on = dice.choice(rows), DAY - dice.randrange(900) * days.ONE_DAY
        bill = HospitalBill(
            hospital_stay=row,
            on=on,
            amount=dice.randint(1, 9_999_999),
            payer=dice.choice(Payer.values),
            recorded_by=by,
        )
        if dice.random() < 0.5:
            bill.paid_on, bill.receipt, bill.paid_by = on, "K", by
        bills.append(bill)
        name = row.hospital.name
        if on.year == 2025:
            people[name].add(row.stay.person_id)
            (paid if bill.paid_on else owed)[name] += bill.amount
    HospitalBill.objects.bulk_create(bills)
    login(Role.OFFICE)
    page = client.get(BILLS, {"year": "2025"})
    shown = {each.name: each for each in page.context["hospitals"]}
    assert shown.keys() == people.keys()
    for name, each in shown.items():
        assert (each.paid, each.owed) == (paid[name], owed[name])
        assert each.people == len(people[name])
        assertContains(page, angka(paid[name]))
    number = sum(bill.on.year == 2025 for bill in bills)
    assert page.context["page_obj"].paginator.count == number


@pytest.mark.parametrize("url", [LIST, BILLS])
def test_queries_do_not_grow(client, login, count_queries, url):
    login(Role.HEAD)
    f.HospitalBillFactory()
    few = count_queries(url)
    f.HospitalBillFactory.create_batch(9)
    assert count_queries(url) == few <= 25


def test_the_database_refuses():
    row = f.HospitalStayFactory()
    user = f.UserFactory()
    for act, constraint in [
        (lambda: f.HospitalStayFactory(stay=row.stay, leave=None), "stay_is_in_one_hospital"),
        (lambda: f.HospitalStayFactory(outcome="back"), "hospital_outcome_says_when"),
        (lambda: f.HospitalStayFactory(leave=f.LeaveFactory()), "leave is of another"),
        (lambda: f.HospitalBillFactory(amount=0), "hospital_bill_is_of_some_rupiah"),
        (
            lambda: f.HospitalBillFactory(paid_on=DAY, paid_by=user),
            "hospital_bill_is_paid_with_a_receipt",
        ),
        (lambda: f.HospitalGuardFactory(until=TEN - days.ONE_DAY), "guard_ends_after"),
    ]:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            act()


def test_the_list_of_hospitals_is_kept_by_head_and_office(client, login):
    login(Role.OFFICE)
    url = reverse("cases:hospital_place_list")
    data = {"name": "RS Bhayangkara", "sort": "hospital", "order": "9"}
    assertRedirects(client.post(url, data), url)
    assertContains(client.post(url, data), "sudah ada dalam daftar")
    row = hospital("RS Bhayangkara")
    edit = reverse("cases:hospital_place_edit", args=[row.pk])
    assertRedirects(client.post(edit, data), url)
    login(Role.SOCIAL_WORKER)
    page = client.get(of("register", f.StayFactory()))
    assertNotContains(page, "RS Bhayangkara")


def test_the_page_for_the_hospital_names_what_it_must_know_and_is_kept_nowhere(
    client, login, read_pdf
):
    row = f.HospitalStayFactory()
    f.MedicineFactory(stay=row.stay, secret=True, name="Kenariobat")
    f.AllergyFactory(person=row.stay.person, substance="aspirin", is_severe=True)
    f.FindingFactory(stay=row.stay, complaint="Sesak", pulse=90)
    url = reverse("cases:hospital_summary_print", args=[row.pk])
    for role in (Role.SOCIAL_WORKER, Role.HEAD):
        login(role)
        answer = client.get(url)
        text = " ".join(read_pdf(answer).split())
        for words in ("Kenariobat", "aspirin (berat)", "Keluhan: Sesak", "nadi 90", "RSUD Daya"):
            assert words in text, words
        assert answer.headers["Cache-Control"] == "no-store"
    assert not Letter.objects.exists()
    login(Role.CARETAKER)
    assert client.get(url).status_code == 403


def test_the_letter_says_who_is_asked_to_pay_and_no_illness(client, worker, read_pdf):
    row = f.HospitalStayFactory(payer="dinkes")
    f.FindingFactory(stay=row.stay, complaint="Kenarisakit")
    page = reverse("cases:hospital_letter", args=[row.pk])
    write = reverse("cases:hospital_letter_write", args=[row.pk])
    assert client.get(page).status_code == 404
    for _ in range(2):
        assertRedirects(client.post(write), of("detail", row))
    letter = Letter.objects.get()
    assert (letter.kind.code, letter.person_id) == ("jaminan-rumah-sakit", row.stay.person_id)
    text = " ".join(read_pdf(client.get(page)).split())
    assert "Dinas Kesehatan" in text
    assert "RSUD Daya" in text
    assert "Kenarisakit" not in text
    assertContains(client.get(of("detail", row)), page)


def test_once_they_have_left_the_letter_is_closed_to_the_register(client, worker):
    exit = f.LeftFactory(code="rumah-sakit", days_ago=2, stay__social_worker=worker)
    row = f.HospitalStayFactory(stay=exit.stay, went_at=exit.left_at)
    client.post(reverse("cases:hospital_letter_write", args=[row.pk]))
    assert Letter.objects.get().is_sealed


def test_from_one_hospital_to_the_next_they_are_out_by_the_same_leave(client, worker):
    first = f.HospitalStayFactory()
    leave = first.leave
    data = {"outcome": "referred", "outcome_at": written(TEN)}
    assertRedirects(client.post(of("end", first), data), of("detail", first))
    next_one = typed(hospital=hospital("RSKD Dadi").pk, went_at=written(TEN))
    client.post(of("register", first.stay), next_one)
    second = HospitalStay.objects.open().get(stay=first.stay)
    leave.refresh_from_db()
    assert (second.leave, leave.place, leave.returned_at) == (leave, "RSKD Dadi", None)


def test_the_letter_of_a_hospital_is_not_the_offices_to_read(client, worker):
    row = f.HospitalStayFactory(stay__social_worker=worker)
    client.post(of("letter_write", row))
    letter = Letter.objects.get(kind__code="jaminan-rumah-sakit")
    assert letter not in Letter.objects.visible_to(f.UserFactory(roles=[Role.OFFICE]))
    assert letter in Letter.objects.visible_to(f.UserFactory(roles=[Role.HEAD]))


def test_how_it_ended_is_put_right_but_not_whether_they_came_back(client, worker):
    exit = f.LeftFactory(code="rumah-sakit", days_ago=2, stay__social_worker=worker)
    row = f.HospitalStayFactory(stay=exit.stay, went_at=exit.left_at, recorded_by=worker)
    data = {"outcome": "family", "outcome_at": written(TEN)}
    assertRedirects(client.post(of("end", row), data), of("detail", row))
    assertContains(client.get(of("end", row)), "selected>")
    client.post(of("end", row), data)
    row.refresh_from_db()
    assert row.version == 2
    other = data | {"outcome": "referred"}
    assertRedirects(client.post(of("end", row), other), of("detail", row))
    row.refresh_from_db()
    assert (row.outcome, row.version) == ("referred", 3)
    back = client.post(of("end", row), data | {"outcome": "back"})
    assertContains(back, "tidak diubah di sini")
    early = client.post(of("end", row), other | {"outcome_at": "2020-01-01T08:00"})
    assertContains(early, "sebelum masuk rumah sakit")


def test_the_health_part_of_a_file_leads_to_the_hospital(client, login):
    stay = f.StayFactory(days_ago=2)
    button = f'class="btn btn-outline-primary" href="{of("register", stay)}"'
    login(Role.HEAD)
    assertNotContains(client.get(health(stay.person)), button)
    login(Role.SOCIAL_WORKER)
    page = client.get(health(stay.person))
    assertContains(page, button)
    assertContains(page, "Belum ada perawatan")
    f.HospitalStayFactory(stay=stay, went_at=days.now())
    assertNotContains(client.get(health(stay.person)), button)
    gone = f.LeftFactory(days_ago=1)
    assertNotContains(client.get(health(gone.stay.person)), of("register", gone.stay))


def test_a_bill_of_the_list_opens_its_stay_where_that_may_be_read(client, login):
    bill = f.HospitalBillFactory()
    for role, is_link in [(Role.SOCIAL_WORKER, 1), (Role.HEAD, 1), (Role.OFFICE, 0)]:
        login(role)
        assertContains(client.get(BILLS), of("detail", bill.hospital_stay), count=is_link)


def test_who_was_taken_there_stands_on_the_part_until_it_is_written(client, login):
    login(Role.SOCIAL_WORKER)
    stay = f.StayFactory(days_ago=3)
    page = reverse("cases:person_health", args=[stay.person_id])
    assertContains(client.get(page), "Belum ada perawatan di rumah sakit")
    leave = f.LeaveFactory(stay=stay, reason="hospital", place="RSUD Daya")
    other = f.LeaveFactory(stay=f.StayFactory(days_ago=3), reason="hospital", place="RS Lain")
    shown = client.get(page)
    assertContains(shown, "RSUD Daya")
    assertContains(shown, "perawatannya belum dicatat")
    assertNotContains(shown, other.place)
    Leave.objects.filter(pk=leave.pk).update(returned_at=days.now(), returned_by=f.UserFactory())
    assertContains(client.get(page), "perawatannya belum dicatat")
    f.HospitalStayFactory(stay=stay, leave=leave)
    assertNotContains(client.get(page), "perawatannya belum dicatat")
