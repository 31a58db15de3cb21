"""Has this person been here before? The weight of what speaks for it, and of what speaks against.

Every fact that two registrations have in common adds points, every one in which they differ takes
some away, and a fact that one of them lacks does neither. The points are odds: three points are
twenty to one. START is what a stranger brings. From LIKELY on we show two registrations as one
person; below it, as "mungkin", namesakes, and who is called the same and of one sex and age,
unless a fact speaks against it. A human decides.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import OSA

from cases.people import name_words as words
from cases.people.names import (
    Name,
    ShortForm,
    is_old_spelling,
    is_second_name,
    known_as,
    known_as_daeng,
    read_name,
    short_form,
    sounds,
    squeezed,
)

LIKELY = 0.0
# The least for "mungkin": by what one is called alone (a nickname, a Daeng name, a child's name),
# some years apart at the most; and by a name with little beside it. From AGAINST down a fact
# speaks against it.
CALLED, CALLED_YEARS, NAMESAKE = -1.5, 3, -1.0
AGAINST = -1.0

START = -3.1

# The name by which somebody is called
NAME_RARE = 4.0
NAME_KNOWN = 3.0
NAME_COMMON = 2.6  # Rahma, Sultan: many have it
NAME_PART, NAME_SECOND_ONLY = 1.0, 0.0  # Aswar for Dandi Aswar, Wulandari for Rahma Wulandari
NICKNAME_MADE = 1.6  # Mamat for Rahmat, by rule
NICKNAME_END = 0.6  # Wati for Hasnawati: a name as well, and often the short form
NICKNAME_START = -0.5  # Rahma for Rahmawati: more often another person
OTHER_NAME = -6.0
NO_NAME_IN_COMMON = -3.0  # a Daeng name here, an own name there
SLIP = -0.7  # taken off for each slip of the pen; two slips where neither word is a known name
OTHER_ORDER = -0.3

# What stands beside it
SECOND_SAME, SECOND_OTHER = 1.0, -3.0
# Rahmat here, Rahmat Hidayat there: who is met again gives the other word more often than not.
SECOND_LEFT_OUT, FRONT_LEFT_OUT = -0.7, -0.2
FATHER_SAME, FATHER_OTHER = 1.0, -3.0
FATHER_OR_SECOND = -0.7  # "binti Nurdin" here, "Pratiwi" there
INITIAL_OTHER = -2.0
FRONT_OTHER = -1.0  # Abd. here, Muh. there
DAENG_SAME, DAENG_ONLY_SAME, DAENG_OTHER = 1.5, 1.6, -3.0
PARENT_SAME, PARENT_ONLY_SAME, PARENT_OTHER = 1.6, 1.6, -0.4
NICK_SAME, NICK_COMMON_SAME, NICK_OTHER = 1.0, 0.4, -0.6
NICK_IS_NAME = 2.4  # called Ojan there, written as Ojan here
NICK_COMMON_IS_NAME = 1.9

# Beside the name
MOTHER_SAME, MOTHER_ALIKE, MOTHER_UNSURE, MOTHER_OTHER = 3.0, 2.0, -0.3, -4.5
ORIGIN_SAME, ORIGIN_OTHER = 0.7, -1.2
AGE_POINTS = (0.5, 0.5, 0.2, 0.0, -1.0, -2.0, -3.0)  # years apart
AGE_FAR = -6.0
OTHER_SEX = -20.0
NIK_SAME, NIK_OTHER = 21.0, -3.0

VERY_COMMON = frozenset(
    "rabiah tenri rahma rahman rahmat rahim sultan aris arif irfan ridwan yusuf hasan amir"
    " amiruddin baharuddin ismail ilham hasnawati rahmawati fitriani nurhayati aminah halimah"
    " khadijah besse syamsuddin jamaluddin ratna sari dewi sri wati ani anti".split()
)


@dataclass(frozen=True)
class Known:
    """What is known of somebody, with the age on the day in question."""

    name: str = ""
    alias: str = ""
    sex: str = ""
    age: int | None = None
    origin: str = ""
    mother_name: str = ""
    nik: str = ""


@dataclass(frozen=True)
class Match:
    score: float
    reasons: tuple[str, ...]
    # "Mungkin": not likely, and worth a question; by its facts, or since others fit as well.
    is_possible: bool = False

    @property
    def is_likely(self):
        return self.score >= LIKELY and not self.is_possible

    @property
    def is_hint(self):
        return self.is_likely or self.is_possible

    def as_possible(self):
        return replace(self, is_possible=True)


@dataclass(frozen=True)
class Evidence:
    points: float
    reason: str = ""
    # By what they are called, not by the name as it is written.
    is_call: bool = False
    is_name: bool = False
    # A part of the name, or a familiar form of it: the rest was left out with it.
    is_short: bool = False


def score(one: Known, other: Known) -> Match:
    """How likely two registrations are one person, and why, in words for the screen."""
    evidence = [
        Evidence(START),
        *_names(one, other),
        *_mothers(one.mother_name, other.mother_name),
        *_ages(one.age, other.age),
        *_origins(one.origin, other.origin),
        *_sexes(one.sex, other.sex),
        *_niks(one.nik, other.nik),
    ]
    reasons = tuple(dict.fromkeys(item.reason for item in evidence if item.reason))
    points = round(sum(item.points for item in evidence), 2)
    is_by_call = any(item.is_call for item in evidence) and _sex_and_age_fit(one, other)
    is_by_name = any(item.is_name for item in evidence)
    is_against = any(item.points <= AGAINST for item in evidence[1:])
    least = CALLED if is_by_call else NAMESAKE if is_by_name else LIKELY
    return Match(points, reasons, not is_against and least <= points < LIKELY)


def _sex_and_age_fit(one, other):
    """Both are known of both: nothing else holds a nickname back from half of the town."""
    if not one.sex or one.sex != other.sex or None in (one.age, other.age):
        return False
    return abs(one.age - other.age) <= CALLED_YEARS


# -- Words -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Likeness:
    """Are two words one word? `slips` counts letters that must be slips of the pen for it."""

    is_same: bool
    slips: int = 0
    reason: str = ""


DIFFERENT = Likeness(False)


@lru_cache(maxsize=200_000)
def alike(a: str, b: str) -> Likeness:
    """One word, one word in two spellings, one word with a slip of the pen, or two words."""
    if a == b:
        return Likeness(True)
    if sounds(a) & sounds(b):
        old = is_old_spelling(a) or is_old_spelling(b)
        return Likeness(True, 0, "ejaan lama" if old else "bunyi nama sama")
    if known_as(a) & known_as(b):
        return Likeness(True, 0, "bunyi nama sama")
    if known_as(a) and known_as(b):
        return DIFFERENT
    return _slip(a, b)


def _slip(a, b):
    pairs = [(a, b), (_okkots(a), _okkots(b)), *product(sounds(a), sounds(b))]
    slips = min(OSA.distance(x, y, score_cutoff=2) for x, y in pairs)
    length = min(len(a), len(b))
    is_name = known_as(a) or known_as(b)
    allowed = 0 if length < 4 else 1 if length < 8 or not is_name else 2
    if slips > allowed or (
        slips == 2 and not {x[0] for x in sounds(a)} & {y[0] for y in sounds(b)}
    ):
        return DIFFERENT
    if not is_name and not _is_plain_slip(a, b):
        slips += 1
    return Likeness(True, max(slips, 1), "salah ketik")


def _is_plain_slip(a, b):
    """Letters swapped, doubled, or a vowel left out: no other name comes of that."""
    swapped = sorted(a) == sorted(b)
    same_bones = re.sub("[aiueo]", "", a) == re.sub("[aiueo]", "", b)
    return swapped or (same_bones and len(a) != len(b) and a[-1] == b[-1])


def _okkots(word):
    return re.sub(r"(?:ng|m)$", "n", word)


def joined(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
    """`a` with two words written as one where `b` writes them so: Ratna Wati, Ratnawati."""
    for place in range(len(a) - 1):
        whole = a[place] + a[place + 1]
        if any(sounds(whole) & sounds(word) for word in b):
            return (*a[:place], whole, *a[place + 2 :])
    return a


# -- Names -------------------------------------------------------------------------------------


def _names(one, other):
    """The name, what stands beside it, and the ways somebody is called."""
    a, b = called(one.name, one.alias), called(other.name, other.alias)
    own = _own_names(a, b)
    yield from own
    yield from _daengs(a, b, alone=not own)
    yield from _parents(a.parent_of, b.parent_of, alone=not own and not (a.daeng and b.daeng))
    if not own and not (a.daeng and b.daeng) and not (a.parent_of and b.parent_of):
        yield Evidence(NO_NAME_IN_COMMON)


@dataclass(frozen=True)
class Called:
    """All the ways one person is called: the written name, nicknames, Daeng names, children's."""

    name: Name
    nicks: tuple[str, ...]
    daeng: tuple[str, ...]
    parent_of: tuple[str, ...]


@lru_cache(maxsize=20_000)
def called(name: str, alias: str = "") -> Called:
    read, also = read_name(name), read_name(alias)
    all_of = [each for each in (read, read.also, also, also.also) if each]
    others = all_of[1:]
    if not read.given:
        # Written by the Daeng name, with the own name as alias: then that one is the name.
        own = next((each for each in others if each.given), None)
        if own:
            read = own
            others = [each for each in others if each is not own]
    return Called(
        name=read,
        nicks=tuple(each.given[0] for each in others if each.given),
        daeng=tuple(dict.fromkeys(word for each in all_of for word in each.daeng)),
        parent_of=tuple(dict.fromkeys(word for each in all_of for word in each.parent_of[:1])),
    )


def _own_names(a, b):
    """What the own names say; nothing where one is known by a Daeng name only."""
    if not a.name.given or not b.name.given:
        daeng = _daeng_is_name(a, b) if a.name.given or b.name.given else None
        return [daeng] if daeng and not (a.daeng and b.daeng) else []
    core = _core(a.name, b.name)
    other = _nick_is_name(a, b) or (core is None and _daeng_is_name(a, b))
    if other and (core is None or other.points > core.points):
        return [other]
    if core is None:
        return [Evidence(OTHER_NAME)]
    left_out = [] if core.is_short else _left_out(a.name, b.name)
    return [core, *_nicks(a.nicks, b.nicks), *_beside(a.name, b.name), *left_out]


def _core(a: Name, b: Name):
    """The first names against each other; None when they are two names."""
    given_a, given_b = joined(a.given, b.given), joined(b.given, a.given)
    first = alike(given_a[0], given_b[0])
    if first.is_same:
        worth = _worth(given_a[0], given_b[0], first)
        return Evidence(worth, first.reason or "nama sama", is_name=True)
    if found := _crossed(given_a, given_b):
        return found
    if found := _whole(a, b) or _front_is_name(a, b):
        return found
    return _made_nick(a, b)


def _worth(a, b, like):
    """A name that many have says less than a rare one, and a slip says less than the name."""
    names = (known_as(a) & known_as(b)) or known_as(a) | known_as(b)
    if not names and not like.slips:
        return NAME_RARE
    if names & VERY_COMMON:
        return NAME_COMMON + SLIP * like.slips
    return NAME_KNOWN + SLIP * like.slips


def _crossed(a, b):
    """The same words in another order, or the first of two left out."""
    there, back = _found_later(a[0], b), _found_later(b[0], a)
    if there and back:
        worth = min(_worth(a[0], *there), _worth(b[0], *back))
        return Evidence(worth + OTHER_ORDER, "urutan nama lain")
    for x, found in ((a, there), (b, back)):
        if found and len(x) == 1:
            word, like = found
            points = NAME_SECOND_ONLY if is_second_name(word) else NAME_PART
            return Evidence(points + SLIP * like.slips, "sebagian nama sama", is_short=True)
    return None


def _found_later(first, given):
    """The later word of a name that is this one, and how alike they are."""
    likes = ((word, alike(first, word)) for word in given[1:])
    return next(((word, like) for word, like in likes if like.is_same), None)


def _whole(a, b):
    """The letters of the whole name, for words cut in the wrong place: "Nrhajrah", Nur Hajrah."""
    x, y = "".join((*a.front, *a.given)), "".join((*b.front, *b.given))
    if min(len(x), len(y)) < 7 or (known_as(a.given[0]) and known_as(b.given[0])):
        return None
    slips = OSA.distance(x, y, score_cutoff=2)
    if slips > 1:
        return None
    return Evidence(NAME_KNOWN + SLIP * max(slips, 1), "salah ketik")


def _front_is_name(a, b):
    """Called by what stands in front: Nur for Nur Wahidah, Andi for Andi Tenri."""
    for short, long in ((a, b), (b, a)):
        if len(short.given) == 1 and words.FRONT_WORDS.get(short.given[0]) in long.front:
            return Evidence(NAME_PART, "sebagian nama sama", is_short=True)
    return None


def _made_nick(a, b):
    """One is a familiar form of the other by rule: Mamat for Rahmat. Nobody says Nur with it."""
    for short, whole in ((a, b), (b, a)):
        if words.NUR in short.front:
            continue
        for word in whole.given if len(short.given) == 1 else whole.given[:1]:
            if (points := nickname_points(short.given[0], word)) is not None:
                return Evidence(points, "nama panggilan dari nama itu", is_short=True)
    return None


@lru_cache(maxsize=100_000)
def nickname_points(short: str, whole: str) -> float | None:
    """What it says that one word is a familiar form of the other; None if it is none."""
    form = short_form(short, whole)
    if form and known_as(short) and known_as(whole):
        # Both are names that people are written by: Rahma, Rahmawati.
        if form is ShortForm.START:
            return NICKNAME_START
        return NICKNAME_END if form is not ShortForm.SOFTENED else None
    return NICKNAME_MADE if form else None


def _nick_is_name(a, b):
    """One is written by the nickname of the other: Fauzan called Ojan, and Ojan."""
    for mine, theirs in ((a, b), (b, a)):
        for nick in mine.nicks:
            if alike(nick, theirs.name.given[0]).is_same:
                points = NICK_COMMON_IS_NAME if _is_common(nick) else NICK_IS_NAME
                return Evidence(points, "nama sama dengan panggilan", is_call=True)
    return None


def _daeng_is_name(a, b):
    """Written without its "Dg.": Ngalle here, Dg. Ngalle there."""
    for mine, theirs in ((a, b), (b, a)):
        if len(theirs.name.given) == 1 and any(
            same_daeng(daeng, theirs.name.given[0]) for daeng in mine.daeng
        ):
            return Evidence(DAENG_ONLY_SAME, "nama Daeng sama", is_call=True)
    return None


def _nicks(a, b):
    if not (a and b):
        return
    same = [x for x in a if any(alike(x, y).is_same for y in b)]
    if not same:
        yield Evidence(NICK_OTHER)
    elif all(map(_is_common, same)):
        yield Evidence(NICK_COMMON_SAME, "panggilan sama")
    else:
        yield Evidence(NICK_SAME, "panggilan sama")


def _is_common(nick):
    return nick.strip("'") in words.COMMON_NICKNAMES


def _beside(a, b):
    """Second names, father's name, initials and front words."""
    given_a, given_b = joined(a.given, b.given), joined(b.given, a.given)
    rest_a, rest_b = _rest(given_a, given_b), _rest(given_b, given_a)
    shared = min(len(given_a) - len(rest_a), len(given_b) - len(rest_b)) - 1
    if shared > 0:
        yield Evidence(SECOND_SAME * min(shared, 2), "nama kedua sama")
    # A father's name may stand without its "bin".
    father_a = (*a.father, *rest_a) if b.father else a.father
    father_b = (*b.father, *rest_b) if a.father else b.father
    if father_a and father_b and (a.father or b.father):
        if any(alike(x, y).is_same for x in father_a for y in father_b):
            yield Evidence(FATHER_SAME, "nama bapak sama")
        else:
            yield Evidence(FATHER_OTHER if a.father and b.father else FATHER_OR_SECOND)
    elif rest_a and rest_b:
        yield Evidence(SECOND_OTHER)
    yield from _initials(a, rest_b, b, rest_a)
    yield from _fronts(set(a.front) - {words.ANDI}, set(b.front) - {words.ANDI})


def _left_out(a, b):
    """One has a second name, a father's name or a front word, and the other none at all."""
    given_a, given_b = joined(a.given, b.given), joined(b.given, a.given)
    more_a = (*_rest(given_a, given_b), *a.father, *a.initials)
    more_b = (*_rest(given_b, given_a), *b.father, *b.initials)
    if bool(more_a) != bool(more_b):
        yield Evidence(SECOND_LEFT_OUT)
    apart = {words.ANDI, words.NUR}  # weighed in _fronts, or of half the town
    if bool(set(a.front) - apart) != bool(set(b.front) - apart):
        yield Evidence(FRONT_LEFT_OUT)


def _fronts(a, b):
    """Muh. and Siti are left out at will; Abd. Rahman and Muh. Rahman are two."""
    if a and b and not a & b:
        yield Evidence(FRONT_OTHER)
    elif (words.NUR in a) != (words.NUR in b):
        yield Evidence(FRONT_OTHER / 2)


def _rest(given, other):
    """The words of a name that the other does not have."""
    return tuple(
        word
        for place, word in enumerate(given)
        if not any(alike(word, theirs).is_same for theirs in other) and place
    )


def _initials(a, rest_b, b, rest_a):
    for initials, rest in ((a.initials, (*rest_b, *b.father)), (b.initials, (*rest_a, *a.father))):
        if not (initials and rest):
            continue
        firsts = {sound[0] for word in rest for sound in sounds(word)} | {w[0] for w in rest}
        if any(initial in firsts or sounds(initial) & firsts for initial in initials):
            yield Evidence(SECOND_SAME / 2, "huruf awal cocok")
        else:
            yield Evidence(INITIAL_OTHER)


def _daengs(a, b, *, alone):
    if not (a.daeng and b.daeng):
        return
    if any(same_daeng(x, y) for x in a.daeng for y in b.daeng):
        points = DAENG_ONLY_SAME if alone else DAENG_SAME
        yield Evidence(points, "nama Daeng sama", is_call=alone)
    else:
        yield Evidence(OTHER_NAME if alone else DAENG_OTHER)


@lru_cache(maxsize=50_000)
def same_daeng(a, b):
    """Daeng names are short and near each other: Ngai and Nai' are two, Kanang and Kanna too."""
    if sounds(a) & sounds(b):
        return True
    if known_as_daeng(a) and known_as_daeng(b):
        return bool(known_as_daeng(a) & known_as_daeng(b))
    return min(len(a), len(b)) >= 5 and OSA.distance(a, b, score_cutoff=1) <= 1


def _parents(a, b, *, alone):
    if not (a and b):
        return
    if any(alike(x, y).is_same for x in a for y in b):
        points = PARENT_ONLY_SAME if alone else PARENT_SAME
        yield Evidence(points, "nama anak sama", is_call=alone)
    else:
        yield Evidence(OTHER_NAME if alone else PARENT_OTHER)


# -- Beside the name ---------------------------------------------------------------------------


def _mothers(one, other):
    if not (one and other):
        return
    a, b = called(one), called(other)
    if a.name.given and b.name.given:
        yield _mothers_own_names(a.name, b.name)
    elif a.daeng and b.daeng:
        same = any(same_daeng(x, y) for x in a.daeng for y in b.daeng)
        yield Evidence(MOTHER_SAME, "nama ibu sama") if same else Evidence(MOTHER_OTHER)
    elif any(alike(x, y).is_same for x in a.parent_of for y in b.parent_of):
        yield Evidence(MOTHER_SAME, "nama ibu sama")
    else:
        # Once by her own name, once by her Daeng name.
        yield Evidence(MOTHER_UNSURE)


def _mothers_own_names(a, b):
    x, y = joined(a.given, b.given), joined(b.given, a.given)
    like = alike(x[0], y[0])
    if like.is_same or _crossed(x, y) or _whole(a, b):
        return Evidence(MOTHER_SAME + SLIP * like.slips, "nama ibu sama")
    if any(nickname_points(*pair) is not None for pair in ((x[0], y[0]), (y[0], x[0]))):
        return Evidence(MOTHER_ALIKE, "nama ibu mirip")
    return Evidence(MOTHER_OTHER)


def _ages(one, other):
    if one is None or other is None:
        return
    apart = abs(one - other)
    points = AGE_POINTS[apart] if apart < len(AGE_POINTS) else AGE_FAR
    yield Evidence(points, "umur cocok" if apart <= 3 else "")


def _origins(one, other):
    a, b = place_key(one), place_key(other)
    if a and b:
        lies_in = a in b or b in a
        # What is printed beside it differs: then it is not said to be the same.
        said = "asal sama" if a == b else "asal mirip"
        yield Evidence(ORIGIN_SAME, said) if lies_in else Evidence(ORIGIN_OTHER)


@lru_cache(maxsize=5_000)
def place_key(text):
    """ "Kab. Gowa" and "Gowa", "Uj. Pandang" and "Ujung Pandang" are one place.

    The whole town is no place: all its kecamatan lie in it.
    """
    plain = "".join(sign if sign.isalpha() else " " for sign in text.casefold()).split()
    rest = "".join(PLACE_WORDS.get(word, word) for word in plain)
    return "" if plain == ["kota", "makassar"] else squeezed(rest)


PLACE_WORDS = {"uj": "ujung"} | dict.fromkeys(
    "kab kabupaten kota kec kecamatan kel kelurahan kep kepulauan".split(), ""
)


def _sexes(one, other):
    if one and other and one != other:
        yield Evidence(OTHER_SEX)


def _niks(one, other):
    if one and other:
        yield Evidence(NIK_SAME, "NIK sama") if one == other else Evidence(NIK_OTHER)
