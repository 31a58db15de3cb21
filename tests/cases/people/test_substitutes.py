"""Who stands in for a social worker, from one day to another."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.people.substitutes.models import Substitution
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
URL = reverse("cases:substitution_list")


def worker():
    return f.UserFactory(roles=[Role.SOCIAL_WORKER])


def posted(substitute, **said):
    return {
        "send_key": str(uuid.uuid4()),
        "substitute": substitute.pk,
        "first_on": days.today().isoformat(),
        "last_on": (days.today() + days.ONE_DAY).isoformat(),
        "reason": "Cuti melahirkan.",
        **said,
    }


@pytest.fixture
def sealed(db):
    return f.StayFactory(intake__person__is_sealed=True, social_worker=worker())


def test_a_worker_asks_for_one_and_the_head_decides(client, sealed):
    me, substitute = sealed.social_worker, worker()
    client.force_login(me)
    assertContains(client.post(URL, posted(substitute), follow=True), "Menunggu keputusan")
    assert not Stay.objects.visible_to(substitute).exists()
    client.force_login(f.UserFactory(roles=[Role.HEAD]))
    decide = reverse("cases:substitution_decide", args=[Substitution.objects.get().pk])
    client.post(decide, {"decision": "approve", "note": ""})
    assert list(Stay.objects.visible_to(substitute)) == [sealed]


def test_the_substitute_reads_of_it_first_thing(client, sealed):
    substitution = f.SubstitutionFactory(worker=sealed.social_worker)
    line = "Anda menggantikan pekerja sosial lain"
    client.force_login(substitution.substitute)
    today = client.get(reverse("reports:today"))
    figures = {figure.label: figure.number for figure in today.context["figures"]}
    assert figures[line] == 1
    client.force_login(sealed.social_worker)
    today = client.get(reverse("reports:today"))
    assert {figure.label: figure.number for figure in today.context["figures"]}[line] == 0


def test_the_head_says_it_at_once(client, login, sealed):
    login(Role.HEAD)
    substitute = worker()
    client.post(URL, posted(substitute, worker=sealed.social_worker_id))
    assert list(Stay.objects.visible_to(substitute)) == [sealed]
    client.force_login(substitute)
    page = client.get(reverse("cases:stay_list") + "?mine=yes")
    assertContains(page, str(sealed.person))


def test_nobody_makes_themselves_the_substitute_of_another(client, sealed):
    substitute = worker()
    client.force_login(substitute)
    client.post(URL, posted(substitute, worker=sealed.social_worker_id))
    client.post(URL, posted(worker(), worker=sealed.social_worker_id))
    assert not Substitution.objects.filter(worker=sealed.social_worker).exists()
    assert not Stay.objects.visible_to(substitute).exists()


@pytest.mark.parametrize(
    ("first", "last", "has_it"),
    [(-2, -1, False), (-1, 0, True), (0, 0, True), (1, 2, False)],
)
def test_both_days_are_included(sealed, first, last, has_it):
    today = days.today()
    one = f.SubstitutionFactory(
        worker=sealed.social_worker,
        first_on=today + first * days.ONE_DAY,
        last_on=today + last * days.ONE_DAY,
    )
    assert Stay.objects.visible_to(one.substitute).exists() == has_it


def test_it_ends_at_once(client, login, sealed):
    one = f.SubstitutionFactory(worker=sealed.social_worker)
    login(Role.SOCIAL_WORKER)
    end = reverse("cases:substitution_end", args=[one.pk])
    assert client.post(end).status_code == 404
    client.force_login(one.worker)
    assertContains(client.get(URL), str(one))
    client.post(end)
    assert not Stay.objects.visible_to(one.substitute).exists()


@pytest.mark.parametrize(
    "said", [{"last_on": "2020-01-01"}, {"reason": ""}, {"substitute": ""}, {"first_on": "kapan"}]
)
def test_what_a_mistake_shows(client, login, said):
    login(Role.SOCIAL_WORKER)
    page = client.post(URL, {**posted(worker()), **said})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Substitution.objects.exists()
