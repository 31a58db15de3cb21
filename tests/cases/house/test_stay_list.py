import datetime

from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests.factories import BedUseFactory, PersonFactory, StayFactory, UserFactory

URL = reverse("cases:stay_list")


def shown(response):
    return [stay.person.name for stay in response.context["page_obj"]]


def test_the_nearest_limit_stands_on_top(client, login):
    login(Role.CARETAKER)
    StayFactory(days_ago=1, intake__person=PersonFactory(name="Hamzah"))
    StayFactory(days_ago=8, intake__person=PersonFactory(name="Rosmini"))
    response = client.get(URL)
    assert shown(response) == ["Rosmini", "Hamzah"]
    assertContains(response, "Hari 9 dari 7, lewat 2 hari")
    assertContains(response, "Lewat 2 hari")


def test_each_number_opens_as_many_rows(client, login):
    login(Role.SOCIAL_WORKER)
    for days_ago in (9, 8, 6, 5, 0):
        StayFactory(days_ago=days_ago)
    counts = client.get(URL).context["counts"]
    assert counts == {"all": 5, "over": 2, "today": 1, "tomorrow": 1, "later": 1}
    for limit in ("over", "today", "tomorrow", "later"):
        assert len(shown(client.get(URL, {"limit": limit}))) == counts[limit]


def test_those_who_left_are_not_in_the_house(client, login):
    login(Role.HEAD)
    StayFactory(ended=True, days_ago=3, intake__person=PersonFactory(name="Hamzah"))
    assertNotContains(client.get(URL), "Hamzah")


def test_mine_are_mine(client, login):
    user = login(Role.SOCIAL_WORKER)
    StayFactory()
    mine = StayFactory(social_worker=user)
    assert shown(client.get(URL, {"mine": "yes"})) == [mine.person.name]


def test_the_counters_of_mine_count_mine_and_lead_to_mine(client, login):
    user = login(Role.SOCIAL_WORKER)
    StayFactory(days_ago=9)
    StayFactory(days_ago=9, social_worker=user)
    page = client.get(URL, {"mine": "yes", "page": "1"})
    assert page.context["counts"]["over"] == 1
    assertContains(page, "1 dari 2 masa pembinaan")
    [over, *_] = page.context["segments"]
    assert over.url == "?mine=yes&limit=over"
    assert len(shown(client.get(URL + over.url))) == over.number == 1
    assert client.get(URL).context["counts"]["over"] == 2


def test_long_without_a_bed_is_told_to_the_head(client, login):
    login(Role.HEAD)
    long = StayFactory(days_ago=2)
    StayFactory()
    BedUseFactory(stay=StayFactory(days_ago=2))
    assert shown(client.get(URL, {"bed": "long"})) == [long.person.name]
    row = {row.title: row for row in client.get("/").context["to_do"].rows}[str(long.person)]
    assert row.is_late
    assert row.text.startswith("Lebih dari 12 jam tanpa tempat tidur")


def test_a_sealed_file_is_for_its_own(client, login):
    user = login(Role.SOCIAL_WORKER)
    StayFactory(intake__person=PersonFactory(name="Rahasia", is_sealed=True))
    assertNotContains(client.get(URL), "Rahasia")
    StayFactory(
        intake__person=PersonFactory(name="Berkas sendiri", is_sealed=True), social_worker=user
    )
    assertContains(client.get(URL), "Berkas sendiri")


def test_the_house_has_one_number_whoever_reads_it(client, login):
    StayFactory()
    StayFactory(intake__person__is_sealed=True, social_worker=UserFactory())
    login(Role.SOCIAL_WORKER)
    page = client.get(reverse("cases:stay_list"))
    context = page.context
    assert context["full"].house.everyone == 2
    assertContains(page, "2 masa pembinaan, 1 di antaranya berkas tertutup bagi Anda")
    assert len(context["page_obj"]) == 1


def test_a_filter_that_makes_no_sense_does_no_harm(client, login):
    login(Role.HEAD)
    for query in ({"limit": "x"}, {"classification": "999999"}, {"page": "-3"}, {"q": "%' \\"}):
        assert client.get(URL, query).status_code == 200


def test_query_count_does_not_grow(login, count_queries):
    login(Role.SOCIAL_WORKER)
    StayFactory()
    few = count_queries(URL)
    StayFactory.create_batch(9)
    assert count_queries(URL) == few


def test_the_last_day_is_in_time(client, login):
    login(Role.HEAD)
    stay = StayFactory(days_ago=6)
    assert stay.last_on == stay.entered_on + datetime.timedelta(days=6)
    assertContains(client.get(URL), "Habis hari ini")
