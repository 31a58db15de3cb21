"""What each rule of matching is worth by itself. The examples are invented."""

import pytest

from cases.people import matching as m
from cases.people.matching import Known, score

SLIPS = 2 * m.SLIP  # neither word is a known name


def known(said):
    """A name, or a name with an alias."""
    return Known(*said) if isinstance(said, tuple) else Known(said)


def points(one, other):
    return pytest.approx(score(known(one), known(other)).score - m.START)


@pytest.mark.parametrize(
    ("one", "other", "worth"),
    [
        # the first name
        ("Sappewali", "Sappewali", m.NAME_RARE),
        ("Sappewali", "Sapewalli", m.NAME_RARE),
        ("Yunus", "Yunus", m.NAME_KNOWN),
        ("Rahma", "Rahma", m.NAME_COMMON),
        ("Ratna Wati", "Ratnawati", m.NAME_KNOWN),
        ("Ratna Wati", "Ratnawati Limpo", m.NAME_KNOWN + m.SECOND_LEFT_OUT),
        ("Ratna Wati Limpo", "Ratnawati Limpo", m.NAME_KNOWN + m.SECOND_SAME),
        ("Sri Ratna Wati", "Sri Ratnawati", m.NAME_KNOWN),
        ("Yunus", "Ansar", m.OTHER_NAME),
        ("Yunus", "Yunsu", m.NAME_KNOWN + m.SLIP),
        ("Djamal", "Jamalk", m.NAME_KNOWN + m.SLIP),
        ("Yunus", "Yukjs", m.OTHER_NAME),
        ("Ria", "Risa", m.OTHER_NAME),
        ("Baharuddin", "Bulukumba", m.OTHER_NAME),
        ("Baharuddin", "Bahruddni", m.NAME_COMMON + SLIPS),
        ("Baharuddin", "Naharuddni", m.OTHER_NAME),
        ("Sappewali", "Sappewoli", m.NAME_KNOWN + SLIPS),
        ("Sappewali", "Sappewalia", m.NAME_KNOWN + SLIPS),
        ("Sappewali", "Sapepwali", m.NAME_KNOWN + m.SLIP),
        ("Sappewali", "Sappwali", m.NAME_KNOWN + m.SLIP),
        ("Nrhajrah", "Nur Hajrah", m.NAME_KNOWN + m.SLIP + m.FRONT_OTHER / 2),
        ("Nrhajarh", "Nur Hajrah", m.OTHER_NAME),
        # a part of it, or a familiar form
        ("Dandi Aswar", "Aswar", m.NAME_PART),
        ("Dandi Asawr", "Aswar", m.NAME_PART + m.SLIP),
        ("Rahma Wulandari", "Wulandari", m.NAME_SECOND_ONLY),
        ("Andi", "Andi Tenri", m.NAME_PART),
        ("Nur", "Nur Wahidah", m.NAME_PART + m.FRONT_OTHER / 2),
        ("Mamat", "Rahmat", m.NICKNAME_MADE),
        ("Mamat", "Dandi Rahmat", m.NICKNAME_MADE),
        ("Dandi Mamat", "Rahmat", m.OTHER_NAME),
        ("Nur Mamat", "Rahmat", m.OTHER_NAME),
        ("Mamat", "Nur Rahmat", m.NICKNAME_MADE + m.FRONT_OTHER / 2),
        ("Wati", "Hasnawati", m.NICKNAME_END),
        ("Rahma", "Rahmawati", m.NICKNAME_START),
        (("Fauzan", "Ojan"), "Ojan", m.NICK_IS_NAME),
        # what stands beside it
        ("Yunus Limpo", "Yunus Limpo", m.NAME_KNOWN + m.SECOND_SAME),
        ("Yunus Limpo", "Yunus Limpo Limpo", m.NAME_KNOWN + m.SECOND_SAME),
        ("Yunus Limpo Baso", "Yunus Limpo Baso", m.NAME_KNOWN + 2 * m.SECOND_SAME),
        ("Yunus Limpo Baso Rewa", "Yunus Limpo Baso Rewa", m.NAME_KNOWN + 2 * m.SECOND_SAME),
        ("Yunus Baso", "Yunus Limpo", m.NAME_KNOWN + m.SECOND_OTHER),
        ("Limpo Yunus", "Yunus Limpo", m.NAME_KNOWN + m.OTHER_ORDER + m.SECOND_SAME),
        ("Rahma Sappewali", "Sappewali Rahma", m.NAME_COMMON + m.OTHER_ORDER + m.SECOND_SAME),
        ("Yunus L.", "Yunus Limpo", m.NAME_KNOWN + m.SECOND_SAME / 2),
        ("Yunus L.", "Yunus bin Limpo", m.NAME_KNOWN + m.SECOND_SAME / 2),
        ("Yunus F.", "Yunus Pahri", m.NAME_KNOWN + m.SECOND_SAME / 2),
        ("Yunus D.", "Yunus Djamal", m.NAME_KNOWN + m.SECOND_SAME / 2),
        ("Yunus K.", "Yunus Limpo", m.NAME_KNOWN + m.INITIAL_OTHER),
        ("Yunus bin Gassing", "Yunus Gassing", m.NAME_KNOWN + m.FATHER_SAME),
        ("Yunus bin Gassing", "Yunus Gassing Limpo", m.NAME_KNOWN + m.FATHER_SAME),
        ("Yunus bin Gassing", "Yunus bin Tompo", m.NAME_KNOWN + m.FATHER_OTHER),
        ("Yunus bin Gassing", "Yunus Tompo", m.NAME_KNOWN + m.FATHER_OR_SECOND),
        ("Muh. Yunus", "Yunus", m.NAME_KNOWN + m.FRONT_LEFT_OUT),
        ("Andi Yunus", "Yunus", m.NAME_KNOWN),
        ("Yunus bin Gassing", "Yunus", m.NAME_KNOWN + m.SECOND_LEFT_OUT),
        ("Yunus L.", "Yunus", m.NAME_KNOWN + m.SECOND_LEFT_OUT),
        ("Muh. Yunus Limpo", "Yunus", m.NAME_KNOWN + m.SECOND_LEFT_OUT + m.FRONT_LEFT_OUT),
        ("Abd. Yunus", "Muh. Yunus", m.NAME_KNOWN + m.FRONT_OTHER),
        # nicknames beside the name
        (("Yunus", "Unu'"), ("Yunus", "Unu'"), m.NAME_KNOWN + m.NICK_SAME),
        (("Yunus", "Unu'"), ("Yunus", "Ojan alias Unu'"), m.NAME_KNOWN + m.NICK_SAME),
        (("Yunus", "Baco"), ("Yunus", "Baco"), m.NAME_KNOWN + m.NICK_COMMON_SAME),
        (("Yunus", "Baco alias Unu'"), ("Yunus", "Baco alias Unu'"), m.NAME_KNOWN + m.NICK_SAME),
        (("Yunus", "Unu'"), ("Yunus", "Ojan"), m.NAME_KNOWN + m.NICK_OTHER),
        # Daeng names
        ("Dg. Jarre", "Dg. Jarre", m.DAENG_ONLY_SAME),
        ("Dg. Rowak", "Dg. Rowat", m.DAENG_ONLY_SAME),
        ("Dg. Rumba", "Dg. Rumga", m.DAENG_ONLY_SAME),
        ("Dg. Rowa", "Dg. Rowas", m.OTHER_NAME),
        ("Dg. Lewa", "Dg. Lewi", m.OTHER_NAME),
        ("Ngalle", "Dg. Ngalle", m.DAENG_ONLY_SAME),
        ("Yunus Dg. Sila", "Yunus Dg. Sila", m.NAME_KNOWN + m.DAENG_SAME),
        (("Yunus Dg. Sila", "Dg. Tompo"), "Yunus Dg. Sila", m.NAME_KNOWN + m.DAENG_SAME),
        ("Yunus Dg. Sila", "Yunus Dg. Tompo", m.NAME_KNOWN + m.DAENG_OTHER),
        ("Yunus Dg. Sila", "Dg. Sila", m.DAENG_ONLY_SAME),
        (("Dg. Jarre", "Yunus"), ("Yunus", "Ojan"), m.NAME_KNOWN),
        ("Dg. Jarre", "Jarre Dg. Puji", m.OTHER_NAME),
        # parents by the name of a child
        ("Mama Reni", "Mama Reni", m.PARENT_ONLY_SAME),
        ("Mama Reni", "Mama Dandi", m.OTHER_NAME),
        ("Mama Reni", ("Dg. Sila", "Mama Reni"), m.PARENT_ONLY_SAME),
        ("Mama Reni", "Dg. Sila", m.NO_NAME_IN_COMMON),
        (("Yunus", "Mama Reni"), "Yunus", m.NAME_KNOWN),
        (("Yunus", "Mama Reni"), ("Yunus", "Mama Reni"), m.NAME_KNOWN + m.PARENT_SAME),
        (("Yunus", "Mama Reni"), ("Yunus", "Mama Dandi"), m.NAME_KNOWN + m.PARENT_OTHER),
    ],
)
def test_what_a_name_is_worth(one, other, worth):
    assert points(one, other) == points(other, one) == worth


@pytest.mark.parametrize(
    ("one", "other", "worth"),
    [
        ("Sitti Hawa", "St. Hawah", m.MOTHER_SAME),
        ("Hawa Limpo", "Limpo Hawa", m.MOTHER_SAME),
        ("Yunus", "Yunsu", m.MOTHER_SAME + m.SLIP),
        ("Rahmat", "Mamat", m.MOTHER_ALIKE),
        ("Hawa", "Rukmini", m.MOTHER_OTHER),
        ("Dg. Puji", "Dg. Puji", m.MOTHER_SAME),
        ("Dg. Puji alias Dg. Jarre", "Dg. Puji", m.MOTHER_SAME),
        ("Dg. Puji", "Dg. Jarre", m.MOTHER_OTHER),
        ("Mama Reni", "Mama Reni", m.MOTHER_SAME),
        ("Hawa", "Dg. Puji", m.MOTHER_UNSURE),
        ("Hawa", "", 0),
    ],
)
def test_what_the_mother_is_worth(one, other, worth):
    for a, b in ((one, other), (other, one)):
        with_mother = score(Known("Yunus", mother_name=a), Known("Yunus", mother_name=b)).score
        assert with_mother - m.START - m.NAME_KNOWN == pytest.approx(worth)


@pytest.mark.parametrize(
    ("one", "other", "worth"),
    [
        ("Kab. Gowa", "Gowa", m.ORIGIN_SAME),
        ("Uj. Pandang", "Ujung Pandang", m.ORIGIN_SAME),
        ("Gowa", "Maros", m.ORIGIN_OTHER),
        ("Kota Makassar", "Tallo", 0),
        ("Gowa", "", 0),
    ],
)
def test_what_the_origin_is_worth(one, other, worth):
    for a, b in ((one, other), (other, one)):
        with_origin = score(Known("Yunus", origin=a), Known("Yunus", origin=b)).score
        assert with_origin - m.START - m.NAME_KNOWN == pytest.approx(worth)


@pytest.mark.parametrize("apart", range(9))
def test_what_the_age_is_worth(apart):
    match = score(Known("Yunus", age=20), Known("Yunus", age=20 + apart))
    worth = [*m.AGE_POINTS, m.AGE_FAR, m.AGE_FAR][apart]
    assert match.score == pytest.approx(m.START + m.NAME_KNOWN + worth)
    assert ("umur cocok" in match.reasons) == (apart <= 3)


def test_a_name_alone_is_no_second_name():
    assert score(Known("Yunus"), Known("Yunus")).reasons == ("nama sama",)
