import datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from cases.intakes.models import Intake
from cases.people.models import Person
from rptc import days
from tests import factories as f

pytestmark = pytest.mark.django_db


def test_the_runtime_role_asks():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == "rptc_web"


def test_every_factory_is_valid():
    f.ExitFactory()
    f.ExtensionFactory(refused=True)
    f.HelpFactory(paid=True)
    f.PlanItemFactory()
    f.ReferralFactory(sent=True)
    f.MemberFactory()
    f.IntakeFactory(by_patrol=True)
    f.DelegationFactory()
    f.StayFactory(ended=True, days_ago=4)


def test_sex_reaches_the_intakes():
    intake = f.IntakeFactory()
    Person.objects.filter(pk=intake.person_id).update(sex="P")
    assert Intake.objects.get(pk=intake.pk).sex == "P"


def test_two_open_stays_of_a_person_are_refused():
    stay = f.StayFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        f.StayFactory(intake=f.IntakeFactory(person=stay.person))


def test_history_cannot_be_changed():
    f.PersonFactory()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_personevent")


def test_state_moves_by_the_table():
    exit = f.ExitFactory()
    exit.state = "done"
    exit.left_at = days.now() + datetime.timedelta(hours=1)
    exit.done_by = exit.recorded_by
    exit.must_be_known = True
    with pytest.raises(DatabaseError), transaction.atomic():
        exit.save()
