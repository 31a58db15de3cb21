"""In the log, a partner's staff are named to whoever may know the destination, and no further."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f

pytestmark = pytest.mark.django_db

NAME = "Rosmini Kenari"


@pytest.fixture
def looked(client):
    """A referral that reveals health, opened by the partner's own staff, from their office."""
    referral = f.ReferralFactory(
        sent=True,
        stay=f.StayFactory(days_ago=3),
        partner__reveals_health=True,
        agreed=True,
    )
    member = f.MemberFactory(partner=referral.partner, user__full_name=NAME)
    client.force_login(member.user)
    url = reverse("partners:portal_referral", args=[referral.pk])
    assert client.get(url, REMOTE_ADDR="198.51.100.7").status_code == 200
    return referral


def log_of(person):
    return f"/history/person/{person.pk}/?log=1"


def test_the_privacy_officer_reads_that_somebody_of_a_partner_looked(client, login, looked):
    login(Role.PRIVACY)
    for url in ("/history/", log_of(looked.person), f"/history/referral/{looked.pk}/"):
        page = client.get(url)
        assertContains(page, "Petugas mitra")
        assertNotContains(page, NAME)
        assertNotContains(page, "198.51.100.7")


def test_the_privacy_officer_cannot_choose_a_partners_staff(client, login, looked):
    officer = login(Role.PRIVACY)
    page = client.get(f"/history/?actor={Entry.objects.first().actor_id}")
    assertNotContains(page, NAME)
    choices = page.context["filter"].form.fields["actor"].queryset
    assert officer in choices
    assert not choices.filter(full_name=NAME).exists()


def test_the_head_decides_on_referrals_and_reads_who_it_was(client, login, looked):
    login(Role.HEAD)
    assertContains(client.get("/history/"), NAME)


def test_only_the_worker_of_the_case_reads_who_it_was(client, login, looked):
    """Also of somebody whose later stay is another worker's."""
    own, other = f.UserFactory.create_batch(2, roles=[Role.SOCIAL_WORKER])
    ended_at = days.now() - days.ONE_HOUR
    head = f.UserFactory(roles=[Role.HEAD])
    f.AssignmentFactory(stay=looked.stay, to_worker=own, recorded_by=head)
    Stay.objects.filter(pk=looked.stay_id).update(ended_at=ended_at)
    f.StayFactory(intake__person=looked.person, social_worker=other)
    login(own)
    assertContains(client.get(log_of(looked.person)), NAME)
    # Nor who stands in for the head: that reads what waits, and no more.
    stands_in = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    f.DelegationFactory(delegate=stands_in, approvals=["referral"])
    given = {"worker": other, "substitute": stands_in, "recorded_by": head, "state": "made"}
    f.SubstitutionFactory(**given)
    for reader in (other, stands_in):
        login(reader)
        page = client.get(log_of(looked.person))
        assertContains(page, "Petugas mitra")
        assertNotContains(page, NAME)


def test_queries_do_not_grow(login, count_queries, looked):
    login(Role.PRIVACY)
    few = count_queries("/history/")
    entry = Entry.objects.first()
    for _ in range(6):
        entry.pk = None
        entry.save()
    assert count_queries("/history/") == few
