"""How days, hours, numbers, ages and names are written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from rptc import days, words

DAY = date(2026, 11, 24)
# 22.45 UTC on the day before is 06.45 in Makassar.
MOMENT = datetime(2026, 11, 23, 22, 45, tzinfo=UTC)


@pytest.mark.parametrize("moment", [DAY, MOMENT])
def test_a_day_is_the_day_in_makassar(moment):
    assert words.tanggal(moment) == "24/11/2026"
    assert words.tanggal_pendek(moment) == "Sel, 24/11"
    assert words.tanggal_panjang(moment) == "Selasa, 24 November 2026"
    assert words.tanggal_surat(moment) == "24 November 2026"


def test_an_hour_says_its_zone():
    assert words.jam(MOMENT) == "06.45"
    assert words.pukul(MOMENT) == "pukul 06.45 WITA"


@pytest.mark.parametrize("write", [words.tanggal, words.tanggal_panjang, words.jam, words.pukul])
def test_what_is_unknown_is_written_as_nothing(write):
    assert write(None) == ""


def test_numbers_have_points_for_thousands_and_a_comma():
    assert words.angka(1234567) == "1.234.567"
    assert words.angka(Decimal("1234.5")) == "1.234,5"
    assert words.angka(1234.56, 1) == "1.234,6"
    assert words.angka(0) == "0"
    assert words.angka(None) == ""


@pytest.mark.parametrize(
    ("now", "due", "written"),
    [
        ("2026-12-31T23:30", "2026-12-31T23:45", "Pukul 23.45"),
        ("2026-12-31T23:30", "2027-01-01T00:00", "Hari ini"),
        # An hour after somebody was not seen any more at 23.00 and some seconds.
        ("2026-12-31T23:30", "2027-01-01T00:00:20", "Hari ini"),
        # The night's shift has to know that it is theirs.
        ("2026-12-31T23:30", "2027-01-01T00:30", "Pukul 00.30"),
        ("2026-12-31T23:30", "2027-01-01T09:00", "Besok"),
        ("2026-12-31T23:30", "2027-01-02T00:00", "Besok"),
        ("2026-12-31T23:30", "2027-01-03T00:00", "Sab, 02/01"),
        ("2026-12-31T23:30", "2026-12-31T23:29", "Lewat 1 jam"),
        ("2027-01-01T00:00", "2027-01-01T00:00", "Lewat 1 jam"),
        ("2027-01-02T23:59", "2027-01-01T00:00", "Lewat 47 jam"),
        ("2027-01-03T00:00", "2027-01-01T00:00", "Lewat 3 hari"),
    ],
)
def test_until_when(now, due, written):
    now, due = (datetime.fromisoformat(each).replace(tzinfo=days.WITA) for each in (now, due))
    assert words.tenggat(due.astimezone(UTC), now.astimezone(UTC)) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Oleh Dg. Baco", "Oleh Dg. Baco."),
        ("Oleh Nur, S.Sos.", "Oleh Nur, S.Sos."),
        ("Siapa?", "Siapa?"),
        ("", ""),
    ],
)
def test_a_sentence_ends_in_one_dot(said, written):
    assert words.kalimat(said) == written


@pytest.mark.parametrize(
    ("name", "age", "written"),
    [
        ("Muhammad Saleh", 15, "M. S., 15 th"),
        ("Hamzah", None, "H."),
        ("sitti aminah", "sekitar 40 th", "S. A., sekitar 40 th"),
        ("Baharuddin (Bahar)", 0, "B., 0 th"),
        ("", 9, "Tanpa nama, 9 th"),
    ],
)
def test_initials_stay_together_on_one_line(name, age, written):
    assert words.inisial(name, age) == written.replace(" ", words.NBSP)


@pytest.mark.parametrize(
    ("user_agent", "written"),
    [
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome di Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130", "Edge di Windows"),
        ("curl/8", "Peramban tidak dikenal"),
    ],
)
def test_people_know_their_device_by_its_browser(user_agent, written):
    assert words.peramban(user_agent) == written


@pytest.mark.parametrize("typed", ["2026-03-12", "12/03/2026", "12-03-2026", "12.03.2026"])
def test_a_day_comes_before_its_month(typed):
    assert forms.DateField(localize=True).clean(typed) == date(2026, 3, 12)


def test_a_month_never_comes_before_its_day():
    with pytest.raises(ValidationError):
        forms.DateField().clean("12/31/2026")
