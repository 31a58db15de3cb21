"""What always travels: bans, "may run away", allergies and medicines in use, of this hour."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.people.flags.models import Flag
from partners.referrals import actions
from partners.referrals.models import Referral, SafetyRead
from partners.referrals.models import ReferralState as S
from partners.referrals.safety import (
    digest_of_words,
    has_unread,
    unread_by_who_took_over,
    words_of,
)
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import registered
from tests.factories import (
    AllergyFactory,
    FlagFactory,
    MedicineFactory,
    MemberFactory,
    PersonFactory,
    StayFactory,
    UserFactory,
)
from tests.partners.referrals.way import referral_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(db):
    return MemberFactory()


@pytest.fixture
def referral(member):
    return referral_at("sent", partner=member.partner)


def read(referral, by, **columns):
    columns = {"channel": "portal"} | columns
    seen = digest_of_words(words_of(referral))
    return actions.read_safety(SafetyRead(referral=referral, **columns), seen, by=by)


def texts(referral, user=None):
    return [word.text for word in words_of(referral, user)]


def all_four(referral):
    flag = FlagFactory(person=referral.person)
    FlagFactory(person=referral.person, kind=Flag.Kind.ESCAPE, whom="", what_to_do="Pintu.")
    allergy = AllergyFactory(person=referral.person, is_severe=True)
    medicine = MedicineFactory(stay=referral.stay, name="Amoksisilin")
    return flag, allergy, medicine


# What it is


def test_four_things_travel_and_nothing_beside_them(referral):
    all_four(referral)
    FlagFactory(person=referral.person, kind=Flag.Kind.OTHER, whom="", what_to_do="X.")
    FlagFactory(person=referral.person, kind=Flag.Kind.EXPLOITED, whom="")
    MedicineFactory(stay=StayFactory(), name="Milik orang lain")
    AllergyFactory(person=PersonFactory(), substance="Milik orang lain")
    assert texts(referral) == [
        "Jangan serahkan kepada Baso (paman)",
        "Mungkin melarikan diri",
        "Alergi udang, berat",
        "Obat: Amoksisilin, 1 tablet, 07.00, 19.00",
    ]


def test_with_whom_a_child_was_seen_is_a_ban_without_the_suspicion(referral):
    FlagFactory(person=referral.person, kind=Flag.Kind.EXPLOITED, whom="Tante Nur")
    assert texts(referral) == ["Jangan serahkan kepada Tante Nur"]


def test_a_secret_name_of_a_medicine_travels_as_its_label(referral):
    MedicineFactory(stay=referral.stay, name="Antiretroviral", secret=True)
    assert texts(referral) == ["Obat: Amplop biru, 1 tablet, 07.00, 19.00"]


def test_what_is_over_does_not_travel(referral):
    flag, allergy, medicine = all_four(referral)
    for row in (allergy, medicine):
        row.ended_at, row.ended_by, row.end_reason = days.now(), UserFactory(), "Sudah."
        row.save()
    flag.ended_at, flag.end_reason = days.now(), "Sudah."
    flag.save()
    Flag.objects.filter(kind="escape").update(
        starts_on=days.today() - days.ONE_DAY, ends_on=days.today()
    )
    MedicineFactory(stay=referral.stay, last_on=days.today() - days.ONE_DAY)
    assert texts(referral) == []


# What is unread


def test_what_comes_changes_and_ends_is_unread_until_it_is_read_again(referral, member):
    assert not has_unread(referral)
    flag, allergy, medicine = all_four(referral)
    assert has_unread(referral)
    read(referral, member.user)
    assert not has_unread(referral)
    # Two digits against one: numbers are compared as they are written.
    for _ in range(11):
        AllergyFactory(person=referral.person)
    assert has_unread(referral)
    read(referral, member.user)
    assert not has_unread(referral)
    for row in (allergy, medicine):
        row.version += 1
        row.save()
        assert has_unread(referral)
        read(referral, member.user)
        assert not has_unread(referral)
    flag.ended_at, flag.end_reason = days.now(), "Sudah."
    flag.save()
    assert has_unread(referral)


def test_a_ban_that_ends_at_midnight_is_unread_then(referral, member, time_machine_at):
    FlagFactory(person=referral.person, ends_on=days.today() + days.ONE_DAY)
    read(referral, member.user)
    assert not has_unread(referral)
    time_machine_at(days.starts_at(days.today() + days.ONE_DAY))
    assert has_unread(referral)


def test_nobody_says_yes_before_reading(referral, member):
    FlagFactory(person=referral.person)
    with pytest.raises(ValidationError, match="Baca dahulu"):
        actions.answer_referral(referral, S.ACCEPTED, by=member.user)
    read(referral, member.user)
    actions.answer_referral(referral, S.ACCEPTED, by=member.user)
    # To say no, or that somebody is not there, takes no reading.
    other = referral_at("sent", partner=member.partner)
    FlagFactory(person=other.person)
    actions.answer_referral(other, S.DECLINED, by=member.user, reason="Penuh.")


def test_what_changed_between_page_and_press_was_not_read(referral, member):
    FlagFactory(person=referral.person)
    seen = digest_of_words(words_of(referral))
    FlagFactory(person=referral.person, whom="Ibu tiri")
    with pytest.raises(ValidationError, match="baru saja berubah"):
        actions.read_safety(SafetyRead(referral=referral, channel="portal"), seen, by=member.user)
    assert not SafetyRead.objects.exists()


def test_pressed_twice_it_is_read_once(referral, member):
    FlagFactory(person=referral.person)
    assert read(referral, member.user) == read(referral, member.user)
    assert SafetyRead.objects.count() == 1


def test_what_was_read_is_kept_and_lies_under_the_key(referral, member):
    FlagFactory(person=referral.person)
    row = read(referral, member.user)
    assert "Baso" not in row.sealed_words
    with pytest.raises(DatabaseError), transaction.atomic():
        SafetyRead.objects.filter(pk=row.pk).update(said_to="x")


def test_after_the_end_nothing_is_read_and_nothing_waits(referral, member):
    FlagFactory(person=referral.person)
    actions.answer_referral(referral, S.DECLINED, by=member.user, reason="Penuh.")
    assert not unread_by_who_took_over(Referral.objects.all()).exists()
    with pytest.raises(ValidationError, match="sudah berubah"):
        read(referral, member.user)


# Our side


def url(name, referral):
    return reverse(f"partners:{name}", args=[referral.pk])


@pytest.fixture
def ours(member):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    referral = referral_at("accepted", by=worker, partner=member.partner)
    FlagFactory(person=referral.person, whom="Paman Ra'uf")
    return referral, worker


def test_that_the_partner_does_not_know_waits_until_somebody_has_told_it(client, ours):
    referral, worker = ours
    client.force_login(worker)
    [waits] = [each for each in registered() if each.key == "referrals-safety-unread"]
    assert list(waits.rows(worker)) == [referral]
    shown = client.get(reverse("partners:referral_list") + "?need=safety")
    assert list(shown.context["page_obj"]) == [referral]
    page = client.get(url("referral_detail", referral))
    assertContains(page, "Belum dibaca mitra")
    page = client.get(url("referral_safety", referral))
    assertContains(page, "Paman Ra&#x27;uf")
    sends = {
        "seen": page.context["digest"],
        "send_key": page.context["form"]["send_key"].value(),
        "channel": "telephone",
    }
    assertContains(client.post(url("referral_safety", referral), sends), "Tulis kepada siapa")
    sends["said_to"] = "Ibu Marwah"
    page = client.post(url("referral_safety", referral), sends, follow=True)
    assertContains(page, "Disampaikan kepada Ibu Marwah")
    assert not waits.rows(worker).exists()


def test_before_it_is_sent_it_is_shown_and_nobody_has_failed_to_read_it(client):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    referral = referral_at("proposed", by=worker)
    FlagFactory(person=referral.person)
    client.force_login(worker)
    page = client.get(url("referral_detail", referral))
    assertContains(page, "Jangan serahkan kepada Baso")
    assertNotContains(page, "Belum dibaca mitra")
    assertNotContains(page, "Catat sudah disampaikan")


def test_who_does_not_read_all_of_it_cannot_say_that_all_was_told(client, ours):
    referral, worker = ours
    FlagFactory(person=referral.person, whom="Rahasia", audience="head")
    client.force_login(worker)
    page = client.get(url("referral_safety", referral))
    assertNotContains(page, "Rahasia")
    assertContains(page, "Minta Kepala UPT")
    assertNotContains(client.get(url("referral_detail", referral)), "Rahasia")
    sends = {"seen": digest_of_words(words_of(referral)), "said_to": "Ibu", "channel": "message"}
    sends["send_key"] = page.context["form"]["send_key"].value()
    client.post(url("referral_safety", referral), sends)
    assert not SafetyRead.objects.exists()
    client.force_login(UserFactory(roles=[Role.HEAD]))
    assertContains(client.get(url("referral_safety", referral)), "Rahasia")
    # The partner, which keeps the child, reads it.
    assert "Jangan serahkan kepada Rahasia" in texts(referral)


def test_the_page_asks_as_often_for_many_as_for_one(client, ours, count_queries):
    referral, worker = ours
    client.force_login(worker)
    few = count_queries(url("referral_detail", referral))
    for _ in range(4):
        all_four(referral)
    assert count_queries(url("referral_detail", referral)) <= few + 1
