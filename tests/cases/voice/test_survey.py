"""Who leaves is asked on a telephone that was handed over (docs/rules.md, Those served)."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.voice.survey import asking
from cases.voice.survey.figures import voice_of
from cases.voice.survey.models import ExitAnswer, ExitVoice
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.policies import whoever_acts
from tests import factories as f
from tests.test_policies import count, reading

pytestmark = pytest.mark.django_db

ASK, LOGIN = reverse("cases:voice_ask"), reverse("account_login")


def hand(stay):
    return reverse("cases:voice_hand", args=[stay.pk])


def leaves(**stay):
    """A stay whose end is decided."""
    decided = {"state": "approved", "decided_at": days.now()}
    decided["decided_by"] = f.UserFactory(roles=[Role.HEAD])
    return f.ExitFactory(stay=f.StayFactory(child=True, **stay), **decided).stay


@pytest.fixture
def stay(db):
    return leaves(intake__person__name="Zulkarnain Ma'rang")


@pytest.fixture
def handed(client, login, stay):
    login(Role.CARETAKER)
    client.post(hand(stay))
    return ExitVoice.objects.get()


def tap(client, **said):
    return client.post(ASK, said, follow=True)


def test_handing_over_ends_the_login_and_opens_nothing_else(client, handed, stay):
    for page in ("reports:today", "cases:stay_list", "cases:voice_list", "menu"):
        address = reverse(page)
        assertRedirects(client.get(address), f"{LOGIN}?next={address}")
    page = client.get(ASK)
    assertContains(page, "Merasa aman di sini?")
    for secret in ("Zulkarnain", stay.person.file_number):
        assertNotContains(page, secret)
    assert "no-store" in page["Cache-Control"]


def test_three_taps_and_it_is_over(client, handed):
    for question, says in [("safe", "yes"), ("heard", "so_so"), ("after", "no")]:
        page = tap(client, **{question: says})
    assertContains(page, "Kembalikan telepon ini.")
    said = ExitAnswer.objects.get()
    assert (said.safe, said.heard, said.after, said.skipped) == ("yes", "so_so", "no", False)
    assertRedirects(client.get(ASK), LOGIN)
    line = Entry.objects.get(verb="ended_survey")
    assert (line.actor, line.person_id, line.details) == (None, None, {})


def test_to_skip_is_one_tap_and_counts(client, handed):
    assertContains(tap(client, skip="yes"), "Terima kasih")
    assert ExitAnswer.objects.get().skipped


def test_who_stops_after_one_answer_has_answered_that_one(client, handed):
    tap(client, safe="no")
    tap(client, skip="yes")
    said = ExitAnswer.objects.get()
    assert (said.safe, said.heard, said.skipped) == ("no", None, False)


def test_the_same_tap_twice_changes_nothing(client, handed):
    tap(client, safe="yes")
    tap(client, safe="no")
    tap(client, safe="perhaps", other="yes")
    assert ExitAnswer.objects.get().safe == "yes"


def test_after_a_quarter_of_an_hour_there_is_only_the_login(client, handed, time_machine_at):
    time_machine_at(days.now() + 16 * days.ONE_HOUR / 60)
    assertRedirects(client.get(ASK), LOGIN)


def test_without_a_handed_telephone_there_is_nothing(client, login):
    assertRedirects(client.get(ASK), LOGIN)
    login(Role.HEAD)
    assert client.get(ASK).status_code == 302


def test_who_logs_in_again_finds_no_survey(client, handed, login):
    user = f.UserFactory(roles=[Role.CARETAKER])
    client.force_login(user)
    assert client.get(ASK).status_code == 302
    assert client.post(ASK, {"safe": "yes"}).status_code == 302
    assert not ExitAnswer.objects.exists()


def test_whose_case_it_is_does_not_ask(client, login):
    both = login(Role.CARETAKER, Role.SOCIAL_WORKER)
    stay = leaves(social_worker=both)
    assert client.get(hand(stay)).status_code == client.post(hand(stay)).status_code == 404
    assert not ExitVoice.objects.exists()
    with pytest.raises(ValidationError, match="Minta petugas lain"):
        asking.hand_over(stay, by=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        f.ExitVoiceFactory(stay=stay, handed_by=both)


def test_each_is_asked_once(client, handed, login, stay):
    tap(client, skip="yes")
    by = login(Role.CARETAKER)
    assert client.get(hand(stay)).status_code == client.post(hand(stay)).status_code == 404
    assert ExitVoice.objects.count() == 1
    with pytest.raises(ValidationError, match="Sudah ditanya"):
        asking.hand_over(stay, by=by)


def test_who_went_away_is_given_it_again_and_goes_on(client, handed, login, stay):
    tap(client, safe="yes")
    login(Role.CARETAKER)
    client.post(hand(stay))
    assertContains(client.get(ASK), "Didengarkan di sini?")


def test_the_list_shows_who_leaves_and_to_the_office_a_number(client, login):
    head = f.UserFactory(roles=[Role.HEAD])
    leaving = f.ExitFactory(state="approved", decided_by=head, decided_at=days.now())
    f.StayFactory()
    login(Role.CARETAKER)
    page = client.get(reverse("cases:voice_list"))
    assertContains(page, leaving.stay.person.name)
    assert len(page.context["page_obj"]) == 1
    login(Role.OFFICE)
    page = client.get(reverse("cases:voice_list"))
    assertNotContains(page, leaving.stay.person.name)
    assertContains(page, leaving.stay.person.file_number)
    page = client.get(hand(leaving.stay))
    assertNotContains(page, leaving.stay.person.name)


def test_who_does_not_leave_is_nowhere_so_that_no_closed_file_is_told_from_another(client, login):
    sealed = {"intake__person__is_sealed": True}
    out_of_reach = [f.StayFactory(), f.StayFactory(**sealed), leaves(**sealed)]
    out_of_reach.append(f.LeftFactory(days_ago=3).stay)
    near = leaves()
    for role in (Role.OFFICE, Role.CARETAKER):
        login(role)
        assert client.get(hand(near)).status_code == 200
        rows = out_of_reach if role == Role.OFFICE else [out_of_reach[0], out_of_reach[-1]]
        assert {client.get(hand(row)).status_code for row in rows} == {404}
        assert {client.post(hand(row)).status_code for row in rows} == {404}


def leads_to(client, stay):
    """Do the pages of this stay lead to where its klien is asked?"""
    pages = [client.get(reverse("cases:exit_detail", args=[row.pk])) for row in stay.exits.all()]
    return [hand(stay) in page.content.decode() for page in pages]


def test_the_exit_leads_to_the_page_of_who_leaves_and_of_nobody_else(client, login, stay):
    by = login(Role.CARETAKER)
    assert leads_to(client, stay) == [True]
    assert leads_to(client, f.StayFactory()) == []
    f.ExitVoiceFactory(stay=stay, handed_by=by, done_at=days.now())
    assert leads_to(client, stay) == [False]


def test_who_left_today_is_asked_by_the_house_too_and_who_left_before_is_not(client, login):
    left = f.LeftFactory()
    f.LeftFactory(days_ago=1)
    f.LeftFactory(person__is_sealed=True)
    user = login(Role.CARETAKER)
    f.ConflictFactory(user=user, person=f.LeftFactory().stay.person)
    assert list(asking.leaving(user)) == [left.stay]
    assertContains(client.get(reverse("cases:voice_list")), left.stay.person.name)
    client.post(hand(left.stay))
    assertContains(client.get(ASK), "Merasa aman di sini?")


def test_only_the_head_reads_a_row_and_who_hands_over_that_it_was_asked(login):
    f.ExitAnswerFactory()
    for role, voices, answers in [
        (Role.HEAD, 1, 1),
        (Role.CARETAKER, 1, 0),
        (Role.SOCIAL_WORKER, 0, 0),
        (Role.AGENCY, 0, 0),
    ]:
        with reading(f.UserFactory(roles=[role])):
            assert (count("cases_exitvoice"), count("cases_exitanswer")) == (voices, answers)


def test_what_was_answered_stays_as_it_was_said():
    said = f.ExitAnswerFactory()
    for row, columns in [
        (ExitAnswer.objects, {"safe": "no"}),
        (ExitAnswer.objects, {"skipped": True}),
        (ExitVoice.objects, {"done_at": None}),
    ]:
        with pytest.raises(DatabaseError), whoever_acts():
            row.update(**columns)
    assert said.open_question is None


# Counted


def test_fewer_than_five_are_told_to_nobody(client, login):
    f.ExitAnswerFactory.create_batch(4)
    login(Role.HEAD)
    page = client.get(reverse("cases:voice_figures"))
    assertContains(page, "Kurang dari lima jawaban")
    assertNotContains(page, "Ya 4")


def test_from_five_on_they_are_counted_and_five_at_a_time_for_all_but_the_head(client, login):
    f.ExitAnswerFactory.create_batch(7, safe="yes")
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(reverse("cases:voice_figures")), "Ya 5 dari 5")
    login(Role.HEAD)
    assertContains(client.get(reverse("cases:voice_figures")), "Ya 7 dari 7")


def test_a_year_counts_who_was_asked_who_answered_and_who_skipped():
    f.ExitAnswerFactory.create_batch(5)
    f.ExitAnswerFactory(safe=None, heard=None, after=None, skipped=True)
    f.ExitVoiceFactory()
    voice = voice_of(days.today().year, is_exact=True)
    assert (voice.asked, voice.answered, voice.skipped) == (7, 5, 1)
    assert voice_of(days.today().year - 1).asked == 0


def test_each_question_is_told_five_answers_at_a_time():
    """Not five sheets at a time: of five with one answer among them, that one would be told."""
    f.ExitAnswerFactory.create_batch(5)
    f.ExitAnswerFactory.create_batch(4, safe=None, heard=None, after=None, skipped=True)
    f.ExitAnswerFactory(safe="no", heard=None, after=None)
    year = days.today().year
    told, exact = voice_of(year), voice_of(year, is_exact=True)
    assert [line.total for line in told.lines] == [5, 5, 5]
    assert (told.answered, told.skipped, told.left_out) == (5, 0, 5)
    assert [line.total for line in exact.lines] == [6, 5, 5]
    assert (exact.answered, exact.skipped, exact.left_out) == (6, 4, 0)


def test_who_never_taps_the_last_counts_when_the_time_is_over(time_machine_at):
    now = days.at(datetime.date(2026, 6, 1), datetime.time(12))
    time_machine_at(now)
    over, not_yet = now - asking.LIVES, now - asking.LIVES / 2
    one = {"heard": None, "after": None}
    f.ExitAnswerFactory(voice__handed_at=over, voice__done_at=None, **one)
    f.ExitAnswerFactory(voice__handed_at=over, voice__done_at=None, safe=None, **one)
    f.ExitAnswerFactory(voice__handed_at=not_yet, voice__done_at=None, **one)
    voice = voice_of(2026, is_exact=True)
    assert (voice.asked, voice.answered, voice.skipped) == (3, 1, 0)


def test_the_stay_that_ended_before_today_is_not_asked_any_more(login):
    stay = f.LeftFactory(days_ago=3).stay
    user = f.UserFactory(roles=[Role.OFFICE])
    assert asking.why_not(stay, user) == asking.GONE


def test_the_thanks_lead_to_the_login_alone(client):
    page = client.get(reverse("cases:voice_thanks"))
    assertContains(page, LOGIN)
    assert page.content.decode().count("<a ") == 1


@pytest.mark.parametrize(("role", "told"), [(Role.AGENCY, (5, 0)), (Role.HEAD, (5, 1))])
def test_whether_it_helped_is_told_five_at_a_time(client, login, role, told):
    """The one answer that came since the last look would be read from two of them."""
    f.FollowUpFactory.create_batch(5, helped="yes", helped_says="family")
    f.FollowUpFactory(helped="no", helped_says="family")
    login(role)
    voice = client.get(reverse("cases:voice_figures")).context["voice"]
    assert (voice.helped, voice.not_helped) == told
