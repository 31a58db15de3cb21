"""Klien saya: everybody whose case it is, a line a person, with what is to be done next."""

import datetime
import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.casework.assessments.models import Stage
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    AssessmentFactory,
    BedUseFactory,
    SealFactory,
    StayFactory,
    SubstitutionFactory,
    TaskFactory,
    TriageFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

URL = reverse("reports:own_list")


@pytest.fixture
def worker(login, time_machine_at):
    # Late at night more waits than two.
    time_machine_at(days.at(days.today(), datetime.time(10)))
    return login(Role.SOCIAL_WORKER)


def stay_of(worker, days_ago=1, **facts):
    """Of whom nothing is owed but a bed."""
    stay = StayFactory(social_worker=worker, days_ago=days_ago, **facts)
    TriageFactory(intake=stay.intake, colour="green", answers={}, act="")
    for stage in (Stage.INITIAL, Stage.COMPREHENSIVE):
        AssessmentFactory(done=True, stay=stay, stage=stage)
    return stay


def names(page):
    return [each.stay.person_id for each in page.context["page_obj"]]


def counted(page):
    return {words: number for number, words, _ in page.context["counts"]}


def test_one_says_who_they_are_what_is_next_and_what_comes_after(client, worker):
    late, calm = stay_of(worker, 8), stay_of(worker)
    others = StayFactory(days_ago=8)
    TaskFactory(stay=late, what="Telepon ibunya", owner=worker)
    page = client.get(URL)
    assert names(page) == [late.person_id, calm.person_id]
    assertContains(page, "Perpanjang atau akhiri")
    assert re.search("Sesudah itu: .*Telepon ibunya", page.text)
    assertNotContains(page, str(others.person))


def test_hari_ini_leads_here(client, worker):
    stay_of(worker)
    assertContains(client.get("/"), f'href="{URL}"')


def test_by_what_presses_most_each_of_them_stands_in_one_of_the_lists(client, worker):
    late = stay_of(worker, 8)
    today = stay_of(worker)
    later = stay_of(worker)
    BedUseFactory(stay=later)
    TaskFactory(stay=today, owner=worker, due_at=days.now() + days.ONE_HOUR / 60)
    page = client.get(URL)
    assert counted(page)["semua"] == 3 == sum(counted(page).values()) - 3
    for stay, show in [(late, "late"), (today, "today"), (later, "later")]:
        assert stay.person_id in names(client.get(URL, {"show": show})), show
    assert late.person_id not in names(client.get(URL, {"show": "today"}))


@pytest.mark.parametrize("asked", ["?show=x", "?show=", "?page=x", "?page=99999999999999999999"])
def test_what_is_no_list_is_all_of_them(client, worker, asked):
    stay = stay_of(worker)
    assert names(client.get(URL + asked)) == [stay.person_id]


def test_nobody_is_said_too(client, worker):
    assertContains(client.get(URL), "Tidak ada klien")


def test_whom_one_stands_in_for_is_marked(client, worker):
    stay = stay_of(UserFactory(roles=[Role.SOCIAL_WORKER]))
    SubstitutionFactory(worker=stay.social_worker, substitute=worker)
    page = client.get(URL)
    assert names(page) == [stay.person_id]
    assertContains(page, "Anda menggantikan")


def test_of_a_sealed_file_only_who_may_open_it_reads(client, login):
    own = login(Role.SOCIAL_WORKER)
    sealed = stay_of(UserFactory(roles=[Role.SOCIAL_WORKER]))
    SealFactory(person=sealed.person)
    SubstitutionFactory(worker=sealed.social_worker, substitute=own)
    page = client.get(URL)
    opens = client.get(reverse("cases:person_detail", args=[sealed.person_id])).status_code == 200
    assert (sealed.person_id in names(page)) == opens


def test_twenty_are_two_pages_and_as_many_questions_as_two(client, worker, count_queries):
    stay_of(worker, 8)
    stay_of(worker, 8)
    few = count_queries(URL)
    StayFactory.create_batch(18, days_ago=8, social_worker=worker)
    assert count_queries(URL) == few <= 25
    pages = [names(client.get(URL, {"page": number})) for number in (1, 2)]
    assert [len(page) for page in pages] == [12, 8]
    assert not set(pages[0]) & set(pages[1])
