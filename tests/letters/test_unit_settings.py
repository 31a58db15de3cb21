import pytest
from django.db import IntegrityError, transaction
from pytest_django.asserts import assertContains

from rptc.accounts.permissions import Role
from rptc.letters.models import Unit

pytestmark = pytest.mark.django_db

URL = "/settings/unit/"


def unit(**changes):
    fields = ("government", "agency", "name", "address", "city", "source")
    return {name: getattr(Unit.current(), name) for name in fields} | changes


def test_the_letterhead_and_the_capacity_are_changed(client, login):
    login(Role.OFFICE)
    client.post(URL, unit(capacity=80, phone="0411 123456"))
    assert (Unit.current().capacity, Unit.current().phone) == (80, "0411 123456")
    assert Unit.current().history.filter(pgh_label="update").exists()


def test_a_mistake_is_shown_and_nothing_changes(client, login):
    login(Role.HEAD)
    answer = client.post(URL, unit(capacity=-1, email="bukan alamat", name=""))
    assertContains(answer, "3 isian perlu diperbaiki")
    assert Unit.current().capacity is None


def test_a_house_has_room_for_somebody(client, login):
    login(Role.HEAD)
    assertContains(client.post(URL, unit(capacity=0)), "Daya tampung paling sedikit 1 orang.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.update(capacity=0)


def test_demonstration_is_not_a_field_of_the_form(client, login):
    login(Role.ADMIN)
    client.post(URL, unit(is_demo="on", id=2))
    assert not Unit.current().is_demo
    assert Unit.objects.count() == 1
