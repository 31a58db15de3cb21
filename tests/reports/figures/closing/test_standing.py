"""A recap that is printed says whether it was closed, and whether it still is so."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.people.doubles.models import Double
from reports.figures.closing.changes import ADDED, PAIR, changes
from reports.figures.closing.freezing import freeze
from reports.figures.closing.standing import points
from reports.figures.models import CountingRule
from reports.figures.periods import Period
from reports.figures.recap import figures
from reports.figures.recap.figures import Measure
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.reports.figures.closing.closed import AFTER, MONTH, close, stays

pytestmark = pytest.mark.django_db

QUARTER = Period.quarter(2026, 3)


@pytest.fixture(autouse=True)
def november(time_machine_at):
    time_machine_at(AFTER)


def said(period, measure=Measure.INTAKES):
    return points(figures.recap(period, measure))


def test_a_month_says_so_until_it_is_closed_and_when_it_changed_since(client, login, read_pdf):
    stays(2)
    close(Period.month(2026, 7))
    assert said(MONTH) == ["Belum ditutup."]
    close()
    assert [said(MONTH, measure) for measure in Measure] == [[], [], []]
    login(Role.HEAD)
    paper = reverse("reports:recap_month_file", args=[2026, 10, "pdf"])
    assert "Berubah" not in read_pdf(client.get(paper))
    stays(1)
    assert said(MONTH) == ["Berubah sejak ditutup (edisi 1)."]
    assert "Berubah sejak ditutup (edisi 1)." in read_pdf(client.get(paper))
    assertContains(client.get(reverse("reports:recap_month", args=[2026, 10])), "Berubah sejak")


def test_who_sees_no_small_number_is_told_of_the_change_that_they_see(client, login):
    login(Role.AGENCY)
    page = reverse("reports:recap_month", args=[2026, 10])
    stays(12)
    close()
    assertNotContains(client.get(page), "Berubah sejak")
    stays(12)
    assertContains(client.get(page), "Berubah sejak ditutup (edisi 1).")


def test_what_lies_before_the_first_that_was_closed_is_not_asked_about():
    assert said(MONTH) == said(QUARTER) == said(Period.year(2025)) == []
    close(Period.month(2026, 8))
    assert said(Period.month(2026, 7)) == said(Period.year(2025)) == []
    assert said(MONTH) == ["Belum ditutup."]


def test_a_quarter_counts_its_months_and_days_of_ones_own_choice_are_closed_by_nobody():
    close(Period.month(2026, 8))
    assert said(QUARTER) == ["1 bulan di dalamnya belum ditutup."]
    close(Period.month(2026, 9))
    assert said(QUARTER) == []
    assert said(Period.of_days(MONTH.first, AFTER.date())) == []
    assert said(Period.month(2026, 11)) == []


def test_pairs_that_may_be_one_person_are_counted_under_the_table(client, login):
    one, two = [stay.person for stay in stays(2)]
    edition = close()
    f.DoubleFactory(person=one, other=two)
    login(Role.OFFICE)
    page = client.get(reverse("reports:closing_period", args=[MONTH]))
    assertContains(page, "1 pasang berkas mungkin satu orang")
    found, told = changes(edition, freeze(MONTH).content)
    assert (found.kind, found.text) == (ADDED, PAIR)
    assert told.values == [("pasang berkas mungkin satu orang", "0", "1")]
    assertNotContains(page, "tidak tercatat oleh siapa")
    Double.objects.all().delete()
    assert freeze(MONTH).fingerprint == edition.fingerprint


def test_where_no_row_differs_and_a_table_does_it_is_counted_otherwise():
    stays(1)
    edition = close()
    CountingRule.objects.filter(valid_from__lte=MONTH.first).update(outcomes=[])
    told = changes(edition, freeze(MONTH).content)
    assert told[0].text == "cara menghitung, atau nama klasifikasi"
