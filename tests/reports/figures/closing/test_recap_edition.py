"""/closings/editions.json and each of them: the figures for another application of the office."""

import json

import pytest
from django.urls import reverse

from reports.figures.closing.freezing import fingerprint_of
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.reports.figures.closing.closed import AFTER, close, stays

pytestmark = pytest.mark.django_db

ALL = reverse("reports:recap_edition_index")


@pytest.fixture(autouse=True)
def november(time_machine_at):
    time_machine_at(AFTER)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.HEAD, Role.AGENCY])
def test_it_says_what_the_edition_says_and_no_row(client, login, role):
    stays(2, intake__person__name="Kenarisatu")
    first = close()
    stays(1)
    second = close()
    login(role)
    [told] = json.loads(client.get(ALL).content)["edisi"]
    assert Entry.objects.get(verb="opened").details["page"] == "daftar edisi rekap"
    assert (told["edisi"], told["masa"], told["sidik"]) == (2, "2026-10", second.fingerprint)
    answer = client.get(reverse("reports:recap_edition_data", args=[second.pk]))
    read = json.loads(answer.content)
    assert told["alamat"].endswith(answer.request["PATH_INFO"])
    assert read["angka"]["tabel"]["terjaring"]["jumlah"]["jumlah"] == 3
    assert read["angka"]["mutasi"] == {"awal": 0, "masuk": 3, "keluar": 3, "akhir": 0}
    assert read["sha256"] == fingerprint_of(read["angka"])
    assert read["keterangan"]["berlaku"] is True
    assert "Kenarisatu" not in answer.content.decode()
    assert {"intakes", "stays"}.isdisjoint(read["angka"])
    before = client.get(reverse("reports:recap_edition_data", args=[first.pk]))
    assert json.loads(before.content)["keterangan"]["berlaku"] is False
    assert Entry.objects.filter(verb="exported").count() == 2


def test_who_may_not_and_what_there_is_not(client, login):
    edition = close()
    address = reverse("reports:recap_edition_data", args=[edition.pk])
    login(Role.SOCIAL_WORKER)
    assert client.get(address).status_code == client.get(ALL).status_code == 403
    login(Role.HEAD)
    assert client.get(address.replace(".json", "9.json")).status_code == 404
