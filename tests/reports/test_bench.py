"""`script/bench`: its data is consistent, and every page and act of its table answers."""

from dataclasses import replace

import pytest
from django.db import connection
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext

from cases.casework.assessments.models import Answer
from cases.casework.services.models import GroupSession
from cases.exits.models import Exit
from cases.health.medicines.models import Dose, Medicine
from cases.house.presence.models import Absence, RollCallRow
from cases.intakes.models import Intake
from cases.people.models import Person
from cases.stays.models import Stay
from partners.referrals.models import Referral
from reports.figures.periods import Period
from reports.figures.recap import figures
from rptc import days
from rptc.accounts.models import User
from tests.bench import data, letters, pages, rounds
from tests.bench.__main__ import arguments
from tests.bench.table import Row, lines, missing
from tests.database_roles import as_owner

PEOPLE, HOUSE = 120, 8

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.bench.urls")]


@pytest.fixture
def filled(db):
    with as_owner():
        data.fill(PEOPLE, HOUSE)


def test_the_data_has_the_size_that_was_asked_for(filled):
    assert Person.objects.count() == PEOPLE
    assert Intake.objects.count() == 2 * PEOPLE
    assert Stay.objects.open().count() == HOUSE
    assert not Intake.objects.on_the_way().exists()


def test_the_data_holds_together(filled):
    assert not Intake.objects.exclude(sex=F("person__sex")).exists()
    assert not Stay.objects.exclude(person=F("intake__person")).exists()
    assert not Intake.objects.filter(met_on__gt=days.today()).exists()
    left = Stay.objects.exclude(ended_at=None)
    assert Exit.objects.filter(state="done").count() == left.count()
    assert not Person.objects.filter(statements=None).exists()
    assert not Stay.objects.filter(services=None).exists()
    assert not Answer.objects.filter(assessment__done_at=None).exists()
    house = User.objects.get(username="piket")
    assert Stay.objects.visible_to(house).open().count() == HOUSE
    assert not Referral.objects.filter(Q(steps=None) | ~Q(person=F("stay__person"))).exists()


def test_the_recap_counts_all_rows_of_a_year(filled):
    period = Period.year(days.today().year - 1)
    recap = figures.recap(period, figures.Measure.INTAKES)

    rows = Intake.objects.filter(met_on__gte=period.first, met_on__lt=period.until)
    left_out = sum(left.count for left in recap.left_out)
    assert recap.total + left_out == rows.count() > 0


@pytest.mark.gate
def test_every_page_and_floor_answers(filled, client):
    subjects = pages.choose()
    for page in pages.pages(subjects):
        client.force_login(User.objects.get(username=page.user))
        assert client.get(page.path).status_code == 200, page.name
        assert client.get(page.path + page.few).status_code == 200, page.name
        if page.floor != "Fi":
            assert client.get(subjects.floors[page.floor]).status_code == 200, page.floor
    assert client.post(subjects.floors["Fi"], {"n": 1}).status_code == 302


def test_people_can_be_registered(filled, client):
    subjects = pages.choose()
    for username, act in (("trc", pages.met_row), ("piket", pages.door_intake)):
        client.force_login(User.objects.get(username=username))
        path, form = act(subjects, 1)
        assert client.post(path, form).status_code == 302
    assert Person.objects.filter(name__startswith=pages.MEASURED).count() == 2


def test_a_field_is_kept_and_a_session_held(filled, client):
    subjects = pages.choose()
    client.force_login(User.objects.get(username="peksos"))
    for number in (1, 2):
        path, form = pages.answer_typed(subjects, number)
        assert client.post(path, form).status_code == 200
    answer = Answer.objects.get(assessment__done_at=None)
    assert (answer.words, answer.version) == ("1002", 2)
    for number in (1, 2):
        path, form = pages.session_held(subjects, number)
        assert client.post(path, form).status_code == 302
    held = [session.services.count() for session in GroupSession.objects.all()]
    assert held == [len(subjects.in_house)] * 2


def test_the_roll_is_called_and_medicines_are_given_again_and_again(filled, client):
    subjects = pages.choose()
    client.force_login(User.objects.get(username="piket"))
    assert (len(subjects.called), Medicine.objects.count()) == (HOUSE, len(subjects.medicine_ids))
    for _ in range(2):
        path, form = rounds.called(subjects)
        assert client.post(path, form).status_code == 302
        assert RollCallRow.objects.count() == HOUSE
        assert Absence.objects.open().count() == rounds.ABSENT
        rounds.take_back_calls()
        path, form = rounds.given(subjects)
        assert client.post(path, form).status_code == 302
        assert Dose.objects.count() == len(subjects.medicine_ids) > 0
        rounds.take_back_doses()


def test_what_is_written_of_a_whole_house_asks_no_more_for_more(db, client):
    """A hundred of a roll call as ten, thirty medicines as three."""
    with as_owner():
        data.fill(3 * PEOPLE, 100)
    client.force_login(User.objects.get(username="piket"))
    subjects = pages.choose()

    def queries(typed, take_back):
        path, form = typed(subjects)
        with CaptureQueriesContext(connection) as found:
            assert client.post(path, form).status_code == 302
        written = RollCallRow.objects.count(), Dose.objects.count()
        take_back()
        return written, len(found)

    acts = [(rounds.called, rounds.take_back_calls), (rounds.given, rounds.take_back_doses)]
    for act in acts:
        # The first one reads what is kept afterwards.
        queries(*act)
    many = [queries(*act) for act in acts]

    medicines = Medicine.objects.filter(pk__in=subjects.medicine_ids[:3])
    stays = list(medicines.values_list("stay", flat=True))
    stays += [stay for stay in subjects.called if stay not in stays][:7]
    Stay.objects.open().exclude(pk__in=stays).update(ended_at=days.now())
    subjects = replace(subjects, called=stays, medicine_ids=subjects.medicine_ids[:3])
    few = [queries(*act) for act in acts]

    assert [written for written, _ in few] == [(10, 0), (0, 3)]
    assert [written for written, _ in many] == [(100, 0), (0, 30)]
    assert [asked for _, asked in few] == [asked for _, asked in many]


def test_a_ratio_over_its_bar_is_said():
    rows = [
        Row("Pages", "Quick", 10, "Fa", 5, 2.0, 3.5),
        Row("Pages", "Slow", 20, "Fa", 5, 4.0, 3.5),
        Row("Crowd", "Enough", 50, "Fa", 100, 0.5, 0.19, at_least=True),
        missing("Pages", "Matches", "Qs", 6.0, 3),
    ]
    assert [row.is_ok for row in rows] == [True, False, True, None]
    assert "OVER" in "\n".join(lines(rows))
    assert "belum ada" in "\n".join(lines(rows))


def test_a_letter_of_the_measurement_says_what_the_floor_says(filled):
    letter = letters.write_one(User.objects.get(username="kepala"))
    assert letter.kind.code == letters.KIND
    assert letter.files.get().content
    assert letters.FACTS["penerima.nama"] in letters.bare_html()


def test_a_part_can_be_measured_alone(capsys):
    for part in ("letters", "writes"):
        assert arguments().parse_args(["--only", part]).only == part
    with pytest.raises(SystemExit):
        arguments().parse_args(["--only", "nothing"])
    assert "letters" in capsys.readouterr().err
