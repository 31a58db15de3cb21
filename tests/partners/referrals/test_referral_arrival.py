"""Somebody arrives at a partner: the list is ticked, and the berita acara is in both files."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partners.referrals import actions
from partners.referrals.arriving.actions import close_thing, take_back_arrival, write_arrival
from partners.referrals.arriving.models import (
    Arrival,
    ArrivalThing,
    with_missing,
    without_bast,
)
from partners.referrals.arriving.things import due_things
from partners.referrals.models import Referral, ReferralState
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Letter
from rptc.waiting import registered
from tests.factories import FlagFactory, MemberFactory, PartnerFactory, UserFactory
from tests.partners.referrals.arrived import arrival_at, arrived, with_things
from tests.partners.referrals.way import referral_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(login, db):
    member = MemberFactory()
    login(member.user)
    return member


def url(referral, name="portal_arrival"):
    return reverse(f"partners:{name}", args=[referral.pk])


def typed(referral, *, missing=(), word="Masih di kantor.", **more):
    data = {
        "send_key": str(uuid.uuid4()),
        "came_at": days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M"),
        "received_by": "Nur A'isyah",
        "received_as": "Pengasuh",
        "brought_by": "Fadli M.",
        "note": "",
    }
    for due in due_things(referral):
        is_missing = due.sort in missing
        data[f"here-{due.key}"] = "no" if is_missing else "yes"
        data[f"word-{due.key}"] = word if is_missing else ""
    return data | more


def rows_of(key, user):
    return next(each for each in registered() if each.key == key).rows(user)


def test_the_list_is_of_papers_bags_and_medicines(client, member):
    referral = with_things(partner=member.partner)
    assert [due.sort for due in due_things(referral)] == ["bag", "paper", "medicine"]
    page = client.get(url(referral))
    for word in ["Radio", "Akta kelahiran", "Amoksisilin"]:
        assertContains(page, word)


def test_the_partner_ticks_the_list_and_the_letter_is_in_both_files(client, member, read_pdf):
    referral = with_things(partner=member.partner)
    page = client.post(url(referral), typed(referral), follow=True)
    assertContains(page, "Kedatangan tercatat")
    referral.refresh_from_db()
    assert referral.state == "arrived"
    assert referral.steps.last().channel == "portal"
    letter = Letter.objects.get(kind__code="bast-rujukan")
    assertContains(page, letter.number)
    said = read_pdf(client.get(url(referral, "portal_arrival_letter")))
    for word in ["Radio", "Amoksisilin", "diterima", "Fadli M."]:
        assert word in said
    client.force_login(UserFactory(roles=[Role.HEAD]))
    ours = read_pdf(client.get(url(referral, "referral_arrival_letter")))
    assert ours == said


def test_what_is_missing_needs_a_word_and_waits_until_it_is_closed(client, member):
    referral = with_things(partner=member.partner)
    page = client.post(url(referral), typed(referral, missing=["paper"], word=""))
    assertContains(page, "Tulis mengapa tidak ada.")
    assert not Arrival.objects.exists()
    client.post(url(referral), typed(referral, missing=["paper"]))
    worker = referral.stay.social_worker
    assert list(rows_of("referrals-missing-things", worker)) == [referral]
    assert list(with_missing(Referral.objects.all())) == [referral]
    client.force_login(worker)
    thing = ArrivalThing.objects.missing().get()
    close = reverse("partners:arrival_thing_close", args=[thing.pk])
    assertContains(client.get(url(referral, "referral_detail")), close)
    assertContains(client.post(close, {"reason": ""}), "Tulis apa jadinya.")
    client.post(close, {"reason": "Dibawa hari ini."})
    assert not rows_of("referrals-missing-things", worker).exists()
    assertContains(client.get(url(referral, "referral_detail")), "Dibawa hari ini.")
    with pytest.raises(ValidationError, match="sudah selesai"):
        close_thing(thing, reason="Lagi.", by=worker)


def test_the_bare_answer_leads_to_its_page(client, member):
    referral = with_things(partner=member.partner)
    page = client.post(url(referral, "portal_answer"), {"state": "arrived", "reason": ""})
    assertContains(page, "Kedatangan dicatat pada halamannya sendiri.")
    assertContains(client.get(url(referral, "portal_referral")), url(referral))
    assertNotContains(client.get(url(referral, "portal_answer")), "Klien sudah tiba")


def test_by_telephone_it_waits_for_its_berita_acara(client, login):
    worker = login(Role.SOCIAL_WORKER)
    referral = with_things(by=worker)
    actions.record_answer(
        referral,
        ReferralState.ARRIVED,
        by=worker,
        said_by="Ibu Hartati",
        channel="telephone",
        said_at=days.now(),
        seen_steps=referral.steps.count(),
    )
    assert list(rows_of("referrals-without-bast", worker)) == [referral]
    page = client.get(reverse("partners:referral_list") + "?need=bast")
    assert [row.pk for row in page.context["page_obj"]] == [referral.pk]
    client.post(url(referral, "referral_arrival"), typed(referral, channel="meeting"))
    assert not without_bast(Referral.objects.all()).exists()
    assert referral.steps.filter(to_state="arrived").count() == 1


def test_ours_write_it_for_a_partner_without_login(client, login):
    worker = login(Role.SOCIAL_WORKER)
    referral = with_things(by=worker)
    client.post(url(referral, "referral_arrival"), typed(referral, channel="meeting"))
    step = Referral.objects.get(pk=referral.pk).steps.last()
    assert (step.to_state, step.said_by, step.channel) == ("arrived", "Nur A'isyah", "meeting")
    letter = Letter.objects.get(kind__code="bast-rujukan")
    sign = reverse("letters:letter_sign", args=[letter.pk])
    assertContains(client.get(url(referral, "referral_detail")), sign)
    page = client.get(sign)
    assertContains(page, "Fadli M.")
    assertContains(page, "Nur A&#x27;isyah")


def test_the_same_form_twice_is_one_arrival(client, member):
    referral = with_things(partner=member.partner)
    data = typed(referral)
    client.post(url(referral), data)
    assert client.post(url(referral), data).status_code == 302
    page = client.post(url(referral), typed(referral))
    assertContains(page, "Kedatangan ini sudah dicatat.")
    assert Arrival.objects.count() == Letter.objects.filter(kind__code="bast-rujukan").count() == 1


def test_who_is_served_already_still_gets_a_berita_acara(client, login):
    """Told by telephone, and the partner went on before anybody wrote it down."""
    worker = login(Role.SOCIAL_WORKER)
    referral = with_things("in_service", by=worker)
    assert list(rows_of("referrals-without-bast", worker)) == [referral]
    client.post(url(referral, "referral_arrival"), typed(referral, channel="meeting"))
    assert Arrival.objects.standing().count() == 1
    assert not without_bast(Referral.objects.all()).exists()


def test_after_the_end_a_mistake_is_not_taken_back_for_nothing_could_be_written_anew():
    arrival = arrived()
    worker = UserFactory()
    Referral.objects.filter(pk=arrival.referral_id).update(state="revoked", ended_at=days.now())
    with pytest.raises(ValidationError, match="sudah berakhir"):
        take_back_arrival(arrival, reason="Keliru", by=worker)


def test_what_is_written_for_the_partner_names_nobody(client, member):
    referral = with_things(partner=member.partner)
    nik = "7371 0101 0101 0001"
    arrival = arrival_at(referral, missing=["bag"], note=f"{referral.person.name}, NIK {nik}")
    thing = close_thing(arrival.things.missing().get(), reason=f"NIK {nik}", by=UserFactory())
    for words in (arrival.note, thing.closed_why):
        assert nik not in words
    assert referral.person.name not in arrival.note


def test_before_the_yes_it_is_refused(client, member):
    referral = with_things("sent", partner=member.partner)
    page = client.post(url(referral), typed(referral))
    assertContains(page, "sesudah rujukan diterima mitra")
    assert not Arrival.objects.exists()


def test_a_list_that_changed_meanwhile_is_read_again(member):
    referral = with_things(partner=member.partner)
    row = Arrival(referral=referral, channel="portal", received_by="A", received_as="B")
    row.brought_by = "C"
    with pytest.raises(ValidationError, match="baru saja berubah"):
        write_arrival(row, by=member.user, things={"paper-1": (True, "")})


def test_before_it_was_sent_nobody_arrives(client, member):
    referral = with_things(partner=member.partner)
    early = (days.now() - datetime.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    page = client.post(url(referral), typed(referral, came_at=early))
    assertContains(page, "baru dikirim sesudah waktu itu")


def test_another_partners_and_an_ended_one_are_not_there(client, member):
    other = arrived().referral
    own = arrived(partner=member.partner).referral
    names = ["portal_arrival", "portal_arrival_letter"]
    assert {client.get(url(other, name)).status_code for name in names} == {404}
    assert client.get(url(own, "portal_arrival_letter")).status_code == 200
    by = own.stay.social_worker
    actions.revoke_referral(own, reason="Selesai.", by=by, seen_steps=own.steps.count())
    assert {client.get(url(own, name)).status_code for name in names} == {404}


def test_a_mistake_is_taken_back_and_written_anew(client, login):
    worker = login(Role.SOCIAL_WORKER)
    referral = with_things(by=worker)
    first = arrival_at(referral, by=worker, channel="meeting", missing=["paper"])
    undo = reverse("partners:arrival_undo", args=[first.pk])
    client.post(undo, {"reason": "Salah nama."})
    assert not rows_of("referrals-missing-things", worker).exists()
    assert list(rows_of("referrals-without-bast", worker)) == [referral]
    second = arrival_at(referral, by=worker, channel="meeting")
    assert Letter.objects.filter(kind__code="bast-rujukan").count() == 2
    with pytest.raises(ValidationError, match="sudah dinyatakan keliru"):
        take_back_arrival(first, reason="Lagi.", by=worker)
    assert Arrival.objects.standing().get() == second


def test_its_letter_is_closed_with_the_destination():
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    arrival = arrived(partner=PartnerFactory(closes_destination=True), by=worker)
    letter = Letter.objects.get(kind__code="bast-rujukan")
    assert letter.is_sealed
    assert not Arrival.objects.visible_to(UserFactory(roles=[Role.SOCIAL_WORKER])).exists()
    assert Arrival.objects.visible_to(worker).get() == arrival


def test_the_database_keeps_what_was_written():
    arrival = arrived(missing=["paper"])
    thing = arrival.things.get(is_here=False)

    def refused(act):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()

    refused(lambda: Arrival.objects.filter(pk=arrival.pk).update(received_by="Lain"))
    refused(lambda: Arrival.objects.filter(pk=arrival.pk).update(undone_at=days.now()))
    refused(lambda: ArrivalThing.objects.filter(pk=thing.pk).update(is_here=True))
    refused(lambda: ArrivalThing.objects.filter(pk=thing.pk).update(closed_at=days.now()))
    new = {"arrival": arrival, "sort": "bag", "what": "A"}
    refused(lambda: ArrivalThing.objects.create(is_here=False, **new))
    row = Arrival(referral=arrival.referral, recorded_by=arrival.recorded_by, channel="portal")
    row.received_by = row.received_as = row.brought_by = "A"
    refused(row.save)


def test_a_ban_that_is_unread_does_not_hold_up_an_arrival(client, member):
    """They are there already: it is read next."""
    referral = with_things(partner=member.partner)
    FlagFactory(person=referral.person)
    client.post(url(referral), typed(referral))
    assert Referral.objects.get(pk=referral.pk).state == "arrived"


def test_old_arrivals_in_service_wait_for_nothing():
    """Of before there was a clock."""
    referral = referral_at("in_service")
    Referral.objects.filter(pk=referral.pk).update(answer_due_at=None)
    assert not without_bast(Referral.objects.all()).exists()


def test_whose_file_or_destination_is_not_theirs_reaches_no_arrival(client, login):
    closed = arrived(partner=PartnerFactory(closes_destination=True), missing=["paper"])
    login(Role.SOCIAL_WORKER)
    thing = closed.things.get(is_here=False)
    for name, number in [
        ("referral_arrival", closed.referral_id),
        ("referral_arrival_letter", closed.referral_id),
        ("arrival_undo", closed.pk),
        ("arrival_thing_close", thing.pk),
    ]:
        assert client.get(reverse(f"partners:{name}", args=[number])).status_code == 404
