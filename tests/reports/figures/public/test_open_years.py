"""/terbuka/: which years the city may read; and the same for a program."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from tests import factories as f

pytestmark = pytest.mark.django_db


def test_the_years_that_are_open(client):
    f.PublishedYearFactory(year=2023)
    f.PublishedYearFactory(year=2024)
    f.ClosedYearFactory(year=2022)
    page = client.get("/terbuka/")
    assertContains(page, "Tahun 2024")
    assertContains(page, "/terbuka/2023/")
    assertNotContains(page, "2022")


def test_a_program_finds_the_files_of_each(client):
    row = f.PublishedYearFactory(year=2024)
    [year] = client.get("/terbuka/tahun.json").json()["tahun"]
    assert year["sha256"] == row.sha256
    assert year["berkas"]["csv"].endswith("/terbuka/2024.csv")
    assert year["berkas"].keys() == {"csv", "json", "txt"}
