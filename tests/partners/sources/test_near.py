"""Which sources are near a klien: by where they went, as far as it is told, else by where they
come from."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.places.lookup import named_in
from cases.places.models import Region
from partners.sources.models import Source
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.factories import SourceFactory, village

pytestmark = pytest.mark.django_db


def page_of(name, *args):
    return reverse(f"cases:{name}", args=args)


def near(*args):
    return [source.name for source in Source.objects.near(*args)]


@pytest.fixture
def sources():
    """In two kecamatan, and in two kelurahan of one of them."""
    for name, place in [("A", "Tallo"), ("B", "Suangga"), ("C", "Daya")]:
        SourceFactory(name=name, village=village(place))
    SourceFactory(name="Dulu", village=village("Suangga"), is_active=False)


def test_those_of_the_kelurahan_stand_before_those_of_the_kecamatan(sources):
    assert near(village("Suangga").pk) == ["B", "A"]
    assert near(village("Tallo").pk) == ["A", "B"]
    assert near(village("Suangga").parent_id) == ["A", "B"]


def test_of_who_comes_from_elsewhere_or_nobody_knows_from_where_there_are_none(sources):
    outside = Region.objects.exclude(code__startswith=Region.MAKASSAR).last()
    assert near(outside.pk) == near(None) == []
    assert near(Region.objects.get(code=Region.MAKASSAR).pk) == []


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("Jl. Sunu 5, Kel. Suangga, Kec. Tallo", ["B", "A"]),
        ("Jl. Sunu 5, kelurahan  suangga", ["B", "A"]),
        ("Jl. Sunu 5, KECAMATAN TALLO", ["A", "B"]),
        ("Jl. Perintis, Daya", ["C"]),
        # No place of Makassar is named: the origin, which is Daya.
        ("Jl. Suangga 5, Makassar", ["C"]),
        ("Rumah paman", ["C"]),
        ("", ["C"]),
    ],
)
def test_an_address_names_its_kelurahan_between_commas(sources, address, found):
    assert near(village("Daya").pk, address) == found


def test_a_word_that_only_sounds_like_a_kelurahan_is_none():
    assert named_in("Kelapa Tiga, Kec. Makassar") == ({"kelapa tiga"}, {"kelapa tiga", "makassar"})
    assert named_in("Makassar, Ujung Pandang, ,") == (set(), set())


def test_it_is_one_statement(sources, django_assert_num_queries):
    origin = village("Daya").pk
    with django_assert_num_queries(1):
        rows = Source.objects.near(origin, "Kel. Suangga, Kec. Tallo")
        assert {source.village.parent.name for source in rows} == {"Tallo"}


# On the pages


@pytest.fixture
def stay():
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(social_worker=worker, intake__person__name="Yusril")
    stay.person.origin = village("Suangga")
    stay.person.save()
    return stay


def test_a_plan_shows_five_with_telephone_and_the_way_to_all(client, stay):
    SourceFactory.create_batch(7, village=village("Tallo"))
    SourceFactory(name="Yang terdekat", village=village("Suangga"), phone="0411 000 009")
    client.force_login(stay.social_worker)
    plan = f.PlanFactory(stay=stay, recorded_by=stay.social_worker)
    pages = [page_of("plan_edit", plan.pk), page_of("plan_detail", plan.pk)]
    other = f.StayFactory(social_worker=stay.social_worker, intake__person=f.PersonFactory())
    for page in pages:
        answer = client.get(page)
        text = answer.content.decode()
        assertContains(answer, "Sumber di sekitar")
        assertContains(answer, 'href="tel:0411000009"')
        assertContains(answer, f"?district={village('Suangga').parent_id}")
        assert text.count("Karang Taruna Contoh") == 4
        assert text.index("Yang terdekat") < text.index("Karang Taruna Contoh")
    answer = client.get(page_of("plan_write", other.pk))
    assertContains(answer, "Belum ada yang dicatat di kecamatan klien")


def test_the_pages_ask_as_often_for_none_as_for_many(client, stay, count_queries):
    plan = f.PlanFactory(stay=stay, recorded_by=stay.social_worker)
    client.force_login(stay.social_worker)
    page = page_of("plan_detail", plan.pk)
    none = count_queries(page)
    SourceFactory.create_batch(9)
    assert count_queries(page) <= none <= 25


def left(code, address, worker):
    exit = f.LeftFactory(
        code=code, days_ago=31, address=address, stay__social_worker=worker, recorded_by=worker
    )
    exit.stay.person.origin = village("Daya")
    exit.stay.person.save()
    return exit


def test_who_is_told_where_somebody_went_reads_what_is_near_there(client, sources):
    worker, other = f.UserFactory.create_batch(2, roles=[Role.SOCIAL_WORKER])
    exit = left("keluarga", "Jl. Sunu 5, Kel. Suangga", worker)
    for user in (worker, other):
        client.force_login(user)
        page = client.get(page_of("follow_up_record", exit.pk, 30))
        assert shown(page) == ["B", "A"]


def test_a_closed_destination_is_not_told_by_its_neighbours(client, sources):
    worker, other = f.UserFactory.create_batch(2, roles=[Role.SOCIAL_WORKER])
    exit = left("mitra", "Jl. Sunu 5, Kel. Suangga", worker)
    plan = f.PlanFactory(stay=exit.stay, recorded_by=worker)
    for user, found in [(worker, ["B", "A"]), (other, ["C"])]:
        client.force_login(user)
        for page in (page_of("follow_up_record", exit.pk, 30), page_of("plan_detail", plan.pk)):
            assert shown(client.get(page)) == found


def test_who_may_not_read_the_list_is_shown_nothing_of_it(client, sources, stay):
    """The Dinas decides on a plan, and reads it there."""
    plan = f.PlanFactory(stay=stay, submitted=True, recorded_by=f.UserFactory(roles=[Role.HEAD]))
    client.force_login(f.UserFactory(roles=[Role.AGENCY]))
    assertNotContains(client.get(page_of("plan_decide", plan.pk)), "Sumber di sekitar")


def shown(page):
    """The names on the page, in their order."""
    assertContains(page, "Sumber di sekitar")
    text = page.content.decode()
    found = {name: text.find(f">{name}</a>") for name in "ABC"}
    return sorted((name for name, at in found.items() if at >= 0), key=found.get)
