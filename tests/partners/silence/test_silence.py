"""A partner that does not answer: called, sent a text, left to the head (R48, R64)."""

import re
import uuid
from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partners.referrals.models import Referral
from partners.referrals.models import ReferralState as S
from partners.silence.actions import ask_back, give_up, next_step_of, seen_of, write_reminder
from partners.silence.models import Reminder, Says, Step, with_next_step
from partners.silence.silent import silent
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.policies import whoever_acts
from rptc.waiting import count_for
from tests import factories as f
from tests.at_once import at_once
from tests.partners.referrals.way import referral_at

pytestmark = pytest.mark.django_db

KINDS = {
    "referrals-to-call": Step.CALL,
    "referrals-to-reply": Step.REPLY,
    "referrals-to-text": Step.TEXT,
    "referrals-to-give-up": Step.HEAD,
}


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


@pytest.fixture
def late(worker):
    """Past the hours of its partner."""
    referral = referral_at("sent", by=worker)
    Referral.objects.filter(pk=referral.pk).update(answer_due_at=days.now() - days.ONE_HOUR)
    return referral


def say(referral, says, by, **more):
    seen = more.pop("seen", seen_of(referral))
    return write_reminder(Reminder(referral=referral, says=says, **more), seen=seen, by=by)


def run_out(referral):
    """The hours that ran anew have passed, too."""
    newest = referral.reminders.order_by("-pk").first()
    f.ReminderFactory(referral=referral, says=newest.says, then=newest.then)


def step_of(referral):
    return next_step_of(referral).next_step


def waiting_of(user):
    return {kind: n for kind, n in count_for(user) if n and kind.key in KINDS}


def test_it_is_due_by_the_hours_that_were_agreed_with_the_partner(worker):
    everyday = {"service_days": [1, 2, 3, 4, 5, 6, 7], "opens_at": time(0), "answer_hours": 3}
    referral = referral_at("sent", by=worker, partner=f.PartnerFactory(**everyday))
    assert referral.answer_due_at > referral.sent_at
    assert referral.answer_due_at <= referral.sent_at + 2 * days.ONE_DAY
    assert not silent(worker).exists()


def test_the_chain_is_call_text_head(late, worker):
    assert step_of(late) == Step.CALL
    say(late, Says.NOT_REACHED, worker)
    assert step_of(late) == Step.TEXT
    say(late, Says.TEXTED, worker)
    waiting = next_step_of(late)
    assert waiting.next_step == Step.HEAD
    # After the text they have their hours once more.
    assert waiting.next_at > days.now()
    assert not silent(worker).exists()


def test_a_promise_that_is_not_kept_is_followed_by_a_text_and_then_by_the_head(late, worker):
    say(late, Says.PROMISED, worker, said_by="Ibu Contoh")
    assert not silent(worker).exists()
    run_out(late)
    assert step_of(late) == Step.TEXT
    say(late, Says.TEXTED, worker)
    say(late, Says.PROMISED, worker)
    assert step_of(late) == Step.HEAD


def test_their_clock_stops_while_they_ask_and_runs_anew_once_they_are_told(late, worker):
    say(late, Says.ASKED, worker, words="Apakah ia bisa membaca?")
    assert step_of(late) == Step.REPLY
    assert set(silent(worker, Step.REPLY)) == {late}
    with pytest.raises(ValidationError, match="sudah berubah"):
        say(late, Says.TEXTED, worker)
    say(late, Says.REPLIED, worker, words="Ya.")
    waiting = next_step_of(late)
    assert (waiting.next_step, waiting.next_at > days.now()) == (Step.CALL, True)


@pytest.fixture
def asked(worker):
    """A partner has asked something in its portal."""
    member = f.MemberFactory()
    referral = referral_at("sent", by=worker, partner=member.partner)
    words = "Apakah ia bisa membaca?"
    ask_back(Reminder(referral=referral, words=words), by=member.user)
    return referral


def test_no_answer_covers_a_question_that_came_while_it_was_typed(client, asked):
    remind = reverse("partners:referral_remind", args=[asked.pk])
    page = client.get(remind)
    answer = {"says": "replied", "words": "Ya, lancar.", "send_key": uuid.uuid4()}
    answer["seen"] = shown_seen(page)
    member = asked.partner.members.get()
    ask_back(Reminder(referral=asked, words="Dan berenang?"), by=member.user)
    page = client.post(remind, answer)
    assertContains(page, "Mitra baru saja bertanya lagi. Baca lagi.")
    assertContains(page, "Dan berenang?")
    assertContains(page, "Ya, lancar.")
    assert step_of(asked) == Step.REPLY
    # What stands on the page now is what is sent next; sent twice it is one.
    answer["seen"] = shown_seen(page)
    for _ in range(2):
        client.post(remind, answer)
    assert asked.reminders.filter(says=Says.REPLIED).count() == 1


def test_another_mistake_does_not_hide_that_they_asked_again(client, asked):
    remind = reverse("partners:referral_remind", args=[asked.pk])
    answer = {"says": "replied", "words": "", "send_key": uuid.uuid4(), "seen": seen_of(asked)}
    member = asked.partner.members.get()
    ask_back(Reminder(referral=asked, words="Dan berenang?"), by=member.user)
    assertContains(client.post(remind, answer), "Mitra baru saja bertanya lagi.")


def shown_seen(page):
    [seen] = re.findall(r'name="seen" value="([^"]*)"', page.content.decode())
    return seen


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("NIK-nya 7371 0512 0315 0001", "NIK tidak dikirim kepada mitra."),
        ("Rezki sudah lancar", "Jangan tulis nama klien."),
    ],
)
def test_our_answer_says_neither_name_nor_nik(client, asked, words, why):
    type(asked.person).objects.filter(pk=asked.person_id).update(name="Rezki Ma'rang")
    answer = {"says": "replied", "words": words, "send_key": uuid.uuid4()}
    answer["seen"] = seen_of(asked)
    page = client.post(reverse("partners:referral_remind", args=[asked.pk]), answer)
    assert page.context["form"].errors["words"]
    assertContains(page, why)
    assert step_of(asked) == Step.REPLY


def test_of_a_call_that_the_partner_does_not_read_anything_is_written(late, worker):
    type(late.person).objects.filter(pk=late.person_id).update(name="Rezki Ma'rang")
    assert say(late, Says.PROMISED, worker, words="Tentang Rezki besok").pk


def test_what_we_said_to_each_other_of_a_call_the_partner_does_not_read(client, late, worker):
    member = f.MemberFactory(partner=late.partner)
    say(late, Says.NOT_REACHED, worker, words="Tidak diangkat, seperti biasa.")
    client.force_login(member.user)
    page = client.get(reverse("partners:portal_referral", args=[late.pk]))
    assertNotContains(page, "seperti biasa")


def test_what_is_answered_is_not_reminded(worker):
    referral = referral_at("accepted", by=worker)
    with pytest.raises(ValidationError, match="tidak lagi menunggu"):
        say(referral, Says.NOT_REACHED, worker)
    assert next_step_of(referral) is None


def test_the_head_alone_waits_on_or_gives_up_and_only_at_the_end_of_the_chain(late, worker):
    head = f.UserFactory(roles=[Role.HEAD])
    f.ReminderFactory(referral=late, then="head", says="texted")
    with pytest.raises(ValidationError, match="Kepala UPT"):
        say(late, Says.WAITS, worker)
    with pytest.raises(ValidationError, match="Kepala UPT"):
        give_up(late, by=worker)
    say(late, Says.WAITS, head)
    with pytest.raises(ValidationError, match="belum dihubungi"):
        give_up(late, by=head)
    run_out(late)
    ended = give_up(late, by=head)
    assert ended.state == S.EXPIRED
    assert set(Referral.objects.to_refer_anew()) == {late}
    assert Entry.objects.filter(verb="expired", object_id=late.pk).count() == 1


def test_the_head_cannot_give_up_before_anybody_called(late):
    with pytest.raises(ValidationError, match="belum dihubungi"):
        give_up(late, by=f.UserFactory(roles=[Role.HEAD]))


@pytest.mark.parametrize("step", Step)
def test_hari_ini_counts_what_its_page_lists(client, login, step):
    head, worker = f.UserFactory(roles=[Role.HEAD]), f.UserFactory(roles=[Role.SOCIAL_WORKER])
    for _ in range(2):
        referral = referral_at("sent", by=worker)
        past = {"answer_due_at": days.now() - days.ONE_HOUR}
        Referral.objects.filter(pk=referral.pk).update(**past)
        if step != Step.CALL:
            f.ReminderFactory(referral=referral, then=step)
    user = head if step == Step.HEAD else worker
    [(kind, number)] = waiting_of(user).items()
    assert (KINDS[kind.key], number) == (step, 2)
    client.force_login(user)
    assert client.get(kind.url).context["page_obj"].paginator.count == 2
    assert waiting_of(f.UserFactory(roles=[Role.OFFICE])) == {}


def test_the_page_names_whom_to_call_and_a_text_without_any_name(client, late, worker):
    contact = f.PartnerContactFactory(partner=late.partner, name="Bu Hartati", phone="0411 77")
    f.ReminderFactory(referral=late)
    page = client.get(reverse("partners:referral_remind", args=[late.pk]))
    assertContains(page, "tel:041177")
    assertContains(page, contact.name)
    text = page.context["text"]
    for word in (late.person.shown_name, late.partner.name, contact.name):
        assert word not in text
    assert f"nomor {late.pk}" in text


def test_one_tap_writes_it_once(client, late, worker):
    page = reverse("partners:referral_remind", args=[late.pk])
    sent = {"says": "not_reached", "send_key": uuid.uuid4()}
    for _ in range(2):
        then = reverse("partners:referral_detail", args=[late.pk])
        assertRedirects(client.post(page, sent), then)
    assert late.reminders.count() == 1
    assertContains(client.get(then), "Tidak terhubung")


def test_without_a_result_the_page_says_so_and_keeps_the_words(client, late):
    page = reverse("partners:referral_remind", args=[late.pk])
    answer = client.post(page, {"words": "Ia bilang 'nanti'", "send_key": uuid.uuid4()})
    assertContains(answer, "Tekan hasilnya.")
    assertContains(answer, "Ia bilang &#x27;nanti&#x27;")


def test_who_may_not_know_the_destination_finds_nothing(client, login):
    other = referral_at("sent", partner=f.PartnerFactory(closes_destination=False))
    Referral.objects.filter(pk=other.pk).update(answer_due_at=days.now() - days.ONE_HOUR)
    with whoever_acts():
        Referral.objects.filter(pk=other.pk).update(person=f.PersonFactory(is_sealed=True))
    user = login(Role.SOCIAL_WORKER)
    assert not silent(user).exists()
    assert client.get(reverse("partners:referral_remind", args=[other.pk])).status_code == 404
    login(Role.HEAD)
    assert client.post(reverse("partners:referral_give_up", args=[10**9])).status_code == 404


def test_where_nobody_answered_the_places_that_said_yes_are_one_tap_away(client, late, worker):
    yes = f.AskedPartnerFactory(question__stay=late.stay, question__recorded_by=worker)
    f.PlaceAnswerFactory(asked=yes, says="yes", from_on=days.today())
    type(yes).objects.filter(pk=yes.pk).update(state="yes")
    no = f.AskedPartnerFactory(question=yes.question)
    f.ReminderFactory(referral=late, then="head", says="texted")
    give_up(late, by=f.UserFactory(roles=[Role.HEAD]))
    page = client.get(reverse("partners:referral_detail", args=[late.pk]))
    offer = reverse("partners:referral_propose", args=[late.stay_id])
    assertContains(page, f"{offer}?partner={yes.partner_id}")
    assertNotContains(page, f"{offer}?partner={no.partner_id}")


def test_the_list_asks_the_same_for_forty_as_for_one(
    client, worker, django_assert_max_num_queries
):
    for _ in range(3):
        referral = referral_at("sent", by=worker)
        past = {"answer_due_at": days.now() - days.ONE_HOUR}
        Referral.objects.filter(pk=referral.pk).update(**past)
    page = reverse("partners:silent_list")
    client.get(page)
    with django_assert_max_num_queries(20):
        assert client.get(page).context["page_obj"].paginator.count == 3


def test_a_reminder_stays_as_it_was_written(late, worker):
    reminder = say(late, Says.NOT_REACHED, worker)
    for change in (
        lambda: Reminder.objects.filter(pk=reminder.pk).update(says="promised"),
        lambda: Reminder.objects.filter(pk=reminder.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_who_has_answered_has_no_step(late, worker):
    assert with_next_step(Referral.objects.all()).count() == 1
    Referral.objects.filter(pk=late.pk).update(state=S.ACCEPTED)
    assert with_next_step(Referral.objects.all()).count() == 0


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_two_who_give_up_at_once_end_it_once():
    referral = referral_at("sent")
    heads = f.UserFactory.create_batch(2, roles=[Role.HEAD])
    f.ReminderFactory(referral=referral, then="head", says="texted")
    page = reverse("partners:referral_give_up", args=[referral.pk])
    at_once(*((head, page, {}) for head in heads))
    assert referral.steps.filter(to_state=S.EXPIRED).count() == 1
