import datetime
import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from reports.desk.today.now import AT_ONCE, Figure, now_for, open_ones
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import Urgency, Waits
from tests.factories import (
    AbsenceFactory,
    AssessmentFactory,
    BedFactory,
    BedUseFactory,
    ComplaintFactory,
    DelegationFactory,
    ExitFactory,
    IncidentFactory,
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
    SubstitutionFactory,
    TaskFactory,
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


def figures(client):
    return client.get(URL).context["figures"]


def to_do(client):
    return client.get(URL).context["to_do"]


def test_the_worst_stands_on_top(client, login, house):
    login(Role.SOCIAL_WORKER)
    states = [row.urgency for row in to_do(client).rows]
    assert states == sorted(states, key=Urgency.values.index)
    assert to_do(client).rows[0].title == "Lewat batas"


def test_one_that_waits_is_named_with_hour_and_act(client, login):
    login(Role.CARETAKER)
    stay = StayFactory(days_ago=8)
    row = next(row for row in to_do(client).rows if row.person == stay.person)
    assert row.title == str(stay.person)
    assert (row.text, row.when, row.number) == ("Perpanjang atau akhiri", row.when, "")
    assert re.fullmatch(r"Lewat \d+ jam", row.when)
    assert row.url == reverse("cases:stay_detail", args=[stay.pk])
    assertContains(client.get(URL), stay.person.file_number)


def test_several_are_one_row_with_their_number_and_their_page(client, login):
    login(Role.CARETAKER)
    StayFactory.create_batch(3, days_ago=8)
    rows = [row for row in to_do(client).rows if row.title == "Lewat batas"]
    assert [(row.number, row.person) for row in rows] == [("3", None)]
    assert client.get(rows[0].url).context["page_obj"].paginator.count == 3


def test_what_else_waits_for_a_person_stands_in_the_same_row(client, login):
    login(Role.CARETAKER)
    stay = StayFactory(days_ago=8)
    TaskFactory(stay=stay, what="Ambil obat", late=True)
    rows = [row for row in to_do(client).rows if row.person == stay.person]
    assert [(row.text, "Ambil obat" in row.also) for row in rows] == [
        ("Perpanjang atau akhiri", True)
    ]


def test_the_head_decides_first_three_by_name_and_the_rest_by_number(client, login, house):
    exits = [ExitFactory(recorded_by=house), *ExitFactory.create_batch(3, recorded_by=house)]
    login(Role.HEAD)
    number = {f.label: f.number for f in client.get(URL).context["figures"]}[
        "Menunggu keputusan saya"
    ]
    rows = to_do(client).rows
    assert len(exits) < number
    assert [row.verb for row in rows[:3] if row.verb in {"Putuskan", "Baca"}]
    assert (rows[3].title, rows[3].number) == ("Semua keputusan", str(number))
    assert client.get(rows[3].url).context["total"] == number
    for row in rows[:3]:
        assert client.get(row.url).status_code == 200


def test_an_incident_to_be_known_is_one_row(client, login):
    login(Role.HEAD)
    incident = IncidentFactory(people=[StayFactory(days_ago=1)])
    rows = [row for row in to_do(client).rows if row.verb == "Baca" or "nsiden" in row.text]
    assert [row.url for row in rows] == [reverse("cases:incident_detail", args=[incident.pk])]


def test_seven_rows_and_how_many_more(client, login, house):
    user = login(Role.SOCIAL_WORKER)
    figures = client.get(URL).context["figures"]
    found = now_for(user, figures)
    assert len(found.rows) == AT_ONCE
    assert found.more > 0
    assertContains(client.get(URL), "lagi menunggu")


def test_all_that_waits_stands_on_one_page_with_its_numbers(client, login, house):
    login(Role.SOCIAL_WORKER)
    figures = client.get(URL).context["figures"]
    page = client.get(reverse("reports:waiting_list"))
    listed = {figure.label: figure.number for figure in page.context["figures"]}
    assert listed == {figure.label: figure.number for figure in figures if figure.number}
    for figure in page.context["figures"]:
        assertContains(page, figure.url.replace("&", "&amp;"))


def test_who_is_not_seen_stands_in_a_panel_of_their_own(client, login, house):
    login(Role.CARETAKER)
    assert "Tidak terlihat" not in [row.title for row in to_do(client).rows]
    assertContains(client.get(URL), 'id="j-tidak-terlihat"')


def waits(label, urgency="due", most=None):
    return Waits(label, label, urgency, 0, "reports.view_today", lambda user: None, "menu",
                 most=most)  # fmt: skip


def test_what_has_no_row_is_not_on_the_page(client, login):
    login(Role.CARETAKER)
    page = client.get(URL)
    assert page.context["to_do"].rows == []
    assertContains(page, "Tidak ada yang menunggu.")
    assertNotContains(page, "Lewat batas")


def test_whoever_stands_in_is_told_of_an_incident_and_not_of_a_closed_file(client, login):
    """For the head they decide; in the incident is somebody whose file they may not open."""
    user = login(Role.SOCIAL_WORKER)
    DelegationFactory(delegate=user, approvals=["incident"])
    closed = StayFactory(
        days_ago=1, intake__person__name="Kenari Rahasia", intake__person__is_sealed=True
    )
    IncidentFactory(people=[closed])
    assert "Insiden belum diketahui" in [figure.label for figure in open_ones(figures(client))]
    assertNotContains(client.get(URL), "Kenari")
    assertNotContains(client.get(URL), closed.person.file_number)


# -- The house ------------------------------------------------------------------------------------


def marks(client):
    """{how it is called: how many}, as the page draws them."""
    page = client.get(URL)
    keys = re.findall(r"<b>(\d+)</b><span></span><span>([^<]+)</span>", page.text)
    drawn = page.text.split('class="rp-strip"')[-1].split("</div>")[0].count("<svg")
    assert drawn == sum(int(number) for number, _ in keys)
    return {words: int(number) for number, words in keys}


def test_the_house_is_a_mark_a_bed(client, login):
    login(Role.CARETAKER)
    beds = BedFactory.create_batch(6)
    StayFactory(days_ago=8)
    StayFactory(days_ago=6)
    stay = StayFactory(days_ago=1)
    BedUseFactory(bed=beds[0], stay=stay)
    AbsenceFactory(stay=StayFactory(days_ago=9))
    LeaveFactory(stay=StayFactory(days_ago=2))
    found = marks(client)
    assert found == {
        "tidak terlihat": 1,
        "lewat batas": 1,
        "izin keluar": 1,
        "habis hari ini": 1,
        "lainnya": 1,
        "kosong": 5,
    }
    assertContains(client.get(URL), "Hadir <b>3</b> dari 6 tempat tidur")


def test_a_mark_opens_a_list_of_exactly_its_number_or_none(client, login):
    """Who is out and late is one mark, and stands in both lists."""
    login(Role.CARETAKER)
    LeaveFactory(stay=StayFactory(days_ago=9))
    StayFactory(days_ago=8)
    LeaveFactory(stay=StayFactory(days_ago=2))
    StayFactory(days_ago=6)
    page = client.get(URL)
    keys = page.text.split('class="rp-keys"')[1].split("</ul>")[0]
    links = re.findall(r'<a href="([^"]+)">\s*<svg.*?<b>(\d+)</b>', keys, re.DOTALL)
    for url, number in links:
        listed = client.get(url.replace("&amp;", "&")).context["page_obj"].paginator.count
        assert listed == int(number), url
    opened = {url for url, _ in links}
    assert reverse("cases:leave_list") not in opened
    assert f"{reverse('cases:stay_list')}?limit=over" in opened


def test_a_roll_call_that_is_due_counts_all_whom_its_page_calls(client, login, time_machine_at):
    """Also who is called by number."""
    time_machine_at(days.at(datetime.date(2026, 11, 24), datetime.time(8)))
    StayFactory(days_ago=2)
    StayFactory(days_ago=2, intake__person__is_sealed=True, social_worker=UserFactory())
    login(Role.SOCIAL_WORKER)
    figures = {figure.label: figure for figure in client.get(URL).context["figures"]}
    figure = figures["Absen pagi belum diambil"]
    assert figure.number == client.get(figure.url).text.count('name="shown"') == 2


def test_a_closed_file_is_one_of_the_others(client, login):
    StayFactory(days_ago=9, intake__person__is_sealed=True)
    login(Role.SOCIAL_WORKER)
    assert marks(client) == {"lainnya": 1}


@pytest.mark.parametrize("role", [Role.AGENCY, Role.OFFICE, Role.FIELD])
def test_the_house_is_for_who_works_there(client, login, role):
    StayFactory()
    login(role)
    assertNotContains(client.get(URL), "rp-house")


# -- Klien saya -----------------------------------------------------------------------------------


def own(client):
    page = client.get(URL).text
    return page.split('id="j-klien-saya"')[1].split("</section>")[0]


def test_a_social_worker_sees_what_is_next_for_each_of_theirs(client, login):
    user = login(Role.SOCIAL_WORKER)
    late = StayFactory(days_ago=8, social_worker=user)
    for stage in ("initial", "comprehensive"):
        AssessmentFactory(done=True, stay=late, stage=stage)
    calm = StayFactory(days_ago=1, social_worker=user)
    others = StayFactory(days_ago=8)
    TaskFactory(stay=late, what="Telepon ibunya")
    text = own(client)
    assert text.index(str(late.person)) < text.index(str(calm.person))
    assert str(others.person) not in text
    assert "Perpanjang atau akhiri" in text
    assert re.search(r"dan \d hal lain", text)
    assert "Hari 9 dari 7" in text


def test_whose_klien_they_stand_in_for_are_theirs_meanwhile(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay = StayFactory(social_worker=UserFactory(roles=[Role.SOCIAL_WORKER]))
    SubstitutionFactory(worker=stay.social_worker, substitute=user)
    text = own(client)
    assert str(stay.person) in text
    assert "Anda menggantikan" in text


def test_klien_saya_asks_no_more_for_more_people(login, count_queries):
    user = login(Role.SOCIAL_WORKER)
    StayFactory(days_ago=8, social_worker=user)
    StayFactory(days_ago=8, social_worker=user)
    few = count_queries(URL)
    for _ in range(5):
        StayFactory(days_ago=8, social_worker=user)
    assert count_queries(URL) == few


# -------------------------------------------------------------------------------------------------


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
    # The three decisions that are named may be of one kind or of three.
    assert count_queries(URL) <= few
    assert few <= 24


def test_a_number_that_nobody_counts_to_the_end_says_so():
    assert Figure(waits("Bimbingan lanjut"), 1200).shown == "1.200"
    assert Figure(waits("Bimbingan lanjut", most=200), 200).shown == "200"
    assert Figure(waits("Bimbingan lanjut", most=200), 201).shown == "lebih dari 200"


def test_one_thing_that_waits_in_two_kinds_is_one_row(client, login):
    """A complaint that is late and the reader's: its name and its button, once."""
    user = login(Role.OFFICE)
    complaint = ComplaintFactory(in_hand=True, late=True, owner=user)
    assertContains(client.get("/"), complaint.number, count=2)


def test_the_house_reads_of_who_was_brought_in_words_of_its_own(client, login, time_machine_at):
    """Each number stands under words that say what it counts: of who was sent on the house knows
    nothing."""
    time_machine_at(days.at(datetime.date(2026, 11, 24), datetime.time(6)))
    BedFactory()
    met = {"met_at": days.now(), "met_on": days.today(), "by_patrol": True}
    IntakeFactory.create_batch(2, **met, outcome="brought", whereabouts="on_the_way")
    IntakeFactory(**met, outcome="police")
    for role, said, other in [
        (Role.HEAD, "3 terjaring semalam", "dibawa ke sini semalam"),
        (Role.CARETAKER, "2 dibawa ke sini semalam", "terjaring semalam"),
    ]:
        login(role)
        page = client.get(URL)
        assertContains(page, said)
        assertNotContains(page, other)
