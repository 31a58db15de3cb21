"""Who answered that somebody harms them: the first act is none that leads to the family."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.casework.assignments.actions import assign
from cases.casework.assignments.models import Assignment
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import about, count_for
from tests.factories import (
    AssessmentFactory,
    ExitFactory,
    FlagFactory,
    StayFactory,
    TaskFactory,
    UserFactory,
    ViolenceReportFactory,
)

pytestmark = pytest.mark.django_db
LIST = reverse("cases:assessment_list") + "?show=red"


@pytest.fixture
def worker():
    return UserFactory(roles=[Role.SOCIAL_WORKER])


@pytest.fixture
def stay(worker):
    """A child who is not safe, and whose parents somebody wants called since yesterday."""
    stay = StayFactory(child=True, social_worker=worker, days_ago=3)
    AssessmentFactory(stay=stay, done=True, has_red=True, done_at=days.now() - days.ONE_HOUR)
    TaskFactory(
        what="Telepon orang tua",
        stay=stay,
        owner=worker,
        recorded_at=days.now() - 2 * days.ONE_DAY,
        due_at=days.now() - days.ONE_DAY,
    )
    return stay


def first(stay, user):
    return about([stay.person_id], user)[stay.person_id][0]


def waits(user):
    return {waits.key: number for waits, number in count_for(user)}["assessments-red"]


def test_the_first_act_is_to_write_who_may_not_fetch_the_child(client, login, stay, worker):
    forbid = first(stay, worker).url
    assert forbid == f"{reverse('cases:flag_raise', args=[stay.person_id])}?kind=do_not_release"
    assert waits(worker) == 1
    login(worker)
    assertContains(client.get(LIST), str(stay.person))
    assertContains(client.get(reverse("reports:today")), "jangan hubungi keluarga dulu")
    # What is to be written is chosen already.
    assert client.get(forbid).context["form"]["kind"].value() == "do_not_release"


@pytest.mark.parametrize("then", ["warned", "of another kind", "asked again"])
def test_until_something_was_done_about_it(stay, worker, then):
    if then == "warned":
        FlagFactory(person=stay.person, kind="do_not_release", whom="Ayah, Baso")
    elif then == "of another kind":
        FlagFactory(person=stay.person, kind="other", what_to_do="Bibinya aman, sudah dikunjungi.")
    else:
        AssessmentFactory(stay=stay, done=True)
    assert waits(worker) == 0
    assert first(stay, worker).waits.key != "assessments-red"


def test_the_last_assessment_takes_nothing_back(stay, worker):
    """It does not ask whom they fear, and stands right before they are fetched."""
    AssessmentFactory(stay=stay, stage="final", done=True)
    assert waits(worker) == 1
    assert first(stay, worker).waits.key == "assessments-red"


def test_that_the_police_know_is_not_enough(stay, worker):
    ViolenceReportFactory(stay=stay)
    assert waits(worker) == 1
    assert first(stay, worker).waits.key == "assessments-red"


def test_a_warning_that_has_ended_is_none(stay, worker):
    FlagFactory(
        person=stay.person,
        kind="do_not_release",
        whom="Ayah, Baso",
        ended_at=days.now(),
        end_reason="Salah orang.",
    )
    assert waits(worker) == 1


def test_nobody_else_learns_that_there_was_such_an_answer(client, login, stay):
    other = login(Role.SOCIAL_WORKER)
    assert waits(other) == 0
    assertNotContains(client.get(LIST), str(stay.person))
    assert "assessments-red" not in {waits.key for waits, _ in count_for(login(Role.HEAD))}


def waits_at_the_head(user):
    found = {waits.key: number for waits, number in count_for(user)}
    return found.get("assessments-red-nobodys")


def test_of_whom_nobody_has_the_case_the_head_is_told(client, login, stay):
    head = login(Role.HEAD)
    assert waits_at_the_head(head) == 0
    worker = stay.social_worker
    worker.is_active = False
    worker.save()
    assert waits_at_the_head(head) == 1
    page = client.get(reverse("reports:today"))
    assertContains(page, "tetapkan pekerja sosial, jangan hubungi keluarga dulu")
    assertContains(client.get(LIST + "-nobodys"), str(stay.person))
    assert first(stay, head).url == reverse("cases:stay_assign", args=[stay.pk])
    other = login(Role.SOCIAL_WORKER)
    assert waits_at_the_head(other) is None
    assertNotContains(client.get(LIST + "-nobodys"), str(stay.person))
    # It goes along with the case.
    moved = Assignment(stay=stay, to_worker=other, reason="Pindah.", send_key=uuid.uuid4())
    assign(moved, by=head)
    assert (waits_at_the_head(head), waits(other)) == (0, 1)


def test_nobody_fetches_who_is_not_safe_before_it_is_written_who_may_not(client, login, stay):
    exit = ExitFactory(stay=stay)
    decide = reverse("cases:exit_decide", args=[exit.pk])
    login(Role.HEAD)
    page = client.get(decide)
    assertContains(page, "Siapa yang dilarang menjemput")
    # Not which answer it was, nor that there is one.
    assertNotContains(page, "merah")
    assert "ban" in [piece.code for piece in page.context["missing"]]
    client.post(decide, {"decision": "approve", "seen": page.context["form"]["seen"].value()})
    exit.refresh_from_db()
    assert exit.state == "proposed"
    FlagFactory(person=stay.person, kind="do_not_release", whom="Sangkala")
    assertNotContains(client.get(decide), "Siapa yang dilarang menjemput")
