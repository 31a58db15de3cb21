"""Who may know what of a person: access compared with the rule, computed anew from all tables."""

import importlib
import random
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from cases.casework.assignments.actions import assign
from cases.intakes.models import Intake
from cases.people import access
from cases.people.access import Data, Manner
from cases.people.actions import seal_file
from cases.people.doubles.actions import merge_files, undo_merge
from cases.people.doubles.models import Merge, MergeState
from cases.people.models import Person
from cases.people.reach import Level, Reach, Why
from cases.people.sealing.actions import end_seal, seal_for
from cases.people.sealing.models import Seal, SealReader
from cases.people.substitutes.actions import end_substitution
from cases.people.substitutes.models import Substitution
from cases.stays.models import Stay, StayReturn
from partners.referrals.models import MOVES, PARTNER_SEES, Referral
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.database_roles import as_owner
from tests.sizes import IS_FULL

pytestmark = pytest.mark.django_db

# Only the owner may write what triggers write (rptc/walls.py).
by_hand = pytest.mark.usefixtures("owner")


@pytest.fixture
def owner(db):
    with as_owner():
        yield


# -- The rule, from the tables themselves -------------------------------------------------------


def is_here(person):
    """On the way, or in a stay that has not ended."""
    for intake in Intake.objects.filter(person=person, outcome="brought"):
        stay = Stay.objects.filter(intake=intake).first()
        back = StayReturn.objects.filter(intake=intake).select_related("stay").first()
        stay = stay or (back and back.stay)
        if stay is None or stay.ended_at is None:
            return True
    return False


def workers_of(person):
    return set(Stay.objects.filter(person=person).values_list("social_worker", flat=True))


def cases_of(user):
    """The user, and for whom they stand in on this day."""
    today = days.today()
    return {user.pk} | {
        row.worker_id
        for row in Substitution.objects.filter(substitute=user, state="made")
        if row.first_on <= today <= row.last_on
    }


def level_of(user, person):
    levels = [Level.NOTHING]
    if user.has_role(Role.HEAD):
        levels.append(Level.FILE)
    if user.has_role(Role.SOCIAL_WORKER):
        seal = Seal.objects.filter(person=person, ended_at=None).first()
        if seal is None and (not person.is_sealed or person.recorded_by_id == user.pk):
            levels.append(Level.FILE)
        if seal is None and workers_of(person) & cases_of(user):
            levels.append(Level.SECRET)
        if seal and SealReader.objects.filter(seal=seal, user=user).exists():
            levels.append(Level.SECRET)
    if user.has_role(Role.CARETAKER) and is_here(person):
        levels.append(Level.HOUSE)
    return max(levels)


def partners_of(person):
    sent = Referral.objects.filter(person=person, state__in=PARTNER_SEES)
    return sorted(sent.values_list("partner", flat=True))


def keys(condition):
    return {person.pk for person in Person.objects.filter(condition)}


def assert_access_is_the_rule(users):
    people = list(Person.objects.all())
    for user in users:
        wanted = {person.pk: level_of(user, person) for person in people}
        found = access.known_of(people, user)
        assert {pk: known.level for pk, known in found.items()} == wanted
        is_open = {pk for pk, level in wanted.items() if level >= Level.HOUSE}
        assert keys(access.open_to(user, "pk")) == is_open
        assert keys(~access.open_to(user, "pk")) == wanted.keys() - is_open
        merged = {person.pk for person in people if person.merged_into_id}
        assert {person.pk for person in Person.objects.visible_to(user)} == is_open - merged
        cases = {person.pk for person in people if workers_of(person) & cases_of(user)}
        assert keys(access.own_case(user, "pk")) == cases
    given = Reach.objects.in_force().filter(why=Why.PACKET).order_by("partner_id")
    for person in people:
        packets = given.filter(person=person).values_list("partner_id", flat=True)
        assert list(packets) == partners_of(person)


# -- What can happen ----------------------------------------------------------------------------


class History:
    """Some people, and what happens to them by lot."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        worker = Role.SOCIAL_WORKER
        self.workers = [f.UserFactory(roles=[worker]), f.UserFactory(roles=[worker])]
        self.workers.append(f.UserFactory(roles=[worker, Role.CARETAKER]))
        others = [Role.CARETAKER, Role.HEAD, Role.FIELD, Role.OFFICE, Role.AGENCY]
        self.readers = [*self.workers, *(f.UserFactory(roles=[role]) for role in others)]
        self.head = next(reader for reader in self.readers if reader.has_role(Role.HEAD))
        self.partners = f.PartnerFactory.create_batch(2)

    def person(self):
        return self.draw.choice(list(Person.objects.filter(merged_into=None)))

    def open_stay(self):
        return self.draw.choice(list(Stay.objects.open()))

    def is_met(self):
        sealed = self.draw.random() < 0.3
        by = self.draw.choice(self.readers)
        f.IntakeFactory(person=f.PersonFactory(is_sealed=sealed, recorded_by=by))

    def comes_back(self):
        f.IntakeFactory(person=self.person())

    def does_not_arrive(self):
        outcome = self.draw.choice(["advised", "refused"])
        Intake.objects.on_the_way().filter(person=self.person()).update(outcome=outcome)

    def is_brought_after_all(self):
        away = Intake.objects.filter(person=self.person(), whereabouts="")
        away.update(outcome="brought")

    def arrives(self):
        intake = self.draw.choice(list(Intake.objects.on_the_way()))
        if stay := Stay.objects.open().filter(person=intake.person).first():
            f.StayReturnFactory(stay=stay, intake=intake, not_seen_since=stay.began_at)
        else:
            worker = self.draw.choice([None, *self.workers])
            f.StayFactory(intake=intake, social_worker=worker)

    def is_assigned(self):
        stay = self.draw.choice(list(Stay.objects.all()))
        assignment = f.AssignmentFactory.build(stay=stay, to_worker=self.draw.choice(self.workers))
        assign(assignment, by=self.head)

    def is_sealed_for_named(self):
        named = self.draw.sample(self.workers, self.draw.randint(0, 2))
        seal_for(f.SealFactory.build(person=self.person()), named=named, by=self.head)

    def is_unsealed(self):
        seal = self.draw.choice(list(Seal.objects.in_force()))
        end_seal(seal, reason="Sudah aman.", by=self.head)

    def is_substituted(self):
        worker, substitute = self.draw.sample(self.workers, 2)
        first = days.today() + timedelta(days=self.draw.randint(-2, 1))
        last = first + timedelta(days=self.draw.randint(0, 2))
        f.SubstitutionFactory(worker=worker, substitute=substitute, first_on=first, last_on=last)

    def comes_back_to_work(self):
        end_substitution(
            self.draw.choice(list(Substitution.objects.in_force(days.today()))), by=self.head
        )

    def is_sealed(self):
        with transaction.atomic():
            seal_file(self.person(), by=self.readers[0])

    def leaves(self):
        Stay.objects.filter(pk=self.open_stay().pk).update(ended_at=days.now())

    def is_referred(self):
        stay, partner = self.open_stay(), self.draw.choice(self.partners)
        f.ReferralFactory(sent=True, stay=stay, partner=partner)

    def referral_moves(self):
        referral = self.draw.choice(list(Referral.objects.filter(state__in=list(MOVES))))
        state = self.draw.choice(sorted(MOVES[referral.state]))
        Referral.objects.filter(pk=referral.pk).update(state=state)

    def is_merged(self):
        kept, lost = self.person(), self.person()
        merge = f.MergeFactory.build(kept=kept, lost=lost, recorded_by=self.readers[0])
        merge_files(merge, by=self.readers[0])

    def is_told_apart_again(self):
        merge = self.draw.choice(list(Merge.objects.filter(state=MergeState.DONE)))
        undo_merge(merge, by=self.readers[0])

    STEPS = (
        [is_met, arrives, leaves, is_assigned] * 3
        + [comes_back, is_sealed, is_merged, is_told_apart_again] * 2
        + [is_sealed_for_named, is_unsealed, is_substituted, comes_back_to_work] * 2
        + [does_not_arrive, is_brought_after_all, is_referred, referral_moves]
    )

    def goes_on(self):
        """One more step; what the house would refuse does not happen."""
        try:
            with transaction.atomic():
                self.draw.choice(self.STEPS)(self)
        # An empty list to draw from, or a refusal.
        except (IndexError, ValidationError, IntegrityError):
            return


@pytest.mark.parametrize("seed", range(3))
def test_access_is_the_rule_whatever_happens(seed):
    history = History(seed)
    for _ in range(40):
        history.goes_on()
    assert_access_is_the_rule(history.readers)


@pytest.mark.gate
@pytest.mark.parametrize("seed", range(100, 120 if IS_FULL else 105))
def test_access_is_the_rule_after_each_step(seed):
    history = History(seed)
    for _ in range(60):
        history.goes_on()
        assert_access_is_the_rule(history.readers)


@by_hand
def test_rows_that_were_there_before_get_the_same_reach():
    """What the migrations write is what the triggers would have written."""
    history = History(7)
    for _ in range(40):
        history.goes_on()
    f.ReferralFactory(sent=True, stay__social_worker=history.workers[0])

    def given():
        columns = "person user role partner_id level since why source_id".split()
        rows = Reach.objects.in_force().values_list(*columns)
        # Of cases the migration did not know since when they were given: it took the stay's begin.
        given = ((row[:5] if row[6] == Why.CASE else row[:6], *row[6:]) for row in rows)
        return sorted(given, key=str)

    by_triggers = given()
    Reach.objects.all().delete()
    filling = importlib.import_module("cases.migrations.0023_reach_of_rows_that_exist")
    packets = importlib.import_module("partners.migrations.0003_reach_of_open_packets")
    with connection.cursor() as cursor:
        for sql in (filling.OF_THE_HOUSE, filling.OF_CASES, packets.OF_PACKETS):
            cursor.execute(sql)
    assert {row[1] for row in by_triggers} == {Why.HOUSE, Why.CASE, Why.PACKET}
    assert given() == by_triggers


# -- One reader, one person ---------------------------------------------------------------------


def test_the_house_knows_what_it_needs_and_no_more():
    caretaker, person = f.UserFactory(roles=[Role.CARETAKER]), f.StayFactory().person
    known = access.known(caretaker, person)
    assert (known.level, known.manner) == (Level.HOUSE, Manner.OPEN)
    assert known.data >= {Data.NAME, Data.PHOTO, Data.CLOCK, Data.FLAGS, Data.BELONGINGS}
    assert not known.data & {Data.IDENTITY, Data.STATEMENTS, Data.TIMELINE, Data.NOTES}
    assert Data.CLASSIFICATION in known.data


def test_the_house_does_not_learn_why_a_file_is_sealed():
    sealed = f.StayFactory(intake__person__is_sealed=True).person
    known = access.known(f.UserFactory(roles=[Role.CARETAKER]), sealed)
    assert known.manner == Manner.OPEN
    assert Data.CLASSIFICATION not in known.data


def test_secrets_are_of_the_case_and_not_of_the_head():
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    person = f.StayFactory(social_worker=worker).person
    assert Data.SECRETS in access.known(worker, person).data
    for role in (Role.HEAD, Role.SOCIAL_WORKER):
        known = access.known(f.UserFactory(roles=[role]), person)
        assert known.data == frozenset(Data) - {Data.SECRETS}


@pytest.mark.parametrize(
    ("role", "manner"),
    [
        (Role.FIELD, Manner.INITIALS),
        (Role.CARETAKER, Manner.INITIALS),
        (Role.AGENCY, Manner.INITIALS),
        (Role.OFFICE, Manner.CLOSED),
        (Role.PARTNER, Manner.CLOSED),
        (Role.PRIVACY, Manner.CLOSED),
        (Role.ADMIN, Manner.CLOSED),
    ],
)
def test_who_may_open_nothing_reads_initials_or_nothing(role, manner):
    user = f.UserFactory(roles=[role])
    known = access.known(user, f.StayFactory(ended=True, days_ago=3).person)
    assert (known.level, known.manner, known.data) == (Level.NOTHING, manner, frozenset())
    sealed = f.PersonFactory(is_sealed=True)
    assert access.known(user, sealed).manner == Manner.CLOSED


def test_whose_case_it_was_learns_no_more_once_another_has_it():
    worker, other = f.UserFactory.create_batch(2, roles=[Role.SOCIAL_WORKER])
    head = f.UserFactory(roles=[Role.HEAD])
    stay = f.StayFactory(social_worker=worker, intake__person__is_sealed=True)
    assign(f.AssignmentFactory.build(stay=stay, to_worker=other), by=head)
    assert access.known(worker, stay.person).manner == Manner.CLOSED
    assert access.known(other, stay.person).level == Level.SECRET
    ended = Reach.objects.get(user=worker)
    assert ended.ended_at is not None
    assign(f.AssignmentFactory.build(stay=stay, to_worker=worker), by=head)
    assert access.known(worker, stay.person).level == Level.SECRET


def test_a_case_gives_nothing_to_who_is_no_social_worker_any_more():
    office = f.UserFactory(roles=[Role.OFFICE])
    stay = f.StayFactory(social_worker=office)
    assert access.known(office, stay.person).level == Level.NOTHING
    assert not Person.objects.visible_to(office).exists()


@by_hand
def test_reach_ends_at_the_moment_that_was_told():
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    sealed = f.PersonFactory(is_sealed=True)
    now = days.now()
    row = Reach(person=sealed, user=worker, level=Level.SECRET, why=Why.CASE, source_id=0)
    row.since, row.until = now - timedelta(minutes=59), now + timedelta(minutes=1)
    row.save()
    assert access.known(worker, sealed).level == Level.SECRET
    assert Person.objects.visible_to(worker).exists()
    Reach.objects.update(since=now - timedelta(minutes=61), until=now - timedelta(minutes=1))
    assert access.known(worker, sealed).level == Level.NOTHING
    assert not Person.objects.visible_to(worker).exists()
    Reach.objects.update(since=now + timedelta(hours=1), until=None)
    assert access.known(worker, sealed).level == Level.NOTHING
    assert not Person.objects.visible_to(worker).exists()


def test_a_list_asks_once_however_long(django_assert_num_queries):
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    people = [stay.person for stay in f.StayFactory.create_batch(5, social_worker=worker)]
    assert worker.has_role(Role.SOCIAL_WORKER)
    with django_assert_num_queries(1):
        access.add_known(people, worker)
    assert {person.known.level for person in people} == {Level.SECRET}


# -- What the database refuses ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "constraint"),
    [
        ({}, "reach_is_of_one"),
        ({"role": "head", "partner_id": 1}, "reach_is_of_one"),
        ({"role": "head", "level": 0}, "reach_gives_something"),
        ({"role": "head", "until": days.now() - days.ONE_DAY}, "reach_ends_after_it_begins"),
    ],
)
@by_hand
def test_the_database_refuses(given, constraint):
    given = {"level": Level.HOUSE, "role": "", **given}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Reach.objects.create(
            person=f.PersonFactory(), since=days.now(), why=Why.HOUSE, source_id=1, **given
        )


@by_hand
def test_the_database_refuses_to_give_the_same_twice():
    row = Reach.objects.filter(person=f.StayFactory().person).get()
    row.pk = None
    with pytest.raises(IntegrityError, match="reach_is_given_once"), transaction.atomic():
        row.save(force_insert=True)
