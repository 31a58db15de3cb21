"""Incidents in the house: both sides, what the head must know, what came of it (R27)."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.gate.incidents import actions
from cases.gate.incidents.models import Incident, IncidentPerson, Mediation
from reports.desk.approvals import rows_waiting_for, waiting_for
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    DelegationFactory,
    IncidentFactory,
    IncidentPersonFactory,
    MediationFactory,
    StayFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = reverse("cases:incident_list")
REGISTER = reverse("cases:incident_register")
DID_IT, VICTIM = IncidentPerson.Side.DID_IT, IncidentPerson.Side.VICTIM


def detail(incident):
    return reverse("cases:incident_detail", args=[incident.pk])


def page_of(stay):
    return reverse("cases:stay_detail", args=[stay.pk])


def written(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def posted(*people, **changes):
    """people: {"stay": ..., "side": ...} or {"name": ..., "who": ..., "side": ...}."""
    data = {
        "send_key": str(uuid.uuid4()),
        "happened_at": written(days.now() - days.ONE_HOUR),
        "kind": "fight",
        "severity": "medium",
        "place": "Kamar Mawar",
        "what": "Berebut tempat tidur.",
        "done_at_once": "Dipisahkan.",
        "people-TOTAL_FORMS": len(people),
        "people-INITIAL_FORMS": 0,
    }
    for number, person in enumerate(people):
        data |= {f"people-{number}-{name}": value for name, value in person.items()}
    return data | changes


@pytest.fixture
def two(db):
    return StayFactory(days_ago=2), StayFactory(days_ago=2)


def counted(user):
    return sum(rows.count() for rows in rows_waiting_for(user))


# Writing it down


def test_an_incident_stands_on_the_page_of_everybody_in_it(client, login, two):
    login(Role.CARETAKER)
    one, other = two
    response = client.post(
        REGISTER,
        posted(
            {"stay": one.pk, "side": "did_it"},
            {"stay": other.pk, "side": "victim"},
            {"name": "Dg. Nai", "who": "visitor", "side": "witness"},
        ),
    )
    incident = Incident.objects.get()
    assertRedirects(response, detail(incident))
    for stay in two:
        assertContains(client.get(page_of(stay)), detail(incident))
    page = client.get(detail(incident))
    for shown in (page_of(one), page_of(other), "Dg. Nai", "Diduga berbuat", "Korban"):
        assertContains(page, shown)


def test_sent_twice_is_one_and_with_another_person_is_refused(client, login, two):
    login(Role.CARETAKER)
    twice = posted({"stay": two[0].pk, "side": "did_it"})
    client.post(REGISTER, twice)
    assertRedirects(client.post(REGISTER, twice), detail(Incident.objects.get()))
    other = client.post(REGISTER, twice | {"people-0-stay": two[1].pk})
    assertContains(other, "sudah terkirim dengan isi lain")
    assert IncidentPerson.objects.count() == 1


def test_nobody_in_it_needs_a_reason(client, login):
    login(Role.CARETAKER)
    assertContains(client.post(REGISTER, posted()), "atau tulis mengapa tidak ada.")
    client.post(REGISTER, posted(no_people="Kaca pecah karena angin."))
    assertContains(client.get(detail(Incident.objects.get())), "Kaca pecah karena angin.")
    with pytest.raises(ValidationError):
        actions.report_incident(IncidentFactory.build(), people=[], by=UserFactory())


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ({"side": "victim"}, "Pilih klien, atau tulis nama orang lain."),
        ({"name": "Nai", "side": "victim"}, "Pilih ia siapa."),
        ({"name": "Nai", "who": "visitor"}, "Pilih salah satu."),
    ],
)
def test_a_row_says_what_is_missing(client, login, person, said):
    login(Role.CARETAKER)
    assertContains(client.post(REGISTER, posted(person)), said)
    assert not Incident.objects.exists()


def test_one_klien_stands_in_it_once(client, login, two):
    login(Role.CARETAKER)
    rows = [{"stay": two[0].pk, "side": side} for side in ("did_it", "victim")]
    assertContains(client.post(REGISTER, posted(*rows)), "Satu klien tertulis dua kali.")
    assert not Incident.objects.exists()


def test_not_tomorrow_and_not_before_somebody_arrived(client, login):
    login(Role.CARETAKER)
    stay = {"stay": StayFactory().pk, "side": "victim"}
    tomorrow = posted(stay, happened_at=written(days.now() + days.ONE_DAY))
    assertContains(client.post(REGISTER, tomorrow), "Waktu ini belum terjadi.")
    early = posted(stay, happened_at=written(days.now() - 2 * days.ONE_DAY))
    assertContains(client.post(REGISTER, early), "belum tiba pada hari itu.")
    called = posted(stay, police_called_at=written(days.now() - 3 * days.ONE_HOUR))
    assertContains(client.post(REGISTER, called), "dihubungi sesudah insiden terjadi")
    assert not Incident.objects.exists()


def test_a_child_as_victim_is_suggested_to_be_more_than_light(client, login):
    login(Role.CARETAKER)
    child = {"stay": StayFactory(child=True, days_ago=1).pk, "side": "victim"}
    light = posted(child, severity="light")
    response = client.post(REGISTER, light)
    assertContains(response, "disarankan paling ringan sedang")
    assertContains(response, "Tetap ringan")
    assert not Incident.objects.exists()
    client.post(REGISTER, light | {"light_anyway": "on"})
    assert Incident.objects.get().severity == "light"
    adult = {"stay": StayFactory(days_ago=1).pk, "side": "victim"}
    client.post(REGISTER, posted(adult, severity="light"))
    assert Incident.objects.count() == 2


def test_the_page_of_a_stay_leads_to_a_form_with_its_klien(client, login, two):
    login(Role.CARETAKER)
    page = client.get(f"{REGISTER}?stay={two[0].pk}")
    assert page.context["people"].forms[0]["stay"].value() == two[0].pk
    assert client.get(f"{REGISTER}?stay=satu").status_code == 200


# Known by the head


def test_a_serious_one_waits_for_the_head_and_is_late_after_24_hours(client, login):
    head = login(Role.HEAD)
    serious = IncidentFactory(severity="serious")
    late = IncidentFactory(
        severity="serious", recorded_at=days.now() - datetime.timedelta(hours=25)
    )
    IncidentFactory(severity="medium", recorded_at=days.now() - datetime.timedelta(hours=25))
    IncidentFactory(severity="light")
    assert [decision.is_late for decision in waiting_for(head)] == [True, False, False]
    assert counted(head) == 3
    page = client.get(reverse("reports:approvals"))
    assertContains(page, "Lewat 1 jam", count=1)
    assertContains(page, detail(serious))
    client.post(reverse("cases:incident_acknowledge", args=[late.pk]))
    late.refresh_from_db()
    assert late.known_by == head
    assert counted(head) == 2
    again = client.post(reverse("cases:incident_acknowledge", args=[late.pk]), follow=True)
    assertContains(again, "sudah diketahui")


def test_who_wrote_it_down_is_not_who_is_told(client, login):
    user = login(Role.SOCIAL_WORKER, Role.HEAD)
    incident = IncidentFactory(recorded_by=user)
    assert counted(user) == 0
    assertNotContains(client.get(detail(incident)), "Nyatakan diketahui")
    with pytest.raises(ValidationError, match="tidak dapat mengetahui sendiri"):
        actions.acknowledge_incident(incident, by=user)


def test_who_stands_in_for_the_head_is_told(client, login):
    deputy = login(Role.OFFICE)
    incident = IncidentFactory(severity="serious")
    assert client.get(detail(incident)).status_code == 403
    DelegationFactory(delegate=deputy, approvals=["incident"])
    deputy = login(type(deputy).objects.get(pk=deputy.pk))
    assertContains(client.get(detail(incident)), "Nyatakan diketahui")
    client.post(reverse("cases:incident_acknowledge", args=[incident.pk]))
    incident.refresh_from_db()
    assert incident.known_by == deputy


def test_who_stands_in_reads_no_other_incident(client, login):
    """Only what the head must know of and does not yet, and what they knew in the head's place."""
    deputy = UserFactory(roles=[Role.OFFICE])
    DelegationFactory(delegate=deputy, approvals=["incident"])
    waits, light = IncidentFactory(severity="serious"), IncidentFactory(severity="light")
    head = UserFactory(roles=[Role.HEAD])
    known = IncidentFactory(severity="serious", known_by=head, known_at=days.now())
    assert set(Incident.objects.visible_to(deputy)) == {waits}
    client.force_login(deputy)
    for incident in (light, known):
        assert client.get(detail(incident)).status_code == 404
    actions.acknowledge_incident(waits, by=deputy)
    assertContains(client.get(detail(waits)), waits.what)


def test_the_database_holds_it():
    by = UserFactory()
    for wrong in [
        {"recorded_by": by, "known_by": by, "known_at": days.now()},
        {"known_at": days.now()},
        {"done_by": by, "done_at": days.now()},
        {"police_called_at": days.now() - days.ONE_DAY},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            IncidentFactory(**wrong)
    incident = IncidentFactory()
    stay = incident.people.first().stay
    for wrong in [
        {"stay": None},
        {"name": "Nai", "who": "visitor"},
        {"stay": None, "name": "Nai"},
        {"stay": stay},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            IncidentPersonFactory(incident=incident, **wrong)


# What came of it


def test_a_follow_up_is_written_and_then_done(client, login):
    worker = login(Role.SOCIAL_WORKER)
    incident = IncidentFactory()
    url = reverse("cases:incident_follow_up", args=[incident.pk])
    first = {"follow_up": "Mediasi besok.", "shown_version": 1}
    assertRedirects(client.post(url, first), detail(incident))
    assert Incident.objects.open().get() == incident
    other = client.post(url, {"follow_up": "Selesai.", "shown_version": 1, "is_done": "on"})
    assertContains(other, "Mediasi besok.")
    mistake = client.post(url, {"follow_up": "", "shown_version": 2})
    assertContains(mistake, "Wajib diisi.")
    # Nobody else has changed anything.
    assertNotContains(mistake, "Yang tersimpan sekarang")
    client.post(url, {"follow_up": "Damai.", "shown_version": 2, "is_done": "on"})
    incident.refresh_from_db()
    late = client.post(url, {"follow_up": "Ibunya ditelepon.", "shown_version": 2})
    assertNotContains(late, "simpan lagi")
    for words in ("Insiden ini sudah selesai.", "Ibunya ditelepon.", "Damai."):
        assertContains(late, words)
    incident.refresh_from_db()
    assert (incident.done_by, incident.follow_up) == (worker, "Damai.")
    assert client.get(url).status_code == 404


def test_both_sides_meet_after_it_and_before_it_is_done(client, login):
    login(Role.SOCIAL_WORKER)
    incident = IncidentFactory()
    url = reverse("cases:incident_mediate", args=[incident.pk])
    met = {
        "send_key": str(uuid.uuid4()),
        "held_at": written(days.now()),
        "attended": "Ibu klien dan pekerja sosial",
        "result": "agreed",
        "text": "Saling memaafkan.",
    }
    early = met | {"held_at": written(days.now() - 5 * days.ONE_HOUR)}
    assertContains(client.post(url, early), "sesudah insiden terjadi")
    late = met | {"held_at": written(days.now() + days.ONE_DAY)}
    assertContains(client.post(url, late), "Waktu ini belum terjadi.")
    client.post(url, met)
    assertRedirects(client.post(url, met), detail(incident))
    mediation = Mediation.objects.get()
    assertContains(client.get(detail(incident)), "Saling memaafkan.")
    incident.done_at, incident.done_by = days.now(), mediation.recorded_by
    incident.follow_up = "Damai."
    incident.save()
    assert client.get(url).status_code == 404
    again = MediationFactory.build(incident=incident)
    with pytest.raises(ValidationError, match="sudah selesai"):
        actions.mediate(again, by=mediation.recorded_by)


# Who sees what


def test_house_staff_see_their_own_reports_and_those_of_who_is_here(client, login):
    user = login(Role.CARETAKER)
    here = IncidentFactory()
    gone = StayFactory(ended=True, days_ago=3, intake__person__name="Kamaruddin Tompo")
    mine = IncidentFactory(recorded_by=user, people=[gone])
    other = IncidentFactory(people=[gone])
    shown = client.get(LIST).context["page_obj"]
    assert {incident.pk for incident in shown} == {here.pk, mine.pk}
    assertNotContains(client.get(LIST), "Kamaruddin")
    assertContains(client.get(detail(mine)), "K.")
    assert client.get(detail(other)).status_code == 404


def test_a_sealed_file_has_no_name_and_no_words(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = StayFactory(
        days_ago=2, intake__person__name="Rahasia", intake__person__is_sealed=True
    )
    other = StayFactory(days_ago=2)
    incident = IncidentFactory(people=[sealed, other], what="Rahasia memukul.")
    MediationFactory(incident=incident, text="Rahasia minta maaf.")
    for url in (LIST, detail(incident), page_of(other)):
        page = client.get(url)
        assertContains(page, "Perkelahian")
        assertNotContains(page, "Rahasia")
    assertContains(client.get(detail(incident)), "Berkas tertutup")
    assertContains(client.get(detail(incident)), other.person.name)
    follow_up = reverse("cases:incident_follow_up", args=[incident.pk])
    history = reverse("reports:record_history", args=["incident", incident.pk])
    mediate = reverse("cases:incident_mediate", args=[incident.pk])
    assert client.get(mediate).status_code == 404
    assert client.get(follow_up).status_code == client.get(history).status_code == 404
    assertNotContains(client.get(f"{LIST}?stay={sealed.pk}"), "Rahasia")
    login(Role.HEAD)
    for url in (detail(incident), follow_up, history):
        assertContains(client.get(url), "Rahasia memukul.")


def test_the_filters_and_the_number_of_hari_ini(client, login, time_machine_at):
    time_machine_at(datetime.datetime(2026, 11, 25, 9, tzinfo=days.WITA))
    login(Role.HEAD)
    now = IncidentFactory(severity="serious")
    old = IncidentFactory(
        happened_at=datetime.datetime(2026, 10, 31, 23, 30, tzinfo=days.WITA),
        severity="light",
        people=[StayFactory(days_ago=30)],
    )
    for query, rows in [
        ("", [now, old]),
        ("?month=2026-10", [old]),
        ("?month=2026-11", [now]),
        ("?month=November", [now, old]),
        ("?severity=light", [old]),
        ("?state=unknown", [now]),
        ("?state=open", [now, old]),
        (f"?stay={old.people.get().stay_id}", [old]),
    ]:
        assert [row.pk for row in client.get(LIST + query).context["page_obj"]] == [
            row.pk for row in rows
        ], query
    figures = client.get("/").context["figures"]
    (figure,) = [each for each in figures if each.label == "Insiden belum diketahui"]
    page = client.get(figure.url).context["page_obj"]
    assert figure.number == page.paginator.count == 1


@pytest.mark.parametrize("role", [Role.HEAD, Role.SOCIAL_WORKER, Role.CARETAKER])
def test_the_list_does_not_ask_more_for_more_rows(login, count_queries, role):
    login(role)
    IncidentFactory()
    few = count_queries(LIST)
    IncidentFactory.create_batch(5)
    assert count_queries(LIST) == few


def test_the_page_of_a_stay_does_not_ask_more_for_more_incidents(login, count_queries):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=2)
    IncidentFactory.create_batch(3, people=[stay])
    few = count_queries(page_of(stay))
    IncidentFactory.create_batch(3, people=[stay, StayFactory(days_ago=1)])
    assert count_queries(page_of(stay)) == few
