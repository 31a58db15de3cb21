"""Pengaturan: what is changed seldom, by subject."""

from pytest_django.asserts import assertContains

from rptc.accounts.permissions import Role
from rptc.menu import Menu

URL = "/settings/"


def test_what_is_changed_seldom_stands_on_one_page_by_subject(client, login):
    user = login(Role.HEAD)
    page = client.get(URL)
    subjects = [group.name for group in Menu.of(user, "/menu/").settings]
    assert subjects[:3] == ["Orang dan wewenang", "Pengawasan", "Masa pembinaan"]
    for group in Menu.of(user, "/menu/").settings:
        assertContains(page, group.name)
        for entry in group.entries:
            assertContains(page, f'href="{entry.url}"')
            assert client.get(entry.url).status_code == 200
    assertContains(client.get("/settings/rooms/"), 'href="/settings/" aria-current="true"')


def test_whose_work_the_settings_are_has_them_beside_the_page(client, login):
    menu = Menu.of(login(Role.ADMIN), "/menu/")
    assert "Pengguna" in [entry.label for group in menu.groups for entry in group.entries]
    assert menu.settings == []
    assertContains(client.get(URL), "Tidak ada pengaturan")
