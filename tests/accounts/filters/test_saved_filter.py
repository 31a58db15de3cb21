"""A list with its filter under a name: one's own, or shared; and nobody reads more by it."""

import uuid
from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from rptc.accounts.actions import deactivate_user
from rptc.accounts.filters.actions import MOST
from rptc.accounts.filters.lists import ListAddress
from rptc.accounts.filters.models import SavedFilter
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.policies import whoever_acts
from rptc.saving import save
from tests import factories as f
from tests.database_roles import EVERYBODY, read_as

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("accounts:saved_filter_list"), reverse("accounts:saved_filter_add")
INTAKES = reverse("cases:intake_list")


def data(address, name="Perempuan", **more):
    return {"name": name, "address": address, "send_key": str(uuid.uuid4())} | more


def kept():
    """All of them, whose ever: each is its owner's alone, to the database as well."""
    with whoever_acts():
        return list(SavedFilter.objects.order_by("pk"))


def step(page, row):
    return reverse(f"accounts:saved_filter_{page}", args=[row.pk])


def test_is_kept_from_the_list_and_stands_above_it_as_a_chip(client, login):
    user = login(Role.HEAD)
    address = f"{INTAKES}?sex=P&page=3&utm=x&since="
    assertContains(client.get(address), "Simpan saringan ini")
    assertNotContains(client.get(INTAKES), "Simpan saringan ini")
    assertRedirects(client.post(ADD, data(address)), f"{INTAKES}?sex=P")
    [row] = kept()
    assert (row.path, row.query, row.recorded_by) == (INTAKES, "sex=P", user)
    assertContains(client.get(INTAKES), 'href="/intakes/?sex=P">Perempuan</a>')
    assertContains(client.get(f"{INTAKES}?sex=P"), 'aria-current="true">Perempuan</a>')
    assertNotContains(client.get(reverse("cases:patrol_list")), "Perempuan")
    assertContains(client.get(reverse("account_index")), LIST)


def test_one_tap_keeps_it_under_words_of_what_is_chosen_and_never_of_what_was_typed(client, login):
    login(Role.HEAD)
    assertContains(client.get(f"{INTAKES}?sex=P&q=Nurdin"), 'name="name" value="Perempuan"')
    assertContains(client.get(f"{INTAKES}?q=Nurdin"), 'name="name" value="Terjaring"')


def test_sent_twice_it_is_kept_once(client, login):
    login(Role.HEAD)
    told = data(f"{INTAKES}?sex=P")
    for _ in range(2):
        assert client.post(ADD, told).status_code == 302
    assert len(kept()) == 1
    again = client.post(ADD, data(f"{INTAKES}?sex=L"))
    assertContains(again, "Nama ini sudah Anda pakai di daftar itu.")
    assert client.post(ADD, told | {"name": "Lain"}).status_code == 409
    assert client.get(ADD).status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "",
        "intakes/?sex=P",
        "//jahat.example/intakes/?sex=P",
        "https://jahat.example/intakes/?sex=P",
        "http://[/intakes/?sex=P",
        "\\\\jahat.example/?sex=P",
        "javascript:alert(1)?sex=P",
        "/intakes/../admin/?sex=P",
        "/intakes/1/?sex=P",
        "/logout/?sex=P",
        "/account/filters/?page=2",
        "/ⅰntakes/?sex=P",
        "/intakes/?",
        "/intakes/?next=//jahat.example",
        "/intakes/#sex=P",
        f"/intakes/?q={'x' * 600}",
        f"/intakes/?sex=P&x={'x' * 3_000}",
        "/intakes/?" + "&".join(f"a{n}=1" for n in range(2_000)),
        "/intakes/?q=7371094108800001",
        "/intakes/?q=" + quote("7371 0941 0880 0001"),
    ],
)
def test_only_a_filter_of_a_list_of_ours_is_kept(client, login, address):
    login(Role.HEAD)
    assert client.post(ADD, data(address)).status_code == 200
    assert kept() == []


def test_the_database_keeps_no_path_of_others_and_shares_nothing_typed(db):
    owner = f.UserFactory()
    read_as(EVERYBODY, reader=owner.pk)
    kept = {"recorded_by": owner, "name": "Coba"}
    for row in (
        SavedFilter(path="//jahat.example/", query="a=1", **kept),
        SavedFilter(path=INTAKES, query="", **kept),
    ):
        with pytest.raises(IntegrityError, match="saved_filter"), transaction.atomic():
            row.save()
    for query in ("sex=P&q=Nurdin", "q=Nurdin"):
        with pytest.raises(ValidationError, match="tidak dibagikan"):
            save(SavedFilter(path=INTAKES, query=query, is_shared=True, **kept))
    read_as(EVERYBODY)


def test_a_name_that_was_typed_stays_its_owners_and_stands_in_no_log(client, login):
    login(Role.HEAD)
    client.post(ADD, data(f"{INTAKES}?q=Nurdin", name="Cari"))
    [row] = kept()
    answer = client.post(step("edit", row), {"name": "Cari lagi", "is_shared": "on"})
    assertRedirects(answer, LIST)
    [row] = kept()
    assert (row.name, row.is_shared) == ("Cari lagi", False)
    assertContains(client.get(step("edit", row)), "tidak dibagikan")
    told = Entry.objects.exclude(verb="searched").values_list("details", flat=True)
    assert "Nurdin" not in str(list(told))
    login(Role.HEAD)
    assertNotContains(client.get(INTAKES), "Cari lagi")


def test_what_is_shared_is_seen_by_whoever_opens_the_list_as_far_as_they_may(client, login):
    owner = f.UserFactory(roles=[Role.HEAD], full_name="Rini")
    row = f.SavedFilterFactory(recorded_by=owner, name="Ronda malam", path=INTAKES, query="sex=P")
    login(Role.SOCIAL_WORKER)
    assertNotContains(client.get(INTAKES), "Ronda malam")
    login(owner)
    client.post(step("edit", row), {"name": "Ronda malam", "is_shared": "on"})
    reader = login(Role.SOCIAL_WORKER)
    assertContains(client.get(INTAKES), "Rini")
    assertContains(client.get(LIST), 'href="/intakes/?sex=P"')
    closed = f.IntakeFactory(person=f.PersonFactory(sex="P"), sex="P")
    f.ConflictFactory(user=reader, person=closed.person)
    assert client.get(row.address).context["page_obj"].paginator.count == 0
    # Whoever may not open the list does not read that there is one.
    login(Role.OFFICE)
    shown = client.get(LIST)
    assertNotContains(shown, "Ronda malam")
    assertNotContains(shown, f'href="{row.address}"')
    assert client.get(row.address).status_code == 403
    owner.is_active = False
    owner.save()
    login(Role.SOCIAL_WORKER)
    assertNotContains(client.get(INTAKES), "Ronda malam")


def test_what_a_reader_may_not_ask_is_said_and_never_what(client, login):
    login(Role.CARETAKER)
    tasks = reverse("cases:task_list")
    assertContains(client.get(f"{tasks}?show=hilang"), "Sebagian saringan ini")
    assertNotContains(client.get(f"{tasks}?show=shift"), "Sebagian saringan ini")
    assertContains(client.get(f"{INTAKES}?classification=99999"), "Sebagian saringan ini")
    assertContains(client.get(f"{INTAKES}?sex=zz"), "Sebagian saringan ini")


def test_anothers_is_404_shared_or_not(client, login):
    mine = f.SavedFilterFactory()
    shared = f.SavedFilterFactory(is_shared=True)
    login(Role.HEAD)
    for row in (mine, shared):
        for page in ("edit", "delete"):
            assert client.get(step(page, row)).status_code == 404
            assert client.post(step(page, row), {"name": "Dicuri"}).status_code == 404
    assert all(row.name != "Dicuri" for row in kept())


def test_its_owner_deletes_it(client, login):
    row = f.SavedFilterFactory(recorded_by=login(Role.FIELD), name="Ibu O'Neil")
    assertContains(client.get(step("delete", row)), "Ibu O&#x27;Neil")
    assertRedirects(client.post(step("delete", row)), LIST)
    assert kept() == []
    assert client.post(step("delete", row)).status_code == 404


def test_it_goes_with_the_account(db):
    row = f.SavedFilterFactory(recorded_by__roles=[Role.FIELD])
    other = f.SavedFilterFactory()
    deactivate_user(row.recorded_by, by=f.UserFactory(roles=[Role.HEAD]))
    assert kept() == [other]


def test_there_are_only_so_many(client, login):
    user = login(Role.HEAD)
    f.SavedFilterFactory.create_batch(MOST, recorded_by=user)
    assertContains(client.post(ADD, data(f"{INTAKES}?sex=P")), "Hapus yang tidak dipakai")


def test_a_list_that_is_no_more_is_said(client, login):
    f.SavedFilterFactory(recorded_by=login(Role.HEAD), path="/lama/")
    assertContains(client.get(LIST), "daftar ini tidak ada lagi")


def test_queries_do_not_grow_with_what_is_kept(login, count_queries):
    user = login(Role.HEAD)
    f.SavedFilterFactory(recorded_by=user)
    few, above = count_queries(LIST), count_queries(INTAKES)
    f.SavedFilterFactory.create_batch(14, is_shared=True)
    assert (count_queries(LIST), count_queries(INTAKES)) == (few, above)


def test_two_that_ask_the_same_are_the_same():
    asked = [
        ListAddress.of(f"{INTAKES}?{query}")
        for query in ("sex=P&door=patrol", "door=patrol&sex=P")
    ]
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    "address",
    ["/stays/?worker=Sitti+Ramlah", "/stays/?worker=7371091203150004", "/intakes/?since=Sitti+R"],
)
def test_what_no_choice_is_called_is_not_kept(client, login, address):
    login(Role.SOCIAL_WORKER)
    typed = {"send_key": str(uuid.uuid4()), "name": "Semua", "address": address}
    client.post(reverse("accounts:saved_filter_add"), typed)
    client.post(
        reverse("accounts:saved_filter_add"),
        typed | {"name": "7371091203150004", "address": "/stays/?limit=today"},
    )
    assert kept() == []


def test_of_a_list_that_is_not_theirs_no_filter_is_told(client, login):
    f.SavedFilterFactory(name="Klinik Cahaya", path="/referrals/", is_shared=True)
    login(Role.AGENCY)
    page = client.get(reverse("accounts:saved_filter_list"))
    assertNotContains(page, "Klinik Cahaya")
