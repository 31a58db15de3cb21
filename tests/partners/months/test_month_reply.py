"""The page of a month that opens by a link, without a login (docs/rules.md, A partner's month)."""

import datetime
import uuid

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.casework.assignments.actions import assign
from cases.casework.assignments.models import Assignment
from partners.months import actions
from partners.months.models import MonthLink, MonthReport, untold
from partners.referrals.actions import answer_referral
from partners.referrals.models import Referral
from partners.referrals.models import ReferralState as S
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.policies import whoever_acts
from rptc.sending import row_key
from tests import factories as f
from tests.factories import (
    MonthLinkFactory,
    MonthReportFactory,
    PartnerContactFactory,
    PartnerFactory,
)
from tests.partners.months.links import linked, of_case, page_of, said
from tests.partners.months.scene import IN_TIME, OCTOBER

pytestmark = pytest.mark.django_db
MISSING = reverse("partners:month_report_missing")


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(IN_TIME, tick=True):
        yield


@pytest.fixture
def worker():
    return f.UserFactory(roles=[Role.SOCIAL_WORKER], full_name="Rahmawati Basir")


def unknown(client, method="get"):
    return getattr(client, method)(page_of("no-such-link"), said())


# What it shows


def test_it_shows_numbers_and_nobody(client, worker):
    contact = PartnerContactFactory(name="H. Anwar")
    token, referrals = linked(worker, 2, contact)
    page = client.get(page_of(token))
    for words in [str(contact.partner), "H. Anwar", "Rahmawati Basir", "Oktober 2026", "2 klien"]:
        assertContains(page, words)
    for referral in referrals:
        assertContains(page, f"Rujukan nomor {referral.pk}")
        for secret in ["Zulkarnain", referral.person.file_number, referral.need]:
            assertNotContains(page, secret)
    assertContains(page, reverse("partners:portal_month"))
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]


def test_a_closed_partner_is_named_nowhere(client, worker):
    contact = PartnerContactFactory(
        name="H. Anwar", partner__name="Rumah Tertutup", partner__closes_destination=True
    )
    token, referrals = linked(worker, 1, contact)
    for page in (client.get(page_of(token)), client.post(page_of(token), said())):
        for secret in ["Rumah Tertutup", "H. Anwar", "Zulkarnain"]:
            assertNotContains(page, secret)
    assert referrals[0].month_reports.get().said_by == "Ibu Marwah"


# What it keeps


def test_two_taps_say_it_of_all(client, worker):
    token, referrals = linked(worker, 3)
    page = client.post(page_of(token), said())
    assertContains(page, "Terima kasih, Ibu Marwah")
    assertContains(page, "Tercatat: 3 klien masih di sana, tidak ada perubahan.")
    reports = MonthReport.objects.order_by("referral")
    assert [report.referral for report in reports] == referrals
    for report in reports:
        assert (report.answer, report.channel, report.month) == ("same", "link", OCTOBER)
        assert (report.recorded_by, report.said_by, report.read_at) == (None, "Ibu Marwah", None)
        assert report.by_link.referrals == [each.pk for each in referrals]
    entries = Entry.objects.filter(verb="told_of_month", actor=None)
    assert {entry.person_id for entry in entries} == {each.person_id for each in referrals}
    assert not untold(Referral.objects.all(), OCTOBER).exists()


def test_of_one_alone_and_the_others_are_asked_about_still(client, worker):
    token, (first, second) = linked(worker, 2)
    page = client.post(page_of(token), said(first))
    assertContains(page, "Tercatat: 1 klien")
    assert [row.pk for row in page.context["left"]] == [second.pk]
    page = client.get(page_of(token))
    assertNotContains(page, f"Rujukan nomor {first.pk}<")
    assertContains(
        client.post(page_of(token), said(second)), "Halaman ini tidak dapat dibuka lagi"
    )
    assert MonthReport.objects.count() == 2
    assert client.get(page_of(token)).content == unknown(client).content


def hand_over(stay):
    """To a colleague, by the head."""
    to_worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    moved = Assignment(stay=stay, to_worker=to_worker, reason="Cuti.", send_key=uuid.uuid4())
    assign(moved, by=f.UserFactory(roles=[Role.HEAD]))


def test_a_link_asks_of_nobody_any_more_whose_case_its_sender_has_handed_over(client, worker):
    token, (first, second) = linked(worker, 2)
    hand_over(first.stay)
    page = client.get(page_of(token))
    assert [row.pk for row in page.context["left"]] == [second.pk]
    client.post(page_of(token), said())
    assert MonthReport.objects.get().referral == second
    assert client.get(page_of(token)).content == unknown(client).content


def test_with_the_last_case_the_link_ends_and_what_it_sends_is_refused(client, worker):
    token, [referral] = linked(worker)
    hand_over(referral.stay)
    assert client.get(page_of(token)).content == unknown(client).content
    client.post(page_of(token), said())
    assert not MonthReport.objects.exists()


def test_the_heads_own_link_asks_of_all(client):
    head = f.UserFactory(roles=[Role.HEAD])
    of_case(f.UserFactory(roles=[Role.SOCIAL_WORKER]), partner := PartnerFactory())
    token, _ = actions.send_month_link(partner, by=head)
    assert client.get(page_of(token)).status_code == 200


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        ({"say": ""}, "Pilih salah satu tombol."),
        ({"say": "mungkin"}, "Pilihan ini tidak ada."),
        ({"said_by": " "}, "Tulis nama Anda"),
        ({"who": "99999999", "said_by": ""}, "Tulis nama Anda"),
        ({"say": "ticked"}, "Centang dahulu"),
        ({"say": "ticked", "same": ["x"]}, "Pilihan ini tidak ada."),
        ({"send_key": "x"}, "Apakah semua masih di sana?"),
    ],
)
def test_a_mistake_is_said_and_the_link_lives_on(client, worker, mistake, told):
    token, _ = linked(worker)
    page = client.post(page_of(token), said() | mistake)
    assertContains(page, told)
    assert not MonthReport.objects.exists()
    assertContains(client.post(page_of(token), said()), "Terima kasih")


def test_one_of_those_who_work_there_answers(client, worker):
    contact = PartnerContactFactory(name="H. Anwar")
    other = PartnerContactFactory(name="Orang mitra lain")
    token, (referral,) = linked(worker, 1, contact)
    assertNotContains(client.get(page_of(token)), other.name)
    client.post(page_of(token), said(who=contact.pk, said_by=""))
    assert referral.month_reports.get().said_by == "H. Anwar"


def test_a_second_tap_reads_that_it_has_arrived(client, worker):
    token, _ = linked(worker, 2)
    data = said()
    for _ in range(2):
        assertContains(client.post(page_of(token), data), "Tercatat: 2 klien")
    assert MonthReport.objects.count() == 2


def test_an_hour_later_the_same_page_says_nothing_any_more(client, worker):
    token, _ = linked(worker)
    data = said()
    client.post(page_of(token), data)
    with time_machine.travel(days.now() + datetime.timedelta(hours=1, minutes=1)):
        assert client.post(page_of(token), data).status_code == 404


# Unknown, spent, withdrawn, too old: one and the same


def ended(how, token, referral, worker):
    link = MonthLink.objects.get()
    if how == "spent":
        with whoever_acts():
            actions.tell_of_no_change(link, None, said_by="Ibu", send_key=uuid.uuid4())
    elif how == "told otherwise":
        MonthReportFactory(referral=referral)
    elif how == "undone":
        ended("spent", token, referral, worker)
        actions.undo_month(referral.month_reports.get(), reason="Salah orang", by=worker)
    elif how == "another link":
        actions.send_month_link(referral.partner, by=worker)
    elif how == "the referral has ended":
        answer_referral(referral, S.FINISHED, by=worker, reason="Bekerja.")
    elif how == "no partner any more":
        referral.partner.is_active = False
        referral.partner.save()


LATER = {"too old": datetime.timedelta(days=7), "another month": datetime.timedelta(days=29)}
WAYS = [
    "spent",
    "told otherwise",
    "undone",
    "another link",
    "the referral has ended",
    "no partner any more",
    *LATER,
]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("how", WAYS)
def test_a_link_that_is_over_answers_as_an_unknown_one(client, worker, method, how):
    token, (referral,) = linked(worker)
    ended(how, token, referral, worker)
    before = MonthReport.objects.count()
    with time_machine.travel(days.now() + LATER.get(how, days.ONE_HOUR), tick=True):
        expected = unknown(client, method)
        over = getattr(client, method)(page_of(token), said())
    assert (over.status_code, over.content) == (404, expected.content)
    assertContains(over, "telepon RPTC Makassar", status_code=404)
    assert MonthReport.objects.count() == before


def test_a_month_later_it_asks_about_nothing(client, worker):
    """Sent at the end of a month: the month that is asked about is another one."""
    with time_machine.travel(datetime.datetime(2026, 11, 29, 2, tzinfo=datetime.UTC)):
        token, _ = linked(worker)
    with time_machine.travel(datetime.datetime(2026, 12, 2, 2, tzinfo=datetime.UTC)):
        assert client.get(page_of(token)).status_code == 404


def test_the_link_of_another_partner_or_case_tells_of_its_own_alone(client, worker):
    token, (own,) = linked(worker)
    colleague = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    (same_partner,) = of_case(colleague, own.partner)
    _, (theirs,) = linked(worker)
    for other in (theirs, same_partner):
        page = client.post(page_of(token), said(other))
        assertContains(page, "Pilihan ini tidak ada.")
        assert not MonthReport.objects.exists()
    client.post(page_of(token), said())
    assert MonthReport.objects.get().referral == own


def test_who_left_between_reading_and_sending_is_passed_over(client, worker):
    token, (first, second) = linked(worker, 2)
    answer_referral(first, S.RETURNED, by=worker, reason="Pulang.")
    page = client.post(page_of(token), said(first))
    assertContains(page, "rujukannya sudah berakhir")
    page = client.post(page_of(token), said(first, second))
    assertContains(page, "Tercatat: 1 klien")
    assert MonthReport.objects.get().referral == second


def test_whoever_guesses_is_slowed_down_at_both_kinds_of_links(client, worker):
    token, _ = linked(worker)
    guesses = [page_of, lambda token: reverse("partners:place_reply", args=[token])]
    answers = [client.get(guesses[n % 2](f"guess-{n}")).status_code for n in range(21)]
    assert answers == [404] * 20 + [429]
    assert client.get(page_of(token)).status_code == 429
    assert client.get(page_of(token), REMOTE_ADDR="192.0.2.7").status_code == 200


def test_a_form_from_elsewhere_is_refused(worker):
    token, _ = linked(worker)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(page_of(token), said()).status_code == 403
    strict.get(page_of(token))
    data = said(csrfmiddlewaretoken=strict.cookies["csrftoken"].value)
    assert strict.post(page_of(token), data).status_code == 200


def test_the_page_is_small_and_has_no_script(client, worker):
    token, _ = linked(worker, 15)
    page = client.get(page_of(token)).content
    assert len(page) < 20_000
    assert b"<script" not in page


# The database


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"month": datetime.date(2026, 10, 2)}, "month_link_is_of_a_month"),
        ({"referrals": []}, "month_link_asks_about_somebody"),
        ({"token_hash": None}, "month_link_opens_and_ends"),
        ({"expires_at": None}, "month_link_opens_and_ends"),
    ],
)
def test_the_database_refuses_a_link_that_cannot_be(wrong, name):
    with pytest.raises(IntegrityError, match=name):
        MonthLinkFactory(**wrong)


def test_one_link_lives_of_each_sender_and_stays_as_it_was_sent():
    link = MonthLinkFactory()
    more = {"partner": link.partner, "recorded_by": link.recorded_by}
    with pytest.raises(IntegrityError, match="month_link_is_live_once"), transaction.atomic():
        MonthLinkFactory(**more)
    rows = MonthLink.objects.filter(pk=link.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(referrals=[1, 2])
    rows.update(ended_at=days.now())
    MonthLinkFactory(**more)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(ended_at=None)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"by_link": None}, "month_report_by_link_alone_has_no_account"),
        ({"recorded_by": "user"}, "row-level security|by_link_alone"),
        ({"channel": "telephone"}, "row-level security|by_link_alone"),
        ({"changed": True}, "month_report_by_link_is_of_no_change"),
        ({"said_by": ""}, "month_report_is_said_by_somebody"),
        ({"undone_at": IN_TIME}, "month_report_undone_says_who_and_why"),
        ({"undone_why": "Salah"}, "month_report_undone_says_who_and_why"),
    ],
)
def test_the_database_refuses_an_answer_by_link_that_cannot_be(wrong, name):
    if wrong.get("recorded_by"):
        wrong = {"recorded_by": f.UserFactory()}
    with pytest.raises(DatabaseError, match=name), whoever_acts():
        MonthReportFactory(**({"linked": True} | wrong))


def test_nobody_writes_an_answer_by_link_but_the_page_of_a_link():
    with pytest.raises(DatabaseError, match="row-level security"):
        MonthReportFactory(linked=True)


def test_only_an_answer_by_link_is_undone_and_once():
    user = f.UserFactory()
    undone = {"undone_at": days.now(), "undone_by": user, "undone_why": "Salah orang"}
    with pytest.raises(IntegrityError, match="undone_says_who"), transaction.atomic():
        MonthReportFactory(**undone)
    with whoever_acts():
        report = MonthReportFactory(linked=True)
    rows = MonthReport.objects.filter(pk=report.pk)
    rows.update(**undone)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(undone_why="Lain")
    # Then the month may be told of anew; the same key makes no second row.
    MonthReportFactory(referral=report.referral)
    with pytest.raises(IntegrityError, match="monthreport_is_sent_once"), whoever_acts():
        MonthReportFactory(linked=True, send_key=report.send_key)


def test_the_key_of_a_row_follows_from_that_of_the_page(client, worker):
    token, (referral,) = linked(worker)
    data = said()
    client.post(page_of(token), data)
    assert referral.month_reports.get().send_key == row_key(data["send_key"], referral.pk)
