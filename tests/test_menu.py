"""The frame around every page, seen on the page `menu`."""

import re

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from rptc.letters.models import Unit
from rptc.menu import FIT, Menu
from tests.factories import MemberFactory, UserFactory

URL = "/menu/"


def test_each_role_sees_its_own_entries(client, login):
    login(Role.FIELD)
    response = client.get(URL)

    assertContains(response, "Patroli")
    assertContains(response, "Pengaturan")
    assertNotContains(response, "Pengguna")
    assertNotContains(response, "Rekap")


def test_two_roles_see_the_entries_of_both(client, login):
    login(Role.FIELD, Role.OFFICE)
    response = client.get(URL)

    assertContains(response, "Patroli")
    assertContains(response, "Mitra")


def tabs(user):
    return [entry.label for entry in Menu.of(user, URL).tabs]


def test_the_tabs_of_a_phone_are_what_a_role_opens_every_day(login):
    assert tabs(login(Role.OFFICE)) == ["Hari Ini", "Surat", "Rekap", "Laporan"]
    assert tabs(login(Role.CARETAKER)) == ["Hari Ini", "Kedatangan", "Klien", "Absen klien"]
    assert tabs(login(Role.ADMIN))[:2] == ["Hari Ini", "Pengguna"]
    assert tabs(login(Role.HEAD)) == ["Hari Ini", "Keputusan", "Masa pembinaan", "Rekap"]
    assert tabs(login(Role.FIELD)) == ["Hari Ini", "Patroli", "Laporan", "Terjaring"]


def first_level(menu):
    """What stands in the rail before anybody opens a group."""
    return sum(1 if group.name else len(group.entries) for group in menu.groups)


@pytest.mark.parametrize("role", Role)
def test_at_most_nine_entries_before_a_group_is_opened(login, role):
    assert first_level(Menu.of(login(role), URL)) <= 9


@pytest.mark.parametrize("role", Role)
def test_the_menu_of_a_phone_lists_at_most_nine_and_folds_the_rest(client, login, role):
    """Pages without a group, and the heads of the groups; below a closed head stand the others."""
    user = login(MemberFactory().user if role == Role.PARTNER else role)
    page = client.get(URL).content.decode()
    menu = page[
        page.index('aria-label="Halaman"') : page.index(
            "</nav>", page.index('aria-label="Halaman"')
        )
    ]
    alone = re.sub(r"<details.*?</details>", "<summary>", menu, flags=re.DOTALL)
    assert alone.count("<li>") + alone.count("<summary>") <= 9
    groups = Menu.of(user, URL).groups
    number = sum(len(group.entries) for group in groups)
    assert menu.count("<li>") == number
    if any(group.name for group in groups):
        assert ('rp-menu-group" open>' in menu) == (number <= FIT)


def test_a_page_stands_once(login):
    menu = Menu.of(login(Role.FIELD, Role.SOCIAL_WORKER), URL)
    addresses = [entry.url for entry in menu.entries]
    assert len(addresses) == len(set(addresses))
    assert next(entry for entry in menu.entries if entry.label == "Patroli").group == ""


def test_a_long_menu_shows_the_group_of_the_page_only(login):
    user = login(Role.HEAD)

    opened = [group.name for group in Menu.of(user, "/stays/beds/").groups if group.is_open]

    assert opened == ["Rumah"]


def test_a_short_menu_stands_open(login):
    assert all(group.is_open for group in Menu.of(login(Role.FIELD), URL).groups)


def test_the_page_knows_who_is_there(client, login):
    user = login(Role.FIELD, Role.CARETAKER)
    response = client.get(URL)

    assertContains(response, user.full_name)
    assertContains(response, "Petugas TRC, Petugas piket")
    assertContains(response, 'action="/logout/"')


def test_a_page_stands_where_it_comes_first(db):
    """Who drives out and is on duty in the house begins a patrol from a tab of the phone."""
    menu = Menu.of(UserFactory(roles=[Role.FIELD, Role.CARETAKER]), "/")
    assert [entry.label for entry in menu.tabs] == ["Hari Ini", "Patroli", "Kedatangan", "Klien"]
    assert [entry.label for entry in menu.entries].count("Patroli") == 1


def test_demonstration_data_is_marked_on_every_page(client, login):
    login(Role.FIELD)
    Unit.objects.update_or_create(pk=1, defaults={"is_demo": False})
    assertNotContains(client.get(URL), "CONTOH.")

    Unit.objects.update(is_demo=True)
    assertContains(client.get(URL), "CONTOH.")


def test_night_colours_are_a_choice_of_the_user(client, login):
    user = login(Role.FIELD)
    assertContains(client.get(URL), 'data-bs-theme="light"')

    user.night_colours = True
    user.save()
    assertContains(client.get(URL), 'data-bs-theme="dark"')


def test_the_result_of_the_last_act_is_shown_once(client, login, rf):
    login(Role.FIELD)
    storage = CookieStorage(rf.get("/"))
    message = messages.storage.base.Message(messages.SUCCESS, "Tersimpan.")
    client.cookies["messages"] = storage._encode([message])

    assertContains(client.get(URL), "Tersimpan.")
    assertNotContains(client.get(URL), "Tersimpan.")


def test_the_frame_costs_few_queries(client, login, count_queries):
    """Session, user, roles, delegations, demonstration or not, and the savepoint around them."""
    login(Role.HEAD)
    client.get(URL)  # the first page of a session also writes it

    assert count_queries(URL) <= 7
