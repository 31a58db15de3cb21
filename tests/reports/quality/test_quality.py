"""The page of quality: what is found, and where it is mended."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

import rptc.kept
from cases.people.models import Person
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.waiting import count_for
from tests import factories as f
from tests.reports.quality.found import NOT_SETTLED, met, on_the_way, origin
from tests.reports.quality.test_rules import wrong_everywhere

pytestmark = pytest.mark.django_db
PAGE = "/quality/"


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


def waiting(user):
    return {waits.key: number for waits, number in count_for(user)}.get("quality")


def test_each_rule_stands_with_its_number_and_the_clean_ones_in_a_fold(client, worker):
    met(9, no_origin=True, person__name="Muh. D'Arsyad")
    page = client.get(PAGE)
    assertContains(page, "1 yang dapat Anda perbaiki")
    assertContains(page, "Tempat asal kosong lebih dari 7 hari")
    assertContains(page, "Muh. D&#x27;Arsyad")
    assertContains(page, "Bersih, 6 aturan")
    assert [rule.key for rule in page.context["clean"]] == [
        "arrival", "class", "unusual", "age", "nik", "doubles",
    ]  # fmt: skip


@pytest.fixture
def six_are_many(monkeypatch):
    for module in ("rules", "views"):
        monkeypatch.setattr(f"reports.quality.{module}.MANY", 6)
    # It stands in SQL that is kept.
    rptc.kept._kept.cache_clear()
    yield
    rptc.kept._kept.cache_clear()


@pytest.mark.usefixtures("six_are_many")
def test_of_many_only_that_there_are_more_is_said(client, worker):
    for _ in range(6):
        met(9, no_origin=True)
    page = client.get(PAGE)
    assertContains(page, "6 yang dapat Anda perbaiki")
    assertNotContains(page, "lebih dari 6")
    met(9, no_origin=True)
    met(9, **NOT_SETTLED)
    page = client.get(PAGE)
    assertContains(page, "lebih dari 7 yang dapat Anda perbaiki")
    assertContains(page, "Semua, lebih dari 6")
    assertContains(client.get(f"{PAGE}origin/"), "dari 7.")


def test_where_nothing_is_wrong_the_page_says_so(client, worker):
    assertContains(client.get(PAGE), "Tidak ada temuan")


def test_hari_ini_counts_what_the_page_shows(client, login):
    wrong_everywhere()
    wrong_everywhere(is_sealed=True)
    for roles in ([Role.SOCIAL_WORKER], [Role.CARETAKER], [Role.CARETAKER, Role.SOCIAL_WORKER]):
        user = login(*roles)
        assert waiting(user) == client.get(PAGE).context["total"] > 0
    assert waiting(login(Role.HEAD)) is None


def test_every_link_of_a_hit_opens(client, worker):
    wrong_everywhere()
    page = client.get(PAGE).content.decode()
    [main] = re.findall(r"<main.*</main>", page, re.DOTALL)
    links = set(re.findall(r'href="(/[^"]+)"', main)) - {"/login/"}
    assert len(links) > 12
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_trc_reads_the_name_that_was_said_to_them(client, login):
    """Of somebody whose file is older no more than that."""
    officer = login(Role.FIELD)
    older = met(60, person__name="Syamsuddin Lama").person
    on_the_way(person=older, recorded_by=officer)
    page = client.get(PAGE)
    assertContains(page, "Kedatangan belum dipastikan")
    assertNotContains(page, "Syamsuddin")


@pytest.mark.parametrize("role", [Role.HEAD, Role.OFFICE, Role.AGENCY, Role.PARTNER, Role.ADMIN])
def test_who_mends_nothing_has_no_such_page(client, login, role):
    login(role)
    assert client.get(PAGE).status_code == 403


def test_the_look_tells_whom_the_page_named(client, worker):
    intake = met(9, no_origin=True)
    client.get(PAGE)
    assert Entry.objects.get(verb="opened").details["people"] == [intake.person_id]


def test_a_long_list_asks_no_more_than_a_short_one(client, worker):
    wrong_everywhere()
    before = queries(client)
    for _ in range(8):
        wrong_everywhere()
    f.FalseAlarmFactory.create_batch(3)
    more = queries(client)
    f.FalseAlarmFactory.create_batch(3)
    assert queries(client) == more <= before + 2
    assert more <= 25


def queries(client):
    client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE)
    return len(asked)


# -- All of one rule -----------------------------------------------------------------------------


def test_more_than_five_stand_on_the_page_of_the_rule(client, worker):
    for _ in range(27):
        met(9, **NOT_SETTLED)
    assertContains(client.get(PAGE), "Semua, 27")
    page = client.get(reverse("reports:quality_rule", args=["class"]), {"page": 2})
    assertContains(page, "Menampilkan 26 sampai 27 dari 27.")


def test_a_rule_that_is_not_theirs_to_mend_is_not_there(client, login):
    login(Role.CARETAKER)
    for key in ("origin", "unplaced", "no-such-rule"):
        assert client.get(reverse("reports:quality_rule", args=[key])).status_code == 404
    assert client.get(reverse("reports:quality_rule", args=["arrival"])).status_code == 200


# -- Mended in its row ----------------------------------------------------------------------------


def mend(client, intake, **typed):
    return client.post(reverse("reports:quality_origin", args=[intake.pk]), typed, follow=True)


def test_an_origin_is_mended_in_its_row(client, worker):
    intake = met(9, no_origin=True)
    version = intake.person.version
    page = mend(client, intake, origin=origin().pk, next="/quality/origin/?page=1")
    assert page.redirect_chain == [("/quality/origin/?page=1", 302)]
    person = Person.objects.get(pk=intake.person_id)
    assert (person.origin, person.version) == (origin(), version + 1)
    assert Entry.objects.filter(verb="changed", person_id=person.pk, actor=worker).count() == 1
    # Sent twice it says the same.
    assertContains(mend(client, intake, origin=origin().pk), "tersimpan")
    assert client.get(PAGE).context["total"] == 0


def test_nothing_chosen_is_said_and_nothing_saved(client, worker):
    intake = met(9, no_origin=True)
    for typed in ({}, {"origin": ""}, {"origin": "12x"}, {"origin": 10**9}):
        assertContains(mend(client, intake, **typed), "Pilih kecamatan asal")
    assert Person.objects.get(pk=intake.person_id).origin is None


def test_what_another_has_filled_in_meanwhile_stays(client, worker):
    intake = met(9, no_origin=True)
    other = type(origin()).objects.filter(level=3, code__startswith="73.71").order_by("-pk")[0]
    Person.objects.filter(pk=intake.person_id).update(origin=other)
    page = mend(client, intake, origin=origin().pk)
    assertContains(page, f"baru saja diisi orang lain: {other}")
    assert Person.objects.get(pk=intake.person_id).origin == other


def test_of_a_closed_file_nothing_is_mended(client, worker, login):
    intake = met(9, no_origin=True, person__is_sealed=True)
    url = reverse("reports:quality_origin", args=[intake.pk])
    assert client.post(url, {"origin": origin().pk}).status_code == 404
    for role in (Role.CARETAKER, Role.HEAD):
        login(role)
        assert client.post(url, {"origin": origin().pk}).status_code == 403
