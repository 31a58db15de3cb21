"""Visitors: received or refused, who is still inside, and who must not be received."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.gate.incidents.models import Incident
from cases.gate.receivers import NOT_TO_THEM
from cases.gate.visits import actions
from cases.gate.visits.actions import ASK_OF_OTHER, TELL_OF_BAN
from cases.gate.visits.forms import LEFT_BEFORE
from cases.gate.visits.models import Unwelcome, Visit
from cases.people.flags.models import Flag
from cases.people.models import Person
from rptc import days
from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from rptc.waiting import about
from tests.factories import (
    AbsenceFactory,
    AssessmentFactory,
    ConflictFactory,
    ConsentFactory,
    FlagFactory,
    PersonFactory,
    RelationFactory,
    SealFactory,
    SealReaderFactory,
    StayFactory,
    SubstitutionFactory,
    UnwelcomeFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db

LIST = reverse("cases:visit_list")
REGISTER = reverse("cases:visit_register")
BANS = reverse("cases:unwelcome_list")
BAN = reverse("cases:unwelcome_add")


def page_of(stay):
    return reverse("cases:stay_detail", args=[stay.pk])


def detail(visit):
    return reverse("cases:visit_detail", args=[visit.pk])


def leave(visit):
    return reverse("cases:visit_leave", args=[visit.pk])


def written(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def posted(stay, **changes):
    return {
        "send_key": str(uuid.uuid4()),
        "stay": stay.pk,
        "visitor": "Hasna Dg. Kebo",
        "relation": "ibu",
        "id_kind": "ktp",
        "id_number": "7371014404800001",
        "phone": "081234567890",
        "came_at": written(days.now() - days.ONE_HOUR),
        "outcome": "received",
        "allowed_by": stay.social_worker_id or "",
        "things": "Baju ganti",
    } | changes


def banned(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "name": "Baso Rewa",
        "relation": "bos",
        "person": "",
        "reason": "Menyuruh anak mengamen.",
        "starts_on": str(days.today()),
    } | changes


REFUSED = {"outcome": "refused", "allowed_by": ""}


@pytest.fixture
def stay(db):
    """Of a child, whose social worker allows what is typed here."""
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    return StayFactory(child=True, days_ago=2, social_worker=worker)


# On whose word a child is visited


def test_whoever_may_be_a_child_is_visited_on_somebodys_word(client, login):
    login(Role.CARETAKER)
    unknown = {"age_kind": "unknown", "age_years": None, "age_stated_on": None}
    for person, is_asked in [
        (PersonFactory(child=True), True),
        (PersonFactory(**unknown), True),
        (PersonFactory(), False),
    ]:
        stay = StayFactory(intake__person=person, days_ago=2)
        client.post(REGISTER, posted(stay, allowed_by=""))
        assert Visit.objects.filter(stay=stay).exists() != is_asked, person.age


def test_house_staff_or_who_is_of_the_family_cannot_give_it(client, login, stay):
    piket = login(Role.CARETAKER)
    aunt = UserFactory(roles=[Role.SOCIAL_WORKER])
    ConflictFactory(user=aunt, person=stay.person)
    gone = UserFactory(roles=[Role.HEAD], is_active=False)
    for who in (piket, aunt, gone):
        client.post(REGISTER, posted(stay, allowed_by=who.pk))
        assert not Visit.objects.exists(), who


def test_whose_case_it_is_stands_first_and_nobodys_number_is_told(client, login, stay):
    login(Role.CARETAKER)
    head = UserFactory(roles=[Role.HEAD], full_name="Aaa")
    User.objects.update(phone="0812 9999")
    page = client.get(f"{REGISTER}?stay={stay.pk}")
    labels = [str(label) for _, label in page.context["form"]["allowed_by"].field.choices]
    assert labels[1:3] == [str(stay.social_worker), str(head)]
    assertNotContains(page, "0812 9999")
    # Of a closed file it is not told whose case it is.
    Person.objects.filter(pk=stay.person_id).update(is_sealed=True)
    page = client.get(f"{REGISTER}?stay={stay.pk}")
    labels = [str(label) for _, label in page.context["form"]["allowed_by"].field.choices]
    assert labels[1:3] == [str(head), str(stay.social_worker)]


def test_it_asks_the_same_of_every_child(client, login, stay):
    """Who knows of an answer that is feared is not told by the question."""
    login(Role.CARETAKER)
    AssessmentFactory(done=True, stay=stay, has_red=True)
    other = StayFactory(child=True, days_ago=2)
    pages = [client.post(REGISTER, posted(each, allowed_by="")) for each in (stay, other)]
    assert len({str(page.context["form"].errors) for page in pages}) == 1


def test_no_word_lets_in_whoever_must_not_be_received(client, login, stay):
    login(Role.CARETAKER)
    FlagFactory(person=stay.person)
    assertContains(client.post(REGISTER, posted(stay, visitor="Baso")), "Jangan terima")
    assert not Visit.objects.exists()


def test_another_worker_cannot_give_it_and_a_substitute_can(client, login, stay):
    login(Role.CARETAKER)
    other, head = (UserFactory(roles=[role]) for role in (Role.SOCIAL_WORKER, Role.HEAD))
    refused = client.post(REGISTER, posted(stay, allowed_by=other.pk))
    assertContains(refused, "Tanyakan kepada pekerja sosial yang memegang kasusnya")
    SubstitutionFactory(worker=stay.social_worker, substitute=other)
    for who in (other, head):
        client.post(REGISTER, posted(stay, allowed_by=who.pk, visitor=f"Hasna {who.pk}"))
        assert Visit.objects.filter(allowed_by=who).exists()
    # A child without a social worker is any one's; so is an adult.
    nobodys, adult = StayFactory(child=True, days_ago=2), StayFactory(days_ago=2)
    for each in (nobodys, adult):
        client.post(REGISTER, posted(each, allowed_by=UserFactory(roles=[Role.SOCIAL_WORKER]).pk))
        assert Visit.objects.filter(stay=each).exists()


def test_who_may_not_open_the_file_gives_no_word(client, login):
    """They would not read that it was used."""
    login(Role.CARETAKER)
    worker, other = (UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(2))
    for facts in ({"child": True}, {}):
        sealed = StayFactory(
            intake__person__is_sealed=True, days_ago=2, social_worker=worker, **facts
        )
        client.post(REGISTER, posted(sealed, allowed_by=other.pk))
        assert not Visit.objects.filter(stay=sealed).exists()


def test_it_is_said_with_all_else_that_is_wrong(client, login, stay):
    login(Role.CARETAKER)
    page = client.post(REGISTER, posted(stay, allowed_by="", visitor="ibu", id_number="7"))
    assert set(page.context["form"].errors) == {"visitor", "id_number", "allowed_by"}


def test_whose_word_it_was_and_whose_case_it_is_read_that_it_was_used(client, login, stay):
    login(Role.CARETAKER)
    head = UserFactory(roles=[Role.HEAD])
    client.post(REGISTER, posted(stay, allowed_by=head.pk))
    visit = Visit.objects.get()
    assertContains(client.get(detail(visit)), f"<dd>{head}</dd>", html=True)
    for user in (head, stay.social_worker):
        client.force_login(user)
        assertContains(client.get("/"), "atas nama Anda atau kepada klien Anda, dua hari")
        assertContains(client.get(f"{LIST}?show=allowed"), visit.visitor)
    # Also of a visit that is written down later.
    Visit.objects.update(came_at=days.now() - 2 * days.ONE_DAY - days.ONE_HOUR)
    assert list(Visit.objects.allowed_for(head)) == [visit]
    other = login(Role.SOCIAL_WORKER)
    assert visit not in Visit.objects.allowed_for(other)
    assertNotContains(client.get(f"{LIST}?show=allowed"), visit.visitor)


def test_who_is_not_seen_has_no_visitor(client, login, stay):
    login(Role.CARETAKER)
    AbsenceFactory(stay=stay, last_seen_at=days.now() - 2 * days.ONE_HOUR)
    assertContains(client.post(REGISTER, posted(stay)), "Catat dahulu bahwa ia kembali.")
    before = {"came_at": written(days.now() - 3 * days.ONE_HOUR)}
    client.post(REGISTER, posted(stay, **before))
    assert Visit.objects.count() == 1


def test_an_adult_who_wants_no_family_told_is_asked_first(client, login):
    login(Role.CARETAKER)
    stay = StayFactory(days_ago=1, social_worker=UserFactory(roles=[Role.SOCIAL_WORKER]))
    ConsentFactory(stay=stay, purpose="family", answer="no")
    page = client.post(REGISTER, posted(stay, allowed_by=""))
    assertContains(page, "Tanyakan dahulu kepadanya lewat pekerja sosial")
    client.post(REGISTER, posted(stay))
    assert Visit.objects.get().allowed_by == stay.social_worker


# "Saya tidak mengizinkan"


def deny(visit):
    return reverse("cases:visit_deny", args=[visit.pk])


def test_whose_word_was_not_given_says_so_and_the_head_reads_it(client, login, stay):
    visit = VisitFactory(stay=stay, allowed_by=stay.social_worker, relation="paman")
    client.force_login(stay.social_worker)
    assertContains(client.get(detail(visit)), deny(visit))
    # Nobody takes it back: it is asked once more.
    page = client.get(deny(visit))
    assertContains(page, f"{visit.visitor} (paman) diterima untuk {stay.person} atas nama Anda")
    assertContains(page, "yang dibaca Kepala UPT, dan tidak dapat dibatalkan")
    visit.refresh_from_db()
    assert visit.denied_at is None
    page = client.post(deny(visit), follow=True)
    assertContains(page, "telepon petugas piket")
    assertContains(page, "yang menyatakan tidak mengizinkan")
    again = client.post(deny(visit), follow=True)
    assertContains(again, "Sudah tercatat bahwa Anda tidak mengizinkan.")
    assertRedirects(client.get(deny(visit)), detail(visit))
    incident = Incident.objects.get()
    assert (incident.kind, incident.severity) == ("visit", "serious")
    assert incident.people.get(stay=stay).side == "victim"
    assert incident.people.get(stay=None).name == str(visit.recorded_by)
    head = login(Role.HEAD)
    assert incident in Incident.objects.to_be_known_by(head)
    assertContains(client.get(f"{LIST}?show=inside"), "izinnya disangkal")
    # All read it while the visitor is with the child.
    assertContains(client.get("/"), "Pengunjung di dalam, izinnya disangkal")
    login(Role.CARETAKER)
    assertContains(client.get("/"), "Pengunjung di dalam, izinnya disangkal")
    client.post(leave(visit))
    assertNotContains(client.get("/"), "izinnya disangkal")


def test_nobody_denies_the_word_of_another(client, login, stay):
    visit = VisitFactory(stay=stay, allowed_by=stay.social_worker)
    head = login(Role.HEAD)
    assertNotContains(client.get(detail(visit)), "Saya tidak mengizinkan")
    assertRedirects(client.get(deny(visit)), detail(visit))
    page = client.post(deny(visit), follow=True)
    assertContains(page, "Hanya yang disebut mengizinkan yang dapat menyangkal.")
    login(Role.CARETAKER)
    assert client.post(deny(visit)).status_code == 403
    visit.refresh_from_db()
    assert visit.denied_at is None
    assert not Incident.objects.exists()
    # A head knows of their own: nobody has to tell them.
    actions.deny_word(VisitFactory(stay=stay, allowed_by=head), by=head)
    assert not Incident.objects.to_be_known().exists()


def test_the_database_lets_nobody_deny_what_nobody_allowed(stay):
    with pytest.raises(IntegrityError, match="visit_is_denied_by_who"), transaction.atomic():
        VisitFactory(stay=stay, denied_at=days.now())


# Received, and out again


def test_a_visitor_is_inside_until_one_tap(client, login, stay):
    login(Role.CARETAKER)
    assertRedirects(client.post(REGISTER, posted(stay)), LIST)
    visit = Visit.objects.get()
    inside = client.get(f"{LIST}?show=inside")
    assertContains(inside, "Hasna Dg. Kebo")
    assertContains(client.get(page_of(stay)), detail(visit))
    client.post(leave(visit), follow=True)
    assertContains(client.post(leave(visit), follow=True), "sudah keluar")
    assertNotContains(client.get(f"{LIST}?show=inside"), "Hasna Dg. Kebo")
    visit.refresh_from_db()
    assert visit.left_at >= visit.came_at


def test_sent_twice_is_one_visit(client, login, stay):
    login(Role.CARETAKER)
    twice = posted(stay)
    client.post(REGISTER, twice)
    client.post(REGISTER, twice)
    assert Visit.objects.count() == 1


def test_nobody_is_inside_twice(client, login, stay):
    login(Role.CARETAKER)
    client.post(REGISTER, posted(stay))
    again = posted(stay, visitor="hasna dg. kebo")
    assertContains(client.post(REGISTER, again), "masih di dalam sejak")
    assert Visit.objects.count() == 1
    # Refused at the door, she is not inside.
    client.post(REGISTER, again | REFUSED | {"reason": "Di luar jam."})
    client.post(leave(Visit.objects.received().get()))
    assertRedirects(client.post(REGISTER, posted(stay)), LIST)
    assert Visit.objects.received().count() == 2


def test_the_number_of_the_paper_stands_on_its_own_page_alone(client, login, stay):
    login(Role.CARETAKER)
    client.post(REGISTER, posted(stay))
    for page in (LIST, page_of(stay)):
        assertNotContains(client.get(page), "7371014404800001")
    assertContains(client.get(LIST), "KTP …0001")
    assertContains(client.get(detail(Visit.objects.get())), "7371014404800001")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"visitor": "ibu"}, "bukan hanya hubungannya"),
        ({"id_number": "737101"}, "NIK harus 16 angka, baru terisi 6."),
        ({"id_number": "73710144048x0001"}, "NIK hanya berisi angka."),
        ({"id_number": ""}, "Isi nomor identitasnya."),
        ({"id_kind": "none"}, "Pilih identitasnya, atau kosongkan nomornya."),
        (REFUSED, "Tulis mengapa ditolak."),
        ({"outcome": "refused", "reason": "Mabuk."}, "Hanya diisi bila diterima."),
        ({"allowed_by": ""}, "Telepon dahulu, lalu pilih siapa yang mengizinkan."),
        ({"reason": "Mabuk."}, "Hanya diisi bila ditolak."),
        ({"came_at": written(days.now() + days.ONE_DAY)}, "Waktu ini belum terjadi."),
        ({"came_at": written(days.now() - 3 * days.ONE_DAY)}, "belum tiba pada hari itu."),
        ({"left_at": written(days.now() - 3 * days.ONE_HOUR)}, LEFT_BEFORE),
        ({"stay": ""}, "Pilih salah satu."),
    ],
)
def test_a_mistake_is_said_beside_its_field(client, login, stay, changes, said):
    login(Role.CARETAKER)
    assertContains(client.post(REGISTER, posted(stay) | changes), said)
    assert not Visit.objects.exists()


def test_who_is_without_papers_can_come_in(client, login, stay):
    login(Role.CARETAKER)
    client.post(REGISTER, posted(stay, id_kind="none", id_number=""))
    assertContains(client.get(LIST), "Tanpa identitas")


def test_the_database_holds_it(stay):
    now = days.now()
    for wrong in [
        {"left_at": now - days.ONE_DAY},
        {"outcome": "refused"},
        {"outcome": "refused", "reason": "Mabuk.", "left_at": now},
        {"outcome": "refused", "reason": "Mabuk.", "allowed_by": stay.social_worker},
        {"id_kind": "none", "id_number": "1"},
        {"id_kind": "sim", "id_number": ""},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            VisitFactory(stay=stay, **wrong)
    for wrong in [
        {"ends_on": days.today() - days.ONE_DAY},
        {"ended_at": now, "ended_by": UserFactory()},
        {"ended_at": now, "end_reason": "Keliru."},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            UnwelcomeFactory(**wrong)


# Who must not be received


def against_the_house(stay):
    UnwelcomeFactory(name="Baso Rewa")


def against_the_klien(stay):
    UnwelcomeFactory(name="Baso Rewa", person=stay.person)


def by_a_flag(stay):
    FlagFactory(person=stay.person, whom="Baso (paman)")


def by_a_flag_of_the_head(stay):
    FlagFactory(person=stay.person, whom="Baso (paman)", audience="head")


def by_exploitation(stay):
    adult = PersonFactory(name="Baso Rewa")
    RelationFactory(person=adult, other=stay.person, kind="relative", marked=True)


@pytest.mark.parametrize(
    ("warn", "said"),
    [
        (against_the_house, "Ada dalam daftar jangan terima: Baso Rewa"),
        (against_the_klien, "Ada dalam daftar jangan terima: Baso Rewa"),
        (by_a_flag, "Jangan serahkan kepada Baso (paman)"),
        (by_a_flag_of_the_head, NOT_TO_THEM),
        (by_exploitation, NOT_TO_THEM),
    ],
)
def test_whoever_must_not_be_received_can_only_be_refused(client, login, stay, warn, said):
    login(Role.CARETAKER)
    warn(stay)
    comes = posted(stay, visitor="Muh. Basso", relation="paman")
    response = client.post(REGISTER, comes)
    assertContains(response, said)
    assertNotContains(response, "menyuruh anak mengemis")
    assert not Visit.objects.exists()
    client.post(REGISTER, comes | REFUSED | {"reason": "Ada larangan."})
    assert Visit.objects.get().is_refused
    assertContains(client.get(LIST), "Ada larangan.")


def test_the_head_cannot_receive_them_either(stay):
    UnwelcomeFactory(name="Baso Rewa")
    visit = VisitFactory.build(stay=stay, visitor="Baso Rewa")
    with pytest.raises(ValidationError, match="Jangan terima"):
        actions.register_visit(visit, by=UserFactory(roles=[Role.HEAD]))


@pytest.mark.parametrize("visitor", ["Ba\u200bso", "Ba\u00adso", "Ba\u200dso", "\ufeffBaso"])
def test_a_sign_that_nobody_sees_is_no_way_round_a_ban(client, login, stay, visitor):
    login(Role.CARETAKER)
    UnwelcomeFactory(name="Baso Rewa")
    assertContains(client.post(REGISTER, posted(stay, visitor=visitor)), "Jangan terima")
    assert not Visit.objects.exists()


def test_a_ban_for_another_klien_or_one_that_has_ended_stops_nobody(client, login, stay):
    login(Role.CARETAKER)
    yesterday = days.today() - days.ONE_DAY
    UnwelcomeFactory(name="Baso", person=StayFactory().person)
    UnwelcomeFactory(name="Baso Rewa", starts_on=yesterday - days.ONE_DAY, ends_on=days.today())
    UnwelcomeFactory(name="Baso Rewa", starts_on=days.today() + days.ONE_DAY)
    UnwelcomeFactory(name="Baso Rewa", ended=True)
    client.post(REGISTER, posted(stay, visitor="Baso Rewa"))
    assert not Visit.objects.get().is_refused


@pytest.mark.parametrize("is_child", [True, False])
def test_who_is_forbidden_for_another_klien_comes_in_on_somebodys_word(client, login, is_child):
    login(Role.CARETAKER)
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = StayFactory(child=is_child, days_ago=2, social_worker=worker)
    other = FlagFactory(whom="Baso Rewa (paman)").person
    comes = posted(stay, visitor="Baso Rewa", relation="paman")
    assertNotContains(client.get(REGISTER), "sudah saya sebutkan")
    page = client.post(REGISTER, comes | {"allowed_by": ""})
    assertContains(page, f"dilarang untuk klien lain: {other}. {ASK_OF_OTHER}")
    assertContains(page, "sudah saya sebutkan")
    # Their word counts when they know of it.
    assertContains(client.post(REGISTER, comes), TELL_OF_BAN)
    assert not Visit.objects.exists()
    client.post(REGISTER, comes | {"told_of_ban": "on"})
    visit = Visit.objects.get()
    assert visit.allowed_by == worker
    client.force_login(worker)
    page = client.get(detail(visit))
    assertContains(page, "Dilarang untuk klien lain")
    assertContains(page, "disebutkan kepadanya, menurut")


FORBIDDEN = "Pengunjung di dalam, dilarang untuk klien lain"


def warned(client):
    """Is it said on Hari Ini, and does the list have exactly that one?"""
    is_said = FORBIDDEN in client.get("/").content.decode()
    page = client.get(LIST, {"show": "forbidden"})
    return is_said, [visit.pk for visit in page.context["page_obj"]]


@pytest.mark.parametrize("role", [Role.CARETAKER, Role.SOCIAL_WORKER, Role.HEAD])
def test_who_is_inside_and_forbidden_for_who_is_here_too_is_told_of(client, login, role):
    """The next shift, and the social worker of the other klien: they may meet."""
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    flag = FlagFactory(person=StayFactory(days_ago=1).person, whom="Baso Rewa (paman)")
    ban = UnwelcomeFactory(person=StayFactory(days_ago=1).person, name="Baso Rewa")
    gone = FlagFactory(person=StayFactory(ended=True).person, whom="Baso Rewa")
    visit = VisitFactory(allowed_by=worker, flags_of_others=[flag.pk], bans_of_others=[ban.pk])
    for of_whom in ({}, {"flags_of_others": [gone.pk]}):
        VisitFactory(allowed_by=worker, **of_whom)
    VisitFactory(allowed_by=worker, flags_of_others=[flag.pk], left=True)
    reader = login(role)
    assert warned(client) == (True, [visit.pk])
    assertContains(
        client.get(LIST, {"show": "inside"}), "Dilarang untuk klien lain</span>", count=1
    )
    if role != Role.CARETAKER:
        rows = about([visit.stay.person_id], reader)[visit.stay.person_id]
        [row] = [row for row in rows if row.waits.key == "visitors-forbidden-elsewhere"]
        assert row.url == detail(visit)
    # It ends with the last of what forbids it, as with the visit.
    over = {"starts_on": days.today() - days.ONE_DAY, "ends_on": days.today()}
    Flag.objects.filter(pk=flag.pk).update(**over)
    assert warned(client) == (True, [visit.pk])
    Unwelcome.objects.filter(pk=ban.pk).update(**over)
    assert warned(client) == (False, [])
    other = VisitFactory(
        allowed_by=worker,
        bans_of_others=[UnwelcomeFactory(person=ban.person, name="Baso Rewa").pk],
    )
    assert warned(client) == (True, [other.pk])
    actions.leave(other, by=UserFactory(roles=[Role.CARETAKER]))
    assert warned(client) == (False, [])


def test_of_a_warning_hears_there_who_hears_of_it_anywhere(client, login):
    """Nobody of their own family, and house staff of those alone that they may read."""
    child = StayFactory(child=True, days_ago=2).person
    head_alone = FlagFactory(person=child, whom="Baso Rewa", audience=Flag.Audience.HEAD)
    visit = VisitFactory(
        allowed_by=UserFactory(roles=[Role.HEAD]), flags_of_others=[head_alone.pk]
    )
    login(Role.CARETAKER)
    assert warned(client) == (False, [])
    for role in (Role.SOCIAL_WORKER, Role.HEAD):
        user = login(role)
        assert warned(client) == (True, [visit.pk])
        ConflictFactory(user=user, person=child)
        client.force_login(User.objects.get(pk=user.pk))
        assert warned(client) == (False, [])


def test_whose_bans_they_are_is_kept_also_of_what_the_door_does_not_hear(client, login, stay):
    secret = FlagFactory(
        person=StayFactory(days_ago=1).person, whom="Baso Rewa", audience=Flag.Audience.HEAD
    )
    ban = UnwelcomeFactory(person=StayFactory(days_ago=1).person, name="Baso Rewa")
    login(Role.CARETAKER)
    told = posted(stay, visitor="Baso Rewa", told_of_ban="on")
    client.post(REGISTER, told)
    visit = Visit.objects.get()
    assert (visit.flags_of_others, visit.bans_of_others) == ([secret.pk], [ban.pk])
    page = client.get(detail(visit))
    assertContains(page, "Jangan sampai bertemu")
    assertContains(page, reverse("cases:person_detail", args=[ban.person_id]))
    assertNotContains(page, str(secret.person))
    # Its history says that it was told, and not of whom.
    login(Role.HEAD)
    page = client.get(reverse("reports:record_history", args=["visit", visit.pk]))
    assertContains(page, "larangan untuk klien lain disebutkan", html=False)
    assertNotContains(page, "of others")


def test_a_tick_says_nothing_of_who_is_not_forbidden(client, login, stay):
    login(Role.CARETAKER)
    client.post(REGISTER, posted(stay, told_of_ban="on"))
    assert not Visit.objects.get().told_of_ban


def test_what_forbids_it_for_this_klien_is_said_first(client, login, stay):
    login(Role.CARETAKER)
    FlagFactory(whom="Baso Rewa (paman)")
    UnwelcomeFactory(name="Baso Rewa", person=stay.person)
    page = client.post(REGISTER, posted(stay, visitor="Baso Rewa"))
    assertContains(page, "Ada dalam daftar jangan terima")
    assertNotContains(page, TELL_OF_BAN)


def test_a_ban_is_written_down_and_ended(client, login, stay):
    login(Role.CARETAKER)
    assertContains(client.post(BAN, banned(name="paman")), "bukan hanya hubungannya")
    assertContains(client.post(BAN, banned(ends_on=str(days.today()))), "sesudah hari ini")
    twice = banned(person=stay.person_id)
    client.post(BAN, twice)
    assertRedirects(client.post(BAN, twice), BANS)
    ban = Unwelcome.objects.get()
    assertContains(client.get(BANS), f"Untuk {stay.person}")
    end = reverse("cases:unwelcome_end", args=[ban.pk])
    assert client.get(end).status_code == 403

    worker = login(Role.SOCIAL_WORKER)
    assertContains(client.post(end, {"reason": ""}), "Tulis mengapa larangan ini berakhir.")
    client.post(end, {"reason": "Bukan orang yang sama."})
    ban.refresh_from_db()
    assert ban.ended_by == worker
    assertNotContains(client.get(BANS), "Baso Rewa")
    assertContains(client.get(f"{BANS}?show=past"), "Bukan orang yang sama.")
    assertContains(client.post(end, {"reason": "Lagi"}), "sudah berakhir")


def test_the_page_of_a_stay_leads_to_its_klien(client, login, stay):
    login(Role.CARETAKER)
    page = client.get(f"{REGISTER}?stay={stay.pk}")
    assert page.context["form"]["stay"].value() == stay.pk
    page = client.get(f"{BAN}?stay={stay.pk}")
    assert page.context["form"]["person"].value() == stay.person_id
    # A ban at our door is not read by who looks after them elsewhere.
    assertContains(page, reverse("cases:flag_raise", args=[stay.person_id]))
    saved = client.post(f"{BAN}?stay={stay.pk}", banned(person=stay.person_id))
    assertRedirects(saved, reverse("cases:stay_detail", args=[stay.pk]))


# Who sees what


def test_house_staff_see_visits_of_who_is_here_and_everybody_inside(client, login):
    login(Role.CARETAKER)
    gone = StayFactory(ended=True, days_ago=3, intake__person__name="Kamaruddin Tompo")
    here, inside = VisitFactory(left=True), VisitFactory(stay=gone)
    out = VisitFactory(stay=gone, left=True)
    page = client.get(f"{LIST}?show=all")
    assert {row.pk for row in page.context["page_obj"]} == {here.pk, inside.pk}
    assertNotContains(page, "Kamaruddin")
    assert client.get(detail(out)).status_code == 404
    client.post(leave(inside))
    inside.refresh_from_db()
    assert inside.left_at


def test_a_sealed_file_has_no_visitors_for_whom_it_is_closed(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = StayFactory(intake__person__name="Rahasia", intake__person__is_sealed=True)
    visit = VisitFactory(stay=sealed)
    ban = UnwelcomeFactory(person=sealed.person)
    for page in (f"{LIST}?show=all", f"{LIST}?stay={sealed.pk}", BANS, REGISTER, BAN):
        assertNotContains(client.get(page), "Rahasia")
    for page in (detail(visit), reverse("cases:unwelcome_end", args=[ban.pk])):
        assert client.get(page).status_code == 404


@pytest.mark.parametrize("roles", [[Role.CARETAKER], [Role.CARETAKER, Role.SOCIAL_WORKER]])
def test_a_sealed_klien_who_has_left_is_not_named_for_a_visitor_inside(client, login, roles):
    user = login(*roles)
    gone = StayFactory(ended=True, days_ago=3, intake__person__name="Kamaruddin Tompo")
    SealFactory(person=gone.person)
    inside = VisitFactory(stay=gone)
    for page in (LIST, f"{LIST}?show=all", detail(inside)):
        shown = client.get(page)
        assertContains(shown, inside.visitor)
        assertNotContains(shown, "Kamaruddin")
    if Role.SOCIAL_WORKER in roles:
        SealReaderFactory(seal=gone.person.seals.get(), user=user)
        assertContains(client.get(detail(inside)), "Kamaruddin")


def test_the_lists_and_the_number_of_hari_ini(client, login, time_machine_at):
    time_machine_at(datetime.datetime(2026, 11, 25, 9, tzinfo=days.WITA))
    login(Role.CARETAKER)
    stay = StayFactory(days_ago=40)
    at = datetime.datetime(2026, 11, 25, 0, 10, tzinfo=days.WITA)
    today = VisitFactory(stay=stay, came_at=at)
    refused = VisitFactory(stay=stay, came_at=at - 10 * days.ONE_DAY, refused=True)
    left = VisitFactory(stay=stay, came_at=at - 30 * days.ONE_DAY, left=True)
    for query, rows in [
        ("", [today]),
        ("?show=inside", [today]),
        ("?show=month", [today, refused]),
        ("?show=all", [today, refused, left]),
        (f"?stay={stay.pk}", [today, refused, left]),
        ("?stay=0&show=salah", [today]),
    ]:
        found = client.get(LIST + query).context["page_obj"]
        assert [row.pk for row in found] == [row.pk for row in rows], query
    figures = client.get("/").context["figures"]
    (figure,) = [each for each in figures if each.label == "Pengunjung masih di dalam"]
    assert figure.number == client.get(figure.url).context["page_obj"].paginator.count == 1


@pytest.mark.parametrize("address", [f"{LIST}?show=all", BANS])
def test_the_lists_do_not_ask_more_for_more_rows(login, count_queries, address):
    login(Role.CARETAKER)
    VisitFactory()
    UnwelcomeFactory()
    few = count_queries(address)
    VisitFactory.create_batch(5)
    UnwelcomeFactory.create_batch(5)
    assert count_queries(address) == few
