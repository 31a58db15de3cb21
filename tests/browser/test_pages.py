"""Every page that a role reaches from its menu, in the house of the demonstration."""

import io

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import PHONE, misfits

pytestmark = pytest.mark.browser

# Not pages: files, and what ends the visit.
NO_PAGES = {
    "cases:assessment_print",
    "cases:bag_receipt",
    "cases:bed_print",
    "cases:certificate_print",
    "cases:certificate_scan",
    "cases:session_attendance_print",
    "cases:session_blank_print",
    "cases:session_photo",
    "cases:session_week_print",
    "cases:stay_week_print",
    "cases:evening_sheet",
    "cases:follow_up_print",
    "cases:extension_letter",
    "cases:gate_month_print",
    "cases:belonging_end_letter",
    "cases:belonging_photo",
    "cases:reception_letter",
    "cases:conference_print",
    "cases:conference_photo",
    "cases:conference_invitation_letter",
    "cases:conference_minutes_letter",
    "cases:exit_letter",
    "cases:exit_needed_print",
    "cases:exit_receiver_photo",
    "cases:medicine_round_print",
    "cases:hospital_letter",
    "cases:help_letter",
    "cases:money_letter",
    "cases:money_unclaimed_print",
    "cases:placement_scan",
    "cases:violence_report_letter",
    "cases:hospital_summary_print",
    "cases:homecoming_letter",
    "cases:paper_letter_print",
    "cases:order_letter_print",
    "cases:patrol_report",
    "cases:photo",
    "cases:training_receipt_letter",
    "cases:plan_letter",
    "cases:progress_report_print",
    "letters:agency_letter_file",
    "letters:letter_file",
    "letters:letter_sign_file",
    "letters:signature_picture",
    "letters:signature_sheet_print",
    "letters:letter_text_print",
    "cases:sheet_batch_print",
    "reports:casework_figures_print",
    "reports:guest_sheet_print",
    "reports:recap_file",
    "reports:recap_month_file",
    "reports:recap_period_file",
    "reports:returns_file",
    "mfa_download_recovery_codes",
    "account_login",
}
LINKS = """
Array.from(document.querySelectorAll("main a[href]"), link => link.href)
    .filter(address => new URL(address).origin === location.origin)
"""
OUTDOORS_AND_OUTSIDE = ["trc", "piket", "dinas", "mitra.wirajaya"]
BEHIND_A_DESK = ["tu", "pdp", "admin"]


@pytest.mark.parametrize(
    ("usernames", "night"),
    [
        # To look at a colour takes the browser longer than all else; night is on a phone.
        (["peksos"], [PHONE]),
        (["kepala"], [PHONE]),
        (OUTDOORS_AND_OUTSIDE, []),
        (BEHIND_A_DESK, []),
    ],
)
def test_every_page_fits_and_can_be_read(browse_as, demo, usernames, night, photograph):
    found = []
    for username in usernames:
        page = browse_as(demo(username), "/menu/")
        for kind in walk(page):
            photograph(page, f"{username}-{kind.replace(':', '-')}")
            found += [f"{username} {line}" for line in misfits(page, night=night)]
    assert not found, "\n".join(found)


def walk(page):
    """Open one page of each kind, each found on a page before it; yields the kind."""
    ahead, met = [page.url], set()
    while ahead:
        address = ahead.pop(0)
        kind = kind_of(address)
        if kind in met:
            continue
        met.add(kind)
        assert page.goto(address).status == 200, address
        yield kind
        ahead += [link for link in page.evaluate(LINKS) if kind_of(link) not in met | NO_PAGES]


def kind_of(address):
    path = "/" + address.split("/", 3)[3].partition("?")[0].partition("#")[0]
    try:
        return resolve(path).view_name
    except Resolver404:
        raise AssertionError(f"A page links to {path}, which is no page.") from None


def test_a_cell_of_the_recap_opens_as_many_rows(browse_as, demo, photograph):
    page = browse_as(demo("kepala"), "/recap/2024/")
    photograph(page, "recap")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Anak Jalanan"))
    cell = row.get_by_role("link").last
    number = int(cell.inner_text().replace(".", ""))
    cell.click()
    expect(page.get_by_text(f"dari {number}.")).to_be_visible()
    photograph(page, "rows")


def test_the_head_prints_the_recap(browse_as, demo):
    page = browse_as(demo("kepala"), "/recap/2024/")
    address = page.get_by_role("link", name="Cetak PDF").get_attribute("href")
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    (sheet,) = PdfReader(io.BytesIO(answer.body())).pages
    assert [round(float(side)) for side in sheet.mediabox[2:]] == [595, 842]
    text = sheet.extract_text()
    for figure in ["298", "285", "583"]:
        assert figure in text
