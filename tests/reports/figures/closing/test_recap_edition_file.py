"""/closings/editions/<edition>.pdf: the paper as it was closed, for ever."""

import hashlib

import pytest
from django.urls import reverse

from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.reports.figures.closing.closed import AFTER, close, settle, stays

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(time_machine_at):
    time_machine_at(AFTER)


def address(edition):
    return reverse("reports:recap_edition_file", args=[edition.pk])


@pytest.mark.parametrize("role", [Role.OFFICE, Role.HEAD, Role.AGENCY])
def test_it_is_byte_for_byte_what_was_closed(client, login, role):
    stay, _ = stays(2)
    edition = close()
    login(role)
    first = client.get(address(edition))
    assert first.headers["Content-Disposition"].endswith('"rekap-2026-10-edisi-1.pdf"')
    settle(stay)
    stays(3)
    again = client.get(address(edition)).content
    assert hashlib.sha256(again).digest() == hashlib.sha256(first.content).digest()
    assert again == bytes(edition.pdf)
    assert Entry.objects.filter(verb="printed").exists()


def test_who_may_not(client, login):
    edition = close()
    login(Role.SOCIAL_WORKER)
    assert client.get(address(edition)).status_code == 403


def test_no_such_edition(client, login):
    login(Role.HEAD)
    assert client.get(address(close()).replace(".pdf", "9.pdf")).status_code == 404


def test_the_second_says_what_it_replaces_and_what_changed(client, login, read_pdf):
    stay, _ = stays(2)
    close()
    settle(stay, "lansia")
    edition = close()
    login(Role.OFFICE)
    text = " ".join(read_pdf(client.get(address(edition))).split())
    assert "Menggantikan edisi 1" in text
    assert "menjadi Lansia Terlantar" in text
    assert "pukul pukul" not in text
    # What stands on the intake is told once.
    assert text.count("diubah Terjaring") == 1
    assert "Masa pembinaan mulai" not in text
