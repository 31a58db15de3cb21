import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertRedirects

from cases.house.evening.gathering import WITHOUT_BED, gather
from cases.house.evening.models import ImportantNumber
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.factories import (
    AbsenceFactory,
    BedUseFactory,
    DelegationFactory,
    FlagFactory,
    LeaveFactory,
    PhotoFactory,
    StayFactory,
    StayReturnFactory,
    TriageFactory,
    UserFactory,
)

URL = reverse("cases:evening_sheet")
NUMBERS = reverse("cases:important_number_list")


def lines_of(sheet):
    return {line.stay.pk: line for _, lines in sheet.rooms for line in lines}


def watched_by(reader):
    """{person: why}, in the order of the sheet."""
    watched = gather(reader, days.now()).watched
    return {line.stay.person_id: [what for _, what, _ in why] for line, why in watched}


def test_the_sheet_says_what_a_dark_house_needs(client, login, read_pdf):
    user = login(Role.CARETAKER)
    late = StayFactory(days_ago=8, intake__person__alias="Bahar")
    use = BedUseFactory(stay=late, bed__room__name="Anggrek")
    TriageFactory(intake=late.intake, answers={"obat": True}, act="Cari obatnya")
    FlagFactory(person=late.person, kind="health", whom="", what_to_do="Alergi amoksisilin.")
    FlagFactory(person=late.person, whom="Baso (paman)")
    answer = client.get(URL)
    text = " ".join(read_pdf(answer).split())
    for words in [
        "RAHASIA", "110", "112", "119", "Hadir 1 dari", "Anggrek · 1 orang",
        late.person.name, "dipanggil Bahar", f"tempat {use.bed.label}", late.person.file_number,
        "Hari 9 dari 7", "Lewat 2 hari", "Alergi amoksisilin.", "Baso (paman)",
        "Belum dikerjakan: Cari obatnya", f"dicetak {user}", "Halaman 1 dari 1",
    ]:  # fmt: skip
        assert words in text, words
    sheet = PdfReader(io.BytesIO(answer.content)).pages[0]
    assert [round(float(side)) for side in sheet.mediabox[2:]] == [595, 842]
    assert answer.headers["Cache-Control"] == "no-store"
    assert Entry.objects.get(verb="printed").details["people"] == [late.person_id]


def test_sixty_people_stay_readable(client, login):
    login(Role.CARETAKER)
    for stay in StayFactory.create_batch(60):
        TriageFactory(intake=stay.intake)
    pages = PdfReader(io.BytesIO(client.get(URL).content)).pages
    assert len(pages) <= 5
    assert "Halaman 1 dari" in pages[0].extract_text()
    assert Entry.objects.get(verb="printed").act == "mencetak lembar malam, 60 klien"


@pytest.mark.django_db
def test_a_sealed_file_is_counted_and_not_shown_to_those_not_entitled(client, login, read_pdf):
    sealed = StayFactory(intake__person__is_sealed=True, intake__person__name="KENARI")
    StayFactory()
    login(Role.SOCIAL_WORKER)
    text = " ".join(read_pdf(client.get(URL)).split())
    assert "KENARI" not in text
    assert "izin keluar 0, tidak terlihat 0, masa pembinaan 2 orang." in text
    assert "1 berkas tertutup tidak tercetak di sini." in text
    assert not Entry.objects.about(sealed.person_id).exists()
    login(Role.CARETAKER)
    assert "KENARI" in read_pdf(client.get(URL))


@pytest.mark.django_db
def test_a_warning_for_the_head_alone_stays_with_the_head():
    flag = FlagFactory(audience="head")
    caretaker, head = UserFactory(roles=[Role.CARETAKER]), UserFactory(roles=[Role.HEAD])
    assert watched_by(caretaker) == {}
    assert watched_by(head) == {flag.person_id: [str(flag)]}


@pytest.mark.django_db
def test_who_is_out_and_who_is_missed_are_said(client, login, read_pdf):
    login(Role.CARETAKER)
    StayFactory()
    LeaveFactory()
    AbsenceFactory()
    text = " ".join(read_pdf(client.get(URL)).split())
    assert "Hadir 1; izin keluar 1, tidak terlihat 1, masa pembinaan 3 orang." in text
    assert "Di rumah sakit, RSUD Daya, kembali" in text
    assert "Tidak terlihat sejak" in text


@pytest.mark.django_db
def test_it_begins_with_whom_to_watch_tonight(client, login, read_pdf):
    user = login(Role.CARETAKER)
    StayFactory()
    late = LeaveFactory(expected_at=days.now() - timedelta(minutes=1), place="RSUD Daya").stay
    banned = FlagFactory(person=StayFactory().person, whom="Baso (paman)")
    escape = FlagFactory(person=StayFactory().person, kind="escape", whom="")
    red = StayFactory()
    answers = {"sesak": True}
    TriageFactory(intake=red.intake, colour="red", answers=answers, act="Panggil ambulans")
    missing = AbsenceFactory().stay
    assert list(watched_by(user).items()) == [
        (missing.person_id, ["Tidak terlihat"]),
        (red.person_id, ["Triase merah"]),
        (escape.person_id, ["Mungkin melarikan diri"]),
        (banned.person_id, ["Jangan serahkan kepada Baso (paman)"]),
        (late.person_id, ["Terlambat kembali"]),
    ]
    text = " ".join(read_pdf(client.get(URL)).split())
    assert text.index("Jaga malam ini") < text.index("Nomor penting")
    # What was answered is said, and nobody is asked.
    assert "Triase merah. Sesak napas atau nyeri dada. Belum dikerjakan: Panggil" in text
    assert "nyeri dada?" not in text
    assert "LEWAT: seharusnya kembali" in text


@pytest.mark.django_db
def test_it_holds_the_number_of_the_head_and_of_who_stands_in(client, login, read_pdf):
    head = UserFactory(roles=[Role.HEAD], phone="0811 111 2233")
    acting = DelegationFactory(recorded_by=head, delegate__phone="0822 444 5566")
    login(Role.CARETAKER)
    text = " ".join(read_pdf(client.get(URL)).split())
    assert f"{head}, Kepala UPT 0811 111 2233" in text
    assert f"{acting.delegate}, mewakili Kepala UPT 0822 444 5566" in text


@pytest.mark.django_db
def test_a_warning_that_ended_is_not_printed():
    FlagFactory(ends_on=days.today() + timedelta(days=1), ended_at=days.now(), end_reason="Damai.")
    assert watched_by(UserFactory(roles=[Role.HEAD])) == {}


@pytest.mark.django_db
def test_the_latest_entry_gives_the_triage():
    back = StayReturnFactory()
    TriageFactory(intake=back.stay.intake, colour="red")
    TriageFactory(intake=back.intake, colour="green", answers={})
    line = lines_of(gather(UserFactory(roles=[Role.CARETAKER]), days.now()))[back.stay_id]
    assert line.triage.colour == "green"


@pytest.mark.django_db
def test_rooms_come_in_their_order_and_the_bedless_last():
    StayFactory()
    BedUseFactory(bed__room__order=2, bed__room__name="Melati")
    BedUseFactory(bed__room__order=1, bed__room__name="Teratai")
    BedUseFactory(out=True, bed__room__order=1)
    rooms = gather(UserFactory(roles=[Role.CARETAKER]), days.now()).rooms
    assert [(room, len(lines)) for room, lines in rooms] == [
        ("Teratai", 1), ("Melati", 1), (WITHOUT_BED, 1),
    ]  # fmt: skip


@pytest.mark.django_db
def test_faces_are_small_and_a_lost_file_stops_nothing():
    photo = PhotoFactory()
    reader = UserFactory(roles=[Role.CARETAKER])
    (line,) = lines_of(gather(reader, days.now())).values()
    assert line.picture.startswith("data:image/jpeg;base64,")
    assert len(line.picture) < 12_000
    photo.file.delete(save=False)
    (line,) = lines_of(gather(reader, days.now())).values()
    assert line.picture == ""


@pytest.mark.django_db
def test_query_count_does_not_grow():
    reader = UserFactory(roles=[Role.CARETAKER])
    BedUseFactory()
    asked(reader)  # the roles are read once
    few = asked(reader)
    for _ in range(5):
        PhotoFactory(person=TriageFactory().intake.person)
        FlagFactory()
    assert asked(reader) == few


def asked(reader):
    with CaptureQueriesContext(connection) as queries:
        gather(reader, days.now())
    return len(queries)


# -- Numbers ------------------------------------------------------------------------------------


def test_the_office_keeps_the_numbers(client, login, read_pdf):
    login(Role.OFFICE)
    new = {"name": "Puskesmas Barombong", "number": "0411 000 111", "order": "5"}
    assertRedirects(client.post(NUMBERS, new), NUMBERS)
    assertContains(client.post(NUMBERS, new), "Nomor ini sudah ada dalam daftar.")
    number = ImportantNumber.objects.get(number="0411 000 111")
    edit = reverse("cases:important_number_edit", args=[number.pk])
    login(Role.CARETAKER)
    assert "Puskesmas Barombong" in read_pdf(client.get(URL))
    login(Role.OFFICE)
    assertRedirects(client.post(edit, new), NUMBERS)
    login(Role.CARETAKER)
    assert "Puskesmas Barombong" not in read_pdf(client.get(URL))
