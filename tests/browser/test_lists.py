"""Lists on a telephone: the first row is there without scrolling, and a row is short."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.people.models import Person
from rptc.accounts.permissions import Role
from rptc.audit.record import record
from tests import factories as f
from tests.browser.conftest import DESK, PHONE, misfits
from tests.partners.referrals.way import referral_at

pytestmark = pytest.mark.browser

# The edge of the first screen above which the first row begins, and how high a row may be.
FIRST, HIGH = 320, 72
PLACES = """() => [...document.querySelectorAll(".rp-folk > li")].map(row => {
    const {top, height} = row.getBoundingClientRect();
    return [Math.round(top + scrollY), Math.round(height)];
})"""
LISTS = {
    "cases:patrol_list": Role.HEAD,
    "cases:person_list": Role.HEAD,
    "cases:intake_list": Role.HEAD,
    "cases:follow_up_list": Role.SOCIAL_WORKER,
    "cases:bag_list": Role.SOCIAL_WORKER,
    "cases:plan_list": Role.HEAD,
    "cases:session_list": Role.SOCIAL_WORKER,
    "cases:service_list": Role.HEAD,
    "partners:referral_list": Role.HEAD,
    "letters:letter_list": Role.HEAD,
    "reports:returns_people": Role.HEAD,
    "audit:access_log": Role.PRIVACY,
}


# Those whose rows are lines of a list or of a table, which run on as sentences on a telephone.
FIRST_ROW = """() => {
    const row = document.querySelector("main :is(ul.rp-list > li, table > tbody > tr)");
    return Math.round(row.getBoundingClientRect().top + scrollY);
}"""
SIDEWAYS = """() => [...document.querySelectorAll("main *")].filter(each =>
    ["auto", "scroll"].includes(getComputedStyle(each).overflowX)
    && each.scrollWidth > each.clientWidth + 1).map(each => each.className)"""
LINES = {
    "cases:certificate_list": Role.OFFICE,
    "cases:public_report_list": Role.HEAD,
    "cases:incident_list": Role.HEAD,
    "cases:hospital_bills": Role.HEAD,
    "partners:partner_list": Role.HEAD,
    "reports:spm": Role.HEAD,
    "reports:service_figures": Role.HEAD,
    "reports:casework_figures": Role.HEAD,
    "reports:returns": Role.HEAD,
    "cases:prevention_figures": Role.HEAD,
    "cases:visit_list": Role.CARETAKER,
    "cases:violence_report_list": Role.HEAD,
    "partners:contribution_figures": Role.OFFICE,
}
# Those whose rows are no lines of a list: subjects, ticks, people to be placed.
OTHERS = {
    "reports:partnership": Role.HEAD,
    "reports:closing_list": Role.HEAD,
    "cases:paper_request": Role.SOCIAL_WORKER,
    "cases:bed_list": Role.CARETAKER,
}
OTHER_ROW = """() => {
    const row = document.querySelector("main :is(.rp-subjects, .rp-ticks, .rp-do) > li");
    return Math.round(row.getBoundingClientRect().top + scrollY);
}"""
# Below the head of a file, and above the bar of tabs: where a part begins.
BELOW_HEAD, LAST = "document.querySelector('.rp-file').getBoundingClientRect().bottom", 620


@pytest.fixture
def one_of_each(transactional_db):
    f.PatrolFactory()
    stay = f.StayFactory()
    f.LeftFactory(days_ago=32)
    f.BagFactory()
    f.PlanItemFactory()
    f.GroupSessionFactory(topic="Menjaga kebersihan diri dan kamar")
    f.ServiceFactory(planned=True, stay=stay)
    referral_at("proposed")
    f.LetterFactory(numbered=True)
    record(f.UserFactory(), "opened", stay)
    f.CertificateFactory()
    f.PublicReportFactory()
    f.IncidentFactory()
    f.HospitalBillFactory()
    f.VisitFactory()
    f.ViolenceReportFactory()
    f.PaperFactory()
    # A long name is read whole, and makes its row higher.
    Person.objects.update(name="Fahri")


def test_the_first_row_is_on_the_first_screen(browse_as, one_of_each):
    for name, role in LISTS.items():
        page = browse_as(role, reverse(name))
        rows = page.evaluate(PLACES)
        assert rows[0][0] < FIRST, name
        # A log is read whole, however long.
        assert rows[0][1] <= HIGH or name == "audit:access_log", name
        assert misfits(page, night=(PHONE, DESK)) == []
        page.context.close()


def test_the_first_line_is_on_the_first_screen_and_nothing_scrolls_sideways(
    browse_as, one_of_each, subtests
):
    for name, role in LINES.items():
        with subtests.test(name):
            page = browse_as(role, reverse(name))
            assert page.evaluate(FIRST_ROW) < FIRST
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            assert page.evaluate(SIDEWAYS) == []
            assert misfits(page, night=()) == []
            page.context.close()


def test_the_first_of_other_rows_is_on_the_first_screen(browse_as, one_of_each, subtests):
    for name, role in OTHERS.items():
        with subtests.test(name):
            page = browse_as(role, reverse(name))
            assert page.evaluate(OTHER_ROW) < FIRST
            assert misfits(page, night=()) == []
            page.context.close()


def test_every_part_of_a_file_begins_on_the_first_screen(browse_as, transactional_db, subtests):
    """Also with a warning, whose words stand on each of them."""
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(child=True, days_ago=6, social_worker=worker)
    f.FlagFactory(person=stay.person)
    page = browse_as(worker, reverse("cases:person_detail", args=[stay.person_id]))
    parts = page.locator(".rp-parts-menu a").evaluate_all("all => all.map(each => each.href)")
    assert len(parts) >= 9
    for address in parts[1:]:
        with subtests.test(address):
            page.goto(address)
            assert page.evaluate(BELOW_HEAD) < LAST
            expect(page.get_by_text("Hubungi Kepala UPT.").first).to_be_visible()
            expect(page.get_by_text("Pernah menyuruh anak mengemis.")).to_be_hidden()
    assert misfits(page, night=(PHONE,)) == []
    page.set_viewport_size({"width": DESK, "height": 900})
    expect(page.get_by_text("Pernah menyuruh anak mengemis.")).to_be_visible()
