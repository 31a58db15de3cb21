"""Who resembles whom: three answers."""

import pytest

from cases.people.flags.whom import (
    Likeness,
    Named,
    likeness,
    likeness_as_described,
    likeness_of_whole,
    relation_in,
    telephones,
)

CLEAR, LIKELY, SAME = Likeness

NAMES = [
    # one name in common is asked about; what says nothing else is the same
    ("Baso (paman)", "Baso", SAME),
    ("Baso (paman)", "Baso Dg. Nai", LIKELY),
    ("Baso Rewa", "BASO REWA", SAME),
    ("Baso Rewa", "Rewa Baso", SAME),
    ("Baso Rewa", "Dg. Rewa", SAME),
    ("Baso Rewa", "Baso Hamid", LIKELY),
    ("Baso Rewa", "H. Baso Rewa bin Yusuf", SAME),
    ("Baso Rewa", "Karaeng Baso", SAME),
    ("Rosdiana Dg. Kebo, ibu tiri", "ROSDIANA", SAME),
    ("Rosdiana Dg. Kebo, ibu tiri", "Dg. Kebo", SAME),
    ("Mama Rani", "Ibu Rani", SAME),
    ("Rahmat alias Mamat", "Mamat", SAME),
    ("Rahmat (Mamat)", "Mamat", SAME),
    # as it sounds
    ("Zainuddin", "Saenuddin", SAME),
    ("Syamsuddin Rewa", "Sjamsoeddin Rewa", SAME),
    ("Yusran Makkulau", "Yusrang Makulau", SAME),
    # a slip, and two
    ("Hasnawati", "Hasnwati", LIKELY),
    ("Hasnawati", "Hasmawati", LIKELY),
    ("Baso Rewa", "Baos Rwea", LIKELY),
    ("Baso Rewa", "Bso Rea", LIKELY),
    ("Dg. Nai", "Dg. Ngai", LIKELY),
    # written together, apart, with digits
    ("Baso Rewa", "BasoRewa", SAME),
    ("Baso Rewa", "Ba so Rewa", SAME),
    ("Baso Rewa", "B4s0 Rewa", SAME),
    ("Ratna Wati", "Ratnawaty", LIKELY),
    # nicknames and front words
    ("Syamsuddin Rewa", "Udin", LIKELY),
    ("Hasnawati", "Wati", LIKELY),
    ("Andi Baso (paman)", "Andi", LIKELY),
    ("Muh. Rizal", "Rizal", SAME),
    ("Muh. Rizal", "Rizal Hamid", LIKELY),
    # initials
    ("Baso Rewa", "B. Rewa", SAME),
    ("Baso Rewa", "Baso R.", SAME),
    ("Baso Rewa", "Baso N.", LIKELY),
    ("Abd. Rahman", "Muh. Rahman", LIKELY),
    # others
    ("Andi Baso (paman)", "Andi Rosmini (bibi)", CLEAR),
    ("Sitti Aminah", "St. Rahmah", CLEAR),
    ("Rahmat Hidayat", "Nurul Hidayat", CLEAR),
    ("Rahmat bin Yusuf", "Kamal bin Yusuf", CLEAR),
    ("Baso (paman)", "Hasan (paman)", CLEAR),
    ("Baso", "", CLEAR),
    ("", "Baso", CLEAR),
]


@pytest.mark.parametrize(("whom", "asked", "answer"), NAMES)
def test_names(whom, asked, answer):
    assert likeness(Named(whom), Named(asked)) == answer


@pytest.mark.parametrize(
    "name",
    ["paman", "B. R.", "M.", "H.", "x", "-", "12", "tidak diketahui", "\u0411\u0430\u0441\u043e"],
)
def test_what_names_nobody_cannot_be_compared(name):
    assert not Named(name).can_be_compared


NUMBERS = [
    ({"identity_number": "7371094108800001"}, {"identity_number": "7371 0941 0880 0001"}, SAME),
    ({"identity_number": "7371094108800001"}, {"identity_number": "7371094108800002"}, LIKELY),
    ({"identity_number": "7371094108800001"}, {"identity_number": "737109410880001"}, LIKELY),
    ({"identity_number": "7371094108800001"}, {"identity_number": "7371094108810012"}, CLEAR),
    ({"identity_number": "A 123"}, {"identity_number": "a123"}, SAME),
    ({"identity_number": ""}, {"identity_number": ""}, CLEAR),
    ({"telephone": "0812-3456-7890"}, {"telephone": "+62 812 3456 7890"}, LIKELY),
    ({"telephone": "0812 3456 7890 / 0411 555 777"}, {"telephone": "0411555777"}, LIKELY),
    ({"telephone": "081234567890"}, {"telephone": "0062 81234567890"}, LIKELY),
    ({"telephone": "081234567890"}, {"telephone": "081234567891"}, CLEAR),
    ({"telephone": ""}, {"telephone": ""}, CLEAR),
]


@pytest.mark.parametrize(("whom", "asked", "answer"), NUMBERS)
def test_numbers(whom, asked, answer):
    assert likeness(Named("Baso", **whom), Named("Hasnawati", **asked)) == answer


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Baso (paman)", "paman"),
        ("Om", "paman"),
        ("paman dari ibu", "paman"),
        ("Rosdiana Dg. Kebo, ibu tiri", "ibu"),
        ("Ibu Rahma, tetangga", "tetangga"),
        ("mantan suami", "suami"),
        ("Baso, pamannya", "paman"),
        ("mamanya", "ibu"),
        ("Mama Rani", ""),
        ("keluarga", ""),
        ("Baso Rewa", ""),
    ],
)
def test_how_somebody_is_related(text, relation):
    assert relation_in(text) == relation


def test_a_telephone_is_read_without_what_is_dialled_before():
    assert telephones("+62 812-3456-7890, 0411 555777") == {"81234567890", "411555777"}


@pytest.mark.parametrize(
    ("whom", "asked", "answer"),
    [
        ("Rudi Hartono dan Yusran Salam", "Yusran Salam", SAME),
        ("Rudi Hartono / Yusran", "Rudi Hartono", SAME),
        ("Rudi Hartono, paman di Gowa", "Rudi Hartono", SAME),
        ("Rudi Hartono atau suruhannya", "Hartono Rudi", SAME),
        ("Rudi Hartono (paman)", "Rudi Hartono Dg. Nai", SAME),
        ("Rudi Hartono", "Rudi", CLEAR),
        ("Rudi", "Rudi Salam", CLEAR),
        ("paman", "Rudi Hartono", CLEAR),
        ("Rudi Hartono dan Yusran Salam", "Yusran Hartono", CLEAR),
    ],
)
def test_a_warning_describes_strangers_in_free_words(whom, asked, answer):
    assert likeness_as_described(Named(whom), Named(asked)) == answer


WHOLE = [
    ("Syamsiah Daeng Puji", "Syamsia Dg. Puji", SAME),
    ("Syamsiah Daeng Puji", "Puji Syamsiah", SAME),
    ("Syamsiah Daeng Puji", "Syamsiah Dg. Puja", LIKELY),
    ("Syamsiah Daeng Puji", "Syamsiah", CLEAR),
    ("Baso", "Base", CLEAR),
]


@pytest.mark.parametrize(("whom", "asked", "answer"), WHOLE)
def test_of_a_long_list_of_strangers_the_whole_name_counts(whom, asked, answer):
    assert likeness_of_whole(Named(whom), Named(asked)) == answer
