import datetime
from urllib.parse import unquote

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.places.models import Region
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f

URL = reverse("cases:follow_up_list")


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


@pytest.fixture
def exits(db):
    """Late, today, in five days, and not yet in sight."""
    return {ago: f.LeftFactory(days_ago=ago) for ago in (32, 30, 25, 10)}


def listed(client, query=""):
    return {contact.exit.pk for contact in client.get(URL + query).context["page_obj"]}


def test_shows_what_can_be_recorded_now(client, worker, exits):
    response = client.get(URL)
    assert listed(client) == {exits[32].pk, exits[30].pk, exits[25].pk}
    assertContains(response, "Terlambat")
    assertContains(response, reverse("cases:follow_up_record", args=[exits[32].pk, 30]))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?when=late", {32}),
        ("?when=today", {30}),
        ("?when=now", {32, 30}),
        ("?when=week", {25}),
        ("?when=old", set()),
        ("?when=nonsense", {32, 30, 25}),
    ],
)
def test_each_list_has_its_days(client, worker, exits, query, found):
    assert listed(client, query) == {exits[ago].pk for ago in found}


def test_the_latest_stands_on_top_wherever_it_is(client, worker, db):
    village = Region.objects.of_makassar().filter(level=Region.Level.VILLAGE).first()
    soon = f.LeftFactory(days_ago=26, person__origin=village)
    f.LeftFactory(days_ago=30, person__origin=village)
    late = f.LeftFactory(days_ago=34)
    rows = list(client.get(URL).context["page_obj"])
    assert [rows[0].exit, rows[-1].exit] == [late, soon]
    assertContains(client.get(URL), "Telat 4 hari")


def test_the_title_is_the_filter(client, worker, exits):
    assertContains(client.get(URL), "<h1>Bimbingan lanjut</h1>")
    page = client.get(URL, {"when": "late"})
    assertContains(page, "<h1>Terlambat, 1 kali</h1>")
    assertContains(page, '<a href="?when=late" class="is-late" aria-current="true">')


def test_nothing_that_nobody_recorded_is_ever_lost(client, worker, db):
    old = f.LeftFactory(days_ago=30 + 181)
    kept = f.LeftFactory(days_ago=30 + 180)
    assert listed(client) == {kept.pk}
    assert listed(client, "?when=old") == {old.pk}


def test_the_numbers_open_exactly_their_rows(client, worker, exits):
    head = f.UserFactory(roles=[Role.HEAD])
    f.AssignmentFactory(stay=exits[32].stay, to_worker=worker, recorded_by=head)
    for number, _, query in client.get(URL).context["counts"]:
        assert number == client.get(URL + query).context["page_obj"].paginator.count
    assert listed(client, "?mine=yes") == {exits[32].pk}


def test_filters_by_kecamatan(client, worker, db):
    village = Region.objects.of_makassar().filter(level=Region.Level.VILLAGE).first()
    here = f.LeftFactory(days_ago=30, person__origin=village)
    gowa = f.LeftFactory(days_ago=30, person__origin=Region.objects.get(code="73.06"))
    unknown = f.LeftFactory(days_ago=30)
    assert listed(client, f"?area={village.parent.code}") == {here.pk}
    assert listed(client, "?area=luar") == {gowa.pk}
    assert listed(client, "?area=kosong") == {unknown.pk}


def test_what_was_recorded_by_result(client, worker, db):
    found = f.FollowUpFactory()
    lost = f.FollowUpFactory(result="not_found", met="")
    assert set(client.get(URL + "?when=done").context["page_obj"]) == {found, lost}
    assert list(client.get(URL + "?result=not_found").context["page_obj"]) == [lost]


def test_a_sealed_file_is_out_of_reach_of_others(client, login, db):
    exit = f.LeftFactory(days_ago=30, person__is_sealed=True)
    login(Role.SOCIAL_WORKER)
    assert listed(client) == set()
    assert client.get(URL).context["due"] == 0
    login(exit.stay.person.recorded_by)
    f.RoleGrantFactory(user=exit.stay.person.recorded_by)
    assert listed(client) == {exit.pk}
    login(Role.HEAD)
    assert listed(client) == {exit.pk}


def test_the_reminder_tells_a_number_and_nothing_else(client, worker, exits):
    reminder = unquote(client.get(URL).context["reminder"])
    assert reminder == (
        "https://wa.me/?text=Ada 2 bimbingan lanjut hari ini dan terlambat."
        " Silakan buka aplikasi RPTC."
    )


def test_the_head_reads_and_does_not_record(client, login, exits):
    login(Role.HEAD)
    assertNotContains(client.get(URL), "Catat hasil")


def test_hari_ini_opens_exactly_those_rows(client, worker, exits):
    figures = client.get(reverse("reports:today")).context["figures"]
    [figure] = [row for row in figures if row.label.startswith("Bimbingan lanjut")]
    assert figure.number == 2 == len(listed(client, figure.url.removeprefix(URL)))


def test_query_count_does_not_grow(login, count_queries, db):
    login(Role.SOCIAL_WORKER)
    f.LeftFactory(days_ago=30, person__is_sealed=True)
    f.LeftFactory(days_ago=30)
    few = count_queries(URL)
    for ago in range(24, 34):
        f.LeftFactory(days_ago=ago, stay__social_worker=f.UserFactory())
    assert count_queries(URL) == few


def test_the_week_ends_in_seven_days(client, worker, db):
    in_seven = f.LeftFactory(days_ago=23)
    f.LeftFactory(days_ago=22)
    assert listed(client) == {in_seven.pk}
    [contact] = client.get(URL).context["page_obj"]
    assert contact.due_on == days.today() + datetime.timedelta(days=7)
