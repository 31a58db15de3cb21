"""manage.py year_figures: what each year says, to be compared with another moment."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tests import factories as f
from tests.reports.figures.closing.closed import AFTER, close, stays

pytestmark = pytest.mark.django_db


def told(**more):
    out = io.StringIO()
    call_command("year_figures", stdout=out, **more)
    return out.getvalue()


@pytest.fixture
def before(tmp_path):
    f.LeftFactory(left_on=date(2025, 3, 1))
    f.ServiceFactory()
    file = tmp_path / "before.json"
    file.write_text(told())
    return file


def test_each_year_has_its_figures_and_no_name(before):
    found = json.loads(before.read_text())
    assert found["2025"]["mutasi"] == [0, 1, 1, 0]
    assert ["gepeng", 1, 0] in found["2025"]["terjaring"]
    assert "Baharuddin" not in before.read_text()


def test_the_same_rows_have_the_same_figures(before):
    assert "sama" in told(compare=before)


def test_a_row_more_is_told_with_its_year_and_figure(before):
    f.IntakeFactory(met_on=date(2025, 5, 1))
    with pytest.raises(CommandError, match="2025, terjaring: .*menjadi"):
        told(compare=before)


def test_a_file_that_is_none_is_refused_in_words(tmp_path):
    with pytest.raises(CommandError, match="tidak dapat dibaca"):
        told(compare=tmp_path / "none.json")


def test_of_a_closed_month_it_says_what_was_frozen_and_what_would_be_now(time_machine_at):
    time_machine_at(AFTER)
    stays(1)
    edition = close()
    found = json.loads(told())["2026"]
    assert found["edisi 2026-10 1"] == [edition.fingerprint, edition.fingerprint]
