from django.urls import reverse
from pytest_django.asserts import assertContains

from rptc.accounts.permissions import Role
from tests.factories import ReferralFactory
from tests.partners.referrals.way import referral_at


def url(referral):
    return reverse("partners:referral_detail", args=[referral.pk])


def test_shows_each_step(client, login):
    login(Role.SOCIAL_WORKER)
    page = client.get(url(referral_at("finished")))
    for words in ["Menunggu Kepala UPT", "Diterima mitra", "Tiba di mitra", "Dalam layanan"]:
        assertContains(page, words)
    assertContains(page, "melalui portal mitra")


def test_a_closed_one_and_a_sealed_file_are_like_none(client, login):
    login(Role.SOCIAL_WORKER)
    closed = ReferralFactory(partner__reveals_health=True)
    sealed = ReferralFactory(stay__intake__person__is_sealed=True)
    never = client.get(url(closed).replace(str(closed.pk), "999999"))
    for referral in [closed, sealed]:
        answer = client.get(url(referral))
        assert (answer.status_code, answer.content) == (404, never.content)
