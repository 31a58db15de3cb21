"""Who signs the letters, each from and until a day."""

import datetime

import pytest
from pytest_django.asserts import assertContains

from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Signatory

pytestmark = pytest.mark.django_db
UNIT, ADD = "/settings/unit/", "/settings/unit/signatories/add/"


def test_signatories_follow_each_other(client, login, today):
    login(Role.OFFICE)
    first = {"name": "Rahmat Hidayat", "title": "Kepala UPT", "nip": "198501012010011001"}
    client.post(ADD, first | {"starts_on": "2024-01-01"})
    client.post(ADD, first | {"starts_on": "2024-01-01"})
    old = Signatory.objects.get()
    assertContains(client.get(UNIT), "19850101 201001 1 001")

    client.post(f"/settings/unit/signatories/{old.pk}/end/", {"ends_on": today.isoformat()})
    second = {"name": "Siti Aminah", "title": "Kepala UPT", "starts_on": today.isoformat()}
    client.post(ADD, second)
    assert Signatory.objects.on(today).first().name == "Siti Aminah"
    assert Signatory.objects.on(today - datetime.timedelta(days=1)).first() == old


def test_a_signatory_does_not_end_before_the_beginning(client, login):
    login(Role.OFFICE)
    row = Signatory.objects.create(name="Rahmat Hidayat", starts_on=days.today())
    answer = client.post(f"/settings/unit/signatories/{row.pk}/end/", {"ends_on": "2020-01-01"})
    assertContains(answer, "Tanggal berakhir tidak boleh sebelum tanggal mulai.", count=1)


def test_a_nip_that_is_too_short_is_refused(client, login):
    login(Role.OFFICE)
    answer = client.post(
        ADD,
        {"name": "Rahmat", "title": "Kepala UPT", "nip": "123", "starts_on": "2024-01-01"},
    )
    assertContains(answer, "NIP terdiri dari 18 angka.")
