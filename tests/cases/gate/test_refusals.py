"""Who was refused at the door: the door reads that they must not, others that it was tried."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.gate.receivers import NOT_TO_THEM
from cases.gate.refusals.actions import acknowledge_refusal
from cases.gate.refusals.models import Refusal
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.waiting import count_for
from tests.cases.exits.test_exit_together import posted as together
from tests.cases.gate.test_visits import posted as visit
from tests.factories import (
    ExitFactory,
    FlagFactory,
    PersonFactory,
    RefusalFactory,
    RelationFactory,
    StayFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LIST = reverse("cases:refusal_list")
TOGETHER = reverse("cases:exit_together")


def now():
    return days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def waiting_for(user):
    return {waits.key: number for waits, number in count_for(user)}.get("refusals-to-know")


@pytest.fixture
def approved():
    """To somebody who is marked since, with another child."""
    exit = ExitFactory(
        whole=True,
        receiver="Syamsiah Daeng Puji",
        stay__days_ago=1,
        state="approved",
        decided_by=UserFactory(roles=[Role.HEAD]),
        decided_at=days.now(),
    )
    marked = PersonFactory(name="Syamsiah Daeng Puji")
    RelationFactory(person=marked, other=PersonFactory(child=True), marked=True)
    return exit


def hand_over(client, exit):
    typed = {"file_number": exit.stay.person.file_number, "receiver": exit.receiver}
    page = reverse("cases:exit_hand_over", args=[exit.pk])
    return client.post(page, typed | {"left_at": now()})


def test_the_door_learns_no_more_than_that_they_must_not(client, login, approved):
    user = login(Role.CARETAKER)
    answer = hand_over(client, approved)
    [said] = answer.context["form"].non_field_errors()
    assert said == NOT_TO_THEM
    refusal = Refusal.objects.get()
    person = approved.stay.person
    assert (refusal.person, refusal.name) == (person, "Syamsiah Daeng Puji")
    assert (refusal.act, refusal.because, refusal.recorded_by) == ("handover", "mark", user)
    assert Entry.objects.filter(object_id=refusal.pk, person_id=person.pk, actor=user).exists()
    approved.refresh_from_db()
    assert approved.state == "approved"


def test_the_whole_reason_is_told_to_who_may_read_it(client, approved):
    """And the trial is written down all the same."""
    worker = UserFactory(roles=[Role.CARETAKER, Role.HEAD])
    client.force_login(worker)
    [said] = hand_over(client, approved).context["form"].non_field_errors()
    assert said.startswith("Syamsiah Daeng Puji diduga mengeksploitasi anak. Kepala UPT belum")
    assert Refusal.objects.get().recorded_by == worker


def test_a_hidden_warning_and_a_mark_are_refused_in_the_same_words(client, login):
    login(Role.CARETAKER)
    said = []
    for warn in (
        lambda child: FlagFactory(person=child, audience="head", whom="Baso Rewa"),
        lambda child: RelationFactory(person__name="Baso Rewa", other=child, marked=True),
    ):
        stay = StayFactory(child=True, days_ago=1)
        warn(stay.person)
        page = client.post(reverse("cases:visit_register"), visit(stay, visitor="Baso Rewa"))
        said.append(page.context["form"].errors["outcome"])
    assert said[0] == said[1]
    assert [refusal.because for refusal in Refusal.objects.order_by("pk")] == ["warning", "mark"]
    assert {refusal.act for refusal in Refusal.objects.all()} == {"visit"}


@pytest.mark.parametrize("go_on", ["", "on"])
def test_of_several_who_leave_together_each_refusal_is_a_row(client, login, go_on):
    login(Role.SOCIAL_WORKER)
    stays = [StayFactory(days_ago=3), StayFactory(days_ago=3)]
    FlagFactory(person=stays[0].person, audience="head", whom="Hasanuddin")
    form = together(*stays, receiver="Hasanuddin", go_on=go_on)
    answer = client.post(TOGETHER, form, follow=True)
    assertContains(answer, NOT_TO_THEM)
    assert Refusal.objects.get().person == stays[0].person


def test_the_social_worker_and_the_head_see_it_until_one_of_them_has_looked(client, login):
    refusal = RefusalFactory()
    worker, head = (UserFactory(roles=[role]) for role in (Role.SOCIAL_WORKER, Role.HEAD))
    house = UserFactory(roles=[Role.CARETAKER])
    assert [waiting_for(user) for user in (worker, head, house)] == [1, 1, None]
    client.force_login(worker)
    assertContains(client.get(LIST), refusal.name)
    assertNotContains(client.get(LIST), "daftar jangan terima")
    press = reverse("cases:refusal_acknowledge", args=[refusal.pk])
    client.post(press)
    refusal.refresh_from_db()
    assert refusal.known_by == worker
    assertContains(client.post(press, follow=True), "Penolakan ini sudah diketahui")
    assert [waiting_for(user) for user in (worker, head)] == [0, 0]
    client.force_login(head)
    assertContains(client.get(LIST + "?show=all"), "daftar jangan terima")


def test_it_waits_for_another_than_who_was_refused(client, login):
    user = login(Role.SOCIAL_WORKER)
    mine = RefusalFactory(recorded_by=user)
    assert waiting_for(user) == 0
    with pytest.raises(ValidationError, match="tidak dapat mengetahui sendiri"):
        acknowledge_refusal(mine, by=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refusal.objects.filter(pk=mine.pk).update(known_by=user, known_at=days.now())
    assertContains(client.get(LIST + "?show=all"), mine.name)


def test_of_a_sealed_file_it_is_told_to_the_head_alone(client, login):
    sealed = RefusalFactory(person=PersonFactory(is_sealed=True))
    login(Role.SOCIAL_WORKER)
    assertNotContains(client.get(LIST), sealed.name)
    page = reverse("cases:refusal_acknowledge", args=[sealed.pk])
    assert client.post(page).status_code == 404
    login(Role.HEAD)
    assertContains(client.get(LIST), sealed.name)


def test_queries_do_not_grow(login, count_queries):
    login(Role.HEAD)
    RefusalFactory()
    few = count_queries(LIST)
    RefusalFactory.create_batch(5)
    assert count_queries(LIST) == few
