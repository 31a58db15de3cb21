"""Kegiatan kelompok: everybody in the house ticked, those who were not there with a reason, saved
at once (R37)."""

import datetime
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.casework.plans.models import ServiceKind
from cases.casework.services.models import GroupSession, Service, SessionPhoto
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import pictures
from tests.factories import (
    AbsenceFactory,
    BedUseFactory,
    ConflictFactory,
    GroupSessionFactory,
    LeaveFactory,
    SealFactory,
    ServiceFactory,
    SessionPhotoFactory,
    StayFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = reverse("cases:session_list")
REGISTER = reverse("cases:session_register")
TEN = days.at(datetime.date(2026, 11, 24), datetime.time(10, 30))


@pytest.fixture(autouse=True)
def _at_ten(time_machine_at):
    time_machine_at(TEN)


def named(name, age=None, **more):
    if age is not None:
        more |= {"intake__person__age_kind": "about", "intake__person__age_years": age}
        more |= {"intake__person__age_stated_on": days.today()}
    return StayFactory(intake__person__name=name, days_ago=2, **more)


def kind(code="sosial"):
    return ServiceKind.objects.get(code=code)


def written(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def posted(user, shown, absent=(), **changes):
    """`absent`: {stay: reason}."""
    absent = dict(absent)
    data = {
        "send_key": str(uuid.uuid4()),
        "for_whom": "all",
        "kind": kind().pk,
        "topic": "Cuci tangan",
        "held_at": written(TEN - days.ONE_HOUR),
        "place": "Ruang belajar",
        "led_by": user.pk,
        "led_by_name": "",
        "shown": [stay.pk for stay in shown],
        "here": [stay.pk for stay in shown if stay not in absent],
    }
    return data | {f"{stay.pk}-absence": why for stay, why in absent.items()} | changes


def detail(session):
    return reverse("cases:session_detail", args=[session.pk])


def edit(session):
    return reverse("cases:session_edit", args=[session.pk])


def states(session):
    rows = session.services.select_related("stay__person")
    return {row.stay.person.name: row.state for row in rows}


# Writing it down


@pytest.mark.parametrize("role", [Role.CARETAKER, Role.SOCIAL_WORKER])
def test_everybody_ticked_is_there_and_the_others_say_why(client, login, role):
    user = login(role)
    here, sick = named("Rendi"), named("Ma'ruf")
    page = client.get(REGISTER)
    assertContains(page, "Ma&#x27;ruf")
    response = client.post(REGISTER, posted(user, [here, sick], {sick: "sick"}))
    session = GroupSession.objects.get()
    assertRedirects(response, detail(session))
    assert states(session) == {"Rendi": "done", "Ma'ruf": "absent"}
    row = session.services.get(state="done")
    assert (row.done_at, row.minutes, row.spm, row.done_by) == (
        session.held_at,
        60,
        "guidance",
        user,
    )
    assertContains(client.get(detail(session)), "Sakit")
    assertContains(client.get(LIST), "1 hadir, 1 tidak")


def test_one_line_of_the_log_names_everybody(client, login):
    user = login(Role.CARETAKER)
    stays = [named("Rendi"), named("Hamzah")]
    client.post(REGISTER, posted(user, stays))
    [entry] = Entry.objects.filter(verb="held")
    assert set(entry.details["people"]) == {stay.person_id for stay in stays}
    assert entry.details["present"] == 2


def test_a_reason_is_needed_and_other_needs_words(client, login):
    user = login(Role.CARETAKER)
    here, gone = named("Rendi"), named("Hamzah")
    assertContains(
        client.post(REGISTER, posted(user, [here, gone], {gone: ""})),
        "Alasan belum lengkap: Hamzah.",
    )
    assertContains(
        client.post(REGISTER, posted(user, [here, gone], {gone: "other"})),
        "Tulis keterangannya.",
    )
    assertContains(
        client.post(REGISTER, posted(user, [here, gone], {gone: "ghost"})),
        "Alasan ini tidak dikenal.",
    )
    words = {f"{gone.pk}-note": "Dijemput guru."}
    client.post(REGISTER, posted(user, [here, gone], {gone: "other"}, **words))
    assert Service.objects.get(state="absent").absence_words == "Lainnya: Dijemput guru."


def test_a_session_without_anybody_is_none(client, login):
    user = login(Role.CARETAKER)
    gone = named("Hamzah")
    page = client.post(REGISTER, posted(user, [gone], {gone: "sick"}))
    assertContains(page, "Tidak ada yang hadir.")
    assert not GroupSession.objects.exists()


def test_nobody_writes_down_a_session_of_tomorrow(client, login):
    user = login(Role.CARETAKER)
    ahead = posted(user, [named("Rendi")], held_at=written(TEN + days.ONE_HOUR))
    assertContains(client.post(REGISTER, ahead), "Waktu ini belum terjadi.")


def test_on_the_last_evening_of_the_year_it_is_of_that_day(client, login, time_machine_at):
    late = days.at(datetime.date(2026, 12, 31), datetime.time(23, 30))
    time_machine_at(late)
    user = login(Role.CARETAKER)
    data = posted(user, [named("Rendi")], held_at=written(late))
    client.post(REGISTER, data)
    session = GroupSession.objects.get()
    assert str(session).endswith("31/12/2026")
    week = client.get(reverse("cases:session_week"), {"from": "2026-12-31"})
    assertContains(week, detail(session))


def test_sent_twice_is_one_and_with_another_tick_is_refused(client, login):
    user = login(Role.CARETAKER)
    one, other = named("Rendi"), named("Hamzah")
    twice = posted(user, [one, other])
    client.post(REGISTER, twice)
    assertRedirects(client.post(REGISTER, twice), detail(GroupSession.objects.get()))
    again = client.post(REGISTER, twice | {"here": [one.pk], f"{other.pk}-absence": "sick"})
    assertContains(again, "sudah terkirim dengan isi lain")
    assert Service.objects.count() == 2


def test_two_who_write_at_once_make_two_sessions_and_no_row_twice(client, login):
    user, stay = login(Role.CARETAKER), named("Rendi")
    client.post(REGISTER, posted(user, [stay]))
    client.post(REGISTER, posted(login(Role.SOCIAL_WORKER), [stay]))
    assert GroupSession.objects.count() == 2
    session = GroupSession.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceFactory(stay=stay, session=session, kind=session.kind)


def test_what_is_written_down_already_is_refused_with_the_way_to_it(client, login):
    user = login(Role.CARETAKER)
    one, other = named("Rendi"), named("Hamzah")
    client.post(REGISTER, posted(user, [one, other], {one: "sick"}))
    session = GroupSession.objects.get()
    login(Role.SOCIAL_WORKER)
    again = client.post(REGISTER, posted(user, [one, other], place="ruang belajar"))
    assertContains(again, "Kegiatan ini sudah dicatat")
    assertContains(again, f'href="{detail(session)}"')
    assert GroupSession.objects.count() == 1
    for changes in (
        {"kind": kind("fisik").pk},
        {"held_at": written(TEN - 2 * days.ONE_HOUR)},
        {"place": "Aula"},
        {"led_by_name": "Ustaz Nur"},
    ):
        assert client.post(REGISTER, posted(user, [one], **changes)).status_code == 302


def test_nor_does_a_correction_make_one_that_is_there_already(client, login):
    user, stay = login(Role.CARETAKER), named("Rendi")
    client.post(REGISTER, posted(user, [stay]))
    first = GroupSession.objects.get()
    client.post(REGISTER, posted(user, [stay], place="Aula"))
    second = GroupSession.objects.get(place="Aula")
    page = client.post(edit(second), posted(user, [stay], shown_version=1))
    assertContains(page, "Kegiatan ini sudah dicatat")
    assertContains(page, f'href="{detail(first)}"')


def test_who_left_since_the_list_was_shown_was_there(client, login):
    user = login(Role.CARETAKER)
    here, left = named("Rendi"), named("Hamzah")
    stays = [here, left]
    data = posted(user, stays)
    left.ended_at = TEN - datetime.timedelta(minutes=10)
    left.save()
    client.post(REGISTER, data)
    assert states(GroupSession.objects.get()) == {"Rendi": "done", "Hamzah": "done"}


def sealed_and_gone():
    gone = StayFactory(days_ago=90, ended_at=TEN - datetime.timedelta(days=80))
    SealFactory(person=gone.person)
    return gone


@pytest.mark.parametrize("role", [Role.CARETAKER, Role.SOCIAL_WORKER])
@pytest.mark.parametrize("days_ago", [0, 85])
def test_no_list_tells_when_a_closed_file_was_in_the_house(client, login, role, days_ago):
    user, gone = login(role), sealed_and_gone()
    here = StayFactory(days_ago=100)
    at = TEN - datetime.timedelta(days=days_ago, minutes=30)
    page = client.post(REGISTER, posted(user, [here, gone], held_at=written(at)))
    assertContains(page, "orang yang tidak dikenal")
    assertNotContains(page, gone.person.file_number)
    nobody = posted(user, [here], held_at=written(at)) | {"shown": [here.pk, 10**9]}
    assertContains(client.post(REGISTER, nobody), "orang yang tidak dikenal")
    # Nor does the page on which an old one is corrected.
    client.post(REGISTER, posted(user, [here], held_at=written(at)))
    session = GroupSession.objects.get()
    assertNotContains(client.get(edit(session)), gone.person.file_number)


def test_why_a_closed_file_was_not_there_is_kept_and_not_shown(client, login):
    user = login(Role.CARETAKER)
    here, closed = named("Rendi"), named("Hamzah")
    client.post(REGISTER, posted(user, [here, closed], {closed: "refused"}))
    session = GroupSession.objects.get()
    SealFactory(person=closed.person)
    login(Role.SOCIAL_WORKER)
    page = client.get(edit(session))
    ticks = {tick.stay.pk: tick for tick in page.context["form"].ticks}
    assert ticks[closed.pk].absence == ""
    assertNotContains(page, f'id="alasan-{closed.pk}-refused" checked')
    sent = posted(user, [here, closed], {closed: ""}, shown_version=session.version)
    assertRedirects(client.post(edit(session), sent), detail(session))
    assert Service.objects.get(stay=closed).absence == "refused"


def test_who_was_not_in_the_house_then_is_refused_by_name(client, login):
    user = login(Role.SOCIAL_WORKER)
    here, came = named("Rendi"), named("Hamzah")
    late = posted(user, [here, came], held_at=written(TEN - 24 * 3 * days.ONE_HOUR))
    assertContains(client.post(REGISTER, late), "tidak ada di RPTC pada waktu itu.")
    stay = named("Rendiansyah")
    closed = SealFactory(person=stay.person).person
    stay.ended_at = TEN - 2 * days.ONE_HOUR
    stay.save()
    told = client.post(REGISTER, posted(user, [here, stay]))
    assertContains(told, f"Berkas tertutup {closed.file_number}")
    assertNotContains(told, "Rendiansyah")
    stranger = posted(user, [here]) | {"shown": [here.pk, 987654321], "here": [here.pk]}
    assertContains(client.post(REGISTER, stranger), "Muat ulang halaman.")
    assert not GroupSession.objects.exists()


def test_only_kinds_of_a_group_and_staff_are_offered(client, login):
    login(Role.CARETAKER)
    named("Rendi")
    partner, session = UserFactory(roles=[Role.PARTNER]), GroupSessionFactory()
    for page in (client.get(REGISTER), client.get(edit(session))):
        fields = page.context["form"].fields
        offered = {str(value) for value, _ in fields["kind"].choices}
        assert offered == {
            "",
            *map(str, ServiceKind.objects.filter(is_group=True).values_list("pk", flat=True)),
        }
        assert str(partner.pk) not in {str(value) for value, _ in fields["led_by"].choices}


def test_an_outside_leader_takes_the_place_of_staff(client, login):
    user = login(Role.CARETAKER)
    client.post(REGISTER, posted(user, [named("Rendi")], led_by_name="Ustaz Nur"))
    session = GroupSession.objects.get()
    assert (session.leader, session.led_by) == ("Ustaz Nur", None)
    assert session.services.get().who == "Ustaz Nur"
    nobody = posted(user, [named("Hamzah")], led_by="")
    assertContains(client.post(REGISTER, nobody), "Pilih petugas, atau tulis nama orang luar.")


def test_a_photo_is_kept_as_evidence_and_shown_to_who_may(client, login):
    user = login(Role.CARETAKER)
    photo = SimpleUploadedFile("a.jpg", pictures.jpeg(), "image/jpeg")
    client.post(REGISTER, posted(user, [named("Rendi")], photo=photo))
    shown = SessionPhoto.objects.get()
    answer = client.get(reverse("cases:session_photo", args=[shown.pk]))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "no-store"
    torn = SimpleUploadedFile("a.jpg", b"GIF89a", "image/jpeg")
    refused = client.post(REGISTER, posted(user, [named("Hamzah")], photo=torn))
    assertContains(refused, "Gambar GIF tidak diterima.")


# The list


def test_who_is_out_or_missing_is_named_below_and_not_ticked(client, login):
    login(Role.CARETAKER)
    named("Rendi")
    LeaveFactory(stay=named("Yusril"), reason="hospital")
    AbsenceFactory(stay=named("Rehan"))
    page = client.get(REGISTER)
    assert [tick.name for tick in page.context["called"].ticks] == ["Rendi"]
    assertContains(page, "Rehan (tidak terlihat)")
    assertContains(page, "Yusril (")


def test_who_lies_in_isolation_is_on_the_list_and_not_ticked(client, login):
    user = login(Role.CARETAKER)
    here, lies = named("Rendi"), named("Hamzah")
    BedUseFactory(stay=lies, bed__room__purpose="isolation")
    page = client.get(REGISTER)
    ticks = {tick.name: tick.is_present for tick in page.context["called"].ticks}
    assert ticks == {"Rendi": True, "Hamzah": False}
    answer = client.post(REGISTER, posted(user, [here, lies], {lies: ""}))
    assertContains(answer, "Alasan belum lengkap: Hamzah.")


def test_why_who_lies_in_isolation_does_not_come_stands_there_already(client, login):
    user = login(Role.CARETAKER)
    here, lies = named("Rendi"), named("Hamzah")
    BedUseFactory(stay=lies, bed__room__purpose="isolation")
    ticks = {tick.name: tick for tick in client.get(REGISTER).context["called"].ticks}
    assert (ticks["Rendi"].absence, ticks["Rendi"].note) == ("", "")
    sent = ticks["Hamzah"].absence
    data = posted(user, [here, lies], {lies: sent}) | {f"{lies.pk}-note": ticks["Hamzah"].note}
    assert client.post(REGISTER, data).status_code == 302
    service = Service.objects.get(stay=lies)
    assert (service.absence, service.absence_note) == ("other", "Di kamar isolasi.")


def test_who_lies_in_isolation_comes_where_somebody_says_that_they_may(client, login):
    user = login(Role.CARETAKER)
    here, lies = named("Rendi"), named("Hamzah")
    BedUseFactory(stay=lies, bed__room__purpose="isolation")
    data = posted(user, [here, lies])
    page = client.post(REGISTER, data)
    assertContains(page, "Di kamar isolasi: Hamzah.")
    assertContains(page, "Boleh ikut, petugas kesehatan mengizinkan", 1)
    assert not Service.objects.exists()
    assert client.post(REGISTER, data | {"may_come": lies.pk}).status_code == 302
    assert Service.objects.get(stay=lies).state == "done"


def test_the_list_goes_by_room_and_bed(client, login):
    login(Role.CARETAKER)
    bed = BedUseFactory(stay=named("Rendi"), bed__label="2").bed
    BedUseFactory(stay=named("Hamzah"), bed__room=bed.room, bed__label="1")
    named("Anwar")
    ticks = client.get(REGISTER).context["called"].ticks
    assert [tick.name for tick in ticks] == ["Hamzah", "Rendi", "Anwar"]
    assert ticks[0].about.endswith("tempat 1")


def test_children_and_adults_have_lists_of_their_own(client, login):
    login(Role.CARETAKER)
    named("Rendi", 11)
    named("Hamzah", 40)
    for whom, names in [("children", ["Rendi"]), ("adults", ["Hamzah"])]:
        page = client.get(REGISTER, {"for": whom})
        assert [tick.name for tick in page.context["called"].ticks] == names


def test_house_staff_read_name_age_and_bed_and_nothing_else(client, login):
    login(Role.CARETAKER)
    stay = named("Rendi", 11, intake__person__nik="7371010101150001")
    page = client.get(REGISTER)
    assertContains(page, "sekitar\xa011\xa0th")
    assertNotContains(page, "7371010101150001")
    assertNotContains(page, stay.intake.classification.name)


def test_a_closed_file_is_called_by_its_number(client, login):
    login(Role.SOCIAL_WORKER)
    closed = named("Rendiansyah")
    SealFactory(person=closed.person)
    page = client.get(REGISTER)
    assertContains(page, f"Berkas tertutup {closed.person.file_number}")
    assertNotContains(page, "Rendiansyah")
    session = GroupSessionFactory()
    ServiceFactory(stay=closed, session=session, kind=session.kind, done_at=session.held_at)
    missed = ServiceFactory(
        missed=True, stay__intake__person__name="Hamzahari", session=session, absence="other",
        absence_note="Ke sidang.",
    )  # fmt: skip
    SealFactory(person=missed.stay.person)
    for page in (client.get(detail(session)), client.get(edit(session))):
        assertNotContains(page, "Rendiansyah")
        assertNotContains(page, "Ke sidang.")


def test_its_place_among_the_names_does_not_tell_the_name_of_a_closed_file(client, login):
    login(Role.SOCIAL_WORKER)
    session = GroupSessionFactory()
    stays = [named(name) for name in ("Zul", "Mina", "Abu")]
    for stay in stays:
        ServiceFactory(stay=stay, session=session, kind=session.kind)
    SealFactory(person=stays[1].person)
    shown = [tick.name for tick in client.get(detail(session)).context["present"]]
    assert shown == ["Abu", "Zul", f"Berkas tertutup {stays[1].person.file_number}"]


def test_the_week_counts_no_service_of_a_file_that_is_open_as_to_house_staff(client, login):
    user = login(Role.CARETAKER, Role.SOCIAL_WORKER)
    stay = named("Rendi")
    ServiceFactory(stay=stay)
    week = reverse("cases:session_week")
    assertContains(client.get(week), "Layanan untuk satu klien: 1.")
    SealFactory(person=stay.person, recorded_by=user)
    assertNotContains(client.get(week), "Layanan untuk satu klien: 1.")


def test_ones_own_family_is_a_number_too(client, login):
    user = login(Role.CARETAKER)
    own = named("Rendiansyah")
    ConflictFactory(person=own.person, user=user, recorded_by=user)
    assertNotContains(client.get(REGISTER), "Rendiansyah")


def test_it_begins_as_the_last_one_did(client, login):
    login(Role.CARETAKER)
    named("Rendi")
    GroupSessionFactory(kind=kind("fisik"), place="Lapangan", topic="Senam")
    last = GroupSessionFactory(kind=kind("sosial"), place="Aula", for_whom="children")
    sport = GroupSession.objects.get(place="Lapangan")
    page = client.get(REGISTER, {"like": sport.pk})
    assertContains(page, "Lapangan")
    assert page.context["form"]["kind"].value() == sport.kind_id
    GroupSession.objects.filter(pk=last.pk).update(held_at=TEN)
    page = client.get(REGISTER)
    assert page.context["form"]["place"].value() == "Aula"
    # The last of all may have been for children; the next is for everybody until it is said.
    assert page.context["form"]["for_whom"].value() == "all"
    again = client.get(REGISTER, {"like": last.pk})
    assert again.context["form"]["for_whom"].value() == "children"
    assert client.get(REGISTER, {"like": "x"}).status_code == 200


def test_a_session_of_forty_asks_as_much_as_one_of_four(client, login):
    user = login(Role.CARETAKER)
    few = [named(f"Rendi {n}") for n in range(4)]
    asked = []
    for stays in (few, few + [named(f"Hamzah {n}") for n in range(36)]):
        client.get(REGISTER)
        with CaptureQueriesContext(connection) as shown:
            client.get(REGISTER)
        with CaptureQueriesContext(connection) as saved:
            client.post(REGISTER, posted(user, stays, place=f"Ruang {len(stays)}"))
        with CaptureQueriesContext(connection) as read:
            client.get(detail(GroupSession.objects.latest("pk")))
        asked.append((len(shown), len(saved), len(read)))
    assert asked[0] == asked[1]
    assert max(asked[1]) <= 40
    assert asked[1][0] <= 25


# Put right


def test_a_correction_moves_who_was_there_and_keeps_what_stood_there(client, login):
    user = login(Role.CARETAKER)
    here, sick = named("Rendi"), named("Hamzah")
    client.post(REGISTER, posted(user, [here, sick], {sick: "sick"}))
    session = GroupSession.objects.get()
    came = named("Anwar")
    page = client.get(edit(session))
    assert {tick.name: tick.is_written for tick in page.context["form"].ticks} == {
        "Rendi": True,
        "Hamzah": True,
        "Anwar": False,
    }
    data = posted(user, [here, sick, came], {here: "refused", came: ""}) | {"shown_version": 1}
    assertRedirects(client.post(edit(session), data), detail(session))
    assert states(session) == {"Rendi": "absent", "Hamzah": "done"}
    session.refresh_from_db()
    assert session.version == 2
    row = session.services.get(stay=here)
    assert list(row.history.order_by("pgh_id").values_list("state", flat=True)) == [
        "done",
        "absent",
    ]
    client.post(edit(session), data | {"here": [sick.pk, came.pk], "shown_version": 2})
    assert states(session)["Anwar"] == "done"


def test_who_corrects_an_older_version_is_told(client, login):
    user = login(Role.CARETAKER)
    stay = named("Rendi")
    client.post(REGISTER, posted(user, [stay]))
    session = GroupSession.objects.get()
    data = posted(user, [stay], place="Aula") | {"shown_version": 1}
    client.post(edit(session), data)
    page = client.post(edit(session), data | {"place": "Dapur"})
    assertContains(page, "diubah orang lain")


def test_a_changed_kind_counts_as_what_it_was(client, login):
    user = login(Role.CARETAKER)
    stay = named("Rendi")
    client.post(REGISTER, posted(user, [stay]))
    session = GroupSession.objects.get()
    ServiceKind.objects.filter(code="sosial").update(spm="")
    same = posted(user, [stay]) | {"shown_version": 1}
    client.post(edit(session), same)
    assert session.services.get().spm == "guidance"
    client.post(edit(session), same | {"kind": kind("fisik").pk, "shown_version": 2})
    row = session.services.get()
    assert (row.kind.code, row.spm, row.minutes) == ("fisik", "guidance", 45)


def test_a_session_is_corrected_after_somebody_left(client, login):
    user = login(Role.CARETAKER)
    here, left = named("Rendi"), named("Hamzah")
    client.post(REGISTER, posted(user, [here]))
    session = GroupSession.objects.get()
    left.ended_at = TEN - datetime.timedelta(minutes=5)
    left.save()
    data = posted(user, [here, left]) | {"shown_version": 1}
    client.post(edit(session), data)
    assert states(session)["Hamzah"] == "done"


# On paper


def test_the_attendance_list_has_names_and_room_to_sign(client, login, read_pdf):
    user = login(Role.CARETAKER)
    here, sick = named("Rendi"), named("Hamzah")
    client.post(REGISTER, posted(user, [here, sick], {sick: "sick"}))
    session = GroupSession.objects.get()
    SessionPhotoFactory(session=session)
    text = read_pdf(client.get(reverse("cases:session_attendance_print", args=[session.pk])))
    for words in ("Daftar Hadir", "Rendi", "CAP JEMPOL", "Ruang belajar", str(user)):
        assert words in " ".join(text.split())
    assert "Hamzah (sakit)" in text
    assert Entry.objects.filter(verb="printed", actor=user).exists()


def test_a_blank_list_is_printed_before_the_session(client, login, read_pdf):
    login(Role.SOCIAL_WORKER)
    named("Rendi")
    closed = named("Rendiansyah")
    SealFactory(person=closed.person)
    text = read_pdf(client.get(reverse("cases:session_blank_print")))
    assert "Rendi" in text
    assert "Rendiansyah" not in text
    assert closed.person.file_number in text


def test_the_week_of_the_house_names_nobody(client, login, read_pdf):
    user = login(Role.CARETAKER)
    client.post(REGISTER, posted(user, [named("Rendiansyah")]))
    for url in ("cases:session_week", "cases:session_week_print"):
        answer = client.get(reverse(url), {"from": "2026-11-26"})
        if url.endswith("print"):
            text = read_pdf(answer)
        else:
            text = answer.content.decode()
        assert "Bimbingan sosial" in text
        assert "Rendiansyah" not in text
    assert client.get(reverse("cases:session_week"), {"from": "9999-99-99"}).status_code == 200


def test_the_list_does_not_ask_more_with_more_rows(login, count_queries):
    login(Role.HEAD)
    GroupSessionFactory()
    few = count_queries(LIST)
    for _ in range(10):
        session = GroupSessionFactory()
        ServiceFactory(session=session, kind=session.kind, done_at=session.held_at)
    assert count_queries(LIST) == few


def test_after_an_exit_the_sessions_stay(client, login):
    """Who has left is no more the house's: a number."""
    login(Role.CARETAKER)
    session = GroupSessionFactory(held_at=TEN - 24 * days.ONE_HOUR)
    row = ServiceFactory(
        stay=named("Rendiansyah"), session=session, kind=session.kind, done_at=session.held_at
    )
    row.stay.ended_at = TEN
    row.stay.save()
    page = client.get(detail(session))
    assertNotContains(page, "Rendiansyah")
    assertContains(page, row.stay.person.file_number)
