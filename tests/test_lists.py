"""Each list that is taken out as a file: the rows of the screen, for whoever sees them there."""

import csv
import io
import zipfile
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc import pages
from rptc.accounts.filters.lists import ListAddress
from rptc.accounts.permissions import GRANTS, Role
from rptc.admission import who_may_open
from rptc.audit.models import Entry
from rptc.lists import NAMES, TAKES
from tests import factories as f
from tests.list_pages import list_pages
from tests.list_rows import LISTS, NAME, ROWS

pytestmark = pytest.mark.django_db
REASON = "Permintaan Dinas Sosial."
TAKERS, NAMERS = GRANTS[TAKES], GRANTS[NAMES]
HTML = "text/html; charset=utf-8"


# Lists that are no file, by the rule of docs/rules.md, Lists. One of a row (its number stands in
# the address) and one of the settings has none either.
NO_FILE = {
    "nobody who takes lists out reads it": {
        "letters:agency_letter_list",
        "partners:partner_incident_alerts",
        "partners:portal_list",
        "partners:portal_people",
    },
    "one's own, and what is to be done": {
        "accounts:saved_filter_list",
        "accounts:session_list",
        "cases:assignment_list",
        "cases:caseload_list",
        "cases:certificate_list",
        "cases:progress_report_list",
        "cases:siks_list",
        "cases:substitution_list",
        "reports:false_alarm_list",
        "reports:own_list",
        "reports:quality",
        "reports:waiting_list",
    },
    "the log": {"audit:access_log", "audit:export_list", "reports:unusual_list"},
    "to be on it tells of somebody": {
        "cases:child_victim_list",
        "cases:conflict_list",
        "cases:contest_list",
        "cases:duplicate_list",
        "cases:emergencyaccess_list",
        "cases:hearing_list",
        "cases:hospital_list",
        "cases:money_house",
        "cases:money_unclaimed",
        "cases:seal_list",
        "cases:triage_list",
        "cases:violence_report_list",
        "partners:month_report_list",
        "partners:month_report_missing",
        "partners:partner_incident_list",
    },
    "it is of others, or of their words": {
        "cases:bed_exception_list",
        "cases:correction_list",
        "cases:inquiry_list",
        "cases:refusal_list",
        "cases:shift_note_list",
        "cases:standin_list",
        "cases:unwelcome_list",
        "cases:visit_list",
        "cases:voice_list",
    },
    "behind a figure, which is the file": {
        "cases:paper_year",
        "cases:violence_report_figures",
        "partners:earlier_referral_list",
        "reports:answer_stays",
        "reports:casework_items",
        "reports:casework_stays",
        "reports:partnership_rows",
        "reports:pictures_rows",
        "reports:recap_cell",
        "reports:returns_people",
    },
    "it is printed, or leads to what is": {
        "cases:bed_list",
        "cases:meal_list",
        "cases:paper_letter_list",
        "cases:paper_sheet_list",
        "cases:register_import_list",
        "letters:letter_together",
        "letters:procedure_list",
        "cases:skm_list",
        "reports:closing_list",
        "reports:publication_list",
    },
}


def test_each_list_has_its_rows_here():
    assert LISTS.keys() == ROWS.keys()


def test_each_list_is_a_file_or_has_a_rule_why_not():
    pages = list_pages()
    free = {
        name
        for name, (route, _) in pages.items()
        if "<" not in route and not route.startswith("settings/")
    }
    named = [name for names in NO_FILE.values() for name in names]
    assert len(named) == len(set(named))
    assert not set(named) & LISTS.keys()
    assert free == set(named) | LISTS.keys()
    for name in NO_FILE["nobody who takes lists out reads it"]:
        assert not set(who_may_open(pages[name][1])) & TAKERS


def take(client, address, kind="csv", **told):
    return client.post(address, {"kind": kind} | told)


def lines(answer):
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", sorted(LISTS))
def test_the_file_has_the_rows_of_the_screen_for_whoever_sees_them(client, login, name):
    view, address = LISTS[name], reverse(name)
    takers = [role for role in who_may_open(view) if role in TAKERS]
    # One who only reads it, and one who does not.
    others = [role for role in who_may_open(view) if role not in TAKERS][:1]
    strangers = [role for role in Role if role not in who_may_open(view)][:1]
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    for _ in range(2):
        ROWS[name](worker)
    assert takers
    for role in takers + others + strangers:
        user = worker if role == Role.SOCIAL_WORKER else f.UserFactory(roles=[role])
        login(user)
        shown, answer = client.get(address), take(client, address)
        if role not in takers:
            assert answer.status_code == (403 if shown.status_code == 403 else 405)
            continue
        rows = lines(answer)
        assert len(rows) == shown.context["page_obj"].paginator.count
        assert "Rahasia" not in answer.content.decode()
        line = Entry.objects.filter(verb="exported").latest("pk")
        assert (line.actor, line.details["rows"]) == (user, len(rows))
        assert len(line.details["sha256"]) == 64
        assert "tanpa nama" in line.details["page"]
        assert shown.status_code == 200


@pytest.mark.parametrize("name", sorted(LISTS))
def test_names_go_along_with_a_reason_and_the_right_alone(client, login, name):
    view, address = LISTS[name], reverse(name)
    has_names = any(column.names for column in view.listed.columns)
    if not (has_names and NAMERS & set(who_may_open(view)) & TAKERS):
        user = login(Role.HEAD if Role.HEAD in who_may_open(view) else Role.OFFICE)
        ROWS[name](user)
        assert take(client, address, with_names="on", reason=REASON)["Content-Type"] != HTML
        assert "tanpa nama" in Entry.objects.get(verb="exported").details["page"]
        return
    opens = Role.SOCIAL_WORKER in who_may_open(view)
    user = login(Role.SOCIAL_WORKER if opens else Role.HEAD)
    ROWS[name](user)
    for said in ({}, {"reason": "Rapat"}):
        refused = take(client, address, with_names="on", **said)
        assert refused["Content-Type"] == HTML
    assert not Entry.objects.filter(verb="exported").exists()
    named = take(client, address, with_names="on", reason=REASON)
    rows = lines(named)
    assert len(rows) >= 1
    # The lists of help and of letters name nobody: the number of a file stands there.
    assert "Rahasia" in named.content.decode() or (rows[0].get("Berkas") or rows[0]["Tentang"])
    assert Entry.objects.get(verb="exported").details["reason"] == REASON


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_file_asks_no_more_of_the_database_for_more_rows(
    client, login, name, django_assert_max_num_queries
):
    address = reverse(name)
    user = login(Role.HEAD if Role.HEAD in who_may_open(LISTS[name]) else Role.SOCIAL_WORKER)
    ROWS[name](user)
    client.get(address)
    with django_assert_max_num_queries(100) as few:
        take(client, address, "xlsx")
    for _ in range(3):
        ROWS[name](user)
    with django_assert_max_num_queries(len(few) + 1):
        take(client, address, "xlsx")


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_file_says_who_or_what_is_so_of_them_and_never_what_of_whom(client, login, name):
    columns = LISTS[name].listed.columns
    assert not [column.head for column in columns if column.names and column.about]
    user = login(Role.HEAD if Role.HEAD in who_may_open(LISTS[name]) else Role.OFFICE)
    ROWS[name](user)
    for kind, left_out in (({}, "names"), ({"with_names": "on", "reason": REASON}, "about")):
        if kind and not any(column.names for column in columns):
            continue
        heads = set(lines(take(client, reverse(name), **kind))[0])
        assert heads == {column.head for column in columns if not getattr(column, left_out)}


def test_the_same_order_and_the_same_filter(client, login):
    login(Role.HEAD)
    stays = [f.StayFactory(days_ago=ago) for ago in (3, 1, 2)]
    f.StayFactory(intake__person__sex="P", days_ago=400)
    address = reverse("cases:stay_list") + "?limit=later&page=7"
    shown = client.get(address.replace("&page=7", "")).context["page_obj"].object_list
    named = {"with_names": "on", "reason": REASON}
    files = [line["Berkas"] for line in lines(take(client, address, **named))]
    assert files == [stay.person.file_number for stay in shown]
    assert set(files) <= {stay.person.file_number for stay in stays}
    assert Entry.objects.filter(verb="exported").get().details["asked"]["limit"] == "later"


def test_a_workbook_says_who_took_it_when_and_holds_no_formula(client, login):
    user = login(Role.SOCIAL_WORKER)
    f.TaskFactory(what="=1+1", owner=user, stay=None)
    answer = take(client, reverse("cases:task_list"), "xlsx", with_names="on", reason=REASON)
    assert answer["Content-Disposition"] == 'attachment; filename="tugas.xlsx"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        assert str(user) in parts.read("docProps/core.xml").decode()
        assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()
        assert "=1+1" in parts.read("xl/sharedStrings.xml").decode()


def test_a_destination_that_is_closed_on_the_screen_is_closed_in_the_file(client, login):
    partner = f.PartnerFactory(name="Yayasan Tertutup", reveals_health=True)
    f.ReferralFactory(partner=partner)
    login(Role.SOCIAL_WORKER)
    address = reverse("partners:referral_list")
    assertNotContains(client.get(address), "ke Yayasan Tertutup")
    [line] = lines(take(client, address, with_names="on", reason=REASON))
    assert (line["Berkas"], line["Nama"]) == ("", "")
    [line] = lines(take(client, address))
    assert line["Mitra"] == "tujuan tertutup"
    narrowed = client.get(address, {"partner": partner.pk})
    assertContains(narrowed, "Sebagian saringan ini")
    other = f.PartnerFactory()
    assertContains(client.get(address, {"partner": other.pk}), "Sebagian saringan ini")
    assertNotContains(client.get(address), "Sebagian saringan ini")


def test_more_rows_than_a_file_may_have_are_refused_and_none_is_left_out(
    client, login, monkeypatch
):
    login(Role.HEAD)
    f.IntakeFactory.create_batch(3)
    monkeypatch.setattr(pages, "MOST_TAKEN", 2)
    answer = take(client, reverse("cases:intake_list"))
    assert answer["Content-Type"] == HTML
    assertContains(answer, "Persempit dengan saringan")
    assert not Entry.objects.filter(verb="exported").exists()


@pytest.mark.parametrize("kind", ["", "pdf", "../x"])
def test_what_is_no_kind_of_file_shows_the_list_again(client, login, kind):
    login(Role.HEAD)
    answer = take(client, reverse("cases:patrol_list"), kind)
    assert (answer.status_code, answer["Content-Type"]) == (200, HTML)


@pytest.mark.parametrize("name", ["stay_list", "person_list", "intake_list"])
def test_who_is_house_staff_too_takes_out_no_sealed_file(client, login, name):
    sealed = f.PersonFactory(name=NAME, is_sealed=True)
    f.StayFactory(intake=f.IntakeFactory(person=sealed))
    login(Role.SOCIAL_WORKER, Role.CARETAKER)
    named = {"kind": "csv", "with_names": "on", "reason": REASON}
    taken = client.post(reverse(f"cases:{name}"), named)
    assert taken["Content-Type"].startswith("text/csv")
    assert NAME not in taken.content.decode()


def test_without_names_no_letter_leads_to_a_file(client, login):
    letter = f.LetterFactory()
    login(Role.OFFICE)
    taken = client.post(reverse("letters:letter_list"), {"kind": "csv"}).content.decode()
    assert letter.number in taken
    assert letter.about not in taken


def test_each_list_can_be_kept_with_all_that_it_asks():
    for name, view in LISTS.items():
        asked = urlencode([(ask, "x") for ask in view.listed.asks])
        kept = ListAddress.of(f"{reverse(name)}?{asked}&stay=7&page=3")
        assert (kept.path, kept.query) == (reverse(name), asked)


def test_of_whose_work_a_list_is_asked_in_vain_is_told(client, login):
    """A social worker reads their own assessments, whoever the address names."""
    head, address = f.UserFactory(roles=[Role.HEAD]), reverse("cases:assessment_list")
    worker = login(Role.SOCIAL_WORKER)
    assertContains(client.get(address, {"worker": worker.pk}), "Sebagian saringan ini")
    login(head)
    assertNotContains(client.get(address, {"worker": worker.pk}), "Sebagian saringan ini")
