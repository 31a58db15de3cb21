import datetime
import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from reports.desk.today.figures import Figure, board_of
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import Urgency, Waits
from tests.factories import (
    AbsenceFactory,
    ExitFactory,
    IntakeFactory,
    LeaveFactory,
    LetterFactory,
    MemberFactory,
    PatrolFactory,
    PlanFactory,
    PlanItemFactory,
    ReferralFactory,
    RoleGrantFactory,
    RollCallFactory,
    StayFactory,
    UserFactory,
    WithdrawalFactory,
)

URL = reverse("reports:today")


@pytest.fixture
def house(db):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    for days_ago in (9, 8, 6, 2):
        StayFactory(days_ago=days_ago, social_worker=worker)
    IntakeFactory(met_at=days.now(), met_on=days.today())
    ExitFactory(recorded_by=worker)
    plan = PlanFactory(submitted=True, recorded_by=worker)
    PlanItemFactory(plan=plan, owner=worker)
    ReferralFactory(sent=True, recorded_by=worker)
    RoleGrantFactory(confirmed_at=None)
    AbsenceFactory()
    LeaveFactory(late=True)
    LetterFactory()
    LetterFactory.create_batch(2, numbered=True, waits_for_scan=True)
    return worker


@pytest.mark.parametrize(
    ("clock", "label"),
    [
        ("06:59", None),
        ("07:00", "Absen pagi belum diambil"),
        ("18:59", None),
        ("19:00", "Absen malam belum diambil"),
    ],
)
def test_a_roll_call_is_due_from_its_hour(client, login, time_machine_at, clock, label):
    time_machine_at(days.at(datetime.date(2026, 11, 24), datetime.time.fromisoformat(clock)))
    login(Role.CARETAKER)
    StayFactory.create_batch(2, days_ago=1)

    def due():
        figures = client.get(URL).context["figures"]
        return [(f.label, f.number) for f in figures if f.label.startswith("Absen") and f.number]

    assert due() == ([(label, 2)] if label else [])
    RollCallFactory()
    assert due() == []


def test_the_office_sees_which_letters_are_not_finished(client, login):
    user = login(Role.OFFICE)
    LetterFactory()
    LetterFactory.create_batch(2, numbered=True, waits_for_scan=True)
    LetterFactory(numbered=True)
    asked = [LetterFactory(numbered=True) for _ in range(3)]
    for letter in asked:
        WithdrawalFactory(letter=letter, recorded_by=user)
    LetterFactory(is_sealed=True)

    figures = {f.label: f for f in client.get(URL).context["figures"]}

    for label, number in {
        "Surat belum bernomor": 1,
        "Pindaian surat belum ada": 2,
        "Penarikan surat menunggu keputusan": 3,
    }.items():
        listed = client.get(figures[label].url).context["page_obj"].paginator.count
        assert figures[label].number == listed == number


def test_the_worst_stands_on_top(client, login, house):
    login(Role.SOCIAL_WORKER)
    board = client.get(URL).context["board"]
    states = [figure.state for figure in [*board.at_once, *board.folded]]
    assert states == sorted(states, key=Urgency.values.index)
    assert [figure.label for figure in board.at_once[:2]] == ["Tidak terlihat", "Lewat batas"]
    assertContains(client.get(URL), "Hari 10 dari 7, lewat 3 hari")


def waits(label, urgency="due", most=None):
    return Waits(label, label, urgency, 0, "reports.view_today", lambda user: None, "menu",
                 most=most)  # fmt: skip


def test_seven_at_once_the_rest_folded_and_what_is_done_in_words():
    figures = [Figure(waits(f"{state} {n}", state), n) for state in Urgency for n in range(4)]
    board = board_of(figures[::-1])
    assert [figure.label for figure in board.at_once] == [
        "late 3", "late 2", "late 1", "due 3", "due 2", "due 1", "wait 3",
    ]  # fmt: skip
    assert [figure.label for figure in board.folded] == [
        "wait 2", "wait 1", "run 3", "run 2", "run 1",
    ]  # fmt: skip
    assert board.done == ["wait 0", "due 0", "late 0"]


def test_zero_is_said_in_one_line_and_not_among_the_figures(client, login):
    login(Role.CARETAKER)
    page = client.get(URL)
    assert page.context["board"].at_once == []
    assertContains(page, "Tidak ada yang menunggu.")
    assertContains(page, "Selesai, tidak ada lagi: Tidak terlihat, Lewat batas, Habis hari ini")


def test_trc_begins_a_patrol_from_here(client, login):
    user = login(Role.FIELD)
    assertContains(client.get(URL), "Mulai patroli")
    patrol = PatrolFactory(recorded_by=user)
    assertContains(client.get(URL), reverse("cases:patrol_intakes", args=[patrol.pk]))


def test_a_partner_goes_to_the_portal(client, login):
    login(MemberFactory().user)
    assertRedirects(client.get(URL), reverse("partners:portal"))


def test_who_has_no_role_has_no_page(client, login):
    login(UserFactory())
    assert client.get(URL).status_code == 403


def test_the_dinas_sees_no_name(client, login, house):
    login(Role.AGENCY)
    assert not re.search("Baharuddin", client.get(URL).text)


def test_query_count_does_not_grow(login, count_queries, house):
    login(Role.HEAD)
    few = count_queries(URL)
    StayFactory.create_batch(6)
    ExitFactory()
    assert count_queries(URL) == few
    assert few <= 13


def test_a_number_that_nobody_counts_to_the_end_says_so():
    assert Figure(waits("Bimbingan lanjut"), 1200).shown == "1.200"
    assert Figure(waits("Bimbingan lanjut", most=200), 200).shown == "200"
    assert Figure(waits("Bimbingan lanjut", most=200), 201).shown == "lebih dari 200"
