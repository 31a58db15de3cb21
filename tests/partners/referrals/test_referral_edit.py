from django.urls import reverse
from pytest_django.asserts import assertContains

from partners.referrals import actions
from rptc.accounts.permissions import Role
from tests.factories import UserFactory
from tests.partners.referrals.way import referral_at


def sent_back():
    head = UserFactory(roles=[Role.HEAD])
    referral = referral_at("proposed")
    return actions.decide_referral(
        referral, approve=False, note="Tambah keterangan.", seen="1", by=head
    )


def url(referral):
    return reverse("partners:referral_edit", args=[referral.pk])


def test_the_writer_corrects_and_proposes_again(client, login, db):
    referral = sent_back()
    login(referral.recorded_by)
    assertContains(client.get(url(referral)), "Tambah keterangan.")
    client.post(
        url(referral), {"need": "Asrama", "message": "Umur 40.", "without_basis": "Belum ada."}
    )
    referral.refresh_from_db()
    assert (referral.state, referral.need) == ("proposed", "Asrama")
    assert (referral.decided_by, referral.decided_at) == (None, None)


def test_others_and_other_states_are_out_of_reach(client, login, db):
    referral = sent_back()
    login(Role.SOCIAL_WORKER)
    assert client.get(url(referral)).status_code == 404
    proposed = referral_at("proposed")
    login(proposed.recorded_by)
    assert client.get(url(proposed)).status_code == 404
