"""Reads a name as Makassar says and writes it: what is front word, name, father, Daeng name.

`read_name` takes a written name apart. `sounds` gives the ways a word may be pronounced, so that
two spellings of one word have a sound in common. `short_form` knows how nicknames are made.
Nothing here knows of people or of the database.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import OSA

from cases.people import name_words as words


@dataclass(frozen=True)
class Name:
    """A written name, taken apart. Every part is a tuple of lower-case words, often empty."""

    given: tuple[str, ...] = ()
    front: tuple[str, ...] = ()  # Muh., Siti, Abd., Nur, Andi: half of the town has them
    initials: tuple[str, ...] = ()  # the P of "Indah P."
    father: tuple[str, ...] = ()  # after bin or binti
    daeng: tuple[str, ...] = ()  # the paddaengang, without "Dg."
    parent_of: tuple[str, ...] = ()  # the Rani of "Mama Rani"
    also: "Name | None" = None  # after "alias", or in brackets


# -- Sounds ------------------------------------------------------------------------------------


@lru_cache(maxsize=50_000)
def sounds(word: str) -> frozenset[str]:
    """The ways a written word may sound; two spellings of one word share one of them."""
    return frozenset(_fold(way) for way in _readings(word))


def is_old_spelling(word: str) -> bool:
    """Spelled as before 1972: oe, dj, tj, sj, nj before a vowel, ch inside a word."""
    return bool(re.search(r"oe|dj|tj|sj|ch(?=[aiueo])", word))


def squeezed(word: str) -> str:
    """Doubled letters told once."""
    return re.sub(r"(.)\1+", r"\1", word)


def _readings(word):
    """One letter, several values: z is s or j, kh is h or k, an old j is y."""
    word = squeezed(word)
    old = bool(re.search(r"oe|dj|tj|sj|nj|^j.*j", word))
    word = word.replace("oe", "u").replace("tj", "c").replace("sj", "sy").replace("dj", "J")
    word = word.replace("dz", "z").replace("dh", "d")
    parts = re.split(r"(kh|ch|z|j)", word)
    choices = []
    for place, part in enumerate(parts):
        starts = not any(parts[:place])
        if part == "kh":
            choices.append(("h", "k"))
        elif part == "ch":
            choices.append(("h", "k", "c"))
        elif part == "z":
            choices.append(("s", "j"))
        elif part == "j" and (old or not starts):
            choices.append(("j", "y"))
        else:
            choices.append((part.lower(),))
    # A word has a few such letters. Nonsense that has many is read in one way from there on.
    several = [place for place, choice in enumerate(choices) if len(choice) > 1]
    for place in several[4:]:
        choices[place] = choices[place][:1]
    return ("".join(choice) for choice in product(*choices))


_FOLDS = [
    (re.compile(pattern), result)
    for pattern, result in (
        (r"sy(?=[aiueo])|sh", "s"),
        (r"(?<=[trdgbp])h", ""),
        (r"ph", "p"),
        (r"q|c(?=k|$|[bdfglmnprstvz])", "k"),
        (r"[vf]", "p"),
        (r"x", "ks"),
        (r"y", "i"),
        (r"w", "u"),
        # Husain, Husein, Husen; Fauzan, Fozan. Not before a vowel: Handayani, Ratnawati.
        (r"(?:ai|ae|ei)(?![aiueo])", "e"),
        (r"(?:au|ao)(?![aiueo])", "o"),
        (r"e", "i"),
        (r"o", "u"),
        (r"'", ""),
        (r"(.)\1+", r"\1"),
        (r"(?<=.)h$", ""),
        # okkots: a final n, ng and m are one sound
        (r"(?:ng|m)$", "n"),
        # a final stop is swallowed: Rahmat, Rahma'
        (r"(?<=..[aiueo])[ktdg]$", ""),
        (r"(?<=.)h$", ""),
        (r"(.)\1+", r"\1"),
    )
]


def _fold(word):
    for pattern, result in _FOLDS:
        word = pattern.sub(result, word)
    return word


# -- Reading -----------------------------------------------------------------------------------

LONGEST = 40  # letters of a word that are read
_MUHAMMAD = sounds("muhammad")
_AHMAD = sounds("ahmad")


@lru_cache(maxsize=50_000)
def read_name(text: str) -> Name:
    """Take a written name apart. Titles, degrees and articles are dropped."""
    text, _, also = _plain(text).partition(" / ")
    if re.fullmatch(words.NO_NAME, text):
        text = ""
    parts = {"given": [], "front": [], "initials": [], "father": [], "daeng": [], "parent_of": []}
    into = "given"
    tokens = text.split()
    for place, token in enumerate(tokens):
        is_last = place == len(tokens) - 1
        if token in words.DAENG and not is_last:
            into = "daeng"
        elif token in words.SON_OR_DAUGHTER_OF and not is_last:
            into = "father"
        elif token in words.PARENT_OF and not is_last and not any(parts.values()):
            into = "parent_of"
        elif token not in words.TITLES and token not in words.DAENG:
            _put(token, parts, into)
            # A Daeng name is one word; a father's or a child's name goes on.
            into = "given" if into == "daeng" else into
    _keep_something(parts)
    also_read = read_name(also) if also else None
    return Name(**{part: tuple(found) for part, found in parts.items()}, also=also_read)


def _plain(text):
    """Lower case without accents and signs; what follows "alias" or stands in brackets after /."""
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = re.sub(r"[\u2018\u2019\u02bc`\u00b4]", "'", text)
    text = re.sub(words.DEGREES, " ", text)
    text = re.sub(r",\s*(?:sh|se|st|mm|msi|spd|ssos|skom|amd|sag)\b.*", " ", text)
    text = re.sub(r"\((.*?)\)?$", r" alias \1", text)
    text = re.sub(r"\bdg(?=[b-df-hj-np-tv-z]?[aeiou'])", "dg ", text)
    text = re.sub(r"[^a-z']+", " ", text)
    also = "|".join(words.ALSO_CALLED)
    text = re.sub(rf"(?<=\S) (?:{also}) (?=\S)", " / ", text, count=1)
    return " ".join(text.split())


def _put(token, parts, into):
    """Where a word goes: front words and initials are told from names, grown-together ones cut."""
    word = re.sub(r"([aiueo])\1+", r"\1", token.strip("'"))[:LONGEST]
    is_first = not any(parts.values())
    if not word:
        return
    if into == "daeng":
        parts["daeng"].append(word)
    elif len(word) == 1:
        if is_first and word == "m":
            parts["front"].append(words.MUHAMMAD)
        elif into == "given" and not is_first:
            parts["initials"].append(word)
    else:
        front, rest = _cut(word)
        if front and into == "given":
            parts["front"].append(front)
        if rest:
            parts[into].append(rest)


def front_word(word: str) -> str | None:
    """MUHAMMAD for Muh., Moehammad, Mochamad ...; None for a name."""
    word = squeezed(word.replace("oe", "u"))
    if word in words.FRONT_WORDS:
        return words.FRONT_WORDS[word]
    if sounds(word) & _MUHAMMAD or _is_slip_of_muhammad(word):
        return words.MUHAMMAD
    if len(word) > 4 and sounds(word) & _AHMAD:
        return words.AHMAD
    return None


def _is_slip_of_muhammad(word):
    longest = len(word) > 5 and word[0] == "m" and not known_as(word)
    return longest and any(
        OSA.distance(word, form, score_cutoff=1) <= 1 for form in ("muhammad", "muhamad")
    )


@lru_cache(maxsize=50_000)
def _cut(word):
    """The front word and the rest: "muh" is only the one, "nurlinda" is Nur and Linda."""
    if front := front_word(word):
        return front, ""
    front, rest = _cut_grown_together(word)
    return (front, rest) if front or known_as(word) else _cut_muhammad(word)


def _cut_grown_together(word):
    """ "abdulrahim" is Abdul and Rahim; "nurdin" is whole."""
    if word in words.NOT_GROWN_TOGETHER:
        return None, word
    for prefix, front in words.GROWN_TOGETHER.items():
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= 3:
            return front, rest
    return None, word


def _cut_muhammad(word):
    """ "muhansar" is Muh. and Ansar, but "muhlis" is a name."""
    for prefix in ("muhammad", "muh"):
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= 4 and known_as(rest):
            return words.MUHAMMAD, rest
    return None, word


def _keep_something(parts):
    """ "Andi", "Muh. Ahmad", "Nur": with nothing behind it, the front word is the name."""
    nothing_else = not (parts["given"] or parts["daeng"] or parts["parent_of"])
    if nothing_else and parts["front"]:
        parts["given"].append(parts["front"].pop())


# -- Known words -------------------------------------------------------------------------------


def _by_sound(text):
    table = {}
    for word in sorted(set(text.split())):
        # What "nurhaedah" leaves when Nur is cut off is a name as well.
        for written in {word, _cut_grown_together(word)[1]}:
            for sound in sounds(written):
                table.setdefault(sound, set()).add(written)
    return table


_NAMES = _by_sound(f"{words.MEN} {words.WOMEN} {words.SECOND_NAMES}")
_SECOND = _by_sound(words.SECOND_NAMES)
_DAENG = _by_sound(words.DAENG_NAMES)


@lru_cache(maxsize=50_000)
def known_as(word: str) -> frozenset[str]:
    """The names in use that a word may be a spelling of; none for a word nobody is called."""
    return frozenset().union(*(_NAMES.get(sound, ()) for sound in sounds(word)))


@lru_cache(maxsize=50_000)
def known_as_daeng(word: str) -> frozenset[str]:
    """The same among the Daeng names."""
    return frozenset().union(*(_DAENG.get(sound, ()) for sound in sounds(word)))


def is_second_name(word: str) -> bool:
    """Pratama, Wulandari: shared by brothers and sisters, left out at will."""
    return any(sound in _SECOND for sound in sounds(word))


# -- Nicknames ---------------------------------------------------------------------------------


class ShortForm(Enum):
    """The ways in which familiar forms are made."""

    END = "end"  # Wati for Hasnawati, Leman for Sulaiman
    START = "start"  # Zul for Zulkifli, Fitri for Fitriani
    DOUBLED = "doubled"  # Mamat for Rahmat, Wawan for Ridwan
    MIDDLE_GONE = "middle"  # Caya for Cahaya
    SOFTENED = "softened"  # Ical for Faisal, Uccang for Yusran, Arul for Syahrul


@lru_cache(maxsize=100_000)
def short_form(nick: str, name: str) -> ShortForm | None:
    """How one word is a familiar form of the other, or None."""
    if len(nick) == 3 < len(name) and name.startswith(nick):
        return ShortForm.START
    forms = {_form(short, whole) for short, whole in product(sounds(nick), sounds(name))}
    return next((form for form in ShortForm if form in forms), None)


def _form(short, whole):
    if not 2 < len(short) < len(whole) + 2 or short == whole or len(whole) < 4:
        return None
    if len(short) < len(whole) and whole.endswith(short):
        return ShortForm.END
    if len(short) < len(whole) and whole.startswith(short):
        return ShortForm.START
    if len(short) > 3 and short[:2] == short[2:4] and whole.endswith(short[2:]):
        return ShortForm.DOUBLED
    if len(short) == 4 < len(whole) and (short[:2], short[2:]) == (whole[:2], whole[-2:]):
        return ShortForm.MIDDLE_GONE
    return ShortForm.SOFTENED if _is_softened(short, whole) else None


def _is_softened(short, whole):
    """The name from a vowel on; clusters made simple, and s told as c."""
    short, whole = (re.sub(r"[cj]", "s", word) for word in (short, whole))
    if len(short) > 5 or short[0] not in "aiueo":
        return False
    ends = [whole[match.start() :] for match in re.finditer(r"[aiueo]", whole)]
    simple = [
        way
        for end in ends
        for way in (
            end,
            re.sub(r"([^aiueo])[^aiueo]+", r"\1", end),
            re.sub(r"[^aiueo]+([^aiueo])", r"\1", end),
        )
    ]
    return any(way.startswith(short) or way.endswith(short) for way in simple)
