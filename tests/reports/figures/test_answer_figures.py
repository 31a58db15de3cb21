"""Causes, rights and talents (R97), against a count of the test's own over random cases."""

import re
from collections import Counter
from html import unescape

import pgtrigger
import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.casework.assessments.models import Answer
from cases.casework.assessments.questions.models import Question
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.database_roles import as_owner
from tests.reports.figures.cases import NOW, TOPICS, drawn, newest_said

pytestmark = pytest.mark.django_db

URL, STAYS = reverse("reports:answer_figures"), reverse("reports:answer_stays")
QUERY = {"from": "2026-03-01", "to": "2026-03-31"}
NUMBER = re.compile(r'<a(?: class="cell")? href="(/casework/[^"]+)">([\d.]+)</a>')


@pytest.fixture(autouse=True)
def _in_april(time_machine_at):
    time_machine_at(NOW)


def are_whole(client, cases):
    """Each number as counted by hand, of all cases that the reader may open; each list as its
    number, and none of it closed."""
    page = client.get(URL, QUERY)
    for told, code in zip(page.context["answers"].told, TOPICS, strict=True):
        said = [chosen for _, chosen in newest_said(cases, code)]
        assert told.topic == code
        assert told.stays == len(said)
        assert dict(told.choices) == Counter(choice for chosen in said for choice in chosen)
        assert told.in_words == sum(not chosen for chosen in said)
    links = set(NUMBER.findall(page.content.decode()))
    assert len(links) > 15
    for address, number in links:
        behind = client.get(unescape(address))
        number = int(number.replace(".", ""))
        assert behind.context["number"] == number, address
        assert behind.context["page_obj"].paginator.count == number, address
    return page


def of_readers(client, login, cases):
    login(Role.HEAD)
    assert are_whole(client, cases).context["answers"].closed == 0
    login(Role.SOCIAL_WORKER)
    page = are_whole(client, [case for case in cases if not case.is_sealed])
    sealed = [case for case in cases if case.is_sealed]
    answered = {id(case) for code in TOPICS for case, _ in newest_said(sealed, code)}
    assert page.context["answers"].closed == len(answered) > 0


def test_every_number_is_that_of_a_count_by_hand(client, login):
    of_readers(client, login, drawn(80))


@pytest.mark.gate
def test_every_number_of_a_thousand_cases_is_that_of_a_count_by_hand(client, login):
    of_readers(client, login, drawn(1_000, seed=11))


def said(code, chosen, stay=None, **more):
    draft = f.AssessmentFactory(stay=stay or f.StayFactory())
    question = Question.objects.get(code=code)
    f.AnswerFactory(assessment=draft, question=question, chosen=chosen, **more)
    finish(draft)
    return draft.stay


def finish(draft):
    done = f.AssessmentFactory.build(done=True, stay=draft.stay, recorded_by=draft.recorded_by)
    columns = "done_at done_by finished_at rule points risk".split()
    type(draft).objects.filter(pk=draft.pk).update(**{c: getattr(done, c) for c in columns})


def told(client, topic):
    page = client.get(URL)
    return next(each for each in page.context["answers"].told if each.topic == topic)


def test_a_choice_of_a_closed_file_is_in_no_number(client, login):
    """One more under a choice than the list has would say how the closed file answered."""
    said("sebab", ["Tersesat"])
    f.SealFactory(person=said("sebab", ["Disuruh"]).person)
    login(Role.SOCIAL_WORKER)
    page = client.get(URL)
    assertNotContains(page, "Disuruh")
    assertContains(page, "1 masa pembinaan dari berkas yang tertutup bagi Anda")
    assert client.get(STAYS, {"topic": "sebab", "choice": "Disuruh"}).context["number"] == 0


def test_a_draft_says_nothing(client, login):
    f.AnswerFactory(question=Question.objects.get(code="sebab"), chosen=["Disuruh"])
    login(Role.HEAD)
    assert told(client, "sebab").stays == 0


def test_a_secret_answer_is_not_counted_and_takes_the_place_of_the_one_before(client, login):
    stay = said("sebab", ["Disuruh"])
    answer = Answer.objects.get()
    later = f.AssessmentFactory(stay=stay, stage="comprehensive")
    with as_owner(), pgtrigger.ignore("cases.Answer:answer_of_a_draft_written"):
        Answer.objects.create(
            assessment=later, question=answer.question, secret="x", answered_by=later.recorded_by
        )
    finish(later)
    login(Role.HEAD)
    assert told(client, "sebab").stays == 0


def test_an_option_with_signs_of_an_address_opens_its_rows(client, login):
    said("bakat", ['Musik & "tari" 100%'])
    login(Role.HEAD)
    [(address, _)] = [
        each for each in NUMBER.findall(client.get(URL).content.decode()) if "choice" in each[0]
    ]
    assert client.get(unescape(address)).context["number"] == 1


def test_one_answer_more_is_one_query_as_before(login, count_queries):
    login(Role.SOCIAL_WORKER)
    said("hak", ["BPJS"])
    few = count_queries(URL)
    for _ in range(4):
        said("hak", ["BPJS", "Sekolah"])
    assert count_queries(URL) == few <= 25
