"""Cocokkan dengan rekap resmi: published totals beside what the rows say."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from cases.intakes.models import Classification
from reports.figures.models import OfficialFigure
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.reports.figures.official import official_rows
from tests.reports.figures.test_figures import make_official

pytestmark = pytest.mark.django_db

URL = reverse("reports:recap_reconcile", args=[2024])


def typed(**changes):
    """The official table of 2024, as the form sends it; changes by class code."""
    data = {}
    for name, male, female in official_rows(2024):
        c = Classification.objects.get(name=name)
        male, female = changes.get(c.code, (male, female))
        data |= {f"male_{c.pk}": male, f"female_{c.pk}": female}
    return data


def test_the_same_figures_have_no_difference(client, login):
    user = login(Role.HEAD)
    make_official(2024)
    assertRedirects(client.post(URL, typed()), URL)

    lines = client.get(URL).context["differences"]

    assert all(line.is_equal for line in lines)
    assert lines[-1].official.numbers == (298, 285, 583)
    assert OfficialFigure.objects.filter(year=2024, recorded_by=user).count() == 9
    assert Entry.objects.filter(verb="typed_official_figures", actor=user).count() == 1


def test_a_difference_stands_in_its_cell_with_its_rows(client, login):
    login(Role.HEAD)
    make_official(2024)
    client.post(URL, typed(napza=(10, 8)))

    response = client.get(URL)

    napza = next(line for line in response.context["differences"] if line.row.name == "NAPZA")
    assert napza.cells == [("L", 10, 8, -2), ("P", 8, 8, 0), ("", 18, 16, -2)]
    assert response.context["differences"][-1].cells[2] == ("", 585, 583, -2)
    assertContains(response, "−2")
    assertContains(response, "classification=napza&amp;sex=L")


def test_typing_again_changes_and_an_empty_class_is_taken_out(client, login):
    login(Role.OFFICE)
    client.post(URL, typed())
    client.post(URL, typed(napza=(1, 2), abh=("", "")))
    napza = OfficialFigure.objects.get(year=2024, classification__code="napza")
    assert (napza.male, napza.female) == (1, 2)
    assert not OfficialFigure.objects.filter(classification__code="abh").exists()
    assert [event.pgh_label for event in napza.history.order_by("pgh_id")] == ["insert", "update"]


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ((5, ""), "Isi juga kolom ini"),
        ((-1, 2), "Paling sedikit 0."),
        (("dua", 2), "Isi dengan angka."),
    ],
)
def test_a_mistake_is_told_beside_its_field(client, login, pair, message):
    login(Role.HEAD)
    response = client.post(URL, typed(napza=pair))
    assertContains(response, message)
    assert not OfficialFigure.objects.exists()


def test_a_form_sent_twice_gives_one_table(client, login):
    login(Role.HEAD)
    client.post(URL, typed())
    client.post(URL, typed())
    assert OfficialFigure.objects.count() == 9


def test_office_has_no_links_to_rows_and_others_no_page(client, login):
    make_official(2024)
    login(Role.OFFICE)
    client.post(URL, typed())
    assert b"recap/cell" not in client.get(URL).content
    for role in (Role.SOCIAL_WORKER, Role.AGENCY):
        login(role)
        assert client.get(URL).status_code == 403
