"""Every page that a role reaches from its menu, in the house of the demonstration: each opens and
fits a phone; axe looks at a third of them, at all with RPTC_FULL_SIZE. With RPTC_HEIGHTS and `-s`
it prints how many screens of a telephone each page is, as each of them, and says which are too
long, what is too low to be hit, and what scrolls sideways."""

import io
import os

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
MEASURES = bool(os.environ.get("RPTC_HEIGHTS"))
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


# No page is longer than six screens of a telephone but forms of more than thirty fields.
HIGH = 6 * 740
MEASURED = """() => {
    const box = each => each.getBoundingClientRect();
    const isSeen = each => box(each).width && box(each).height
        && !each.closest(".visually-hidden");
    // A link in a sentence is as high as its line, and one whose row is the target as high as it.
    const stands = each => !each.closest("p")
        && getComputedStyle(each, "::after").position !== "absolute";
    // In a picture a link may be narrow as well: a word never is.
    const least = each => each.closest("svg")
        ? Math.min(box(each).width, box(each).height)
        : box(each).height;
    const said = each => (each.innerText ?? each.getAttribute("aria-label")).trim();
    const targets = "main :is(a[href], button, summary):not(.visually-hidden)";
    const fields = "main :is(input:not([type=hidden]), select, textarea)";
    return {
        height: document.documentElement.scrollHeight,
        fields: document.querySelectorAll(fields).length,
        small: [...document.querySelectorAll(targets)]
            .filter(each => isSeen(each) && stands(each) && least(each) < 23.5)
            .map(each => `${said(each)} (${Math.round(least(each))} px)`),
        sideways: [...document.querySelectorAll("main *")]
            .filter(each => ["auto", "scroll"].includes(getComputedStyle(each).overflowX)
                && each.clientWidth && each.scrollWidth > each.clientWidth + 1)
            .map(each => each.className || each.tagName),
    };
}"""


def beyond_a_phone(page):
    """What is too long, too low to be hit, or scrolls sideways inside, on a telephone; the height
    of each page is printed."""
    page.set_viewport_size({"width": PHONE, "height": 740})
    found = page.evaluate(MEASURED)
    print(f"{found['height'] / 740:5.1f} {page.url}")  # noqa: T201
    if found["height"] > HIGH and found["fields"] <= 30:
        yield f"{page.url}: {found['height'] / 740:.1f} screens of a telephone"
    yield from (f"{page.url}: a target is too low: {each}" for each in found["small"])
    yield from (f"{page.url}: scrolls sideways: {each}" for each in found["sideways"])


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
            beyond = beyond_a_phone(page) if MEASURES else []
            found += [f"{username} {line}" for line in [*look, *beyond]]
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
