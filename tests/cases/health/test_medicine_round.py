"""The round of a shift: one answer a row, none of them ticked beforehand, all in one save."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.health.medicines import actions
from cases.health.medicines.actions import Answer
from cases.health.medicines.models import Dose, Medicine
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.waiting import count_for, firsts_for
from tests import factories as f
from tests.at_once import at_once

pytestmark = pytest.mark.django_db
URL = reverse("cases:medicine_round")
PRINT = reverse("cases:medicine_round_print")
TIME = datetime.time
DAY = datetime.date(2026, 11, 24)
SEVEN, MIDNIGHT = TIME(7), TIME(0)


@pytest.fixture(autouse=True)
def _at_eight(time_machine_at):
    """The morning has begun; of yesterday nothing was due."""
    time_machine_at(days.at(DAY, TIME(8)))


def since(day=DAY, clock=MIDNIGHT):
    return days.at(day, clock)


def medicine(**columns):
    return f.MedicineFactory(**{"hours_since": since()} | columns)


def key(row, slot=SEVEN, day=DAY):
    return f"{row.pk}-{day:%Y%m%d}-{slot:%H%M%S}"


def posted(answers, send_key=None):
    """`answers`: {key: (outcome, words)}."""
    data = {"send_key": str(send_key or uuid.uuid4())}
    for name, (outcome, said) in answers.items():
        data |= {f"{name}-outcome": outcome, f"{name}-said": said}
    return data


@pytest.fixture
def caretaker(login):
    return login(Role.CARETAKER)


@pytest.fixture
def six():
    beds = [f.BedUseFactory(stay__days_ago=3) for _ in range(6)]
    return [medicine(stay=use.stay, note="dengan air") for use in beds]


def test_nothing_is_ticked_and_every_row_says_what_it_is(client, caretaker, six):
    f.AllergyFactory(person=six[0].stay.person, substance="aspirin", is_severe=True)
    page = client.get(URL)
    assertNotContains(page, "checked")
    assertContains(page, "0 dari 6 terisi")
    assertContains(page, "Amlodipin 5 mg, 1 tablet", count=6)
    assertContains(page, "Alergi aspirin")
    for words in ("Diberi", "Menolak", "Tidak ada", "Yang menolak tidak dipaksa."):
        assertContains(page, words)


def test_a_round_of_six_is_one_save_and_one_line(client, caretaker, six):
    answers = {key(row): ("given", "") for row in six[:4]}
    answers |= {key(six[4]): ("refused", "Mual, kata Ma'ruf."), key(six[5]): ("absent", "")}
    before = Entry.objects.count()
    assertRedirects(client.post(URL, posted(answers)), URL)
    rows = list(Dose.objects.order_by("medicine"))
    assert [row.outcome for row in rows] == ["given"] * 4 + ["refused", "absent"]
    assert {(row.due_on, row.slot, row.is_later) for row in rows} == {(DAY, TIME(7), False)}
    entries = list(Entry.objects.order_by("pk")[before:])
    assert [entry.verb for entry in entries] == ["gave_doses", "opened"]
    assert len(entries[0].details["people"]) == 6
    page = client.get(URL)
    assertContains(page, "6 dari 6 terisi")
    assertContains(page, "Mual, kata Ma&#x27;ruf.")
    assertNotContains(page, "Simpan obat")


def test_what_is_not_answered_stays_open(client, caretaker, six):
    client.post(URL, posted({key(six[0]): ("given", "")}))
    assert Dose.objects.count() == 1
    assertContains(client.get(URL), "1 dari 6 terisi")
    assertContains(client.post(URL, posted({})), "Belum ada yang diisi.")


def test_a_refusal_without_words_is_asked_for_and_nothing_is_half_saved(client, caretaker, six):
    page = client.post(URL, posted({key(six[0]): ("refused", ""), key(six[1]): ("given", "")}))
    assertContains(page, "Tulis kata-katanya")
    assertContains(page, "ditandai di barisnya")
    assertContains(page, f'<a href="#{key(six[0])}-answer">{six[0].stay.person}, 07.00</a>')
    assertContains(page, f'id="{key(six[0])}-answer"')
    assertContains(page, "checked", count=2)
    assert not Dose.objects.exists()


@pytest.mark.parametrize("outcome", ["eaten", "GIVEN"])
def test_an_unknown_answer_is_refused(client, caretaker, six, outcome):
    page = client.post(URL, posted({key(six[0]): (outcome, "")}))
    assertContains(page, "Pilihan ini tidak ada.")


def test_the_same_form_twice_is_saved_once(client, caretaker, six):
    data = posted({key(row): ("given", "") for row in six})
    for _ in range(3):
        assertRedirects(client.post(URL, data), URL)
    assert Dose.objects.count() == 6
    assertNotContains(client.get(URL), "Tidak diubah")


def test_who_is_second_sees_who_answered_already(client, login, six):
    first = login(Role.CARETAKER)
    client.post(URL, posted({key(six[0]): ("given", "")}))
    login(Role.SOCIAL_WORKER)
    answers = {key(six[0]): ("refused", "Tidak mau"), key(six[1]): ("given", "")}
    page = client.post(URL, posted(answers), follow=True)
    assertContains(page, f"diberi, sudah dicatat {first} pukul 08.00 WITA. Tidak diubah.")
    assertContains(page, "1 obat tercatat.")
    rows = Dose.objects.order_by("medicine").values_list("outcome", "recorded_by")
    assert list(rows)[0] == ("given", first.pk)
    assert len(rows) == 2


def test_somebody_elses_medicine_and_one_that_is_gone_are_told(client, caretaker, six):
    left = f.LeftFactory(days_ago=3)
    gone = medicine(stay=left.stay)
    page = client.post(URL, posted({key(gone): ("given", ""), key(six[0]): ("given", "")}))
    assertContains(page, "Ada yang sudah keluar, atau obatnya dihentikan")
    assert not Dose.objects.exists()


def test_a_closed_file_is_no_row_of_a_social_worker_and_one_of_the_house(client, login):
    row = medicine()
    f.SealFactory(person=row.stay.person)
    login(Role.SOCIAL_WORKER)
    assertNotContains(client.get(URL), str(row.stay.person))
    assertContains(client.post(URL, posted({key(row): ("given", "")})), "Ada yang sudah keluar")
    login(Role.CARETAKER)
    assertContains(client.get(URL), str(row.stay.person))


def test_ones_own_family_is_no_row(client, caretaker):
    row = medicine()
    f.ConflictFactory(person=row.stay.person, user=caretaker)
    assertNotContains(client.get(URL), str(row.stay.person))


def test_a_later_shift_is_read_and_not_answered(client, caretaker, six):
    page = client.get(URL, {"shift": "afternoon"})
    assertContains(page, "Belum waktunya", count=6)
    assertNotContains(page, "Simpan obat")
    client.post(f"{URL}?shift=afternoon", posted({key(six[0], TIME(19)): ("given", "")}))
    assert not Dose.objects.exists()
    assert client.get(URL, {"shift": "nonsense"}).status_code == 200


@pytest.mark.parametrize("outcome", ["given", "refused", "absent"])
def test_nothing_is_written_more_than_an_hour_before_its_hour(
    client, login, time_machine_at, outcome
):
    row = medicine(hours=[TIME(15), TIME(19)])
    time_machine_at(days.at(DAY, TIME(17, 59)))
    user = login(Role.CARETAKER)
    words = "Belum jamnya: dosis 19.00 diberikan mulai 18.00."
    page = client.get(URL)
    assertContains(page, words, count=1)
    assertNotContains(page, f"{key(row, TIME(19))}-outcome")
    typed = posted({key(row, TIME(15)): ("given", ""), key(row, TIME(19)): (outcome, "Mual")})
    page = client.post(URL, typed)
    assertContains(page, "ditandai di barisnya")
    assertContains(page, words)
    answer = Answer(row.pk, row.stay_id, DAY, TIME(19), 1, "1 tablet", outcome, "Mual")
    with pytest.raises(ValidationError, match=words):
        actions.give_doses([answer], key=uuid.uuid4(), by=user)
    assert not Dose.objects.exists()
    client.post(URL, posted({key(row, TIME(15)): ("given", "")}))
    assertNotContains(client.get(URL), "Simpan obat")
    time_machine_at(days.at(DAY, TIME(18)))
    assertRedirects(client.post(URL, typed), URL)
    assert set(row.doses.values_list("slot", "outcome")) == {
        (TIME(15), "given"),
        (TIME(19), outcome),
    }


def test_the_round_of_tomorrow_says_so(client, login, time_machine_at):
    """Tuesday, half past two: the morning that is shown is the one of Wednesday."""
    medicine()
    time_machine_at(days.at(DAY, TIME(14, 30)))
    login(Role.CARETAKER)
    page = client.get(URL)
    assertContains(page, "Obat hari ini")
    assertContains(page, "Selasa, 24 November 2026")
    assertContains(page, "Pagi besok", count=1)
    page = client.get(URL, {"shift": "morning"})
    assertContains(page, "Obat besok")
    assertContains(page, "Rabu, 25 November 2026")
    assertNotContains(page, "Selasa, 24 November 2026")
    assertNotContains(page, "Obat hari ini")
    time_machine_at(days.at(DAY + days.ONE_DAY, TIME(2)))
    login(Role.CARETAKER)
    page = client.get(URL, {"shift": "morning"})
    assertContains(page, "Obat hari ini")
    assertNotContains(page, "besok")


def test_what_a_shift_left_open_waits_and_is_written_later(client, login, time_machine_at):
    row = medicine(hours=[TIME(7), TIME(19)])
    user = login(Role.CARETAKER)
    time_machine_at(days.at(DAY, TIME(7, 59)))
    assert waiting(user) == 0
    time_machine_at(days.at(DAY, TIME(8)))
    assert waiting(user) == 1
    [named] = firsts_for(user)["medicine-missed"]
    assert (named.person, named.text) == (
        row.stay.person_id,
        "Obat belum tercatat: diberi atau tidak",
    )
    assertContains(client.get(URL, {"show": "missed"}), "Belum tercatat")
    time_machine_at(days.at(DAY, TIME(21, 30)))
    page = client.get(URL)
    assertContains(page, "1 obat, 2 kali belum tercatat")
    answers = {key(row): ("given", ""), key(row, TIME(19)): ("absent", "Tidur")}
    assertRedirects(client.post(URL, posted(answers)), URL)
    assert waiting(user) == 0
    later = {dose.slot: dose.is_later for dose in Dose.objects.all()}
    assert later == {TIME(7): True, TIME(19): True}
    detail = reverse("cases:medicine_detail", args=[row.pk])
    assertContains(client.get(detail), "dicatat kemudian", count=2)


def waiting(user):
    return {waits.key: number for waits, number in count_for(user)}["medicine-missed"]


def test_the_night_goes_on_past_midnight(client, login, time_machine_at):
    """31 December, 23.30: the dose of 05.00 is of this night, and of the next year."""
    eve = datetime.date(2026, 12, 31)
    time_machine_at(days.at(eve, TIME(23, 30)))
    login(Role.CARETAKER)
    row = medicine(hours=[TIME(5), TIME(22)], hours_since=since(eve, TIME(20)), stay__days_ago=1)
    new_year = eve + days.ONE_DAY
    page = client.get(URL)
    assertContains(page, "0 dari 2 terisi")
    client.post(URL, posted({key(row, TIME(22), eve): ("given", "")}))
    time_machine_at(days.at(new_year, TIME(4)))
    client.post(URL, posted({key(row, TIME(5), new_year): ("given", "")}))
    assert {dose.due_on for dose in Dose.objects.all()} == {eve, new_year}
    assert not any(dose.is_later for dose in Dose.objects.all())


def test_a_missed_one_of_who_has_left_waits_no_more(caretaker):
    f.MedicineFactory(stay=f.LeftFactory(days_ago=0, stay__days_ago=3).stay)
    assert waiting(caretaker) == 0


def test_who_is_out_is_said_and_answered_by_hand(client, caretaker, six):
    f.LeaveFactory(stay=six[0].stay)
    f.AbsenceFactory(stay=six[1].stay)
    page = client.get(URL)
    assertContains(page, "Di rumah sakit")
    assertContains(page, "Tidak terlihat")
    assertNotContains(page, "checked")


@pytest.mark.parametrize("outcome", ["given", "refused"])
@pytest.mark.parametrize("how", ["missed", "on_leave"])
def test_who_is_out_is_given_nothing_and_is_only_not_there(
    client, caretaker, time_machine_at, how, outcome
):
    row = medicine()
    time_machine_at(days.at(DAY, TIME(6, 50)))
    if how == "missed":
        f.AbsenceFactory(stay=row.stay, noticed_at=days.at(DAY, TIME(7, 5)))
    else:
        f.LeaveFactory(stay=row.stay, reason="court", left_at=days.at(DAY, TIME(6, 45)))
    time_machine_at(days.at(DAY, TIME(8)))
    page = client.post(URL, posted({key(row): (outcome, "Mual")}))
    assertContains(page, "tidak mungkin diberi atau menolak. Pilih “Tidak ada”.")
    assertNotContains(page, f'value="{outcome}"')
    assert not Dose.objects.exists()
    assertRedirects(client.post(URL, posted({key(row): ("absent", "")})), URL)
    edit = reverse("cases:dose_edit", args=[Dose.objects.get().pk])
    page = client.post(edit, {"outcome": "given", "said": "", "shown_version": 1})
    assertContains(page, "Pilih “Tidak ada”.")
    assert Dose.objects.get().outcome == "absent"


def test_what_was_given_before_they_went_is_still_written(client, caretaker):
    row = medicine()
    f.LeaveFactory(stay=row.stay, reason="court", left_at=days.at(DAY, TIME(7, 30)))
    assertRedirects(client.post(URL, posted({key(row): ("given", "")})), URL)
    assert Dose.objects.get().outcome == "given"


def test_who_was_missed_since_the_page_was_shown_is_given_nothing(caretaker):
    """The rule stands behind the page as well: a roll call came between."""
    row = medicine()
    f.AbsenceFactory(stay=row.stay, noticed_at=days.at(DAY, TIME(7)))
    answer = Answer(row.pk, row.stay_id, DAY, SEVEN, 1, "1 tablet", "given")
    with pytest.raises(ValidationError, match="Tidak terlihat, jadi tidak mungkin"):
        actions.give_doses([answer], key=uuid.uuid4(), by=caretaker)


def test_one_as_needed_is_not_given_while_they_are_out(client, caretaker):
    row = f.MedicineFactory(as_needed=True, hours=[], moves_in_fast=False)
    f.AbsenceFactory(stay=row.stay, noticed_at=days.at(DAY, TIME(7, 30)))
    url = reverse("cases:medicine_give", args=[row.pk])
    data = {"send_key": str(uuid.uuid4()), "said": ""}
    page = client.post(url, data | {"given_at": "2026-11-24T07:45"})
    assertContains(page, "Tidak terlihat pada waktu itu.")
    client.post(url, data | {"given_at": "2026-11-24T07:15"})
    assert Dose.objects.get().outcome == "given"


def test_paper_has_boxes_two_signatures_and_no_ticks_of_its_own(client, caretaker, six, read_pdf):
    client.post(URL, posted({key(six[0]): ("given", "")}))
    answer = client.get(PRINT)
    text = " ".join(read_pdf(answer).split())
    for words in ("RAHASIA", "Petugas piket,", "Diperiksa perawat,", "Menolak", "dengan air"):
        assert words in text, words
    assert answer.headers["Cache-Control"] == "no-store"
    entry = Entry.objects.latest("pk")
    assert (entry.verb, len(entry.details["people"])) == ("printed", 6)


def test_queries_do_not_grow_with_the_rows(client, caretaker, count_queries, six):
    few = count_queries(URL)
    for _ in range(24):
        medicine()
    assert count_queries(URL) == few <= 25


def test_thirty_are_saved_in_as_many_queries_as_six(caretaker):
    def answer(row):
        return Answer(row.pk, row.stay_id, DAY, TIME(7), 1, "1 tablet", "given")

    def queries(number):
        answers = [answer(medicine()) for _ in range(number)]
        with CaptureQueriesContext(connection) as found:
            assert actions.give_doses(answers, key=uuid.uuid4(), by=caretaker).saved == number
        return len(found)

    assert queries(6) == queries(30) <= 12
    assert Medicine.objects.count() == Dose.objects.count() == 36


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_two_rounds_saved_at_the_same_moment_are_one_row_each():
    """Whoever comes second waits at the stays, and finds what is written."""
    rows = [medicine() for _ in range(6)]
    users = [f.UserFactory(roles=[role]) for role in (Role.CARETAKER, Role.SOCIAL_WORKER)]
    given = {key(row): ("given", "") for row in rows}
    refused = {key(row): ("refused", "Mual") for row in reversed(rows)}
    posts = [(users[0], URL, posted(given)), (users[1], URL, posted(refused))]
    answers = at_once(*posts)
    assert [answer.status_code for answer in answers] == [302, 302]
    doses = Dose.objects.all()
    assert doses.count() == 6
    assert len({dose.outcome for dose in doses}) == 1
    assert len({dose.recorded_by for dose in doses}) == 1


def test_what_was_typed_is_saved_also_when_its_shift_has_ended(client, login, time_machine_at):
    """The page of a shift sends to its own address, which then names the one of tomorrow."""
    login(Role.CARETAKER)
    row = medicine(hours=[TIME(13)], hours_since=since())
    time_machine_at(days.at(DAY, TIME(14, 5)))
    typed = posted({key(row, TIME(13)): ("given", "")})
    client.post(reverse("cases:medicine_round") + "?shift=morning", typed)
    assert [dose.outcome for dose in row.doses.all()] == ["given"]


def test_what_is_written_late_stays_on_the_page_and_is_put_right_there(
    client, login, time_machine_at, read_pdf
):
    row = medicine(hours=[TIME(7)])
    login(Role.CARETAKER)
    time_machine_at(days.at(DAY, TIME(15)))
    assertContains(client.get(URL), "1 obat, 1 kali belum tercatat")
    assert "dari piket sebelumnya" in " ".join(read_pdf(client.get(PRINT)).split())
    page = client.post(URL, posted({key(row): ("absent", "")}), follow=True)
    assertContains(page, "semua tercatat")
    assertContains(page, "dicatat kemudian")
    edit = f"{reverse('cases:dose_edit', args=[Dose.objects.get().pk])}?next={URL}"
    assertContains(page, edit)
    answer = {"outcome": "given", "said": "", "shown_version": 1}
    assertRedirects(client.post(edit, answer), URL)


def test_how_many_files_are_closed_is_said_with_or_without_a_medicine(client, login, read_pdf):
    medicine()
    f.SealFactory(person=f.StayFactory().person)
    login(Role.SOCIAL_WORKER)
    said = "1 berkas tertutup bagi"
    assertContains(client.get(URL), said)
    assert said in " ".join(read_pdf(client.get(PRINT)).split())


def test_a_dose_keeps_how_much_it_was(client, login, caretaker, six):
    client.post(URL, posted({key(six[0]): ("given", "")}))
    Medicine.objects.filter(pk=six[0].pk).update(dose="2 tablet")
    assert Dose.objects.get().amount == six[0].dose
    detail = reverse("cases:medicine_detail", args=[six[0].pk])
    assertContains(client.get(detail), f", {six[0].dose}")
