"""A partner says that what it told us was none, and why: ours know at once, and answer."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partners.incidents.models import IncidentNote, PartnerIncident
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.partners.incidents.scene import at_partner, url, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return f.UserFactory(roles=[Role.SOCIAL_WORKER])


@pytest.fixture
def incident(login, worker):
    referral = at_partner(worker)
    member = referral.partner.members.get()
    login(member.user)
    return f.PartnerIncidentFactory(referral=referral, kind="died", recorded_by=member.user)


def said(words="Anak lain, bukan dia."):
    return {"send_key": str(uuid.uuid4()), "words": words}


def test_ours_read_at_once_that_it_was_a_mistake_and_why(client, login, worker, incident):
    page = url("portal_incident_correct", incident)
    assertContains(client.get(url("portal_incident", incident)), page)
    data = said()
    for _ in range(2):
        assertRedirects(client.post(page, data), url("portal_incident", incident))
    note = IncidentNote.objects.get()
    assert note.takes_back
    shown = client.get(url("portal_incident", incident))
    assertContains(shown, "Anda nyatakan keliru")
    assertNotContains(shown, page)
    # It stays what it was, and waits for our answer.
    assert PartnerIncident.objects.with_last().get().is_open
    assert waiting(worker) == {"partner-incidents-open": 1}
    login(worker)
    assertContains(client.get("/"), "Mitra menyatakan keliru")
    detail = client.get(reverse("partners:partner_incident_detail", args=[incident.pk]))
    assertContains(detail, "Mitra menyatakan laporan ini keliru")
    assertContains(detail, "Anak lain, bukan dia.")


def test_who_is_on_duty_hears_no_more_of_what_was_a_mistake(client, login, worker, incident):
    caretaker = f.UserFactory(roles=[Role.CARETAKER])
    assert waiting(caretaker)["partner-incidents-heard"] == 1
    client.post(url("portal_incident_correct", incident), said())
    assert waiting(caretaker)["partner-incidents-heard"] == 0
    login(caretaker)
    page = client.get(reverse("partners:partner_incident_alerts"))
    assertContains(page, "Tidak ada kejadian di mitra yang menunggu jawaban.")
    # What the partner says afterwards is something again.
    by = incident.recorded_by
    f.IncidentNoteFactory(incident=incident, channel="portal", said_by="", recorded_by=by)
    assert waiting(caretaker)["partner-incidents-heard"] == 1


def test_after_our_answer_it_waits_anew(client, worker, incident):
    f.IncidentReplyFactory(incident=incident)
    assert waiting(worker).get("partner-incidents-open", 0) == 0
    client.post(url("portal_incident_correct", incident), said())
    assert waiting(worker)["partner-incidents-open"] == 1


def test_not_without_a_reason_not_twice_and_not_what_we_have_dropped(client, incident):
    page = url("portal_incident_correct", incident)
    assertContains(client.post(page, said("")), "Tulis apa yang keliru.")
    client.post(page, said())
    assertContains(client.post(page, said("Lagi.")), "sudah dinyatakan keliru")
    assert IncidentNote.objects.count() == 1
    other = f.PartnerIncidentFactory(referral=incident.referral, kind="ill")
    f.IncidentReplyFactory(incident=other, says="dropped")
    assertContains(client.post(url("portal_incident_correct", other), said()), "bukan kejadian")


def test_whoever_waits_at_the_door_is_still_held(client, incident):
    came = f.PartnerIncidentFactory(
        referral=incident.referral, kind="came", recorded_by=incident.recorded_by
    )
    client.post(url("portal_incident_correct", came), said())
    assertContains(client.get(url("portal_incident", came)), "Jangan serahkan.")


def test_of_another_partner_it_is_as_if_it_had_never_been(client, login, incident):
    login(f.MemberFactory().user)
    page = url("portal_incident_correct", incident)
    assert {client.get(page).status_code, client.post(page, said()).status_code} == {404}
    assert not IncidentNote.objects.exists()
