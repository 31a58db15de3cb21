"""Sources of help (PSKS): listed by place and by what they offer, asked again once a year, and
shown where a plan is written and a klien is met."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partners.sources.models import Source
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.waiting import count_for
from tests import factories as f
from tests.at_once import at_once
from tests.factories import SourceFactory, village

pytestmark = pytest.mark.django_db
YEAR = datetime.timedelta(days=365)


def url(name, *args):
    return reverse(f"partners:source_{name}", args=[getattr(arg, "pk", arg) for arg in args])


def typed(**more):
    return {
        "kind": "youth",
        "name": "Karang Taruna Ma'rang",
        "village": village("Suangga").pk,
        "offers": ["group", "work"],
        "about": "Tiap Sabtu.",
        "phone": "(0411) 555-100",
        "checked_on": days.today().isoformat(),
        "send_key": uuid.uuid4(),
    } | more


def names(page):
    return [source.name for source in page.context["page_obj"]]


# The list


def test_added_with_an_apostrophe_and_sent_twice_it_stands_once(client, login):
    user, data = login(Role.OFFICE), typed()
    for _ in range(2):
        page = client.post(url("add"), data, follow=True)
        assertContains(page, "Karang Taruna Ma&#x27;rang ditambahkan.")
    source = Source.objects.get()
    assert source.recorded_by == user
    assert source.get_offers_display() == "Pekerjaan atau magang, Kegiatan kelompok"
    assertContains(page, 'href="tel:0411555100"')
    assert Entry.objects.filter(verb="added", object_id=source.pk).count() == 1
    assert source.history.filter(pgh_label="insert").exists()


def test_the_same_name_in_the_same_kelurahan_is_refused_and_pointed_to(client, login):
    login(Role.SOCIAL_WORKER)
    source = SourceFactory(name="Karang Taruna Ma'rang", is_active=False)
    page = client.post(url("add"), typed(name="karang taruna ma'rang"))
    assertContains(page, "Sumber ini sudah ada dalam daftar kelurahan itu.")
    assertContains(page, url("detail", source))
    for other in ({"kind": "lks"}, {"village": village("Tallo").pk}):
        client.post(url("add"), typed(**other))
    assert Source.objects.count() == 3


def test_two_who_add_the_same_at_once_make_one(transactional_db):
    users = f.UserFactory.create_batch(2, roles=[Role.OFFICE])
    answers = at_once(*[(user, url("add"), typed()) for user in users])
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert Source.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": ""}, "Pilih jenisnya."),
        ({"name": ""}, "Tulis namanya."),
        ({"village": ""}, "Pilih kelurahannya."),
        ({"offers": []}, "Pilih apa yang ditawarkan."),
        ({"phone": "0411 555 100 / 0812"}, "Tulis satu nomor telepon"),
        ({"checked_on": "2999-01-01"}, "Tanggal ini belum terjadi."),
    ],
)
def test_what_is_missing_is_said_at_its_field(client, login, wrong, words):
    login(Role.OFFICE)
    page = client.post(url("add"), typed(**wrong))
    assertContains(page, words)
    assert set(page.context["form"].errors) == set(wrong)
    assert not Source.objects.exists()


def test_cut_by_name_sort_place_and_what_is_offered(client, login):
    login(Role.HEAD)
    SourceFactory(name="Karang Taruna A")
    SourceFactory(name="Puskesmas B", kind="clinic", offers=["care"], village=village("Daya"))
    SourceFactory(name="LKS C", kind="lks", offers=["care", "aid"], village=village("Tallo"))
    SourceFactory(name="Lama", is_active=False)
    tallo = village("Tallo")
    for query, found in [
        ("", ["Karang Taruna A", "LKS C", "Puskesmas B"]),
        ("?q=taruna", ["Karang Taruna A"]),
        ("?kind=clinic", ["Puskesmas B"]),
        ("?offer=care", ["LKS C", "Puskesmas B"]),
        (f"?village={tallo.pk}", ["LKS C"]),
        (f"?district={tallo.parent_id}", ["Karang Taruna A", "LKS C"]),
        ("?show=retired", ["Lama"]),
        ("?show=retired&kind=clinic", []),
        ("?kind=nobody&offer=nothing", ["Karang Taruna A", "LKS C", "Puskesmas B"]),
    ]:
        assert names(client.get(url("list") + query)) == found, query


def test_the_list_asks_as_often_for_one_as_for_a_page(client, login, count_queries):
    login(Role.OFFICE)
    SourceFactory()
    few = count_queries(url("list"))
    SourceFactory.create_batch(30, village=village("Daya"))
    assert count_queries(url("list")) <= few <= 25
    assert len(client.get(url("list")).context["page_obj"]) == 25


# Asked again


def test_who_may_change_hears_of_what_nobody_asked_for_a_year(client, login):
    today = days.today()
    old = SourceFactory(checked_on=today - YEAR - days.ONE_DAY)
    SourceFactory(checked_on=today - YEAR)
    SourceFactory(to_check=True, is_active=False)
    for role, number in [(Role.OFFICE, 1), (Role.SOCIAL_WORKER, 1), (Role.HEAD, None)]:
        user = login(role)
        counts = {waits.key: n for waits, n in count_for(user)}
        assert counts.get("sources-to-check") == number
        assert names(client.get(url("list") + "?show=check")) == [old.name]


def test_a_year_ends_with_its_last_day_in_makassar(client, login, time_machine_at):
    source = SourceFactory(checked_on=datetime.date(2025, 12, 31))
    time_machine_at(days.at(datetime.date(2026, 12, 31), datetime.time(23, 30)))
    assert source not in Source.objects.to_check()
    assert not source.must_be_checked
    time_machine_at(days.at(datetime.date(2027, 1, 1), datetime.time(0, 30)))
    assert source in Source.objects.to_check()
    assert source.must_be_checked


def test_one_press_says_that_it_holds_today(client, login):
    login(Role.SOCIAL_WORKER)
    source = SourceFactory(to_check=True)
    assertContains(client.get(url("edit", source)), "Sudah diperiksa hari ini")
    for _ in range(2):
        answer = client.post(url("check", source))
        assertRedirects(answer, url("detail", source))
    source.refresh_from_db()
    assert (source.checked_on, source.version) == (days.today(), 2)
    assert Entry.objects.filter(verb="checked_source").count() == 1


def test_one_that_is_retired_is_not_asked_any_more(client, login):
    login(Role.OFFICE)
    source = SourceFactory(to_check=True, is_active=False)
    assertNotContains(client.get(url("detail", source)), "Sudah diperiksa hari ini")
    page = client.post(url("check", source), follow=True)
    assertContains(page, "Sumber ini tidak dipakai lagi.")
    source.refresh_from_db()
    assert source.checked_on < days.today()


# Changed


def test_two_who_edit_see_both_versions(client, login):
    login(Role.OFFICE)
    source = SourceFactory()
    first = typed(name="Nama pertama", shown_version=1, is_active="on")
    assertRedirects(client.post(url("edit", source), first), url("detail", source))
    page = client.post(url("edit", source), first | {"name": "Nama kedua", "offers": ["aid"]})
    assertContains(page, "Yang tersimpan sekarang")
    assertContains(page, "Nama pertama")
    assertContains(page, "Pekerjaan atau magang, Kegiatan kelompok")
    source.refresh_from_db()
    assert (source.name, source.version) == ("Nama pertama", 2)


def test_one_that_is_retired_is_found_and_taken_up_again(client, login):
    login(Role.SOCIAL_WORKER)
    source = SourceFactory()
    client.post(url("edit", source), typed(name=source.name, shown_version=1))
    assert names(client.get(url("list"))) == []
    assert names(client.get(url("list") + "?show=retired")) == [source.name]
    client.post(url("edit", source), typed(name=source.name, shown_version=2, is_active="on"))
    assert names(client.get(url("list"))) == [source.name]


def test_a_name_that_another_has_is_refused_in_words(client, login):
    login(Role.OFFICE)
    other, source = SourceFactory(), SourceFactory()
    page = client.post(url("edit", source), typed(name=other.name, shown_version=1))
    assertContains(page, "Sumber ini sudah ada dalam daftar kelurahan itu.")
    assertContains(page, url("detail", other))


def test_its_history_is_read_and_a_telephone_put_back(client, login):
    login(Role.SOCIAL_WORKER)
    source = SourceFactory(phone="0411 000 001")
    client.post(url("edit", source), typed(name=source.name, shown_version=1, is_active="on"))
    page = client.get(reverse("reports:record_history", args=["source", source.pk]))
    for words in ("0411 000 001", "(0411) 555-100", "Pekerjaan atau magang", "diperiksa pada"):
        assertContains(page, words)


# What the database refuses


@pytest.mark.parametrize(
    "wrong", [{"offers": []}, {"offers": ["magic"]}, {"phone": "satu / dua"}, {"phone": "12"}]
)
def test_the_database_refuses(wrong):
    source = SourceFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.filter(pk=source.pk).update(**wrong)


def test_the_database_refuses_a_second_of_the_same_name():
    source = SourceFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        SourceFactory(name=source.name.upper())
