"""Ada kejadian: two taps, and what is known later."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partners.incidents.models import IncidentNote, PartnerIncident
from partners.referrals.actions import answer_referral
from partners.referrals.models import ReferralState as S
from rptc import keys
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.at_once import at_once
from tests.factories import FlagFactory, PartnerIncidentFactory, ReferralFactory
from tests.partners.incidents.scene import KEY, at_partner, tap, url, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return f.UserFactory(roles=[Role.SOCIAL_WORKER])


@pytest.fixture
def referral(worker):
    return at_partner(worker)


@pytest.fixture
def member(login, referral):
    member = referral.partner.members.get()
    login(member.user)
    return member


# Two taps in the portal


@pytest.mark.parametrize("kind", ["came", "ran_away", "ill", "hurt", "died"])
def test_the_second_tap_sends_and_the_case_the_house_and_the_head_know(
    client, member, referral, worker, kind
):
    assertContains(client.get(reverse("partners:portal")), url("portal_incident_report", referral))
    page = client.post(url("portal_incident_report", referral), tap(kind), follow=True)
    incident = PartnerIncident.objects.get()
    assertRedirects(page, url("portal_incident", incident))
    assert (incident.kind, incident.channel, incident.recorded_by) == (kind, "portal", member.user)
    head, caretaker = f.UserFactory(roles=[Role.HEAD]), f.UserFactory(roles=[Role.CARETAKER])
    assert waiting(worker) == {"partner-incidents-open": 1}
    is_pickup = kind == "came"
    assert waiting(head) == {
        "partner-incidents-open": not is_pickup,
        "pickups-to-decide": is_pickup,
    }
    assert waiting(caretaker) == {"partner-incidents-heard": 1}
    assert Entry.objects.get(verb="reported_partner_incident").person_id == referral.person_id


def test_the_same_form_twice_is_one_incident(client, member, referral):
    data = tap()
    for _ in range(2):
        client.post(url("portal_incident_report", referral), data)
    assert PartnerIncident.objects.count() == 1
    # Another button of the same page leads to what was sent.
    page = client.post(url("portal_incident_report", referral), data | {"kind": "ill"})
    assertRedirects(page, url("portal_incident", PartnerIncident.objects.get()))


def test_two_copies_at_once_make_one_incident(transactional_db):
    referral, data = at_partner(), tap()
    user = referral.partner.members.get().user
    answers = at_once(*[(user, url("portal_incident_report", referral), data)] * 2)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert PartnerIncident.objects.count() == 1


def test_bans_and_allergies_stand_above_the_buttons_and_never_why(client, member, referral):
    FlagFactory(person=referral.person, whom="Daeng Tika (paman)", reason="Pernah memukul")
    f.AllergyFactory(person=referral.person, substance="amoksisilin")
    page = client.get(url("portal_incident_report", referral)).content.decode()
    assert page.index("Jangan serahkan kepada Daeng Tika") < page.index("Ada yang mau menjemput")
    assert "lergi" in page
    assert "Pernah memukul" not in page
    assert "Rezki" not in page


def test_who_is_not_there_and_another_partners_klien_is_out_of_reach(client, member):
    sent = ReferralFactory(sent=True, partner=member.partner, packet={"name": "A.", "need": "x"})
    for referral in (sent, at_partner()):
        for method in (client.get, client.post):
            assert method(url("portal_incident_report", referral), tap()).status_code == 404
    other = PartnerIncidentFactory()
    for method in (client.get, client.post):
        assert method(url("portal_incident", other), {}).status_code == 404
    assert client.post(url("portal_incident_read", other)).status_code == 404


def test_when_the_referral_has_ended_the_partner_reads_it_no_more_and_we_do(
    client, login, member, referral
):
    incident = PartnerIncidentFactory(referral=referral)
    answer_referral(referral, S.RETURNED, by=member.user, reason="Kembali ke RPTC.")
    assert client.get(url("portal_incident", incident)).status_code == 404
    assertNotContains(client.get(reverse("partners:portal")), url("portal_incident", incident))
    login(Role.HEAD)
    assertContains(client.get(url("partner_incident_detail", incident)), "Lari")


def test_of_a_pickup_the_page_says_what_to_do_until_the_head_decides(client, member, referral):
    page = client.post(url("portal_incident_report", referral), tap("came"), follow=True)
    assertContains(page, "Jangan serahkan. Kami menelepon Anda")
    assertContains(page, 'href="tel:')


# Added, never rewritten


def test_what_is_known_later_is_added_and_lies_under_the_key(client, member, referral):
    incident = PartnerIncidentFactory(referral=referral, kind="came")
    data = {"name": "Daeng Tika", "relation": "paman", "words": "Naik motor merah"}
    for _ in range(2):
        page = client.post(url("portal_incident", incident), data | {"send_key": KEY}, follow=True)
    assertContains(page, "Naik motor merah")
    note = IncidentNote.objects.get()
    assert "motor" not in note.sealed_words
    assert keys.opened(note.sealed_words) == "Naik motor merah"
    assert note.name == "Daeng Tika"


def test_an_empty_note_is_said_at_its_field(client, member, referral):
    incident = PartnerIncidentFactory(referral=referral)
    page = client.post(url("portal_incident", incident), {"send_key": KEY, "words": " "})
    assert page.context["form"].errors == {"words": ["Tulis keterangannya."]}
    assert not IncidentNote.objects.exists()
