"""A patrol's registered phone, as its officers use it."""

import re

from cases.patrols.devices.actions import register_device
from cases.patrols.devices.models import Device
from rptc.accounts.permissions import Role
from tests.factories import UserFactory

PASSWORD, CODE = "sandi-malam-hari-7", "482913"
# What a browser says of a request without signal (of one that the worker passed on: that it
# failed) or login; it is what is tested here.
EXPECTED = re.compile("ERR_INTERNET_DISCONNECTED|ERR_FAILED|status of 401")


def trc_officer(name):
    return somebody(name, Role.FIELD)


def somebody(name, role):
    """Who logs in by the form."""
    officer = UserFactory(roles=[role], username=name)
    officer.set_password(PASSWORD)
    officer.save()
    return officer


def log_in(page, officer):
    page.goto("/login/")
    page.get_by_label("Nama pengguna").fill(officer.username)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def set_code(page, code=CODE):
    page.get_by_label("Kode layar", exact=False).first.fill(code)
    page.get_by_label("Kode layar, sekali lagi").fill(code)
    page.get_by_role("button", name="Simpan kode layar").click()
    page.wait_for_url(lambda url: "/screen/" not in url)


def make_it_a_device(page):
    head = UserFactory(roles=[Role.HEAD])
    code = register_device(Device(name="Ponsel Regu 2"), by=head)
    page.goto(f"/devices/register/{code}/")
    page.get_by_role("button", name="Daftarkan ponsel ini").click()
    set_code(page)


def open_batch(page, patrol):
    page.goto(f"/patrols/{patrol.pk}/intakes/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def open_again(phone, page, address):
    """The tab is closed; another one opens the address."""
    again = phone.new_page()
    page.close()
    again.goto(address)
    return again


def give_code(page, code=CODE):
    """On the page without signal."""
    page.get_by_label("6 angka Anda").fill(code)
    page.get_by_role("button", name="Buka", exact=True).click()


def cut_signal(phone):
    """Nothing arrives: a browser that is told to be offline may still let a form through whose
    answer is lost."""
    phone.route("**/*", _lose)
    phone.set_offline(True)


def mend_signal(phone):
    """What waits goes by itself then: a tap on "Kirim sekarang" might come too late."""
    phone.unroute("**/*", _lose)
    phone.set_offline(False)


def _lose(route):
    is_form = route.request.method == "POST"
    return route.abort("internetdisconnected") if is_form else route.fallback()
