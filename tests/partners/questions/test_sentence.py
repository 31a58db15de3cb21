"""What a partner reads: nobody's name, number or illness."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from cases.people.models import Person
from partners.questions.sentence import may_travel, sentence_of
from rptc import days

TODAY = datetime.date(2026, 11, 29)


@pytest.fixture(autouse=True)
def _on_that_day():
    with days.told_at(days.starts_at(TODAY)):
        yield


def person(**columns):
    known = {"sex": "L", "age_kind": "exact", "age_years": 11, "age_stated_on": TODAY}
    return Person(**known | columns)


@pytest.mark.parametrize(
    ("needs", "from_on", "words", "said"),
    [
        (
            ["boarding", "schooling"],
            datetime.date(2026, 11, 30),
            "",
            "L, 11 th, butuh asrama dan sekolah, mulai Senin, 30 November.",
        ),
        (
            ["work", "skills", "boarding"],
            TODAY,
            "bisa membaca, belum lancar.",
            "L, 11 th, butuh asrama, keterampilan dan pekerjaan atau magang,"
            " mulai Minggu, 29 November. Bisa membaca, belum lancar.",
        ),
        (
            ["treatment"],
            datetime.date(2027, 1, 4),
            "",
            "L, 11 th, butuh layanan kesehatan, mulai Senin, 4 Januari 2027.",
        ),
    ],
)
def test_it_is_one_sentence(needs, from_on, words, said):
    assert sentence_of(person(name="Rezki"), needs, from_on, words) == said


@pytest.mark.parametrize(
    "words",
    [
        "Rezki anak yang rajin",
        "anak ini, rezki, rajin",
        "dipanggil Kiki",
        "Ramadani.",
        "Ma'rang",
        "NIK 7371 0512 0315 0001",
        "berkas 02327",
        "telepon 0812-0000-0455",
        "minum ARV",
        "pernah TBC",
        "ODGJ ringan",
    ],
)
def test_what_says_who_it_is_or_what_they_are_ill_of_is_refused(words):
    someone = person(name="Rezki Ramadani Ma'rang", alias="Kiki")
    with pytest.raises(ValidationError):
        may_travel(words, someone)


@pytest.mark.parametrize("words", ["", "bisa membaca, belum lancar", "kelas 5, usia 10-12 th"])
def test_other_words_travel(words):
    # A short word of a name is an everyday one as well.
    assert may_travel(words, person(name="La Rezki", alias="")) == words
    assert may_travel("la bisa", person(name="La Rezki", alias="")) == "la bisa"


def test_who_has_no_name_is_not_named():
    assert may_travel("apa saja", person(name="", alias="")) == "apa saja"
