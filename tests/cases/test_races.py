"""Several people at once in the house: one wins, the others read why; nobody gets a 500."""

import uuid

import pytest
from django.urls import reverse

from cases.exits.models import Exit
from cases.house.beds.models import Bed, BedUse
from cases.house.presence.models import Absence, RollCall, half_day
from cases.intakes.models import Intake
from cases.people.models import Person
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.models import Letter
from tests.at_once import at_once
from tests.factories import (
    BedFactory,
    ExitFactory,
    IntakeFactory,
    PatrolFactory,
    PersonFactory,
    StayFactory,
    TeamFactory,
    UserFactory,
    classification,
    exit_kind,
)
from tests.sizes import IS_FULL, size

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]
ROUNDS = 8 if IS_FULL else 3
ARRIVALS = reverse("cases:stay_arrivals")


def typed(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def half_day_now():
    on, part = half_day(days.now())
    return f"{on}-{part}"


def arrival(*intakes):
    ticked = {f"{intake.pk}-arrived": "on" for intake in intakes}
    return {"send_key": str(uuid.uuid4()), "at": typed(days.now()), **ticked}


def test_two_clients_begin_a_stay_of_the_same_person():
    """Two intakes of one person, received by two officers at the same moment."""
    officers = [UserFactory(roles=[Role.CARETAKER]) for _ in range(2)]
    for _ in range(ROUNDS):
        person = PersonFactory()
        intakes = [IntakeFactory(person=person) for _ in range(2)]
        answers = at_once(
            *(
                (officer, ARRIVALS, arrival(intake))
                for officer, intake in zip(officers, intakes, strict=True)
            )
        )
        assert Stay.objects.filter(person=person).count() == 1
        assert {answer.status_code for answer in answers} <= {200, 302}
        [loser] = [answer for answer in answers if answer.status_code == 200]
        assert "asih tercatat dalam masa pembinaan" in loser.content.decode()
        Intake.objects.on_the_way().filter(person=person).update(outcome="advised")


def test_two_officers_receive_the_same_arrival():
    officers = [UserFactory(roles=[Role.CARETAKER]) for _ in range(2)]
    for _ in range(ROUNDS):
        intake = IntakeFactory()
        answers = at_once(*((officer, ARRIVALS, arrival(intake)) for officer in officers))
        assert Stay.objects.filter(intake=intake).count() == 1
        assert {answer.status_code for answer in answers} <= {200, 302}


def test_the_same_arrival_form_three_times_is_one_stay():
    officer = UserFactory(roles=[Role.CARETAKER])
    for _ in range(ROUNDS):
        intake = IntakeFactory()
        form = arrival(intake)
        answers = at_once(*[(officer, ARRIVALS, form)] * 3)
        assert [answer.status_code for answer in answers] == [302] * 3
        assert Stay.objects.filter(intake=intake).count() == 1


def test_the_same_row_three_times_is_one_person():
    officer = UserFactory(roles=[Role.FIELD])
    patrol = PatrolFactory(recorded_by=officer)
    url = reverse("cases:patrol_intakes", args=[patrol.pk])
    for _ in range(ROUNDS):
        row = {
            "send_key": str(uuid.uuid4()),
            "0-name": "Sangkala",
            "0-sex": "L",
            "0-age_years": "45",
            "0-age_kind": "about",
            "0-source": "guess",
            "0-provisional": classification().pk,
            "0-outcome": "brought",
        }
        answers = at_once(*[(officer, url, row)] * 3)
        assert [answer.status_code for answer in answers] == [302] * 3
    assert (Intake.objects.count(), Person.objects.count()) == (ROUNDS, ROUNDS)


def test_the_same_patrol_three_times_is_one():
    officer, team = UserFactory(roles=[Role.FIELD]), TeamFactory()
    form = {
        "send_key": str(uuid.uuid4()),
        "team": team.pk,
        "route": "BTP",
        "started_at": typed(days.now()),
    }
    answers = at_once(*[(officer, reverse("cases:patrol_register"), form)] * 3)
    assert [answer.status_code for answer in answers] == [302] * 3
    assert officer.rode_with.count() == 1


def test_two_workers_end_the_same_stay():
    workers = [UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(2)]
    for _ in range(ROUNDS):
        stay = StayFactory(days_ago=2)
        url = reverse("cases:stay_end", args=[stay.pk])
        form = {"kind": exit_kind("mandiri").pk, "left_at": typed(days.now())}
        answers = at_once(
            *((worker, url, {**form, "send_key": str(uuid.uuid4())}) for worker in workers)
        )
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        assert Exit.objects.filter(stay=stay, state="done").count() == 1


def test_two_hand_over_the_same_child():
    """One release, one record of the handover; the other reads that it is done."""
    officers = [UserFactory(roles=[Role.CARETAKER]) for _ in range(2)]
    for _ in range(ROUNDS):
        exit = ExitFactory(
            whole=True,
            stay__days_ago=1,
            state="approved",
            decided_by=UserFactory(),
            decided_at=days.now(),
        )
        form = {
            "left_at": typed(days.now()),
            "receiver": exit.receiver,
            "file_number": exit.stay.person.file_number,
        }
        url = reverse("cases:exit_hand_over", args=[exit.pk])
        answers = at_once(*((officer, url, form) for officer in officers))
        assert sum(answer.status_code == 302 for answer in answers) == 1
        assert {answer.status_code for answer in answers} <= {200, 302, 404}
        assert Letter.objects.filter(person_id=exit.stay.person_id).count() == 1


def test_a_warning_and_a_handover_at_once():
    """Whichever comes first holds: a warning that was there stops it, one after it comes late."""
    officer, worker = UserFactory(roles=[Role.CARETAKER]), UserFactory(roles=[Role.SOCIAL_WORKER])
    for _ in range(ROUNDS):
        exit = ExitFactory(
            whole=True,
            stay__days_ago=1,
            state="approved",
            decided_by=UserFactory(),
            decided_at=days.now(),
        )
        person = exit.stay.person
        handing = {
            "left_at": typed(days.now()),
            "receiver": exit.receiver,
            "file_number": person.file_number,
        }
        warning = {
            "send_key": str(uuid.uuid4()),
            "kind": "do_not_release",
            "whom": "Rosdiana (ibu)",
            "what_to_do": "Hubungi pekerja sosial.",
            "reason": "Anak takut.",
            "audience": "house",
        }
        at_once(
            (officer, reverse("cases:exit_hand_over", args=[exit.pk]), handing),
            (worker, reverse("cases:flag_raise", args=[person.pk]), warning),
        )
        exit.refresh_from_db()
        done = Entry.objects.filter(verb="ended", person_id=person.pk).first()
        flagged = Entry.objects.get(verb="flagged", person_id=person.pk)
        assert (exit.state == "done") == (done is not None)
        assert done is None or done.pk < flagged.pk


def test_fifty_clients_on_ten_beds_win_exactly_the_free_ones():
    """20 rounds in full; whoever loses reads that the bed is taken, or sees what is still free."""
    officers = [UserFactory(roles=[Role.CARETAKER]) for _ in range(4)]
    stays = [StayFactory() for _ in range(50)]
    for _ in range(size(20)):
        beds = [BedFactory() for _ in range(10)]
        answers = at_once(
            *(
                (
                    officers[n % 4],
                    reverse("cases:bed_place", args=[stay.pk]),
                    {
                        "send_key": str(uuid.uuid4()),
                        "bed": beds[n % 10].pk,
                        "reason": "Dipindahkan.",
                        "override": "Satu kamar seorang diri.",
                    },
                )
                for n, stay in enumerate(stays)
            )
        )
        won = [answer for answer in answers if answer.status_code == 302]
        lost = [answer for answer in answers if answer.status_code == 200]
        assert len(won) == 10
        assert len(won) + len(lost) == 50
        assert all("baru saja dipakai" in answer.content.decode() for answer in lost)
        uses = BedUse.objects.open().filter(bed__in=beds)
        assert uses.values("bed").distinct().count() == uses.count() == 10
        Bed.objects.filter(pk__in=[bed.pk for bed in beds]).update(is_active=False)


def test_two_take_the_same_roll_call():
    """One is saved; the other reads by whom, with the own ticks still there."""
    officers = [UserFactory(roles=[Role.CARETAKER]) for _ in range(2)]
    url = reverse("cases:roll_call_take")
    stays = StayFactory.create_batch(3, days_ago=1)
    for _ in range(ROUNDS):
        RollCall.objects.all().delete()
        Absence.objects.all().delete()
        answers = at_once(
            *(
                (
                    officer,
                    url,
                    {
                        "send_key": str(uuid.uuid4()),
                        "shown_version": 0,
                        "half_day": half_day_now(),
                        "shown": [stay.pk for stay in stays],
                        "absent": [gone.pk],
                        f"{gone.pk}-reason": "not_seen",
                    },
                )
                for officer, gone in zip(officers, stays, strict=False)
            )
        )
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        [loser] = [answer for answer in answers if answer.status_code == 200]
        assert "sementara itu" in loser.content.decode()
        assert RollCall.objects.get().version == 1
        assert Absence.objects.open().count() == 1


def test_a_roll_call_and_an_exit_of_who_is_missed():
    """Whoever ends first: nobody is missed whose stay has ended."""
    officer, worker = (UserFactory(roles=[role]) for role in (Role.CARETAKER, Role.SOCIAL_WORKER))
    for _ in range(ROUNDS):
        RollCall.objects.all().delete()
        stay = StayFactory(days_ago=1)
        called = {
            "send_key": str(uuid.uuid4()),
            "shown_version": 0,
            "half_day": half_day_now(),
            "shown": [stay.pk],
            "absent": [stay.pk],
            f"{stay.pk}-reason": "not_seen",
        }
        left = {
            "send_key": str(uuid.uuid4()),
            "kind": exit_kind("melarikan-diri").pk,
            "left_at": typed(days.now()),
            "reason": "Lari lewat pagar.",
        }
        answers = at_once(
            (officer, reverse("cases:roll_call_take"), called),
            (worker, reverse("cases:stay_end", args=[stay.pk]), left),
        )
        assert {answer.status_code for answer in answers} == {302}
        stay.refresh_from_db()
        assert not stay.is_open
        assert not Absence.objects.open().filter(stay=stay).exists()
