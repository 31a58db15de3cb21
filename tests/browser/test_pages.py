"""Every page that a role reaches from its menu, in the house of the demonstration: each opens and
fits a phone; axe looks at a third of them, at all with RPTC_FULL_SIZE."""

import io

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import PHONE, misfits, too_wide
from tests.sizes import is_one_of_some

pytestmark = pytest.mark.browser

# Not pages: files, known by how the name of their address ends, and what ends the visit.
FILES = {"file", "letter", "photo", "picture", "print", "receipt", "report", "scan", "sheet"}
ENDS = {"mfa_download_recovery_codes", "account_login"}
SCREEN = 800
# Of the longest, those whose rows are as many at each hour of the demonstration.
LONGEST = [
    "/patrols/",
    "/figures/",
    "/prevention/list/",
    "/settings/letters/",
    "/settings/server/",
    "/settings/assessment-form/",
]
LINKS = """
Array.from(document.querySelectorAll("main a[href]"), link => link.getAttribute("href"))
    .map(address => new URL(address, location).href)
    .filter(address => new URL(address).origin === location.origin)
"""
OUTDOORS_AND_OUTSIDE = ["trc", "piket", "dinas", "mitra.wirajaya"]
BEHIND_A_DESK = ["tu", "pdp", "admin"]


@pytest.mark.parametrize(
    ("usernames", "night"),
    [
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
            look = misfits(page, night=night) if is_one_of_some(kind) else too_wide(page, PHONE)
            found += [f"{username} {line}" for line in look]
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
        ahead += [link for link in page.evaluate(LINKS) if is_page(kind_of(link), met)]


def is_page(kind, met):
    return kind not in met | ENDS and kind.replace(":", "_").rpartition("_")[2] not in FILES


def kind_of(address):
    path = "/" + address.split("/", 3)[3].partition("?")[0].partition("#")[0]
    try:
        return resolve(path).view_name
    except Resolver404:
        raise AssertionError(f"A page links to {path}, which is no page.") from None


def test_the_longest_pages_end_within_six_screens_of_a_phone(browse_as, demo):
    page = browse_as(demo("kepala"), "/menu/")
    page.set_viewport_size({"width": PHONE, "height": SCREEN})
    for address in LONGEST:
        page.goto(address)
        height = page.evaluate("document.documentElement.scrollHeight")
        assert height <= 6 * SCREEN, address


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
