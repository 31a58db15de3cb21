import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories import FlagFactory, MemberFactory
from tests.partners.referrals.arrived import arrival_at
from tests.partners.referrals.way import referral_at


def url(referral):
    return reverse("partners:portal_answer", args=[referral.pk])


@pytest.fixture
def member(login, db):
    member = MemberFactory()
    login(member.user)
    return member


def test_the_whole_way(client, member):
    referral = referral_at("sent", partner=member.partner)
    for state in ["accepted", "arrived", "in_service"]:
        if state == "arrived":
            # It has a page of its own (tests/partners/referrals/test_referral_arrival.py).
            arrival_at(referral, by=member.user)
        else:
            client.post(url(referral), {"state": state})
        referral.refresh_from_db()
        assert referral.state == state
    answer = client.post(url(referral), {"state": "finished", "reason": "Bekerja sendiri."})
    assertRedirects(answer, reverse("partners:portal"))
    referral.refresh_from_db()
    assert referral.ended_at
    step = referral.steps.last()
    assert (step.channel, step.by, step.reason) == ("portal", member.user, "Bekerja sendiri.")
    assert client.get(url(referral)).status_code == 404


def test_a_yes_is_one_tap_and_is_never_dropped_in_silence(client, member):
    referral = referral_at("sent", partner=member.partner)
    page = reverse("partners:portal_referral", args=[referral.pk])
    button = f'action="{url(referral)}"'
    assertContains(client.get(page), button)
    assertNotContains(client.get(page), f"{url(referral)}?state=accepted")
    assertContains(client.get(page), f"{url(referral)}?state=declined")
    told = client.post(url(referral), {"state": "accepted"}, follow=True)
    assertContains(told, "Jawaban terkirim: Diterima mitra.")
    assertNotContains(told, button)
    # Pressed twice, or after somebody else has: it says what it is now.
    assertContains(client.post(url(referral), {"state": "accepted"}), "Rujukan ini sudah berubah")


def test_the_chosen_answer_is_ready(client, member):
    referral = referral_at("sent", partner=member.partner)
    page = client.get(url(referral), {"state": "declined"})
    assert page.context["form"]["state"].value() == "declined"


@pytest.mark.parametrize(("at", "state"), [("sent", "declined"), ("arrived", "returned")])
def test_no_needs_words(client, member, at, state):
    referral = referral_at(at, partner=member.partner)
    assertContains(client.post(url(referral), {"state": state}), "Tulis alasan")
    client.post(url(referral), {"state": state, "reason": "Tempat penuh."})
    referral.refresh_from_db()
    assert referral.state == state


def test_out_of_order_says_what_it_is_now(client, member):
    referral = referral_at("accepted", partner=member.partner)
    response = client.post(url(referral), {"state": "accepted"})
    assertContains(response, "Rujukan ini sudah berubah: Diterima mitra")


@pytest.mark.parametrize("state", ["sent", "revoked", "expired", "draft", "nonsense"])
def test_what_is_not_the_partners_to_say(client, member, state):
    referral = referral_at("sent", partner=member.partner)
    response = client.post(url(referral), {"state": state})
    assert "state" in response.context["form"].errors


def test_a_yes_before_the_reading_leads_to_what_must_be_read(client, member):
    referral = referral_at("sent", partner=member.partner)
    FlagFactory(person=referral.person, whom="Daeng Contoh")
    way = reverse("partners:portal_referral", args=[referral.pk])
    assertContains(client.get(url(referral)), way)
    page = client.post(url(referral), {"state": "accepted"})
    assertContains(page, "Baca dahulu yang wajib diketahui")
    assertContains(page, way)
    # Only what can still be said is offered beside the fault.
    assertNotContains(page, "Layanan selesai")
