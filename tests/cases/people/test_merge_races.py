"""Merges at once, each with a connection of its own: nobody gets a 500, no row is lost."""

import uuid

import pytest
from django.urls import reverse

from cases.intakes.models import Intake
from cases.people.doubles.models import Double, Merge, MergedRow
from cases.people.models import Person
from rptc.accounts.permissions import Role
from tests.cases.intakes.test_intake_register import posted
from tests.factories import IntakeFactory, PersonFactory, UserFactory
from tests.partners.referrals.test_races import at_once, statuses
from tests.sizes import IS_FULL

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]
ROUNDS = 8 if IS_FULL else 3


@pytest.fixture
def workers():
    return [UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(3)]


def merging(by, kept, lost):
    url = reverse("cases:merge_propose", args=[kept.pk])
    data = {"send_key": str(uuid.uuid4()), "reason": "Kartunya sama.", "is_certain": "on"}
    return by, f"{url}?with={lost.pk}", data


def two():
    kept, lost = PersonFactory(), PersonFactory()
    IntakeFactory(person=lost)
    return kept, lost


def assert_rows_are_with_files_that_count():
    assert not Intake.objects.exclude(person__merged_into=None).exists()
    chains = Person.objects.exclude(merged_into=None).exclude(merged_into__merged_into=None)
    assert not chains.exists()


def test_the_same_pair_in_both_directions_at_once(workers):
    for number in range(ROUNDS):
        one, other = two()
        answers = at_once(merging(workers[0], one, other), merging(workers[1], other, one))
        # Who comes after the merge is told, or finds the address of a file that has gone.
        assert statuses(answers) in ([200, 302], [302, 404])
        assert Merge.objects.filter(state="done").count() == number + 1
        assert_rows_are_with_files_that_count()


def test_the_same_form_three_times_at_once_is_one_merge(workers):
    for number in range(ROUNDS):
        kept, lost = two()
        post = merging(workers[0], kept, lost)
        assert set(statuses(at_once(post, post, post))) <= {200, 302}
        assert Merge.objects.count() == number + 1
        assert MergedRow.objects.filter(merge__lost=lost).count() == 1


def test_a_chain_at_once(workers):
    for _ in range(ROUNDS):
        first, second = two()
        third = PersonFactory()
        answers = at_once(merging(workers[0], second, first), merging(workers[1], third, second))
        assert set(statuses(answers)) <= {200, 302, 404}
        assert_rows_are_with_files_that_count()


def test_somebody_adds_an_intake_to_the_file_that_goes(workers):
    for _ in range(ROUNDS):
        kept, lost = two()
        url = f"{reverse('cases:intake_register')}?person={lost.pk}"
        answers = at_once(
            merging(workers[0], kept, lost), (workers[1], url, posted(outcome="advised"))
        )
        assert set(statuses(answers)) <= {302, 404}
        added = sum(answer.status_code == 302 for answer in answers[1:])
        assert kept.intakes.count() == 1 + added
        assert_rows_are_with_files_that_count()


def test_an_undo_by_three_at_once(workers):
    for _ in range(ROUNDS):
        kept, lost = two()
        at_once(merging(workers[0], kept, lost))
        merge = Merge.objects.get(lost=lost)
        url = reverse("cases:merge_undo", args=[merge.pk])
        answers = at_once(*[(worker, url, {}) for worker in workers])
        assert statuses(answers) == [302, 302, 302]
        assert lost.intakes.count() == 1
        assert Double.objects.of(kept, lost).get().state == "not_same"


def test_two_say_not_the_same_of_one_pair_at_once(workers):
    for _ in range(ROUNDS):
        one, other = two()
        pair = Double.objects.create(person=one, other=other, score=1, facts="0")
        url, ticked = reverse("cases:double_decide"), {"doubles": pair.pk}
        asked = [(worker, url, ticked) for worker in workers]
        assert statuses(at_once(*asked)) == [302, 302, 302]
        assert Double.objects.of(one, other).get().state == "not_same"
