"""Rows of several tables in one statement."""

import datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Count, Prefetch, Value

from cases.health.findings.models import Finding
from cases.health.medicines.models import Medicine
from cases.intakes.models import Intake
from cases.intakes.triage.models import Triage
from cases.people.models import Person
from cases.stays.models import Stay
from reports.desk.approvals import MATTERS
from rptc.accounts.models import Delegation, User
from rptc.accounts.permissions import Role
from rptc.letters.models import Emblem
from rptc.letters.signatures.models import SignatureSheet
from rptc.together import TYPES, read_together, type_of
from tests import factories as f
from tests.reports.desk.test_approvals import everything, told

pytestmark = pytest.mark.django_db
# Addresses of computers: no list shows them.
NOT_READ = {"inet"}


def columns_of(row, steps=3):
    """All that was read of it, and of what was read with it."""
    values = {name: _plain(value) for name, value in vars(row).items() if name[0] != "_"}
    related = row._state.fields_cache.items() if steps else ()
    return values, {name: one and columns_of(one, steps - 1) for name, one in related}


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def test_each_comes_as_when_it_is_asked_for_by_itself():
    f.MedicineFactory(hours=[datetime.time(7), datetime.time(19, 30)])
    f.FindingFactory(temperature=Decimal("37.5"))
    f.DelegationFactory()
    f.EmblemFactory()
    f.TriageFactory(answers={"demam": True, "kata": "1", "nama": "Ma'ruf \\ {x} é"})
    f.StayFactory(child=True, intake__person__name="Baso, \"Aco\" {x} \\ 'y' NULL")
    tables = [
        Medicine.objects.order_by("pk"),
        Finding.objects.select_related("stay__person", "recorded_by").order_by("pk"),
        Delegation.objects.select_related("delegate").order_by("pk"),
        Emblem.objects.order_by("pk"),
        Triage.objects.order_by("pk"),
        SignatureSheet.objects.order_by("pk"),
        Stay.objects.select_related("intake__person", "social_worker").order_by("-began_at", "pk"),
        User.objects.annotate(one=Value(None, output_field=Stay._meta.pk)).order_by("-pk"),
        Person.objects.none(),
    ]
    for rows, found in zip(tables, read_together(tables), strict=True):
        assert [*map(columns_of, found)] == [*map(columns_of, rows)]
        assert [*map(type, found)] == [*map(type, rows)]
    assert [len(found) > 0 for found in read_together(tables)] == [True] * 5 + [False] + [
        True,
        True,
        False,
    ]


def test_each_keeps_its_order_its_end_and_what_it_prefetches(django_assert_num_queries):
    people = f.PersonFactory.create_batch(12)
    for person in people[:3]:
        f.IntakeFactory.create_batch(2, person=person)
    names = [person.name for person in people]
    with django_assert_num_queries(2):
        last, first, numbers, groups = read_together(
            [
                Person.objects.order_by("-pk")[:5],
                Person.objects.order_by("pk").prefetch_related(
                    Prefetch("intakes", Intake.objects.order_by("pk"))
                ),
                Person.objects.order_by("-pk").values_list("pk", flat=True)[2:4],
                Intake.objects.values("person").annotate(n=Count("*")).order_by("person"),
            ]
        )
        assert [len(person.intakes.all()) for person in first[:4]] == [2, 2, 2, 0]
    assert [person.name for person in last] == names[:-6:-1]
    assert [person.name for person in first] == names
    assert numbers == [people[-3].pk, people[-4].pk]
    assert groups == [{"person": person.pk, "n": 2} for person in people[:3]]


def test_nothing_is_asked_where_there_can_be_no_rows(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert read_together([]) == []
        assert read_together([Person.objects.none(), Stay.objects.none()]) == [[], []]


def test_the_driver_reads_every_column_that_there_is():
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    types = {type_of(field) for field in fields} - NOT_READ
    assert types <= TYPES.keys()
    with connection.cursor() as cursor:
        for name, number in TYPES.items():
            cursor.execute("SELECT %s::regtype::oid", [name])
            assert cursor.fetchone() == (number,)


def test_what_waits_comes_as_when_each_kind_is_asked_for_by_itself():
    everything()
    told()
    for role in Role:
        user = f.UserFactory(roles=[role])
        tables = [matter.told_of(matter.rows(user)).order_by("pk") for matter in MATTERS]
        for rows, found in zip(tables, read_together(tables), strict=True):
            assert [*map(columns_of, found)] == [*map(columns_of, rows)]
