"""How Makassar writes its names. The examples are invented."""

import pytest

from cases.people.names import Name, ShortForm, known_as, read_name, short_form, sounds


def same_sound(one, other):
    return bool(sounds(one) & sounds(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("djumadi", "jumadi"),
        ("tjahja", "cahya"),
        ("soekarni", "sukarni"),
        ("sjamsoe", "syamsu"),
        ("achsan", "aksan"),
        ("chaeriah", "khaeriah"),
        ("jahja", "yahya"),
        ("wahjoeni", "wahyuni"),
        ("fardi", "pardi"),
        ("novi", "nopi"),
        ("zulham", "sulham"),
        ("rozali", "rojali"),
        ("qadar", "kadar"),
        ("khalil", "halil"),
        ("syukur", "sukur"),
        ("ridha", "rida"),
        ("mutthalib", "mutalib"),
        ("hamzah", "hamsa"),
        ("zakiyah", "sakia"),
        ("suwarti", "suarti"),
        ("zainab", "saenab"),
        ("taufan", "topan"),
        ("ruslan", "ruslang"),
        ("salim", "saling"),
        ("rakib", "rakib'"),
        ("ishak", "isha'"),
        ("mu'min", "mumin"),
        ("risma", "rezma"),
    ],
)
def test_two_spellings_sound_the_same(one, other):
    assert same_sound(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("jumiati", "sumiati"), ("haris", "aris"), ("rahma", "rahmi"), ("nasir", "yasir")],
)
def test_two_names_do_not_sound_the_same(one, other):
    assert not same_sound(one, other)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Moeh. Djufri", Name(given=("djufri",), front=("muhammad",))),
        ("M. Ali", Name(given=("ali",), front=("muhammad",))),
        ("Muhamamd Ali", Name(given=("ali",), front=("muhammad",))),
        ("Abd Rauf", Name(given=("rauf",), front=("abdul",))),
        ("Abdulrauf", Name(given=("rauf",), front=("abdul",))),
        ("A. Rauf", Name(given=("rauf",))),
        ("St. Hawa", Name(given=("hawa",), front=("siti",))),
        ("Nurhawa", Name(given=("hawa",), front=("nur",))),
        ("Nurdin", Name(given=("nurdin",))),
        ("H. Yunus, S.Sos.", Name(given=("yunus",))),
        ("La Tang", Name(given=("tang",))),
        ("Muhammad", Name(given=("muhammad",))),
        ("Andi Nur", Name(given=("nur",), front=("andi",))),
        ("Hawa P.", Name(given=("hawa",), initials=("p",))),
        ("Hawa M.", Name(given=("hawa",), initials=("m",))),
        ("Yunus bin H. Abd. Rauf", Name(given=("yunus",), father=("rauf",))),
        ("Hawa bt. Yunus Dg. Puji", Name(given=("hawa",), father=("yunus",), daeng=("puji",))),
        ("DAENG TE'NE", Name(daeng=("te'ne",))),
        ("Dg.Puji", Name(daeng=("puji",))),
        ("Mamanya Hawa", Name(parent_of=("hawa",))),
        ("Yunus alias Dg. Puji", Name(given=("yunus",), also=Name(daeng=("puji",)))),
        ("Yunus (Unu')", Name(given=("yunus",), also=Name(given=("unu",)))),
        ("Rauf, Abd.", Name(given=("rauf",), front=("abdul",))),
        ("Tanpa nama", Name()),
        ("tidak diketahui", Name()),
        ("", Name()),
        ("?", Name()),
    ],
)
def test_a_written_name_is_taken_apart(text, name):
    assert read_name(text) == name


@pytest.mark.parametrize(
    ("nick", "name", "form"),
    [
        ("rawati", "harawati", ShortForm.END),
        ("dul", "dulhalim", ShortForm.START),
        ("tata", "hajrata", ShortForm.DOUBLED),
        ("maman", "usman", ShortForm.DOUBLED),
        ("saya", "sanjaya", ShortForm.MIDDLE_GONE),
        ("unu'", "yunus", ShortForm.SOFTENED),
        ("ical", "risal", ShortForm.SOFTENED),
        ("erul", "khaerul", ShortForm.END),
        ("arul", "nasrul", ShortForm.SOFTENED),
        ("budi", "hawa", None),
    ],
)
def test_nicknames_follow_a_rule(nick, name, form):
    assert short_form(nick, name) is form


def test_a_slip_of_the_pen_is_no_known_name():
    assert known_as("yusuf")
    assert known_as("joesoef") == known_as("yusuf")
    assert not known_as("yufsu")


@pytest.mark.parametrize("text", ["'", "-", "Dg.", "bin", "alias", "()", "a" * 120, "ñ é", "李"])
def test_any_text_can_be_read(text):
    assert isinstance(read_name(text), Name)


def test_nonsense_with_many_doubtful_letters_is_read_in_a_few_ways():
    assert len(sounds("zachikhaza" * 4)) <= 81
    assert read_name("zachikhaza" * 12).given
