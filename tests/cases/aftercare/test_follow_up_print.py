"""The route of the day's contacts, on paper."""

import pytest
from django.urls import reverse

from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f

PRINT = reverse("cases:follow_up_print")


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


@pytest.fixture
def exits(db):
    """Late, today, in five days, and not yet in sight."""
    return {ago: f.LeftFactory(days_ago=ago) for ago in (32, 30, 25, 10)}


def test_the_route_on_paper_has_initials(client, worker, read_pdf, db):
    f.LeftFactory(days_ago=30, person__name="Rahmatia Sulaiman", address="Jl. Sunu 12")
    text = read_pdf(client.get(PRINT))
    assert "R. S." in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Jl. Sunu 12" in text
    assert "Rahmatia" not in text
    assert Entry.objects.filter(actor=worker, verb="printed").exists()


def test_paper_says_what_did_not_fit(client, worker, exits, monkeypatch, read_pdf):
    monkeypatch.setattr("cases.aftercare.views.ON_PAPER", 2)
    # Where a line of the paper breaks depends on the name of the day.
    assert "1 lagi tidak muat" in " ".join(read_pdf(client.get(PRINT)).split())
