"""Sources of help are listed and added on a phone and on a screen."""

import pytest
from playwright.sync_api import expect

from partners.sources.models import Source
from rptc.accounts.permissions import Role
from tests.browser.conftest import misfits
from tests.factories import PlanFactory, SourceFactory, StayFactory, village

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1280])
def test_one_is_added_found_and_asked_again(browse_as, transactional_db, photograph, width):
    SourceFactory(
        to_check=True,
        kind="lks",
        name="LKS Bina Keluarga Sejahtera Kecamatan Panakkukang",
        phone="0411 000 001",
        village=village("Karuwisi Utara"),
        offers=["visits", "aid", "papers", "schooling", "training"],
    )
    page = browse_as(Role.OFFICE, "/sources/", width=width)
    photograph(page, f"sources-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("link", name="Tambah sumber").click()
    assert misfits(page, widths=[width]) == []
    page.get_by_label("Jenis").select_option("Karang taruna")
    page.get_by_role("textbox", name="Nama*").fill("Karang Taruna Ma'rang")
    page.get_by_label("Kelurahan").select_option("Suangga, Tallo")
    page.get_by_label("Pelatihan keterampilan").check()
    page.get_by_label("Telepon").fill("0411 000 002")
    photograph(page, f"source-added-{width}")
    page.get_by_role("button", name="Tambah sumber").click()
    expect(page.get_by_text("Karang Taruna Ma'rang ditambahkan.")).to_be_visible()
    photograph(page, f"source-{width}")
    assert misfits(page, widths=[width]) == []
    page = browse_as(Role.SOCIAL_WORKER, "/sources/?show=check", width=width)
    page.get_by_role("link", name="LKS Bina Keluarga").first.click()
    page.get_by_role("button", name="Sudah diperiksa hari ini").click()
    expect(page.get_by_text("diperiksa hari ini.")).to_be_visible()
    assert not Source.objects.to_check().exists()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_plan_shows_who_is_near(browse_as, transactional_db, photograph, width):
    stay = StayFactory(days_ago=3)
    stay.person.origin = village("Suangga")
    stay.person.save()
    SourceFactory(phone="0411 000 001", offers=["visits", "aid", "papers", "schooling"])
    SourceFactory(village=village("Tallo"), offers=["visits", "work"])
    plan = PlanFactory(stay=stay)
    page = browse_as(Role.SOCIAL_WORKER, f"/plans/{plan.pk}/", width=width)
    expect(page.get_by_role("heading", name="Sumber di sekitar")).to_be_visible()
    expect(page.get_by_role("link", name="0411 000 001")).to_be_visible()
    page.get_by_role("heading", name="Sumber di sekitar").scroll_into_view_if_needed()
    photograph(page, f"near-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("link", name="Semua sumber").click()
    expect(page.get_by_text("2 sumber")).to_be_visible()
