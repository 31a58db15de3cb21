"""Who receives a klien, as the gate is told of it by each act of an exit."""

import datetime
from importlib import import_module

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.arrivals.actions import begin_anew, confirm_arrival
from cases.exits import actions
from cases.exits.models import Exit
from cases.exits.pieces import pieces_of
from cases.gate.models import Receiver
from cases.gate.receivers import (
    Answer,
    earlier_receivers,
    forbidden_of_same_relation,
    look_up,
)
from cases.house.belongings.models import Bag
from cases.people.flags.whom import Named
from rptc import days
from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from tests.factories import (
    BagFactory,
    ConflictFactory,
    DelegationFactory,
    ExitFactory,
    FlagFactory,
    IntakeFactory,
    LeftFactory,
    PersonFactory,
    SealFactory,
    StayFactory,
    UnwelcomeFactory,
    UserFactory,
    exit_kind,
)

pytestmark = pytest.mark.django_db
KEY = "0d6ff4ab-0000-4000-8000-00000000000"


def of_role(role):
    return UserFactory(roles=[role])


def approve(exit):
    actions.decide_exit(exit, approve=True, note="", by=of_role(Role.HEAD))


def refuse(exit):
    actions.decide_exit(exit, approve=False, note="Belum.", by=of_role(Role.HEAD))


def cancel(exit):
    actions.cancel_exit(exit, reason="Tidak jadi.", by=of_role(Role.SOCIAL_WORKER))


def hand_over(exit):
    number = exit.stay.person.file_number
    said = {"left_at": days.now(), "receiver": exit.receiver, "file_number": number}
    actions.hand_over(exit, **said, by=of_role(Role.CARETAKER))


def call(exit):
    """The telephone of whoever comes is written down after the decision."""
    by = of_role(Role.SOCIAL_WORKER)
    actions.add_piece(exit, {"receiver_phone": "0411 555 777"}, by=by)


def to_hospital(exit):
    other = Exit(stay=exit.stay, kind=exit_kind("rumah-sakit"), receiver="RSUD Daya")
    actions.end_stay(other, left_at=days.now(), by=of_role(Role.CARETAKER))


def run_away(exit):
    other = Exit(stay=exit.stay, kind=exit_kind("melarikan-diri"))
    actions.end_stay(other, left_at=days.now(), by=of_role(Role.CARETAKER))


def come_again(exit):
    intake = IntakeFactory(person=exit.stay.person)
    by = of_role(Role.CARETAKER)
    confirm_arrival(intake, at=days.now(), by=by, send_key=KEY + "1")


def caught_on_the_books(exit):
    intake = IntakeFactory(person=exit.stay.person)
    seen = exit.stay.began_at + days.ONE_HOUR
    more = {"not_seen_since": seen, "by": of_role(Role.CARETAKER), "send_key": KEY + "2"}
    begin_anew(intake, at=days.now(), **more)


# Each sequence of acts on a child's request, and what the gate knows at its end: to whom, and
# whether they are to receive (0), have received (1), or came back since (2).
HISTORIES = [
    ([], []),
    ([refuse], []),
    ([cancel], []),
    ([approve], [("Rosdiana", 0)]),
    ([approve, call], [("Rosdiana", 0)]),
    ([approve, cancel], []),
    ([approve, to_hospital], [("RSUD Daya", 1)]),
    ([run_away], [("", 1)]),
    ([approve, hand_over], [("Rosdiana", 1)]),
    ([approve, call, hand_over, come_again], [("Rosdiana", 2)]),
    ([approve, caught_on_the_books], [("", 2)]),
]


def known():
    rows = Receiver.objects.order_by("pk")
    return [(row.name, 2 if row.came_back_on else 1 if row.handed_at else 0) for row in rows]


@pytest.mark.parametrize(("acts", "told"), HISTORIES)
def test_the_gate_knows_what_each_act_made_true(acts, told):
    exit = ExitFactory(whole=True, stay__days_ago=2)
    for act in acts:
        act(exit)
    assert known() == told
    by_acts = columns()
    fill()
    assert columns() == by_acts, "an older database is filled with the same"


def columns():
    names = [field.attname for field in Receiver._meta.fields if field.name != "id"]
    return list(Receiver.objects.order_by("exit_number").values_list(*names))


def fill():
    """What the migration does to a database of before."""
    Receiver.objects.all().delete()
    migration = import_module("cases.migrations.0021_receivers_of_earlier_exits")
    with connection.cursor() as cursor:
        cursor.execute(migration.FILL)


def test_a_telephone_written_after_the_decision_is_known():
    exit = ExitFactory(whole=True, stay__days_ago=2)
    approve(exit)
    call(exit)
    assert Receiver.objects.get().telephone == "0411 555 777"


def test_belongings_of_whoever_leaves_with_nobody_are_given_back_too():
    bag = BagFactory(stay__days_ago=1)
    ExitFactory(
        stay=bag.stay,
        kind=exit_kind("mandiri"),
        receiver="",
        relation="",
        state="approved",
        decided_by=of_role(Role.HEAD),
        decided_at=days.now(),
    )
    assert list(Bag.objects.to_do("today", days.today())) == [bag]


SAME = [
    ({"receiver": "Daeng Rosdiyana", "relation": ""}, True),
    ({"receiver": "Baso", "relation": "ibu"}, True),
    ({"receiver": "Baso", "relation": "Paman"}, False),
    ({"receiver": "Baso", "relation": "Paman", "identity_number": "7371094108800001"}, True),
    ({"receiver": "Baso", "relation": "Paman", "identity_number": "7371094108800002"}, True),
    ({"receiver": "Baso", "relation": "Paman", "identity_number": "7371094108810019"}, False),
    ({"receiver": "Baso", "relation": "Paman", "telephone": "+62 411 555 777"}, True),
    ({"receiver": "Rosdian", "relation": "Bibi"}, True),
]


@pytest.mark.parametrize(("asks", "is_the_same"), SAME)
def test_who_received_before_is_known_by_name_card_or_relation(asks, is_the_same):
    person = PersonFactory()
    before = LeftFactory(
        person=person, days_ago=9, identity_kind="ktp", identity_number="7371094108800001"
    )
    Receiver.objects.filter(exit_number=before.pk).update(telephone="0411 555 777")
    LeftFactory(days_ago=9)
    stay = StayFactory(intake__person=person, days_ago=1)
    asked = Named(asks["receiver"], asks.get("identity_number", ""), asks.get("telephone", ""))
    found = [row.exit_number for row in earlier_receivers(stay, asked, relation=asks["relation"])]
    assert found == ([before.pk] if is_the_same else [])


def test_another_name_with_the_relation_of_a_forbidden_one_is_not_green(client, login):
    exit = ExitFactory(whole=True, receiver="Rudi Hartono", relation="Om")
    child = exit.stay.person
    head = login(Role.HEAD)

    def piece():
        return next(p for p in pieces_of(exit, by=head) if p.label == "Daftar larangan")

    FlagFactory(person=child, whom="Baso (ayah)")
    UnwelcomeFactory(person=child, name="Dg. Nai", relation="tante")
    assert piece().grade == "ok"
    FlagFactory(person=child, whom="Baso (paman)")
    UnwelcomeFactory(person=child, name="Dg. Tutu", relation="paman")
    assert (piece().word, piece().grade, piece().is_there) == ("Hubungan sama", "due", True)
    page = client.get(reverse("cases:exit_decide", args=[exit.pk]))
    assertContains(page, "sama dengan yang dilarang: Baso (paman), Dg. Tutu (paman).")


def test_whoever_decides_reads_whose_relation_it_is_in_every_warning(client, login):
    exit = ExitFactory(whole=True, receiver="Rudi Hartono", relation="pamannya")
    FlagFactory(person=exit.stay.person, audience="head")
    stands_in = of_role(Role.SOCIAL_WORKER)
    DelegationFactory(delegate=stands_in)
    client.force_login(stands_in)
    page = client.get(reverse("cases:exit_decide", args=[exit.pk]))
    assertContains(page, "Hubungan sama")
    assertNotContains(page, "Tidak dilarang")


def test_who_may_not_read_the_warning_reads_nothing_of_its_relation():
    exit = ExitFactory(whole=True, receiver="Rudi Hartono", relation="paman")
    FlagFactory(person=exit.stay.person)
    SealFactory(person=exit.stay.person)
    stranger = of_role(Role.SOCIAL_WORKER)
    assert not forbidden_of_same_relation(
        exit.stay.person, Named("Rudi Hartono"), "paman", by=stranger
    )


ELSEWHERE = "dilarang untuk klien lain"


def answer(exit, by):
    return look_up(exit.stay.person, Named(exit.receiver, exit.identity_number), by=by)


@pytest.mark.parametrize("row", [FlagFactory, UnwelcomeFactory])
def test_who_is_forbidden_for_another_klien_is_not_green(client, login, row):
    exit = ExitFactory(whole=True, receiver="Rudi Hartono")
    other = StayFactory(child=True, intake__person__name="Rina Wulandari").person
    names = {"whom": "Hartono Rudi (paman)"} if row is FlagFactory else {"name": "Rudi Hartono"}
    head = login(Role.HEAD)
    forbids = row(person=other, **names)
    piece = next(p for p in pieces_of(exit, by=head) if p.label == "Daftar larangan")
    assert (piece.word, piece.grade, piece.is_there) == ("Dilarang untuk klien lain", "due", True)
    page = client.get(reverse("cases:exit_decide", args=[exit.pk]))
    assertContains(page, f"{ELSEWHERE}: Rina Wulandari.")
    assertNotContains(page, "Tidak dilarang")
    # It forbids nothing here.
    approve(exit)
    type(forbids).objects.update(ended_at=days.now(), end_reason="Selesai.", ended_by=head)
    assert answer(exit, head).grade == "ok"


def test_the_card_is_enough_and_a_word_in_common_is_not():
    exit = ExitFactory(whole=True, receiver="Rudi Hartono", identity_kind="ktp")
    head = of_role(Role.HEAD)
    FlagFactory(whom="Rudi Salam (paman)")
    assert answer(exit, head).grade == "ok"
    FlagFactory(whom="Yusran", whom_identity_number=exit.identity_number)
    assert answer(exit, head).answer == Answer.ELSEWHERE


def test_of_a_closed_file_it_is_not_said_whose_warning_it_is():
    exit = ExitFactory(whole=True, receiver="Rudi Hartono")
    other = StayFactory(child=True, intake__person__name="Rina Wulandari").person
    FlagFactory(person=other, whom="Rudi Hartono")
    SealFactory(person=other)
    said = answer(exit, of_role(Role.SOCIAL_WORKER)).said
    assert ELSEWHERE in said
    assert "Rina" not in said
    assert "Rina" in answer(exit, of_role(Role.HEAD)).said


def test_house_staff_hear_of_no_warning_that_they_may_not_read():
    """Else who types a name would learn that a child of his is known here."""
    exit = ExitFactory(whole=True, receiver="Rudi Hartono")
    flag = FlagFactory(whom="Rudi Hartono", audience="head")
    assert answer(exit, of_role(Role.CARETAKER)).answer == Answer.CLEAR
    worker = of_role(Role.SOCIAL_WORKER)
    assert answer(exit, worker).answer == Answer.ELSEWHERE
    ConflictFactory(user=worker, person=flag.person)
    assert answer(exit, User.objects.get(pk=worker.pk)).answer == Answer.CLEAR


def test_it_hides_nothing_that_is_read_beside():
    exit = ExitFactory(whole=True, receiver="Rudi Hartono", relation="paman")
    FlagFactory(person=exit.stay.person, whom="Yusran Salam (paman)")
    FlagFactory(whom="Rudi Hartono")
    pieces = pieces_of(exit, by=of_role(Role.HEAD))
    said = next(piece.said for piece in pieces if piece.label == "Daftar larangan")
    assert ELSEWHERE in said
    assert "Yusran Salam (paman)" in said


def test_a_warning_of_ones_own_stops_before_that_of_another():
    exit = ExitFactory(whole=True, receiver="Rudi Hartono")
    for person in (exit.stay.person, StayFactory(child=True).person):
        FlagFactory(person=person, whom="Rudi Hartono")
    assert answer(exit, of_role(Role.HEAD)).answer == Answer.STOPPED


def test_only_family_of_an_earlier_stay_counts():
    person = PersonFactory()
    LeftFactory(person=person, days_ago=9, code="mitra", relation="")
    stay = StayFactory(intake__person=person, days_ago=1)
    ExitFactory(stay=stay, state="approved", decided_by=of_role(Role.HEAD), decided_at=days.now())
    assert earlier_receivers(stay, Named("Rosdiana"), relation="Ibu") == []


def test_the_first_stay_since_is_the_return(today):
    person = PersonFactory()
    LeftFactory(person=person, days_ago=20)
    LeftFactory(person=person, days_ago=9)
    StayFactory(intake__person=person, days_ago=1)
    Receiver.objects.handed().note_returns()
    on = [today - datetime.timedelta(days=ago) for ago in (11, 1)]
    assert (
        list(Receiver.objects.order_by("handed_at").values_list("came_back_on", flat=True)) == on
    )


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"agreed_at": None, "handed_at": None}, "receiver_is_agreed_or_has_received"),
        ({"handed_at": None, "came_back_on": datetime.date(2026, 1, 1)}, "klien_comes_back"),
    ],
)
def test_the_database_refuses_a_receiver_of_nothing(columns, constraint):
    left = LeftFactory()
    row = Receiver.objects.get(exit_number=left.pk)
    columns = {"agreed_at": days.now(), **columns}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Receiver.objects.filter(pk=row.pk).update(**columns)


def test_an_exit_that_the_database_refuses_tells_nothing():
    exit = ExitFactory(whole=True, stay__days_ago=2)
    approve(exit)
    with pytest.raises(ValidationError, match="Nomor berkas"):
        actions.hand_over(
            exit,
            left_at=days.now(),
            receiver=exit.receiver,
            file_number="0",
            by=of_role(Role.CARETAKER),
        )
    assert known() == [("Rosdiana", 0)]
