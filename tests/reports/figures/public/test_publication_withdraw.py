"""/published/<year>/withdraw/: a year is taken back from the city, with a reason."""

import pytest
from pytest_django.asserts import assertContains, assertRedirects

from reports.figures.public.models import PublishedYear
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f

pytestmark = pytest.mark.django_db

PAGE = "/published/2024/withdraw/"


def typed(client, reason):
    form = client.get(PAGE).context["form"]
    return {"send_key": form["send_key"].value(), "reason": reason}


def test_with_a_reason_that_is_read_within(client, login):
    f.PublishedYearFactory()
    head = login(Role.HEAD)
    sent = typed(client, "Dinas belum menyetujui.")
    assertRedirects(client.post(PAGE, sent), "/published/2024/")
    row = PublishedYear.objects.of_year(2024).first()
    assert (row.number, row.figures, row.recorded_by) == (2, None, head)
    assert Entry.objects.filter(verb="withdrew", actor=head).exists()
    page = client.get("/published/2024/")
    assertContains(page, "Ditarik: Dinas belum menyetujui.")
    assertContains(page, "Buka lagi untuk kota")
    assert client.get(PAGE).status_code == 404


def test_without_a_reason_it_is_asked_for(client, login):
    f.PublishedYearFactory()
    login(Role.HEAD)
    assert client.post(PAGE, typed(client, " ")).context["form"].errors.keys() == {"reason"}
    assert PublishedYear.objects.count() == 1


def test_what_was_never_open_is_not_taken_back(client, login):
    f.ClosedYearFactory()
    login(Role.HEAD)
    assert client.get(PAGE).status_code == 404
    login(Role.OFFICE)
    assert client.get(PAGE).status_code == 403
