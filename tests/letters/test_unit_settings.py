import datetime

import pytest
from pytest_django.asserts import assertContains

from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Signatory, Unit

pytestmark = pytest.mark.django_db

URL = "/settings/unit/"


def unit(**changes):
    fields = ("government", "agency", "name", "address", "city", "source", "capacity")
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
    assert Unit.current().capacity == 100


def test_demonstration_is_not_a_field_of_the_form(client, login):
    login(Role.ADMIN)
    client.post(URL, unit(is_demo="on", id=2))
    assert not Unit.current().is_demo
    assert Unit.objects.count() == 1


def test_signatories_follow_each_other(client, login, today):
    login(Role.OFFICE)
    first = {"name": "Rahmat Hidayat", "title": "Kepala UPT", "nip": "198501012010011001"}
    client.post(f"{URL}signatories/add/", first | {"starts_on": "2024-01-01"})
    client.post(f"{URL}signatories/add/", first | {"starts_on": "2024-01-01"})
    old = Signatory.objects.get()
    assertContains(client.get(URL), "19850101 201001 1 001")

    client.post(f"{URL}signatories/{old.pk}/end/", {"ends_on": today.isoformat()})
    second = {"name": "Siti Aminah", "title": "Kepala UPT", "starts_on": today.isoformat()}
    client.post(f"{URL}signatories/add/", second)
    assert Signatory.objects.on(today).first().name == "Siti Aminah"
    assert Signatory.objects.on(today - datetime.timedelta(days=1)).first() == old


def test_a_signatory_does_not_end_before_the_beginning(client, login):
    login(Role.OFFICE)
    row = Signatory.objects.create(name="Rahmat Hidayat", starts_on=days.today())
    answer = client.post(f"{URL}signatories/{row.pk}/end/", {"ends_on": "2020-01-01"})
    assertContains(answer, "Tanggal berakhir tidak boleh sebelum tanggal mulai.", count=1)


def test_a_nip_that_is_too_short_is_refused(client, login):
    login(Role.OFFICE)
    answer = client.post(
        f"{URL}signatories/add/",
        {"name": "Rahmat", "title": "Kepala UPT", "nip": "123", "starts_on": "2024-01-01"},
    )
    assertContains(answer, "NIP terdiri dari 18 angka.")
