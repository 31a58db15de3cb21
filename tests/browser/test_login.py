"""The way in and out, and what happens to what was typed when the login ends meanwhile."""

import datetime
import re

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, connections, transaction
from playwright.sync_api import expect

from cases.intakes.models import Intake
from cases.patrols.public_reports.models import PublicReport
from rptc import days
from rptc.accounts.permissions import Role
from tests import pictures
from tests.browser.conftest import heard_only, misfits
from tests.browser.test_photos import shots
from tests.factories import PatrolFactory, UserFactory

pytestmark = pytest.mark.browser

PASSWORD = "perahu-pinisi-berlayar"


@pytest.mark.parametrize("width", [360, 1280])
def test_the_end_of_the_login_is_said_before_and_what_was_typed_stays(
    open_browser, live_server, officer, photograph, console, width
):
    officer.grants.update(role=Role.SOCIAL_WORKER)
    page = open_browser(base_url=live_server.url, width=width).new_page()
    page.clock.install()
    page.goto("/login/")
    log_in(page, PASSWORD)
    expect(page.get_by_role("heading", name="Hari Ini")).to_be_visible()
    page.goto("/public-reports/register/")
    page.get_by_label("Yang dilaporkan").fill("Anak sendirian")
    warning = page.get_by_text("Waktu masuk Anda hampir habis.")
    expect(warning).to_be_hidden()
    # Thirteen minutes: the server, whose clock stands still meanwhile, is asked first.
    set_seen(minutes_ago=13.5)
    page.clock.fast_forward("13:05")
    expect(warning).to_be_in_viewport()
    photograph(page, f"ends-soon-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("button", name="Tetap masuk").click()
    expect(warning).to_be_hidden()
    set_seen(minutes_ago=16)
    page.clock.fast_forward("13:05")
    expect(page.get_by_text("Waktu masuk Anda habis.")).to_be_visible()
    expect(page.get_by_label("Yang dilaporkan")).to_have_value("Anak sendirian")
    heard_only(console, "401")


def set_seen(*, minutes_ago):
    """The login was used last so long ago."""
    at = days.now() - datetime.timedelta(minutes=minutes_ago)
    [row] = Session.objects.all()
    store = SessionStore(row.session_key)
    store["seen_at"] = at.isoformat()
    store.save()


@pytest.fixture
def officer(transactional_db):
    officer = UserFactory(username="trc", roles=[Role.FIELD])
    officer.set_password(PASSWORD)
    officer.save()
    return officer


def log_in(page, password):
    page.get_by_label("Nama pengguna").fill("trc")
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()


def test_a_wrong_password_is_said_a_right_one_opens_the_house(
    open_browser, live_server, officer, photograph
):
    page = open_browser(base_url=live_server.url).new_page()
    page.goto("/patrols/")
    photograph(page, "login")
    assert misfits(page) == []
    log_in(page, "salah-sekali")
    expect(page.get_by_role("alert")).to_contain_text("Nama pengguna atau kata sandi salah.")
    photograph(page, "wrong")
    assert misfits(page) == []
    log_in(page, PASSWORD)
    expect(page.get_by_role("heading", name="Patroli", exact=True)).to_be_visible()

    page.goto("/menu/")
    photograph(page, "menu")
    page.get_by_role("main").get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    photograph(page, "logged-out")
    page.goto("/patrols/")
    expect(page).to_have_url(re.compile("/login/"))


@pytest.fixture
def typed(browse_as, officer):
    """A row of a patrol, filled and not yet sent."""
    patrol = PatrolFactory(recorded_by=officer)
    page = browse_as(officer, f"/patrols/{patrol.pk}/intakes/")
    page.get_by_label("Nama").fill("Saparuddin")
    page.get_by_text("Laki-laki", exact=True).click()
    page.get_by_text("Gepeng", exact=True).click()
    return page


def save(page):
    page.get_by_role("button", name="Simpan, tambah").click()


def unsent(page):
    return page.get_by_role("complementary", name="Baris yang belum terkirim")


def log_in_beside(page):
    """In a tab of its own, as the page offers."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Masuk lagi di tab baru").click()
    log_in(opened.value, PASSWORD)
    expect(opened.value.get_by_role("heading", name="Hari Ini")).to_be_visible()
    opened.value.close()


def test_a_row_survives_the_end_of_the_login(typed, photograph, console):
    Session.objects.all().delete()
    save(typed)
    expect(unsent(typed)).to_contain_text("Waktu masuk Anda habis.")
    photograph(typed, "ended")
    assert misfits(typed) == []
    log_in_beside(typed)
    unsent(typed).get_by_role("button", name="Kirim sekarang").click()
    expect(typed.get_by_text("1 orang", exact=True)).to_be_visible()
    expect(unsent(typed)).to_be_hidden()
    heard_only(console, "401")
    assert Intake.objects.get().person.name == "Saparuddin"


def test_a_row_survives_a_busy_database(typed, photograph, console, monkeypatch):
    options = connections.settings["default"]["OPTIONS"]
    monkeypatch.setitem(options, "options", "-c lock_timeout=300ms")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE cases_intake IN EXCLUSIVE MODE")
        save(typed)
        expect(unsent(typed)).to_contain_text("Server sedang sibuk.")
        photograph(typed, "busy")
    unsent(typed).get_by_role("button", name="Kirim sekarang").click()
    expect(typed.get_by_text("1 orang", exact=True)).to_be_visible()
    heard_only(console, "409")
    assert Intake.objects.count() == 1


@pytest.fixture
def report(browse_as, officer):
    """A plain form, which takes the place of its page: filled and not yet sent."""
    page = browse_as(officer, "/public-reports/register/")
    page.get_by_label("Melalui").select_option("Loket")
    page.get_by_label("Tempat", exact=True).fill("Depan Pasar Terong")
    page.get_by_label("Yang dilaporkan").fill("Dua anak mengemis.")
    return page


def send(page, times=1):
    page.get_by_role("button", name="Catat laporan").click(click_count=times)


def is_saved(page):
    expect(page.get_by_role("heading", name=re.compile("^LM-"))).to_be_visible()
    assert PublicReport.objects.get().what == "Dua anak mengemis."


def still_typed(page):
    expect(page.get_by_label("Yang dilaporkan")).to_have_value("Dua anak mengemis.")


def test_a_plain_form_survives_the_end_of_the_login(report, photograph, console):
    Session.objects.all().delete()
    send(report)
    notice = report.get_by_role("alert").filter(has_text="Waktu masuk Anda habis.")
    expect(notice).to_be_in_viewport()
    photograph(report, "ended")
    assert misfits(report) == []
    log_in_beside(report)
    still_typed(report)
    notice.get_by_role("button", name="Kirim lagi").click()
    is_saved(report)
    heard_only(console, "401")


def test_a_plain_form_survives_the_loss_of_the_signal(report, photograph, console):
    report.context.set_offline(True)
    send(report)
    notice = report.get_by_role("alert").filter(has_text="Belum tersimpan.")
    expect(notice).to_be_in_viewport()
    photograph(report, "offline")
    still_typed(report)
    report.context.set_offline(False)
    notice.get_by_role("button", name="Coba lagi").click()
    is_saved(report)
    heard_only(console, "ERR_INTERNET_DISCONNECTED")


def test_a_double_click_sends_a_plain_form_once(report):
    sent = []
    report.on("request", lambda request: request.method == "POST" and sent.append(request))
    send(report, times=2)
    is_saved(report)
    assert len(sent) == 1


def test_logging_out_asks_nothing(report):
    report.goto("/menu/")
    Session.objects.all().delete()
    report.get_by_role("main").get_by_role("button", name="Keluar").click()
    expect(report.get_by_role("heading", name="Masuk")).to_be_visible()


def test_a_form_sent_in_the_background_survives_the_end_of_the_login(typed, photograph, console):
    Session.objects.all().delete()
    typed.get_by_text("Foto dulu, lengkapi nanti").click()
    typed.get_by_label("Pilih berkas foto").set_input_files(shots(pictures.jpeg(1)))
    notice = typed.get_by_role("alert").filter(has_text="Waktu masuk Anda habis.")
    expect(notice).to_be_in_viewport()
    photograph(typed, "ended")
    assert misfits(typed) == []
    log_in_beside(typed)
    expect(typed.get_by_label("Nama")).to_have_value("Saparuddin")
    notice.get_by_role("button", name="Kirim lagi").click()
    expect(typed.get_by_text("1 foto belum dilengkapi")).to_be_visible()
    expect(notice).to_be_hidden()
    heard_only(console, "401")
    photograph(typed, "sent")
