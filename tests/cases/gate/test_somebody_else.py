"""Whoever is likely the one of a warning waits until a social worker says why it is somebody else,
and the head has read it."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.exits import actions
from cases.exits.models import Exit
from cases.gate.receivers import NOT_TO_THEM, Answer, check_named, look_up, objection_to
from cases.gate.refusals.models import Refusal
from cases.gate.somebody_else.actions import say_somebody_else
from cases.gate.somebody_else.models import SomebodyElse
from cases.people.flags.models import Flag
from cases.people.flags.whom import Named
from rptc import days
from rptc.accounts.permissions import Role
from rptc.refusals import Refused, write_refusal
from tests.cases.gate.test_visits import posted as visit
from tests.factories import (
    ExitFactory,
    FlagFactory,
    PersonFactory,
    RefusalFactory,
    RelationFactory,
    SomebodyElseFactory,
    StayFactory,
    UnwelcomeFactory,
    UserFactory,
    exit_kind,
)

pytestmark = pytest.mark.django_db
WHY = "KTP dan wajahnya lain."


def of_role(*roles):
    return UserFactory(roles=roles)


@pytest.fixture
def worker():
    return of_role(Role.SOCIAL_WORKER)


@pytest.fixture
def head():
    return of_role(Role.HEAD)


@pytest.fixture
def child():
    """Not to be given to Baso Rewa."""
    stay = StayFactory(child=True, days_ago=1)
    FlagFactory(person=stay.person, whom="Baso Rewa (paman)")
    return stay


@pytest.fixture
def asked(child):
    """To Basso Hamid, who may be Baso Rewa."""
    return ExitFactory(stay=child, whole=True, receiver="Basso Hamid")


def page_of(exit, page="exit_detail"):
    return reverse(f"cases:{page}", args=[exit.pk])


def typed(why=WHY):
    return {"send_key": str(uuid.uuid4()), "why": why}


def say(client, exit, by, why=WHY):
    client.force_login(by)
    return client.post(page_of(exit, "exit_somebody_else"), typed(why), follow=True)


def approve(exit, by, seen=None):
    exit = Exit.objects.get(pk=exit.pk)
    seen = exit.seen if seen is None else seen
    return actions.decide_exit(exit, approve=True, note="", seen=seen, by=by)


def hand_over(exit):
    said = {"receiver": exit.receiver, "file_number": exit.stay.person.file_number}
    return actions.hand_over(exit, left_at=days.now(), by=of_role(Role.CARETAKER), **said)


# -- A child ------------------------------------------------------------------------------------


def test_a_likely_receiver_is_asked_about_and_the_head_reads_the_answer(
    client, worker, head, asked
):
    client.force_login(worker)
    page = client.get(page_of(asked))
    assertContains(page, "Mungkin sama")
    assertContains(page, page_of(asked, "exit_somebody_else"))
    with pytest.raises(ValidationError, match="Mungkin orang yang sama"):
        approve(asked, head)
    assertContains(say(client, asked, worker), "Tersimpan. Kepala UPT membacanya.")
    client.force_login(head)
    page = client.get(page_of(asked, "exit_decide"))
    assertContains(page, f"Basso Hamid bukan Baso Rewa (paman): {WHY}")
    assertContains(page, "belum dibaca Kepala UPT")
    approve(asked, head)
    said = SomebodyElse.objects.get()
    assert (said.recorded_by, said.known_by) == (worker, head)
    asked.refresh_from_db()
    assert hand_over(asked).state == "done"
    assert Flag.objects.in_force().exists(), "it stays in force"


def test_a_request_by_a_name_with_one_letter_missing_is_not_green(client, worker, child):
    client.force_login(worker)
    form = {
        "send_key": str(uuid.uuid4()),
        "kind": exit_kind().pk,
        "receiver": "Bso Rewa",
        "relation": "Paman",
        "address": "Jl. Nuri 3",
    }
    page = client.post(reverse("cases:stay_end", args=[child.pk]), form, follow=True)
    if exits := child.exits.first():
        page = client.get(page_of(exits))
    assertNotContains(page, "Tidak ada larangan")
    assertContains(page, "Jangan serahkan kepada Baso Rewa (paman).")


def test_a_sentence_is_asked_for(client, worker, asked):
    assertContains(say(client, asked, worker, why=" "), "Tulis mengapa ia orang lain.")
    assert not SomebodyElse.objects.exists()


def test_sent_twice_it_is_said_once(client, worker, asked):
    client.force_login(worker)
    twice = typed()
    for _ in range(2):
        client.post(page_of(asked, "exit_somebody_else"), twice)
    assert SomebodyElse.objects.count() == 1


def test_what_was_said_while_the_head_read_is_read_first(client, worker, head, asked):
    before = Exit.objects.get(pk=asked.pk).seen
    say(client, asked, worker)
    with pytest.raises(ValidationError, match="diubah setelah Anda membukanya"):
        approve(asked, head, seen=before)


def test_what_was_said_after_the_decision_is_read_before_the_handover(client, worker, head):
    exit = ExitFactory(stay__days_ago=1, whole=True, receiver="Basso Hamid")
    approve(exit, head)
    exit.refresh_from_db()
    FlagFactory(person=exit.stay.person, whom="Baso Rewa (paman)")
    with pytest.raises(ValidationError, match="Mungkin orang yang sama"):
        hand_over(exit)
    say(client, exit, worker)
    with pytest.raises(ValidationError, match="belum membaca mengapa penerima"):
        hand_over(exit)
    client.force_login(head)
    said = SomebodyElse.objects.get()
    known = reverse("cases:somebody_else_acknowledge", args=[said.pk])
    assertContains(client.get(reverse("reports:approvals")), said.sentence)
    assertContains(client.post(known, follow=True), "Dicatat sebagai dibaca.")
    assert hand_over(exit).state == "done"


def test_who_said_it_does_not_decide(client, asked):
    both = of_role(Role.SOCIAL_WORKER, Role.HEAD)
    say(client, asked, both)
    with pytest.raises(ValidationError, match="tidak dapat memutuskan"):
        approve(asked, both)
    with pytest.raises(IntegrityError), transaction.atomic():
        SomebodyElse.objects.update(known_by=both, known_at=days.now())


# -- What a sentence covers ---------------------------------------------------------------------


def test_it_covers_this_name_alone(client, worker, asked):
    say(client, asked, worker)
    person, by = asked.stay.person, worker
    assert look_up(person, Named("basso  hamid"), by=by).answer == Answer.CLEAR
    assert look_up(person, Named("Basso Hamit"), by=by).answer == Answer.LIKELY
    assert look_up(person, Named("Baso Rewa"), by=by).answer == Answer.STOPPED


def test_it_covers_no_card_and_no_telephone_of_which_nobody_spoke(client, worker, asked):
    Flag.objects.update(whom_identity_number="7371012203850009", whom_telephone="0812 3456 7890")
    say(client, asked, worker)
    answers = [
        look_up(asked.stay.person, Named("Basso Hamid", *numbers), by=worker).answer
        for numbers in [
            ("7371094108990777", ""),
            ("7371012203850019", ""),
            ("7371012203850009", ""),
            ("", "+62 812-3456-7890"),
        ]
    ]
    assert answers == [Answer.CLEAR, Answer.LIKELY, Answer.STOPPED, Answer.LIKELY]


def test_the_same_name_cannot_be_talked_away(worker, child):
    flag = Flag.objects.get()
    said = SomebodyElse(person=child.person, name="Rewa Baso", flag=flag, why=WHY)
    with pytest.raises(ValidationError, match="tetap dilarang"):
        say_somebody_else(said, by=worker)


def test_whoever_may_not_read_the_warning_reads_a_no(client, worker, asked):
    Flag.objects.update(audience="head")
    client.force_login(worker)
    page = client.get(page_of(asked))
    assertContains(page, NOT_TO_THEM)
    assertNotContains(page, "Mungkin sama")
    assertNotContains(page, page_of(asked, "exit_somebody_else"))
    said = SomebodyElse(person=asked.stay.person, name="Basso Hamid", flag=Flag.objects.get())
    with pytest.raises(ValidationError, match="tetap dilarang"):
        say_somebody_else(said, by=worker)


def test_house_staff_read_no_sentence(client, worker, asked):
    say(client, asked, worker)
    client.force_login(of_role(Role.CARETAKER))
    assertNotContains(client.get(page_of(asked)), WHY)


# -- An adult, a visit, an inquiry --------------------------------------------------------------


def test_of_an_adult_it_stands_in_the_diketahui(client, worker, head):
    stay = StayFactory(days_ago=2)
    UnwelcomeFactory(name="Baso Rewa", person=None)
    columns = {"kind": exit_kind("mandiri"), "receiver": "Basso Hamid"}
    with pytest.raises(Refused) as stopped:
        actions.end_stay(Exit(stay=stay, **columns), left_at=days.now(), by=worker)
    write_refusal(stopped.value)
    refusal = Refusal.objects.get()
    assert refusal.is_likely
    client.force_login(worker)
    assertContains(
        client.get(reverse("cases:refusal_list") + "?show=all"),
        reverse("cases:refusal_somebody_else", args=[refusal.pk]),
    )
    page = reverse("cases:refusal_somebody_else", args=[refusal.pk])
    assertContains(client.get(page), "Ada dalam daftar jangan terima: Baso Rewa")
    client.post(page, typed())
    exit = actions.end_stay(Exit(stay=stay, **columns), left_at=days.now(), by=worker)
    assert exit.state == "done"
    client.force_login(head)
    page = client.get(reverse("reports:approvals"))
    assertContains(page, f"{exit.kind}. Basso Hamid dikatakan bukan Baso Rewa: {WHY}")
    client.post(page_of(exit, "exit_acknowledge"))
    assert SomebodyElse.objects.get().known_by == head


def test_a_visitor_waits_for_it_too(client, worker, child):
    client.force_login(of_role(Role.CARETAKER))
    page = reverse("cases:visit_register")
    answer = client.post(page, visit(child, visitor="Basso Hamid"))
    assertContains(answer, "Jangan terima. Mungkin orang yang sama.")
    client.force_login(worker)
    said = reverse("cases:refusal_somebody_else", args=[Refusal.objects.get().pk])
    client.post(said, typed())
    assert objection_to(child.person, Named("Basso Hamid"), by=worker) is None


@pytest.mark.parametrize(
    ("columns", "asked"),
    [
        ({"id_kind": "ktp", "id_number": "7371094108800001"}, "Hasan"),
        ({"phone": "+62 812 3456 7890"}, "Hasan"),
    ],
)
def test_card_and_telephone_of_a_visitor_are_compared(client, child, columns, asked):
    Flag.objects.update(whom_identity_number="7371012203850009", whom_telephone="0812 3456 7890")
    client.force_login(of_role(Role.CARETAKER))
    typed = visit(child, visitor=asked, **columns)
    answer = client.post(reverse("cases:visit_register"), typed)
    assertContains(answer, "Jangan terima.")


# -- Marks --------------------------------------------------------------------------------------


def test_beside_a_suspect_nothing_is_green(client, worker):
    exit = ExitFactory(stay__days_ago=1, whole=True, receiver="Syamsiah Daeng Puji")
    marked = PersonFactory(name="Syamsia Dg. Puji")
    RelationFactory(person=marked, other=PersonFactory(child=True), marked=True)
    client.force_login(worker)
    pieces = {piece.label: piece for piece in client.get(page_of(exit)).context["pieces"]}
    for label in ("Penerima dan alamat", "Daftar larangan"):
        assert (pieces[label].word, pieces[label].grade) == ("Dilarang", "late")


def test_a_suspect_of_elsewhere_is_known_by_nik_with_a_wrong_digit(worker):
    exit = ExitFactory(stay__days_ago=1, whole=True, identity_number="7371094108800011")
    marked = PersonFactory(name="Syamsiah", nik="7371094108800001")
    RelationFactory(person=marked, other=PersonFactory(child=True), marked=True)
    named = Named(exit.receiver, exit.identity_number)
    assert look_up(exit.stay.person, named, by=worker).answer != Answer.CLEAR


# -- Not checked --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["B. R.", "paman", "\u0411\u0430\u0441\u043e"])
def test_a_name_that_cannot_be_compared_is_not_clear(worker, child, name):
    checked = look_up(child.person, Named(name), by=worker)
    assert (checked.answer, checked.grade) == (Answer.UNCHECKED, "wait")
    with pytest.raises(ValidationError, match="tidak dapat diperiksa"):
        check_named(child.person, Named(name), by=worker, act=Refusal.Act.HANDOVER)


def test_a_house_that_a_flood_kept_from_being_checked_is_not_green(client, worker):
    exit = ExitFactory(
        stay__days_ago=1,
        whole=True,
        home_checked_on=None,
        home_checked_by="",
        home_result="",
        home_unchecked_reason="Banjir.",
    )
    client.force_login(worker)
    pieces = {piece.label: piece for piece in client.get(page_of(exit)).context["pieces"]}
    home = pieces["Rumah diperiksa"]
    assert (home.word, home.grade) == ("Tidak diperiksa", "due")


# -- Whose rows ---------------------------------------------------------------------------------


def test_of_a_sealed_file_nothing_is_in_reach(client, worker):
    sealed = RefusalFactory(person=PersonFactory(is_sealed=True))
    client.force_login(worker)
    page = reverse("cases:refusal_somebody_else", args=[sealed.pk])
    assert client.get(page).status_code == 404


def test_a_refusal_of_before_asks_nothing(client, worker):
    client.force_login(worker)
    page = reverse("cases:refusal_somebody_else", args=[RefusalFactory().pk])
    assertContains(client.get(page, follow=True), "Tidak ada yang perlu dijelaskan lagi.")


@pytest.mark.parametrize("columns", [{"unwelcome": None}, {"flag": "too"}, {"why": ""}])
def test_the_database_refuses_a_sentence_about_nobody(columns):
    if columns.get("flag"):
        columns = {"flag": FlagFactory()}
    with pytest.raises(IntegrityError), transaction.atomic():
        SomebodyElseFactory(**columns)


def test_queries_of_the_approvals_do_not_grow(login, count_queries):
    login(Role.HEAD)
    SomebodyElseFactory()
    few = count_queries(reverse("reports:approvals"))
    SomebodyElseFactory.create_batch(5)
    assert count_queries(reverse("reports:approvals")) == few
