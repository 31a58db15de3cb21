"""Every look leaves one line, and one act is one line (docs/looks.md)."""

import datetime
import re

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.people.models import Person
from rptc import days
from rptc.accounts.permissions import Role
from rptc.addresses import NOBODY
from rptc.audit.looks import named_in, way_to_person, without_long_numbers
from rptc.audit.models import Entry
from rptc.audit.pictures import mark_of
from rptc.audit.request import current_request
from rptc.audit.words import LOOKS, VERBS
from tests import factories as f
from tests.sizes import some
from tests.test_permissions import ACCESS, URLS, make_url, person_of

pytestmark = pytest.mark.django_db

SETTINGS, STAFF = "rows that the unit keeps for its settings", "accounts of staff"
FORM, NUMBERS, PAPER = "a form with nobody on it yet", "numbers only", "paper with nobody on it"
DRAFT = "what its author alone reads, and no log tells of"
NAMELESS = "lines of an old book, which name nobody"
PHONE, ITSELF = "the phone of a patrol or of a partner", "tells the log itself whom it showed"
# Addresses that leave no line by themselves, and why.
WITHOUT_LINE = {
    **dict.fromkeys([name for name in ACCESS if name.startswith(("accounts:", "resets:"))], STAFF),
    **dict.fromkeys([name for name in ACCESS if "cases:substitution_" in name], STAFF),
    "cases:hot_spot_list": SETTINGS,
    "cases:hot_spot_edit": SETTINGS,
    "cases:classification_list": SETTINGS,
    "cases:classification_edit": SETTINGS,
    "cases:plan_template_list": SETTINGS,
    "cases:plan_template_add": SETTINGS,
    "cases:plan_template_edit": SETTINGS,
    "cases:hospital_place_list": SETTINGS,
    "cases:legal_basis_list": SETTINGS,
    "cases:hospital_place_edit": SETTINGS,
    **dict.fromkeys(["cases:help_reason_list", "cases:help_reason_edit"], SETTINGS),
    **dict.fromkeys(["cases:budget_line_list", "cases:budget_line_edit"], SETTINGS),
    "cases:near_region_list": SETTINGS,
    "cases:near_region_edit": SETTINGS,
    "cases:paper_office_list": SETTINGS,
    "cases:paper_office_edit": SETTINGS,
    "cases:fasting_period_list": SETTINGS,
    "cases:fasting_period_edit": SETTINGS,
    "cases:placement_limit_list": SETTINGS,
    "cases:placement_limit_edit": SETTINGS,
    "cases:report_rule_list": SETTINGS,
    "cases:report_rule_edit": SETTINGS,
    "cases:report_office_list": SETTINGS,
    "cases:report_office_edit": SETTINGS,
    "cases:free_day_list": SETTINGS,
    "cases:free_day_edit": SETTINGS,
    "cases:question_set": SETTINGS,
    "cases:question_set_begin": SETTINGS,
    "cases:question_set_publish": SETTINGS,
    "cases:question_set_preview": SETTINGS,
    "cases:question_add": SETTINGS,
    "cases:question_edit": SETTINGS,
    "cases:question_remove": SETTINGS,
    "cases:risk_rule": SETTINGS,
    "cases:triage_question_list": SETTINGS,
    "cases:triage_question_edit": SETTINGS,
    "cases:team_list": SETTINGS,
    "cases:team_edit": SETTINGS,
    "cases:vehicle_list": SETTINGS,
    "cases:vehicle_edit": SETTINGS,
    "cases:stay_rule_list": SETTINGS,
    "cases:stay_rule_edit": SETTINGS,
    "cases:exit_kind_list": SETTINGS,
    "cases:exit_kind_edit": SETTINGS,
    "cases:promise_text_list": SETTINGS,
    "cases:room_list": SETTINGS,
    "cases:room_edit": SETTINGS,
    "cases:bed_take_out": SETTINGS,
    "cases:bed_put_back": SETTINGS,
    "cases:guests_begin": SETTINGS,
    "cases:guests_end": SETTINGS,
    "cases:important_number_list": SETTINGS,
    "cases:important_number_edit": SETTINGS,
    "cases:follow_up_rule_list": SETTINGS,
    "cases:follow_up_rule_edit": SETTINGS,
    "reports:special_period_list": SETTINGS,
    "reports:special_period_edit": SETTINGS,
    "reports:counting_rule_list": SETTINGS,
    "letters:letter_kind_list": SETTINGS,
    "letters:letter_kind_edit": SETTINGS,
    "letters:unit_settings": SETTINGS,
    "letters:emblem_change": SETTINGS,
    "letters:emblem_remove": SETTINGS,
    "letters:letter_insert": FORM,
    "letters:signatory_add": SETTINGS,
    "letters:signatory_end": SETTINGS,
    **dict.fromkeys(
        [name for name in ACCESS if "letters:procedure_" in name and "_list" not in name], SETTINGS
    ),
    "partners:partner_list": SETTINGS,
    "partners:partner_add": SETTINGS,
    "partners:partner_edit": SETTINGS,
    "partners:partner_terms": SETTINGS,
    "partners:partner_places": SETTINGS,
    "partners:portal_places": SETTINGS,
    "partners:partner_contact_add": SETTINGS,
    "partners:partner_contact_edit": SETTINGS,
    "partners:partner_paper_add": SETTINGS,
    "partners:partner_paper_edit": SETTINGS,
    "partners:member_add": SETTINGS,
    **dict.fromkeys([name for name in ACCESS if "partners:member_" in name], STAFF),
    **dict.fromkeys([name for name in ACCESS if "partners:portal_people" in name], STAFF),
    **dict.fromkeys([name for name in ACCESS if "partners:partner_phone" in name], PHONE),
    "partners:partner_user_list": STAFF,
    "mail:mail_choose": STAFF,
    **dict.fromkeys([name for name in ACCESS if "partners:source_" in name], SETTINGS),
    **dict.fromkeys([name for name in ACCESS if "partners:earlier_referral_" in name], NAMELESS),
    **dict.fromkeys([name for name in ACCESS if "partners:agreement_" in name], SETTINGS),
    # It names nobody.
    "partners:partner_incident_alerts": NUMBERS,
    **dict.fromkeys([name for name in ACCESS if "partners:meeting_" in name], SETTINGS),
    **dict.fromkeys(
        [
            name
            for name in ACCESS
            if "partners:contribution_" in name and not name.endswith("_print")
        ],
        SETTINGS,
    ),
    "partners:pledge_add": SETTINGS,
    "partners:pledge_edit": SETTINGS,
    **dict.fromkeys([name for name in ACCESS if "cases:skm_" in name], NUMBERS),
    "cases:voice_figures": NUMBERS,
    "cases:complaint_channel_list": SETTINGS,
    "cases:complaint_channel_edit": SETTINGS,
    "cases:complaint_poster_print": PAPER,
    "cases:device_list": PHONE,
    "cases:device_renew": PHONE,
    "cases:device_lock": PHONE,
    "cases:device_register": PHONE,
    "cases:device_key": PHONE,
    "cases:screen_code": PHONE,
    "cases:screen_lock": PHONE,
    "cases:screen_unlock": PHONE,
    "cases:batch_offline": PHONE,
    "cases:roll_call_kept": ITSELF,
    "cases:follow_up_kept": ITSELF,
    "cases:unsent_rows": PHONE,
    "cases:unsent_row_drop": PHONE,
    "cases:patrol_register": FORM,
    **dict.fromkeys(
        [name for name in ACCESS if "cases:prevention_" in name and not name.endswith("_print")],
        SETTINGS,
    ),
    "cases:order_letter_add": FORM,
    "cases:public_report_register": FORM,
    "cases:shift_note_write": FORM,
    "cases:order_letter_print": PAPER,
    "cases:paper_sheet_list": PAPER,
    "cases:sheet_batch_print": PAPER,
    "cases:paper_sheet_void": PAPER,
    "upkeep:server": SETTINGS,
    "reports:today": NUMBERS,
    "reports:waiting_list": NUMBERS,
    "reports:recap": NUMBERS,
    "reports:recap_cuts": NUMBERS,
    "reports:recap_year": NUMBERS,
    "reports:annual_report": NUMBERS,
    "reports:city_part": NUMBERS,
    "reports:city_part_text": NUMBERS,
    "reports:city_part_write": NUMBERS,
    "reports:data_set": NUMBERS,
    "reports:recap_month": NUMBERS,
    "reports:recap_reconcile": NUMBERS,
    "reports:pictures": NUMBERS,
    "reports:guest_sheet": NUMBERS,
    "reports:returns": NUMBERS,
    "reports:closing_list": NUMBERS,
    "reports:recap_edition_data": NUMBERS,
    "reports:closing_prepare": NUMBERS,
    "reports:closing_period": NUMBERS,
    "reports:closing_decide": NUMBERS,
    "reports:publication_list": NUMBERS,
    "reports:publication_year": NUMBERS,
    "reports:publication_withdraw": NUMBERS,
    "reports:report_calendar": SETTINGS,
    "reports:official_report_detail": SETTINGS,
    "reports:official_report_add": SETTINGS,
    "reports:official_report_edit": SETTINGS,
    "reports:report_sent_add": SETTINGS,
    "reports:report_sent_take_back": SETTINGS,
    "reports:partnership": NUMBERS,
    "reports:partnership_own": NUMBERS,
    "reports:partnership_words": NUMBERS,
    "reports:partnership_approve": NUMBERS,
    "cases:person_likely": ITSELF,
    "cases:photo": ITSELF,
    "cases:placement_scan": ITSELF,
    "partners:portal_photo": ITSELF,
    "cases:session_photo": ITSELF,
    "cases:conference_photo": ITSELF,
    "cases:note_draft_keep": DRAFT,
    "cases:note_draft_drop": DRAFT,
    "cases:session_list": NUMBERS,
    "cases:session_week": NUMBERS,
    "cases:session_week_print": NUMBERS,
    **dict.fromkeys([name for name in ACCESS if "cases:certificate_" in name], STAFF),
    "cases:service_kind_list": SETTINGS,
    "cases:service_kind_edit": SETTINGS,
    "reports:service_figures": NUMBERS,
    "reports:spm": NUMBERS,
    "reports:spm_quarter": NUMBERS,
    "reports:spm_target_set": NUMBERS,
    "reports:casework_figures": NUMBERS,
    "reports:answer_figures": NUMBERS,
    "cases:exit_receiver_photo": ITSELF,
}
CANARY = "Kenarilook"


def views(resolver=None, namespace=""):
    """{name: view} of every address of the application."""
    found = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= views(pattern, inner)
        else:
            found[f"{namespace}{pattern.name}"] = pattern.callback
    return found


VIEWS = views()


def look_at(client, name, user):
    """(the answer, the lines that it left) of a page that this user may open."""
    client.force_login(user)
    url = make_url(name, user)
    Person.objects.update(name=CANARY, alias="")
    before = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    response = client.get(url)
    return response, list(Entry.objects.filter(pk__gt=before))


def text_of(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8", "replace")


def test_what_leaves_no_line_is_named_with_its_reason():
    quiet = {name for name in ACCESS if VIEWS[name].shows is NOBODY}
    assert quiet == WITHOUT_LINE.keys()


def test_what_names_no_row_has_words():
    nameless = [
        name
        for name, arguments in URLS.items()
        if getattr(VIEWS[name], "shows", NOBODY) == ""
        and named_in(dict.fromkeys(arguments, 1)) == (None, None)
    ]
    assert nameless == []


@pytest.mark.gate
@pytest.mark.parametrize("name", some(ACCESS.keys() - WITHOUT_LINE.keys()))
def test_each_page_that_is_shown_leaves_one_line(client, name):
    """By one who may: the line does not go by roles."""
    user = person_of(sorted(ACCESS[name])[-1])
    response, lines = look_at(client, name, user)
    assert len(lines) == (response.status_code in {200, 409}), response.status_code
    for line in lines:
        assert line.actor == user
        assert line.verb in LOOKS
        assert line.act.startswith(f"{VERBS[line.verb]} ")
        # A name of an address, instead of words.
        assert ":" not in line.act
        assert CANARY not in str(line.details)


@pytest.mark.gate
@pytest.mark.parametrize("name", some(WITHOUT_LINE))
def test_what_leaves_no_line_names_nobody(client, name):
    for role in sorted(ACCESS[name]):
        with transaction.atomic():
            response, _ = look_at(client, name, person_of(role))
            assert CANARY not in text_of(response), role
            transaction.set_rollback(True)


# --- What stands in the line ------------------------------------------------------------------


def only_line():
    return Entry.objects.get(verb__in=LOOKS)


def test_a_list_tells_how_many_it_showed(client, login):
    user = login(Role.HEAD)
    f.PersonFactory.create_batch(3)
    client.get(reverse("cases:person_list"), {"show": "all"})
    line = only_line()
    assert (line.actor, line.act) == (user, "membuka daftar klien, 3 baris")


def test_a_search_keeps_what_was_asked_and_no_nik(client, login):
    login(Role.SOCIAL_WORKER)
    f.PersonFactory(name="Daeng Naba")
    client.get(reverse("cases:person_list"), {"q": "Daeng", "sex": "L", "page": ""})
    line = only_line()
    assert line.verb == "searched"
    assert line.details["asked"] == {"q": "Daeng", "sex": "L"}
    client.get(reverse("cases:person_list"), {"q": "7371 0101 0190 0001"})
    assert Entry.objects.latest("pk").details["asked"] == {"q": "NIK (16 angka)"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("7371010101900001", "NIK (16 angka)"),
        ("7371.0101.0190.0001 Budi", "NIK (16 angka) Budi"),
        ("7371-010", "(7 angka)"),
        ("0812 3456 789", "(11 angka)"),
        ("Budi 12", "Budi 12"),
        ("12345", "12345"),
    ],
)
def test_of_a_long_number_its_length_is_kept(typed, kept):
    assert without_long_numbers(typed) == kept


@pytest.mark.parametrize(
    "query", ["%00=1", "%00x=%00", "q=%00", "&".join(f"a{n}=1" for n in range(900))]
)
def test_an_address_may_hold_anything(client, login, query):
    login(Role.SOCIAL_WORKER)
    assert client.get(f"{reverse('cases:person_list')}?{query}").status_code == 200
    assert len(only_line().details.get("asked", {})) <= 20


def test_a_page_below_a_row_names_the_row_and_its_person(client, login):
    worker = login(Role.SOCIAL_WORKER)
    plan = f.PlanFactory(recorded_by=worker)
    client.get(reverse("cases:plan_edit", args=[plan.pk]))
    line = only_line()
    assert line.person_id == plan.stay.person_id
    about = f"rencana intervensi nomor {plan.pk} (klien nomor {line.person_id})"
    assert line.act == f"membuka {about} (ubah rencana)"


def test_a_form_that_is_refused_and_shown_again_leaves_a_line(client, login):
    """Else a form that is sent empty would show the file without a trace."""
    login(Role.SOCIAL_WORKER)
    person = f.StayFactory().person
    response = client.post(reverse("cases:statement_add", args=[person.pk]), {})
    assert response.status_code == 200
    assert only_line().person_id == person.pk


def test_an_act_is_no_look_besides(client, login):
    login(Role.HEAD)
    shown = client.post(reverse("cases:flag_raise", args=[f.StayFactory().person_id]), {})
    assert shown.status_code == 200
    assert Entry.objects.count() == 1


def test_the_evening_sheet_is_one_line_that_names_everybody(client, login):
    login(Role.HEAD)
    people = {stay.person_id for stay in f.StayFactory.create_batch(3)}
    client.get(reverse("cases:evening_sheet"))
    line = only_line()
    assert line.act == "mencetak lembar malam, 3 klien"
    assert set(line.details["people"]) == people
    for person in people:
        assert list(Entry.objects.about(person)) == [line]


def test_the_pictures_of_a_page_are_told_by_its_line(client, login):
    login(Role.CARETAKER)
    photo, other = f.PhotoFactory(), f.PhotoFactory()
    page = client.get(reverse("cases:person_detail", args=[photo.person_id])).content.decode()
    [address] = set(re.findall(rf"/photos/{photo.pk}/\?with=[^\"&]+", page))
    assert client.get(address).status_code == 200
    assert only_line().verb == "opened"
    # Of another picture, by another reader, or without the mark it is a look of its own.
    client.get(address.replace(f"/photos/{photo.pk}/", f"/photos/{other.pk}/"))
    client.get(reverse("cases:photo", args=[photo.pk]))
    login(Role.HEAD)
    client.get(address)
    assert Entry.objects.filter(verb="viewed_photo").count() == 3


def test_a_picture_has_one_address_on_a_page_whenever_it_is_drawn(rf, time_machine_at):
    request = rf.get("/people/1/")
    request.user = f.UserFactory()
    token = current_request.set(request)
    try:
        noon = days.at(days.today(), datetime.time(12))
        time_machine_at(noon)
        first = mark_of(1)
        time_machine_at(noon + 5 * datetime.timedelta(seconds=1))
        assert mark_of(1) == first
        assert mark_of(2) != first
    finally:
        current_request.reset(token)


def test_two_files_side_by_side_are_one_line_of_both(client, login):
    worker = login(Role.SOCIAL_WORKER)
    kept, lost = f.PersonFactory(recorded_by=worker), f.PersonFactory(recorded_by=worker)
    client.get(reverse("cases:merge_propose", args=[kept.pk]), {"with": lost.pk})
    line = only_line()
    assert list(Entry.objects.about(lost.pk)) == list(Entry.objects.about(kept.pk)) == [line]


def test_what_is_out_of_reach_was_not_seen(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = f.PersonFactory(is_sealed=True)
    for name in ("cases:person_detail", "cases:person_edit"):
        assert client.get(reverse(name, args=[sealed.pk])).status_code == 404
    assert not Entry.objects.exists()


def test_of_every_row_in_an_address_the_person_is_found():
    """What hangs on nobody, and why."""
    on_nobody = {"Incident", "Patrol", "PublicReport", "RegisterImport", "RollCall", "ShiftNote"}
    # A letter names its person by number: pages about its signatures say whom themselves.
    on_nobody |= {"Bed", "Letter", "Partner", "Reception", "Signature"}
    # Who was there, the page says itself.
    on_nobody |= {"GroupSession"}
    # One sheet about several: its letter names them.
    on_nobody |= {"PaperLetter"}
    # Of a complaint, whom it is about and who brought it are its own words.
    on_nobody |= {"Complaint"}
    # Whose letter is shown as the example, the page says itself.
    on_nobody |= {"LetterKind", "LetterText", "TextProposal"}
    # Figures of a period.
    on_nobody |= {"RecapEdition"}
    named = {
        named_in(dict.fromkeys(URLS[name], 1))[0] for name in ACCESS if name not in WITHOUT_LINE
    }
    assert {m.__name__ for m in named - {None} if not way_to_person(m)} == on_nobody


# --- Who reads it -----------------------------------------------------------------------------


def test_a_question_is_read_by_the_head_and_by_initials_by_the_privacy_officer(client, login):
    login(Role.SOCIAL_WORKER)
    client.get(reverse("cases:person_list"), {"q": "Daeng Naba"})
    login(Role.HEAD)
    assertContains(client.get("/history/?kind=looks"), "kata: Daeng Naba")
    login(Role.PRIVACY)
    page = client.get("/history/?kind=looks")
    assertContains(page, "kata: D.")
    assertNotContains(page, "Daeng")


def test_a_worker_who_reads_the_log_of_a_case_reads_no_question(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = f.StayFactory(social_worker=worker)
    Entry.objects.create(
        verb="searched",
        actor=f.UserFactory(),
        person_id=stay.person_id,
        details={"asked": {"q": "Daeng Naba"}},
    )
    page = client.get(
        reverse("reports:record_history", args=["person", stay.person_id]) + "?log=1"
    )
    assertContains(page, "mencari")
    assertNotContains(page, "Daeng Naba")
