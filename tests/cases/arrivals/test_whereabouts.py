"""Who is on the way, in the house, or gone: kept by the database, whoever writes."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from cases.arrivals.actions import confirm_arrival
from cases.intakes.models import Intake, Outcome
from cases.people.models import Person
from rptc import days
from tests.factories import IntakeFactory, StayFactory, StayReturnFactory, UserFactory

pytestmark = pytest.mark.django_db


def whereabouts(intake):
    return Intake.objects.values_list("whereabouts", flat=True).get(pk=intake.pk)


def test_it_follows_the_outcome_until_the_arrival():
    intake = IntakeFactory(outcome=Outcome.BROUGHT)
    assert whereabouts(intake) == "on_the_way"
    Intake.objects.filter(pk=intake.pk).update(outcome=Outcome.FAMILY)
    assert whereabouts(intake) == ""
    Intake.objects.filter(pk=intake.pk).update(outcome=Outcome.BROUGHT)
    assert whereabouts(intake) == "on_the_way"


def test_it_follows_the_stay_and_those_who_came_back_to_it():
    stay = StayFactory(days_ago=2)
    back = StayReturnFactory(stay=stay).intake
    assert {whereabouts(stay.intake), whereabouts(back)} == {"in_house"}
    assert Person.objects.in_the_house().get() == stay.person
    stay.ended_at = days.now()
    stay.save()
    assert {whereabouts(stay.intake), whereabouts(back)} == {"left"}
    assert not Person.objects.in_the_house().exists()
    stay.ended_at = None
    stay.save()
    assert {whereabouts(stay.intake), whereabouts(back)} == {"in_house"}
    stay.returns.all().delete()
    assert whereabouts(back) == "on_the_way"


def test_an_intake_saved_with_what_it_was_before_does_not_turn_back_the_clock():
    intake = IntakeFactory(outcome=Outcome.BROUGHT)
    read_before = Intake.objects.get(pk=intake.pk)
    StayFactory(intake=intake)
    read_before.remarks = "Ditulis sesudahnya."
    read_before.save()
    assert whereabouts(intake) == "in_house"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_intake SET whereabouts = 'left' WHERE id = %s", [intake.pk])
    assert whereabouts(intake) == "in_house"


def test_the_outcome_of_who_has_arrived_stays():
    intake = StayFactory().intake
    with pytest.raises(IntegrityError), transaction.atomic():
        Intake.objects.filter(pk=intake.pk).update(outcome=Outcome.REFUSED)


def test_whoever_has_left_again_has_arrived_as_well():
    stay = StayFactory(days_ago=2)
    back = StayReturnFactory(stay=stay).intake
    stay.ended_at = days.now()
    stay.save()
    for intake in (stay.intake, back):
        with pytest.raises(ValidationError, match="sudah diterima orang lain"):
            confirm_arrival(intake, at=days.now(), by=UserFactory(), send_key=uuid.uuid4())
