"""Layanan: planned, done by whom, or called off; what it counts as follows from its kind (R35)."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.casework.plans.models import ServiceKind
from cases.casework.services import actions
from cases.casework.services.models import Service
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import count_for
from tests.factories import (
    GroupSessionFactory,
    PlanFactory,
    PlanItemFactory,
    SealFactory,
    ServiceFactory,
    StayFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


@pytest.fixture
def stay(worker):
    return StayFactory(days_ago=3, social_worker=worker)


def kind(code):
    return ServiceKind.objects.get(code=code)


def add(stay):
    return reverse("cases:service_add", args=[stay.pk])


def close(service):
    return reverse("cases:service_close", args=[service.pk])


def plan_of(stay):
    return reverse("cases:stay_plan", args=[stay.pk])


def written(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def posted(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "kind": kind("sandang").pk,
        "what": "done",
        "done_at": written(days.now() - days.ONE_HOUR),
        "planned_on": "",
        "item": "",
        "result": "Baju dua pasang.",
        "done_by_name": "",
    } | changes


def test_what_was_done_stands_in_the_plan_and_counts_by_its_kind(client, worker, stay):
    assertRedirects(client.post(add(stay), posted()), plan_of(stay))
    service = Service.objects.get()
    assert (service.state, service.spm, service.minutes) == ("done", "clothes", 15)
    assert service.done_by == worker
    assertContains(client.get(plan_of(stay)), "Baju dua pasang.")


def test_nobody_chooses_what_it_counts_as(client, worker, stay):
    page = client.get(add(stay))
    assert "spm" not in page.context["form"].fields
    client.post(add(stay), posted(spm="referral", minutes="700"))
    service = Service.objects.get()
    assert (service.spm, service.minutes) == ("clothes", 15)


def test_a_later_change_of_the_kind_moves_no_row(client, worker, stay):
    client.post(add(stay), posted())
    ServiceKind.objects.filter(code="sandang").update(spm="aids", minutes=30)
    service = Service.objects.get()
    assert (service.spm, service.minutes) == ("clothes", 15)


def test_sent_twice_is_one(client, worker, stay):
    twice = posted()
    client.post(add(stay), twice)
    assertRedirects(client.post(add(stay), twice), plan_of(stay))
    assertContains(client.post(add(stay), twice | {"result": "Lain."}), "dengan isi lain")
    assert Service.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"what": "planned"}, "Tulis hari yang direncanakan."),
        (
            {"what": "planned", "planned_on": "2020-01-01", "result": ""},
            "Tanggal ini sudah lewat.",
        ),
        # What was typed is never dropped in silence.
        ({"what": "planned", "planned_on": "2099-01-01"}, "Kosongkan bila direncanakan."),
        ({"done_at": ""}, "Tulis kapan dilakukan."),
        ({"done_at": "2098-01-01T10:00"}, "Waktu ini belum terjadi."),
        ({"done_at": "2020-01-01T10:00"}, "Klien ini tidak di RPTC pada waktu itu."),
        ({"kind": ""}, "Wajib diisi."),
    ],
)
def test_what_a_mistake_shows(client, worker, stay, changes, said):
    page = client.post(add(stay), posted(**changes))
    assert page.status_code == 200
    if said != "Wajib diisi.":
        assertContains(page, said)
    assert not Service.objects.exists()


def test_by_somebody_from_outside(client, worker, stay):
    client.post(add(stay), posted(done_by_name="Dr. A'isyah"))
    service = Service.objects.get()
    assert (service.done_by, service.who) == (None, "Dr. A'isyah")


def test_it_serves_a_line_of_the_plan_in_force_of_the_same_stay(client, worker, stay):
    decided = {"state": "approved", "decided_at": days.now(), "decided_by": UserFactory()}
    item = PlanItemFactory(plan=PlanFactory(stay=stay, submitted=True, **decided))
    other = PlanItemFactory(plan=PlanFactory(submitted=True, **decided))
    choices = [value for value, _ in client.get(add(stay)).context["form"].fields["item"].choices]
    assert [str(value) for value in choices] == ["", str(item.pk)]
    client.post(add(stay), posted(item=item.pk))
    assert Service.objects.get().item == item
    assertContains(client.post(add(stay), posted(item=other.pk)), "Pilihan ini tidak ada.")
    service = Service(
        stay=stay, kind=kind("sandang"), item=other, done_at=days.now(), state="done"
    )
    with pytest.raises(ValidationError):
        actions.add_service(service, by=worker)
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceFactory(stay=stay, item=other)


# Planned


def planned(stay, **more):
    return ServiceFactory(planned=True, stay=stay, **more)


def waits(user):
    return {each.key: number for each, number in count_for(user)}["services-due"]


def test_a_planned_one_waits_when_its_day_has_come(client, worker, stay, today):
    tomorrow = today + days.ONE_DAY
    client.post(add(stay), posted(what="planned", planned_on=f"{tomorrow}", result=""))
    service = Service.objects.get()
    assert (service.state, service.planned_on, service.result) == ("planned", tomorrow, "")
    assert waits(worker) == 0
    Service.objects.update(planned_on=today)
    assert waits(worker) == 1
    assertContains(client.get(reverse("cases:service_list") + "?show=due"), close(service))
    assertContains(client.get("/"), "Layanan: Pakaian dan perlengkapan")


def test_it_waits_for_who_has_the_case_and_for_nobody_else(login, worker, stay):
    planned(stay)
    assert waits(worker) == 1
    assert waits(login(Role.SOCIAL_WORKER)) == 0


def test_of_who_has_left_nothing_waits(worker, stay):
    planned(stay)
    stay.ended_at = days.now()
    stay.save()
    assert waits(worker) == 0


def test_done(client, worker, stay):
    service = planned(stay)
    data = {"what": "done", "done_at": written(days.now()), "result": "Diukur."}
    assertRedirects(client.post(close(service), data), plan_of(stay))
    service.refresh_from_db()
    assert (service.state, service.done_by, service.minutes) == ("done", worker, 15)
    assert client.get(close(service)).status_code == 404
    assertContains(client.post(close(service), data), "Sudah dicatat: dilakukan.")


def test_called_off_says_why(client, worker, stay):
    service = planned(stay)
    assertContains(client.post(close(service), {"what": "off"}), "Tulis mengapa tidak jadi.")
    client.post(close(service), {"what": "off", "reason": "Klien menolak."})
    service.refresh_from_db()
    assert (service.state, service.off_by, service.off_reason) == ("off", worker, "Klien menolak.")
    assertContains(client.get(plan_of(stay)), "Klien menolak.")


def test_neither_chosen_is_asked(client, worker, stay):
    service = planned(stay)
    assert client.post(close(service), {}).status_code == 200
    service.refresh_from_db()
    assert service.is_planned


def test_nothing_is_planned_for_who_has_left(client, worker, stay):
    stay.ended_at = days.now()
    stay.save()
    ahead = posted(what="planned", planned_on=f"{days.today()}", result="")
    assertContains(client.post(add(stay), ahead), "Masa pembinaan ini sudah berakhir.")
    done_before = posted(done_at=written(days.now() - days.ONE_HOUR))
    assertRedirects(client.post(add(stay), done_before), plan_of(stay))


# Who may


def test_a_sealed_file_is_not_there(client, worker):
    closed = ServiceFactory(planned=True)
    SealFactory(person=closed.stay.person)
    assert client.get(add(closed.stay)).status_code == 404
    assert client.get(close(closed)).status_code == 404
    for page in ("cases:stay_week", "cases:stay_week_print"):
        assert client.get(reverse(page, args=[closed.stay_id])).status_code == 404
    listed = client.get(reverse("cases:service_list") + "?show=planned")
    assertNotContains(listed, close(closed))


def test_the_week_of_one_klien_has_what_was_done_missed_and_planned(
    client, worker, stay, read_pdf
):
    now = days.now()
    session = GroupSessionFactory(held_at=now)
    ServiceFactory(stay=stay, result="Baju dua pasang.", recorded_by=worker, done_at=now)
    ServiceFactory(missed=True, stay=stay, session=session, kind=session.kind)
    planned(stay, kind=kind("dokumen"))
    page = client.get(reverse("cases:stay_week", args=[stay.pk]))
    for words in ("Baju dua pasang.", "Bimbingan sosial", "Pengurusan NIK"):
        assertContains(page, words)
    text = read_pdf(client.get(reverse("cases:stay_week_print", args=[stay.pk])))
    assert "sakit" in text


def test_the_timeline_has_a_line_for_each_that_was_done(client, worker, stay):
    ServiceFactory(stay=stay, result="Baju dua pasang.")
    planned(stay, kind=kind("dokumen"), planned_on=days.today() + days.ONE_DAY)
    page = client.get(reverse("cases:person_timeline", args=[stay.person_id]))
    assertContains(page, "Baju dua pasang.")
    assertNotContains(page, "Pengurusan NIK")
    assertNotContains(page, "S.Sos..")


def test_the_part_asks_as_much_with_more_rows(worker, stay, count_queries):
    ServiceFactory(stay=stay)
    planned(stay)
    few = count_queries(plan_of(stay))
    for _ in range(9):
        ServiceFactory(stay=stay)
        planned(stay)
    assert count_queries(plan_of(stay)) == few


# Kinds


def test_the_head_keeps_the_kinds(client, login):
    login(Role.HEAD)
    url = reverse("cases:service_kind_list")
    new = {"code": "berkebun", "name": "Berkebun", "component": "skills", "spm": "",
           "minutes": 90, "is_group": "on", "order": 20, "is_active": "on"}  # fmt: skip
    client.post(url, new)
    made = kind("berkebun")
    assert made.is_group
    client.post(reverse("cases:service_kind_edit", args=[made.pk]), new | {"minutes": "30"})
    made.refresh_from_db()
    assert made.minutes == 30
    assertContains(client.post(url, new | {"code": "x", "name": "X", "minutes": 0}), "Lamanya")


@pytest.mark.parametrize("spm", ["meals", "reunion", "referral"])
def test_what_another_act_counts_is_no_kind(client, login, spm):
    login(Role.HEAD)
    new = {"code": "x", "name": "X", "component": "living", "spm": spm, "minutes": 5, "order": 9}
    client.post(reverse("cases:service_kind_list"), new)
    assert not ServiceKind.objects.filter(code="x").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceKind.objects.filter(code="sandang").update(spm=spm)


# What the database refuses


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "planned", "planned_on": datetime.date(2026, 1, 1)},
        {"done_at": None},
        {"minutes": None},
        {"done_by": None},
        {"done_by_name": "Ustaz"},
        {"absence": "sick"},
        {"state": "absent", "done_at": None, "done_by": None, "absence": "sick"},
        {"off_reason": "Hujan."},
        {"planned": True, "planned_on": None},
        {"planned": True, "state": "off"},
        {"missed": True, "absence": ""},
        {"missed": True, "absence": "other", "absence_note": ""},
    ],
)
def test_a_row_is_one_of_four(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceFactory(**wrong)


def test_a_service_lies_within_its_stay(stay):
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceFactory(stay=stay, done_at=stay.began_at - days.ONE_HOUR)


ALLOWED = {("planned", "done"), ("planned", "off"), ("done", "absent"), ("absent", "done")}
STATES = ["planned", "done", "absent", "off"]


@pytest.mark.parametrize("old", STATES)
@pytest.mark.parametrize("new", STATES)
def test_state_moves_by_the_table(stay, old, new):
    session = GroupSessionFactory()
    columns = {
        "planned": {"planned_on": days.today(), "session": None},
        "done": {"done_at": session.held_at, "done_by": UserFactory(), "minutes": 5},
        "absent": {"absence": "sick", "session": session},
        "off": {
            "planned_on": days.today(),
            "off_at": days.now(),
            "off_by": UserFactory(),
            "off_reason": "Hujan.",
            "session": None,
        },
    }
    empty = {"planned_on": None, "done_at": None, "done_by": None, "minutes": None, "absence": "",
             "off_at": None, "off_by": None, "off_reason": ""}  # fmt: skip
    session_of = {} if "session" in columns[old] else {"session": None}
    service = ServiceFactory(stay=stay, state=old, **empty | session_of | columns[old])
    for name, value in (empty | columns[new] | {"state": new}).items():
        setattr(service, name, value)
    if old == new or (old, new) in ALLOWED:
        service.save()
    else:
        with pytest.raises(DatabaseError), transaction.atomic():
            service.save()
