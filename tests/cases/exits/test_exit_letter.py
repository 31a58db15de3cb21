import io
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader
from pytest_django.asserts import assertContains

from cases.exits import actions
from cases.exits.letters import ENDING, HANDOVER, PROMISE, TRAVEL
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.actions import mark_corrected
from rptc.letters.files import frozen_file
from rptc.letters.models import LetterKind
from rptc.letters.prints import NAME
from tests.factories import (
    BagFactory,
    BelongingEndFactory,
    BelongingFactory,
    ExitFactory,
    ExitWitnessFactory,
    StayFactory,
    UserFactory,
    exit_kind,
    withdraw,
)

pytestmark = pytest.mark.django_db


def letter(exit, sort="promise", page="exit_letter"):
    return reverse(f"cases:{page}", args=[exit.pk, sort])


def test_the_promise_is_printed_before_it_is_signed(client, login, read_pdf):
    login(Role.CARETAKER)
    exit = ExitFactory(ready=True, stay__intake__person__name="Rendi Pratama")
    assertContains(client.get(letter(exit), follow=True), "Surat pernyataan keluarga belum dibuat")
    client.post(letter(exit, page="exit_letter_write"))
    exit.refresh_from_db()
    text = read_pdf(client.get(letter(exit)))
    for words in [
        exit.promise_letter.number,
        "SURAT PERNYATAAN",
        "Rosdiana",
        "7371094108800001",
        "Rendi Pratama",
        "Saya bertanggung jawab",
        "METERAI",
        "JEMPOL",
    ]:
        assert words in text


def test_asked_for_twice_it_is_the_same_letter(client, login):
    login(Role.SOCIAL_WORKER)
    exit = ExitFactory(ready=True)
    client.post(letter(exit, page="exit_letter_write"))
    exit.refresh_from_db()
    first = exit.promise_letter
    client.post(letter(exit, page="exit_letter_write"))
    exit.refresh_from_db()
    assert exit.promise_letter == first


def test_after_a_withdrawal_there_is_a_new_one(login):
    worker = login(Role.SOCIAL_WORKER)
    exit = ExitFactory(ready=True)
    first = actions.write_letter(exit, PROMISE, by=worker)
    withdraw(first)
    second = actions.write_letter(exit, PROMISE, by=worker)
    assert second.sequence == first.sequence + 1


def test_each_handover_has_its_numbered_record(client, login, read_pdf):
    exit = ExitFactory(
        whole=True,
        stay__days_ago=1,
        state="approved",
        decided_by=UserFactory(),
        decided_at=days.now(),
    )
    ExitWitnessFactory(exit=exit, name="Daeng Nai")
    piket = login(Role.CARETAKER)
    page = reverse("cases:exit_hand_over", args=[exit.pk])
    form = {
        "left_at": days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M"),
        "receiver": exit.receiver,
        "file_number": exit.stay.person.file_number,
    }
    response = client.post(page, form, follow=True)
    exit.refresh_from_db()
    assertContains(response, exit.handover_letter.number)
    text = read_pdf(client.get(letter(exit, "handover")))
    for words in ["BERITA ACARA SERAH TERIMA", str(piket), "Daeng Nai", "satu tas pakaian"]:
        assert words in text


def test_house_staff_print_what_they_handed_over_for_a_day(client, login, time_machine_at):
    piket = login(Role.CARETAKER)
    exit = ExitFactory(
        stay__ended=True, stay__days_ago=1, state="done", left_at=days.now(), done_by=piket,
        must_be_known=True,
    )  # fmt: skip
    client.post(letter(exit, "handover", "exit_letter_write"))
    assert client.get(letter(exit, "handover")).status_code == 200
    assert client.get(reverse("cases:exit_detail", args=[exit.pk])).status_code == 200
    time_machine_at(days.now() + days.ONE_DAY + days.ONE_HOUR)
    login(piket)
    assert client.get(letter(exit, "handover")).status_code == 404


def test_an_adult_who_goes_alone_has_the_record_too(login):
    worker = login(Role.SOCIAL_WORKER)
    exit = ExitFactory.build(
        stay=StayFactory(days_ago=2), kind=exit_kind(), address="Jl. Nuri 3", recorded_by=None
    )
    assert actions.end_stay(exit, left_at=days.now(), by=worker).handover_letter.number


def test_an_emergency_waits_for_no_letter_and_may_have_one_later(login):
    piket = login(Role.CARETAKER)
    exit = ExitFactory.build(
        stay=StayFactory(days_ago=2),
        kind=exit_kind("penegak-hukum"),
        receiver="Polsek Rappocini",
        recorded_by=None,
    )
    exit = actions.end_stay(exit, left_at=days.now(), by=piket)
    assert exit.handover_letter is None
    assert actions.write_letter(exit, HANDOVER, by=piket).number


def test_who_goes_home_far_away_carries_a_travel_letter(client, login, read_pdf):
    login(Role.SOCIAL_WORKER)
    exit = ExitFactory(kind=exit_kind("daerah-asal"), address="Bulukumba", relation="")
    client.post(letter(exit, "travel", "exit_letter_write"))
    text = read_pdf(client.get(letter(exit, "travel")))
    assert "SURAT JALAN" in text
    assert "Bulukumba" in text


@pytest.mark.parametrize("sort", [PROMISE, HANDOVER, TRAVEL])
def test_what_does_not_belong_to_an_exit_is_not_written(client, login, sort):
    worker = login(Role.SOCIAL_WORKER)
    exit = ExitFactory(kind=exit_kind("mitra"), relation="", recorded_by=worker)
    with pytest.raises(ValidationError, match="belum dapat dibuat"):
        actions.write_letter(exit, sort, by=worker)
    response = client.post(letter(exit, sort.code, "exit_letter_write"), follow=True)
    assertContains(response, "belum dapat dibuat")
    assert client.get(letter(exit, "other")).status_code == 404


def test_letters_of_a_sealed_file_stay_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    exit = ExitFactory(ready=True, stay__intake__person__is_sealed=True)
    key = {"send_key": str(uuid.uuid4())}
    assert client.post(letter(exit, page="exit_letter_write"), key).status_code == 404
    assert client.get(letter(exit)).status_code == 404


def test_the_promise_and_the_record_fit_one_sheet_each(login):
    worker = login(Role.SOCIAL_WORKER)
    exit = ExitFactory(
        whole=True,
        stay__ended=True,
        stay__days_ago=1,
        state="done",
        left_at=days.now(),
        done_by=worker,
        decided_by=UserFactory(),
        decided_at=days.now(),
    )
    for sort in (PROMISE, HANDOVER):
        letter = actions.write_letter(exit, sort, by=worker)
        sheet = PdfReader(io.BytesIO(bytes(frozen_file(letter).content)))
        assert len(sheet.pages) == 1, sort.label


def handed_over(**facts):
    return ExitFactory(
        whole=True,
        stay__ended=True,
        stay__days_ago=1,
        state="done",
        left_at=days.now(),
        done_by=UserFactory(),
        decided_by=UserFactory(),
        decided_at=days.now(),
        **facts,
    )


def text_of(letter):
    sheet = PdfReader(io.BytesIO(bytes(frozen_file(letter).content)))
    return " ".join(" ".join(page.extract_text() for page in sheet.pages).split())


@pytest.mark.parametrize("written", ["Tidak ada.", "Akta kelahiran"])
def test_what_of_the_bags_was_given_back_stands_in_the_record(login, written):
    worker = login(Role.SOCIAL_WORKER)
    exit = handed_over(items_handed=written)
    bag = BagFactory(stay=exit.stay, listed=True)
    back = BelongingEndFactory(stay=exit.stay)
    BelongingFactory(bag=bag, end=back, what="Tas kain")
    BelongingFactory(bag=bag, end=back, money=True)
    text = text_of(actions.write_letter(exit, HANDOVER, by=worker))
    assert f"Tas kain ({bag}); Uang kertas, Rp 150.000 ({bag})" in text
    assert (written in text) == (written == "Akta kelahiran")


def test_where_nothing_went_along_it_says_so(login):
    worker = login(Role.SOCIAL_WORKER)
    exit = handed_over(items_handed="Tidak ada.")
    BelongingFactory(bag__stay=exit.stay)
    assert "Surat dan barang : Tidak ada." in text_of(
        actions.write_letter(exit, HANDOVER, by=worker)
    )


def test_the_promise_says_nothing_of_the_day_on_which_its_text_began(login):
    exit = ExitFactory(ready=True)
    text = text_of(actions.write_letter(exit, PROMISE, by=login(Role.SOCIAL_WORKER)))
    assert "berlaku mulai" not in text
    assert "2000" not in text


def test_a_stamp_has_25_mm_above_the_name_of_who_signs(login):
    exit = handed_over()
    letter = actions.write_letter(exit, HANDOVER, by=login(Role.SOCIAL_WORKER))
    sheet = PdfReader(io.BytesIO(bytes(frozen_file(letter).content))).pages[-1]
    height = {}

    def see(text, cm, tm, font, size):
        height[text.strip()] = tm[5] * cm[3] + cm[5]

    sheet.extract_text(visitor_text=see)
    points = height["PIHAK KESATU, yang menyerahkan"] - height[str(exit.done_by)]
    assert points / 72 * 25.4 >= 25


def test_whoever_leaves_does_not_carry_a_letter_without_a_number_unsaid(client, login):
    worker = login(Role.SOCIAL_WORKER)
    exit = handed_over(kind=exit_kind("daerah-asal"))
    assert actions.write_letter(exit, TRAVEL, by=worker).number
    LetterKind.objects.filter(code="surat-jalan").update(numbering="outside")
    exit = handed_over(kind=exit_kind("daerah-asal"))
    actions.write_letter(exit, TRAVEL, by=worker)
    page = client.get(reverse("cases:exit_detail", args=[exit.pk]))
    assertContains(page, "Belum bernomor: minta nomornya")


def test_after_a_correction_there_is_a_new_one_that_names_the_old(login):
    worker = login(Role.SOCIAL_WORKER)
    exit = ExitFactory(ready=True)
    first = actions.write_letter(exit, PROMISE, by=worker)
    mark_corrected([exit.stay.person_id], {NAME}, since=exit.stay.began_at)
    second = actions.write_letter(exit, PROMISE, by=worker)
    assert second != first
    assert f"Menggantikan nomor {first.number}" in text_of(second)


def test_who_printed_the_promise_before_the_receiver_was_known_prints_it_anew(client, login):
    worker = login(Role.SOCIAL_WORKER)
    exit = ExitFactory(ready=True)
    first = actions.write_letter(exit, PROMISE, by=worker)
    actions.add_piece(exit, {"receiver_phone": exit.receiver_phone}, by=worker)
    first.refresh_from_db()
    assert first.is_current
    actions.add_piece(exit, {"receiver_phone": "0812 9999 8888"}, by=worker)
    first.refresh_from_db()
    assert not first.is_current
    page = reverse("cases:exit_detail", args=[exit.pk])
    assertContains(client.get(page), "dibuat sebelum koreksi")
    exit.refresh_from_db()
    second = actions.write_letter(exit, PROMISE, by=worker)
    assert second.sequence == first.sequence + 1
    assert client.get(page).content.count(b"dibuat sebelum koreksi") == 0


def test_a_letter_of_a_closed_exit_that_nobody_signs_here_is_asked_back_from_its_page(
    client, login
):
    worker = login(Role.SOCIAL_WORKER)
    exit = ExitFactory(
        whole=True,
        stay__days_ago=1,
        stay__social_worker=worker,
        state="approved",
        decided_by=UserFactory(),
        decided_at=days.now(),
    )
    actions.hand_over(
        exit,
        left_at=days.now(),
        file_number=exit.stay.person.file_number,
        receiver=exit.receiver,
        by=worker,
    )
    written = actions.write_letter(exit, ENDING, by=worker)
    type(written).objects.filter(pk=written.pk).update(is_sealed=True)
    address = reverse("letters:letter_withdraw", args=[written.pk])
    assertContains(client.get(reverse("cases:exit_detail", args=[exit.pk])), address)
    client.post(address, {"reason": "Nama salah.", "send_key": uuid.uuid4()})
    assert written.withdrawals.get().recorded_by == worker
    # House staff hand out no such letter, and the office sees none that is closed.
    for role in (Role.CARETAKER, Role.OFFICE):
        login(role)
        assert client.get(address).status_code == 404
