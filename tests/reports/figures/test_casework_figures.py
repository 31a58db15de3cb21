"""Hours and ends of casework. What random histories say is counted again in
tests/reports/oracle."""

import re
from html import unescape

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.casework.plans.models import Plan
from reports.figures.casework.course import End, Step, Which, course
from reports.figures.periods import Period
from rptc.accounts.permissions import Role
from rptc.letters.models import Unit
from tests import factories as f
from tests.reports.figures.cases import FIRST, HOUR, NOW, UNTIL, drawn

pytestmark = pytest.mark.django_db

URL = reverse("reports:casework_figures")
PRINT = reverse("reports:casework_figures_print")
MARCH = Period(FIRST, UNTIL)
QUERY = {"from": "2026-03-01", "to": "2026-03-31"}
NUMBER = re.compile(r'<a(?: class="cell")? href="(/casework/[^"]+)">([\d.]+)</a>')


@pytest.fixture(autouse=True)
def _in_april(time_machine_at):
    time_machine_at(NOW)


def test_every_number_opens_as_many_stays(client, login):
    drawn(60)
    login(Role.HEAD)
    page = client.get(URL, QUERY)
    assert page.context["course"] == course(MARCH)
    links = set(NUMBER.findall(page.content.decode()))
    assert len(links) > 40
    for address, number in links:
        behind = client.get(unescape(address))
        number = int(number.replace(".", ""))
        assert behind.context["number"] == number, address
        assert behind.context["page_obj"].paginator.count == number, address


def at(hours):
    return NOW - 10 * 24 * HOUR + hours * HOUR


def stay(**more):
    return f.StayFactory(began_at=at(0), **more)


APRIL = Period.month(2026, 4)
APRIL_QUERY = APRIL.query


def step(which=Step.PLANNED):
    return next(each for each in course(APRIL).sums.steps if each.step == which)


def test_a_plan_that_was_sent_back_counts_from_when_it_was_first_sent():
    plan = f.PlanFactory(stay=stay(), state="submitted", submitted_at=at(5))
    f.PlanItemFactory(plan=plan)
    rows = Plan.objects.filter(pk=plan.pk)
    head = f.UserFactory()
    rows.update(state="returned", decided_at=at(6), decided_by=head, decision_note="Kurang.")
    rows.update(state="submitted", submitted_at=at(50), decided_at=None, decided_by=None)
    assert step().hours.middle == pytest.approx(5)


def test_the_second_plan_moves_no_hour_and_its_lines_are_those_that_count():
    of, head = stay(), f.UserFactory()
    approved = {"state": "approved", "decided_at": at(60), "decided_by": head}
    first = f.PlanFactory(stay=of, submitted_at=at(3), **approved)
    f.PlanItemFactory(plan=first, result="done", result_on=FIRST)
    second = f.PlanFactory(stay=of, number=2, why="Baru.", submitted_at=at(50), **approved)
    f.PlanItemFactory(plan=second)
    assert step().hours.middle == pytest.approx(3)
    ends = course(APRIL).sums.ends
    assert (ends[End.DONE], ends[End.RUNNING]) == (0, 1)


def test_a_draft_is_no_assessment_and_no_plan():
    of = stay()
    f.AssessmentFactory(stay=of)
    f.PlanItemFactory(plan__stay=of)
    assert step(Step.ASSESSED).numbers[Which.WAITING] == 1
    assert step(Step.PLANNED).numbers[Which.WAITING] == 1
    assert course(APRIL).sums.items == 0


def test_who_left_before_the_hour_was_not_late():
    stay(ended_at=at(20))
    assert (step(Step.ASSESSED).left, step(Step.ASSESSED).judged) == (1, 0)


def test_who_left_after_it_without_an_assessment_was_late():
    stay(ended_at=at(24 * 9))
    assert (step(Step.ASSESSED).in_time, step(Step.ASSESSED).judged) == (0, 1)


def test_a_stay_from_half_past_eleven_at_night_of_the_last_day_of_the_year(time_machine_at):
    """It is of that year, and leaving half an hour later makes it two days."""
    time_machine_at(NOW.replace(month=12, day=31, hour=20))
    late = NOW.replace(month=12, day=31, hour=15, minute=30)
    f.StayFactory(began_at=late, ended_at=late + HOUR)
    assert course(Period.year(2026)).sums.length.middle == 2
    assert course(Period.year(2027)).sums.stays == 0


def test_a_merge_moves_no_number(client):
    kept = stay()
    before = course(APRIL)
    f.MergeFactory(done=True, kept=kept.person)
    assert course(APRIL) == before


def test_no_page_asks_more_of_more_stays(client, login, count_queries):
    login(Role.SOCIAL_WORKER)
    f.ServiceFactory(stay=stay(), done_at=at(1))
    few = count_queries(f"{URL}?{APRIL_QUERY}")
    for _ in range(5):
        f.PlanItemFactory(plan__stay=stay())
    assert count_queries(f"{URL}?{APRIL_QUERY}") == few <= 25


def test_an_empty_year_says_so(client, login):
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(URL, {"from": "2020-01-01", "to": "2020-12-31"}), "Belum ada masa")


@pytest.mark.parametrize("query", [{"from": "x"}, {"from": "2026-03-01"}, {"to": "9999-12-31"}])
def test_what_is_no_period_is_nowhere(client, login, query):
    login(Role.HEAD)
    assert client.get(URL, query).status_code == 404


def test_what_is_left_out_leads_to_its_list(client, login):
    outside = f.StayFactory(began_at=at(0), intake__provisional=f.classification("korban"))
    login(Role.HEAD)
    page = client.get(f"{URL}?{APRIL_QUERY}")
    assert page.context["course"].sums.stays == 0
    [left] = page.context["course"].left_out
    found = client.get(
        f"{reverse('reports:recap_cell')}?{APRIL_QUERY}&measure=pembinaan&{left.query}"
    )
    assert [row.pk for row, _ in found.context["rows"]] == [outside.pk]


def test_the_paper_hides_classes_of_a_few(client, login, read_pdf):
    for _ in range(6):
        stay()
    for code in ("lansia", "adk"):
        stay(intake__provisional=f.classification(code))
    login(Role.HEAD)
    found = course(APRIL).without_small_numbers()
    assert {line.name for line in found.lines if line.is_hidden} == {
        f.classification("lansia").name,
        f.classification("adk").name,
    }
    text = read_pdf(client.get(f"{PRINT}?{APRIL_QUERY}"))
    assert "April Tahun 2026" in text
    assert "SEMENTARA" in text
    assert Unit.current().source in text.replace("\n", " ")


def test_where_one_class_alone_would_be_hidden_another_goes_with_it():
    for code, number in (("gepeng", 7), ("anjal", 6), ("adk", 1)):
        for _ in range(number):
            stay(intake__provisional=f.classification(code))
    hidden = {each.name for each in course(APRIL).without_small_numbers().lines if each.is_hidden}
    assert hidden == {f.classification("adk").name, f.classification("anjal").name}


def test_the_paper_of_a_few_says_only_that(client, login, read_pdf):
    stay()
    login(Role.HEAD)
    text = read_pdf(client.get(f"{PRINT}?{APRIL_QUERY}"))
    assert "kurang dari lima" in text.replace("\n", " ")
    assert "KLASIFIKASI" not in text
