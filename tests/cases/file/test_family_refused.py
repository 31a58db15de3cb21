"""A no to the family being told (docs/rules.md, Consent) is one calm line before their visit, a
way out or a homecoming is written. It stops nothing."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
REFUSED = "tidak ingin keluarganya diberi tahu"
SEVERAL = "Tidak ingin keluarganya diberi tahu: Dg. Ma&#x27;ruf. Tanyakan"


def grown(**more):
    return f.StayFactory(
        days_ago=3,
        intake__person__name="Dg. Ma'ruf",
        intake__person__age_kind="about",
        intake__person__age_years=40,
        **more,
    )


def refused(stay, answer="no"):
    return f.ConsentFactory(stay=stay, purpose="family", answer=answer)


def pages(stay):
    exit = f.ExitFactory(
        stay=stay, state="approved", decided_by=f.UserFactory(), decided_at=stay.began_at
    )
    return [
        f"{reverse('cases:visit_register')}?stay={stay.pk}",
        reverse("cases:stay_end", args=[stay.pk]),
        reverse("cases:exit_hand_over", args=[exit.pk]),
        reverse("cases:homecoming_begin", args=[stay.pk]),
    ]


def test_the_newest_no_stands_before_each_form(client, login):
    login(Role.SOCIAL_WORKER, Role.CARETAKER)
    stay = grown()
    urls = pages(stay)
    for url in urls:
        assertNotContains(client.get(url), REFUSED)
    answer = refused(stay)
    for url in urls:
        assertContains(client.get(url), REFUSED)
        assertContains(client.get(url), reverse("cases:consent_ask", args=[stay.pk]))
    later = refused(stay, "yes")
    assert later.pk > answer.pk
    for url in urls:
        assertNotContains(client.get(url), REFUSED)
    f.ConsentWithdrawalFactory(consent=later)
    assertContains(client.get(urls[0]), "ditarik")


@pytest.mark.parametrize("answer", ["yes", "cannot"])
def test_another_answer_says_nothing(client, login, answer):
    login(Role.SOCIAL_WORKER, Role.CARETAKER)
    stay = grown()
    f.ConsentFactory(stay=stay, purpose="family", answer=answer, said="Diam saja.")
    assertNotContains(client.get(pages(stay)[1]), REFUSED)


def test_the_family_of_a_child_is_looked_for_by_duty(client, login):
    login(Role.SOCIAL_WORKER)
    child = f.StayFactory(child=True)
    refused(child)
    assertNotContains(client.get(reverse("cases:stay_end", args=[child.pk])), REFUSED)


@pytest.mark.parametrize("name", ["visit_register", "exit_together"])
def test_where_the_klien_is_still_to_be_chosen_all_are_named(client, login, name, count_queries):
    login(Role.SOCIAL_WORKER)
    grown()
    url = reverse(f"cases:{name}")
    assertNotContains(client.get(url), "keluarganya diberi tahu")
    refused(grown())
    assertContains(client.get(url), SEVERAL)
    # Of a file that is closed to this reader nothing is told.
    refused(grown(intake__person__is_sealed=True))
    assertContains(client.get(url), SEVERAL)
    few = count_queries(url)
    for number in range(3):
        refused(grown(intake__person__alias=f"Rina {number}"))
    assert count_queries(url) == few
