"""Is the one who asks for a klien the one whom a warning names?

The names are measured as people are (names.py, matching.py), and it errs on the side of the
child: one name in common, however it is spelled, is enough to ask. Front words (Muh., Siti, Andi)
and second names that half of the town has do not count by themselves.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import OSA

from cases.people import name_words as words
from cases.people.matching import alike, nickname_points, same_daeng
from cases.people.names import is_second_name, read_name, sounds

# "Baso (paman)": how somebody is related is not their name.
RELATED = set(
    "adik angkat anak atau ayah bapak bibi bos dan dari ibu ipar istri kakak kakek kandung"
    " keluarga kenalan mantan mertua nenek om orang pacar paman pengasuh saudara sepupu suami"
    " tante teman tetangga tiri tua wali yang".split()
)
# They stand before a name, too: "Ibu Rahma" is not said to be the mother.
CALLED_BY = {"bapak", "ibu", "mama", "mamak", "papa"}
# What tells nothing of how near somebody is, and other words for one relation.
NO_RELATION = set("anak angkat atau dan dari kandung keluarga mantan orang tiri tua yang".split())
ONE_RELATION = {
    "om": "paman",
    "tante": "bibi",
    "bapak": "ayah",
    "papa": "ayah",
    "mama": "ibu",
    "mamak": "ibu",
}
RELATIONS = RELATED - NO_RELATION | ONE_RELATION.keys()
# Between two of whom one warning speaks, and before what it adds.
BETWEEN = re.compile(r"[,;/&+]|\b(?:dan|atau|serta)\b", re.IGNORECASE)
# Letters that are wrong, left out, too many or swapped in a name that is still the same one; in
# one of three letters a second wrong one leaves nothing of it.
SLIPS, SLIPS_OF_THREE = 2, 1
# Shorter ones that differ in a letter are more often two names.
LONG = 8
# "B4so": a digit inside a word is the letter that it looks like.
LOOKS_LIKE = str.maketrans("013457", "oieast")


class Likeness(IntEnum):
    """Three answers. A likely one is asked about; whoever is surely the same is stopped."""

    CLEAR = 0
    LIKELY = 1
    SAME = 2


@dataclass(frozen=True)
class Named:
    """Somebody outside, as far as it was said or shown who they are."""

    name: str
    # The NIK, or the number of another card.
    identity_number: str = ""
    telephone: str = ""

    @property
    def can_be_compared(self):
        """ "paman", "B. R." or letters of another alphabet name nobody: what cannot be compared
        is not clear."""
        return names_somebody(self.name)

    def spelled(self):
        """In which two writings of one name are equal."""
        return " ".join(self.name.casefold().split())


def likeness(whom: Named, asked: Named) -> Likeness:
    return max(
        likeness_of_names(whom.name, asked.name),
        likeness_of_numbers(whom, asked),
    )


def likeness_of_whole(whom: Named, asked: Named) -> Likeness:
    """For a long list of strangers, of whom many share a word with anybody: the same card, all
    words of the name, or all its letters but a few."""
    written = Likeness.CLEAR
    if _is_whole(whom.name, asked.name):
        written = Likeness.SAME
    elif len(whom.name) >= LONG and are_spelled_alike(whom.name, asked.name):
        written = Likeness.LIKELY
    return max(written, likeness_of_numbers(whom, asked))


def likeness_as_described(whom: Named, asked: Named) -> Likeness:
    """Of a stranger whom a warning describes: each of several ("Rudi dan Yusran"), without what is
    told beside ("paman di Gowa"); a name of two words or more, also where more was asked."""
    parts = [part for part in BETWEEN.split(whom.name) if names_somebody(part)] or [whom.name]
    found = [
        Likeness.SAME
        if _asks_all_of(part, asked.name)
        else likeness_of_whole(Named(part, whom.identity_number, whom.telephone), asked)
        for part in parts
    ]
    return max(found)


def _asks_all_of(whom, asked):
    return any(
        len(a.every) > 1
        and all(any(_word_likeness(x, y) == Likeness.SAME for y in b.every) for x in a.every)
        for a, b in product(_names(whom), _names(asked))
    )


def _is_whole(whom, asked):
    """Every word of the one is a word of the other, in any order and spelling."""
    if _letters(whom) & _letters(asked):
        return True
    return any(
        a.every
        and all(any(_word_likeness(x, y) == Likeness.SAME for y in b.every) for x in a.every)
        and all(any(_word_likeness(x, y) == Likeness.SAME for x in a.every) for y in b.every)
        for a, b in product(_names(whom), _names(asked))
    )


def likeness_of_numbers(whom: Named, asked: Named) -> Likeness:
    """The same card is the same human being. With one digit wrong it may be, and a telephone is
    shared by a family."""
    one, other = _card(whom.identity_number), _card(asked.identity_number)
    if one and other:
        if one == other:
            return Likeness.SAME
        if min(len(one), len(other)) > 8 and OSA.distance(one, other, score_cutoff=1) <= 1:
            return Likeness.LIKELY
    if telephones(whom.telephone) & telephones(asked.telephone):
        return Likeness.LIKELY
    return Likeness.CLEAR


def _card(number):
    return re.sub(r"[\W_]", "", number.casefold())


def relation_in(text: str) -> str:
    """How somebody is related, where it is said: paman of "Baso (om)" and of "paman dari ibu";
    empty of "keluarga" and of "Ibu Rahma". The first word of it counts."""
    tokens = [_without_nya(token) for token in re.findall(r"[a-z]+", _plain(text))]
    for token, after in zip(tokens, [*tokens, ""][1:], strict=True):
        is_before_a_name = token in CALLED_BY and after and after not in RELATED
        if token in RELATIONS and not is_before_a_name:
            return ONE_RELATION.get(token, token)
    return ""


def _without_nya(token):
    """Her uncle, "pamannya", is an uncle."""
    bare = token.removesuffix("nya")
    return bare if bare in RELATIONS else token


def telephones(text: str) -> set[str]:
    """The numbers in it, without what is dialled before: +62 812, 0062 812 and 0812 are one."""
    numbers = (re.sub(r"\D", "", part) for part in re.split(r"[/,;]|\batau\b", text))
    bare = {re.sub(r"^(?:00)?(?:62)?0?", "", number) for number in numbers}
    return {number for number in bare if len(number) > 5}


def names_somebody(whom: str) -> bool:
    """ "paman" names nobody: a release could not be checked against it."""
    is_written_out = re.search(r"[a-z]{2}", _plain(whom))
    return bool(is_written_out) and not _is_foreign(whom) and any(n.own for n in _names(whom))


def _is_foreign(text):
    """Letters that only look like ours would make another name of a known one."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return any(sign.isalpha() and not "a" <= sign <= "z" for sign in plain)


@dataclass(frozen=True)
class _Words:
    """The words of a name. `own` are those by which somebody is called, without second names
    where there is another; `every` are all of them."""

    own: frozenset[str]
    every: frozenset[str]
    given: tuple[str, ...]
    daeng: frozenset[str]
    front: frozenset[str]
    initials: tuple[str, ...]


@lru_cache(maxsize=20_000)
def likeness_of_names(whom: str, asked: str) -> Likeness:
    if not (whom.strip() and asked.strip()):
        return Likeness.CLEAR
    if are_spelled_alike(whom, asked):
        written = Likeness.SAME if _letters(whom) & _letters(asked) else Likeness.LIKELY
    else:
        written = Likeness.CLEAR
    return max([written, *(_by_word(a, b) for a, b in product(_names(whom), _names(asked)))])


def are_spelled_alike(whom: str, asked: str) -> bool:
    """Is all that is written the same but for a few letters? Two names that are both in use, too:
    who types Hasmawati may mean Hasnawati."""
    return any(
        OSA.distance(one, other, score_cutoff=SLIPS) <= (SLIPS if len(one) > 3 else SLIPS_OF_THREE)
        for one, other in product(_letters(whom), _letters(asked))
    )


@lru_cache(maxsize=20_000)
def _letters(text):
    """All letters in a row: as written, without relations, and without titles."""
    tokens = re.findall(r"[a-z]+", _plain(text))
    unrelated = [token for token in tokens if token not in RELATED]
    without_title = [
        token for token in unrelated if token not in words.TITLES and token not in words.DAENG
    ]
    rows = ("".join(row) for row in (tokens, unrelated, without_title))
    return frozenset(row for row in rows if len(row) > 1)


def _by_word(whom, asked):
    """Word by word, wherever in the name it stands."""
    shared = {
        (one, other): _daeng_likeness(one, other)
        if one in whom.daeng and other in asked.daeng
        else _word_likeness(one, other)
        for one, other in product(whom.every, asked.every)
    }
    if _are_the_same(whom, asked, {pair for pair in shared if shared[pair] == Likeness.SAME}):
        return Likeness.SAME
    is_likely = (
        any(shared[pair] for pair in product(whom.own, asked.own))
        or _is_part(whom, asked, {other for pair in shared if shared[pair] for other in pair[1:]})
        or _is_nickname(whom.given, asked.given)
        or _is_in_one_word(whom.given, asked.given)
        or _is_front(whom, asked)
    )
    return Likeness.LIKELY if is_likely else Likeness.CLEAR


def _is_part(whom, asked, found):
    """All that was asked is a part of the name, were it the father's or the second one alone:
    Lestari for Jumriani Lestari, Y. Makkulau for Yusran bin Makkulau. Nur is part of a name."""
    adds_nur = words.NUR in asked.front - whom.front
    return bool(found) and found >= asked.every and not adds_nur


def _are_the_same(whom, asked, pairs):
    """What was asked holds nothing that the warning does not: the rest was left out. Or the
    warning says less, and all of its two or more words were asked."""
    if not any(one in whom.own and other in asked.own for one, other in pairs):
        return False
    if not _fronts_fit(whom.front - {words.ANDI}, asked.front - {words.ANDI}):
        return False
    if not _initials_fit(whom, asked) or not _initials_fit(asked, whom):
        return False
    found, sought = {other for _, other in pairs}, {one for one, _ in pairs}
    return found >= asked.every or (sought >= whom.every and len(whom.every) > 1)


def _fronts_fit(one, other):
    """Muh. is left out at will; Abd. Rahman and Muh. Rahman are two."""
    return not one or not other or bool(one & other)


def _initials_fit(one, other):
    """ "Baso R." may be Baso Rewa, and not Baso Nai."""
    rest = other.every - one.every
    firsts = {word[0] for word in rest} | {sound[0] for word in rest for sound in sounds(word)}
    return not rest or set(one.initials) <= firsts | set(other.initials)


@lru_cache(maxsize=200_000)
def _word_likeness(one, other):
    like = alike(one, other)
    if like.is_same:
        return Likeness.LIKELY if like.slips else Likeness.SAME
    return Likeness.CLEAR


def _daeng_likeness(one, other):
    """Daeng names are short, and near each other."""
    found = _word_likeness(one, other)
    return found or (Likeness.LIKELY if same_daeng(one, other) else Likeness.CLEAR)


def _is_nickname(whom, asked):
    """ "Udin" for Syamsuddin: of one who gives no other name, or the first of both."""
    return any(
        nickname_points(short[0], word) is not None
        for short, whole in ((whom, asked), (asked, whom))
        for word in (whole if len(short) == 1 else whole[:1])
        if short
    )


def _is_in_one_word(whom, asked):
    """Ratna Wati, and Rattnawaty."""
    return bool(whom and asked and sounds("".join(whom)) & sounds("".join(asked)))


def _is_front(whom, asked):
    """Called by what stands in front alone: Andi for Andi Baso."""
    return any(
        short.given and words.FRONT_WORDS.get("".join(short.given)) in long.front
        for short, long in ((whom, asked), (asked, whom))
    )


@lru_cache(maxsize=20_000)
def _names(text):
    """Each name of somebody: the written one, and what follows "alias" or stands in brackets."""
    plain = re.sub(
        r"[\w'.]+", lambda word: "" if word[0].strip(".") in RELATED else word[0], _plain(text)
    )
    name, found = read_name(re.sub(r"\(\W*\)", " ", plain)), []
    while name:
        every = {*name.given, *name.daeng, *name.parent_of, *name.father}
        called = {*name.given, *name.daeng, *name.parent_of}
        telling = {word for word in called if not is_second_name(word)} | {*name.daeng}
        found.append(
            _Words(
                own=frozenset(telling or called),
                every=frozenset(every),
                given=name.given,
                daeng=frozenset(name.daeng),
                front=frozenset(name.front),
                initials=name.initials,
            )
        )
        name = name.also
    return tuple(found)


def _plain(text):
    """In small letters, without accents; digits inside words as letters."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(
        r"[a-z]+\d[a-z\d]*|\d+[a-z][a-z\d]*",
        lambda word: word[0].translate(LOOKS_LIKE),
        plain,
    )
