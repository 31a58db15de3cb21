"""The head of a file: the same on every part, and who has which part."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.casework.plans.models import Plan
from cases.file.tabs import PLACES
from cases.people.models import Person
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import Part, about
from tests import factories as f
from tests.cases.casework.plan_forms import plan_data

pytestmark = pytest.mark.django_db

OF_TRANSACTION = re.compile("BEGIN|COMMIT|SET |SAVEPOINT|RELEASE|SELECT set_config")
OF_HOUSE = {Part.SUMMARY, Part.STAY, Part.HEALTH, Part.FAMILY}
READERS = {Role.CARETAKER: OF_HOUSE, Role.SOCIAL_WORKER: set(Part), Role.HEAD: set(Part)}


ADDRESSES = {
    "cases:person_detail": "/people/7/",
    "cases:stay_detail": "/stays/7/",
    "cases:stay_assessments": "/stays/7/assessments/",
    "cases:stay_plan": "/stays/7/plan/",
    "cases:stay_notes": "/stays/7/notes/",
    "cases:person_health": "/people/7/health/",
    "cases:person_law": "/people/7/law/",
    "cases:person_identity": "/people/7/identity/",
    "cases:person_family": "/people/7/family/",
    "cases:stay_referrals": "/stays/7/referrals/",
    "cases:person_timeline": "/people/7/timeline/",
}


def test_the_parts_stand_where_bookmarks_lead():
    assert {place.page: reverse(place.page, args=[7]) for place in PLACES} == ADDRESSES


def address(part, stay):
    [place] = [place for place in PLACES if place.part == part]
    return place.url(stay.person, stay)


def earlier(person):
    long_ago = days.now() - days.ONE_DAY * 80
    return f.StayFactory(intake__person=person, days_ago=90, ended_at=long_ago)


def parts_of(response):
    return [tab.part for tab in response.context["file"].tabs]


@pytest.mark.parametrize("role", READERS)
def test_each_reader_has_their_parts_and_no_address_of_another(client, login, role):
    login(role)
    # A part stands only where there is something of it.
    stay = f.ViolenceReportFactory(stay__days_ago=2).stay
    theirs = [place.part for place in PLACES if place.part in READERS[role]]
    for place in PLACES:
        response = client.get(place.url(stay.person, stay))
        if place.part not in theirs:
            assert response.status_code == 403
            continue
        assert parts_of(response) == theirs
        assert response.context["file"].tab.part == place.part
        assertContains(response, "Hari 3 dari 7")
        # The row of a desk and the list of a phone.
        assertContains(response, 'aria-current="page">' + place.part.label, count=2)


@pytest.mark.parametrize("role", [Role.FIELD, Role.OFFICE, Role.AGENCY, Role.PRIVACY, Role.ADMIN])
def test_nobody_else_has_a_file(client, login, role):
    login(role)
    stay = f.StayFactory()
    assert {client.get(place.url(stay.person, stay)).status_code for place in PLACES} == {403}


@pytest.mark.parametrize("role", READERS)
def test_whoever_must_be_watched_over_is_so_on_every_part(client, login, role):
    login(role)
    stay = f.StayFactory(child=True, days_ago=1)
    f.ViolenceReportFactory(stay=stay)
    f.AbsenceFactory(stay=stay)
    f.FlagFactory(person=stay.person)
    f.RelationFactory(other=stay.person, person__name="Daeng Ngalle", marked=True)
    for part in READERS[role]:
        if part in {place.part for place in PLACES}:
            shown = client.get(address(part, stay))
            assertContains(shown, "Tidak terlihat")
            assertContains(shown, "Jangan serahkan")
            assertContains(shown, "Diduga mengeksploitasi anak: Daeng Ngalle")


def test_the_next_act_is_the_most_pressing_and_marks_say_where(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay = f.StayFactory(social_worker=user)
    f.TriageFactory(intake=stay.intake, colour="yellow", act="Dokter hari ini")
    f.ExtensionFactory(stay=stay, refused=True)
    rows = about([stay.person_id], user)[stay.person_id]
    shown = client.get(address(Part.SUMMARY, stay))
    assert shown.context["file"].rows == rows
    assertContains(shown, rows[0].text)
    marks = {tab.part: tab.mark for tab in shown.context["file"].tabs if tab.mark}
    assert marks == {Part.STAY: "late", Part.HEALTH: "due", Part.ASSESSMENTS: "due"}
    # Where it is done there is no button to it.
    there = client.get(rows[0].url)
    assert there.context["file"].is_next_here
    assertContains(shown, f'class="btn btn-primary" href="{rows[0].url}"')
    assertNotContains(there, f'class="btn btn-primary" href="{rows[0].url}"')


def test_who_was_never_here_has_no_part_of_a_stay(client, login):
    login(Role.SOCIAL_WORKER)
    person = f.IntakeFactory(outcome="advised").person
    shown = client.get(reverse("cases:person_detail", args=[person.pk]))
    of_person = [place.part for place in PLACES if not place.of_stay]
    of_person.remove(Part.LAW)
    assert parts_of(shown) == of_person
    assertContains(shown, "Tidak dalam RPTC")


def test_earlier_stays_are_one_line_above_the_part(client, login):
    login(Role.SOCIAL_WORKER)
    now = f.StayFactory(days_ago=1)
    before = earlier(now.person)
    shown = client.get(address(Part.PLAN, now))
    assertContains(shown, address(Part.PLAN, before))
    assertContains(client.get(address(Part.PLAN, before)), address(Part.PLAN, now))
    # The head is of the stay that runs, on the part of the other as well.
    assertContains(client.get(address(Part.STAY, before)), "Hari 2 dari 7")
    assertNotContains(client.get(address(Part.FAMILY, now)), "Yang lain:")


def test_a_number_of_another_stay_opens_nothing(client, login):
    login(Role.CARETAKER)
    before = earlier(f.StayFactory().person)
    assert client.get(address(Part.STAY, before)).status_code == 404


@pytest.mark.parametrize("part", [Part.SUMMARY, Part.HEALTH, Part.IDENTITY, Part.HISTORY])
def test_a_merged_file_leads_to_the_same_part_of_the_other(client, login, part):
    login(Role.SOCIAL_WORKER)
    kept, lost = f.StayFactory(), f.StayFactory()
    old = address(part, lost)
    Person.objects.filter(pk=lost.person_id).update(merged_into=kept.person)
    assertRedirects(client.get(old), address(part, kept))


def test_what_was_sent_to_the_old_address_of_a_plan_is_saved(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay = f.StayFactory()
    typed = plan_data(("Menelusuri keluarga", user))
    assert client.post(address(Part.PLAN, stay), typed).status_code == 302
    assert Plan.objects.get().stay == stay
    login(Role.HEAD)
    assert client.post(address(Part.PLAN, stay), typed).status_code == 405


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("is_here", [True, False])
def test_every_act_that_is_offered_opens(client, login, role, is_here):
    login(role)
    stay = f.StayFactory(days_ago=1) if is_here else None
    person = stay.person if stay else f.IntakeFactory().person
    acts = client.get(reverse("cases:person_detail", args=[person.pk])).context["file"].acts
    assert acts
    assert {act.text: client.get(act.url).status_code for act in acts} == {
        act.text: 200 for act in acts
    }


def test_who_is_house_staff_and_social_worker_reads_a_closed_file_as_the_house(client, login):
    """Two roles in one open no more of it than the house must know, and offer nothing that would
    be refused."""
    login(Role.CARETAKER, Role.SOCIAL_WORKER)
    stay = f.StayFactory(days_ago=2, intake__person__is_sealed=True)
    f.PlanFactory(stay=stay, wishes="Ingin pulang ke Bira.")
    near = f.RelationFactory(other=stay.person, person__name="Daeng Kebo").person
    f.RelationFactory(person=f.PersonFactory(name="Daeng Sikki"), other=near, kind="sibling")
    shown = client.get(address(Part.SUMMARY, stay))
    assert set(parts_of(shown)) == OF_HOUSE
    for part in OF_HOUSE:
        told = client.get(address(part, stay))
        assertNotContains(told, "Bira")
        assertNotContains(told, "Daeng Sikki")
    for part in {place.part for place in PLACES} - OF_HOUSE:
        assert client.get(address(part, stay)).status_code == 404
    links = set()
    for part in OF_HOUSE:
        links |= set(re.findall(r'<a [^>]*href="(/[^"#]*)"', client.get(address(part, stay)).text))
    refused = {link: client.get(link).status_code for link in links}
    assert {link: status for link, status in refused.items() if status not in (200, 302)} == {}


def test_nothing_is_offered_in_an_emergency(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay = f.StayFactory(days_ago=9, intake__person__is_sealed=True)
    f.EmergencyAccessFactory(person=stay.person, recorded_by=user)
    shown = client.get(address(Part.SUMMARY, stay)).context["file"]
    assert (shown.rows, shown.acts) == ([], [])


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.part.value)
def test_a_part_asks_no_more_than_twenty_five_times(client, login, place):
    """Of the tables; a transaction begins and ends besides."""
    worker = login(Role.SOCIAL_WORKER)
    stay = f.StayFactory(days_ago=5, child=True, social_worker=worker)
    f.FlagFactory(person=stay.person)
    f.ViolenceReportFactory(stay=stay)
    f.PlanItemFactory(plan__stay=stay)
    f.ReferralFactory(stay=stay)
    f.RelationFactory(other=stay.person, marked=True)
    earlier(stay.person)
    client.get(place.url(stay.person, stay))
    with CaptureQueriesContext(connection) as asked:
        client.get(place.url(stay.person, stay))
    of_tables = [each for each in asked if not OF_TRANSACTION.match(each["sql"])]
    assert len(of_tables) <= 25
