"""A partner's telephone: its people come in by name and code, and the screen that was left alone
opens with the same code."""

import pytest
from playwright.sync_api import expect

from cases.patrols.devices.models import Device
from partners.phones.actions import register_phone
from rptc.accounts.permissions import Role
from tests.browser.conftest import misfits
from tests.browser.phones import CODE, PASSWORD, log_in, set_code
from tests.factories import MemberFactory, UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def member(transactional_db):
    member = MemberFactory(user__full_name="Nur Azizah", user__username="mitra.azizah")
    member.user.set_password(PASSWORD)
    member.user.save()
    return member


def test_by_name_and_code_and_open_again(phone, member, photograph):
    page = phone.pages[0]
    log_in(page, member.user)
    device, office = Device(name="Ponsel asrama"), UserFactory(roles=[Role.OFFICE])
    code = register_phone(device, partner=member.partner, by=office)
    page.goto(f"/devices/register/{code}/")
    page.get_by_role("button", name="Daftarkan ponsel ini").click()
    set_code(page)
    page.clock.install()
    page.goto("/portal/")
    page.clock.fast_forward("03:01")
    cover = page.get_by_role("dialog", name="Layar terkunci")
    expect(cover).to_be_visible()
    cover.get_by_label("Kode layar").fill("000111")
    cover.get_by_role("button", name="Buka layar").click()
    expect(cover.get_by_text("Kode salah. Sisa 4 kali")).to_be_visible()
    cover.get_by_label("Kode layar").fill(CODE)
    cover.get_by_role("button", name="Buka layar").click()
    expect(cover).to_be_hidden()
    expect(page.get_by_role("heading", name="Portal mitra")).to_be_visible()

    page.clock.fast_forward("03:01")
    cover.get_by_role("button", name="Ganti petugas").click()
    page.get_by_role("link", name="Masuk dengan nama dan kode").click()
    page.get_by_label("Nur Azizah").check()
    page.get_by_label("Kode layar Anda").fill(CODE)
    photograph(page, "name-and-code")
    assert misfits(page) == []
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", name="Portal mitra")).to_be_visible()
